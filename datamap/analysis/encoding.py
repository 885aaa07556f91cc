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

from datamap.analysis import cells
from datamap.analysis.ground import Flags, ground_of, joined
from datamap.analysis.listed import Listed, listed
from datamap.analysis.meanings import Meanings, items_meant
from datamap.analysis.universe import items_of, subjects_of
from datamap.graph.legs import Legs
from datamap.graph.spread import Ints
from datamap.inventory import Inventory
from datamap.inventory.keylists import parse_keylist
from datamap.model import KeyList, Reading, Treatment


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
    settled : what is held to begin with; None = by places that nothing feeds, unless that was
        settled for the inventory (`settle`).

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
        *,
        settled: Settled | None = None,
    ) -> None:
        self.inventory, self.rows, self.reading = inventory, rows, reading
        self._settled = settled or _SETTLED.get(inventory, {}).get(reading)
        self.items, self.subjects = items_of(inventory), subjects_of(inventory)
        self.followed = self.items.recorded if followed is None else frozenset(followed)
        self.places = tuple(inventory.places)
        self._ground = ground_of(inventory, rows)

    @property
    def deliveries(self) -> Legs:
        """Legs from each source to each place where the row delivers: recipients and their system."""
        return self._ground.deliveries

    @property
    def moves(self) -> Flags:
        """Which deliveries pass on what their source holds (the others make what they deliver)."""
        return self._ground.moves

    @cached_property
    def origins(self) -> Flags:
        """Places that hold items to begin with: those that nothing feeds, unless that was settled."""
        if self._settled is not None:
            return np.array([key in self._settled.origins for key in self.places], dtype=np.bool_)
        return self._ground.unfed

    def holding_also(self, also: Iterable[tuple[str, str, str, str]]) -> Encoded:
        """Return the same rows where places hold more to begin with: place, subject, item, flow."""
        origins = frozenset(key for key, begins in zip(self.places, self.origins, strict=True) if begins)
        before = self._settled.also if self._settled is not None else ()
        settled = Settled(origins, (*before, *also))
        return Encoded(self.inventory, self.rows, self.reading, self.followed, settled=settled)

    @cached_property
    def begun(self) -> Legs:
        """Legs from each origin to itself, one for each row that says what it holds."""
        legs = self.deliveries
        chosen = self.moves & self.origins[legs.source]
        return joined(Legs(legs.row[chosen], legs.source[chosen], legs.source[chosen]))

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
        if self.reading is Reading.WORST_CASE:  # whatever the cell says
            return Meanings.of([self.followed] * self.listed("items").size)
        return self._items(cells.items_moved)

    @cached_property
    def items_made(self) -> Meanings:
        """The followed items that an origin has by a cell."""
        return self._items(cells.items_made)

    @cached_property
    def items_made_alone(self) -> Meanings:
        """The same where nothing else tells what the origin holds: `all` counts like `*`."""
        return self._items(cells.all_as_unspecified)

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

    def _items(self, meaning: cells.ItemsMeaning) -> Meanings:
        found = self.listed("items")
        return items_meant(self.inventory, meaning, found, self.items, self.reading, self.followed)
