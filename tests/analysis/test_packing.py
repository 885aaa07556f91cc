"""Bounds of cheapest cuts in large maps, held against the exact search on small ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import DAY, Case, cases, inventory

from datamap.analysis.field_graph import field_graph
from datamap.analysis.flow_cut import each_once
from datamap.analysis.packing import Packing
from datamap.analysis.severing import NotCuttable, Severing
from datamap.analysis.targets import Target, aim
from datamap.model import Reading

PRICES = {0: 3.0, 2: 2.0, 3: 0.5}


@settings(max_examples=40)
@given(
    case=cases(most=8),
    reading=st.sampled_from([Reading.CERTAIN, Reading.POSSIBLE]),
    prices=st.sampled_from([{}, PRICES]),
    keep=st.sampled_from([frozenset(), frozenset({0, 1})]),
)
def test_bounds_hold_the_exact_price(
    case: Case, reading: Reading, prices: dict[int, float], keep: frozenset[int]
) -> None:
    """No cut is cheaper than the bound; the cut of a large map cuts; as a rule both prices are the same."""
    found = aim(case.inventory(), Target(country="US"), as_of=DAY, reading=reading)
    graph = field_graph(found.net, found.states, found.wanted)
    if not len(graph.row):
        return
    exact, large = (Severing(graph, prices, keep, large=size) for size in (10**9, 0))
    try:
        least = exact.price(exact.cheapest())
    except NotCuttable:
        with pytest.raises(NotCuttable):
            large.cheapest()
        return

    rows = large.cheapest()

    assert not len(graph.still_reached(graph.without(rows)))
    assert not rows & keep
    assert large.at_least <= least + 1e-6 <= large.price(rows) + 2e-6
    for other in large.all_cheapest(5):
        assert not len(graph.still_reached(graph.without(other)))


@settings(max_examples=40)
@given(
    case=cases(most=9),
    subject=st.sampled_from(["customer", "applicant"]),
    prices=st.sampled_from([{}, {0: 3.0, 2: 2.0}]),
    keep=st.sampled_from([frozenset(), frozenset({1})]),
)
def test_where_every_flow_is_one_edge_a_greatest_flow_finds_every_cheapest_cut(
    case: Case, subject: str, prices: dict[int, float], keep: frozenset[int]
) -> None:
    """The cuts of an ordinary network are those of the exact search, all of them and no others."""
    found = aim(case.inventory(), Target(item="name", subject=subject), as_of=DAY, reading=Reading.CERTAIN)
    graph = field_graph(found.net, found.states, found.wanted)
    if not len(graph.row) or not each_once(graph):
        return
    exact, flow = (Severing(graph, prices, keep, simple=size) for size in (10**9, 0))
    try:
        expected = {*exact.all_cheapest(50)}
    except NotCuttable:
        with pytest.raises(NotCuttable):
            flow.cheapest()
        return

    assert {*flow.all_cheapest(50)} == expected
    assert flow.at_least == exact.price(flow.cheapest()) == exact.price(exact.cheapest())


@settings(max_examples=40)
@given(case=cases(most=8), reading=st.sampled_from([Reading.CERTAIN, Reading.POSSIBLE]))
def test_ways_are_ways_and_share_no_flow(case: Case, reading: Reading) -> None:
    """Each way brings a field to a target by itself, and no flow stands in two of them."""
    found = aim(case.inventory(), Target(country="US"), as_of=DAY, reading=reading)
    graph = field_graph(found.net, found.states, found.wanted)
    nothing = np.zeros(len(graph.row), dtype=np.bool_)

    ways = [way for way, _ in Packing(graph, {}, frozenset()).ways(nothing)]

    assert sum(map(len, ways)) == len(frozenset().union(*ways))
    for way in ways:
        others = frozenset(graph.row.tolist()) - way - {-1}
        assert len(graph.still_reached(graph.without(others)))
    assert bool(ways) == bool(len(graph.still_reached(nothing)))


def test_parallel_ways_are_counted_at_once() -> None:
    """Of many ways of two flows each, one flow of each way has to go: the bound meets the cut at once."""
    ways = [
        flow
        for n in range(40)
        for flow in (
            f"F{n} entrustment customer name P0 M{n} JP",
            f"G{n} entrustment customer name M{n} Z US",
        )
    ]
    table = inventory(
        "C0 collection customer name customer P0 JP",
        *ways,
        columns="id kind subjects items source recipient countries",
    )
    found = aim(table, Target(country="US"), as_of=DAY, reading=Reading.CERTAIN)
    graph = field_graph(found.net, found.states, found.wanted)
    collections = frozenset({0})

    severing = Severing(graph, {}, collections, large=0)

    assert severing.price(severing.cheapest()) == severing.at_least == 40
    assert len(list(severing.all_cheapest(5))) == 2
