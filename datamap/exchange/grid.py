"""Sheets as they stand in a file: cells as text, and what a text alone would hide."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

STEP = 10_000_000
"""What the number of a row rises by from one sheet to the next, where several are read as one."""

Place = tuple[int, int]
"""Row number as a spreadsheet shows it (from 1), and column counted from 0."""


@dataclass(slots=True)
class Grid:
    """One sheet.

    Attributes
    ----------
    name : of the sheet. rows : cells as text, not all of one length.
    numbers : row number of each of them, as a spreadsheet shows it; blank rows are left out.
    hidden : whether the sheet is. hidden_rows, hidden_columns : those that are.
    odd : place -> why its text is not what stands in the file: `error_cell`, `no_result` (a formula that was
        saved without its result), `cut_cell` (as long as a cell can be).
    notes : place -> comment on the cell. spread : places filled from the cell that they are merged with.
    parts : names of the sheets that were laid one below another to make this one.
    """

    name: str
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    odd: dict[Place, str] = field(default_factory=dict)
    notes: dict[Place, str] = field(default_factory=dict)
    spread: set[Place] = field(default_factory=set)
    parts: tuple[str, ...] = ()

    def place(self, number: int) -> tuple[str, int]:
        """Return the sheet and the row, as the spreadsheet shows them, of a row number."""
        order, row = divmod(number, STEP)
        return (self.parts[order - 1] if 0 < order <= len(self.parts) else self.name), row

    @property
    def width(self) -> int:
        """Number of columns of the longest row."""
        return max(map(len, self.rows), default=0)

    def row(self, number: int) -> list[str]:
        """Return the cells of a row by its number; a blank row has none."""
        at = bisect_left(self.numbers, number)
        return self.rows[at] if at < len(self.numbers) and self.numbers[at] == number else []

    def notes_by_row(self) -> dict[int, list[tuple[int, str]]]:
        """Return the comments of each row that has any: column and text, in the order of the columns."""
        found: dict[int, list[tuple[int, str]]] = {}
        for (number, column), words in sorted(self.notes.items()):
            found.setdefault(number, []).append((column, words))
        return found

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each row with its number."""
        return zip(self.numbers, self.rows, strict=True)

    def add(self, number: int, cells: list[str]) -> None:
        """Add a row below the others; trailing blanks and rows of blanks are left out."""
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            self.rows.append(cells)
            self.numbers.append(number)

    def spread_out(self, merged: list[tuple[Place, Place]]) -> None:
        """Put the text of merged cells into every cell of theirs.

        Parameters
        ----------
        merged : first and last place of each merged range.
        """
        rows = dict(self.numbered()) if merged else {}
        for (top, left), (bottom, right) in merged:
            first = rows.get(top, [])
            value = first[left] if left < len(first) else ""
            if not value:
                continue
            for number in range(top, bottom + 1):
                cells = rows.get(number)
                if cells is None:
                    continue  # a range over blank rows only; nothing stands beside it
                cells.extend([""] * (right + 1 - len(cells)))
                for column in range(left, right + 1):
                    if not cells[column] and (number, column) != (top, left):
                        cells[column] = value
                        self.spread.add((number, column))


@dataclass(frozen=True, slots=True)
class Book:
    """A file of sheets: its name, its sort (`xlsx`, `ods`, `csv`) and the sheets in their order."""

    file: str
    kind: str
    sheets: tuple[Grid, ...]

    def sheet(self, name: str) -> Grid | None:
        """Return the sheet of this name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
