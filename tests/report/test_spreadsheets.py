"""What the tables promise: no cell runs, nothing is lost without a word."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.report.spreadsheets import CELL_LIMIT, Sheet, csv_bytes, neutral, sheet_names, xlsx_bytes

HOSTILE = [
    "=1+1",
    "+1",
    "-passport_no",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "\u3000＝1",
    "\u00a0=1",
    "\ufeff=1",
    "\u200b=1",
    '=HYPERLINK("http://example.invalid","x")',
    "=cmd|' /C calc'!A0",
    "\u22121",
]


def sheet(*values: str, name: str = "t", title: str = "t") -> Sheet:
    """Return a table of one column."""
    return Sheet(name, title, ("head",), tuple((value,) for value in values))


def book_of(*sheets: Sheet) -> bytes:
    """Pack tables into a workbook."""
    return xlsx_bytes(sheets, title="t", author="a", as_of=date(2026, 11, 22), lang="en")


@pytest.mark.parametrize("value", HOSTILE)
def test_no_cell_of_the_csv_begins_like_a_formula(value: str) -> None:
    """A cell that a spreadsheet could run gets an apostrophe and keeps its text."""
    rows = list(csv.reader(io.StringIO(csv_bytes(sheet(value)).decode("utf-8-sig"), newline="")))

    assert rows[1][0] == "'" + value


@pytest.mark.parametrize("value", HOSTILE)
def test_no_cell_of_the_workbook_is_a_formula(value: str) -> None:
    """In the workbook every text is stored as text, with the apostrophe before a dangerous one."""
    page = openpyxl.load_workbook(io.BytesIO(book_of(sheet(value)))).active

    assert page is not None
    assert page["A2"].data_type == "s"
    assert str(page["A2"].value).startswith("'")


@given(st.text(min_size=1))
def test_what_is_neutral_stays_neutral(value: str) -> None:
    """A neutral text never starts with a sign of a formula, and only an apostrophe is ever added."""
    made = neutral(value)

    assert made in {value, "'" + value}
    assert made[:1] not in set("=+-@\t\r\n")


def test_texts_that_look_like_numbers_or_links_stay_texts() -> None:
    """A telephone number keeps its zero, an address does not become a link."""
    page = openpyxl.load_workbook(io.BytesIO(book_of(sheet("0312345678", "https://example.invalid")))).active

    assert page is not None
    assert [page["A2"].value, page["A3"].value] == ["0312345678", "https://example.invalid"]
    assert page["A3"].hyperlink is None


def test_the_csv_opens_in_excel_in_japanese() -> None:
    """UTF-8 with a byte order mark, lines ending as the RFC says."""
    made = csv_bytes(sheet("氏名"))

    assert made.startswith(b"\xef\xbb\xbf")
    assert made.decode("utf-8-sig") == "head\r\n氏名\r\n"


def test_a_cell_too_long_for_excel_is_cut_and_listed() -> None:
    """The cell ends with a mark, a last sheet says where it was, the CSV keeps all of it."""
    value = "𠮷" * 40_000
    pages = openpyxl.load_workbook(io.BytesIO(book_of(sheet(value))))
    cell = str(pages["t"]["A2"].value)

    assert len(cell.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert cell.endswith("[cut for length; the CSV has all of it]")
    assert [c.value for c in pages["Cells cut"][2]] == ["t", 2, "head", 40_000]
    assert value in csv_bytes(sheet(value)).decode("utf-8-sig")


def test_sheets_have_names_that_excel_takes() -> None:
    """Names are short, unique whatever their case, and without forbidden signs."""
    titles = ["a" * 40, "A" * 40, "x:y", "", "'q'", "history"]
    names = sheet_names(titles)

    assert all(0 < len(name) <= 31 for name in names)
    assert len({name.casefold() for name in names}) == len(titles)
    pages = openpyxl.load_workbook(io.BytesIO(book_of(*[sheet("v", title=title) for title in titles])))
    assert pages.sheetnames == names


def test_the_head_stays_in_sight() -> None:
    """The first row and column are frozen, and the table can be filtered."""
    page = openpyxl.load_workbook(io.BytesIO(book_of(sheet("v")))).active

    assert page is not None
    assert page.freeze_panes == "B2"
    assert page.auto_filter.ref == "A1:A2"


def test_characters_a_workbook_cannot_hold_do_not_break_it() -> None:
    """Controls become a visible replacement mark."""
    page = openpyxl.load_workbook(io.BytesIO(book_of(sheet("a\x00b\x0b\ufffe")))).active

    assert page is not None
    assert page["A2"].value == "a\ufffdb\ufffd\ufffd"


def test_the_workbook_hangs_on_nothing_but_its_input() -> None:
    """Same input, same bytes: one date for all entries, stored so that no zlib matters."""
    first, second = book_of(sheet("v")), book_of(sheet("v"))
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        entries = parts.infolist()

    assert first == second
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}


def test_a_row_is_as_high_as_its_longest_cell_and_still_grows() -> None:
    """Programs that measure no rows show every line; a height that is not fixed grows on writing."""
    made = book_of(sheet("一行", "長い文" * 60))
    rows = openpyxl.load_workbook(io.BytesIO(made)).active.row_dimensions
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml")

    assert rows[2].height is None
    assert rows[3].height > 15 * 4
    assert b"customHeight" not in page


def test_a_day_is_a_date_that_can_be_sorted_and_counted() -> None:
    """A cell that is a day becomes a date; a day among words, and one there is not, stay text."""
    page = openpyxl.load_workbook(io.BytesIO(book_of(sheet("2027-01-31", "from 2027-01-31")))).active
    other = openpyxl.load_workbook(io.BytesIO(book_of(sheet("2027-02-30")))).active

    assert page["A2"].value == datetime(2027, 1, 31)  # noqa: DTZ001 - a day, as Excel has it
    assert page["A2"].number_format == "yyyy-mm-dd"
    assert page["A3"].value == "from 2027-01-31"
    assert other["A2"].value == "2027-02-30"
