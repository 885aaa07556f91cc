"""Breadth-first search for what is held where, 64 items at a time.

Items never turn into each other, so each can be followed alone; 64 of them fit into one machine
word and are followed together. A row that moves everything costs no more than one that moves one
item. Where ways are long and thin (a chain of 100,000 places), plain Python takes over, since
the cost of a numpy call on three numbers is the call.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from datamap.analysis.encoding import Encoded
from datamap.analysis.net import Edges, Net
from datamap.graph.spread import Ints, spread

Words = npt.NDArray[np.uint64]

WORD = 64
"""Items followed together."""

STEPS = 64
"""Steps taken with whole arrays before going on edge by edge."""

DENSE = 100_000_000
"""Most entries of a table that looks states up at once (4 bytes each); beyond, they are searched for."""


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Everything that is held, with the way it came.

    Attributes
    ----------
    place, subject, item, form : what is held where, as numbers of `Encoded`.
    hops : flows on the shortest way from where it begins; 0 at an origin.
    row : row by which it came last (of several shortest ways the one whose last row stands first
        in the table); at an origin the first row that says it is held there.
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


def search(encoded: Encoded) -> States:
    """Return every state that holds, each with a shortest way there."""
    return search_net(Net(encoded))


def search_net(net: Net) -> States:
    """Return every state that holds, along given edges."""
    begun, edges = ByWord(net, net.begun), ByWord(net, net.edges)
    held = np.zeros(net.root + 1, dtype=np.uint64)
    found: list[States] = []
    offset = 0
    for word in np.union1d(begun.words, edges.words).tolist():
        states = _search_word(net, word, begun.of(word), edges.of(word), held)
        states.parent[states.parent >= 0] += offset
        found.append(states)
        offset += len(states)
    parts = ([getattr(states, part) for states in found] for part in States.__slots__)
    return States(*(np.concatenate(part) if part else np.zeros(0, np.int64) for part in parts))


class ByWord:
    """Edges and the items they let pass, a word of items at a time."""

    def __init__(self, net: Net, edges: Edges) -> None:
        self._edges, self._size = edges, len(net.sets.count)
        used = np.zeros(self._size, dtype=np.bool_)
        used[edges.slot] = True
        slot, place = spread(net.sets.count * used)
        item = net.sets.flat[net.sets.start[slot] + place]
        order = np.argsort(item, kind="stable")
        self._slot, self._item = slot[order], item[order]
        self.words = np.flatnonzero(np.bincount(item // WORD))
        by_slot = np.argsort(edges.slot, kind="stable")
        self._count = np.bincount(edges.slot, minlength=self._size)
        self._start = np.cumsum(self._count) - self._count
        self._by_slot = by_slot

    def of(self, word: int) -> tuple[Edges, Words]:
        """Return the edges that let items of this word pass, in order, and which items."""
        low, high = np.searchsorted(self._item, [word * WORD, (word + 1) * WORD])
        slot, bit = self._slot[low:high], (self._item[low:high] - word * WORD).astype(np.uint64)
        passes = np.zeros(self._size, dtype=np.uint64)
        np.bitwise_or.at(passes, slot, np.uint64(1) << bit)
        slots = np.flatnonzero(passes)
        which, place = spread(self._count[slots])
        chosen = np.sort(self._by_slot[self._start[slots[which]] + place])
        edges = Edges(*(getattr(self._edges, part)[chosen] for part in Edges.__slots__))
        return edges, passes[edges.slot]


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
    while delta.any() and step < STEPS:
        step += 1
        items = delta[edges.source]
        items &= masks
        reached = np.flatnonzero(items != 0)  # on flags it is several times faster than on numbers
        _step(edges, reached, items[reached], delta, held, claims, step)
    if delta.any():
        _on_and_on(edges, masks, delta, held, claims, step)
    held[np.concatenate([first.target, edges.target])] = 0
    return _states(net, word, (first, start), (edges, claims))


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
    order = np.argsort(edges.source, kind="stable")
    start = np.searchsorted(edges.source[order], np.arange(len(held) + 1)).tolist()
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
