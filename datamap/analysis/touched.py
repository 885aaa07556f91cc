"""What a breach of places or flows touches: whose items, in which form, and where copies went from there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from datamap.analysis.cells import PLAIN, STOPS
from datamap.analysis.copies import Copy, copies_if_misused, copies_made
from datamap.analysis.ground import Flags
from datamap.analysis.stated import Statement
from datamap.analysis.traffic import Held, Load, Traffic
from datamap.inventory import Inventory
from datamap.model import Flow, PlaceType, Reading


@dataclass(frozen=True, eq=False)
class Touched:
    """What is touched if some places, or what some flows carry, are laid open.

    Parameters
    ----------
    inventory : the flows. traffic : what moves, by reading.
    places : keys of the breached places. rows : the breached flows.
    running : which rows run. statements : what rows list though their source never received it.
    then : what moved, by reading, when those of the flows ran that have ended.
    left : rows that have ended: breached ones, and those by which breached places once received.
    """

    inventory: Inventory
    traffic: Mapping[Reading, Traffic]
    places: frozenset[str]
    rows: frozenset[int]
    running: Flags
    statements: tuple[Statement, ...] = ()
    then: Mapping[Reading, Traffic] = field(default_factory=dict)
    left: frozenset[int] = frozenset()

    def loads(self, reading: Reading) -> list[Load]:
        """Return the loads by which the touched items come: into the places, or on the flows."""
        moving = self.traffic[reading]
        return [
            *(
                load
                for load in moving.loads
                if load.row in self.rows or moving.places[load.target] in self.places
            ),
            *self._former(reading),
        ]

    def _former(self, reading: Reading) -> list[Load]:
        """Return the loads of ended rows; what they once brought into a place is held there possibly."""
        if not self.left:
            return []
        moving = self.then[Reading.CERTAIN if reading is Reading.CERTAIN else Reading.POSSIBLE]
        rows = self.left & self.rows if reading is Reading.CERTAIN else self.left
        return [
            load
            for load in moving.loads
            if load.row in rows and (load.row in self.rows or moving.places[load.target] in self.places)
        ]

    def held(self, reading: Reading) -> Held:
        """Return what is touched under one reading; the worst case begins with what is possible."""
        moving = self.traffic[Reading.POSSIBLE if reading is Reading.WORST_CASE else reading]
        found: defaultdict[tuple[int, int, int], int] = defaultdict(int)
        for holding, items in moving.held.items():
            if moving.places[holding[0]] in self.places:
                found[holding] |= items
        for load in moving.loads:
            if load.row in self.rows:
                found[load.ends] |= load.items
        for load in self._former(reading):
            found[load.ends] |= load.items
        return dict(found)

    def items(self, reading: Reading, *, plain: bool = False) -> list[str]:
        """Return the keys of the touched items, sorted; `plain` leaves out pseudonymised ones."""
        found = 0
        for (_, _, form), items in self.held(reading).items():
            found |= items if form == PLAIN or not plain else 0
        return self.traffic[reading].item_keys(found)

    def subjects(self, reading: Reading) -> list[str]:
        """Return the keys of the people concerned, sorted; "" = not recorded whose."""
        return self.traffic[reading].subject_keys(subject for _, subject, _ in self.held(reading))

    def copies(self, reading: Reading) -> dict[str, Copy]:
        """Return where copies went, by place, what is touched itself left out.

        Places that are groups of people are left out: they hold their own data.
        """
        moving, start = self.traffic[reading], self.held(reading)
        asked = np.array([*map(self._is_elsewhere, moving.places)], dtype=np.bool_)
        find = copies_if_misused if reading is Reading.WORST_CASE else copies_made
        copies = find(moving, start, asked)
        return dict(sorted((moving.places[number], copy) for number, copy in copies.items()))

    def _is_elsewhere(self, place: str) -> bool:
        return place not in self.places and self.inventory.places[place].type is not PlaceType.SUBJECT

    @cached_property
    def stated(self) -> tuple[Statement, ...]:
        """What is touched by the word of rows alone: those breached, into breached places or out of them."""
        ids = {flow.id for _, flow in self._concerned()}
        return tuple(one for one in self.statements if one[3] in ids or one[0] in self.places)

    def _concerned(self) -> Iterator[tuple[int, Flow]]:
        """Yield the rows that are breached or run into breached places, with those that once did."""
        for row, flow in enumerate(self.inventory.flows):
            into = {m for cell in (flow.recipient, flow.system) for m in self._members(cell)}
            if (row in self.rows or into & self.places) and (self.running[row] or row in self.left):
                yield row, flow

    @cached_property
    def open_flows(self) -> tuple[str, ...]:
        """Ids of flows that bring something of which the items are open or not specified."""
        return tuple(flow.id for _, flow in self._concerned() if not flow.items.closed)

    @cached_property
    def treated_flows(self) -> tuple[str, ...]:
        """Ids of flows that bring something after which nobody's items are left, by what they record."""
        return tuple(flow.id for _, flow in self._concerned() if flow.treatment in STOPS)

    def _members(self, cell: str) -> tuple[str, ...]:
        return self.inventory.groups.get(cell, (cell,)) if cell else ()
