"""Sheets of an .xlsx file, cell by cell, without holding more than the texts."""

from __future__ import annotations

import re

from datamap.exchange.archive import Archive, Unreadable, feed, parser
from datamap.exchange.figures import figure
from datamap.exchange.grid import Grid, Place
from datamap.exchange.xlsx_parts import Parts, SheetPart, comments_of, local, read_parts, unescape

MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
_DIGITS = "0123456789$"


def read_xlsx(archive: Archive) -> list[Grid]:
    """Return the sheets of a workbook, hidden ones too, in their order."""
    parts = read_parts(archive)
    return [_read_sheet(archive, sheet, parts) for sheet in parts.sheets]


def place_of(reference: str) -> Place | None:
    """Return the place that a reference names, or None.

    Examples
    --------
    >>> place_of("A1"), place_of("AB12"), place_of("?")
    ((1, 0), (12, 27), None)
    """
    match = _REFERENCE.fullmatch(reference)
    return (int(match[2]), column_of(match[1])) if match else None


def column_of(letters: str) -> int:
    """Return the position of a column, from 0, by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _read_sheet(archive: Archive, sheet: SheetPart, parts: Parts) -> Grid:
    reading = _Reading(Grid(sheet.name, hidden=sheet.hidden), parts)
    reader = parser()
    reader.StartElementHandler = reading.start
    reader.EndElementHandler = reading.end
    reader.CharacterDataHandler = reading.letters
    feed(archive, sheet.part, reader)
    grid = reading.grid
    grid.spread_out(reading.merged)
    for reference, words in comments_of(archive, sheet.part).items():
        place = place_of(reference)
        if place and words:
            grid.notes[place] = words
    return grid


class _Reading:
    """Takes what the parser meets in one sheet."""

    def __init__(self, grid: Grid, parts: Parts) -> None:
        self.grid, self.merged = grid, list[tuple[Place, Place]]()
        self._parts = parts
        self._columns: dict[str, int] = {}
        self._cells: list[str] = []
        self._row = self._column = 0
        self._type = self._style = ""
        self._pieces: list[str] = []
        self._open = self._reading = self._formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "c":
            self._begin_cell(attributes)
        elif name == "v" or (name == "t" and not self._reading):
            self._open = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._reading = True
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "0"))
            self.grid.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))
        elif name == "mergeCell":
            ends = [place_of(corner) for corner in attributes.get("ref", "").split(":")]
            if len(ends) == 2 and ends[0] and ends[1]:  # noqa: PLR2004 - first and last cell
                self.merged.append((ends[0], ends[1]))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        if self._row > MOST_ROWS:
            raise Unreadable("exchange_too_large", part=self.grid.name)
        self._column, self._cells = -1, []
        if attributes.get("hidden") in {"1", "true"}:
            self.grid.hidden_rows.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip(_DIGITS)
        column = self._columns.get(letters)
        if column is None:
            column = column_of(letters.replace("$", "")) if letters else self._column + 1
            if letters:
                self._columns[letters] = column
        if not 0 <= column < MOST_COLUMNS:
            raise Unreadable("exchange_damaged", reason=attributes.get("r", ""))
        self._column = column
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._pieces = []
        self._formula = False

    def letters(self, written: str) -> None:
        if self._open:
            self._pieces.append(written)

    def end(self, name: str) -> None:
        name = local(name)
        if name == "c":
            self._end_cell()
        elif name in {"v", "t"}:
            self._open = False
        elif name == "row":
            self.grid.add(self._row, self._cells)
        elif name == "rPh":
            self._reading = False

    def _end_cell(self) -> None:
        written = "".join(self._pieces)
        if self._formula and not written and self._type != "str":
            self.grid.odd[self._row, self._column] = "no_result"
        text = self._text(written) if written else ""
        if text:
            cells = self._cells
            if self._column >= len(cells):
                cells.extend([""] * (self._column + 1 - len(cells)))
            cells[self._column] = text

    def _text(self, written: str) -> str:
        if self._type == "s":
            number = int(written) if written.isdigit() else -1
            return self._parts.texts[number] if 0 <= number < len(self._parts.texts) else ""
        if self._type == "n":
            looks = self._parts.looks
            style = int(self._style) if self._style else 0
            look = looks[style] if style < len(looks) else ""
            return figure(written, look, from_1904=self._parts.from_1904)
        if self._type == "e":
            self.grid.odd[self._row, self._column] = "error_cell"
        elif self._type == "b":
            return "TRUE" if written == "1" else "FALSE"
        return unescape(written)
