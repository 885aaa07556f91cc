"""The layout engine alone: order of cards, places of cards and ribbons, columns of places."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from datamap.figures.flows.chart import Card, Chart, Ribbon, bundle, with_passages
from datamap.figures.flows.columns import depths, zones_of
from datamap.figures.flows.measures import measure, sides_of, tallest
from datamap.figures.flows.ordering import best_order, crossings, crossings_between, links_of
from datamap.figures.flows.placing import place, settle
from datamap.model import Text

COLUMNS = 4


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Draw a chart of four columns with ribbons that may skip columns or run back."""
    sizes = [draw(st.integers(1, 6)) for _ in range(COLUMNS)]
    cards = [
        Card(f"{column}{number}", column, "item" if column == 0 else "holder", Text.same(f"{column}{number}"),
             category=f"k{number % 2}")
        for column, size in enumerate(sizes)
        for number in range(size)
    ]  # fmt: skip
    pairs = [(a.key, b.key) for a in cards for b in cards if a.column < b.column]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=24))
    ribbons = [
        Ribbon(
            start,
            end,
            draw(st.sampled_from(["k0", "k1"])),
            gap=draw(st.booleans()),
            weight=draw(st.integers(1, 9)),
        )
        for start, end in chosen
    ]
    return Chart(tuple(Text.same(str(c)) for c in range(COLUMNS)), tuple(cards), bundle(ribbons))


def counted_by_hand(matrix: np.ndarray, left: list[int], right: list[int]) -> int:
    """Count crossings pair by pair."""
    ends = [(left.index(i), right.index(j)) for i, j in np.argwhere(matrix) for _ in range(int(matrix[i, j]))]
    return sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for n, a in enumerate(ends) for b in ends[:n])


@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_crossings_are_counted_right(rows: int, columns: int, data: st.DataObject) -> None:
    """The count by running sums is the count pair by pair."""
    cells = data.draw(st.lists(st.integers(0, 2), min_size=rows * columns, max_size=rows * columns))
    matrix = np.array(cells, dtype=np.int64).reshape(rows, columns)
    left = data.draw(st.permutations(range(rows)))
    right = data.draw(st.permutations(range(columns)))
    assert crossings_between(matrix, left, right) == counted_by_hand(matrix, left, right)


@given(charts())
def test_the_order_never_has_more_crossings_than_the_order_by_key(chart: Chart) -> None:
    """Sweeping and exchanging only ever helps."""
    through, routes = with_passages(chart)
    links, _ = links_of(through, routes)
    order, found, naive = best_order(links)
    assert found == crossings(links, order)
    assert found <= naive


@given(charts())
def test_every_ribbon_passes_every_column_on_its_way(chart: Chart) -> None:
    """A ribbon that skips columns has a passage through each of them."""
    through, routes = with_passages(chart)
    column = {card.key: card.column for card in through.cards}
    for route in routes:
        stops = [column[stop] for stop in route.stops]
        assert stops == list(range(stops[0], stops[-1] + 1))


@given(charts())
def test_cards_stay_apart_in_order_and_in_the_room(chart: Chart) -> None:
    """However ribbons pull, cards keep their order, their distance and the bounds."""
    through, routes = with_passages(chart)
    sides = sides_of(through, routes)
    measures = measure(through, sides, 400.0)
    assert measures is not None
    assert tallest(through, sides, measures) <= 400.0
    links, keys = links_of(through, routes)
    order, _, _ = best_order(links)
    columns = [[keys[c][i] for i in column] for c, column in enumerate(order)]
    spans = [(100.0 * c, 60.0) for c in range(COLUMNS)]
    placing = place(through, routes, columns, sides, measures, spans, 0.0, 400.0)
    cards = through.by_key
    for column_keys in columns:
        for above, below in pairwise(column_keys):
            gap = placing.boxes[below].y - placing.boxes[above].bottom
            assert gap >= measures.gap(cards[above]) - 1e-6
    assert all(box.y >= -1e-6 and box.bottom <= 400.0 + 1e-6 for box in placing.boxes.values())


@given(charts())
def test_ribbons_end_on_their_cards(chart: Chart) -> None:
    """Each ribbon touches both its cards within their height, and its lanes are not twisted."""
    through, routes = with_passages(chart)
    sides = sides_of(through, routes)
    measures = measure(through, sides, 400.0)
    assert measures is not None
    links, keys = links_of(through, routes)
    order, _, _ = best_order(links)
    columns = [[keys[c][i] for i in column] for c, column in enumerate(order)]
    spans = [(100.0 * c, 60.0) for c in range(COLUMNS)]
    placing = place(through, routes, columns, sides, measures, spans, 0.0, 400.0)
    for course in placing.courses:
        first, last = placing.boxes[course.route.stops[0]], placing.boxes[course.route.stops[-1]]
        for (x, y), box in ((course.stations[0], first), (course.stations[-1], last)):
            assert x in {box.x, box.right}
            assert box.y - 1e-6 <= y
            assert y + course.thickness <= box.bottom + 1e-6
        for enter, leave in zip(course.stations[1:-1:2], course.stations[2:-1:2], strict=True):
            assert abs(enter[1] - leave[1]) < 1e-6


@given(st.lists(st.floats(-50, 150), min_size=1, max_size=12))
def test_settling_is_the_nearest_that_order_allows(wanted: list[float]) -> None:
    """Tops come out ordered, apart and in bounds; wishes that agree with that are granted."""
    apart = [5.0] * len(wanted)
    tops = settle(wanted, [1.0] * len(wanted), apart, 0.0, 100.0)
    assert all(b - a >= 5.0 - 1e-9 for a, b in pairwise(tops))
    assert tops[0] >= 0.0
    assert tops[-1] + 5.0 <= 100.0 + 1e-9
    granted = [10.0 * n for n in range(len(wanted)) if n < 9]
    assert settle(granted, [1.0] * len(granted), apart[: len(granted)], 0.0, 100.0) == granted


def test_a_cycle_is_laid_out_once() -> None:
    """Places that hand to one another in a circle get depths, and no loop runs for ever."""
    assert depths("abc", [("a", "b"), ("b", "c"), ("c", "a")], []) == {"a": 0, "b": 1, "c": 2}


def test_a_long_chain_of_recipients_is_cut_to_the_columns_there_are() -> None:
    """Twenty recipients in a chain do not make twenty columns; the far ones share the last."""
    chain = [("i:name", "p:us"), ("p:us", "p:00")]
    chain += [(f"p:{n:02}", f"p:{n + 1:02}") for n in range(20)]
    zones = zones_of(chain, chain, {"p:us"})
    assert zones.zones == ("first", "holders", "recipients", "recipients", "recipients", "countries")
    assert zones.column["p:20"] == zones.column["p:02"] == 4


def test_a_place_is_as_deep_as_the_shortest_way_to_it() -> None:
    """A recipient that is reached directly stands in the first column even if it is reached again."""
    moves = [("i:name", "p:us"), ("p:us", "p:a"), ("p:a", "p:b"), ("p:us", "p:b")]
    zones = zones_of(moves, moves, {"p:us"})
    assert zones.column["p:b"] == zones.column["p:a"]
