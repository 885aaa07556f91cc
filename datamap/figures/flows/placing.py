"""Where everything lies: cards as boxes, ribbons as stations, all inside the room given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from datamap.figures.flows.chart import Chart, Route
from datamap.figures.flows.measures import Measures, Sides
from datamap.figures.scene import Box, Point

_SWEEPS = 16
_IDLE = 0.01  # how much a card resists that nothing pulls

_Pull = tuple[str, float, float]  # the other card, how far below its top, how strongly


@dataclass(frozen=True, slots=True)
class Course:
    """A ribbon as placed: upper edge at each station, and its thickness."""

    route: Route
    stations: tuple[Point, ...]
    thickness: float


@dataclass(frozen=True, slots=True)
class Placing:
    """Boxes of all cards by key (passages too), and the courses of all ribbons."""

    boxes: Mapping[str, Box]
    courses: tuple[Course, ...]
    bottom: float


@dataclass(frozen=True, slots=True)
class _Ports:
    """Where ribbons touch cards: offset of each route from the top of a card's stack, per side."""

    left: Mapping[tuple[str, int], float]
    right: Mapping[tuple[str, int], float]


def _offsets(stack: Sequence[int], routes: Sequence[Route], measures: Measures) -> list[float]:
    """Return how far below the top of their stack ribbons lie."""
    offsets, y = [], 0.0
    for number in stack:
        offsets.append(y)
        y += measures.thickness(routes[number].ribbon) + measures.seam
    return offsets


class _Stacker:
    """Orders the ribbons on both sides of each card so that none crosses at the card."""

    def __init__(self, routes: Sequence[Route], rank: Mapping[str, int], category: Mapping[str, int]) -> None:
        self.routes, self.rank, self.category = routes, rank, category
        self.incoming: dict[str, list[int]] = {}
        self.outgoing: dict[str, list[int]] = {}
        for number, route in enumerate(routes):
            for stop in route.stops[:-1]:
                self.outgoing.setdefault(stop, []).append(number)
            for stop in route.stops[1:]:
                self.incoming.setdefault(stop, []).append(number)

    def _looks(self, number: int) -> tuple[int, bool, bool, int]:
        ribbon = self.routes[number].ribbon
        return (self.category.get(ribbon.category, -1), ribbon.gap, ribbon.back, number)

    def stack(self, columns: Sequence[Sequence[str]]) -> None:
        """Order all stacks, column by column from the left."""
        exit_rank: dict[tuple[str, int], int] = {}
        for keys in columns:
            for key in keys:
                arriving = self.incoming.setdefault(key, [])
                arriving.sort(key=lambda n, k=key: self._arrival(n, k, exit_rank))  # type: ignore[misc]
                leaving = self.outgoing.setdefault(key, [])
                if key.startswith("via:"):  # what passes keeps its lane
                    leaving[:] = arriving
                else:
                    leaving.sort(key=lambda n, k=key: self._departure(n, k))  # type: ignore[misc]
                exit_rank |= {(key, number): i for i, number in enumerate(leaving)}

    def _arrival(self, number: int, key: str, exit_rank: Mapping[tuple[str, int], int]) -> tuple[int, int]:
        stops = self.routes[number].stops
        before = stops[stops.index(key) - 1]
        return (self.rank[before], exit_rank[before, number])

    def _departure(self, number: int, key: str) -> tuple[int, tuple[int, bool, bool, int]]:
        stops = self.routes[number].stops
        return (self.rank[stops[stops.index(key) + 1]], self._looks(number))


def _ports(stacker: _Stacker, measures: Measures, heights: Mapping[str, float]) -> _Ports:
    """Return the offsets of all ribbons from the tops of their cards, stacks centred."""
    sides: list[dict[tuple[str, int], float]] = []
    for stacks in (stacker.incoming, stacker.outgoing):
        found = {}
        for key, stack in stacks.items():
            tall = measures.stack([stacker.routes[n].ribbon for n in stack])
            top = (heights[key] - tall) / 2
            for number, offset in zip(stack, _offsets(stack, stacker.routes, measures), strict=True):
                found[key, number] = top + offset
        sides.append(found)
    return _Ports(sides[0], sides[1])


def settle(
    wanted: Sequence[float], weights: Sequence[float], apart: Sequence[float], top: float, bottom: float
) -> list[float]:
    """Return tops as near as can be to the wanted ones, in order and apart, within bounds.

    Least squares under order constraints: pool adjacent violators (Ayer et al. 1955).

    Parameters
    ----------
    wanted, weights : wished top of each card and how much it counts.
    apart : least distance from each top to the next (the last one: to the lower bound).
    top, bottom : bounds.

    Examples
    --------
    >>> settle([0.0, 0.0], [1.0, 1.0], [10.0, 10.0], 0.0, 100.0)
    [0.0, 10.0]
    """
    shifts, shift = [], 0.0
    for distance in apart:
        shifts.append(shift)
        shift += distance
    pools: list[list[float]] = []  # value, weight, members
    for want, weight, moved in zip(wanted, weights, shifts, strict=True):
        pools.append([want - moved, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            value, weight_below, members = pools.pop()
            above = pools[-1]
            above[0] = (above[0] * above[1] + value * weight_below) / (above[1] + weight_below)
            above[1] += weight_below
            above[2] += members
    last = max(top, bottom - shift)
    flat = [min(max(value, top), last) for value, _, members in pools for _ in range(int(members))]
    return [value + moved for value, moved in zip(flat, shifts, strict=True)]


@dataclass
class _Settler:
    """Moves cards up and down, column by column, until ribbons run as level as they can."""

    routes: Sequence[Route]
    columns: Sequence[Sequence[str]]
    heights: Mapping[str, float]
    apart: Mapping[str, float]
    ports: _Ports
    measures: Measures

    def start(self, top: float, bottom: float) -> dict[str, float]:
        """Return tops with each column packed and centred."""
        tops = {}
        for keys in self.columns:
            tall = sum(self.apart[key] for key in keys[:-1]) + sum(self.heights[k] for k in keys[-1:])
            y = top + (bottom - top - tall) / 2
            for key in keys:
                tops[key] = y
                y += self.apart[key]
        return tops

    def neighbours(self) -> tuple[dict[str, list[_Pull]], dict[str, list[_Pull]]]:
        """Return for each card what pulls at it from the left and from the right."""
        left: dict[str, list[_Pull]] = {}
        right: dict[str, list[_Pull]] = {}
        for number, route in enumerate(self.routes):
            weight = self.measures.thickness(route.ribbon)
            for here, there in pairwise(route.stops):
                shift = self.ports.left[there, number] - self.ports.right[here, number]
                right.setdefault(here, []).append((there, shift, weight))
                left.setdefault(there, []).append((here, -shift, weight))
        return left, right

    def settled(self, top: float, bottom: float) -> dict[str, float]:
        """Return the final tops: sweep after sweep each column goes where its ribbons pull it."""
        tops = self.start(top, bottom)
        left, right = self.neighbours()
        for sweep in range(_SWEEPS):
            sides = ((left,), (right,), (left, right))[sweep % 3]
            course = self.columns if sweep % 2 == 0 else self.columns[::-1]
            for keys in course:
                if not keys:
                    continue
                wanted, weights = [], []
                for key in keys:
                    pulls = [pull for side in sides for pull in side.get(key, ())]
                    heft = sum(weight for _, _, weight in pulls)
                    total = sum(weight * (tops[other] + shift) for other, shift, weight in pulls)
                    wanted.append(total / heft if heft else tops[key])
                    weights.append(heft or _IDLE)
                apart = [self.apart[key] for key in keys[:-1]] + [self.heights[keys[-1]]]
                tops.update(zip(keys, settle(wanted, weights, apart, top, bottom), strict=True))
        return tops


def place(
    chart: Chart,
    routes: Sequence[Route],
    columns: Sequence[Sequence[str]],
    sides: Sides,
    measures: Measures,
    spans: Sequence[tuple[float, float]],
    top: float,
    bottom: float,
) -> Placing:
    """Return the places of all cards and ribbons between two heights.

    Parameters
    ----------
    chart, routes : with passages. columns : keys in drawing order. sides : ribbons by card.
    measures : sizes that fit. spans : left edge and width by column. top, bottom : the room.
    """
    cards = chart.by_key
    heights = {key: measures.height(cards[key], sides[key]) for key in cards}
    apart = {key: heights[key] + measures.gap(cards[key]) for key in cards}
    rank = {key: i for keys in columns for i, key in enumerate(keys)}
    category: dict[str, int] = {}
    for key in (key for keys in columns for key in keys if cards[key].look in {"item", "subject"}):
        category.setdefault(cards[key].category, len(category))
    stacker = _Stacker(routes, rank, category)
    stacker.stack(columns)
    ports = _ports(stacker, measures, heights)
    tops = _Settler(routes, columns, heights, apart, ports, measures).settled(top, bottom)
    boxes = {
        key: Box(spans[cards[key].column][0], tops[key], spans[cards[key].column][1], heights[key])
        for key in cards
    }
    courses = tuple(
        Course(route, _stations(number, route, boxes, ports), measures.thickness(route.ribbon))
        for number, route in enumerate(routes)
    )
    return Placing(boxes, courses, max((box.bottom for box in boxes.values()), default=top))


def _stations(number: int, route: Route, boxes: Mapping[str, Box], ports: _Ports) -> tuple[Point, ...]:
    """Return the points a ribbon's upper edge runs through."""
    points: list[Point] = []
    for position, stop in enumerate(route.stops):
        box = boxes[stop]
        if position:
            points.append((box.x, box.y + ports.left[stop, number]))
        if position < len(route.stops) - 1:
            points.append((box.right, box.y + ports.right[stop, number]))
    return tuple(points)
