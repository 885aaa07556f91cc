"""`datamap disclose`: the worksheet for a request to disclose what is held."""

from __future__ import annotations

from datamap.cli.erase import Items, Received, Subject
from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output
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


def disclose(  # noqa: PLR0913 - one parameter an option
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
    """Say what is held about somebody, from whom, what for, to whom it went and for how long."""
    from datamap.analysis.disclosure import disclosure
    from datamap.inventory import read_workbook

    with steps(lang, workbook, "read", "follow") as step:
        step()
        book = read_workbook(workbook, lang=lang)
        step()
        with words_checked():
            found = disclosure(book, as_of=as_of, subject=subject, item=item or None, received=received)
    save(found, book, as_of=as_of, out=out, output=output)
    if output is Output.JSON:
        show_as_object(found, book, as_of)
        return
    more = ("sources", "purposes", "recipients", "countries", "retention", "flows", "flows_possible")
    show_sheet(found, ("item", "reading"), more, everything=everything)
    provision = ("items", "countries", "purposes", "basis", "record", "flow")
    show_sheet(found.part("provisions"), ("recipient", "kind"), provision, everything=everything)
    show_beside(found, everything=everything)
    show_sheet(found.part("receipts"), ("source",), ("items", "record", "flow"), everything=everything)
    show_sheet(found.part("statement"), ("part",), ("known_so_far", "to_ask"), everything=everything)
    show_sheet(found.part("blanks"), ("flow", "column", "to_ask"), everything=everything)
    show_sheet(found.part("unanswered"), ("flow", "place", "to_ask"), everything=everything)
    show_notes(found.notes, lang)
