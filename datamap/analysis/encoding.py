"""An inventory on one day, under one reading, as arrays: what moves along which legs, from where.

A *label* is whose item it is and in which form: (form, subject, item) as one number. A *state* is
a label at a place. Everything that depends on cells is worked out once for each distinct
combination of cells; rows only point to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from datamap.analysis import cells
from datamap.analysis.universe import items_of, subjects_of
from datamap.graph.legs import Legs, legs_between
from datamap.graph.spread import Ints
from datamap.inventory import Inventory
from datamap.inventory.keylists import parse_keylist
from datamap.model import KeyList, Kind, PlaceType, Reading, Treatment

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """Lists of numbers of several owners, one after the other."""

    start: Ints
    count: Ints
    flat: Ints

    @classmethod
    def of(cls, sets: Iterable[frozenset[int]]) -> Ragged:
        """Return sets, each sorted, as slices of one array; equal sets share one slice."""
        slots: dict[frozenset[int], int] = {}
        slot = np.array([slots.setdefault(found, len(slots)) for found in sets], dtype=np.int64)
        count = np.array([len(found) for found in slots], dtype=np.int64)
        flat = np.array([number for found in slots for number in sorted(found)], dtype=np.int64)
        return cls((np.cumsum(count) - count)[slot], count[slot], flat)


class Encoded:
    """The rows that run, as legs that carry labels.

    Parameters
    ----------
    inventory : the flows. rows : which of them run. reading : how cells are read.
    items : numbers of the items to follow (items never turn into each other); None = all.

    Attributes
    ----------
    items, subjects : the universe. places : keys, by number.
    """

    def __init__(
        self,
        inventory: Inventory,
        rows: Flags,
        reading: Reading,
        items: Collection[int] | None = None,
    ) -> None:
        self.inventory, self.rows, self.reading = inventory, rows, reading
        self.items, self.subjects = items_of(inventory), subjects_of(inventory)
        self.followed = frozenset(range(len(self.items.keys)) if items is None else items)
        self.places = tuple(inventory.places)
        kinds = inventory.coded("kind")
        self._derives = np.array([k == Kind.DERIVATION.value for k in kinds.values], np.bool_)[kinds.codes]
        types = [place.type is PlaceType.SUBJECT for place in inventory.places.values()]
        self._person = np.array(types, dtype=np.bool_)

    @cached_property
    def deliveries(self) -> Legs:
        """Legs from each source to each place where the row delivers: recipients and their system."""
        return joined(
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
    def patterns(self) -> tuple[Ints, Ints]:
        """Distinct combinations of items, subjects and treatment: (row -> pattern, pattern -> codes)."""
        columns = [self.inventory.coded(name) for name in ("items", "subjects", "treatment")]
        joint = np.zeros(len(self.inventory), dtype=np.int64)
        for column in columns:
            joint = joint * max(len(column.values), 1) + column.codes
        found, pattern = np.unique(joint, return_inverse=True)
        codes: list[Ints] = []
        for column in reversed(columns):
            found, code = np.divmod(found, max(len(column.values), 1))
            codes.insert(0, code)
        return pattern.astype(np.int64), np.stack(codes)

    @cached_property
    def items_moved(self) -> Ragged:
        """For each distinct `items` cell, the followed items it moves."""
        return self._items(cells.items_moved)

    @cached_property
    def items_made(self) -> Ragged:
        """For each distinct `items` cell, the followed items that an origin has by it."""
        return self._items(cells.items_made)

    @cached_property
    def items_made_alone(self) -> Ragged:
        """The same where nothing else tells what the origin holds: `all` counts like `*`."""
        return self._items(cells.all_as_unspecified)

    @cached_property
    def subjects_moved(self) -> Ragged:
        """For each distinct `subjects` cell, pairs (held for, arrives for) as held * size + arrives."""
        size, lists = len(self.subjects.keys), self._lists("subjects")
        pairs = (cells.subjects_moved(cell, self.subjects, self.reading) for cell in lists)
        return Ragged.of(frozenset(held * size + arrives for held, arrives in found) for found in pairs)

    @cached_property
    def subjects_made(self) -> Ragged:
        """For each distinct `subjects` cell, whose items an origin has by it."""
        return Ragged.of(
            cells.subjects_made(cell, self.subjects, self.reading) for cell in self._lists("subjects")
        )

    @cached_property
    def forms_moved(self) -> Ragged:
        """For each distinct `treatment` cell, pairs (held as, arrives as) as held * 2 + arrives."""
        found = (cells.forms_moved(value, self.reading) for value in self.inventory.coded("treatment").values)
        return Ragged.of(
            frozenset(held * 2 + arrives for held, arrives in pairs if held < self.forms) for pairs in found
        )

    @cached_property
    def everything(self) -> Flags:
        """For each distinct `items` cell, whether it says `all`."""
        return np.array([cell.everything for cell in self._lists("items")], dtype=np.bool_)

    @cached_property
    def forms(self) -> int:
        """How many forms items are held in: 2 where a running row pseudonymises, else 1."""
        return 1 + any(
            self.inventory.coded("treatment").values[code] == Treatment.PSEUDONYMISED.value
            for code in np.unique(self.inventory.coded("treatment").codes[self.rows]).tolist()
        )

    @property
    def states_an_item(self) -> int:
        """How many states one item can be in."""
        return len(self.places) * len(self.subjects.keys) * self.forms

    def _items(self, meaning: cells.ItemsMeaning) -> Ragged:
        if self.followed == self.items.recorded:
            return Ragged.of(meaning(cell, self.items, self.reading) for cell in self._lists("items"))
        kept: dict[frozenset[int], frozenset[int]] = {}  # most cells mean one of a few sets
        found = [meaning(cell, self.items, self.reading) for cell in self._lists("items")]
        return Ragged.of(kept.setdefault(keys, keys & self.followed) for keys in found)

    def _lists(self, column: str) -> list[KeyList]:
        return [parse_keylist(value) for value in self.inventory.coded(column).values]


def joined(*legs: Legs) -> Legs:
    """Return several sets of legs as one, without repeats, in the order of their rows."""
    row, source, target = (np.concatenate([getattr(leg, part) for leg in legs]) for part in Legs.__slots__)
    size = int(max(source.max(initial=0), target.max(initial=0))) + 1
    found = np.unique((row * size + source) * size + target)
    return Legs(found // size**2, found // size % size, found % size)
