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
    special = [cell in _SPECIAL or cell.startswith("all;") or "+" in cell or "-" in cell for cell in cells]
    numbers: dict[str, int] = {}
    found = [_all_listed(cells, special, numbers), _one_by_one(cells, special, numbers)]
    closed = ~np.array(special, dtype=np.bool_)
    for place in np.flatnonzero(special).tolist():
        closed[place] = _is_closed(split(cells[place]))
    blank = np.array([not cell for cell in cells], dtype=np.bool_)
    cell, key = (np.concatenate(part) for part in zip(*found, strict=True))
    return CellLists(tuple(numbers), cell, key, closed, blank)


_SPECIAL = frozenset({"", *QUALIFIERS})


def _all_listed(
    cells: Sequence[str], special: Sequence[bool], numbers: dict[str, int]
) -> tuple[Numbers, Numbers]:
    """Return the pairs of the cells that list keys and nothing else: nearly all of a large table."""
    places = [place for place, odd in enumerate(special) if not odd]
    plain = [cells[place] for place in places]
    entries = ";".join(plain).split(";") if plain else []
    for key in dict.fromkeys(entries):
        numbers.setdefault(key, len(numbers))
    count = [cell.count(";") + 1 for cell in plain]
    key_of = np.fromiter(map(numbers.__getitem__, entries), np.int32, len(entries))
    return np.repeat(np.array(places, np.int32), count), key_of


def _one_by_one(
    cells: Sequence[str], special: Sequence[bool], numbers: dict[str, int]
) -> tuple[Numbers, Numbers]:
    """Return the pairs of the other cells."""
    cell_of: list[int] = []
    key_of: list[int] = []
    for place in np.flatnonzero(special).tolist():
        for entry in split(cells[place]):
            key = entry.removesuffix("+")
            if key and entry not in QUALIFIERS and not key.startswith("-"):
                cell_of.append(place)
                key_of.append(numbers.setdefault(key, len(numbers)))
    return np.array(cell_of, np.int32), np.array(key_of, np.int32)


def _is_closed(entries: Sequence[str]) -> bool:
    return bool(entries) and QUALIFIERS.isdisjoint(entries) and not entries[-1].endswith("+")
