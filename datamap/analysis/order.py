"""The order in which places can be cleared so that nothing comes back, and what must be stopped first.

A place that is cleared before those that feed it is filled again. So the sources come first, step
by step. Where places feed each other in a circle, no order helps until some of their flows are
stopped; few are picked (a heuristic after Eades, Lin and Smyth, "A fast and effective heuristic for
the feedback arc set problem", 1993), the fewest is not promised.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import networkx as nx

Feeds = Mapping[tuple[int, int], frozenset[int]]
"""Which rows carry something from one place to another (numbers)."""


@dataclass(frozen=True, slots=True)
class Order:
    """How to go about it.

    Attributes
    ----------
    step : for each place, its step, from 1 on; all of one step can be done at once.
    circles : places that feed each other, each circle sorted. stops : rows to stop first so that
        nothing runs against the order.
    """

    step: dict[int, int]
    circles: tuple[tuple[int, ...], ...]
    stops: frozenset[int]


def order_of_work(places: Iterable[int], feeds: Feeds) -> Order:
    """Return the order in which places can be cleared.

    Examples
    --------
    >>> found = order_of_work(
    ...     [0, 1, 2], {(0, 1): frozenset({7}), (1, 2): frozenset({8}), (2, 1): frozenset({9})}
    ... )
    >>> found.step, found.circles, sorted(found.stops)
    ({0: 1, 1: 2, 2: 3}, ((1, 2),), [9])
    """
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(sorted(places))
    graph.add_edges_from(sorted(edge for edge in feeds if edge[0] != edge[1]))
    circles = tuple(sorted(tuple(sorted(c)) for c in nx.strongly_connected_components(graph) if len(c) > 1))
    stops: set[int] = set()
    for circle in circles:
        stops |= _against(circle, feeds)
    for edge, rows in feeds.items():
        if rows <= stops and graph.has_edge(*edge):
            graph.remove_edge(*edge)
    step: dict[int, int] = {}
    for place in nx.lexicographical_topological_sort(graph):
        step[place] = 1 + max((step[before] for before in graph.predecessors(place)), default=0)
    return Order(dict(sorted(step.items())), circles, frozenset(stops))


def is_circle(places: Collection[int], edges: Iterable[tuple[int, int]]) -> bool:
    """Tell whether each of some places feeds every other one, along edges between them.

    Examples
    --------
    >>> is_circle([1, 2], [(1, 2), (2, 1)]), is_circle([1, 2], [(1, 2)])
    (True, False)
    """
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(places)
    graph.add_edges_from(edges)
    return len(places) > 1 and bool(nx.is_strongly_connected(graph))


def _against(circle: tuple[int, ...], feeds: Feeds) -> set[int]:
    """Return the rows that run against a good order of the places of a circle."""
    inside = set(circle)
    inner = {
        (one, other): rows
        for (one, other), rows in feeds.items()
        if one in inside and other in inside and one != other
    }
    position = {place: number for number, place in enumerate(_sequence(circle, inner))}
    return {row for (one, other), rows in inner.items() if position[one] > position[other] for row in rows}


def _sequence(circle: tuple[int, ...], inner: Feeds) -> list[int]:
    """Return the places of a circle so that few rows run backwards: greedy, ends first."""
    beside: dict[int, list[tuple[int, int]]] = {place: [] for place in circle}
    lead = dict.fromkeys(circle, 0)  # rows out of each place, less those into it
    for (one, other), rows in inner.items():
        beside[one].append((other, len(rows)))
        beside[other].append((one, -len(rows)))
        lead[one] += len(rows)
        lead[other] -= len(rows)
    first: list[int] = []
    waiting = [(-ahead, place) for place, ahead in lead.items()]
    heapify(waiting)
    while waiting:
        less, place = heappop(waiting)
        if lead.get(place) != -less:
            continue  # it was put in again with what was left of its rows
        first.append(place)
        del lead[place]
        for other, count in beside[place]:
            if other in lead:
                lead[other] += count
                heappush(waiting, (-lead[other], other))
    return first
