"""`datamap build`: every report of a workbook."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop, need_folder_of_its_own
from datamap.cli.say import said, show, show_object
from datamap.model import Lang, Text
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.report import Progress

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
    with _progress(lang) as progress:
        written = build_reports(book, folder, as_of, progress=progress)
    if output is Output.JSON:
        results = [{"file": path.relative_to(folder).as_posix()} for path in written]
        show_object(results, as_of=as_of, sha256=book.inventory.sha256, out=str(folder))
    else:
        show(said("build_done", lang, folder=folder, count=len(written)), bold=True)


@contextmanager
def _progress(lang: Lang) -> Iterator[Progress]:
    """Give what tells how far the work is: a bar on a terminal, a line a step in a log."""
    if not sys.stderr.isatty():
        yield lambda step, done, total: show(f"[{done + 1}/{total}] {step.in_lang(lang)}", error=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(step: Text, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=step.in_lang(lang))

        yield tell
