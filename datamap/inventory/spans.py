"""Neighbouring columns of a large file whose cells are told apart together.

Where few combinations of neighbouring cells occur, one look at the bytes tells all of them at once;
the few distinct combinations are taken apart afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from datamap.inventory.coded import Coded
from datamap.inventory.distinct import LONGEST, Block, Distinct, Places, Words

Ends = npt.NDArray[np.int32]

_SAMPLE = 4_096
"""Rows that tell which columns are taken together."""

_FEW = 1 / 8
"""Combinations a row up to which columns are taken together."""


@dataclass(slots=True, eq=False)
class Page:
    """The whole records of one block.

    Attributes
    ----------
    data : the whole file. words : bytes of it, eight at a time, from `base` on.
    offset : where the block begins. begins : where its records begin in the file.
    ends : where the cells end within the block, a row a column.
    """

    data: bytes
    words: Words
    base: int
    offset: int
    begins: Places
    ends: Ends

    def drop_first(self) -> None:
        """Take out the first record: the headings."""
        self.begins, self.ends = self.begins[1:], self.ends[:, 1:]

    def row(self, number: int) -> tuple[Places, Places]:
        """Return starts and lengths of the cells of one record."""
        ends = self.ends[:, number] + np.int64(self.offset)
        starts = np.append(self.begins[number], ends[:-1] + 1)
        return starts, ends - starts

    def cells(self, first: int, last: int, rows: Places | slice = slice(None)) -> tuple[Places, Places]:
        """Return starts and lengths of what stands in some neighbouring columns of some rows."""
        starts = self.ends[first - 1, rows] + np.int64(self.offset + 1) if first else self.begins[rows]
        return starts, self.ends[last, rows] + np.int64(self.offset) - starts

    def block(self, first: int, last: int, rows: Places | slice = slice(None)) -> Block:
        """Return the same with the bytes of the file."""
        return Block(self.data, self.words, self.base, *self.cells(first, last, rows))


@dataclass(slots=True)
class Span:
    """Neighbouring columns, from `first` to `last`, whose cells get their numbers together."""

    first: int
    last: int
    _distinct: Distinct = field(default_factory=Distinct)
    _places: list[list[tuple[Places, Places]]] = field(default_factory=list)

    def add(self, page: Page) -> None:
        """Give numbers to the cells of one block."""
        new = self._distinct.add(page.block(self.first, self.last))
        if len(new):
            columns = range(self.first, self.last + 1)
            self._places.append([page.cells(column, column, new) for column in columns])

    def places(self) -> Iterator[tuple[Places, Places]]:
        """Yield, for each column, starts and lengths of the distinct cells."""
        none = np.zeros(0, np.int64)
        for column in range(self.last - self.first + 1):
            found = [page[column] for page in self._places]
            starts, lengths = zip((none, none), *found, strict=True)
            yield np.concatenate(starts), np.concatenate(lengths)

    def coded(self, texts: Iterator[list[str]]) -> Iterator[Coded]:
        """Yield the columns, given the texts of the distinct cells of each."""
        together = Coded((), np.concatenate([np.zeros(0, np.int32), *self._distinct.codes]))
        for _ in range(self.first, self.last + 1):
            yield together.replace(next(texts))


def make_spans(page: Page) -> list[Span]:
    """Return which columns are taken together, judged by rows spread over the first block."""
    width, count = page.ends.shape
    if not count:
        return [Span(column, column) for column in range(width)]
    rows = np.unique(np.linspace(0, count - 1, min(count, _SAMPLE)).astype(np.int64))
    spans: list[Span] = []
    joint = np.zeros(0, np.int64)
    for column in range(width):
        codes, alone = _numbered(page, column, rows)
        if spans:
            both, together = np.unique(joint * alone + codes, return_inverse=True)
            if (
                len(both) <= _FEW * len(rows)
                and page.cells(spans[-1].first, column, rows)[1].max() <= LONGEST
            ):
                spans[-1].last, joint = column, together
                continue
        spans.append(Span(column, column))
        joint = codes.astype(np.int64)
    return spans


def _numbered(page: Page, column: int, rows: Places) -> tuple[npt.NDArray[np.int32], int]:
    """Return the numbers of the cells of one column in some rows, and how many there are."""
    distinct = Distinct()
    distinct.add(page.block(column, column, rows))
    return distinct.codes[0], distinct.count
