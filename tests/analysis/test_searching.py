"""Small graphs are searched by hand, large ones by scipy: both find the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.graph import searching
from datamap.graph.searching import Following, breadth_first, circles, following

SIZE = 7
EDGES = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), max_size=20)


def graph(edges: list[tuple[int, int]]) -> Following:
    """Return a graph of some edges, repeated ones and those from a node to itself included."""
    source, target = np.array(edges, np.int64).reshape(-1, 2).T
    return following(source, target, SIZE)


@given(EDGES, st.integers(0, SIZE - 1))
def test_both_ways_walk_in_the_same_order(edges: list[tuple[int, int]], root: int) -> None:
    """What is reached, in which order and from where, does not depend on the size of the graph."""
    by_hand = breadth_first(graph(edges), root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "SMALL", 0)
        by_scipy = breadth_first(graph(edges), root)

    assert [part.tolist() for part in by_hand] == [part.tolist() for part in by_scipy]


@given(EDGES)
def test_both_ways_find_the_same_circles(edges: list[tuple[int, int]]) -> None:
    """Two nodes are in one circle by hand exactly where scipy says so."""
    by_hand = circles(graph(edges))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "SMALL", 0)
        by_scipy = circles(graph(edges))

    assert np.array_equal(by_hand[:, None] == by_hand, by_scipy[:, None] == by_scipy)
