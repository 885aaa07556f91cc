"""`datamap explore`: the flow diagram live, as one page that needs nothing else."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from datamap.cli.before import workbook_before
from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop
from datamap.cli.placing import put_file
from datamap.cli.say import said, show, show_object
from datamap.vocabulary import text

Before = Annotated[
    str | None, typer.Option("--before", metavar="OLD", help=help_of("explore_before"), show_default=False)
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help=help_of("explore_out"), show_default=False)
]


def explore(
    as_of: AsOf,
    *,
    before: Before = None,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    out: Out = None,
) -> None:
    """Write the explorer page of a workbook, if asked with what has changed since an earlier state."""
    from datamap.facts import establish_facts
    from datamap.inventory import read_workbook
    from datamap.report.explorer import MOST_FLOWS, explorer_page
    from datamap.rules import evaluate

    book = read_workbook(workbook, lang=lang)
    if not len(book.inventory):
        raise Stop(text("cli", "no_flows_yet"))
    if len(book.inventory) > MOST_FLOWS:
        raise Stop(text("explorer", "too_many", flows=len(book.inventory), most=MOST_FLOWS))
    with ExitStack() as held:
        old = held.enter_context(workbook_before(before, workbook)) if before else None
        former = read_workbook(old, lang=lang) if old else None
    findings = evaluate(establish_facts(book, as_of))
    page = explorer_page(book, as_of=as_of, lang=lang, findings=findings, before=former)
    file = out or workbook / "reports" / f"explorer.{lang}.html"
    put_file(file, page)
    if output is Output.JSON:
        show_object([{"file": str(file), "bytes": len(page)}], as_of=as_of, sha256=book.inventory.sha256)
    else:
        show(str(file), bold=True)
        show(said("explore_done", lang))
