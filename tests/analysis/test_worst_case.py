"""The worst case of all fields at once, held against the search with ways and against networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import DAY, Case, cases, inventory

from datamap.analysis import worst_case
from datamap.analysis.asked import running
from datamap.analysis.copies import copies_if_misused, copies_made
from datamap.analysis.encoding import Encoded
from datamap.analysis.net import Net
from datamap.analysis.search import search_net
from datamap.analysis.traffic import Traffic, traffic_of
from datamap.analysis.worst_case import WorstCase
from datamap.inventory import Inventory
from datamap.model import Reading

Held = set[tuple[int, int]]
"""Node and item."""


def net_of(table: Inventory) -> Net:
    """Return the edges of the worst case."""
    return Net(Encoded(table, running(table, DAY), Reading.WORST_CASE))


def spelt_out(words: np.ndarray) -> Held:
    """Return bits of items by node as pairs."""
    bits = np.unpackbits(words.astype("<u8").view(np.uint8), axis=1, bitorder="little")
    return set(zip(*(part.tolist() for part in np.nonzero(bits)), strict=True))


def held(net: Net) -> Held:
    """Return what the search with ways finds."""
    states = search_net(net)
    node = net.node(states.place, states.form, states.subject)
    return set(zip(node.tolist(), states.item.tolist(), strict=True))


@settings(max_examples=25, deadline=None)
@given(case=cases(), rounds=st.sampled_from([0, 1, 64]))
def test_it_holds_what_the_search_finds(case: Case, rounds: int) -> None:
    """All at once or place by place, what could be held is what the search with ways says."""
    net = net_of(case.inventory())
    found = WorstCase(net)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(worst_case, "ROUNDS", rounds)
        assert spelt_out(found.onward(found.begun)) == held(net)


@settings(max_examples=15, deadline=None)
@given(case=cases())
def test_it_holds_what_networkx_finds(case: Case) -> None:
    """From where each item begins, everything that networkx reaches could hold it, and nothing else."""
    net = net_of(case.inventory())
    moved = net.edges.source != net.root
    graph = nx.DiGraph(zip(net.edges.source[moved].tolist(), net.edges.target[moved].tolist(), strict=True))
    found = WorstCase(net)

    begun = spelt_out(found.begun)
    graph.add_nodes_from(node for node, _ in begun)

    reached = {(end, item) for node, item in begun for end in nx.descendants(graph, node)}
    assert spelt_out(found.onward(found.begun)) == begun | reached


@settings(max_examples=25, deadline=None)
@given(case=cases(), data=st.data())
def test_copies_are_those_that_loads_carry(case: Case, data: st.DataObject) -> None:
    """Where copies could go, whose, which items and by which rows: as load after load says."""
    table = case.inventory()
    moving = Traffic(Encoded(table, running(table, DAY), Reading.WORST_CASE))
    possible = traffic_of(table, as_of=DAY, reading=Reading.POSSIBLE)
    breached = data.draw(st.sampled_from([*possible.places, ""]))
    start = {key: items for key, items in possible.held.items() if possible.places[key[0]] == breached}
    asked = np.array([place != breached for place in moving.places], dtype=np.bool_)

    assert copies_if_misused(moving, start, asked) == copies_made(moving, start, asked)


def test_what_no_form_leads_to_goes_nowhere() -> None:
    """What was once held in a form that no running row makes stays where it is."""
    moving = traffic_of(
        inventory("F1 collection customer name customer shop", "F2 entrustment customer name shop mailer"),
        as_of=DAY,
        reading=Reading.WORST_CASE,
    )
    shop = moving.places.index("shop")
    person = moving.encoded.subjects.index["customer"]

    assert copies_if_misused(moving, {(shop, person, 1): 1}, np.ones(3, dtype=np.bool_)) == {}
    assert copies_if_misused(moving, {(shop, person, 0): 1}, np.ones(3, dtype=np.bool_)).keys() == {
        moving.places.index("mailer")
    }


def test_a_long_chain_is_followed_to_its_end() -> None:
    """Beyond the rounds taken at once, a chain goes on place by place."""
    rows = [f"F{n} entrustment customer name p{n} p{n + 1}" for n in range(1, 200)]
    net = net_of(inventory("F0 collection customer name customer p1", *rows))
    found = WorstCase(net)

    assert spelt_out(found.onward(found.begun)) == held(net)
    assert len(held(net)) == 200
