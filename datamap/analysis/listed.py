"""The distinct cells of a list column, taken apart once for an inventory.

Of a large inventory nearly all cells just list keys; those are taken apart together. The others
(`*`, `all`, open lists, blank cells) are few, and are taken apart one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from datamap.analysis.answer import SEPARATOR
from datamap.graph.spread import Ints
from datamap.inventory import Inventory
from datamap.inventory.keylists import parse_keylist
from datamap.model import KeyList


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """What the distinct cells of one column are made of, as written: keys and marks.

    Attributes
    ----------
    words : every entry there is, as first met. word : the entries of all cells one after the other, as
        numbers of `words`. count : how many entries each cell has; a blank cell has one, the blank word.
    """

    words: tuple[str, ...]
    word: Ints
    count: Ints

    @classmethod
    def of(cls, cells: Sequence[str], before: Entries | None = None) -> Entries:
        """Split cells; `before` are entries of other cells, after which these stand.

        Examples
        --------
        >>> found = Entries.of(["name;email", "", "email;+"])
        >>> found.words, found.word.tolist(), found.count.tolist()
        (('name', 'email', '', '+'), [0, 1, 2, 1, 3], [2, 1, 2])
        """
        entries = SEPARATOR.join(cells).split(SEPARATOR) if cells else []
        words = dict.fromkeys(entries) if before is None else dict.fromkeys((*before.words, *entries))
        index = {word: number for number, word in enumerate(words)}
        word = np.fromiter(map(index.__getitem__, entries), dtype=np.int64, count=len(entries))
        count = np.array([cell.count(SEPARATOR) + 1 for cell in cells], dtype=np.int64)
        if before is not None:
            word, count = np.concatenate([before.word, word]), np.concatenate([before.count, count])
        return cls(tuple(words), word, count)

    @property
    def cell(self) -> Ints:
        """For each entry, the number of its cell."""
        return np.repeat(np.arange(len(self.count)), self.count)

    def marked(self, test: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
        """Tell for each entry whether its word is like that."""
        found: npt.NDArray[np.bool_] = np.array([test(word) for word in self.words], dtype=np.bool_)[
            self.word
        ]
        return found

    def some(self, entries: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Tell for each cell whether it has one of these entries."""
        found = np.zeros(len(self.count), dtype=np.bool_)
        found[self.cell[entries]] = True
        return found


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

_ENTRIES: WeakKeyDictionary[Inventory, dict[str, Entries]] = WeakKeyDictionary()
_LISTED: WeakKeyDictionary[Inventory, dict[str, Listed]] = WeakKeyDictionary()


def entries_of(inventory: Inventory, column: str) -> Entries:
    """Return what the distinct cells of a list column are made of."""
    columns = _ENTRIES.setdefault(inventory, {})
    if column not in columns:
        columns[column] = Entries.of(inventory.coded(column).values)
    return columns[column]


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
        columns[column] = _take_apart(entries_of(inventory, column), inventory.coded(column).values)
    return columns[column]


def _take_apart(entries: Entries, values: tuple[str, ...]) -> Listed:
    plain = ~entries.some(entries.marked(lambda word: word in MARKS or word.startswith("-")))
    others = {number: parse_keylist(values[number]) for number in np.flatnonzero(~plain).tolist()}
    listing, token = entries.count[plain], entries.word[np.repeat(plain, entries.count)]
    met = np.bincount(token, minlength=len(entries.words)) > 0
    return Listed(
        np.flatnonzero(plain),
        np.cumsum(listing) - listing,
        listing,
        (np.cumsum(met) - 1)[token],
        tuple(entries.words[number] for number in np.flatnonzero(met).tolist()),
        others,
    )
