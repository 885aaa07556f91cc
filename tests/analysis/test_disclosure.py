"""What is told to somebody who asks what is held about them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from maps import DAY, Case, cases, inventory, party

from datamap.analysis.disclosure import Disclosure, disclosure
from datamap.inventory import Workbook
from datamap.model import Desk, Organisation, Reading, Text

COLUMNS = "id kind subjects items source recipient purposes basis countries foreign_route measures retention"


def told(*rows: str, **declared: object) -> Disclosure:
    """Return the worksheet for a customer."""
    return disclosure(inventory(*rows, columns=COLUMNS, **declared), as_of=DAY, subject="customer")


def test_a_small_map_by_hand() -> None:
    """Item by item: from whom, for what, to whom, where, how long."""
    found = told(
        "F1 collection customer name;email customer shop contact_customers . . . . P1Y",
        "F2 third_party customer email shop partner promotion consent US consent_informed . .",
        "F3 third_party customer name broker shop . consent JP . . .",
        "F4 internal_use customer email shop crm analysis . . . . .",
        parties=(party("crm", "JP", kind="system"), party("shop", kind="department"), party("partner", "US")),
    )
    rows = found.table.set_index("item")

    columns = ["sources", "purposes", "recipients", "countries", "retention", "flows"]
    assert rows.loc["email", columns].tolist() == [
        "customer", "analysis;contact_customers;promotion", "partner", "US", "P1Y", "F1;F2;F4",
    ]  # fmt: skip
    assert rows.loc["name", ["sources", "recipients"]].tolist() == ["broker;customer", ""]
    assert found.part("receipts").table["source"].tolist() == ["broker"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("third_party . consent JP . .", "asked_for"),
        ("third_party . consent JP . provision_record", "recorded"),
        ("third_party . exception_27_1_i JP . .", "not_asked_for"),
        ("third_party . undetermined JP . .", "ask"),
        ("undetermined . . JP . .", "ask"),
        ("entrustment . entrustment JP . .", "not_asked_for"),
        ("entrustment . entrustment US unknown .", "ask_foreign"),
        ("entrustment . entrustment US equivalent_system .", "not_asked_for"),
        ("entrustment . entrustment . . .", "ask_foreign"),
        ("joint_use . joint_use GB designated .", "not_asked_for"),
        ("authority . . JP . .", "ask"),
        ("authority . exception_27_1_iv JP . .", "not_asked_for"),
    ],
)
def test_whether_a_record_of_provision_has_to_exist(cells: str, expected: str) -> None:
    """Art. 29(1) with its proviso and Art. 27(5); abroad the route decides; unsettled is asked."""
    kind, purposes, basis, countries, route, measures = cells.split()
    found = told(
        "F1 collection customer name customer shop . . . . . .",
        f"F2 {kind} customer name shop partner {purposes} {basis} {countries} {route} {measures} .",
    )

    assert found.part("provisions").table["record"].tolist() == [expected]


def test_blank_cells_become_questions_where_they_leave_a_hole() -> None:
    """Basis and country are asked only where somebody outside gets something."""
    blanks = told(
        "F1 collection customer name customer shop . . . . . .",
        "F2 third_party customer name shop partner . . . . . .",
    ).part("blanks")

    assert blanks.table[["flow", "column"]].values.tolist() == [
        ["F1", "purposes"],
        ["F1", "retention"],
        ["F2", "purposes"],
        ["F2", "basis"],
        ["F2", "countries"],
        ["F2", "retention"],
    ]
    assert blanks.table["line"].tolist() == [2, 2, 3, 3, 3, 3]


def test_what_an_open_row_may_carry_is_kept_apart() -> None:
    """A purpose is told for an item only where a row surely carries it; other rows are named apart."""
    rows = told(
        "F1 collection customer name;email customer shop contact_customers . . . . .",
        "F2 third_party customer * shop hotel promotion . . . . .",
    ).table.set_index("item")

    assert rows.loc["name", ["purposes", "recipients", "flows", "flows_possible"]].tolist() == [
        "contact_customers", "", "F1", "F2",
    ]  # fmt: skip


def test_what_a_row_states_and_what_an_ended_one_delivered_is_told() -> None:
    """Who asks is told of recipients by a row's own word, and of those by flows that have ended."""
    found = disclosure(
        inventory(
            "F1 collection customer name customer shop . .",
            "F2 third_party customer name;card_number mailer hotel . .",
            "F3 entrustment customer name shop mailer . .",
            "F4 third_party customer name shop partner . 2025-06-30",
            columns="id kind subjects items source recipient status until",
        ),
        as_of=DAY,
        subject="customer",
    )

    assert "hotel" in found.table.set_index("item").loc["card_number", "recipients"]
    assert found.part("stated").table["flow"].tolist() == ["F2"]
    assert found.part("ended").table[["place", "ends"]].to_numpy().tolist() == [["partner", "2025-06-30"]]


def test_what_a_place_makes_has_that_place_as_its_source() -> None:
    """A score made by ourselves is said to come from where it is made."""
    rows = told(
        "F1 collection customer name customer shop . . . . . .",
        "F2 derivation customer profile_score shop shop . . . . . .",
    ).table.set_index("item")

    assert rows.loc["profile_score", "sources"] == "shop"


def test_the_statement_asks_only_for_what_is_not_recorded() -> None:
    """Operator, desks and the rest are filled in from the records."""
    table = inventory("F1 collection customer name customer shop")
    who = Organisation(
        name=Text("見本", "Sample"),
        address=Text.same("address"),
        representative=Text.same("president"),
        desks=(Desk("d", Text("窓口", "Desk"), ("disclosure", "complaint")),),
        answers=(("eu_establishment", "no"), ("eu_offering", "no"), ("eu_monitoring", "no")),
    )
    parts = disclosure(Workbook(table, organisation=who), as_of=DAY, subject="customer").part("statement")
    known = dict(zip(parts.table["part"], (said.en for said in parts.table["known_so_far"]), strict=True))

    assert known["operator"] == "Sample address president"
    assert (known["procedure"], known["complaints"]) == ("Desk", "Desk")
    assert known["certified_body"] == "not recorded"
    assert "origin" not in known


def test_who_hands_on_what_he_got_from_us_is_no_source() -> None:
    """GDPR 15(1)(g) asks where our data came from: the person and a broker, not our own recipients."""
    table = inventory(
        "F1 collection customer name customer shop",
        "F2 third_party customer name shop hotel",
        "F3 third_party customer name hotel census",
        "F4 third_party customer email broker shop",
        parties=(party("broker"),),
    )
    found = disclosure(table, as_of=DAY, subject="customer")
    parts = found.part("statement").table.set_index("part")

    assert parts.loc["origin", "known_so_far"].en == "broker, Customers"
    assert set(";".join(found.table["sources"]).split(";")) == {"broker", "customer"}


def test_every_sheet_speaks_both_languages() -> None:
    """No cell shows a key where a person reads words."""
    found = told(
        "F1 collection customer name customer shop contact_customers . . . . journey_end+P5Y",
        "F2 third_party customer name shop partner . . . . . P1Y6M",
    )

    for lang, period in (("ja", "旅行の終了から5年"), ("en", "5 years after: end of journey")):
        shown = [sheet.worded(lang).to_string() for sheet in found.in_lang(lang).sheets()]
        assert period in shown[0]
        assert not any("_is_" in words or "asked_for" in words for words in shown)
    assert found.as_object()["sheets"][0]["name"] == "provisions"


@settings(max_examples=40)
@given(case=cases())
def test_items_told_are_those_held(case: Case) -> None:
    """Certain lines are what is held for certain, the others what is possible on top."""
    found = disclosure(case.inventory(), as_of=DAY, subject="customer")
    for kind in (Reading.CERTAIN, Reading.POSSIBLE):
        bits = 0
        for items in found.case.held[kind].values():
            bits |= items
        listed = set(
            found.table["item"]
            if kind is Reading.POSSIBLE
            else found.table.query("reading == 'certain'")["item"]
        )
        assert listed == set(found.case.possible.item_keys(bits))
