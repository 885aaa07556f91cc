"""The cheapest flows to end so that no way to a target is left: exact, with proof of least cost.

One flow carries many fields, and ending it counts once. So the cheapest cut of several fields is
not the union of their cheapest cuts; it is a least hitting set: of each way at least one flow
must go. The ways are too many to list. They are found as they are needed: solve for the ways
known so far, end those flows, look for a way that is left, add it, and again. The first answer
that leaves no way is a cheapest one, since every step before it asked for less.

Where every flow is one edge (one item of one subject) it is an ordinary minimum cut (`flow_cut`).

In a large map ways are looked for many at a time, and a cut of all fields together gives a price
that is enough (`packing`). As a rule the two meet at once; where they have not met after some rounds,
the best cut known is given, and beside it the price below which there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from datamap.analysis.field_graph import BEGUN, FieldGraph
from datamap.analysis.flow_cut import FlowCut, each_once
from datamap.analysis.packing import Flags, Packing

Ways = frozenset[int]
"""The flows (rows) of one way."""

SLACK = 1e-6
"""What a sum of prices may be off by."""

LARGE = 20_000
"""Edges from which on ways are looked for many at a time, and not all cheapest cuts are named."""

SIMPLE = 300
"""Edges from which on a map in which every flow is one edge is cut by a greatest flow."""

LOOKED = 100
"""Cuts of the same price that are looked at for different ones."""

ROUNDS = 4
"""Times that ways are looked for in a large map before a cut is given that may not be the cheapest."""

HALF = 0.5
"""A whole number comes back from the solver as one that is nearly whole."""


class NotCuttable(Exception):
    """There is a way without any flow that may be ended.

    Attributes
    ----------
    rows : the flows of that way, all of them to be kept.
    """

    def __init__(self, rows: Collection[int]) -> None:
        super().__init__(rows)
        self.rows = frozenset(rows)


@dataclass(eq=False)
class Severing:
    """Cheapest cuts of one field graph.

    Parameters
    ----------
    graph : the ways. cost : what it costs to end each flow (1 where nothing is said).
    keep : rows that may not be ended.
    """

    graph: FieldGraph
    cost: Mapping[int, float]
    keep: frozenset[int]
    ways: list[Ways] = field(default_factory=list)
    large: int = LARGE
    simple: int = SIMPLE

    def cheapest(self) -> Ways:
        """Return a cheapest set of flows to end.

        Raises
        ------
        NotCuttable if some way has no flow that may be ended.
        """
        return self._bounded[0]

    @property
    def at_least(self) -> float:
        """The price below which there is no cut for certain; that of `cheapest` but in a large map."""
        return self._bounded[1]

    @cached_property
    def _bounded(self) -> tuple[Ways, float]:
        if self._by_flow is not None:
            if not self._by_flow.possible:
                self._require_cuttable()
            nearest = self._by_flow.least()
            return nearest, self.price(nearest)
        if self._is_large:
            return self._between()
        found = self._solve((), None)
        if found is None:
            raise NotCuttable(())
        return found, self.price(found)

    def all_cheapest(self, most: int, within: float | None = None) -> Iterator[Ways]:
        """Yield different cuts of least cost, up to `most`; none if that is more than `within`.

        In a large map these are only the ones nearest the targets and nearest the origins.
        """
        if self._is_large and self._by_flow is None:
            yield from self._outermost(within)
            return
        first = self.cheapest()
        least = self.price(first)
        if within is not None and least > within + SLACK:
            return
        if self._by_flow is not None:
            yield from islice(dict.fromkeys(islice(self._by_flow.all(), LOOKED)), most)
            return
        seen: list[Ways] = []
        found: Ways | None = first
        while found is not None and len(seen) < most:
            seen.append(found)
            yield found
            found = self._solve(seen, least) if found else None

    def price(self, rows: Collection[int]) -> float:
        """Return what it costs to end some flows."""
        return sum(self.cost.get(row, 1.0) for row in rows)

    @cached_property
    def _is_large(self) -> bool:
        return len(self.graph.row) > self.large and bool(np.all(self.packing.prices > 0))

    @cached_property
    def _by_flow(self) -> FlowCut | None:
        """The same graph for a greatest flow, where it is big, each flow one edge and each price whole."""
        if len(self.graph.row) < self.simple or not each_once(self.graph):
            return None
        found = self.packing.whole_prices
        return None if found is None else FlowCut(self.graph, found)

    @cached_property
    def packing(self) -> Packing:
        """The same graph, for many ways at a time."""
        return Packing(self.graph, self.cost, self.keep)

    @cached_property
    def _known(self) -> list[Ways]:
        """Cuts of all fields laid over one another, known without a search for ways."""
        return self.packing.cuts(self._nothing)

    def _outermost(self, within: float | None) -> Iterator[Ways]:
        """Yield the cheapest cut and others of its price that are known without a search."""
        self._require_cuttable()
        known = self._known
        if within is None:
            within = self.price(self.cheapest())
            known = [self.cheapest(), *known]
        yield from dict.fromkeys(rows for rows in known if self.price(rows) <= within + SLACK)

    def _between(self) -> tuple[Ways, float]:
        """Return the best cut known and the price below which there is none."""
        self._require_cuttable()
        best = min(self._known, key=self.price, default=None)
        enough = np.inf if best is None else self.price(best)
        low = 0.0
        for way, ask in self.packing.ways(self._nothing):
            self.ways.append(way - self.keep)
            low += ask
            if low >= enough - SLACK:
                break
        for _ in range(ROUNDS):
            if low >= enough - SLACK:
                break
            chosen, bound = self._relaxed()
            low = max(low, bound)
            best, enough = self._mended(chosen, best, enough)
        if best is None:
            best = chosen.union(*self._left(chosen))
        return best, min(low, self.price(best))

    def _mended(self, chosen: Ways, best: Ways | None, enough: float) -> tuple[Ways | None, float]:
        """Return the better of two cuts: the best one known, and flows chosen with what they leave."""
        blocked = self.graph.without(chosen)
        left = [way - self.keep for way, _ in self.packing.ways(blocked)]
        self.ways += left
        rests = self.packing.cuts(blocked) if left else [frozenset[int]()]
        for rest in rests:
            if self.price(chosen | rest) < enough:
                best, enough = chosen | rest, self.price(chosen | rest)
        return best, enough

    def _relaxed(self) -> tuple[Ways, float]:
        """Return flows that hit most ways known so far, and the price below which none hit all.

        Flows may be ended in part here: that is settled fast however many ways there are.
        """
        rows = sorted(frozenset().union(*self.ways))
        cost = np.array([self.cost.get(row, 1.0) for row in rows])
        limits = [LinearConstraint(_members(self.ways, rows), lb=1)]
        found = milp(cost, bounds=Bounds(0, 1), constraints=limits)
        if found.x is None:
            return frozenset(rows), 0.0
        chosen = frozenset(row for row, ends in zip(rows, found.x.tolist(), strict=True) if ends >= HALF)
        whole = bool(np.all(cost == np.floor(cost)))
        return chosen, float(np.ceil(found.fun - SLACK)) if whole else float(found.fun)

    @property
    def _nothing(self) -> Flags:
        return np.zeros(len(self.graph.row), dtype=np.bool_)

    def _require_cuttable(self) -> None:
        """Raise if some way has no flow that may be ended."""
        free = ~self.graph.without([BEGUN, *self.keep])
        if (rows := self.graph.route(free)) is not None:
            raise NotCuttable(rows)

    def _solve(self, seen: Collection[Ways], budget: float | None) -> Ways | None:
        """Return a cheapest cut other than those seen, or None if there is none within the budget."""
        while True:
            chosen = self._master(seen, budget)
            if chosen is None:
                return None
            left = list(self._left(chosen))
            if not left:
                return chosen
            self.ways += left

    def _left(self, ended: Ways) -> Iterator[Ways]:
        """Yield ways that are left, none of which share a flow that may be ended."""
        blocked = self.graph.without(ended)
        while (rows := self.graph.route(blocked)) is not None:
            may = rows - self.keep
            if not may:
                raise NotCuttable(rows)
            yield may
            blocked |= self.graph.without(may)

    def _master(self, seen: Collection[Ways], budget: float | None) -> Ways | None:
        """Return the cheapest flows that hit every way known so far."""
        rows = sorted(frozenset().union(*self.ways, *seen))
        if not rows:
            return None if seen else frozenset()
        cost = np.array([self.cost.get(row, 1.0) for row in rows])
        limits = [LinearConstraint(_members(self.ways, rows), lb=1)] if self.ways else []
        # none of those seen again, nor one of them and more
        limits += [LinearConstraint(_members([other], rows), ub=len(other) - 1) for other in seen]
        if budget is not None:
            limits.append(LinearConstraint(cost[None, :], ub=budget + SLACK))
        found = milp(
            cost, integrality=np.ones(len(rows), dtype=np.int64), bounds=Bounds(0, 1), constraints=limits
        )
        if found.x is None:
            return None
        return frozenset(row for row, ends in zip(rows, found.x.tolist(), strict=True) if ends > HALF)


def _members(sets: Collection[Ways], rows: list[int]) -> csr_array:
    index = {row: number for number, row in enumerate(rows)}
    columns = [index[row] for found in sets for row in sorted(found)]
    start = np.cumsum([0, *map(len, sets)])
    return csr_array((np.ones(len(columns)), columns, start), (len(sets), len(rows)))
