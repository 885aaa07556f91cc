"""Which cells of a sheet are headings, and which are rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from datamap.exchange.forms import table_of
from datamap.exchange.grid import Book, Grid
from datamap.exchange.headings import LOOKED_AT, headings_of
from datamap.exchange.laying import part_of, stacked
from datamap.exchange.mapping import Mapping, heading_form
from datamap.model import BadInput, Lang
from datamap.vocabulary import Vocabulary, problem

Rows = tuple[int, ...]


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
    whole, rows = _table(sheets, mapping, wanted)
    if whole is None or not rows:
        where = "、".join(mapping.sheets or [sheet.name for sheet in book.sheets])
        asked = ", ".join(sorted(wanted)[:10])
        found = problem("exchange_no_headings", severity="error", file=book.file, sheet=where, asked=asked)
        raise BadInput([found], lang)
    bounds = replace(mapping, first_row=None, last_row=None) if whole.parts else mapping
    source = source_of(whole, rows, bounds)
    missing = wanted - {heading_form(heading) for heading in source.headings}
    if missing:
        there = ", ".join(filter(None, source.headings))
        raise BadInput(
            [
                problem("exchange_no_heading", severity="error", file=book.file, row=rows[-1],
                        value=heading, allowed=there, sheet=whole.name)
                for heading in sorted(missing)
            ],
            lang,
        )  # fmt: skip
    return source


def _table(sheets: Sequence[Grid], mapping: Mapping, wanted: set[str]) -> tuple[Grid | None, Rows]:
    """Return the sheet that holds the table, made of several where it is kept so, and its headings."""
    if mapping.layout == "forms":
        return table_of(sheets), (1,)
    if len(mapping.sheets) > 1:
        _, rows = _score(sheets[0], mapping, wanted)
        parts = [part_of(sheet, wanted, rows) for sheet in sheets]
        return (stacked([part for part in parts if part]) if all(parts) and rows else None), (1,)
    best = max(sheets, key=lambda grid: _score(grid, mapping, wanted)[0])
    score, rows = _score(best, mapping, wanted)
    return best, rows if score else ()


def source_of(grid: Grid, rows: tuple[int, ...], mapping: Mapping) -> Source:
    """Return the table below some rows of headings."""
    first = mapping.first_row or rows[-1] + 1
    return Source(grid, rows, headings_of(grid, rows), first, mapping.last_row)


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
    there = [sheet for sheet in book.sheets if sheet.rows]
    if not mapping.sheets or book.kind == "csv":
        return there
    names = ", ".join(sheet.name for sheet in book.sheets)
    absent = [
        problem("exchange_no_sheet", severity="error", file=book.file, value=name, allowed=names)
        for name in mapping.sheets
        if book.sheet(name) is None
    ]
    if absent:
        raise BadInput(absent, lang)
    return [sheet for sheet in there if sheet.name in mapping.sheets]


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
