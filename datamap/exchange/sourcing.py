"""Which cells of a sheet are headings, and which are rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from datamap.exchange.grid import Book, Grid
from datamap.exchange.mapping import Mapping, heading_form
from datamap.model import BadInput, Lang
from datamap.vocabulary import Vocabulary, fold, problem

LOOKED_AT = 40
"""Rows in which headings are looked for."""


@dataclass(frozen=True, slots=True)
class Source:
    """The table of a sheet.

    Attributes
    ----------
    grid : the sheet. header_rows : row numbers of the headings. headings : one a column, lines of several
        rows joined, "" where there is none. first, last : row numbers of the table.
    """

    grid: Grid
    header_rows: tuple[int, ...]
    headings: tuple[str, ...]
    first: int
    last: int | None = None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows of the table with their numbers, each as long as the headings."""
        width = len(self.headings)
        for number, cells in self.grid.numbered():
            if number >= self.first and (self.last is None or number <= self.last):
                yield number, [*cells[:width], *[""] * (width - len(cells))]


def find_source(book: Book, mapping: Mapping, lang: Lang = "ja") -> Source:
    """Return the table that a mapping speaks of.

    Raises
    ------
    BadInput
        If the sheet, the rows of headings or the headings are not there.
    """
    sheets = _sheets(book, mapping, lang)
    wanted = {source for rule in mapping.columns for source in rule.sources}
    best = max(sheets, key=lambda grid: _score(grid, mapping, wanted)[0])
    score, rows = _score(best, mapping, wanted)
    if not score:
        where = mapping.sheet or "、".join(sheet.name for sheet in book.sheets)
        asked = ", ".join(sorted(wanted)[:10])
        found = problem("exchange_no_headings", severity="error", file=book.file, sheet=where, asked=asked)
        raise BadInput([found], lang)
    source = source_of(best, rows, mapping)
    missing = wanted - {heading_form(heading) for heading in source.headings}
    if missing:
        there = ", ".join(filter(None, source.headings))
        raise BadInput(
            [
                problem("exchange_no_heading", severity="error", file=book.file, row=rows[-1],
                        value=heading, allowed=there, sheet=best.name)
                for heading in sorted(missing)
            ],
            lang,
        )  # fmt: skip
    return source


def source_of(grid: Grid, rows: tuple[int, ...], mapping: Mapping) -> Source:
    """Return the table below some rows of headings."""
    first = mapping.first_row or rows[-1] + 1
    return Source(grid, rows, headings_of(grid, rows), first, mapping.last_row)


def headings_of(grid: Grid, rows: tuple[int, ...]) -> tuple[str, ...]:
    """Return the headings that some rows make together; a repeated one gets a number.

    Line breaks become spaces; of headings in several rows, upper ones stand first.
    """
    lines = [grid.row(number) for number in rows]
    found: list[str] = []
    for column in range(grid.width):
        parts = [fold(line[column]) if column < len(line) else "" for line in lines]
        heading = " ".join(dict.fromkeys(filter(None, parts)))
        count = sum(1 for other in found if other == heading or other.startswith(f"{heading} ("))
        found.append(f"{heading} ({count + 1})" if heading and heading in found else heading)
    return tuple(found)


def find_own(book: Book, vocabulary: Vocabulary) -> Source | None:
    """Return the table that has our own headings (keys or labels), all that are required; else None."""
    required = {column.key for column in vocabulary.columns if column.required}
    for grid in book.sheets:
        for number, cells in list(grid.numbered())[:LOOKED_AT]:
            known = {vocabulary.find("columns", cell) for cell in cells if cell.strip()}
            if required <= known:
                return source_of(grid, (number,), Mapping())
    return None


def find_side(book: Book, known: Callable[[str], str | None], needed: set[str]) -> Source | None:
    """Return the table of a side sheet whose headings, looked up by `known`, hold the needed keys."""
    for grid in book.sheets:
        for number, cells in list(grid.numbered())[:5]:
            if needed <= {known(cell) for cell in cells}:
                return source_of(grid, (number,), Mapping())
    return None


def _sheets(book: Book, mapping: Mapping, lang: Lang) -> list[Grid]:
    if mapping.sheet:
        grid = book.sheet(mapping.sheet)
        names = ", ".join(sheet.name for sheet in book.sheets)
        if grid is None and book.kind != "csv":
            found = problem(
                "exchange_no_sheet", severity="error", file=book.file, value=mapping.sheet, allowed=names
            )
            raise BadInput([found], lang)
        return [grid or book.sheets[0]]
    return [sheet for sheet in book.sheets if sheet.rows]


def _score(grid: Grid, mapping: Mapping, wanted: set[str]) -> tuple[int, tuple[int, ...]]:
    """Return how many of the headings asked for a sheet has, and in which rows."""
    if mapping.header_rows:
        forms = {heading_form(h) for h in headings_of(grid, mapping.header_rows)}
        return len(wanted & forms), mapping.header_rows
    best: tuple[int, tuple[int, ...]] = (0, ())
    numbers = grid.numbers[:LOOKED_AT]
    for at, number in enumerate(numbers):
        for rows in ((number,), tuple(numbers[at : at + 2])):
            forms = {heading_form(h) for h in headings_of(grid, rows)}
            score = len(wanted & forms)
            if score > best[0]:
                best = (score, rows)
    return best
