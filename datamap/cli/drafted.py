"""A drafted mapping on the terminal: column by column, and how sure it is."""

from __future__ import annotations

from pathlib import Path

import typer

from datamap.cli.say import said, show
from datamap.exchange.drafts import Draft
from datamap.model import Lang
from datamap.vocabulary import read_vocabulary, text

_COLOURS = {"high": None, "fair": typer.colors.YELLOW, "low": typer.colors.RED}


def show_draft(draft: Draft, source: Path, target: Path, lang: Lang) -> None:
    """Print what the draft makes of each column of a file."""
    rows = ", ".join(map(str, draft.header_rows))
    show(said("guess_title", lang, file=source.name, sheet=draft.sheet or "-", rows=rows), bold=True)
    vocabulary = read_vocabulary()
    for column in draft.columns:
        if column.to:
            label = vocabulary.label("columns", column.to).in_lang(lang)
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
