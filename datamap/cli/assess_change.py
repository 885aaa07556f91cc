"""`datamap assess change`: what planned flows, or changes that one might make, do to the risks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop
from datamap.cli.say import said, show, show_object
from datamap.cli.sheets import All, show_sheet
from datamap.model import Lang, Text
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk import ChangeAssessment

ChangeFile = Annotated[
    Path | None, typer.Option("--changes", metavar="FILE", help=help_of("changes"), show_default=False)
]


def change(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    changes: ChangeFile = None,
    everything: All = False,
) -> None:
    """Assess one change only: planned flows, or a file of changes; before and after."""
    from datamap.analysis.change_file import read_changes
    from datamap.inventory import read_workbook
    from datamap.risk import assess_change
    from datamap.risk.human_sheet import judge_sheet

    book = read_workbook(workbook, lang=lang, judge=judge_sheet)
    tried = None
    if changes is not None:
        if not changes.is_file():
            raise Stop(text("cli", "no_such_file", path=changes))
        tried = read_changes(changes, book, lang=lang)
    found = assess_change(book, as_of, tried)
    if output is Output.JSON:
        told = found.as_dict(lang)
        rows = found.risks.as_records()
        show_object(
            rows, as_of=as_of, sha256=book.inventory.sha256, **{k: told[k] for k in told if k != "risks"}
        )
        return
    _show(found, lang, everything=everything)


def _show(found: ChangeAssessment, lang: Lang, *, everything: bool) -> None:
    show_sheet(
        found.risks,
        ("effect", "title"),
        ("risk", "priority_before", "priority", "priority_residual", "flows", "candidates"),
        everything=everything,
    )
    told = found.as_dict(lang)
    if told["added"]:
        show()
        show(said("change_added", lang), bold=True)
        for sort, names in told["added"].items():
            show(
                f"  {said(f'change_added_{sort}', lang)}{'：' if lang == 'ja' else ': '}{_list(names, lang)}"
            )
    titles = {a.criterion.key: a.criterion.title for a in found.after.screened.of()}
    if found.newly_met:
        show()
        show(said("change_newly_met", lang), bold=True)
        for key in found.newly_met:
            show(f"  {titles[key].in_lang(lang)}")
    for column in ("gdpr", "appi"):
        then, now = (one.screened.outcome(column) for one in (found.before, found.after))
        if then.result != now.result:
            words = [text("risk", f"result_is_{one.result}") for one in (then, now)]
            name: Text = text("risk", f"need_for_is_{column}")
            show(said("change_outcome", lang, column=name, before=words[0], after=words[1]))


def _list(names: list[str], lang: Lang) -> str:
    return ("、" if lang == "ja" else ", ").join(names)
