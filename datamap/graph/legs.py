"""Who hands to whom, as arrays: one leg for each pair of single places that a row stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
class _Cells:
    """The places that each row's cell of one column stands for, as slices of one array."""

    start: Ints
    count: Ints
    member: Ints


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
    index = {key: number for number, key in enumerate(inventory.places)}
    left, right = (_cells(inventory, column, index) for column in (source, target))
    chosen = left.count if rows is None else left.count * rows
    row, from_member, to_member = spread(chosen, right.count)
    one = left.member[left.start[row] + from_member]
    other = right.member[right.start[row] + to_member]
    return Legs(row, one, other)


def _cells(inventory: Inventory, column: str, index: Mapping[str, int]) -> _Cells:
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
    return _Cells(start[cells.codes], count[cells.codes], flat)
