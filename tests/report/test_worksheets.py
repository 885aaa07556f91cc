"""Worksheets as files that officers fill in and file."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from datamap.analysis.disclosure import disclosure
from datamap.analysis.erasure import erasure
from datamap.analysis.exposure import exposure
from datamap.analysis.worksheet import Worksheet
from datamap.inventory import Workbook, read_workbook
from datamap.model import LANGS, Lang
from datamap.report.worksheets import worksheet_files

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def book(root: Path) -> Workbook:
    """Give the made-up tour operator."""
    return read_workbook(root / "examples" / "tour-operator")


def worksheets(book: Workbook) -> list[Worksheet]:
    """Return one worksheet of each sort."""
    return [
        erasure(book, as_of=DAY, subject="member", received=DAY),
        disclosure(book, as_of=DAY, subject="member"),
        exposure(book, as_of=DAY, place="crm", known=datetime(2026, 11, 20, 9, 0)),  # noqa: DTZ001
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_spreadsheets_hold_every_column_of_every_sheet(book: Workbook, lang: Lang) -> None:
    """What paper leaves out is in the spreadsheet, with headings in the language chosen."""
    for sheet in worksheets(book):
        made = worksheet_files(sheet, book, DAY, lang)
        pages = openpyxl.load_workbook(io.BytesIO(made[f"{sheet.name}.xlsx"])).worksheets
        filled = [part for part in sheet.in_lang(lang).sheets() if part is sheet or len(part)]

        assert len(pages) - 1 == len({id(part) for part in filled}) or len(pages) == len(filled)
        heads = [cell.value for cell in pages[1][1]]
        assert heads == list(sheet.worded(lang).columns)
        assert pages[1].max_row == len(sheet) + 1


@pytest.mark.parametrize("lang", LANGS)
def test_pdfs_are_tagged_and_speak_their_language(book: Workbook, lang: Lang) -> None:
    """Each can be read aloud: a language, a title, tags."""
    for sheet in worksheets(book):
        with pikepdf.open(io.BytesIO(worksheet_files(sheet, book, DAY, lang)[f"{sheet.name}.pdf"])) as paper:
            assert str(paper.Root.Lang) == lang
            assert bool(paper.Root.MarkInfo.Marked)
            assert str(paper.docinfo["/Title"])


def test_the_same_request_gives_the_same_bytes(book: Workbook) -> None:
    """Nothing depends on the clock."""
    sheet = worksheets(book)[0]

    assert worksheet_files(sheet, book, DAY, "ja") == worksheet_files(sheet, book, DAY, "ja")


def test_paper_of_a_request_holds_every_entry(book: Workbook) -> None:
    """What is filed about a person is whole; the many copies of a breach may be folded on paper."""
    erased, disclosed, breached = worksheets(book)

    assert erased.folded is None
    assert disclosed.folded is None
    assert breached.folded
