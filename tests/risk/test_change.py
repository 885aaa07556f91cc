"""An assessment of one change: only what planned flows alter."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from risk_made import make_workbook

from datamap.analysis.changes import Change as Tried
from datamap.inventory import Workbook
from datamap.risk import assess
from datamap.risk.change import Altered, assess_change

DAY = date(2026, 11, 22)
TODAY = {
    "id": "A",
    "items": "name;passport_no",
    "purposes": "arrange_travel",
    "recipient": "Inn",
    "countries": "JP",
}
PROMOTION = {
    "id": "N", "items": "name;passport_no", "purposes": "joint_promotion", "recipient": "Sister company",
    "countries": "US", "status": "planned", "since": "2027-04-01",
}  # fmt: skip


def test_nothing_planned_alters_nothing(workbook: Workbook) -> None:
    """The sample plans no flow: no difference, and the answer says so."""
    found = assess_change(workbook, DAY)

    assert found.altered == ()
    assert found.added == {}
    assert "計画中のフローはありません" in found.risks.text("ja")


def test_a_planned_flow_brings_up_its_own_risks_only() -> None:
    """New risks name the planned flow; risks of today's flows are left out."""
    found = assess_change(make_workbook(TODAY, PROMOTION), DAY)
    effects = {one.risk: one.effect for one in found.altered}

    assert effects["identifier_spread:passport_no"] == "new"
    assert all("N" in one.flows for one in found.altered if one.effect in {"new", "wider"})
    assert "wrong_at_service" not in effects


def test_what_comes_new_is_listed_by_sort() -> None:
    """Recipients, countries and purposes of the change stand by themselves."""
    added = assess_change(make_workbook(TODAY, PROMOTION), DAY).added

    assert added["recipients"] == ("Sister company",)
    assert added["countries"] == ("US",)
    assert added["purposes"] == ("joint_promotion",)
    assert "items" not in added


def test_a_criterion_met_only_by_the_change_is_named() -> None:
    """The change may call for an assessment that today's flows do not."""
    plain = {"items": "name", "purposes": "fulfil_contract", "subjects": "business_contact"}
    found = assess_change(make_workbook(plain, plain | {"items": "card_number", "status": "planned"}), DAY)

    assert "highly_personal" in found.newly_met


def test_more_of_the_same_makes_a_risk_wider_or_graver() -> None:
    """A further flow under a known risk is told from a higher rating."""
    more = PROMOTION | {
        "id": "M",
        "status": "",
        "since": "",
        "countries": "JP",
        "persons": "10",
    }
    few = PROMOTION | {"countries": "JP", "persons": "10"}
    many = PROMOTION | {"countries": "JP", "persons": "500000"}
    effects = [
        {one.risk: one.effect for one in assess_change(make_workbook(more, planned), DAY).altered}
        for planned in (few, many)
    ]

    assert effects[0]["identifier_spread:passport_no"] == "wider"
    assert effects[1]["identifier_spread:passport_no"] == "graver"


def test_the_present_side_is_todays_assessment() -> None:
    """The assessment before the change is the ordinary one."""
    book = make_workbook(TODAY, PROMOTION)

    assert assess_change(book, DAY).before.as_dict("en") == assess(book, as_of=DAY).as_dict("en")


@settings(max_examples=20)
@given(
    st.lists(
        st.sampled_from(["name", "passport_no", "card_number", "purchase_history"]), min_size=1, unique=True
    )
)
def test_planning_the_same_flow_again_brings_up_no_new_risk(items: list[str]) -> None:
    """A planned flow with nothing new in it can only widen what is there."""
    row = {"items": ";".join(items), "purposes": "joint_promotion", "countries": "JP"}
    found = assess_change(make_workbook(row, row | {"status": "planned"}), DAY)

    assert {one.effect for one in found.altered} <= {"wider"}
    assert found.added == {}


def test_plain_data_speaks_both_languages() -> None:
    """The report gets labels, not keys."""
    found = assess_change(make_workbook(TODAY, PROMOTION), DAY)

    assert found.as_dict("ja")["added"]["countries"] == ["アメリカ合衆国"]
    assert found.as_dict("en")["risks"][0]["effect_label"] in {"new", "graver", "wider"}


def altered(*rows: dict[str, str]) -> dict[str, Altered]:
    """Return the risks that the planned ones among some rows alter, by id."""
    return {one.risk: one for one in assess_change(make_workbook(*rows), DAY).altered}


def test_what_makes_a_risk_graver_is_named_before_and_after() -> None:
    """Far more people in a planned flow: the flow, both figures, and levels on both sides."""
    few = TODAY | {"items": "medical_history", "persons": "50"}
    many = few | {"id": "N", "persons": "500000", "status": "planned"}
    one = altered(few, many)["sensitive_exposed:medical_history"]

    assert (one.effect, one.flows) == ("graver", ("N",))
    assert [step.said.en for step in one.moved] == [
        "“severity +0: up to 50 people” → “severity +3: up to 500,000 people”"
    ]


def test_a_flow_that_carries_an_item_further_is_named_though_it_is_not_under_the_risk() -> None:
    """What a planned flow makes worse without being under a risk is put down to that flow."""
    names = [
        {"id": f"N{n}", "kind": "entrustment", "source": "Sister", "recipient": f"P{n}", "status": "planned"}
        | {"items": "passport_no", "countries": "JP", "purposes": "arrange_travel"}
        for n in range(20)
    ]
    today = PROMOTION | {"status": "", "since": "", "recipient": "Sister", "countries": "JP"}
    one = altered(today, *names)["identifier_spread:passport_no"]

    assert one.effect == "graver"
    assert set(one.flows) == {row["id"] for row in names}


def test_many_more_people_come_new_with_a_change() -> None:
    """A planned flow is held against the largest of its activity."""
    found = assess_change(make_workbook(TODAY | {"persons": "100"}, PROMOTION | {"persons": "9000"}), DAY)

    assert [one.en for one in found.added_words["persons"]] == ["N (100 → 9,000)"]


def test_a_change_from_a_file_says_which_cells_differ_and_names_a_risk_that_goes() -> None:
    """Each cell before and after; a risk that ends names the flow that carried it."""
    changes = (Tried(end=("N",)),)
    found = assess_change(make_workbook(TODAY, PROMOTION | {"status": "", "since": ""}), DAY, changes)
    cells = found.risks.part("rows").table

    assert cells[["flow", "column", "after"]].to_numpy().tolist() == [["N", "status", "ended"]]
    gone = next(one for one in found.altered if one.risk == "identifier_spread:passport_no")
    assert (gone.effect, gone.flows) == ("gone", ("N",))
    assert found.risks.title.en == "Assessment of changes tried"
