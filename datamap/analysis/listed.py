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
    special = [not v or v in {"*", "all"} or v.startswith("all;") or v.endswith(";+") for v in values]
    others = {number: parse_keylist(values[number]) for number, odd in enumerate(special) if odd}
    plain = np.flatnonzero(~np.array(special, dtype=np.bool_))
    cells = [values[number] for number in plain.tolist()]
    count = np.array([cell.count(SEPARATOR) + 1 for cell in cells], dtype=np.int64)
    tokens = SEPARATOR.join(cells).split(SEPARATOR) if cells else []
    index = {key: number for number, key in enumerate(dict.fromkeys(tokens))}
    token = np.fromiter(map(index.__getitem__, tokens), dtype=np.int64, count=len(tokens))
    return Listed(plain, np.cumsum(count) - count, count, token, tuple(index), others)
