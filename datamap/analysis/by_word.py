"""A search for what is held where, 64 items at a time: for rows that move many items each.

Items never turn into each other, so each can be followed alone; 64 of them fit into one machine
word and are followed together. A row that moves everything costs no more than one that moves one
item. Where ways are long and thin (a chain of 100,000 places), plain Python takes over, since
the cost of a numpy call on three numbers is the call.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from datamap.analysis.net import Edges, Net
from datamap.analysis.states import States, together
from datamap.graph.sorting import distinct, ordered, starts
from datamap.graph.spread import Ints, divided, spread

Words = npt.NDArray[np.uint64]

BITS = 64
"""Bits of a machine word."""

WORD = BITS
"""Items followed together."""

STEPS = 64
"""Steps taken with whole arrays before going on edge by edge."""

ALIKE = 64
"""Different sets of items up to which most edges between two nodes are taken to do the same."""

MANY = 8
"""Part of all edges (one in so many) from which on it is faster to look at each of them."""

DENSE = 100_000_000
"""Most entries of a table that looks states up at once (4 bytes each); beyond, they are searched for."""


@dataclass(slots=True)
class _Claims:
    """Which edge first brought which items, step by step."""

    edge: list[Ints] = field(default_factory=list)
    items: list[Words] = field(default_factory=list)
    step: list[Ints] = field(default_factory=list)

    def add(self, edge: Ints, items: Words, step: int) -> None:
        """Note what edges have brought in one step."""
        self.edge.append(edge)
        self.items.append(items)
        self.step.append(np.full(len(edge), step, dtype=np.int64))


Claimed = tuple[tuple[Edges, _Claims], tuple[Edges, _Claims]]
"""What origins hold to begin with and what comes to be held, each by its edges."""


def search_by_word(net: Net) -> States:
    """Return every state that holds, 64 items at a time."""
    found: list[States] = []
    offset = 0
    for word, _, claims in _words(net, net.begun, _firsts(net.edges)):
        states = _states(net, word, *claims)
        states.parent[states.parent >= 0] += offset
        found.append(states)
        offset += len(states)
    return together(found)


def held_by_word(net: Net) -> Iterator[tuple[int, Words]]:
    """Yield for each word of items what the nodes hold, without the ways; the last node is the root."""
    yield from ((word, held) for word, held, _ in _words(net, net.begun, net.edges))


def _words(net: Net, begun: Edges, edges: Edges) -> Iterator[tuple[int, Words, Claimed]]:
    """Search for the items of one word after the other; what is held counts until the next one is asked."""
    first, further = ByWord(net, begun), ByWord(net, edges)
    held = np.zeros(net.root + 1, dtype=np.uint64)
    for word in np.union1d(first.words, further.words).tolist():
        yield word, held, _search_word(net, first.of(word), further.of(word), held)
        held[:] = 0


def _firsts(edges: Edges) -> Edges:
    """Return of the edges that do the same the first ones, where most do (the worst case)."""
    slots = distinct(edges.slot)
    if len(slots) > ALIKE:
        return edges
    key = (edges.target * (int(edges.source.max(initial=0)) + 1) + edges.source) * (len(slots) + 1)
    key += np.searchsorted(slots, edges.slot)
    order = ordered(key)
    first = np.ones(len(key), dtype=np.bool_)
    first[1:] = key[order[1:]] != key[order[:-1]]
    kept = np.sort(order[first])
    return Edges(*(getattr(edges, part)[kept] for part in Edges.__slots__))


class ByWord:
    """Edges and the items they let pass, a word of items at a time."""

    def __init__(self, net: Net, edges: Edges) -> None:
        self._edges, self._size = edges, len(net.sets.count)
        used = np.zeros(self._size, dtype=np.bool_)
        used[edges.slot] = True
        slot, place = spread(net.sets.count * used)
        place += net.sets.start[slot]
        item = net.sets.flat[place]
        word, bit = item // WORD, np.uint64(1) << (item & (WORD - 1)).view(np.uint64)
        new = np.ones(len(slot), dtype=np.bool_)  # items of one word mostly stand together
        new[1:] = (slot[1:] != slot[:-1]) | (word[1:] != word[:-1])
        at = np.flatnonzero(new)
        slot, word = slot[at], word[at]
        masks = np.bitwise_or.reduceat(bit, at) if at.size else bit
        order = ordered(word)
        self._slot, self._word, self._masks = slot[order], word[order], masks[order]
        self.words = np.flatnonzero(np.bincount(word))

    def of(self, word: int) -> tuple[Edges, Words]:
        """Return the edges that let items of this word pass, in order, and which items."""
        these = slice(*np.searchsorted(self._word, [word, word + 1]))
        passes = np.zeros(self._size, dtype=np.uint64)
        np.bitwise_or.at(passes, self._slot[these], self._masks[these])
        masks = passes[self._edges.slot]
        chosen = np.flatnonzero(masks != 0)
        edges = Edges(*(getattr(self._edges, part)[chosen] for part in Edges.__slots__))
        return edges, masks[chosen]


def _search_word(net: Net, begun: tuple[Edges, Words], passing: tuple[Edges, Words], held: Words) -> Claimed:
    """Return which edges bring the items of one word, and put what nodes hold into `held`, all zeros."""
    (first, at_first), (edges, masks) = begun, passing
    claims, start = _Claims(), _Claims()
    delta = np.zeros(net.root + 1, dtype=np.uint64)
    delta[net.root] = ~np.uint64(0)
    _step(first, np.arange(len(first)), at_first, delta, held, start, 0)
    delta[net.root] = ~np.uint64(0)
    step = 0
    out = _Out(edges, masks, net.root + 1)
    while delta.any() and step < STEPS:
        step += 1
        _step(edges, *out.bringing(delta, held), delta, held, claims, step)
    if delta.any():
        _on_and_on(edges, masks, delta, held, claims, step)
    return (first, start), (edges, claims)


class _Out:
    """The edges that leave each node, and the items they let pass."""

    def __init__(self, edges: Edges, masks: Words, size: int) -> None:
        self._edges, self._masks = edges, masks
        self._by_source, self._start = ordered(edges.source), starts(edges.source, size)

    def bringing(self, delta: Words, held: Words) -> tuple[Ints, Words]:
        """Return the edges that bring on what nodes have newly got to where it is not held, in order."""
        nodes = np.flatnonzero(delta != 0)  # on flags it is several times faster than on numbers
        begin = self._start[nodes]
        count = self._start[nodes + 1] - begin
        if int(count.sum()) * MANY > len(self._masks):
            items = self._new(slice(None), delta, held)
            which = np.flatnonzero(items != 0)
            return which, items[which]
        owner, place = spread(count)
        leaving = self._by_source[begin[owner] + place]
        which = np.sort(leaving[self._new(leaving, delta, held) != 0])
        return which, self._new(which, delta, held)

    def _new(self, which: Ints | slice, delta: Words, held: Words) -> Words:
        """Return what some edges bring on that their targets do not hold yet."""
        edges = self._edges
        new: Words = delta[edges.source[which]] & self._masks[which] & ~held[edges.target[which]]
        return new


def _step(
    edges: Edges, which: Ints, items: Words, delta: Words, held: Words, claims: _Claims, step: int
) -> None:
    """Bring items that are not held yet along edges: each is claimed by the first edge that brings it."""
    delta[:] = 0
    target = edges.target[which]
    while which.size:
        first = np.flatnonzero(np.diff(target, prepend=-1))
        claims.add(which[first], items[first], step)
        delta[target[first]] |= items[first]
        left = items & ~delta[target]
        more = np.flatnonzero(left != 0)
        slow = 2 * len(more) > len(which)
        which, target, items = which[more], target[more], left[more]
        if slow:
            brings = _new_in_order(target, items)
            turn = _by_turns(target, np.flatnonzero(brings != 0))
            claims.add(which[turn], brings[turn], step)
            np.bitwise_or.at(delta, target[turn], brings[turn])
            break
    held |= delta


def _new_in_order(target: Ints, items: Words) -> Words:
    """Return of what is brought to each target, one after the other, what none before it has brought."""
    so_far, width = items.copy(), 1  # what as many as `width` together bring, ending with each
    while (same := target[width:] == target[:-width]).any():
        so_far[width:] |= so_far[:-width] * same
        width *= 2
    new = items.copy()
    new[1:] &= ~(so_far[:-1] * (target[1:] == target[:-1]))
    return new


def _by_turns(target: Ints, some: Ints) -> Ints:
    """Return some of the edges so that the first one of each target comes first, then the second ones."""
    first = np.flatnonzero(np.diff(target[some], prepend=-1))
    turn = np.arange(len(some)) - np.repeat(first, np.diff(first, append=len(some)))
    return some[ordered(turn)]


def _on_and_on(edges: Edges, masks: Words, delta: Words, held: Words, claims: _Claims, step: int) -> None:
    """Go on edge by edge, node by node: for ways that are long and thin."""
    order = ordered(edges.source)
    start = starts(edges.source, len(held)).tolist()
    out, target, passes = order.tolist(), edges.target.tolist(), masks.tolist()
    has = held.tolist()
    now = {node: int(delta[node]) for node in np.flatnonzero(delta).tolist()}
    found: list[tuple[int, int, int]] = []
    while now:
        if len(now) == 1:
            step = _along(now, (start, out, target, passes), has, found, step)
        step += 1
        brought = [
            (edge, items & passes[edge])
            for node, items in now.items()
            for edge in out[start[node] : start[node + 1]]
        ]
        now = {}
        for edge, items in sorted(brought) if len(brought) > 1 else brought:
            node = target[edge]
            if new := items & ~has[node]:
                has[node] |= new
                now[node] = now.get(node, 0) | new
                found.append((edge, new, step))
    if found:
        edge_of, items_of, step_of = zip(*found, strict=True)
        claims.edge.append(np.array(edge_of, dtype=np.int64))
        claims.items.append(np.array(items_of, dtype=np.uint64))
        claims.step.append(np.array(step_of, dtype=np.int64))
        held[:] = np.array(has, dtype=np.uint64)


def _along(
    now: dict[int, int],
    ways: tuple[list[int], ...],
    has: list[int],
    found: list[tuple[int, int, int]],
    step: int,
) -> int:
    """Go on from the one node that has something new for as long as one edge only leaves each."""
    start, out, target, passes = ways
    (node, items) = now.popitem()
    while items and start[node + 1] - start[node] == 1:
        step += 1
        edge = out[start[node]]
        node = target[edge]
        items &= passes[edge] & ~has[node]
        if items:
            has[node] |= items
            found.append((edge, items, step))
    if items:
        now[node] = items
    return step


def _states(net: Net, word: int, *claimed: tuple[Edges, _Claims]) -> States:
    """Return claims as states, one for each item, parents before children."""
    nodes, bits, steps, rows, origin = (
        np.concatenate(p) for p in zip(*map(_spelt_out, claimed), strict=True)
    )
    parent = np.full(len(nodes), -1, dtype=np.int64)
    moved = origin < net.root
    parent[moved] = _found(nodes * WORD + bits, origin[moved] * WORD + bits[moved], net.root * WORD)
    place, form, subject = net.parts(nodes)
    return States(place, subject, bits + word * WORD, form, steps, rows, parent)


def _found(keys: Ints, wanted: Ints, size: int) -> Ints:
    """Return where each wanted key stands among different keys below `size`."""
    if size <= DENSE:
        where = np.zeros(size, dtype=np.int32)
        where[keys] = np.arange(len(keys))
        return where[wanted].astype(np.int64)
    order = np.argsort(keys)
    return order[np.searchsorted(keys[order], wanted)]


def _spelt_out(claimed: tuple[Edges, _Claims]) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return target, item within the word, step, row and source of each item that was claimed."""
    edges, claims = claimed
    if not claims.edge:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, nothing, nothing, nothing
    edge, step = np.concatenate(claims.edge), np.concatenate(claims.step)
    bytes_of = np.concatenate(claims.items).astype("<u8").view(np.uint8)
    found = np.flatnonzero(np.unpackbits(bytes_of, bitorder="little").view(np.bool_))
    claim, bits = divided(found, BITS)
    edge = edge[claim]
    return edges.target[edge], bits, step[claim], edges.row[edge], edges.source[edge]
