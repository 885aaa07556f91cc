"""Who holds what for certain, and nothing else: no ways, hence rows may be put together.

Of a large map most rows run where others run too, and differ from them in nothing but the items
that they name. Such rows are one *lane*; and lanes from which nothing comes to a place asked about
are left aside. What is held is the same as `search` finds, along a fraction of its edges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from datamap.analysis.by_word import Words, held_by_word
from datamap.analysis.encoding import Encoded
from datamap.analysis.ground import Flags
from datamap.analysis.listed import listed
from datamap.analysis.meanings import Meanings
from datamap.analysis.net import Net
from datamap.graph.searching import breadth_first, following
from datamap.graph.sorting import combined, distinct, ordered
from datamap.graph.spread import Ints, spread
from datamap.inventory import Inventory
from datamap.model import Kind, Reading

ALIKE = ("source", "recipient", "system", "subjects", "treatment")
"""Rows are one lane that say the same here; of `kind` and `items` counts what `_sorts` tells."""


def held_for_certain(inventory: Inventory, rows: Flags, asked: Flags) -> Iterator[tuple[int, Words]]:
    """Yield what places hold for certain, 64 items at a time.

    Parameters
    ----------
    rows : which rows run. asked : which places (by number) are asked about; of others too little
        may be told.

    Yields
    ------
    word : it is about the items 64 * word and following. held : for each place and subject the
        items held in any form, as bits; array of shape (places, subjects).
    """
    encoded = AlongLanes(inventory, Lanes.of(inventory, rows)).leading_to(asked)
    shape = (len(encoded.places), encoded.forms, len(encoded.subjects.keys))
    for word, held in held_by_word(Net(encoded)):
        yield word, np.bitwise_or.reduce(held[:-1].reshape(shape), axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """Rows put together that differ in nothing but the items they name.

    Attributes
    ----------
    row, lane : each row that runs, in the order of lanes, and which lane it is in.
    first : the first row of each lane. whole : which lanes hand on everything.
    """

    row: Ints
    lane: Ints
    first: Ints
    whole: Flags

    @classmethod
    def of(cls, inventory: Inventory, rows: Flags) -> Lanes:
        """Put rows together; one that hands on everything only with those whose `items` say the same."""
        running, (sort, sorts) = np.flatnonzero(rows), _sorts(inventory)
        columns = [inventory.coded(column) for column in ALIKE]
        codes = ((column.codes[running], len(column.values)) for column in columns)
        joint = combined((sort[running], sorts), *codes)
        order = ordered(joint)
        row, joint = running[order], joint[order]
        begins = np.ones(len(row), dtype=np.bool_)
        np.not_equal(joint[1:], joint[:-1], out=begins[1:])
        return cls(row, np.cumsum(begins) - 1, row[begins], sort[row[begins]] > 1)


def _sorts(inventory: Inventory) -> tuple[Ints, int]:
    """Return for each row whether it derives and by which cell it hands on everything; how many sorts."""
    kinds, items = inventory.coded("kind"), inventory.coded("items")
    whole = [code for code, cell in listed(inventory, "items").others.items() if cell.everything]
    derives = np.array([kind == Kind.DERIVATION.value for kind in kinds.values], dtype=np.int64)
    number = np.zeros(len(items.values), dtype=np.int64)
    number[whole] = np.arange(1, len(whole) + 1)
    return 2 * number[items.codes] + derives[kinds.codes], 2 * len(whole) + 2


class AlongLanes(Encoded):
    """What lanes say for certain: the first row of each stands for all, with the items of all.

    Parameters
    ----------
    lanes : rows put together. chosen : the rows that count, first ones of their lanes; None = all of those.
    """

    def __init__(self, inventory: Inventory, lanes: Lanes, chosen: Flags | None = None) -> None:
        if chosen is None:
            chosen = np.zeros(len(inventory), dtype=np.bool_)
            chosen[lanes.first] = True
        super().__init__(inventory, chosen, Reading.CERTAIN)
        self._lanes = lanes

    def leading_to(self, asked: Flags) -> AlongLanes:
        """Return the lanes by which something may come to a place asked about, or that say what begins there.

        Where these are most lanes, all are returned.
        """
        legs, begun = self.deliveries, self.begun
        start, wanted = len(asked), np.flatnonzero(asked)
        tail = np.concatenate([legs.target, np.full(len(wanted), start)])
        back = following(tail, np.concatenate([legs.source, wanted]), start + 1)
        met = np.zeros(start + 1, dtype=np.bool_)
        met[breadth_first(back, start)[0]] = True
        leads = np.zeros(len(self.rows), dtype=np.bool_)
        leads[legs.row[met[legs.target]]] = True
        leads[begun.row[met[begun.source]]] = True
        most = 2 * int(leads.sum()) > int(self.rows.sum())  # to survey them anew would cost more
        return self if most else AlongLanes(self.inventory, self._lanes, leads)

    def codes(self, column: str, row: Ints) -> Ints:
        """Return for each row the number of its cell; of `items` the number of its lane."""
        return self._lane_of[row] if column == "items" else super().codes(column, row)

    @cached_property
    def _lane_of(self) -> Ints:
        found = np.full(len(self.inventory), -1, dtype=np.int64)
        found[self._lanes.first] = np.arange(len(self._lanes.first))
        return found

    @cached_property
    def told(self) -> Flags:
        """All: what an origin holds for certain is what its rows name, and `all` names nothing."""
        return np.ones(len(self.begun), dtype=np.bool_)

    @cached_property
    def items_made(self) -> Meanings:
        """The items that some row of a lane names."""
        cells, lanes, many = super().items_moved, self._lanes, len(self.items.keys)
        slot = cells.slot[self.inventory.coded("items").codes[lanes.row]]
        named = cells.count[slot] * (self.rows[lanes.first] & ~lanes.whole)[lanes.lane]
        entry, place = spread(named)
        place += cells.start[slot][entry]
        found = distinct(lanes.lane[entry] * many + cells.flat[place])
        lane = found // many
        count = np.bincount(lane, minlength=len(lanes.first))
        return Meanings(np.arange(len(count)), np.cumsum(count) - count, count, found - lane * many)

    @property
    def items_made_alone(self) -> Meanings:
        """The same."""
        return self.items_made

    @cached_property
    def items_moved(self) -> Meanings:
        """The items that some row of a lane moves: those that it names, or everything."""
        cells, named, lanes = super().items_moved, self.items_made, self._lanes
        slot = named.slot + len(cells.count)
        slot[lanes.whole] = cells.slot[self.inventory.coded("items").codes[lanes.first[lanes.whole]]]
        count = np.concatenate([cells.count, named.count])
        return Meanings(slot, np.cumsum(count) - count, count, np.concatenate([cells.flat, named.flat]))
