"""Writes tables as CSV and XLSX in which no cell can become a formula.

References
----------
OWASP, *CSV Injection*: a cell that begins with `=` `+` `-` `@`, a tab or a carriage return
may be run by a spreadsheet. Excel also takes full-width forms and skips leading spaces.
Excel specifications: 32,767 characters in a cell, 31 in a sheet's name.
"""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from datamap.figures.style import ACCENT, RULE_SOFT
from datamap.model import Lang
from datamap.report.looks import WASH
from datamap.report.packing import settled
from datamap.vocabulary import text

Cell = str | int | float

CELL_LIMIT = 32_767
NAME_LIMIT = 31
LINE, FURTHER, TALLEST, LETTERS = 15.0, 13.0, 405.0, 3_000
"""Points of the first and of a further line, of the tallest row; letters of a cell that are measured."""

_STARTERS = frozenset("=+-@\u2212\t\r\n")
_SHEET_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d", re.ASCII)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the export.

    Attributes
    ----------
    name : file name without ending (`flows`). title : name of the sheet.
    heads : labels of the columns. rows : cells, text or numbers.
    about : what the table says, for the list of tables.
    """

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A cell that was too long for Excel and is shortened there; the CSV has all of it."""

    sheet: str
    row: int
    head: str
    letters: int


def neutral(value: str) -> str:
    r"""Return a text that no spreadsheet takes for a formula: an apostrophe goes before it.

    Examples
    --------
    >>> neutral("=1+1"), neutral(" ＝SUM(A1)"), neutral("\t=1"), neutral("氏名")
    ("'=1+1", "' ＝SUM(A1)", "'\t=1", '氏名')
    """
    if value[:1] in _STARTERS:
        return "'" + value
    for character in value:
        if character.isspace() or unicodedata.category(character) in {"Cf", "Cc", "Zs"}:
            continue
        return "'" + value if unicodedata.normalize("NFKC", character)[:1] in _STARTERS else value
    return value


def csv_bytes(sheet: Sheet) -> bytes:
    """Return a table as CSV: UTF-8 with a byte order mark, so that Excel reads Japanese right."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    for row in (sheet.heads, *sheet.rows):
        writer.writerow([neutral(_clean(part)) if isinstance(part, str) else part for part in row])
    return target.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets: Sequence[Sheet], *, title: str, author: str, as_of: date, lang: Lang) -> bytes:
    """Return all tables as one workbook, a sheet each; the same bytes for the same input.

    A cell longer than Excel holds is cut with a visible mark; a last sheet lists the cuts.
    """
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": title, "author": author, "created": datetime.combine(as_of, time())})
    looks = _Looks(book)
    cuts: list[Cut] = []
    names = sheet_names([sheet.title for sheet in sheets] + [_said("cut_cells", lang)])
    for sheet, name in zip(sheets, names, strict=False):
        _write(book.add_worksheet(name), sheet, looks, cuts, lang)
    if cuts:
        _write(book.add_worksheet(names[-1]), _cut_sheet(cuts, lang), looks, [], lang)
    book.close()
    return settled(target.getvalue(), _growing)


def day_of(value: str) -> date | None:
    """Return the day that a cell says and nothing else, so that a spreadsheet can sort and count by it.

    Examples
    --------
    >>> day_of("2026-04-01"), day_of("2026-04-01 / 2026-05-01"), day_of("2026-02-30"), day_of("1850-01-01")
    (datetime.date(2026, 4, 1), None, None, None)
    """
    if not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _growing(name: str, content: bytes) -> bytes:
    """Return a sheet whose rows have their height but keep it only until somebody writes into them."""
    if not name.startswith("xl/worksheets/"):
        return content
    return content.replace(b'" customHeight="1"', b'"')


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Return names Excel accepts: at most 31 letters, none forbidden, no two alike.

    Examples
    --------
    >>> sheet_names(["流れ", "流れ", "a/b:c"])
    ['流れ', '流れ (2)', 'a b c']
    """
    names: list[str] = []
    taken: set[str] = {"history"}  # a name Excel keeps for itself
    for title in titles:
        base = _SHEET_FORBIDDEN.sub(" ", title).strip().strip("'")[:NAME_LIMIT] or "-"
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            mark = f" ({number})"
            name = base[: NAME_LIMIT - len(mark)] + mark
        taken.add(name.casefold())
        names.append(name)
    return names


class _Looks:
    """The formats of a workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        font = {"font_name": "BIZ UDPGothic", "font_size": 10, "valign": "top", "bottom": 1}
        line = {**font, "bottom_color": RULE_SOFT, "text_wrap": True}
        self.head: Format = book.add_format({**line, "bold": True, "font_color": ACCENT, "bg_color": WASH})
        self.text: Format = book.add_format({**line, "num_format": "@"})
        self.day: Format = book.add_format({**line, "num_format": "yyyy-mm-dd", "align": "left"})
        self.number: Format = book.add_format({**line, "num_format": "#,##0.##"})


def _write(page: Worksheet, sheet: Sheet, looks: _Looks, cuts: list[Cut], lang: Lang) -> None:
    widths = _widths(sheet)
    for place, (head, width) in enumerate(zip(sheet.heads, widths, strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, neutral(_clean(head)), looks.head)
    for number, row in enumerate((sheet.heads, *sheet.rows)):
        page.set_row(number, _height(row, widths))
    for number, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row):
            if not isinstance(value, str):
                page.write_number(number, place, value, looks.number)
            elif day := day_of(value):
                page.write_datetime(number, place, day, looks.day)
            elif value:
                whole = neutral(_clean(value))
                if len(whole.encode("utf-16-le")) // 2 > CELL_LIMIT:
                    cuts.append(Cut(sheet.title, number + 1, sheet.heads[place], len(whole)))
                    whole = _cut(whole, lang)
                page.write_string(number, place, whole, looks.text)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(sheet.rows), max(0, len(sheet.heads) - 1))
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&R&P / &N")


def _cut(value: str, lang: Lang) -> str:
    """Return as much of a text as a cell holds, with a mark that says so."""
    mark = _said("cut_mark", lang)
    room = 2 * (CELL_LIMIT - len(mark.encode("utf-16-le")) // 2)
    return value.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + mark


def _cut_sheet(cuts: Sequence[Cut], lang: Lang) -> Sheet:
    heads = tuple(_said(key, lang) for key in ("cut_sheet", "cut_row", "cut_column", "cut_letters"))
    rows = tuple((cut.sheet, cut.row, cut.head, cut.letters) for cut in cuts)
    return Sheet("cut-cells", _said("cut_cells", lang), heads, rows)


def _widths(sheet: Sheet) -> list[float]:
    """Return column widths by the text in the first rows, between 8 and 48 characters."""
    sample = [sheet.heads, *sheet.rows[:200]]
    return [
        min(48.0, max(8.0, 2.0 + max((_measure(str(row[at])) for row in sample), default=0)))
        for at in range(len(sheet.heads))
    ]


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    """Return the height in points that the cells of a row need, broken into lines of their columns."""
    lines = max((_lines(value, wide) for value, wide in zip(row, widths, strict=True) if value), default=1)
    return min(LINE + FURTHER * (lines - 1), TALLEST)


def _lines(value: Cell, wide: float) -> int:
    """Return on how many lines a cell stands; one where it surely fits, without measuring."""
    if not isinstance(value, str) or (2 * len(value) <= wide and "\n" not in value):
        return 1
    parts = value[:LETTERS].splitlines()
    return sum(max(1, math.ceil(_width(part) / wide)) for part in parts)


def _measure(value: str) -> float:
    """Return the width of the longest line, a full-width character counting two."""
    lines = value[:200].splitlines() or [""]
    return max(map(_width, lines))


def _width(line: str) -> int:
    """Return the width of a line, a full-width character counting two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)


def _clean(value: str) -> str:
    """Return a text without the characters that a workbook file cannot hold."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", value)


def _said(key: str, lang: Lang) -> str:
    return text("report", key).in_lang(lang)
