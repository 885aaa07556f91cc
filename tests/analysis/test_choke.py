"""Choke points, held against leaving out each place in turn."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import DAY, Case, cases, inventory
from oracle import BEGIN, Book

from datamap.analysis.choke import choke_points


def pairs_at(book: Book, graph: nx.DiGraph, targets: set[str]) -> set[tuple[str, str]]:
    """Pairs of subject and item that a flow brings to the targets, in a product graph."""
    if BEGIN not in graph:
        return set()
    reached = nx.descendants(graph, BEGIN)
    begun = {
        state for state in book.graph().successors(BEGIN) if book.graph().edges[BEGIN, state]["length"] == 0
    }
    return {(state[1], state[2]) for state in reached if state[0] in targets and state not in begun}


@settings(max_examples=40)
@given(case=cases(most=7), reading=st.sampled_from(["certain", "possible"]))
def test_leaving_out_each_place_in_turn(case: Case, reading: str) -> None:
    """A place covers exactly the pairs that no longer arrive if it is taken out of the product graph."""
    table = case.inventory()
    book = Book(table, DAY, reading)
    graph, targets = book.graph(), {"mailer", "cloud"} & set(table.places)
    if not targets:
        return
    before = pairs_at(book, graph, targets)

    answer = choke_points(table, as_of=DAY, reading=reading, place=sorted(targets)).table

    expected = {}
    for place in set(table.places) - targets - book.people:
        left = graph.subgraph([state for state in graph if state[0] != place])
        lost = before - pairs_at(book, left, targets)
        if lost:
            expected[place] = len(lost)
    assert dict(zip(answer["place"], answer["pairs"].tolist(), strict=True)) == expected
    assert [share * len(before) for share in answer["share_pairs"]] == pytest.approx(answer["pairs"].tolist())


def test_a_field_of_its_own() -> None:
    """What every way of one item passes need not lie on the ways of another."""
    table = inventory(
        "C1 collection customer name;email customer desk",
        "F1 internal_use customer name desk a",
        "F2 internal_use customer email desk b",
        "F3 third_party customer name a vendor",
        "F4 third_party customer email b vendor",
        "F5 third_party customer email desk vendor",
    )

    answer = choke_points(table, as_of=DAY, place="vendor")

    assert answer.table[["place", "pairs", "items"]].to_numpy().tolist() == [
        ["desk", 2, "email;name"],
        ["a", 1, "name"],
    ]
    assert "the first covers 2 pairs" in answer.text("en")


def test_none() -> None:
    """Two desks that hand over directly leave no place on every way."""
    table = inventory(
        "C1 collection customer name customer vendor", "C2 collection customer name customer vendor"
    )

    answer = choke_points(table, as_of=DAY, place="vendor")

    assert len(answer) == 0
    assert "No place lies on every way" in answer.text("en")
