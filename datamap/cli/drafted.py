"""A drafted mapping on the terminal: column by column, and how sure it is."""

from __future__ import annotations

from pathlib import Path

import typer

from datamap.cli.say import said, show
from datamap.exchange.drafts import Draft, DraftColumn
from datamap.exchange.guess_flows import kind_of
from datamap.exchange.mapping import base_of
from datamap.model import Lang
from datamap.vocabulary import read_vocabulary, text

SHEETS = 8
"""Names of sheets that are shown."""

_COLOURS = {"high": None, "fair": typer.colors.YELLOW, "low": typer.colors.RED}


def show_draft(draft: Draft, source: Path, target: Path, lang: Lang) -> None:
    """Print what the draft makes of each column of a file."""
    rows = ", ".join(map(str, draft.header_rows))
    sheets = ("、" if lang == "ja" else ", ").join(draft.sheets[:SHEETS]) or "-"
    sheets += " …" if len(draft.sheets) > SHEETS else ""
    title = "guess_forms" if draft.layout == "forms" else "guess_title"
    show(said(title, lang, file=source.name, sheet=sheets, rows=rows, count=len(draft.sheets)), bold=True)
    for column in draft.columns:
        if column.to:
            label = _label(column, lang)
            sure = text("exchange", f"sure_{column.how_sure}").in_lang(lang)
            line = f"  {' '.join(column.heading.split())} → {label}  {sure} ({column.sure:.0%})"
            show(line, colour=_COLOURS[column.how_sure])
        elif column.filled:
            show(f"  {' '.join(column.heading.split()) or '-'} → {said('guess_to_note', lang)}")
    if draft.other_sheets:
        show(said("guess_other_sheets", lang, names=", ".join(draft.other_sheets)))
    show()
    show(said("wrote", lang, file=target))
    show(said("guess_next", lang, source=source, target=target))


def _label(column: DraftColumn, lang: Lang) -> str:
    """Return what a column is read as: ours, the recipients of one kind of handing over, or one item."""
    words = read_vocabulary()
    kind = kind_of(column.heading) if base_of(column.to) != column.to else ""
    named = [words.label("kinds", kind)] if kind else []
    if column.ticked:
        named = [words.label("items", item) for item in sorted({*column.values.values()} - {""})]
    label = words.label("columns", base_of(column.to)).in_lang(lang)
    return label + "".join(f" [{name.in_lang(lang)}]" for name in named)
