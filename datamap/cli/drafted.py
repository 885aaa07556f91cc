"""A drafted mapping on the terminal: column by column, and how sure it is."""

from __future__ import annotations

from pathlib import Path

import typer

from datamap.cli.say import said, show
from datamap.exchange.drafts import Draft, DraftColumn
from datamap.exchange.targets import in_words
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
    """Return what a column is read as, and the one item that it has ticks for."""
    words = read_vocabulary()
    items = sorted({*column.values.values()} - {""}) if column.ticked else []
    named = [words.label("items", item).in_lang(lang) for item in items]
    return in_words(column.to).in_lang(lang) + "".join(f" [{name}]" for name in named)
