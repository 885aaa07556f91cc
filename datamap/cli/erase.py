"""`datamap erase`: the worksheet for a request to stop using or to erase."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, date_of, help_of
from datamap.cli.progress import steps
from datamap.cli.sheets import (
    All,
    Out,
    save,
    show_as_object,
    show_beside,
    show_notes,
    show_sheet,
    words_checked,
)

Subject = Annotated[str, typer.Argument(metavar="SUBJECT", help=help_of("subject"), show_default=False)]
Items = Annotated[
    list[str] | None, typer.Option("--item", metavar="ITEM", help=help_of("item"), show_default=False)
]
Received = Annotated[
    date | None,
    typer.Option("--received", metavar="DATE", parser=date_of, help=help_of("received"), show_default=False),
]


def erase(  # noqa: PLR0913 - one parameter an option
    as_of: AsOf,
    subject: Subject,
    *,
    item: Items = None,
    received: Received = None,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    out: Out = None,
    everything: All = False,
) -> None:
    """Say where somebody's items are held, in which order to erase them, and whom to tell."""
    from datamap.analysis.erasure import erasure
    from datamap.inventory import read_workbook

    with steps(lang, workbook, "read", "follow") as step:
        step()
        book = read_workbook(workbook, lang=lang)
        step()
        with words_checked():
            found = erasure(book, as_of=as_of, subject=subject, item=item or None, received=received)
    save(found, book, as_of=as_of, out=out, output=output)
    if output is Output.JSON:
        show_as_object(found, book, as_of)
        return
    head, more = ("phase", "place", "relation", "action"), ("items", "items_possible", "through", "keep")
    show_sheet(found, head, (*more, "retention_basis", "department", "owner", "flows"), everything=everything)
    show_sheet(found.part("stops"), ("flow", "why"), ("source", "recipient", "items"), everything=everything)
    show_sheet(found.part("circles"), ("places",), ("flows", "stopped", "reading"), everything=everything)
    show_beside(found, everything=everything)
    show_sheet(found.part("unanswered"), ("flow", "place", "to_ask"), everything=everything)
    show_notes(found.notes, lang)
