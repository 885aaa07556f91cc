"""Cheapest cuts where every flow is one edge: a minimum cut, and every other one of the same price.

The field of one subject is such a map. A greatest flow tells the least price and, by what room it
leaves, all cheapest cuts: a cut parts the nodes in two, and it is a cheapest one just where nothing that
has room leads from the side of the root to the other.

References
----------
J.-C. Picard, M. Queyranne, *On the structure of all minimum cuts in a network and applications*,
Mathematical Programming Study 13 (1980), 8-16.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from datamap.analysis.field_graph import BEGUN, ROOT, FieldGraph
from datamap.analysis.ground import Flags

Ways = frozenset[int]

ENDLESS = 1 << 29
"""Capacity of what may not be ended; scipy counts in 32 bits."""


def each_once(graph: FieldGraph) -> bool:
    """Tell whether every flow is one edge of the graph."""
    rows = np.sort(graph.row[graph.row != BEGUN])
    return bool(np.all(rows[1:] != rows[:-1]))


class FlowCut:
    """The cheapest cuts of a graph in which every flow is one edge.

    Parameters
    ----------
    graph : the ways. capacity : the price of each edge, a whole number; `ENDLESS` where it may not end.
    """

    def __init__(self, graph: FieldGraph, capacity: npt.NDArray[np.int32]) -> None:
        self._graph, self._capacity = graph, capacity
        self._end = len(graph.place)
        ends = np.flatnonzero(graph.end)
        tail = np.concatenate([graph.source, ends])
        head = np.concatenate([graph.target, np.full(len(ends), self._end)])
        price = np.concatenate([capacity, np.full(len(ends), ENDLESS)]).astype(np.int64)
        pairs = coo_array((price, (tail, head)), (self._end + 1, self._end + 1)).tocsr()
        pairs.data = np.minimum(pairs.data, ENDLESS)
        self._pairs = csr_array(pairs.astype(np.int32))

    def room(self) -> csr_array:
        """Return the room that a greatest flow leaves between nodes, backwards along it as well."""
        room = csr_array(self._pairs - maximum_flow(self._pairs, ROOT, self._end, method="dinic").flow)
        room.data = (room.data > 0).astype(np.int8)
        room.eliminate_zeros()
        return room

    @cached_property
    def _room(self) -> csr_array:
        return self.room()

    @cached_property
    def _back(self) -> csr_array:
        return self._room.T.tocsr()

    def least(self) -> Ways:
        """Return the cheapest cut nearest the targets; it is none if what may not end would have to."""
        return self._across(~self._met(self._back, self._end))

    @cached_property
    def possible(self) -> bool:
        """Whether it can be cut at all."""
        here = ~self._met(self._back, self._end)
        across = here[self._graph.source] & ~here[self._graph.target]
        return bool(np.all(self._capacity[across] < ENDLESS))

    def all(self) -> Iterator[Ways]:
        """Yield every cheapest cut, the one nearest the targets first; some may come again."""
        yield from self._further(self._met(self._room, ROOT), self._met(self._back, self._end))

    def _further(self, here: Flags, there: Flags) -> Iterator[Ways]:
        """Yield the cuts that part all that is `here` from all that is `there`."""
        waiting = [(here, there)]
        while waiting:
            here, there = waiting.pop()
            free = np.flatnonzero(~(here | there))
            if not len(free):
                yield self._across(here)
                continue
            node = int(free[0])  # it stands with the origins, and all that it leads to; or with the targets
            waiting.append((here, there | self._met(self._back, node)))
            waiting.append((here | self._met(self._room, node), there))

    def _met(self, room: csr_array, begin: int) -> Flags:
        met = np.zeros(self._end + 1, dtype=np.bool_)
        met[breadth_first_order(room, begin, directed=True, return_predecessors=False)] = True
        return met

    def _across(self, here: Flags) -> Ways:
        across = here[self._graph.source] & ~here[self._graph.target]
        return frozenset(self._graph.row[across].tolist())
