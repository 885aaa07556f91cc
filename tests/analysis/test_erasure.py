"""Erasing what somebody asks to have erased: nothing is left, nothing comes back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import DAY, Case, cases, group, inventory, of_table, party

from datamap.analysis.erasure import Erasure, erasure
from datamap.analysis.keeping_grounds import names_law
from datamap.analysis.order import order_of_work
from datamap.analysis.relation import keepers
from datamap.inventory import Workbook
from datamap.model import Desk, Organisation, Reading, Text

COLUMNS = "id kind subjects items source recipient retention retention_basis status until"


def actions(found: Erasure) -> dict[str, str]:
    """Return what is to be done at each place."""
    return dict(zip(found.table["place"], found.table["action"], strict=True))


def phases(found: Erasure) -> dict[str, int]:
    """Return the step of each place."""
    return dict(zip(found.table["place"], found.table["phase"].tolist(), strict=True))


@settings(max_examples=40)
@given(
    case=cases(),
    subject=st.sampled_from(["customer", "applicant", "minor"]),
    item=st.sampled_from([None, "contact", "email"]),
)
def test_clearing_the_places_in_order_leaves_nothing_and_nothing_comes_back(
    case: Case, subject: str, item: str | None
) -> None:
    """With the named flows stopped, no place that was cleared holds again, and at the end none does."""
    found = erasure(case.inventory(), as_of=DAY, subject=subject, item=item)
    moving, numbers = found.case.possible, found.case.subjects
    stopped = set(found.part("stops").table["flow"])
    loads = [one for one in found.case.loads[Reading.POSSIBLE] if moving.flow_ids[one.row] not in stopped]
    held = {
        key: items
        for key, items in moving.held.items()
        if key[1] in numbers and not found.case.is_person(key[0])
    }
    step = phases(found)

    for phase in range(1, max(step.values(), default=0) + 1):
        held = {key: items for key, items in held.items() if step[moving.places[key[0]]] > phase}
        reached = defaultdict(int, held)
        for _ in range(len(loads) + 1):
            for load in loads:
                reached[load.ends] |= load.items & reached.get(load.begins, 0)
        again = {moving.places[key[0]] for key, items in reached.items() if items}
        assert all(step[place] > phase for place in again)
    assert held == {}


@settings(max_examples=40)
@given(case=cases())
def test_every_holder_is_listed_and_nobody_else(case: Case) -> None:
    """The places are those that hold under *possible*, people themselves left out."""
    table = case.inventory()
    found = erasure(table, as_of=DAY, subject="customer")
    holders = {found.case.possible.places[place] for place in found.case.held[Reading.POSSIBLE]}

    assert set(found.table["place"]) == holders
    assert not {key for key in holders if table.places[key].type == "subject"}
    for kind, columns in ((Reading.CERTAIN, ["items"]), (Reading.POSSIBLE, ["items", "items_possible"])):
        for place, bits in found.case.held[kind].items():
            lines = found.table[found.table["place"] == found.case.possible.places[place]][columns]
            listed = {key for cell in lines.to_numpy().ravel() for key in cell.split(";") if key}
            assert listed == set(found.case.possible.item_keys(bits))


@pytest.mark.parametrize("back", ["F2 third_party customer * dwh crm", "F2 internal_use customer * crm crm"])
def test_what_is_held_for_certain_stays_certain_when_an_open_flow_comes_back(back: str) -> None:
    """A place that holds to begin with does so whatever a flow of open content may bring besides."""
    table = inventory("F1 third_party customer name;email crm dwh", back)
    found = erasure(table, as_of=DAY, subject="customer").table.set_index("place")

    assert found.loc[["crm", "dwh"], "items"].tolist() == ["email;name"] * 2
    assert "confirm" not in found["action"].tolist()


def test_a_row_that_lists_what_its_source_never_received_is_told_as_stated() -> None:
    """Source and recipient are possible holders, and so is whoever gets all that the recipient has."""
    table = inventory(
        "F1 collection customer name customer shop",
        "F2 entrustment customer name shop mailer",
        "F3 third_party customer name;medical_history mailer clinic",
        "F4 third_party customer all clinic lab",
    )
    found = erasure(table, as_of=DAY, subject="customer")
    rows = found.table.set_index("place")

    assert rows.loc[["mailer", "clinic", "lab"], "items"].tolist() == ["name"] * 3
    assert rows.loc[["mailer", "clinic", "lab"], "items_possible"].tolist() == ["medical_history"] * 3
    assert rows.loc["shop", "items_possible"] == ""
    columns = ["flow", "line", "source", "recipient", "subjects", "items"]
    assert found.part("stated").table[columns].to_numpy().tolist() == [
        ["F3", 4, "mailer", "clinic", "customer", "medical_history"]
    ]


def test_recipients_by_flows_that_have_ended_are_listed_with_the_row_and_the_day() -> None:
    """They may still hold; who surely holds the same by a running flow, or is planned, is not among them."""
    table = inventory(
        "F1 collection customer name customer shop . .",
        "F2 third_party customer name shop partner . 2025-06-30",
        "F3 third_party customer name shop friend ended .",
        "F4 third_party customer name shop soon planned .",
        "F5 third_party customer name shop mailer ended .",
        "F6 entrustment customer name shop mailer . .",
        "F7 third_party minor email shop other ended .",
        columns="id kind subjects items source recipient status until",
    )
    found = erasure(table, as_of=DAY, subject="customer").part("ended").table

    assert found[["place", "flow", "ends"]].to_numpy().tolist() == [
        ["partner", "F2", "2025-06-30"],
        ["friend", "F3", ""],
    ]


def test_a_small_map_by_hand() -> None:
    """Each recipient is asked on its own ground; who is only stated to have got it, whether it did."""
    table = inventory(
        "F1 collection customer name;email customer shop",
        "F2 entrustment customer email shop mailer",
        "F3 entrustment customer email mailer sub",
        "F4 third_party customer name shop partner",
        "F5 joint_use customer name shop friends",
        "F6 external_transmission customer email shop ads",
        "F7 undetermined customer name shop agent",
        "F8 third_party customer phone shop stranger",
        groups=(group("friends", "uncle", "aunt"),),
    )
    found = erasure(table, as_of=DAY, subject="customer")

    assert actions(found) == {
        "shop": "erase",
        "mailer": "instruct",
        "sub": "instruct",
        "partner": "stop_and_tell",
        "uncle": "tell_joint",
        "aunt": "tell_joint",
        "ads": "stop_transmission",
        "agent": "settle_first",
        "stranger": "confirm",
    }
    assert found.part("stated").table["flow"].tolist() == ["F8"]
    assert found.table.set_index("place").loc["sub", "through"] == "mailer"
    assert (phases(found)["shop"], phases(found)["mailer"], phases(found)["sub"]) == (1, 2, 3)
    assert found.part("stops").table["flow"].tolist() == ["F1"]


def test_what_an_entrustee_makes_is_entrusted() -> None:
    """A derivation goes with what the place received, else with its role; alone it is its own."""
    table = inventory(
        "F1 collection customer name customer shop",
        "F2 entrustment customer name shop laboratory",
        "F3 derivation customer genetic_test laboratory laboratory",
        "F4 derivation customer score bureau bureau",
        "F5 derivation customer score stranger stranger",
        parties=(replace(party("bureau"), role="processor"),),
    )
    found = erasure(table, as_of=DAY, subject="customer").table.set_index("place")

    assert found.loc["laboratory", ["relation", "items"]].tolist() == ["entrusted", "genetic_test;name"]
    assert found["relation"][["bureau", "stranger"]].tolist() == ["entrusted", "by_itself"]


def test_a_system_is_whose_recipients_keep_there() -> None:
    """What an entrustee alone keeps items in is the entrustee's; one that a desk uses too is our own."""
    table = inventory(
        "C1 collection customer name customer desk crm",
        "F2 entrustment customer name desk laboratory lab_system",
        "F3 entrustment customer name desk caller crm",
        "F4 derivation customer genetic_test laboratory laboratory lab_system",
        columns="id kind subjects items source recipient system",
        parties=(party("desk", kind="department"), replace(party("laboratory"), role="processor")),
    )
    found = erasure(table, as_of=DAY, subject="customer").table.set_index("place")

    assert found.loc[["crm", "lab_system"], "relation"].tolist() == ["own", "entrusted"]
    assert keepers(table) == {"lab_system": {"laboratory"}}


def test_only_the_item_asked_about_is_followed() -> None:
    """Who holds only another item is left alone."""
    table = inventory(
        "F1 collection customer name;email customer shop",
        "F2 entrustment customer email shop mailer",
        "F3 entrustment customer name shop printer",
    )

    assert set(actions(erasure(table, as_of=DAY, subject="customer", item="氏名"))) == {"shop", "printer"}


def test_a_circle_is_named_with_the_flow_to_stop() -> None:
    """Places that feed each other are found, and stopping one flow gives an order."""
    table = inventory(
        "F1 collection customer name customer crm",
        "F2 internal_use customer name crm warehouse",
        "F3 internal_use customer name warehouse crm",
        "F4 internal_use customer name warehouse lab",
    )
    found = erasure(table, as_of=DAY, subject="customer")
    circle = found.part("circles").table.iloc[0]

    assert circle["places"].split(";") == ["crm", "warehouse"]
    assert circle["reading"] == "certain"
    assert circle["stopped"] in {"F2", "F3"}
    assert set(found.part("stops").table["flow"]) == {"F1", circle["stopped"]}


def test_what_is_only_possible_is_asked_before_anything_else() -> None:
    """An open list names a place apart: first ask whether it holds any, and which."""
    table = inventory(
        "F1 collection customer name;phone customer shop",
        "F2 third_party customer * shop hotel",
        "F3 third_party customer name;+ shop airline",
    )
    found = erasure(table, as_of=DAY, subject="customer").table.set_index("place")

    assert found.loc["hotel", ["reading", "action", "items", "items_possible"]].tolist() == [
        "possible", "confirm", "", "name;phone",
    ]  # fmt: skip
    assert found.loc["airline", ["reading", "items", "items_possible"]].tolist() == [
        "certain",
        "name",
        "phone",
    ]
    gaps = erasure(table, as_of=DAY, subject="customer").part("unanswered").table
    assert gaps[["unclear", "flow"]].values.tolist()[:2] == [
        ["items_unspecified", "F2"],
        ["items_open", "F3"],
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("F2 entrustment customer name shop books P7Y 法人税法 . .", "law_named"),
        ("F2 entrustment customer name shop books law_unnamed_period . . .", "law_unnamed"),
        ("F2 entrustment customer name shop books P7Y 社内規程 . .", "reason"),
        ("F2 entrustment customer name shop books P7Y . . .", "nothing"),
        ("F2 entrustment customer name shop books P7Y 法人税法 . 2030-03-31", "law_named"),
    ],
)
def test_what_may_be_kept_is_what_the_records_give(row: str, expected: str) -> None:
    """A law, a law without a name, a reason of the house, or nothing."""
    table = inventory("F1 collection customer name customer shop . . . .", row, columns=COLUMNS)

    assert (
        erasure(table, as_of=DAY, subject="customer").table.set_index("place").loc["books", "keep"]
        == expected
    )


@pytest.mark.parametrize(
    ("reason", "law"),
    [
        ("法人税法施行規則59条", True),
        ("会社法", True),
        ("旅館業法の宿泊者名簿", True),
        ("商品の説明の方法", False),
        ("法令に基づく", False),
        ("法人顧客との契約", False),
        ("Tax Act, Art. 12", True),
        ("house rule", False),
        ("", False),
    ],
)
def test_a_reason_reads_as_a_law_or_not(*, reason: str, law: bool) -> None:
    """A reading aid for the officer: words that end like the name of a law."""
    assert names_law(reason) is law


def test_unknown_words_are_refused_with_the_nearest() -> None:
    """A misspelt group or item is told, in both languages."""
    table = inventory("F1 collection customer name customer shop")

    with pytest.raises(KeyError, match="Did you mean"):
        erasure(table, as_of=DAY, subject="custmer")


def test_a_map_that_names_no_item_is_asked_about_place_by_place() -> None:
    """Where every row says `*`, nobody can be told that no place holds anything."""
    table = inventory("F1 collection customer * customer shop", "F2 entrustment customer * shop mailer")

    found = erasure(table, as_of=DAY, subject="customer", item="name")

    assert actions(found) == {"shop": "confirm", "mailer": "confirm"}
    assert set(found.part("unanswered").table["flow"]) >= {"F1", "F2"}


def test_nothing_held_is_said_as_such() -> None:
    """Silence of the inventory is no proof."""
    found = erasure(inventory("F1 collection customer name customer shop"), as_of=DAY, subject="employee")

    assert len(found) == 0
    assert "記録のない取扱い" in found.text("ja")


def test_a_desk_that_serves_the_request_is_not_asked_for() -> None:
    """Where a desk takes such requests nobody is asked for one."""
    table = inventory("F1 collection customer name customer shop")
    desk = Desk("d", Text.same("d"), ("stop_use_erase",))
    book = Workbook(table, organisation=Organisation(desks=(desk,)))

    without = erasure(table, as_of=DAY, subject="customer").part("unanswered").table["unclear"].tolist()

    assert without == ["no_desk"]
    assert len(erasure(book, as_of=DAY, subject="customer").part("unanswered")) == 0


def test_the_due_day_stands_on_each_line_once_the_day_of_receipt_is_known() -> None:
    """Two weeks after receipt, before the person may go to court."""
    table = inventory("F1 collection customer name customer shop")
    found = erasure(table, as_of=DAY, subject="customer", received=DAY)

    assert found.table["by_when"].tolist() == ["2026-04-15"]
    assert any("1 May 2026" in note.en for note in found.notes)


def test_hostile_names_are_shown_as_text() -> None:
    """Markup in a name stays text in a notebook."""
    row = ["F1", "collection", "customer", "name", "customer", "<img src=x onerror=alert(1)>"]
    table = of_table([["id", "kind", "subjects", "items", "source", "recipient"], row])

    shown = erasure(table, as_of=DAY, subject="customer")._repr_html_()

    assert "<img" not in shown
    assert "&lt;img" in shown


def test_own_departments_answer_for_themselves() -> None:
    """A department is ourselves, whatever kind of flow feeds it."""
    table = inventory(
        "F1 collection customer name customer desk",
        "F2 internal_use customer name desk accounts",
        parties=(party("desk", kind="department"), party("accounts", kind="department")),
    )
    found = erasure(table, as_of=DAY, subject="customer").table.set_index("place")

    assert found.loc["accounts", ["relation", "department"]].tolist() == ["own", "accounts"]


@given(edges=st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=16))
def test_stopping_the_flows_gives_an_order(edges: set[tuple[int, int]]) -> None:
    """Without the stopped rows every edge runs from an earlier step to a later one; no circle, no stop."""
    feeds = {edge: frozenset({number}) for number, edge in enumerate(sorted(edges))}
    found = order_of_work(range(7), feeds)

    for (one, other), rows in feeds.items():
        if one != other and not rows <= found.stops:
            assert found.step[one] < found.step[other]
    assert bool(found.stops) == bool(found.circles)
