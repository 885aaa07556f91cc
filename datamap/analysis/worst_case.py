"""Where items could end up if every place handed on all it holds: the worst case, all fields at once.

The reading looks at no list of items: what comes to a place goes on along every row from there. So the
places of a circle hold the same, and a circle counts as one place; of the few that are left, all
that each could hold passes as the bits of machine words. No ways are told (`search` does).
"""

from __future__ import annotations

from collections import deque

import numpy as np

from datamap.analysis.by_word import WORD, ByWord, Words
from datamap.analysis.net import Edges, Net
from datamap.graph.searching import circles, following
from datamap.graph.sorting import distinct, ordered, starts
from datamap.graph.spread import Ints, divided

ROUNDS = 64
"""Times that all that is new is handed on at once before it goes on place by place (a long chain)."""


class WorstCase:
    """Who could hold what under the reading *worst case*.

    Parameters
    ----------
    net : the edges, encoded under that reading.

    Attributes
    ----------
    words : how many machine words the bits of all items take.
    """

    def __init__(self, net: Net) -> None:
        self._net, self.words = net, -(-net.items // WORD)
        self._sides = net.sides
        places = max(net.root // self._sides, 1)
        edges = net.edges
        moved = edges.source != net.root
        (source, held), (target, arrives) = (
            divided(part[moved], self._sides) for part in (edges.source, edges.target)
        )
        same = held == arrives  # every row hands on whosesoever it is, in every form: once is enough
        once = same & (held == 0)
        ends = source * places + target
        self._pairs = divided(distinct(ends[once]), places)
        self._graph = following(*self._pairs, places)
        rest, ends = divided(distinct(((held * self._sides + arrives) * places**2 + ends)[~same]), places**2)
        self._turned = *divided(rest, self._sides), *divided(ends, places)

    @property
    def begun(self) -> Words:
        """What people hand over, derivations make and origins hold: bits of items by node."""
        net, found = self._net, np.zeros((self._net.root, self.words), dtype=np.uint64)
        made = net.edges.source == net.root
        first = Edges(*(getattr(net.edges, part)[made] for part in Edges.__slots__))
        for edges in (net.begun, first):
            by_word = ByWord(net, edges)
            for word in by_word.words.tolist():
                some, masks = by_word.of(word)
                np.bitwise_or.at(found[:, word], some.target, masks)
        return found

    def onward(self, start: Words) -> Words:
        """Return what is held in the end if `start` is held now, both as bits of items by node."""
        named = circles(self._graph)
        known, circle = np.unique(named, return_inverse=True)
        count = len(known)
        wide = start.reshape(len(circle), -1)[ordered(circle)]
        held = np.bitwise_or.reduceat(wide, starts(circle, count)[:-1], axis=0)
        held = held.reshape(count * self._sides, self.words)
        _hand_on(held, *self._between(circle, count))
        return held.reshape(count, -1)[circle].reshape(start.shape)

    def _between(self, circle: Ints, count: int) -> tuple[Ints, Ints]:
        """Return the edges between what circles hold, of whom and in which form, in the order of targets."""
        sides, below = np.arange(self._sides), count * self._sides
        source, target = (circle[part] for part in self._pairs)
        apart = source != target
        target, source = divided(distinct(target[apart] * count + source[apart], count**2), count)
        known = (target * self._sides * below + source * self._sides)[:, None] + sides * (below + 1)
        held, arrives, begin, end = self._turned
        turned = (circle[end] * self._sides + arrives) * below + circle[begin] * self._sides + held
        target, source = divided(distinct(np.concatenate([known.ravel(), turned]), below**2), below)
        return source, target


def _hand_on(held: Words, source: Ints, target: Ints) -> None:
    """Hand on along edges, in the order of their targets, until nothing is new."""
    new = np.ones(len(held), dtype=np.bool_)
    for _ in range(ROUNDS):
        live = new[source]
        begin, end = source[live], target[live]
        new[:] = False
        if not len(begin):
            return
        first = np.flatnonzero(np.diff(end, prepend=-1))
        node = end[first]
        brought = np.bitwise_or.reduceat(held[begin], first, axis=0) & ~held[node]
        new[node] = brought.any(axis=1)
        held[node] |= brought
    _one_by_one(held, source, target, new)


def _one_by_one(held: Words, source: Ints, target: Ints, new: np.ndarray) -> None:
    """Hand on what is new node by node, each as soon as it has got something: for ways that are long."""
    order, begin = ordered(source), starts(source, len(held)).tolist()
    after = target[order].tolist()
    has = [int.from_bytes(row.tobytes(), "little") for row in held.astype("<u8")]
    turn = deque(np.flatnonzero(new).tolist())
    waits = set(turn)
    while turn:
        node = turn.popleft()
        waits.discard(node)
        for end in after[begin[node] : begin[node + 1]]:
            both = has[end] | has[node]
            if both != has[end]:
                has[end] = both
                if end not in waits:
                    waits.add(end)
                    turn.append(end)
    width = held.shape[1] * held.itemsize
    packed = b"".join(items.to_bytes(width, "little") for items in has)
    held[:] = np.frombuffer(packed, dtype="<u8").reshape(held.shape)
