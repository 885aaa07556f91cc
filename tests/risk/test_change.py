"""An assessment of one change: only what planned flows alter."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from risk_made import make_workbook

from datamap.inventory import Workbook
from datamap.risk import assess
from datamap.risk.change import assess_change

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
