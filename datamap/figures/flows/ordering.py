"""The order of cards in their columns: few crossings, the same in every language and run.

Barycentre sweeps over the columns (Sugiyama, Tagawa and Toda 1981) with the best order
kept, then exchanges of neighbours as long as they take crossings away (greedy switch).
Ties are broken by key, never by label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from datamap.figures.flows.chart import Chart, Route

Counts = NDArray[np.int64]
Order = list[list[int]]
_ROUNDS = 24
_DIGITS = 9  # ties must not hang on the last bits of a float


@dataclass(frozen=True, slots=True)
class Links:
    """Columns of card numbers, and between neighbours a matrix of how many ribbons join two cards.

    `between[c][i, j]` counts ribbons from the i-th card of column c to the j-th of column
    c + 1, cards numbered by key. `blocks[c][i]` is a number shared by cards kept together.
    """

    between: tuple[Counts, ...]
    sizes: tuple[int, ...]
    blocks: tuple[NDArray[np.int64], ...]


def links_of(chart: Chart, routes: Sequence[Route]) -> tuple[Links, list[list[str]]]:
    """Return the links that the routes make between neighbouring columns, and the keys by column."""
    columns = [sorted(card.key for card in chart.column(c)) for c in range(len(chart.headings))]
    place = {key: (c, i) for c, keys in enumerate(columns) for i, key in enumerate(keys)}
    between = [
        np.zeros((len(columns[c]), len(columns[c + 1])), dtype=np.int64) for c in range(len(columns) - 1)
    ]
    for route in routes:
        for here, there in pairwise(route.stops):
            column, start = place[here]
            between[column][start, place[there][1]] += 1
    cards = chart.by_key
    blocks = []
    for keys in columns:
        names = [cards[key].category if cards[key].look == "item" else key for key in keys]
        numbers = {name: number for number, name in enumerate(sorted(set(names)))}
        blocks.append(np.array([numbers[name] for name in names], dtype=np.int64))
    sizes = tuple(len(keys) for keys in columns)
    return Links(tuple(between), sizes, tuple(blocks)), columns


def crossings_between(matrix: Counts, left: Sequence[int], right: Sequence[int]) -> int:
    """Return how many pairs of ribbons cross between two columns in the given orders.

    Examples
    --------
    >>> crossings_between(np.eye(2, dtype=np.int64), [0, 1], [1, 0])
    1
    """
    if not left or not right:
        return 0
    seen = matrix[np.ix_(left, right)]
    later = np.cumsum(seen[::-1], axis=0)[::-1] - seen  # ribbons that start further down
    above = np.cumsum(later, axis=1) - later  # … and end further up
    return int((seen * above).sum())


def crossings(links: Links, order: Order) -> int:
    """Return the crossings of the whole chart."""
    return sum(crossings_between(matrix, order[c], order[c + 1]) for c, matrix in enumerate(links.between))


def _pull(links: Links, order: Order, column: int, sides: tuple[int, ...]) -> NDArray[np.float64]:
    """Return for each card of a column the mean place of what it is joined to; nan for none."""
    total = np.zeros(links.sizes[column])
    count = np.zeros(links.sizes[column])
    for side in sides:
        matrix = links.between[column - 1].T if side < 0 else links.between[column]
        place = np.empty(links.sizes[column + side])
        place[order[column + side]] = (np.arange(links.sizes[column + side]) + 0.5) / max(
            1, links.sizes[column + side]
        )
        total += matrix @ place
        count += matrix.sum(axis=1)
    pull: NDArray[np.float64] = np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)
    return pull


def _sorted_column(links: Links, order: Order, column: int, sides: tuple[int, ...]) -> list[int]:
    """Return a column ordered by pull, blocks together, ties by the order of keys."""
    size = links.sizes[column]
    pull = _pull(links, order, column, sides)
    here = np.empty(size)
    here[order[column]] = (np.arange(size) + 0.5) / max(1, size)
    pull = np.where(np.isnan(pull), here, pull).round(_DIGITS)
    blocks = links.blocks[column]
    total = np.bincount(blocks, weights=pull)
    means = (total / np.bincount(blocks)).round(_DIGITS)
    ordered: list[int] = np.lexsort((pull, blocks, means[blocks])).tolist()  # stable: then by key
    return ordered


def _sweep(links: Links, order: Order, round_number: int) -> Order:
    """Return the order after one sweep: rightwards, leftwards, or towards both sides."""
    columns = range(len(links.sizes))
    swept = [list(column) for column in order]
    course = columns if round_number % 2 == 0 else reversed(columns)
    for column in course:
        towards = -1 if round_number % 2 == 0 else 1
        both = (-1, 1) if round_number % 3 == 2 else (towards,)  # noqa: PLR2004
        sides = tuple(side for side in both if 0 <= column + side < len(links.sizes))
        if sides:
            swept[column] = _sorted_column(links, swept, column, sides)
    return swept


def _cost(links: Links, order: Order, column: int) -> Counts:
    """Return for each two cards of a column how often their ribbons cross if the first is above."""
    size = links.sizes[column]
    cost = np.zeros((size, size), dtype=np.int64)
    for side in (-1, 1):
        if 0 <= column + side < len(links.sizes):
            matrix = links.between[column - 1].T if side < 0 else links.between[column]
            seen = matrix[:, order[column + side]]
            cost += seen @ (np.cumsum(seen, axis=1) - seen).T
    return cost


def _switch(links: Links, order: Order) -> Order:
    """Return the order with neighbours exchanged as long as that takes crossings away."""
    switched = [list(column) for column in order]
    for column in range(len(switched)):
        cost = _cost(links, switched, column).tolist()
        blocks, cards = links.blocks[column].tolist(), switched[column]
        own = len(set(blocks)) == len(blocks)
        moved = True
        while moved:
            moved = False
            for i in range(len(cards) - 1):
                first, second = cards[i], cards[i + 1]
                together = own or blocks[first] == blocks[second]
                if together and cost[second][first] < cost[first][second]:
                    cards[i], cards[i + 1] = second, first
                    moved = True
    return switched


def best_order(links: Links) -> tuple[Order, int, int]:
    """Return the best order found, its crossings, and those of the order by key.

    Returns
    -------
    order : card numbers by column. crossings, naive : how often ribbons cross in it, and
        how often they would with the cards sorted by key.
    """
    plain: Order = [list(range(size)) for size in links.sizes]
    start = [_block_order(links, c) for c in range(len(links.sizes))]
    naive = crossings(links, plain)
    order, best, fewest = start, start, crossings(links, start)
    for number in range(_ROUNDS):
        order = _sweep(links, order, number)
        for candidate in (order, _switch(links, order)):
            count = crossings(links, candidate)
            if count < fewest:
                best, fewest = candidate, count
    if naive < fewest:  # keeping categories together can cost more than it gives
        return plain, naive, naive
    return best, fewest, naive


def _block_order(links: Links, column: int) -> list[int]:
    """Return a column by block and key: the order to start from."""
    blocks = links.blocks[column]
    return sorted(range(links.sizes[column]), key=lambda i: (blocks[i], i))
