"""Sheets of an .ods file (OpenDocument)."""

from __future__ import annotations

from datamap.exchange.archive import Archive, Unreadable, feed, parser
from datamap.exchange.figures import day_of, figure
from datamap.exchange.grid import Grid, Place
from datamap.exchange.xlsx_parts import local
from datamap.exchange.xlsx_reader import MOST_COLUMNS, MOST_ROWS

CONTENT = "content.xml"
_REPEATED_ALIKE = 10_000
"""Rows with cells that one element may stand for: more is a mistake or malice, not a table."""


def read_ods(archive: Archive) -> list[Grid]:
    """Return the sheets of a document, hidden ones too, in their order."""
    if CONTENT not in archive:
        raise Unreadable("exchange_no_sheets")
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Unreadable("exchange_encrypted")
    reading = _Reading()
    reader = parser()
    reader.StartElementHandler = reading.start
    reader.EndElementHandler = reading.end
    reader.CharacterDataHandler = reading.letters
    feed(archive, CONTENT, reader)
    if not reading.sheets:
        raise Unreadable("exchange_no_sheets")
    return reading.sheets


class _Reading:
    """Takes what the parser meets in the content of a document."""

    def __init__(self) -> None:
        self.sheets: list[Grid] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._merged: list[tuple[Place, Place]] = []
        self._row = self._rows_alike = self._column = self._columns_seen = 0
        self._cells: list[str] = []
        self._about: dict[str, str] = {}
        self._lines: list[str] = []
        self._note: list[str] = []
        self._in_cell = self._in_note = self._in_line = False
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        if kind == "style":
            self._style = attributes.get("style:name", "")
        elif kind == "table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table:table":
            hidden = attributes.get("table:style-name", "") in self._hidden_styles
            self.sheets.append(Grid(attributes.get("table:name", ""), hidden=hidden))
            self._row = self._columns_seen = 0
            self._merged = []
        elif self.sheets:
            self._inside(kind, attributes)

    def _inside(self, kind: str, attributes: dict[str, str]) -> None:
        """Take what stands inside a sheet."""
        if kind == "table-column":
            self._begin_column(attributes)
        elif kind == "table-row":
            self._row, self._column, self._cells = self._row + 1, 0, []
            self._rows_alike = int(attributes.get("table:number-rows-repeated", "1"))
            if attributes.get("table:visibility", "visible") != "visible":
                last = min(self._row + self._rows_alike, MOST_ROWS)
                self.sheets[-1].hidden_rows.update(range(self._row, last))
        elif kind in {"table-cell", "covered-table-cell"}:
            self._in_cell, self._about, self._lines, self._note = True, attributes, [], []
        elif kind == "annotation":
            self._in_note = True
        elif kind == "p" and self._in_cell:
            self._in_line = True
            (self._note if self._in_note else self._lines).append("")
        elif self._in_line:
            self.letters({"tab": "\t", "line-break": "\n"}.get(kind, ""))
            self.letters(" " * min(int(attributes.get("text:c", "1")), 1000) if kind == "s" else "")

    def _begin_column(self, attributes: dict[str, str]) -> None:
        alike = int(attributes.get("table:number-columns-repeated", "1"))
        if attributes.get("table:visibility", "visible") != "visible":
            last = min(self._columns_seen + alike, MOST_COLUMNS)
            self.sheets[-1].hidden_columns.update(range(self._columns_seen, last))
        self._columns_seen += alike

    def letters(self, written: str) -> None:
        """Take characters: they belong to the last paragraph begun."""
        if self._in_line and written:
            lines = self._note if self._in_note else self._lines
            lines[-1] += written

    def end(self, name: str) -> None:
        kind = local(name)
        if kind == "p":
            self._in_line = False
        elif kind == "annotation":
            self._in_note = False
        elif kind in {"table-cell", "covered-table-cell"} and self._in_cell:
            self._end_cell(covered=kind != "table-cell")
        elif kind == "table-row" and self.sheets:
            self._end_row()
        elif name == "table:table":
            self.sheets[-1].spread_out(self._merged)

    def _end_cell(self, *, covered: bool) -> None:
        self._in_cell = False
        grid, about, place = self.sheets[-1], self._about, (self._row, self._column)
        alike = min(int(about.get("table:number-columns-repeated", "1")), MOST_COLUMNS)
        value = "" if covered else self._text()
        if value:
            self._cells.extend([""] * (self._column - len(self._cells)))
            self._cells.extend([value] * alike)
        if self._note:
            grid.notes[place] = "\n".join(self._note).strip()
        down = int(about.get("table:number-rows-spanned", "1"))
        across = int(about.get("table:number-columns-spanned", "1"))
        if (down > 1 or across > 1) and value:
            self._merged.append((place, (self._row + down - 1, self._column + across - 1)))
        self._column += alike
        if self._column > MOST_COLUMNS:
            raise Unreadable("exchange_damaged", reason=grid.name)

    def _text(self) -> str:
        about, shown = self._about, "\n".join(self._lines)
        kind = about.get("office:value-type", "")
        if shown.startswith(("#", "Err:")) and about.get("table:formula"):
            self.sheets[-1].odd[self._row, self._column] = "error_cell"
            return shown
        if about.get("table:formula") and not kind and not shown:
            self.sheets[-1].odd[self._row, self._column] = "no_result"
        if kind == "date":
            return day_of(about.get("office:date-value", shown))
        if kind == "float":
            padded = shown.isdigit() and shown.startswith("0")
            return shown if padded else figure(about.get("office:value", shown))
        return shown

    def _end_row(self) -> None:
        grid, cells = self.sheets[-1], self._cells
        if cells and self._rows_alike > _REPEATED_ALIKE:
            raise Unreadable("exchange_too_large", part=grid.name)
        for number in range(self._row, self._row + (self._rows_alike if any(cells) else 0)):
            grid.add(number, list(cells))
        self._row += self._rows_alike - 1
