"""Many ways at once that share no flow, and one cut of all: bounds of what a cheapest cut costs.

Whatever ways share no flow, each costs a flow of its own; so their number (or the prices of their
cheapest flows) is a least price. Whatever cuts the fields laid over one another cuts each of them; so
that cut is a highest price. Where both are the same, it is a cheapest cut. Ways and cuts both come
from maximum flows, one for each class of items, and one for all classes together.

References
----------
L. R. Ford, D. R. Fulkerson, *Maximal flow through a network*, Canadian Journal of Mathematics 8 (1956).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from datamap.analysis.field_graph import BEGUN, ROOT, FieldGraph
from datamap.analysis.flow_cut import ENDLESS
from datamap.graph.sorting import distinct
from datamap.graph.spread import Ints, divided

Flags = npt.NDArray[np.bool_]
Ways = frozenset[int]
Prices = npt.NDArray[np.float64]

FINE = 1_000
"""Steps into which prices that are no whole numbers are parted to choose ways and cuts by."""


@dataclass(frozen=True, eq=False)
class Packing:
    """One field graph with the prices of its flows.

    Parameters
    ----------
    graph : the ways. cost : what it costs to end each flow (1 where nothing is said).
    keep : rows that may not be ended.
    """

    graph: FieldGraph
    cost: Mapping[int, float]
    keep: frozenset[int]

    @cached_property
    def rows(self) -> Ints:
        """The rows in the graph, ascending."""
        there = np.zeros(int(self.graph.row.max(initial=BEGUN)) + 2, dtype=np.bool_)
        there[self.graph.row + 1] = True  # BEGUN is -1
        return np.flatnonzero(there) - 1

    @cached_property
    def number(self) -> Ints:
        """For each edge, which of `rows` it stands for."""
        where = np.zeros(int(self.rows.max(initial=BEGUN)) + 2, dtype=np.int64)
        where[self.rows + 1] = np.arange(len(self.rows))
        return where[self.graph.row + 1]

    @cached_property
    def prices(self) -> Prices:
        """For each of `rows` its price; endless where it may not be ended."""
        found = np.array([self.cost.get(row, 1.0) for row in self.rows.tolist()], dtype=np.float64)
        found[self.rows == BEGUN] = np.inf
        found[np.isin(self.rows, [row for row in self.rows.tolist() if row in self.keep])] = np.inf
        return found

    @property
    def whole_prices(self) -> npt.NDArray[np.int32] | None:
        """The price of each edge as a capacity; None if prices are no whole numbers, or 0."""
        if self._fine != 1.0 or not np.all(self.prices > 0):
            return None
        return self._capacity(self.prices)[self.number]

    @cached_property
    def _fine(self) -> float:
        """Capacity of a price of 1."""
        ended = self.prices[np.isfinite(self.prices)]
        top = ended.max(initial=1.0)
        whole = bool(np.all(ended == np.floor(ended))) and ended.sum() < ENDLESS
        return 1.0 if whole else FINE / top

    def _capacity(self, room: Prices) -> npt.NDArray[np.int32]:
        with np.errstate(invalid="ignore"):
            wanted = np.maximum(np.floor(room * self._fine), room > 0)
        return np.minimum(wanted, ENDLESS).astype(np.int32)

    # -------------------------------------------------------------------------------- ways

    def ways(self, blocked: Flags) -> Iterator[tuple[Ways, float]]:
        """Yield ways that are left, with the price each of them asks for; together a least price.

        No way means that nothing is left.
        """
        room = self.prices.copy()
        bounds = np.searchsorted(self.graph.kind[self.graph.target], np.arange(len(self.graph.items) + 1))
        spans = sorted(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True), key=lambda s: s[1] - s[0])
        for begin, end in spans:  # rare items first: they have fewer ways to choose from
            edge = begin + np.flatnonzero(~blocked[begin:end] & (room[self.number[begin:end]] > 0))
            for track in self._tracks(edge, self._capacity(room)):
                numbers = {int(self.number[e]) for e in track}
                ask = min(room[number] for number in numbers)
                if ask <= 0:
                    continue  # another way has taken one of its flows
                for number in numbers:
                    room[number] -= ask
                yield frozenset(self.rows[sorted(numbers)].tolist()) - {BEGUN}, float(ask)

    def _tracks(self, edge: Ints, capacity: npt.NDArray[np.int32]) -> Iterator[list[int]]:
        """Yield ways of one class from the root to its ends, as edges."""
        graph = self.graph
        source, target = graph.source[edge], graph.target[edge]
        ends = np.unique(target[graph.end[target]])
        if not len(ends):
            return
        first = int(target.min()) - 1  # the nodes of a class stand together; the root comes before them
        size = max(int(source.max()), int(target.max())) - first + 1
        tail = np.concatenate([np.maximum(source - first, 0), ends - first])
        head = np.concatenate([target - first, np.full(len(ends), size)])
        room = np.concatenate([capacity[self.number[edge]], np.full(len(ends), ENDLESS, np.int32)])
        flow = maximum_flow(_capacities(tail, head, room, size + 1), 0, size, method="dinic").flow
        between = _between(edge, tail[: len(edge)], head[: len(edge)], flow)
        used: dict[int, int] = {}
        for nodes in _threads(flow, 0, size):
            pairs = pairwise(nodes[:-1])
            yield [_next(between[pair], used, capacity, self.number) for pair in pairs]

    # --------------------------------------------------------------------------------- cuts

    def cuts(self, blocked: Flags, *, also_kept: Collection[int] = ()) -> list[Ways]:
        """Return cuts of all fields laid over one another: nearest the targets, nearest the origins.

        Empty where they cannot be cut so. What is cut is cut for certain, though perhaps too dearly.

        Parameters
        ----------
        blocked : edges that are ended already. also_kept : further rows that may not be ended.
        """
        tail, head, price, size = self._laid_over(blocked, also_kept)
        pairs = _capacities(tail, head, price, size)
        left = csr_array(pairs - maximum_flow(pairs, 0, 1, method="dinic").flow)  # negative flow is left, too
        left.data = (left.data > 0).astype(np.int8)
        left.eliminate_zeros()
        from_origins, to_targets = _met(left, 0, size), _met(left.T.tocsr(), 1, size)
        if from_origins[1]:
            return []
        found: list[Ways] = []
        row_of = size - 2 * len(self.rows) + 2 * np.arange(len(self.rows))
        for here, there in ((~to_targets, to_targets), (from_origins, ~from_origins)):
            across = here[tail] & there[head]
            if np.all(price[across] < ENDLESS):
                rows = self.rows[np.searchsorted(row_of, tail[across])]
                found.append(frozenset(rows.tolist()))
        return list(dict.fromkeys(found))

    def _laid_over(
        self, blocked: Flags, also_kept: Collection[int]
    ) -> tuple[Ints, Ints, npt.NDArray[np.int32], int]:
        """Return all fields as one graph: each row one edge from its entry to its exit.

        Nodes: 0 the root, 1 behind all targets, then places (with form and subject), then rows.
        """
        graph, many = self.graph, len(self.rows)
        edge = np.flatnonzero(~blocked)
        size = int(graph.node.max(initial=0)) + 3
        place = graph.node + 2
        place[ROOT] = 0
        row = self.number[edge]
        source, entered = divided(distinct(place[graph.source[edge]] * many + row), max(many, 1))
        target, left = divided(distinct(place[graph.target[edge]] * many + row), max(many, 1))
        price = self._capacity(self.prices)
        price[np.isin(self.rows, sorted(also_kept))] = ENDLESS
        entry = size + 2 * np.arange(many)
        ends = np.unique(place[graph.end])
        endless = np.full(len(source) + len(target) + len(ends), ENDLESS, np.int32)
        tail = np.concatenate([source, entry[left] + 1, ends, entry])
        head = np.concatenate([entry[entered], target, np.ones_like(ends), entry + 1])
        return tail, head, np.concatenate([endless, price]), size + 2 * many


def _next(edges: list[int], used: dict[int, int], capacity: npt.NDArray[np.int32], number: Ints) -> int:
    """Return an edge of several between two nodes that has room, counting it as used."""
    for edge in edges:
        if used.get(edge, 0) < capacity[number[edge]]:
            used[edge] = used.get(edge, 0) + 1
            return edge
    return edges[-1]


def _capacities(tail: Ints, head: Ints, room: npt.NDArray[np.int32], size: int) -> csr_array:
    """Return edges as a matrix; what runs side by side is added up."""
    pairs = coo_array((room.astype(np.int64), (tail, head)), (size, size)).tocsr()
    pairs.data = np.minimum(pairs.data, ENDLESS)
    return csr_array(pairs.astype(np.int32))


def _between(edge: Ints, tail: Ints, head: Ints, flow: csr_array) -> dict[tuple[int, int], list[int]]:
    """Return the edges between each two nodes between which something flows."""
    size = flow.shape[0]
    moved = flow.tocoo()
    flows = np.sort((moved.row.astype(np.int64) * size + moved.col)[moved.data > 0])
    key = tail * size + head
    at = np.minimum(np.searchsorted(flows, key), max(len(flows) - 1, 0))
    chosen = flows[at] == key if len(flows) else np.zeros(len(key), np.bool_)
    found: dict[tuple[int, int], list[int]] = {}
    for e, pair in zip(edge[chosen].tolist(), key[chosen].tolist(), strict=True):
        found.setdefault(divmod(pair, size), []).append(e)
    return found


def _met(graph: csr_array, begin: int, size: int) -> Flags:
    met = np.zeros(size, dtype=np.bool_)
    met[breadth_first_order(graph, begin, directed=True, return_predecessors=False)] = True
    return met


def _threads(flow: csr_array, begin: int, end: int) -> Iterator[list[int]]:
    """Yield a flow thread by thread, as nodes; circles in it are left out."""
    start, head, amount = flow.indptr.tolist(), flow.indices.tolist(), flow.data.tolist()
    at = start[:-1].copy()
    for _ in range(sum(max(amount[i], 0) for i in range(start[begin], start[begin + 1]))):
        nodes, place = [begin], {begin: 0}
        while nodes[-1] != end:
            node = nodes[-1]
            while amount[at[node]] <= 0:
                at[node] += 1
            amount[at[node]] -= 1
            following = head[at[node]]
            if following in place:
                for passed in nodes[place[following] + 1 :]:
                    del place[passed]
                del nodes[place[following] + 1 :]
            else:
                place[following] = len(nodes)
                nodes.append(following)
        yield nodes
