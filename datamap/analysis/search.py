"""Breadth-first search over states: a label (whose item, in which form) at a place.

States of different items never touch, so a large question is answered a block of items at a
time; memory is bounded and the answer is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from datamap.analysis.encoding import Encoded, Flags, Ragged
from datamap.graph.legs import Legs
from datamap.graph.spread import Ints, spread

STATES = 20_000_000
"""Most states looked at in one block (about 24 bytes each)."""

EDGES = 20_000_000
"""Most edges between states in one block (about 60 bytes each)."""


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Everything that is held, with the way it came.

    Attributes
    ----------
    place, subject, item, form : what is held where, as numbers of `Encoded`.
    hops : flows on the shortest way from where it begins; 0 at an origin.
    row : row by which it came last; at an origin the first row that says it is held there.
    parent : index of the state it came from; -1 where it begins. Parents stand before children.
    """

    place: Ints
    subject: Ints
    item: Ints
    form: Ints
    hops: Ints
    row: Ints
    parent: Ints

    def __len__(self) -> int:
        return len(self.place)


@dataclass(frozen=True, slots=True, eq=False)
class _Moves:
    """Edges between states: which row carries a label from one to the other."""

    source: Ints
    target: Ints
    row: Ints


def search(encoded: Encoded) -> States:
    """Return every state that holds, each with a shortest way there."""
    found: list[States] = []
    offset = 0
    for low, high in _blocks(encoded):
        states = _Block(encoded, low, high).search(offset)
        offset += len(states)
        found.append(states)
    parts = ([getattr(states, name) for states in found] for name in States.__slots__)
    return States(*(np.concatenate(part) if part else np.zeros(0, np.int64) for part in parts))


def _blocks(encoded: Encoded) -> Iterator[tuple[int, int]]:
    """Yield ranges of items that are small enough to be searched at once, and not empty."""
    size = len(encoded.items.keys)
    wanted = np.zeros(size, dtype=np.int64)
    wanted[sorted(encoded.followed)] = 1
    weight = np.maximum(_edges_by_item(encoded) / EDGES, wanted * encoded.states_an_item / STATES)
    low, load = 0, 0.0
    for item in range(size):
        if load and load + weight[item] > 1:
            yield low, item
            low, load = item, 0.0
        load += weight[item]
    if load:
        yield low, size


def _edges_by_item(encoded: Encoded) -> Ints:
    """Return for each item how many edges its states have."""
    pattern, codes = encoded.patterns
    legs = np.bincount(pattern[encoded.deliveries.row[encoded.moves]], minlength=codes.shape[1])
    of_item, of_subject, of_form = codes
    edges = legs * encoded.subjects_moved.count[of_subject] * encoded.forms_moved.count[of_form]
    lists = encoded.items_moved
    owner, place = spread(lists.count[of_item] * (edges > 0))
    items = lists.flat[lists.start[of_item][owner] + place]
    return np.bincount(items, weights=edges[owner], minlength=len(encoded.items.keys)).astype(np.int64)


class _Block:
    """The states of a range of items. A state is place * labels + label; two roots come last."""

    def __init__(self, encoded: Encoded, low: int, high: int) -> None:
        self._encoded, self._low, self._width = encoded, low, high - low
        self._subjects = len(encoded.subjects.keys)
        self._labels = encoded.forms * self._subjects * self._width
        self._root = len(encoded.places) * self._labels
        self._moved = _within(encoded.items_moved, low, high)
        self._made = _within(encoded.items_made, low, high)
        self._alone = _within(encoded.items_made_alone, low, high)

    def search(self, offset: int) -> States:
        """Return what holds; `offset` is the index of the first state in the whole answer."""
        begin, first, moves = self._begun(), self._handed(), self._moves()
        edges = _Moves(
            *(np.concatenate(parts) for parts in zip(*map(_parts, (begin, first, moves)), strict=True))
        )
        order, before = self._breadth_first(edges)
        states = order[order < self._root]
        row = np.full(self._root + 2, -1, dtype=np.int64)
        ways = np.flatnonzero(before[edges.target] == edges.source)[::-1]
        row[edges.target[ways]] = edges.row[ways]  # backwards, so that the first row stays
        index = np.full(self._root + 2, -1, dtype=np.int64)
        index[states] = np.arange(offset, offset + len(states))
        parent = index[before[states]]
        hops = _depth(order, before)[order < self._root] - 1
        place, label = np.divmod(states, self._labels)
        other, item = np.divmod(label, self._width)
        form, subject = np.divmod(other, self._subjects)
        return States(place, subject, item + self._low, form, hops, row[states], parent)

    def _breadth_first(self, edges: _Moves) -> tuple[Ints, Ints]:
        size = self._root + 2
        source = np.concatenate([[self._root], edges.source])
        target = np.concatenate([[self._root + 1], edges.target])
        where = np.argsort(source, kind="stable")
        start = np.zeros(size + 1, dtype=np.int64)
        np.cumsum(np.bincount(source, minlength=size), out=start[1:])
        narrow = np.int32 if max(size, len(source)) < 2**31 else np.int64
        graph = csr_array(
            (np.ones(len(source)), target[where].astype(narrow), start.astype(narrow)), (size, size)
        )
        order, before = breadth_first_order(graph, self._root, directed=True, return_predecessors=True)
        return order.astype(np.int64), before.astype(np.int64)

    def _label(self, form: Ints, subject: Ints, item: Ints) -> Ints:
        return (form * self._subjects + subject) * self._width + item - self._low

    def _moves(self) -> _Moves:
        """Return the edges along which rows pass on what their source holds."""
        encoded = self._encoded
        legs = _first(encoded.deliveries, encoded.moves, encoded.patterns[0])
        used, pattern = np.unique(encoded.patterns[0][legs.row], return_inverse=True)
        of_item, of_subject, of_form = encoded.patterns[1][:, used]
        subjects, forms = encoded.subjects_moved, encoded.forms_moved
        owner, one, two, three = spread(
            self._moved.count[of_item], subjects.count[of_subject], forms.count[of_form]
        )
        item = self._moved.flat[self._moved.start[of_item][owner] + one]
        held, arrives = np.divmod(subjects.flat[subjects.start[of_subject][owner] + two], self._subjects)
        was, becomes = np.divmod(forms.flat[forms.start[of_form][owner] + three], 2)
        count = np.bincount(owner, minlength=len(used))
        start = np.cumsum(count) - count
        leg, place = spread(count[pattern])
        entry = start[pattern][leg] + place
        source = legs.source[leg] * self._labels + self._label(was, held, item)[entry]
        target = legs.target[leg] * self._labels + self._label(becomes, arrives, item)[entry]
        return _Moves(source, target, legs.row[leg])

    def _begun(self) -> _Moves:
        """Return edges from the first root to what origins hold to begin with."""
        encoded = self._encoded
        legs = encoded.deliveries
        chosen = encoded.moves & encoded.origins[legs.source]
        here = _first(Legs(legs.row, legs.source, legs.source), chosen, encoded.patterns[0])
        of_item = encoded.inventory.coded("items").codes[here.row]
        told = np.zeros(len(encoded.places), dtype=np.bool_)
        told[here.source[~encoded.everything[of_item]]] = True
        plain = np.zeros(len(here), dtype=np.int64)
        ways = [
            self._made_at(here, np.flatnonzero(told[here.source] == known), made, plain)
            for known, made in ((True, self._made), (False, self._alone))
        ]
        return _Moves(*(np.concatenate(parts) for parts in zip(*map(_parts, ways), strict=True)))

    def _handed(self) -> _Moves:
        """Return edges from the second root to what people hand over and derivations make."""
        encoded = self._encoded
        legs = _first(encoded.deliveries, ~encoded.moves, encoded.patterns[0])
        forms = encoded.forms_moved
        of_form = encoded.inventory.coded("treatment").codes[legs.row]
        owner, place = spread(forms.count[of_form])
        was, becomes = np.divmod(forms.flat[forms.start[of_form][owner] + place], 2)
        plain = was == 0
        form = becomes[plain]
        found = self._made_at(legs, owner[plain], self._alone, form)
        return _Moves(found.source + 1, found.target, found.row)

    def _made_at(self, legs: Legs, chosen: Ints, items: Ragged, form: Ints) -> _Moves:
        """Return edges from the first root to what chosen legs bring about at their targets."""
        encoded, row = self._encoded, legs.row[chosen]
        of_item = encoded.inventory.coded("items").codes[row]
        of_subject = encoded.inventory.coded("subjects").codes[row]
        subjects = encoded.subjects_made
        owner, one, two = spread(items.count[of_item], subjects.count[of_subject])
        item = items.flat[items.start[of_item][owner] + one]
        subject = subjects.flat[subjects.start[of_subject][owner] + two]
        label = self._label(form[owner], subject, item)
        target = legs.target[chosen][owner] * self._labels + label
        return _Moves(np.full(len(target), self._root), target, row[owner])


def _parts(moves: _Moves) -> tuple[Ints, Ints, Ints]:
    return moves.source, moves.target, moves.row


def _within(lists: Ragged, low: int, high: int) -> Ragged:
    """Return lists of numbers cut down to a range (lists may share a slice)."""
    kept = (lists.flat >= low) & (lists.flat < high)
    before = np.concatenate([[0], np.cumsum(kept)])
    start = before[lists.start]
    return Ragged(start, before[lists.start + lists.count] - start, lists.flat[kept])


def _first(legs: Legs, chosen: Flags, pattern: Ints) -> Legs:
    """Return the chosen legs, of equal ones (places and cells alike) only the first row's."""
    row, source, target = legs.row[chosen], legs.source[chosen], legs.target[chosen]
    size = int(max(source.max(initial=0), target.max(initial=0))) + 1
    _, first = np.unique((pattern[row] * size + source) * size + target, return_index=True)
    kept = np.sort(first)
    return Legs(row[kept], source[kept], target[kept])


def _depth(order: Ints, before: Ints) -> Ints:
    """Return how far each node of a breadth-first order is from its root."""
    position = np.full(len(before), -1, dtype=np.int64)
    position[order] = np.arange(len(order))
    parent = position[before[order[1:]]]
    depth = np.zeros(len(order), dtype=np.int64)
    low, high = 0, 1
    level = 0
    while high < len(order):
        level += 1
        low, high = high, 1 + int(np.searchsorted(parent, high))
        depth[low:high] = level
    return depth
