"""The account of an import on the terminal: counts first, then reasons, then rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from datamap.cli.say import said, show, show_object
from datamap.exchange import targets
from datamap.exchange.account import OUTCOMES, Account, in_words
from datamap.model import Lang
from datamap.vocabulary import read_vocabulary, text

if TYPE_CHECKING:
    from datamap.cli.bringing import Brought

ROWS = 20
"""Rows of one outcome that are shown unless all are asked for."""

_COLOURS = {"refused": typer.colors.RED, "gone": typer.colors.YELLOW}
_TOLD = ("refused", "changed", "gone", "passed_over")
_WIDEST = 60


def show_account(brought: Brought, places: list[Path], source: Path, lang: Lang, *, everything: bool) -> None:
    """Print what became of the rows of a file."""
    account = brought.account
    show(said("intake_title", lang, file=source.name, sheet=account.sheet), bold=True)
    counts = account.counts()
    parts = [f"{_outcome(key, lang)} {counts[key]}" for key in OUTCOMES if counts[key]]
    show("  " + ("、" if lang == "ja" else ", ").join(parts))
    for remark in (*account.remarks, *brought.remarks, *brought.sides.told):
        show("  " + remark.in_lang(lang))
    _columns(account, lang)
    _reasons(account, lang)
    for outcome in _TOLD:
        _rows(brought, outcome, lang, everything=everything)
    if places:
        show()
        for place in places:
            show(said("wrote", lang, file=place))
        show(said("intake_next", lang))


def _columns(account: Account, lang: Lang) -> None:
    vocabulary = read_vocabulary()
    told = {
        theirs: ours for theirs, ours in account.columns.items() if vocabulary.find("columns", theirs) != ours
    }
    if not told:
        return
    show()
    show(said("intake_columns", lang), bold=True)
    for theirs, ours in told.items():
        labels = [targets.in_words(key).in_lang(lang) for key in ours.split(";") if key]
        show(f"  {theirs} → {'・'.join(labels) or said('intake_not_taken', lang)}")


def _reasons(account: Account, lang: Lang) -> None:
    reasons = account.cells_read_otherwise()
    if not reasons:
        return
    show()
    show(said("intake_read_as", lang), bold=True)
    for why, count in reasons.most_common():
        show(f"  {count:>6}  {why.in_lang(lang)}")


def _rows(brought: Brought, outcome: str, lang: Lang, *, everything: bool) -> None:
    entries = [entry for entry in brought.account.entries if entry.outcome == outcome]
    if not entries:
        return
    show()
    show(_outcome(outcome, lang), bold=True, colour=_COLOURS.get(outcome))
    shown = entries if everything else entries[:ROWS]
    for entry in shown:
        row = "" if entry.row is None else said("row", lang, row=entry.place)
        label = brought.spoken.heading(entry.column) if entry.column else ""
        was, became = in_words(entry, brought.spoken)
        cells = f"{_short(was)} → {_short(became)}" if outcome == "changed" else _short(was) if was else ""
        words = (row, entry.flow, label, cells, entry.why.in_lang(lang))
        show("  " + "  ".join(filter(None, words)))
    if len(shown) < len(entries):
        show(said("more_lines", lang, count=len(entries) - len(shown)))


def _short(cell: str) -> str:
    words = " ".join(cell.split()) or "∅"
    return words if len(words) <= _WIDEST else words[:_WIDEST] + "…"


def _outcome(key: str, lang: Lang) -> str:
    return text("exchange", f"outcome_{key}").in_lang(lang)


def show_account_object(brought: Brought, places: list[Path], lang: Lang) -> None:
    """Print the account for programs: a result an entry, counts and columns beside them."""
    account = brought.account
    show_object(
        account.as_records(lang),
        sha256=brought.taken.inventory.sha256,
        sheet=account.sheet,
        counts={key: account.count(key) for key in OUTCOMES},
        columns=account.columns,
        notes=[remark.in_lang(lang) for remark in (*account.remarks, *brought.remarks, *brought.sides.told)],
        files=[str(place) for place in places],
        problems=[problem.as_dict(lang) for problem in brought.taken.problems],
    )
