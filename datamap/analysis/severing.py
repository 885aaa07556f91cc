"""The cheapest flows to end so that no way to a target is left: exact, with proof of least cost.

One flow carries many fields, and ending it counts once. So the cheapest cut of several fields is
not the union of their cheapest cuts; it is a least hitting set: of each way at least one flow
must go. The ways are too many to list. They are found as they are needed: solve for the ways
known so far, end those flows, look for a way that is left, add it, and again. The first answer
that leaves no way is a cheapest one, since every step before it asked for less.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from datamap.analysis.field_graph import FieldGraph

Ways = frozenset[int]
"""The flows (rows) of one way."""

SLACK = 1e-6
"""What a sum of prices may be off by."""

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

    def cheapest(self) -> Ways:
        """Return a cheapest set of flows to end.

        Raises
        ------
        NotCuttable if some way has no flow that may be ended.
        """
        found = self._solve((), None)
        if found is None:
            raise NotCuttable(())
        return found

    def all_cheapest(self, most: int) -> Iterator[Ways]:
        """Yield different cuts of least cost, up to `most`."""
        first = self.cheapest()
        least = self.price(first)
        seen: list[Ways] = []
        found: Ways | None = first
        while found is not None and len(seen) < most:
            seen.append(found)
            yield found
            found = self._solve(seen, least) if found else None

    def price(self, rows: Collection[int]) -> float:
        """Return what it costs to end some flows."""
        return sum(self.cost.get(row, 1.0) for row in rows)

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
