"""Who hands to whom, as arrays: one leg for each pair of single places that a row stands for."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from datamap.graph.spread import Ints, spread
from datamap.inventory import Inventory

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Legs:
    """Pairs of places between which rows run.

    Attributes
    ----------
    row : index of the row in the inventory's table, ascending.
    source, target : index of the place in `tuple(inventory.places)`.
    """

    row: Ints
    source: Ints
    target: Ints

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The places that each distinct cell of one column stands for, as slices of one array."""

    start: Ints
    count: Ints
    member: Ints


_MEMBERS: WeakKeyDictionary[Inventory, dict[str, Members]] = WeakKeyDictionary()


def legs_between(inventory: Inventory, source: str, target: str, rows: Flags | None = None) -> Legs:
    """Return the legs between two place columns, groups spelt out into their members.

    Parameters
    ----------
    source, target : columns `source`, `recipient` or `system`; rows that leave one blank have
        no leg. rows : which rows count; None = all.

    Notes
    -----
    Between two groups every member hands to every member, itself included; memory is one leg for
    each pair.
    """
    left, right = members_of(inventory, source), members_of(inventory, target)
    by_source, by_target = inventory.coded(source).codes, inventory.coded(target).codes
    chosen = left.count[by_source] if rows is None else left.count[by_source] * rows
    row, from_member, to_member = spread(chosen, right.count[by_target])
    one = left.member[left.start[by_source[row]] + from_member]
    other = right.member[right.start[by_target[row]] + to_member]
    return Legs(row, one, other)


def members_of(inventory: Inventory, column: str) -> Members:
    """Return the places of a column's cells, looked up once for an inventory."""
    known = _MEMBERS.setdefault(inventory, {})
    if column not in known:
        known[column] = _looked_up(inventory, column)
    return known[column]


def _looked_up(inventory: Inventory, column: str) -> Members:
    index = {key: number for number, key in enumerate(inventory.places)}
    cells = inventory.coded(column)
    place = np.array([index.get(value, -1) for value in cells.values], dtype=np.int64)
    alone = place >= 0
    count = alone.astype(np.int64)
    start = np.cumsum(count) - count
    members: list[int] = []
    for number in np.flatnonzero(~alone).tolist():  # blank cells and groups
        found = [index[key] for key in inventory.groups.get(cells.values[number], ())]
        start[number], count[number] = int(alone.sum()) + len(members), len(found)
        members += found
    flat = np.concatenate([place[alone], np.array(members, dtype=np.int64)])
    return Members(start, count, flat)
