"""Worksheets on the terminal: one line that says what it is about, then what else there is to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.options import Output, help_of
from datamap.cli.outcome import Stop, need_folder_of_its_own
from datamap.cli.say import said, show, show_object
from datamap.model import BadQuestion, Lang, Text
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.analysis.answer import Answer
    from datamap.analysis.worksheet import Worksheet
    from datamap.inventory import Workbook

ROWS = 40
"""Lines of one sheet that are shown unless all are asked for."""

All = Annotated[bool, typer.Option("--all", help=help_of("all_rows"))]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help=help_of("out_worksheet"), show_default=False)
]


@contextmanager
def words_checked() -> Iterator[None]:
    """Turn a question that cannot be answered as it was put into bad input.

    Raises
    ------
    Stop
        For an unknown item, subject group, place, flow or column.
    """
    try:
        yield
    except BadQuestion as wrong:
        raise Stop(wrong.said) from None


def show_sheet(
    sheet: Answer, head: Sequence[str], more: Sequence[str] = (), *, everything: bool = False
) -> None:
    """Print one sheet: title and summary, then each line.

    Parameters
    ----------
    head : columns that stand in the first line of an entry. more : columns that stand below it,
        each with its heading, where they say something. everything : all lines, however many.
    """
    lang = sheet.lang
    show()
    show(sheet.title.in_lang(lang), bold=True)
    show(sheet.text())
    kept = len(sheet) if everything else min(len(sheet), ROWS)
    worded = sheet.worded().head(kept)
    places = {key: number for number, key in enumerate(sheet.table.columns)}
    headings = list(map(str, worded.columns))
    blank = sheet.table.head(kept) == ""
    for number, row in enumerate(worded.itertuples(index=False, name=None)):

        def says(key: str, row: tuple[object, ...] = row, number: int = number) -> str:
            """Return a cell in words; one that is blank because there is nothing to say stays so."""
            nothing = key in sheet.none and blank.iat[number, places[key]]
            return "" if nothing else str(row[places[key]])

        show("  " + "  ".join(filter(None, map(says, head))))
        for key in more:
            if words := says(key):
                show(f"      {headings[places[key]]}{'：' if lang == 'ja' else ': '}{words}")
    if kept < len(sheet):
        show(said("more_lines", lang, count=len(sheet) - kept))


def show_beside(sheet: Worksheet, *, everything: bool = False) -> None:
    """Print what rows merely state, and who received by flows that have ended, where there is any."""
    for name, head, more in (
        ("stated", ("flow", "items"), ("source", "recipient", "subjects")),
        ("ended", ("place", "flow", "ends"), ("items", "retention", "due", "countries")),
    ):
        if len(part := sheet.part(name)):
            show_sheet(part, head, more, everything=everything)


def show_notes(notes: Sequence[Text], lang: Lang) -> None:
    """Print what has to be minded."""
    if notes:
        show()
        for note in notes:
            show(f"{'※' if lang == 'ja' else '*'} {note.in_lang(lang)}")


def show_as_object(sheet: Worksheet, book: Workbook, as_of: date) -> None:
    """Print a worksheet for programs: its rows as `results`, the rest beside them."""
    whole = sheet.as_object()
    show_object(
        whole.pop("rows"),
        as_of=as_of,
        sha256=book.inventory.sha256,
        title=whole["title"],
        summary=whole["summary"],
        notes=whole["notes"],
        sheets=whole["sheets"],
    )


def save(sheet: Worksheet, book: Workbook, *, as_of: date, out: Path | None, output: Output) -> None:
    """Write a worksheet as XLSX and PDF where a folder is given, and say where.

    Raises
    ------
    Stop
        If nothing can be written there, or a worksheet lies there that this is not.
    """
    if out is None:
        return
    from datamap.report.worksheets import write_worksheet

    need_folder_of_its_own(out)
    try:
        written = write_worksheet(sheet, book, as_of=as_of, lang=sheet.lang, out_dir=out)
    except FileExistsError as there:
        raise Stop(text("cli", "worksheet_there", files=there.filename, folder=out)) from None
    for path in written:
        show(said("wrote", sheet.lang, file=path), error=output is Output.JSON)
