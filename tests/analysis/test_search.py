"""The two searches: each item by itself, and 64 items to a word; they find the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from maps import DAY, Case, cases

from datamap.analysis import by_product
from datamap.analysis.asked import running
from datamap.analysis.by_product import search_by_product
from datamap.analysis.by_word import search_by_word
from datamap.analysis.encoding import Encoded
from datamap.analysis.net import Net
from datamap.analysis.states import States
from datamap.graph.sorting import distinct, ordered, starts
from datamap.model import Reading

Told = dict[tuple[int, ...], tuple[int, int, tuple[int, ...] | None]]


def told(states: States) -> Told:
    """What is held, with hops, last row and what it came from."""
    keys = list(
        zip(*(getattr(states, part).tolist() for part in ("place", "subject", "item", "form")), strict=True)
    )
    return {
        key: (hops, row, keys[parent] if parent >= 0 else None)
        for key, hops, row, parent in zip(
            keys, states.hops.tolist(), states.row.tolist(), states.parent.tolist(), strict=True
        )
    }


@settings(max_examples=40, deadline=None)
@given(case=cases(), reading=...)
def test_both_searches_find_the_same_ways(case: Case, reading: Reading) -> None:
    """Holdings, their distance, the last row and where it came from are the same; parents stand first."""
    inventory = case.inventory()
    net = Net(Encoded(inventory, running(inventory, DAY), reading))

    one, other = search_by_product(net), search_by_word(net)

    assert told(one) == told(other)
    for states in (one, other):
        assert np.all(states.parent < np.arange(len(states)))


@settings(max_examples=15, deadline=None)
@given(case=cases())
def test_numbers_that_no_table_holds_are_searched_for(case: Case) -> None:
    """Where places and items are too many for a table, the search finds the same."""
    inventory = case.inventory()
    net = Net(Encoded(inventory, running(inventory, DAY), Reading.POSSIBLE))
    expected = told(search_by_product(net))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(by_product, "DENSE", 0)
        assert told(search_by_product(net)) == expected


@pytest.mark.parametrize("most", [5, 2**40, 2**62])
def test_order_of_whole_numbers(most: int) -> None:
    """Positions come in the order of their keys, equal ones as they stood, whatever the size of the keys."""
    keys = np.random.default_rng(1).integers(0, most, 1_000)

    assert ordered(keys).tolist() == np.argsort(keys, kind="stable").tolist()
    assert distinct(keys).tolist() == sorted(set(keys.tolist()))


def test_no_keys_have_no_order() -> None:
    """Nothing at all is put in order, too."""
    nothing = np.zeros(0, dtype=np.int64)

    assert (len(ordered(nothing)), len(distinct(nothing)), starts(nothing, 2).tolist()) == (0, 0, [0, 0, 0])
