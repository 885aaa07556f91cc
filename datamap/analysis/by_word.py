"""A search for what is held where, 64 items at a time: for rows that move many items each.

Items never turn into each other, so each can be followed alone; 64 of them fit into one machine
word and are followed together. A row that moves everything costs no more than one that moves one
item. Where ways are long and thin (a chain of 100,000 places), plain Python takes over, since
the cost of a numpy call on three numbers is the call.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from datamap.analysis.net import Edges, Net
from datamap.analysis.states import States, together
from datamap.graph.sorting import distinct, ordered, starts
from datamap.graph.spread import Ints, spread

Words = npt.NDArray[np.uint64]

BITS = 64
"""Bits of a machine word."""

WORD = BITS
"""Items followed together."""

STEPS = 64
"""Steps taken with whole arrays before going on edge by edge."""

ALIKE = 64
"""Different sets of items up to which most edges between two nodes are taken to do the same."""

MANY = 4
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


def search_by_word(net: Net) -> States:
    """Return every state that holds, 64 items at a time."""
    begun, edges = ByWord(net, net.begun), ByWord(net, _firsts(net.edges))
    held = np.zeros(net.root + 1, dtype=np.uint64)
    found: list[States] = []
    offset = 0
    for word in np.union1d(begun.words, edges.words).tolist():
        states = _search_word(net, word, begun.of(word), edges.of(word), held)
        states.parent[states.parent >= 0] += offset
        found.append(states)
        offset += len(states)
    return together(found)


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
        order = ordered(item)
        self._slot, self._item = slot[order], item[order]
        self.words = np.flatnonzero(np.bincount(item // WORD))

    def of(self, word: int) -> tuple[Edges, Words]:
        """Return the edges that let items of this word pass, in order, and which items."""
        low, high = np.searchsorted(self._item, [word * WORD, (word + 1) * WORD])
        slot, item = self._slot[low:high], self._item[low:high] - word * WORD
        carries = np.zeros(self._size, dtype=np.bool_)
        carries[slot] = True
        number = np.cumsum(carries)  # 0 is the set of those that carry none of these items
        passes = np.zeros((int(number[-1]) + 1 if self._size else 1, BITS), dtype=np.bool_)
        passes[number[slot], item] = True
        masks = np.packbits(passes, axis=1, bitorder="little").view("<u8").ravel().astype(np.uint64)
        chosen = np.flatnonzero(carries[self._edges.slot])
        edges = Edges(*(getattr(self._edges, part)[chosen] for part in Edges.__slots__))
        return edges, masks[number[edges.slot]]


def _search_word(
    net: Net, word: int, begun: tuple[Edges, Words], passing: tuple[Edges, Words], held: Words
) -> States:
    """Return the states of the items of one word; `held` is scratch space, given back as zeros."""
    (first, at_first), (edges, masks) = begun, passing
    claims, start = _Claims(), _Claims()
    delta = np.zeros(net.root + 1, dtype=np.uint64)
    delta[net.root] = ~np.uint64(0)
    _step(first, np.arange(len(first)), at_first, delta, held, start, 0)
    delta[net.root] = ~np.uint64(0)
    step = 0
    out = _Out(edges, net.root + 1)
    while delta.any() and step < STEPS:
        step += 1
        leaving = out.of(delta)
        items = delta[edges.source[leaving]] & masks[leaving]
        passed = items != 0
        _step(edges, leaving[passed], items[passed], delta, held, claims, step)
    if delta.any():
        _on_and_on(edges, masks, delta, held, claims, step)
    held[np.concatenate([first.target, edges.target])] = 0
    return _states(net, word, (first, start), (edges, claims))


class _Out:
    """The edges that leave each node."""

    def __init__(self, edges: Edges, size: int) -> None:
        self._all = np.arange(len(edges))
        self._by_source, self._start = ordered(edges.source), starts(edges.source, size)

    def of(self, delta: Words) -> Ints:
        """Return the edges that leave nodes that have something new, in order."""
        nodes = np.flatnonzero(delta != 0)  # on flags it is several times faster than on numbers
        begin = self._start[nodes]
        count = self._start[nodes + 1] - begin
        if int(count.sum()) * MANY > len(self._all):
            return self._all
        which, place = spread(count)
        return np.sort(self._by_source[begin[which] + place])


def _step(
    edges: Edges, which: Ints, items: Words, delta: Words, held: Words, claims: _Claims, step: int
) -> None:
    """Bring items along edges: what is new is claimed by the first edge that brings it."""
    delta[:] = 0
    target = edges.target[which]
    items = items & ~held[target]
    new = items != 0
    which, target, items = which[new], target[new], items[new]
    while which.size:
        first = np.empty(len(target), dtype=np.bool_)
        first[0] = True
        np.not_equal(target[1:], target[:-1], out=first[1:])
        claims.add(which[first], items[first], step)
        delta[target[first]] |= items[first]
        left = items & ~items[first][np.cumsum(first) - 1]
        more = left != 0
        which, target, items = which[more], target[more], left[more]
    held |= delta


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
    bytes_of = np.concatenate(claims.items).astype("<u8").view(np.uint8).reshape(-1, 8)
    claim, bit = np.nonzero(np.unpackbits(bytes_of, axis=1, bitorder="little"))
    edge = edge[claim]
    bits: Ints = bit.astype(np.int64)
    return edges.target[edge], bits, step[claim], edges.row[edge], edges.source[edge]
