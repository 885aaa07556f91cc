"""The ways by which one item comes to a place: a shortest one, or all simple ones up to a bound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from datamap.analysis.by_word import WORD, ByWord
from datamap.analysis.net import Net
from datamap.analysis.states import States

BUDGET = 200_000
"""Steps after which looking for further ways is given up (and said to be)."""


@dataclass(frozen=True, slots=True)
class Track:
    """One way: nodes passed and rows taken, from where it begins to where it ends.

    `nodes` are numbers of `Net`; `rows` has one entry fewer where the way begins at an origin,
    else as many (the first row hands the item over or makes it).
    """

    nodes: tuple[int, ...]
    rows: tuple[int, ...]


def shortest(net: Net, states: States, state: int) -> Track:
    """Return a shortest way to a state."""
    chain = [state]
    while states.parent[chain[-1]] >= 0:
        chain.append(int(states.parent[chain[-1]]))
    chain.reverse()
    index = np.array(chain)
    nodes = net.node(states.place[index], states.form[index], states.subject[index])
    begun = states.hops[index[0]] == 0
    return Track(tuple(nodes.tolist()), tuple(states.row[index[1:] if begun else index].tolist()))


class Tracks:
    """All simple ways of one item: no place is passed twice.

    Parameters
    ----------
    net, states : one search. item : number of the item.
    """

    def __init__(self, net: Net, states: States, item: int) -> None:
        self._net, self.complete = net, True
        edges, masks = ByWord(net, net.edges).of(item // WORD)
        passing = (masks >> np.uint64(item % WORD)) & np.uint64(1) != 0
        mine = states.item == item
        nodes = net.node(states.place[mine], states.form[mine], states.subject[mine])
        self._hops = dict(zip(nodes.tolist(), states.hops[mine].tolist(), strict=True))
        self._into: dict[int, list[tuple[int, int]]] = {}
        for source, target, row in zip(
            edges.source[passing].tolist(),
            edges.target[passing].tolist(),
            edges.row[passing].tolist(),
            strict=True,
        ):
            if source == net.root or source in self._hops:
                self._into.setdefault(target, []).append((source, row))
        self._left = BUDGET

    def to(self, node: int, *, longest: int) -> Iterator[Track]:
        """Yield the ways to a node, shortest first, of at most `longest` flows."""
        for length in range(max(self._hops.get(node, longest + 1), 1), longest + 1):
            yield from self._back((node,), (), length)

    def _back(self, nodes: tuple[int, ...], rows: tuple[int, ...], length: int) -> Iterator[Track]:
        """Yield ways of exactly `length` more flows that end in the given ones."""
        if length == 0:
            if self._hops[nodes[0]] == 0:
                yield Track(nodes, rows)
            return
        passed = {self._net.place_of(node) for node in nodes}
        for source, row in self._into.get(nodes[0], ()):
            if self._left <= 0:
                self.complete = False
                return
            self._left -= 1
            if source == self._net.root:
                if length == 1:
                    yield Track(nodes, (row, *rows))
            elif self._net.place_of(source) not in passed and self._hops[source] < length:
                yield from self._back((source, *nodes), (row, *rows), length - 1)
