"""List cells taken apart once: a question is then asked of each distinct key, not of each cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from datamap.facts.cells import split
from datamap.facts.truth import Flags
from datamap.facts.world import QUALIFIERS

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class CellLists:
    """The distinct cells of a list column as pairs of cell and key.

    Attributes
    ----------
    keys : the distinct keys. cell, key : one pair for each key that a cell names.
    closed : whether a cell says exactly which keys it means (no `all`, `*`, `+`, not blank).
    blank : whether nothing stands in the cell.
    """

    keys: tuple[str, ...]
    cell: Numbers
    key: Numbers
    closed: Flags
    blank: Flags

    def any(self, verdict: Callable[[str], bool]) -> Flags:
        """Tell for each cell whether it names a key like that.

        Examples
        --------
        >>> lists = take_apart(["name;phone", "-name;all", "", "age;+"])
        >>> lists.any(lambda key: key == "name").tolist(), lists.closed.tolist()
        ([True, False, False, False], [True, False, False, False])
        """
        wanted = np.array([verdict(key) for key in self.keys], dtype=np.bool_)
        found = np.zeros(len(self.blank), dtype=np.bool_)
        found[self.cell[wanted[self.key]]] = True
        return found


def take_apart(cells: Sequence[str]) -> CellLists:
    """Split every distinct cell of a list column once."""
    numbers: dict[str, int] = {}
    cell_of: list[int] = []
    key_of: list[int] = []
    closed = np.zeros(len(cells), dtype=np.bool_)
    for place, cell in enumerate(cells):
        entries = split(cell)
        closed[place] = bool(entries) and QUALIFIERS.isdisjoint(entries) and not entries[-1].endswith("+")
        for entry in entries:
            key = entry.removesuffix("+")
            if key and entry not in QUALIFIERS and not key.startswith("-"):
                cell_of.append(place)
                key_of.append(numbers.setdefault(key, len(numbers)))
    blank = np.array([not cell for cell in cells], dtype=np.bool_)
    return CellLists(tuple(numbers), np.array(cell_of, np.int32), np.array(key_of, np.int32), closed, blank)
