"""`datamap retention`: how long items are kept along the flows, and what is due to be erased."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.placing import put_file
from datamap.cli.progress import steps
from datamap.cli.say import said, show, show_object
from datamap.cli.sheets import All, show_sheet

if TYPE_CHECKING:
    from datamap.analysis.retention import Retention

Ics = Annotated[Path | None, typer.Option("--ics", metavar="FILE", help=help_of("ics"), show_default=False)]


def retention(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    ics: Ics = None,
    everything: All = False,
) -> None:
    """Say what is kept too long, without a period, or past its day; write the days as a calendar."""
    from datamap.analysis.calendar_file import calendar_file
    from datamap.analysis.retention import retention as look
    from datamap.inventory import read_workbook

    with steps(lang, workbook, "read", "follow") as step:
        step()
        book = read_workbook(workbook, lang=lang)
        step()
        found = look(book, as_of=as_of)
    if ics is not None:
        put_file(ics, calendar_file(found, as_of, lang))
        show(said("wrote", lang, file=ics), error=output is Output.JSON)
        if found.calendar.empty:
            show(said("no_days", lang), error=output is Output.JSON)
    if output is Output.JSON:
        summary = found.text(lang)
        show_object(found.as_records(), as_of=as_of, sha256=book.inventory.sha256, summary=summary)
        return
    show_sheet(
        _pressing(found, everything=everything),
        ("flow", "keeping", "due"),
        ("recipient", "system", "items", "retention", "received_before", "ends", "flows"),
        everything=everything,
    )


def _pressing(found: Retention, *, everything: bool) -> Retention:
    """Return the lines gravest first; without those that are in order unless all are asked for."""
    from datamap.analysis.retention import Keeping

    ranks = {keeping.value: rank for rank, keeping in enumerate(Keeping)}
    table = found.table.sort_values("keeping", key=lambda cells: cells.map(ranks), kind="stable")
    kept = table if everything else table[table["keeping"] != Keeping.RECORDED.value]
    return replace(found, table=kept.reset_index(drop=True))
