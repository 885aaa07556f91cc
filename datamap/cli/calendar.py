"""`datamap calendar`: how the organisation is set up on record, and what falls due in the coming year."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.placing import put_file
from datamap.cli.say import said, show, show_object
from datamap.cli.sheets import All, show_notes, show_sheet

if TYPE_CHECKING:
    from datamap.analysis.governance import Governance

Ics = Annotated[Path | None, typer.Option("--ics", metavar="FILE", help=help_of("ics"), show_default=False)]
Months = Annotated[int, typer.Option("--months", metavar="N", min=1, max=60, help=help_of("months"))]


def calendar(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    ics: Ics = None,
    months: Months = 12,
    everything: All = False,
) -> None:
    """Say what is overdue or not on record, then what falls due, month after month."""
    from datamap.analysis.governance import governance
    from datamap.analysis.year import year_calendar
    from datamap.inventory import read_workbook

    book = read_workbook(workbook, lang=lang)
    held = governance(book, as_of=as_of)
    year = year_calendar(book, as_of=as_of, months=months)
    if ics is not None:
        put_file(ics, year.calendar_file(lang))
        show(said("wrote", lang, file=ics), error=output is Output.JSON)
    if output is Output.JSON:
        show_object(
            year.as_records(),
            as_of=as_of,
            sha256=book.inventory.sha256,
            title=year.title.in_lang(lang),
            summary=year.text(lang),
            governance=held.as_object(),
        )
        return
    show_sheet(
        _pressing(held, everything=everything),
        ("governance", "governed", "what"),
        ("last", "period", "due_date", "missing_terms", "flows"),
        everything=everything,
    )
    show_notes(held.notes, lang)
    show_sheet(year, ("due_date", "timing", "due_for", "what"), ("flows",), everything=True)


def _pressing(held: Governance, *, everything: bool) -> Governance:
    """Leave out what is on record and not due, unless all is asked for."""
    if everything:
        return held
    kept = held.table[held.table["governance"] != "in_order"].reset_index(drop=True)
    return replace(held, table=kept)
