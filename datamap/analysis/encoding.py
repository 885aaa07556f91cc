"""An inventory on one day, under one reading, as arrays: what moves along which legs, from where.

A *node* is a place together with whose items and in which form; what it holds is a set of items.
Everything that depends on cells is worked out once for each distinct cell, and cells that mean
the same share a *slot*; rows only point to slots.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from datamap.analysis import cells
from datamap.analysis.listed import Listed, listed
from datamap.analysis.universe import items_of, subjects_of
from datamap.graph.legs import Legs, legs_between
from datamap.graph.spread import Ints, spread
from datamap.inventory import Inventory
from datamap.inventory.keylists import parse_keylist
from datamap.model import KeyList, Kind, PlaceType, Reading, Treatment

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """What each distinct cell of a column means: a set of numbers, equal sets kept once.

    Attributes
    ----------
    slot : for each distinct cell, the number of its set.
    start, count, flat : the sets, each sorted, as slices of one array.
    """

    slot: Ints
    start: Ints
    count: Ints
    flat: Ints

    @classmethod
    def of(cls, sets: Iterable[frozenset[int]]) -> Meanings:
        """Return the meanings of cells, one set for each."""
        slots: dict[frozenset[int], int] = {}
        slot = np.array([slots.setdefault(found, len(slots)) for found in sets], dtype=np.int64)
        count = np.array([len(found) for found in slots], dtype=np.int64)
        flat = np.array([number for found in slots for number in sorted(found)], dtype=np.int64)
        return cls(slot, np.cumsum(count) - count, count, flat)


@dataclass(frozen=True, slots=True)
class Settled:
    """What is held to begin with in a changed inventory: the same as before the changes.

    Attributes
    ----------
    origins : keys of the places that hold items to begin with. also : what they and others held by
        rows that are no more: place, subject, item and the flow that said so.
    """

    origins: frozenset[str]
    also: tuple[tuple[str, str, str, str], ...]


_SETTLED: WeakKeyDictionary[Inventory, dict[Reading, Settled]] = WeakKeyDictionary()


def settle(inventory: Inventory, reading: Reading, settled: Settled) -> None:
    """Settle what is held to begin with: a place is no origin because one has cut it off."""
    _SETTLED.setdefault(inventory, {})[reading] = settled


class Encoded:
    """The rows that run, as legs between places, and what their cells mean.

    Parameters
    ----------
    inventory : the flows. rows : which of them run. reading : how cells are read.
    followed : numbers of the items to follow (items never turn into each other); None = all.
    Places that nothing feeds hold items to begin with, unless that was settled (`settle`).

    Attributes
    ----------
    items, subjects : the universe. places : keys, by number.
    """

    def __init__(
        self,
        inventory: Inventory,
        rows: Flags,
        reading: Reading,
        followed: Collection[int] | None = None,
    ) -> None:
        self.inventory, self.rows, self.reading = inventory, rows, reading
        self._settled = _SETTLED.get(inventory, {}).get(reading)
        self.items, self.subjects = items_of(inventory), subjects_of(inventory)
        self.followed = self.items.recorded if followed is None else frozenset(followed)
        self.places = tuple(inventory.places)
        kinds = inventory.coded("kind")
        self._derives = np.array([k == Kind.DERIVATION.value for k in kinds.values], np.bool_)[kinds.codes]
        types = [place.type is PlaceType.SUBJECT for place in inventory.places.values()]
        self._person = np.array(types, dtype=np.bool_)

    @cached_property
    def deliveries(self) -> Legs:
        """Legs from each source to each place where the row delivers: recipients and their system."""
        return _joined(
            legs_between(self.inventory, "source", "recipient", self.rows),
            legs_between(self.inventory, "source", "system", self.rows),
        )

    @cached_property
    def moves(self) -> Flags:
        """Which deliveries pass on what their source holds (the others make what they deliver)."""
        return ~(self._derives[self.deliveries.row] | self._person[self.deliveries.source])

    @cached_property
    def origins(self) -> Flags:
        """Places whose holdings no running row explains.

        A place into which nothing runs from elsewhere; of places in a circle into which nothing
        runs from outside, every one.
        """
        if self._settled is not None:
            return np.array([key in self._settled.origins for key in self.places], dtype=np.bool_)
        legs, size = self.deliveries, len(self.places)
        inner = (legs.source != legs.target) & ~self._person[legs.source]
        graph = coo_array(
            (np.ones(int(inner.sum()), np.int8), (legs.source[inner], legs.target[inner])), (size, size)
        )
        circle = connected_components(graph, directed=True, connection="strong")[1]
        fed = np.zeros(size, dtype=np.bool_)
        fed[circle[legs.target[circle[legs.source] != circle[legs.target]]]] = True
        result: Flags = ~fed[circle] & ~self._person
        return result

    @cached_property
    def begun(self) -> Legs:
        """Legs from each origin to itself, one for each row that says what it holds."""
        legs = self.deliveries
        chosen = self.moves & self.origins[legs.source]
        return _joined(Legs(legs.row[chosen], legs.source[chosen], legs.source[chosen]))

    @cached_property
    def told(self) -> Flags:
        """Which legs of `begun` are from origins of which some row names an item (or `*`)."""
        found = self.listed("items")
        says = np.ones(found.size, dtype=np.bool_)
        says[[code for code, cell in found.others.items() if cell.everything]] = False
        known = np.zeros(len(self.places), dtype=np.bool_)
        known[self.begun.source[says[self.codes("items", self.begun.row)]]] = True
        result: Flags = known[self.begun.source]
        return result

    @cached_property
    def given(self) -> tuple[Ints, Ints, Ints, Ints]:
        """What is held to begin with besides: place, subject, item, row (-1 = no such row)."""
        if self._settled is None or not self._settled.also:
            return tuple(np.zeros((4, 0), np.int64))  # type: ignore[return-value]
        places = {key: number for number, key in enumerate(self.places)}
        rows = {key: row for row, key in enumerate(self.inventory.coded("id").texts())}
        found = [
            (places[place], self.subjects.index[subject], self.items.index[item], rows.get(flow, -1))
            for place, subject, item, flow in self._settled.also
            if place in places
            and subject in self.subjects.index
            and self.items.index.get(item) in self.followed
        ]
        table = np.array(found, dtype=np.int64).reshape(-1, 4)
        return table[:, 0], table[:, 1], table[:, 2], table[:, 3]

    def codes(self, column: str, row: Ints) -> Ints:
        """Return for each row the number of its cell in one column."""
        return self.inventory.coded(column).codes[row].astype(np.int64)

    def listed(self, column: str) -> Listed:
        """Return the distinct cells of a list column, those that just list keys together."""
        return listed(self.inventory, column)

    def lists(self, column: str) -> tuple[KeyList, ...]:
        """Return the distinct cells of a list column, each taken apart."""
        return tuple(map(parse_keylist, self.inventory.coded(column).values))

    # ------------------------------------------------------------------ what cells mean

    @cached_property
    def items_moved(self) -> Meanings:
        """The followed items that a cell moves."""
        return self._items(cells.items_moved, self.deliveries.row[self.moves])

    @cached_property
    def items_made(self) -> Meanings:
        """The followed items that an origin has by a cell."""
        return self._items(cells.items_made, self.begun.row)

    @cached_property
    def items_made_alone(self) -> Meanings:
        """The same where nothing else tells what the origin holds: `all` counts like `*`."""
        rows = self.begun.row, self.deliveries.row[~self.moves]
        return self._items(cells.all_as_unspecified, np.concatenate(rows))

    @cached_property
    def subjects_moved(self) -> Meanings:
        """Pairs (held for, arrives for) as held * size + arrives."""
        size = len(self.subjects.keys)
        found = (cells.subjects_moved(cell, self.subjects, self.reading) for cell in self.lists("subjects"))
        return Meanings.of(frozenset(held * size + arrives for held, arrives in pairs) for pairs in found)

    @cached_property
    def subjects_made(self) -> Meanings:
        """Whose items an origin has by a cell."""
        found = (cells.subjects_made(cell, self.subjects, self.reading) for cell in self.lists("subjects"))
        return Meanings.of(found)

    @cached_property
    def forms_moved(self) -> Meanings:
        """Pairs (held as, arrives as) as held * 2 + arrives."""
        found = (cells.forms_moved(value, self.reading) for value in self.inventory.coded("treatment").values)
        return Meanings.of(
            frozenset(held * 2 + arrives for held, arrives in pairs if held < self.forms) for pairs in found
        )

    @cached_property
    def forms(self) -> int:
        """How many forms items are held in: 2 where a running row pseudonymises, else 1."""
        treatments = self.inventory.coded("treatment")
        found = {treatments.values[code] for code in np.unique(treatments.codes[self.rows]).tolist()}
        return 1 + (Treatment.PSEUDONYMISED.value in found)

    def _items(self, meaning: cells.ItemsMeaning, rows: Ints) -> Meanings:
        """Return what the cells of some rows mean; cells of other rows mean nothing here."""
        found = self.listed("items")
        used = np.zeros(found.size, dtype=np.bool_)
        used[self.codes("items", rows)] = True
        nothing: frozenset[int] = frozenset()
        sets = [nothing] * found.size
        for code, cell in found.others.items():
            sets[code] = meaning(cell, self.items, self.reading) & self.followed if used[code] else nothing
        if meaning is cells.items_moved and self.reading is Reading.WORST_CASE:
            for code in found.plain[used[found.plain]].tolist():
                sets[code] = self.followed
            return Meanings.of(sets)
        return self._with_plain(Meanings.of(sets), found, used)

    def _with_plain(self, rest: Meanings, found: Listed, used: Flags) -> Meanings:
        """Return meanings with those of the cells that just list keys: the keys and what is below them."""
        below = [sorted(self.items.under[key] & self.followed) for key in found.keys]
        width = np.array([len(numbers) for numbers in below], dtype=np.int64)
        numbers = np.array([number for numbers in below for number in numbers], dtype=np.int64)
        chosen = used[found.plain]
        cell, place = spread(np.where(chosen, found.count, 0))
        token = found.token[found.start[cell] + place]
        entry, which = spread(width[token])
        flat = numbers[(np.cumsum(width) - width)[token[entry]] + which]
        count = np.bincount(cell[entry], minlength=len(found.plain))
        slot = rest.slot.copy()
        slot[found.plain] = len(rest.count) + np.arange(len(found.plain))
        start = len(rest.flat) + np.cumsum(count) - count
        return Meanings(
            slot,
            np.concatenate([rest.start, start]),
            np.concatenate([rest.count, count]),
            np.concatenate([rest.flat, flat]),
        )


def _joined(*legs: Legs) -> Legs:
    """Return several sets of legs as one, without repeats, in the order of their rows."""
    row, source, target = (np.concatenate([getattr(leg, part) for leg in legs]) for part in Legs.__slots__)
    size = int(max(source.max(initial=0), target.max(initial=0))) + 1
    found = np.unique((row * size + source) * size + target)
    return Legs(found // size**2, found // size % size, found % size)
