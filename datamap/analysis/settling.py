"""An inventory read as if one unrecorded cell had been recorded as it stands, and closed.

What drops out of the reading *possible* then hung on that cell alone.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from datamap.analysis import cells
from datamap.analysis.encoding import Encoded
from datamap.analysis.ground import Flags
from datamap.analysis.listed import Listed
from datamap.analysis.meanings import Meanings
from datamap.graph.spread import Ints
from datamap.inventory import Inventory
from datamap.model import KeyList, Reading


class Settled(Encoded):
    """An inventory under the reading *possible* with one cell read as under *certain*.

    Parameters
    ----------
    inventory : the flows. rows : which of them run.
    row, column : the cell, in `items` or `subjects`.
    """

    def __init__(self, inventory: Inventory, rows: Flags, row: int, column: str) -> None:
        super().__init__(inventory, rows, Reading.POSSIBLE)
        self._row, self._column = row, column

    def codes(self, column: str, row: Ints) -> Ints:
        """Return the number of each row's cell; the settled cell has one of its own."""
        found = super().codes(column, row)
        if column == self._column:
            found[row == self._row] = len(self.inventory.coded(column).values)
        return found

    def listed(self, column: str) -> Listed:
        """Return the distinct cells of a list column, the settled one besides."""
        found = super().listed(column)
        if column != self._column:
            return found
        settled = self.lists(column)[-1]
        return replace(found, others={**found.others, found.size: settled})

    def lists(self, column: str) -> tuple[KeyList, ...]:
        """Return the distinct cells of a list column, the settled one as the last."""
        known = super().lists(column)
        if column != self._column:
            return known
        code = int(self.inventory.coded(column).codes[self._row])
        return (*known, closed(known[code]) if column == "items" else known[code])

    @cached_property
    def subjects_moved(self) -> Meanings:
        """Pairs (held for, arrives for), as in `Encoded`."""
        size = len(self.subjects.keys)
        pairs = (cells.subjects_moved(cell, self.subjects, kind) for cell, kind in self._people())
        return Meanings.of(frozenset(held * size + arrives for held, arrives in found) for found in pairs)

    @cached_property
    def subjects_made(self) -> Meanings:
        """Whose items an origin has, as in `Encoded`."""
        return Meanings.of(cells.subjects_made(cell, self.subjects, kind) for cell, kind in self._people())

    def _people(self) -> list[tuple[KeyList, Reading]]:
        found = self.lists("subjects")
        last = Reading.CERTAIN if self._column == "subjects" else self.reading
        return [*((cell, self.reading) for cell in found[:-1]), (found[-1], last)] if found else []


def closed(cell: KeyList) -> KeyList:
    """Return an `items` cell as it is read under *certain*: only what it names.

    Examples
    --------
    >>> (
    ...     closed(KeyList(("name",), open=True)) == KeyList(("name",)),
    ...     closed(KeyList(unspecified=True)) == KeyList(),
    ... )
    (True, True)
    """
    return replace(cell, unspecified=False, open=False, everything=False, excluded=())
