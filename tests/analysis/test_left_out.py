"""Every place left out in turn, held against the product graph without it."""

from __future__ import annotations

from collections import Counter

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import DAY, Case, cases, inventory
from oracle import BEGIN, Book

from datamap.analysis import left_out as room
from datamap.analysis.left_out import left_out
from datamap.analysis.targets import Target


@settings(max_examples=40)
@given(
    case=cases(most=7),
    reading=st.sampled_from(["certain", "possible", "worst_case"]),
    at_once=st.sampled_from([2, 512]),
)
def test_what_is_lost_is_what_a_graph_without_the_place_no_longer_reaches(
    case: Case, reading: str, at_once: int
) -> None:
    """For each place exactly those holdings of others count that a search without it does not find."""
    table = case.inventory()
    graph = Book(table, DAY, reading).graph()
    held = nx.descendants(graph, BEGIN)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "AT_ONCE", at_once)
        answer = left_out(table, as_of=DAY, reading=reading).table

    expected = {}
    for place in table.places:
        left = graph.subgraph([state for state in graph if state[0] != place])
        lost = {state for state in held - nx.descendants(left, BEGIN) if state[0] != place}
        if lost:
            expected[place] = len(lost), len({state[1:3] for state in lost})
    found = {line.place: (line.also_stops, line.pairs) for line in answer.itertuples()}
    assert found == expected
    counts = Counter(state[1:3] for state in held)
    assert [round(share * len(counts)) for share in answer["share_pairs"]] == answer["pairs"].tolist()


def test_only_what_is_asked_about_counts() -> None:
    """An item, a flag or a subject may be asked about; the heaviest place stands first."""
    table = inventory(
        "F1 collection customer name;passport_no customer desk",
        "F2 collection employee name employee desk",
        "F3 entrustment customer;employee name;passport_no desk agent",
        "F4 third_party customer name agent hotel",
    )

    def ranked(**words: str) -> list[tuple[str, int]]:
        found = left_out(table, Target(**words), as_of=DAY).table
        return list(zip(found["place"], found["also_stops"].tolist(), strict=True))

    assert ranked() == [("desk", 4), ("agent", 1)]
    assert ranked(item="passport_no") == [("desk", 1)]
    assert ranked(subject="employee") == [("desk", 1)]
    assert ranked(flag="id_code") == [("desk", 1)]


def test_a_long_chain_is_no_longer_work_than_its_length() -> None:
    """Of a chain each place takes away all that stand after it."""
    rows = ["F0 collection customer name customer p0000"]
    rows += [f"F{n} entrustment customer name p{n - 1:04d} p{n:04d}" for n in range(1, 1_500)]

    found = left_out(inventory(*rows), as_of=DAY).table

    assert found["place"].tolist()[:2] == ["p0000", "p0001"]
    assert found["also_stops"].tolist() == list(range(1_499, 0, -1))


def test_nothing_hangs_on_anybody_where_nothing_is_handed_on() -> None:
    """What nobody hands on, and what is held only possibly, is lost to nobody."""
    table = inventory("F1 collection customer * customer desk", "F2 entrustment customer name desk agent")

    assert len(left_out(table, Target(item="name"), as_of=DAY)) == 0
    assert (
        left_out(table, as_of=DAY).text("en").startswith("Pairs of subject group and item that are held: 0.")
    )
    assert left_out(table, as_of=DAY, reading="possible").table["place"].tolist() == ["desk"]
