"""Cheapest cuts, held against every set of flows that one could end."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import DAY, Case, cases, group, inventory, party
from oracle import Book

from datamap.analysis.cut import Cut, cut
from datamap.analysis.reach import reach
from datamap.analysis.routes import routes
from datamap.inventory import Inventory
from datamap.model import BadQuestion

WITH_COUNTRY = "id kind subjects items source recipient countries"


def reached(table: Inventory, reading: str, ended: frozenset[str], country: str, item: str) -> bool:
    """Whether by the book some flow still brings an item (or one below it) to a country."""
    book = Book(table, DAY, reading, ended=ended)
    return any(
        hops > 0 and _aimed(table, place, reading, country) and table.vocabulary.is_a("items", held, item)
        for (place, _, held, _), hops in book.held().items()
    )


def _aimed(table: Inventory, place: str, reading: str, country: str) -> bool:
    known = table.places[place].countries
    if table.places[place].type == "subject":
        return False
    return country in known or (reading == "possible" and (not known or "abroad" in known))


@settings(max_examples=40)
@given(
    case=cases(most=6),
    reading=st.sampled_from(["certain", "possible"]),
    item=st.sampled_from(["contact", "name"]),
)
def test_no_smaller_set_does(case: Case, reading: str, item: str) -> None:
    """What is proposed really stops it; no smaller set does; all sets of that size are named."""
    table = case.inventory()
    if item not in {key for flow in table.flows for key in (*flow.items.named, *flow.items.excluded)}:
        return

    answer = cut(table, as_of=DAY, reading=reading, item=item, country="US", most=100)

    flows = [flow.id for flow in table.flows]
    for size in range(len(flows) + 1):
        stops = [
            ended
            for ended in map(frozenset, combinations(flows, size))
            if not reached(table, reading, ended, "US", item)
        ]
        if stops:
            break
    assert answer.possible
    assert (answer.least or 0) == size
    assert {frozenset(choice) for choice in answer.choices} == (set(stops) if size else set())


def test_one_flow_that_carries_many_fields_counts_once() -> None:
    """The cheapest cut of two fields is not the union of their cheapest cuts."""
    table = inventory(
        "C1 collection customer name;email customer desk .",
        "F1 internal_use customer name desk a .",
        "F2 internal_use customer email desk b .",
        "F3 internal_use customer name a hub .",
        "F4 internal_use customer email b hub .",
        "F5 third_party customer name;email hub vendor US",
        columns=WITH_COUNTRY,
    )

    assert cut(table, as_of=DAY, country="US").choices == (("F5",), ("C1",))
    assert cut(table, as_of=DAY, country="US", keep=["C1", "F5"]).least == 2


def test_parallel_flows_must_all_go() -> None:
    """Two rows that do the same between the same places are two flows to end."""
    table = inventory("F1 third_party customer name desk vendor", "F2 third_party customer name desk vendor")

    assert cut(table, as_of=DAY, place="vendor").choices == (("F1", "F2"),)


def test_a_flow_that_does_not_carry_the_field_is_left_alone() -> None:
    """The busy flow carries other items; only the one that carries passport numbers is proposed."""
    table = inventory(
        "C1 collection customer name;passport_no customer desk .",
        "F1 third_party customer name desk vendor US",
        "F2 third_party customer passport_no desk vendor US",
        columns=WITH_COUNTRY,
    )

    answer = cut(table, as_of=DAY, item="passport_no", country="US", keep=["collection"])

    assert answer.choices == (("F2",),)
    assert answer.table[["flows", "items", "subjects", "also_stops"]].to_numpy().tolist() == [
        ["F2", "passport_no", "customer", 0]
    ]


def test_the_mildest_choice_comes_first() -> None:
    """Of equal choices the one that ends no collection, then the one that stops least besides."""
    table = inventory(
        "C1 collection customer name customer desk .",
        "F1 internal_use customer name desk hub .",
        "F2 third_party customer name hub vendor US",
        "F3 entrustment customer name hub printer JP",
        columns=WITH_COUNTRY,
    )

    answer = cut(table, as_of=DAY, place="vendor")

    assert answer.choices == (("F2",), ("F1",), ("C1",))
    assert answer.table["also_stops"].tolist() == [0, 2, 3]
    assert "F2 (price 1). Other choices at the same price: 2" in answer.text("en")


def test_prices_of_ones_own() -> None:
    """With a column of prices the cheapest set is found, not the smallest."""
    table = inventory(
        "C1 collection customer name customer desk 100",
        "F1 internal_use customer name desk hub 9",
        "F2 third_party customer name hub a 2",
        "F3 third_party customer name hub b 2,000",
        "F4 third_party customer name a vendor 1",
        "F5 third_party customer name b vendor .",
        columns="id kind subjects items source recipient price_to_end",
    )

    answer = cut(table, as_of=DAY, place="vendor", cost="price_to_end")

    assert answer.choices == (("F4", "F5"),)  # a blank counts 1
    assert answer.least == 2
    with pytest.raises(KeyError):
        cut(table, as_of=DAY, place="vendor", cost="no_such_column")


def test_negative_prices_are_refused() -> None:
    """Nobody is paid for ending a flow; the row is named."""
    table = inventory("F1 third_party . name a b -1", columns="id kind subjects items source recipient price")

    with pytest.raises(BadQuestion, match=r"^F1 \(row 2\): -1 in the column price is"):
        cut(table, as_of=DAY, place="b", cost="price")


def test_what_cannot_be_cut_says_why() -> None:
    """If a way runs along flows that are to be kept, that way is named."""
    table = inventory("C1 collection customer name customer desk", "F1 third_party customer name desk vendor")

    answer = cut(table, as_of=DAY, place="vendor", keep=["C1", "third_party"])

    assert not answer.possible
    assert answer.choices == ()
    assert "(C1, F1)" in answer.text("en")


def test_what_is_held_to_begin_with_stays() -> None:
    """An origin at the target keeps what it holds, and the answer says so."""
    table = inventory("F1 third_party customer name a b", "F2 third_party customer email b c")

    assert "to begin with" in cut(table, as_of=DAY, place="a").text("en")
    assert "初めから" in cut(table, as_of=DAY, place="a").text("ja")
    assert cut(table, as_of=DAY, place="c").least is None  # b never received an email


def test_nothing_to_cut() -> None:
    """Where nothing reaches the target there is nothing to end."""
    table = inventory("C1 collection customer name customer desk JP", columns=WITH_COUNTRY)

    answer = cut(table, as_of=DAY, country="US")

    assert (answer.choices, answer.least, answer.possible, len(answer)) == ((), None, True, 0)
    assert isinstance(answer, Cut)


def test_everything_sensitive_to_a_role() -> None:
    """Items can be asked for by flag, places by role; groups and systems are followed."""
    table = inventory(
        "C1 collection customer name;medical_history customer desk crm .",
        "F1 joint_use customer medical_history crm friends . joint_user",
        "F2 joint_use customer name crm friends . joint_user",
        columns="id kind subjects items source recipient system recipient_role",
        groups=(group("friends", "a", "b"),),
        parties=(party("a"), party("b"), party("crm", kind="system")),
    )

    answer = cut(table, as_of=DAY, flag="sensitive", role="joint_user", keep=["collection"])

    assert answer.choices == (("F1",),)


def test_a_country_not_recorded_may_be_any() -> None:
    """In the possible reading a blank country counts, and `abroad` counts for any but one's own."""
    table = inventory(
        "C1 collection customer name customer desk JP",
        "F1 third_party customer name desk a .",
        "F2 third_party customer name desk b abroad",
        "F3 third_party customer name desk c US",
        columns=WITH_COUNTRY,
    )

    keep = ["collection"]
    assert cut(table, as_of=DAY, country="US", keep=keep).choices == (("F3",),)
    assert cut(table, as_of=DAY, country="US", keep=keep, reading="possible").choices == (("F1", "F2", "F3"),)
    assert cut(table, as_of=DAY, country="JP", keep=keep, reading="possible").possible is False
    for asked, there in (("US", {"a", "b", "c"}), ("JP", {"a"})):  # one rule for all questions
        answers = [ask(table, as_of=DAY, country=asked, reading="possible") for ask in (reach, routes)]
        answers.append(reach(table, as_of=DAY, reading="possible").of(country=asked))
        assert [set(answer.table["place"]) - {"desk"} for answer in answers] == [there] * 3
    assert set(reach(table, as_of=DAY, country="US").table["place"]) == {"c"}


def test_unknown_words_are_refused() -> None:
    """Neither a misspelt target nor a misspelt flow to keep goes unnoticed."""
    table = inventory("F1 third_party . name a b")

    with pytest.raises(KeyError, match="F9"):
        cut(table, as_of=DAY, place="b", keep=["F9"])
    with pytest.raises(KeyError, match="nowhere"):
        cut(table, as_of=DAY, place="nowhere")
    with pytest.raises(KeyError, match="sensitive"):
        cut(table, as_of=DAY, flag="sensitif")
    with pytest.raises(BadQuestion, match="Nearest: place"):
        cut(table, as_of=DAY, plaice="b")
