"""Item by purpose: general rules that prompt for minimisation (acceptance table 6.4)."""

from __future__ import annotations

from datetime import date

import pytest
from risk_made import make_workbook

from datamap.risk import Assessment, assess
from datamap.risk.necessity import need_of
from datamap.vocabulary import read_vocabulary

TABLE = [
    ("passport_no", "arrange_transport_lodging", "evident_need"),
    ("passport_no", "shopping_at_destination", "ask"),
    ("passport_no", "joint_develop_promote", "no_evident_need"),
    ("passport_no", "develop_travel_products", "no_evident_need"),
    ("passport_no", "inform_of_products", "no_evident_need"),
    ("birth_date", "arrange_transport_lodging", "evident_need"),
    ("birth_date", "joint_develop_promote", "ask"),
    ("age", "joint_develop_promote", "ask"),
    ("gender", "arrange_transport_lodging", "evident_need"),
    ("gender", "joint_develop_promote", "ask"),
    ("purchase_history", "joint_develop_promote", "ask"),
    ("purchase_history", "inform_of_products", "ask"),
    ("card_information", "settle_by_card", "evident_need"),
    ("card_information", "joint_develop_promote", "no_evident_need"),
    ("card_information", "inform_of_products", "no_evident_need"),
    ("flight_information", "arrange_transport_lodging", "evident_need"),
    ("flight_information", "shopping_at_destination", "ask"),
]
"""Cells of table 6.4, and what the general rules say of them."""


@pytest.mark.parametrize(("item", "purpose", "verdict"), TABLE)
def test_the_acceptance_table_follows_from_general_rules(
    assessment: Assessment, item: str, purpose: str, verdict: str
) -> None:
    """Each cell of 6.4 is a prompt of the sample, on record or left possible by unnamed items."""
    found = [p for p in assessment.prompts if (p.item, p.purpose) == (item, purpose)]

    assert [prompt.verdict for prompt in found] == [verdict]
    assert found[0].flows or found[0].possible


def test_the_passport_number_for_promotion_names_its_flows(assessment: Assessment) -> None:
    """The decisive prompt rests on the two joint-use flows that name the item."""
    found = next(
        p for p in assessment.prompts if (p.item, p.purpose) == ("passport_no", "joint_develop_promote")
    )

    assert found.flows == ("FL02", "FL03")
    assert (
        "IU03"
        in next(
            p for p in assessment.prompts if (p.item, p.purpose) == ("passport_no", "inform_of_products")
        ).possible
    )


def test_two_items_for_one_need_are_asked_about(assessment: Assessment) -> None:
    """Age and date of birth in the same flow call for the question whether one would do."""
    pairs = {(prompt.item, prompt.other): prompt.flows for prompt in assessment.prompts if prompt.other}

    assert "FL02" in pairs["age", "birth_date"]


@pytest.mark.parametrize(
    ("item", "purpose", "verdict"),
    [
        ("my_number", "payroll", "ask"),
        ("my_number", "postal_marketing", "no_evident_need"),
        ("card_security_code", "settle_payment", "no_evident_need"),
        ("medical_history", "email_marketing", "no_evident_need"),
        ("medical_history", "provide_medical_care", "ask"),
        ("email", "email_marketing", "evident_need"),
        ("password", "manage_account", "evident_need"),
        ("browsing_history", "web_analytics", "ask"),
        ("face_template", "premises_security", "ask"),
        ("name", "cooperate_authorities", "ask"),
    ],
)
def test_rules_hold_for_other_trades(item: str, purpose: str, verdict: str) -> None:
    """Payroll, care, web shops: the same rules, other answers."""
    assert need_of(item, purpose, read_vocabulary()).verdict == verdict


def test_unknown_words_are_asked_about() -> None:
    """A purpose or item nobody knows gets a question, never a verdict."""
    assert need_of("inside leg", "tailoring", read_vocabulary()).verdict == "ask"


def test_what_was_never_collected_from_these_people_is_not_suggested(day: date) -> None:
    """An unnamed list is open only to items collected from the same people."""
    book = make_workbook(
        {"kind": "collection", "items": "name;passport_no", "subjects": "applicant", "source": "applicant"},
        {"kind": "collection", "items": "email", "subjects": "site_visitor", "source": "site_visitor"},
        {"items": "*", "subjects": "applicant", "purposes": "postal_marketing"},
    )
    found = {
        prompt.item for prompt in assess(book, as_of=day).prompts if prompt.purpose == "postal_marketing"
    }

    assert found == {"name", "passport_no"}


def test_what_is_left_out_is_not_suggested(day: date) -> None:
    """`all;-passport_no` leaves everything else open, and not that."""
    book = make_workbook(
        {"kind": "collection", "items": "name;passport_no", "subjects": "applicant", "source": "applicant"},
        {"items": "all;-passport_no", "subjects": "applicant", "purposes": "postal_marketing"},
    )
    found = {
        prompt.item for prompt in assess(book, as_of=day).prompts if prompt.purpose == "postal_marketing"
    }

    assert found == {"name"}


def test_a_persons_reason_stands_on_the_prompt_and_closes_the_question(day: date) -> None:
    """An answer takes the question off the list and is shown beside the prompt."""
    record = {
        "answer": [
            {"question": "necessity.passport_no.postal_marketing", "value": "needed", "reason": "why not"}
        ]
    }
    row = {"items": "passport_no", "purposes": "postal_marketing"}
    found = assess(make_workbook(row, record=record), as_of=day)

    assert found.prompts[0].person is not None
    assert not [q for q in found.open_questions if q.id == "necessity.passport_no.postal_marketing"]


@pytest.mark.parametrize(
    ("item", "purpose", "verdict"),
    [
        ("call_recording", "quality_control", "ask"),
        ("call_recording", "send_product_information", "no_evident_need"),
        ("points_balance", "ポイント交換", "ask"),
        ("bank_account", "賞品の進呈", "ask"),
        ("bank_account", "send_product_information", "no_evident_need"),
        ("my_number", "年末の手続", "ask"),
        ("card_security_code", "年末の手続", "no_evident_need"),
    ],
)
def test_a_purpose_of_ones_own_is_asked_about(item: str, purpose: str, verdict: str) -> None:
    """What no heading of the vocabulary tells is a question; what no purpose can excuse is none."""
    assert need_of(item, purpose, read_vocabulary()).verdict == verdict
