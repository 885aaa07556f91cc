"""The distinct cells of a list column, taken apart once for an inventory.

Of a large inventory nearly all cells just list keys; those are taken apart together. The others
(`*`, `all`, open lists, blank cells) are few, and are taken apart one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from datamap.analysis.answer import SEPARATOR
from datamap.graph.spread import Ints
from datamap.inventory import Inventory
from datamap.inventory.keylists import parse_keylist
from datamap.model import KeyList


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """The distinct cells of one column.

    Attributes
    ----------
    plain : numbers of the cells that list keys and nothing else.
    start, count, token : for each of them its keys, as slices of one array of numbers of `keys`.
    keys : every key that they list, as first met. others : cell number -> its parts.
    """

    plain: Ints
    start: Ints
    count: Ints
    token: Ints
    keys: tuple[str, ...]
    others: dict[int, KeyList]

    @property
    def size(self) -> int:
        """How many distinct cells there are."""
        return len(self.plain) + len(self.others)

    @property
    def named(self) -> set[str]:
        """Every key that some cell names, exceptions too."""
        return {*self.keys, *(key for cell in self.others.values() for key in (*cell.named, *cell.excluded))}


MARKS = frozenset({"", "*", "all", "+"})
"""What stands in a cell in place of a key, beside `-key`."""

_LISTED: WeakKeyDictionary[Inventory, dict[str, Listed]] = WeakKeyDictionary()


def listed(inventory: Inventory, column: str) -> Listed:
    r"""Return the distinct cells of `items` or `subjects`.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(
    ...     b"id,kind,items,source,recipient\nF1,collection,name;email,a,b\nF2,third_party,*,b,c"
    ... )
    >>> found = listed(table, "items")
    >>> found.keys, found.others
    (('name', 'email'), {1: KeyList(named=(), everything=False, excluded=(), unspecified=True, open=False)})
    """
    columns = _LISTED.setdefault(inventory, {})
    if column not in columns:
        columns[column] = _take_apart(inventory.coded(column).values)
    return columns[column]


def _take_apart(values: tuple[str, ...]) -> Listed:
    tokens = SEPARATOR.join(values).split(SEPARATOR) if values else []
    index = {key: number for number, key in enumerate(dict.fromkeys(tokens))}
    token = np.fromiter(map(index.__getitem__, tokens), dtype=np.int64, count=len(tokens))
    count = np.array([value.count(SEPARATOR) + 1 for value in values], dtype=np.int64)
    mark = np.array([key in MARKS or key.startswith("-") for key in index], dtype=np.bool_)[token]
    cell = np.repeat(np.arange(len(values)), count)
    plain = np.bincount(cell[mark], minlength=len(values)) == 0
    others = {number: parse_keylist(values[number]) for number in np.flatnonzero(~plain).tolist()}
    listing, token = count[plain], token[plain[cell]]
    met = np.bincount(token, minlength=len(index)) > 0
    keys = tuple(index)
    return Listed(
        np.flatnonzero(plain),
        np.cumsum(listing) - listing,
        listing,
        (np.cumsum(met) - 1)[token],
        tuple(keys[number] for number in np.flatnonzero(met).tolist()),
        others,
    )
