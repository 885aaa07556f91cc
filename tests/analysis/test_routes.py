"""Ways of items, purposes that drift, items that appear from nowhere."""

from __future__ import annotations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import DAY, Case, cases, group, inventory, party
from oracle import BEGIN, Book

from datamap.analysis.appearing import appearing_items
from datamap.analysis.drift import purpose_drift
from datamap.analysis.routes import routes
from datamap.inventory import Inventory

COLUMNS = "id kind subjects items source recipient countries basis foreign_route purposes measures"


def ways(answer: object) -> list[list[str]]:
    """The flows of each route."""
    return answer.table.groupby("route_no")["flows"].agg(list).tolist()  # type: ignore[attr-defined]


def diamond() -> Inventory:
    """Two short ways and a long one from the desk to the vendor, and a circle on the way."""
    return inventory(
        "F1 collection customer name customer desk",
        "F2 internal_use customer name desk a",
        "F3 internal_use customer name desk b",
        "F4 third_party customer name a vendor",
        "F5 third_party customer name b vendor",
        "F6 internal_use customer name a b",
        "F7 internal_use customer name b a",
        "F8 internal_use customer email desk vendor2",
    )


def test_parallel_flows_are_ways_of_their_own() -> None:
    """Two rows that do the same between the same places are two ways."""
    table = inventory(
        "F1 collection customer name customer desk",
        "F2 third_party customer name desk vendor",
        "F3 third_party customer name desk vendor",
    )

    assert ways(routes(table, as_of=DAY, place="vendor", longest=2)) == [["F1", "F2"], ["F1", "F3"]]


def test_places_beyond_the_longest_way_asked_for_are_not_called_unreached() -> None:
    """A bound that is too small is named as the reason, with the number that would do."""
    table = inventory(
        "F1 collection customer name customer desk",
        "F2 internal_use customer name desk crm",
        "F3 third_party customer name crm vendor",
    )
    none, some = (routes(table, as_of=DAY, place=place, longest=2) for place in ("vendor", None))
    beyond = "1 place is not reached by ways of up to 2 flows, but by longer ones (the shortest has 3)."

    assert none.text("en") == beyond
    assert beyond in some.text("en")
    assert beyond not in routes(table, as_of=DAY, place="vendor", longest=3).text("en")
    assert "3段" in none.text("ja")


def test_one_shortest_way_to_each_place() -> None:
    """Without a bound there is one shortest way; of equal ones that whose last row stands first."""
    assert ways(routes(diamond(), as_of=DAY, item="name", place="vendor")) == [["F1", "F2", "F4"]]


def test_all_simple_ways_up_to_a_bound() -> None:
    """Asked for all, ways come shortest first and pass no place twice."""
    found = [ways(routes(diamond(), as_of=DAY, place="vendor", longest=bound)) for bound in (2, 3, 4, 9)]

    assert found[0] == []
    assert found[1] == [["F1", "F2", "F4"], ["F1", "F3", "F5"]]
    assert found[2] == [*found[1], ["F1", "F3", "F7", "F4"], ["F1", "F2", "F6", "F5"]]
    assert found[3] == found[2]


def test_no_more_ways_than_asked_for() -> None:
    """What is left out is said."""
    answer = routes(diamond(), as_of=DAY, place="vendor", longest=9, most=3)

    assert answer.table["route_no"].max() == 3
    assert "there are more" in answer.text("en")
    assert "ほかにもあります" in answer.text("ja")


@settings(max_examples=40)
@given(case=cases(most=7), reading=st.sampled_from(["certain", "possible"]))
def test_all_ways_are_those_of_networkx(case: Case, reading: str) -> None:
    """The places passed are those of the simple paths of the oracle's product graph, item by item."""
    table, longest = case.inventory(), 4
    book = Book(table, DAY, reading)
    graph = book.graph()
    item = next(iter(sorted(book.items)), None)
    if item is None:
        return

    answer = routes(table, as_of=DAY, item=item, reading=reading, longest=longest, most=100_000).table

    found = {
        tuple(zip(way["place"], way["subject"], way["form"], strict=True))
        for _, way in answer[answer["item"] == item].groupby("route_no")
    }
    assert found == set(_paths(graph, item, longest))


def _paths(graph: nx.DiGraph, item: str, longest: int) -> list[tuple[tuple[str, str, str], ...]]:
    """Simple ways (no place twice) of one item in the product graph, what an origin holds left out."""
    found: set[tuple[tuple[str, str, str], ...]] = set()
    begin = BEGIN
    waiting = [
        ((state,), graph.edges[begin, state]["length"])
        for state in graph.successors(begin)
        if state[2] == item
    ]
    while waiting:
        path, length = waiting.pop()
        if length > longest:
            continue
        if length:
            found.add(tuple((p, s, f) for p, s, _, f in path[len(path) - length :]))
        waiting += [
            ((*path, after), length + 1)
            for after in graph.successors(path[-1])
            if after[0] not in {state[0] for state in path}
        ]
    return list(found)


def test_each_hop_says_what_it_is() -> None:
    """A hop has its row, kind, basis, country, purposes and what is weak about it."""
    table = inventory(
        "F1 collection customer name customer desk JP . . contact_applicants .",
        "F2 entrustment customer name desk vendor US entrustment equivalent_system contact_applicants nda",
        "F3 third_party customer name vendor shop abroad . unknown . .",
        columns=COLUMNS,
    )

    answer = routes(table, as_of=DAY, place="shop")

    lines = answer.table.set_index("flows")
    assert lines.loc["F2", ["row", "source", "place", "kind", "basis", "country", "purposes"]].tolist() == [
        3, "desk", "vendor", "entrustment", "entrustment", "US", "contact_applicants",
    ]  # fmt: skip
    assert lines.loc["F2", "weak"] == ""
    assert lines.loc["F3", "weak"].split(";")[0] == "country_not_named"
    assert lines["weakest"].tolist() == [False, False, True]
    assert "F3 (row 4, vendor → shop): abroad, but the country is not named" in answer.text("en")


def test_a_route_without_weakness_says_so() -> None:
    """Nothing is called the weakest hop where nothing is weak."""
    table = inventory(
        "F1 collection customer name customer desk JP . . contact_applicants .", columns=COLUMNS
    )

    answer = routes(table, as_of=DAY, place="desk")

    assert not answer.table["weakest"].any()
    assert "No hop shows a weakness" in answer.text("en")


def test_routes_to_a_country() -> None:
    """Places can be asked for by where they are, also by not being recorded anywhere."""
    table = inventory(
        "F1 collection customer name customer desk JP",
        "F2 third_party customer name desk a US",
        "F3 third_party customer name desk b .",
        columns="id kind subjects items source recipient countries",
    )

    assert ways(routes(table, as_of=DAY, country="US")) == [["F1", "F2"]]
    assert ways(routes(table, as_of=DAY, country="")) == [["F1", "F3"]]
    assert len(routes(table, as_of=DAY, country="CN")) == 0


def test_routes_through_systems_and_groups() -> None:
    """A hop into the system of the recipient is marked; members of a group are places of their own."""
    table = inventory(
        "F1 collection customer name customer desk crm",
        "F2 joint_use customer name crm friends .",
        columns="id kind subjects items source recipient system",
        groups=(group("friends", "a", "b"),),
        parties=(party("a", "JP"), party("b")),
    )

    answer = routes(table, as_of=DAY, place="b").table

    assert answer[["flows", "source", "place", "leg"]].to_numpy().tolist() == [
        ["F1", "customer", "crm", "kept_in"],
        ["F2", "crm", "b", "hand_over"],
    ]


# ------------------------------------------------------------------------------ purposes


def test_purposes_beyond_those_of_the_collection() -> None:
    """A later purpose is covered by an equal or a broader one at collection, not by another desk's."""
    table = inventory(
        "F1 collection customer name customer desk arrange_travel",
        "F2 collection customer email customer shop marketing",
        "F3 internal_use customer all desk crm arrange_travel",
        "F4 internal_use customer all shop crm marketing",
        "F5 entrustment customer all crm mailer marketing",
        columns="id kind subjects items source recipient purposes",
    )

    answer = purpose_drift(table, as_of=DAY).table

    assert answer[
        ["collected_by", "flows", "items", "purposes_beyond", "purpose_told"]
    ].to_numpy().tolist() == [
        ["F1", "F5", "name", "promotion", "beyond"],
    ]


def test_what_was_made_for_one_purpose_and_used_for_another() -> None:
    """A score begins with the row that makes it; its purposes are held against later uses."""
    table = inventory(
        "C1 collection customer name customer shop promotion",
        "D1 derivation customer profile_score shop shop scoring",
        "F1 third_party customer profile_score shop adnet targeted_advertising",
        "F2 entrustment customer profile_score shop bureau scoring",
        columns="id kind subjects items source recipient purposes",
    )

    drift = purpose_drift(table, as_of=DAY).table
    told = ["collected_by", "collected_for", "flows", "purposes_beyond", "purpose_told"]
    assert drift[told].to_numpy().tolist() == [["D1", "scoring", "F1", "targeted_advertising", "beyond"]]
    way = routes(table, as_of=DAY, item="profile_score", place="adnet").table.set_index("flows")
    assert way.loc["F1", ["purposes_beyond", "purpose_told"]].tolist() == ["targeted_advertising", "beyond"]


def test_purposes_not_recorded_at_collection_cover_nothing() -> None:
    """Where the collection records no purpose, later ones are listed as such, and counted apart."""
    table = inventory(
        "F1 collection customer name customer desk .",
        "F2 entrustment customer name desk mailer marketing",
        columns="id kind subjects items source recipient purposes",
    )

    answer = purpose_drift(table, as_of=DAY)

    assert answer.table["purpose_told"].tolist() == ["not_recorded"]
    assert "Collections without a recorded purpose: 1" in answer.text("en")


# ------------------------------------------------------------------------------ appearing


def test_items_that_appear() -> None:
    """Never received, possibly received and passed on from where nothing arrives are told apart."""
    table = inventory(
        "F1 collection customer name;+ customer desk",
        "F2 third_party customer name;email desk a",
        "F3 third_party customer passport_no a b",
        "F4 third_party customer phone hr c",
    )

    answer = appearing_items(table, as_of=DAY).table

    assert answer[["place", "item", "received", "flows"]].to_numpy().tolist() == [
        ["a", "passport_no", "never", "F3"],
        ["desk", "email", "possibly", "F2"],
        ["hr", "phone", "no_inflow", "F4"],
    ]


def test_derived_and_broader_items_do_not_appear() -> None:
    """What a place made itself, or received under one of its parts, was received."""
    table = inventory(
        "F1 collection applicant email applicant desk",
        "F2 derivation applicant preferences desk desk",
        "F3 third_party customer contact;preferences desk a",
    )

    answer = appearing_items(table, as_of=DAY)

    assert len(answer) == 0
    assert "was received on record" in answer.text("en")
