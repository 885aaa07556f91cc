"""The formats of the exported workbook; colours are those of figures and reports."""

from __future__ import annotations

import unicodedata

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from datamap.figures.style import (
    ACCENT,
    CARD_HOLDER,
    GAP_INK,
    GAP_SOFT,
    INK,
    INK_SOFT,
    PAPER,
    PRIORITIES,
    RULE_SOFT,
)

FONT = "BIZ UDPGothic"
_STARTERS = ("=", "+", "-", "@", "'", "＝", "＋", "－", "＠")


class Looks:
    """Every format of a workbook, made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        font = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
        line = {**font, "text_wrap": True, "bottom": 1, "bottom_color": RULE_SOFT}
        head = {**line, "bold": True, "bottom": 2, "bottom_color": ACCENT}
        doubt = {"font_color": INK, "bg_color": PRIORITIES["medium"]}
        self.title: Format = book.add_format({**font, "bold": True, "font_size": 16, "font_color": ACCENT})
        self.part: Format = book.add_format({**font, "bold": True, "font_size": 12, "font_color": ACCENT})
        self.words: Format = book.add_format({**font, "text_wrap": True})
        self.soft: Format = book.add_format({**font, "text_wrap": True, "font_color": INK_SOFT})
        self.head: Format = book.add_format({**head, "font_color": ACCENT, "bg_color": CARD_HOLDER})
        self.head_required: Format = book.add_format({**head, "font_color": PAPER, "bg_color": ACCENT})
        self.cell: Format = book.add_format({**line, "num_format": "@"})
        self.quoted: Format = book.add_format({**line, "num_format": "@", "quote_prefix": True})
        self.link: Format = book.add_format({**line, "font_color": ACCENT, "underline": 1})
        red = {"font_color": GAP_INK, "bg_color": GAP_SOFT, "border": 1, "border_color": GAP_INK}
        self.missing: Format = book.add_format(red)
        self.contradiction: Format = book.add_format({**red, "bold": True, "pattern": 1})
        self.doubt: Format = book.add_format(doubt)
        self.sample = {
            "missing": book.add_format({**line, **red}),
            "contradiction": book.add_format({**line, **red, "bold": True}),
            "doubt": book.add_format({**line, **doubt}),
        }

    def of(self, value: str) -> Format:
        """Return the format of a cell; what begins like a formula is marked as text for good."""
        return self.quoted if value[:1] in _STARTERS else self.cell


def write_text(page: Worksheet, row: int, column: int, value: str, look: Format) -> None:
    """Write a text as text: it can never become a formula, a link or a number."""
    if value:
        page.write_string(row, column, value, look)
    else:
        page.write_blank(row, column, None, look)


def width_of(values: list[str], least: float = 8.0, most: float = 34.0) -> float:
    """Return the width of a column that shows most of these texts, a full-width character counting two."""
    wide = max((measure(value) for value in values), default=0.0)
    return min(most, max(least, wide + 2))


def measure(value: str) -> float:
    """Return the width of the longest line of a text, in half-width characters."""
    lines = value[:200].splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line) for line in lines)


def lines_of(value: str, width: float, most: int = 8) -> int:
    r"""Return how many lines a text takes in a column of this width, up to a limit.

    Examples
    --------
    >>> lines_of("", 20), lines_of("氏名;住所;電話番号", 12), lines_of("a\nb", 20)
    (1, 2, 2)
    """
    count = sum(max(1, -(-int(measure(line)) // max(int(width - 1), 1))) for line in value.split("\n"))
    return min(count, most) if len(value) <= most * width else most


def paper(page: Worksheet, *, across: int = 1) -> None:
    """Lay a sheet out for A3 across, headings repeated on every page."""
    page.set_paper(8)
    page.set_landscape()
    page.fit_to_pages(across, 0)
    page.print_across()
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&L&F  &A&R&P / &N")
