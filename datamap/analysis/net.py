"""The edges along which items pass between nodes (a place, whose items, in which form)."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass

import numpy as np

from datamap.analysis.encoding import Encoded
from datamap.analysis.meanings import Meanings
from datamap.graph.legs import Legs
from datamap.graph.sorting import ordered
from datamap.graph.spread import Ints, divided, spread


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Edges between nodes, in the order of their targets and rows.

    Attributes
    ----------
    source, target : numbers of nodes. row : the row they stand for.
    slot : which set of items passes (a number of `Net.sets`).
    """

    source: Ints
    target: Ints
    row: Ints
    slot: Ints

    def __len__(self) -> int:
        return len(self.row)


class Net:
    """All edges of one encoded inventory.

    Parameters
    ----------
    encoded : the rows that run. Rows that carry none of the items followed have no edge.

    Attributes
    ----------
    root : number of the node from which people and derivations hand over; it has every item.
    items : how many items there are. forms : how many forms items are held in.
    sides : nodes of each place: forms times subjects.
    begun : what origins hold to begin with (edges from the root). edges : everything else.
    sets : the sets of items that pass; `start`, `count`, `flat` as in `Meanings`.
    """

    def __init__(self, encoded: Encoded) -> None:
        self._encoded = encoded
        self._people = len(encoded.subjects.keys)
        self.forms = encoded.forms
        self.sides = self.forms * self._people
        self.root = len(encoded.places) * self.sides
        self.items = len(encoded.items.keys)
        single = Meanings.single(len(encoded.items.keys))
        self._lists = encoded.items_moved, encoded.items_made, encoded.items_made_alone, single
        self.sets = _together(*self._lists)
        told, begun = encoded.told, encoded.begun
        plain = np.zeros(len(begun), dtype=np.int64)
        self.begun = _sorted(
            self._made(begun, np.flatnonzero(told), plain, encoded.items_made, 1),
            self._made(begun, np.flatnonzero(~told), plain, encoded.items_made_alone, 2),
            self._given(),
        )
        self.edges = _sorted(self._moved(), self._handed())

    def node(self, place: Ints, form: Ints, subject: Ints) -> Ints:
        """Return the number of a node."""
        return (place * self.forms + form) * self._people + subject

    def without(self, rows: Collection[int]) -> Net:
        """Return the net with some rows ended; what origins hold to begin with stays."""
        other = copy(self)
        kept = ~np.isin(self.edges.row, sorted(rows))
        other.edges = Edges(*(getattr(self.edges, part)[kept] for part in Edges.__slots__))
        return other

    def place_of(self, node: int) -> int:
        """Return the place of one node."""
        return node // self.sides

    def parts(self, node: Ints) -> tuple[Ints, Ints, Ints]:
        """Return place, form and subject of nodes."""
        rest, subject = divided(node, self._people)
        place, form = divided(rest, self.forms)
        return place, form, subject

    def _moved(self) -> Edges:
        """Return the edges of rows that pass on what their source holds."""
        encoded, legs = self._encoded, self._encoded.deliveries
        items, subjects, forms = encoded.items_moved, encoded.subjects_moved, encoded.forms_moved
        of_item = items.slot[encoded.codes("items", legs.row)]
        carries = np.flatnonzero(encoded.moves & (items.count[of_item] > 0))
        row = legs.row[carries]
        of_subject = subjects.slot[encoded.codes("subjects", row)]
        of_form = forms.slot[encoded.codes("treatment", row)]
        leg, two, one = spread(forms.count[of_form], subjects.count[of_subject])
        held, arrives = divided(subjects.flat[subjects.start[of_subject[leg]] + one], self._people)
        was, becomes = divided(forms.flat[forms.start[of_form[leg]] + two], 2)
        chosen = carries[leg]
        return Edges(
            self.node(legs.source[chosen], was, held),
            self.node(legs.target[chosen], becomes, arrives),
            row[leg],
            of_item[chosen],
        )

    def _handed(self) -> Edges:
        """Return the edges from the root: what people hand over and derivations make."""
        encoded, legs, forms = self._encoded, self._encoded.deliveries, self._encoded.forms_moved
        made = Legs(legs.row[~encoded.moves], legs.source[~encoded.moves], legs.target[~encoded.moves])
        of_form = forms.slot[encoded.codes("treatment", made.row)]
        leg, place = spread(forms.count[of_form])
        was, becomes = divided(forms.flat[forms.start[of_form[leg]] + place], 2)
        plain = was == 0
        return self._made(made, leg[plain], becomes[plain], encoded.items_made_alone, 2)

    def _made(self, legs: Legs, chosen: Ints, form: Ints, items: Meanings, kind: int) -> Edges:
        """Return edges from the root for what chosen legs bring about at their targets."""
        encoded = self._encoded
        subjects = encoded.subjects_made
        of_subject = subjects.slot[encoded.codes("subjects", legs.row[chosen])]
        leg, one = spread(subjects.count[of_subject])
        subject = subjects.flat[subjects.start[of_subject[leg]] + one]
        slot = items.slot[encoded.codes("items", legs.row[chosen])][leg]
        where = chosen[leg]
        target = self.node(legs.target[where], form[leg], subject)
        brings = items.count[slot] > 0
        row, slot = legs.row[where][brings], slot[brings] + self._offset(kind)
        return Edges(np.full(len(row), self.root), target[brings], row, slot)

    def _offset(self, kind: int) -> int:
        return sum(len(found.count) for found in self._lists[:kind])

    def _given(self) -> Edges:
        """Return edges from the root for what is held to begin with whatever the rows say."""
        place, subject, item, row = self._encoded.given
        target = self.node(place, np.zeros_like(place), subject)
        return Edges(np.full(len(place), self.root), target, row, self._lists[3].slot[item] + self._offset(3))


def _together(*lists: Meanings) -> Meanings:
    """Return the sets of several meanings one after the other; `slot` is of no use any more."""
    count = np.concatenate([found.count for found in lists])
    flat = np.concatenate([found.flat for found in lists])
    return Meanings(np.zeros(0, np.int64), np.cumsum(count) - count, count, flat)


def _sorted(*edges: Edges) -> Edges:
    """Return edges in the order of targets and rows; those of one row stand by their sources already."""
    parts = [np.concatenate([getattr(some, part) for some in edges]) for part in Edges.__slots__]
    _, target, row, _ = parts
    first = int(row.min(initial=0))  # -1 where no such row is left
    order = ordered(target * (int(row.max(initial=0)) - first + 1) + (row - first))
    return Edges(*(part[order] for part in parts))
