"""What the distinct cells of a column mean, as sets of numbers in arrays.

What the cells of `items` mean does not depend on the question, only on the reading: it is worked
out once for an inventory, and a question about some items picks those cells that name them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from datamap.analysis.cells import ItemsMeaning
from datamap.analysis.listed import Listed, listed
from datamap.analysis.universe import Universe
from datamap.graph.sorting import ordered, starts
from datamap.graph.spread import Ints, spread
from datamap.inventory import Inventory
from datamap.model import Reading

Items = frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """What each distinct cell of a column means: a set of numbers, as a rule equal sets kept once.

    Attributes
    ----------
    slot : for each distinct cell, the number of its set.
    start, count, flat : the sets, as slices of one array.
    """

    slot: Ints
    start: Ints
    count: Ints
    flat: Ints

    @classmethod
    def of(cls, sets: Iterable[Items]) -> Meanings:
        """Return the meanings of cells, one set for each."""
        slots: dict[Items, int] = {}
        slot = np.array([slots.setdefault(found, len(slots)) for found in sets], dtype=np.int64)
        count = np.array([len(found) for found in slots], dtype=np.int64)
        flat = np.array([number for found in slots for number in sorted(found)], dtype=np.int64)
        return cls(slot, np.cumsum(count) - count, count, flat)

    @classmethod
    def single(cls, size: int) -> Meanings:
        """Return a set for each number below `size` that holds it alone."""
        numbers = np.arange(size)
        return cls(numbers, numbers, np.ones(size, dtype=np.int64), numbers)


@dataclass(frozen=True, slots=True, eq=False)
class _Plain:
    """The cells that just list keys: the items below them, and for each item the cells.

    Attributes
    ----------
    start, count, flat : the items of each cell, as slices of one array.
    cell : for each entry of `flat` its cell. by_item, begin : the entries of each item.
    """

    start: Ints
    count: Ints
    flat: Ints
    cell: Ints
    by_item: Ints
    begin: Ints

    def followed(self, items: Items) -> tuple[Ints, Ints, Ints]:
        """Return the cells that name some of these items, how many of them, and which."""
        numbers = np.array(sorted(items), dtype=np.int64)
        which, place = spread(self.begin[numbers + 1] - self.begin[numbers])
        entry = np.sort(self.by_item[self.begin[numbers[which]] + place])
        count = np.bincount(self.cell[entry], minlength=len(self.count))
        cells = np.flatnonzero(count)
        return cells, count[cells], self.flat[entry]


_PLAIN: WeakKeyDictionary[Inventory, _Plain] = WeakKeyDictionary()
_MEANT: WeakKeyDictionary[Inventory, dict[tuple[str, Reading], dict[int, Items]]] = WeakKeyDictionary()


def items_meant(
    inventory: Inventory,
    meaning: ItemsMeaning,
    found: Listed,
    items: Universe,
    reading: Reading,
    followed: Items,
) -> Meanings:
    """Return what the distinct cells of `items` mean, cut down to the items to follow.

    Parameters
    ----------
    meaning : the rule. found : the cells; those that just list keys mean the keys and what is below them.
    """
    known = _others(inventory, meaning, items, reading)
    sets = [
        (known[code] if code in known else meaning(cell, items, reading)) & followed
        for code, cell in found.others.items()
    ]
    rest = Meanings.of([frozenset(), *sets])
    slot = np.zeros(found.size, dtype=np.int64)
    slot[list(found.others)] = rest.slot[1:]
    plain = _plain(inventory, items)
    cells, count, flat = np.arange(len(plain.count)), plain.count, plain.flat
    if followed != items.recorded:
        cells, count, flat = plain.followed(followed)
    slot[found.plain[cells]] = len(rest.count) + np.arange(len(cells))
    counts = np.concatenate([rest.count, count])
    return Meanings(slot, np.cumsum(counts) - counts, counts, np.concatenate([rest.flat, flat]))


def _others(
    inventory: Inventory, meaning: ItemsMeaning, items: Universe, reading: Reading
) -> dict[int, Items]:
    """Return what the cells mean that do more than list keys."""
    rules = _MEANT.setdefault(inventory, {})
    name = meaning.__name__, reading
    if name not in rules:
        others = listed(inventory, "items").others
        rules[name] = {code: meaning(cell, items, reading) for code, cell in others.items()}
    return rules[name]


def _plain(inventory: Inventory, items: Universe) -> _Plain:
    if inventory not in _PLAIN:
        _PLAIN[inventory] = _spelt_out(listed(inventory, "items"), items)
    return _PLAIN[inventory]


def _spelt_out(found: Listed, items: Universe) -> _Plain:
    below = [sorted(items.under[key]) for key in found.keys]
    width = np.array([len(numbers) for numbers in below], dtype=np.int64)
    numbers = np.array([number for some in below for number in some], dtype=np.int64)
    entry, which = spread(width[found.token])
    flat = numbers[(np.cumsum(width) - width)[found.token[entry]] + which]
    cell = np.repeat(np.arange(len(found.plain)), found.count)[entry]
    count = np.bincount(cell, minlength=len(found.plain))
    by_item = ordered(flat)
    return _Plain(np.cumsum(count) - count, count, flat, cell, by_item, starts(flat, len(items.keys)))
