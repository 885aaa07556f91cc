"""What each row really carries: the items that it lists and that its source holds, on one day.

`reach` tells who ends up holding what; this tells by which rows, all of them, not just those of a
shortest way. Requests, breaches and policies are judged by it, so that nobody is told about a row
that moves nothing.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from datamap.analysis.asked import keys_below, running
from datamap.analysis.encoding import Encoded
from datamap.analysis.meanings import Meanings
from datamap.analysis.net import Net
from datamap.analysis.reach import Keys
from datamap.analysis.search import search_net
from datamap.analysis.states import States
from datamap.analysis.universe import UNSPECIFIED, Universe, items_of
from datamap.graph.spread import Ints
from datamap.inventory import Inventory
from datamap.model import Reading

Holding = tuple[int, int, int]
"""Place, subject and form, as numbers of `Encoded`."""

Held = Mapping[Holding, int]
"""What is held: for each holding the set of its items, as the bits of one number."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one row carries from one place to another, of one group of people in one form.

    Attributes
    ----------
    row : index of the row. source, target : numbers of places.
    held_for, arrives_for : numbers of subjects. form, becomes : forms before and after.
    items : bits of the items' numbers. made : it comes about by the row (people hand it over, a
        derivation makes it); `held_for` and `form` then say nothing.
    """

    row: int
    source: int
    target: int
    held_for: int
    arrives_for: int
    form: int
    becomes: int
    items: int
    made: bool = False

    @property
    def begins(self) -> Holding:
        """The holding that it comes from."""
        return self.source, self.held_for, self.form

    @property
    def ends(self) -> Holding:
        """The holding that it goes into."""
        return self.target, self.arrives_for, self.becomes


class Traffic:
    """Everything that moves in one inventory on one day under one reading.

    Parameters
    ----------
    encoded : the rows that run, and what their cells mean.

    Attributes
    ----------
    encoded : as given.
    """

    def __init__(self, encoded: Encoded) -> None:
        self.encoded = encoded

    @cached_property
    def net(self) -> Net:
        """The edges along which items pass."""
        return Net(self.encoded)

    @cached_property
    def states(self) -> States:
        """Who holds what, each with a shortest way there."""
        return search_net(self.net)

    @property
    def inventory(self) -> Inventory:
        """The inventory that it is about."""
        return self.encoded.inventory

    @property
    def places(self) -> tuple[str, ...]:
        """Keys of the places, by number."""
        return self.encoded.places

    @cached_property
    def flow_ids(self) -> list[str]:
        """Ids of the flows, by row."""
        return self.inventory.coded("id").texts()

    @cached_property
    def held(self) -> dict[Holding, int]:
        """Who holds what."""
        held: defaultdict[Holding, int] = defaultdict(int)
        states = self.states
        parts = (states.place, states.subject, states.form, states.item)
        for place, subject, form, item in zip(*(part.tolist() for part in parts), strict=True):
            held[place, subject, form] |= 1 << item
        return dict(held)

    @cached_property
    def loads(self) -> tuple[Load, ...]:
        """Every load, in the order of rows."""
        legs = self.encoded.deliveries
        ends = zip(legs.row.tolist(), legs.source.tolist(), legs.target.tolist(), strict=True)
        return tuple(
            load
            for (row, source, target), moves in zip(ends, self.encoded.moves.tolist(), strict=True)
            for load in (self._moved if moves else self._made)(row, source, target)
        )

    @cached_property
    def outgoing(self) -> dict[Holding, list[Load]]:
        """The loads that come from each holding; those that are made come from none."""
        found: defaultdict[Holding, list[Load]] = defaultdict(list)
        for load in self.loads:
            if not load.made:
                found[load.begins].append(load)
        return dict(found)

    @cached_property
    def into(self) -> dict[Holding, list[Load]]:
        """The loads that go into each holding."""
        found: defaultdict[Holding, list[Load]] = defaultdict(list)
        for load in self.loads:
            found[load.ends].append(load)
        return dict(found)

    def of(self, subjects: Collection[int], items: int) -> list[Load]:
        """Return the loads about some people and items (bits), cut down to those items."""
        return [
            replace(load, items=load.items & items) if load.items & ~items else load
            for load in self.loads
            if load.arrives_for in subjects and load.items & items
        ]

    def onward(self, start: Held) -> dict[Holding, int]:
        """Return what is held in the end if only `start` is held now and nothing new is taken in."""
        held = dict(start)
        waiting = dict(start)
        turn = deque(waiting)  # first come, first served: what arrives meanwhile goes on together
        while turn:
            holding = turn.popleft()
            items = waiting.pop(holding)
            for load in self.outgoing.get(holding, ()):
                end = load.ends
                new = load.items & items & ~held.get(end, 0)
                if new:
                    held[end] = held.get(end, 0) | new
                    if end not in waiting:
                        turn.append(end)
                    waiting[end] = waiting.get(end, 0) | new
        return held

    def way_to(self, holding: Holding, item: int) -> list[str]:
        """Return the flows of a shortest way by which an item came to be held; none at an origin."""
        states = self.states
        state = self._state_of[(*holding, item)]
        rows: list[int] = []
        while state >= 0 and int(states.hops[state]) > 0:
            rows.append(int(states.row[state]))
            state = int(states.parent[state])
        return [self.flow_ids[row] for row in reversed(rows)]

    @cached_property
    def _state_of(self) -> dict[tuple[int, int, int, int], int]:
        states = self.states
        parts = (states.place, states.subject, states.form, states.item)
        return {key: index for index, key in enumerate(zip(*(part.tolist() for part in parts), strict=True))}

    def item_keys(self, items: int) -> list[str]:
        """Return the keys of items given as bits, sorted."""
        return [self.encoded.items.keys[number] for number in bits(items)]

    def subject_keys(self, subjects: Iterable[int]) -> list[str]:
        """Return the keys of subjects, sorted."""
        return sorted({self.encoded.subjects.keys[number] for number in subjects})

    def _moved(self, row: int, source: int, target: int) -> Iterator[Load]:
        encoded = self.encoded
        items = self._sets("items_moved", "items", row)[0]
        for pair in self._sets("subjects_moved", "subjects", row)[1]:
            held_for, arrives_for = divmod(pair, len(encoded.subjects.keys))
            for change in self._sets("forms_moved", "treatment", row)[1]:
                form, becomes = divmod(change, 2)
                passing = items & self.held.get((source, held_for, form), 0)
                if passing:
                    yield Load(row, source, target, held_for, arrives_for, form, becomes, passing)

    def _made(self, row: int, source: int, target: int) -> Iterator[Load]:
        items = self._sets("items_made_alone", "items", row)[0]
        for subject in self._sets("subjects_made", "subjects", row)[1] if items else ():
            for change in self._sets("forms_moved", "treatment", row)[1]:
                form, becomes = divmod(change, 2)
                if form == 0:
                    yield Load(row, source, target, subject, subject, form, becomes, items, made=True)

    def _sets(self, meaning: str, column: str, row: int) -> tuple[int, tuple[int, ...]]:
        """Return what a row's cell means, as bits and as numbers."""
        if meaning not in self._spelt:
            found: Meanings = getattr(self.encoded, meaning)
            sets = [
                tuple(found.flat[start : start + count].tolist())
                for start, count in zip(found.start.tolist(), found.count.tolist(), strict=True)
            ]
            codes = self.inventory.coded(column).codes
            slots = found.slot[self.encoded.codes(column, _all(len(codes)))].tolist()
            self._spelt[meaning] = slots, [(as_bits(numbers), numbers) for numbers in sets]
        slots, known = self._spelt[meaning]
        return known[slots[row]]

    @cached_property
    def _spelt(self) -> dict[str, tuple[list[int], list[tuple[int, tuple[int, ...]]]]]:
        return {}


def _all(size: int) -> Ints:
    return np.arange(size, dtype=np.int64)


def bits(numbers: int) -> Iterator[int]:
    """Yield the numbers that are set in a number's bits, ascending.

    Examples
    --------
    >>> list(bits(0b1101))
    [0, 2, 3]
    """
    while numbers:
        lowest = numbers & -numbers
        yield lowest.bit_length() - 1
        numbers ^= lowest


def as_bits(numbers: Iterable[int]) -> int:
    """Return a set of numbers as the bits of one number.

    Examples
    --------
    >>> as_bits([0, 2, 3]) == 0b1101
    True
    """
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def traffic_of(
    inventory: Inventory,
    *,
    as_of: date,
    reading: Reading,
    items: Collection[int] | None = None,
    include_planned: bool = False,
) -> Traffic:
    """Return what moves on a day under one reading.

    Parameters
    ----------
    inventory : the flows. as_of : rows count that run on this day.
    items : numbers of the items to follow; None = all. include_planned : planned rows too.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient
    ... F1,collection,name;email,customer,customer,shop
    ... F2,entrustment,email;phone,customer,shop,mailer
    ... ''')
    >>> moving = traffic_of(table, as_of=date(2026, 4, 1), reading=Reading.CERTAIN)
    >>> [(moving.flow_ids[load.row], moving.item_keys(load.items)) for load in moving.loads]
    [('F1', ['email', 'name']), ('F2', ['email'])]
    """
    rows = running(inventory, as_of, include_planned=include_planned)
    return Traffic(Encoded(inventory, rows, reading, items))


def numbers_of(universe: Universe, inventory: Inventory, asked: Keys) -> frozenset[int]:
    """Return the numbers of what is asked for: the keys, those below them and those above them.

    Who holds "contact details" holds the e-mail address: a key stands for what lies below it, so a
    request about the lower one concerns whoever holds the upper one. None asks for everything.

    Raises
    ------
    KeyError if nobody knows such a word.
    """
    below = keys_below(inventory, universe.list_name, asked)
    if below is None:
        return frozenset(universe.index.values())
    above = {key for word in below for key in universe.vocabulary.ancestors(universe.list_name, word)}
    return frozenset(universe.index[key] for key in {*below, *above, UNSPECIFIED} if key in universe.index)


def item_numbers(inventory: Inventory, asked: Keys) -> frozenset[int]:
    """Return the numbers of the items asked for; see `numbers_of`."""
    return numbers_of(items_of(inventory), inventory, asked)
