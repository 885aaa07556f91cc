"""One row of a content: a key, cells in words, and where it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from datamap.model import EMPTY, Text


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a content.

    Attributes
    ----------
    key : what the row is about (purpose, item, risk …); contents about the same things share keys, so
        that outlines can check one against the other. "" where a content has one row only.
    cells : column -> words; EMPTY = not recorded. flows : rows of the inventory it was read from.
    by_person : columns that a person filled. drafted : columns that figures only filled for now, and a
        person has yet to write or approve. lacking : those of the flows on which what the row tells
        is not recorded, though it is on others.
    """

    key: str
    cells: Mapping[str, Text]
    flows: tuple[str, ...] = ()
    by_person: frozenset[str] = frozenset()
    lacking: tuple[str, ...] = ()
    drafted: frozenset[str] = frozenset()

    def cell(self, column: str) -> Text:
        """Return one cell; EMPTY where nothing is recorded."""
        return self.cells.get(column, EMPTY)

    def filled(self, column: str, words: Text) -> Row:
        """Return the row with a cell that a person filled."""
        return replace(self, cells={**self.cells, column: words}, by_person=self.by_person | {column})
