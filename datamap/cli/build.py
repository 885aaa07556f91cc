"""`datamap build`: every report of a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop, need_folder_of_its_own
from datamap.cli.progress import progress
from datamap.cli.say import said, show, show_object
from datamap.vocabulary import text

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help=help_of("out"), show_default=False)]


def build(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    out: Out = None,
) -> None:
    """Build all reports in both languages, or leave the old ones as they are."""
    from datamap.inventory import read_workbook
    from datamap.report import build_reports

    book = read_workbook(workbook, lang=lang)
    if not len(book.inventory):
        raise Stop(text("cli", "no_flows_yet"))
    folder = out or workbook / "reports"
    need_folder_of_its_own(folder)
    with progress(lang) as tell:
        written = build_reports(book, folder, as_of, progress=tell)
    if output is Output.JSON:
        results = [{"file": path.relative_to(folder).as_posix()} for path in written]
        show_object(results, as_of=as_of, sha256=book.inventory.sha256, out=str(folder))
    else:
        show(said("build_done", lang, folder=folder, count=len(written)), bold=True)
