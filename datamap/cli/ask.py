"""`datamap ask`: which unrecorded cells to ask about next, most answers first."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output
from datamap.cli.progress import steps
from datamap.cli.sheets import All, Out, save, show_as_object, show_notes, show_sheet
from datamap.model import FindingStatus

if TYPE_CHECKING:
    from datamap.inventory import Workbook


def ask(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    out: Out = None,
    everything: All = False,
) -> None:
    """Say which cells to fill in first, and what hangs on them."""
    from datamap.analysis.asking import asking
    from datamap.inventory import read_workbook

    with steps(lang, workbook, "read", "rules", "follow") as step:
        step()
        book = read_workbook(workbook, lang=lang)
        step()
        waiting = _waiting(book, as_of)
        step()
        found = asking(book, as_of=as_of, findings=waiting)
    save(found, book, as_of=as_of, out=out, output=output)
    if output is Output.JSON:
        show_as_object(found, book, as_of)
        return
    show_sheet(
        found,
        ("rank", "to_ask"),
        ("flow", "written", "decides", "answers", "at_most", "rules", "findings"),
        everything=everything,
    )
    for part in found.parts:
        show_sheet(part, ("place", "item"), ("subject", "received", "flows"), everything=everything)
    show_notes(found.notes, lang)


def _waiting(book: Workbook, as_of: date) -> Counter[str]:
    """Return how many findings about each flow wait for something to be recorded."""
    from datamap.facts import establish_facts
    from datamap.rules import evaluate

    table = evaluate(establish_facts(book, as_of)).table
    unsaid = table[(table["about_type"] == "flow") & (table["status"] == FindingStatus.NOT_STATED.value)]
    return Counter(unsaid["about"])
