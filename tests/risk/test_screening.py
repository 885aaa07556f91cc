"""Screening: answered from facts where they can tell, asked where not, two columns, reasons either way."""

from __future__ import annotations

from datetime import date

import pytest
from risk_made import make_workbook

from datamap.model import BadInput
from datamap.risk import Assessment, assess
from datamap.risk.decision import decision_state


def test_the_sample_calls_for_an_assessment_in_both_columns(assessment: Assessment) -> None:
    """As in the acceptance table: two criteria or more plausible, a voluntary assessment worth while."""
    gdpr, appi = assessment.screened.outcome("gdpr"), assessment.screened.outcome("appi")

    assert gdpr.result == "called_for"
    assert {"highly_personal", "vulnerable"} <= set(gdpr.yes)
    assert {"combining", "large_scale"} <= set(gdpr.open)
    assert appi.result == "worth_while"
    assert {"jp_id_code_shared", "jp_foreign", "jp_wide_joint_use"} <= set(appi.yes)


def test_every_answer_names_its_reason_and_its_flows(assessment: Assessment) -> None:
    """Yes and no come with a sentence; what facts say yes to names the rows."""
    for answer in assessment.screened.answers:
        assert answer.reason.ja
        assert answer.reason.en
        if answer.source == "facts" and answer.value:
            assert answer.flows


def test_each_activity_has_an_outcome_in_each_column(assessment: Assessment) -> None:
    """The result is given per activity as well as for all flows together."""
    activities = {one.activity for one in assessment.described}
    found = {(outcome.activity, outcome.column) for outcome in assessment.screened.outcomes}

    assert found == {(name, column) for name in {"", *activities} for column in ("gdpr", "appi")}


def test_one_activity_can_differ_from_another(day: date) -> None:
    """Flows of one activity do not answer for another one."""
    book = make_workbook(
        {"activity": "cards", "items": "card_number", "purposes": "settle_payment", "subjects": "applicant"},
        {
            "activity": "leaflets",
            "items": "name",
            "purposes": "postal_marketing",
            "subjects": "business_contact",
        },
    )
    screened = assess(book, as_of=day).screened

    assert "highly_personal" in screened.outcome("gdpr", "cards").yes
    assert "highly_personal" in screened.outcome("gdpr", "leaflets").no


@pytest.mark.parametrize(
    ("items", "value"), [("card_number", True), ("name", False), ("name;+", None), ("*", None)]
)
def test_facts_say_yes_no_or_not_recorded(day: date, items: str, value: bool | None) -> None:  # noqa: FBT001
    """An open or missing list of items is never read as "no"."""
    answers = assess(make_workbook({"items": items}), as_of=day).screened.of()
    found = {answer.criterion.key: answer.value for answer in answers}

    assert found["highly_personal"] is value


def test_a_persons_answer_counts_and_the_facts_stay_beside_it(day: date) -> None:
    """A person may say no with a reason; what the facts say is still shown."""
    record = {"answer": [{"question": "screening.highly_personal", "value": "no", "reason": "tokens only"}]}
    answers = assess(make_workbook({"items": "card_number"}, record=record), as_of=day).screened.of()
    found = next(answer for answer in answers if answer.criterion.key == "highly_personal")

    assert (found.value, found.from_facts, found.source) == (False, True, "person")
    assert found.reason.en.startswith("tokens only")


def test_an_answer_may_be_for_one_activity_only(day: date) -> None:
    """`screening.<key>:<activity>` answers for that activity and leaves the others open."""
    record = {"answer": [{"question": "screening.large_scale:A", "value": "yes", "reason": "counted"}]}
    rows = [{"activity": name, "items": "name"} for name in ("A", "B")]
    screened = assess(make_workbook(*rows, record=record), as_of=day).screened
    values = {a.activity: a.value for a in screened.answers if a.criterion.key == "large_scale"}

    assert values == {"": None, "A": True, "B": None}


def test_a_general_yes_is_a_hint_for_each_activity_and_a_general_no_counts_for_all(day: date) -> None:
    """A yes about the house does not say for which activity; no flow stands beside it that says nothing."""
    record = {
        "answer": [
            {"question": "screening.innovative", "value": "yes", "reason": "summaries are planned"},
            {"question": "screening.combining", "value": "no", "reason": "never matched"},
            {"question": "screening.highly_personal", "value": "yes", "reason": "cards"},
        ]
    }
    rows = [
        {"activity": "A", "items": "name", "kind": "joint_use"},
        {"activity": "B", "items": "card_number"},
    ]
    screened = assess(make_workbook(*rows, record=record), as_of=day).screened

    def values(key: str) -> dict[str, bool | None]:
        return {a.activity: a.value for a in screened.answers if a.criterion.key == key}

    assert values("innovative") == {"": True, "A": None, "B": None}
    assert values("combining") == {"": False, "A": False, "B": False}
    assert values("highly_personal") == {"": True, "A": False, "B": True}
    found = {(a.criterion.key, a.activity): a for a in screened.answers}
    assert found["innovative", ""].flows == ()
    assert found["combining", "A"].flows == ()
    assert "house as a whole" in found["innovative", "A"].reason.en
    assert found["highly_personal", "B"].flows == ("M01",)


def test_a_no_against_the_records_says_so(day: date) -> None:
    """A person's no counts, and whoever reads or decides sees what the records say."""
    answer = {"question": "screening.jp_sensitive", "value": "no", "reason": {"ja": "少ない", "en": "Few"}}
    book = make_workbook({"items": "medical_history"}, record={"answer": [answer]})
    found = assess(book, as_of=day)
    (said,) = (one for one in found.screened.of() if one.criterion.key == "jp_sensitive")

    assert (said.value, said.from_facts, said.flows) == (False, True, ("M00",))
    assert "Few" in said.reason.en
    assert "say that it holds" in said.reason.en
    assert {check.key: check.state for check in decision_state(found).checks}["against_records"] == "noted"


@pytest.mark.parametrize("value", ["maybe", "nein"])
def test_an_answer_to_a_criterion_is_yes_no_or_not_applicable(day: date, value: str) -> None:
    """A word that answers nothing is refused, with what is allowed."""
    answer = {"question": "screening.jp_sensitive", "value": value}
    book = make_workbook({"items": "name"}, record={"answer": [answer]})
    with pytest.raises(BadInput, match="yes"):
        assess(book, as_of=day)


def test_a_score_alone_does_not_show_that_it_decides(day: date) -> None:
    """The purpose "scoring" points to automated decisions with serious effect; a person tells."""
    row = {"items": "name", "purposes": "scoring", "kind": "internal_use"}
    found = {a.criterion.key: a for a in assess(make_workbook(row), as_of=day).screened.of()}

    for key in ("extensive_evaluation", "automated_decision"):
        assert found[key].value is None
        assert "point to it" in found[key].reason.en


BEHAVIOUR = [
    # purposes, items -> behaviour is analysed, people are evaluated
    ("recruiting", "name;resume", None, True),
    ("partner_promotion", "name;purchase_history", None, None),
    ("web_analytics", "browsing_history", None, None),
    ("behaviour_analysis", "purchase_history", True, True),
    ("recommendation", "name", True, True),
    ("analysis", "profile_score", None, True),
    ("payroll", "evaluation", None, True),
    ("payroll", "salary", None, None),
]


@pytest.mark.parametrize(("purposes", "items", "behaviour", "evaluation"), BEHAVIOUR)
def test_analysing_behaviour_is_not_evaluating_people(
    day: date,
    purposes: str,
    items: str,
    behaviour: bool | None,  # noqa: FBT001
    evaluation: bool | None,  # noqa: FBT001
) -> None:
    """A job application is judged, not watched; a score evaluates whatever the purpose is called."""
    row = {"items": items, "purposes": purposes, "kind": "internal_use"}
    found = {a.criterion.key: a for a in assess(make_workbook(row), as_of=day).screened.of()}

    assert found["jp_behaviour"].value is behaviour
    assert found["evaluation"].value is evaluation
    used = {"analysis", "partner_promotion", "web_analytics", "behaviour_analysis", "recommendation"}
    assert bool(found["jp_behaviour"].flows) is (purposes in used)


@pytest.mark.parametrize(("items", "flows"), [("browsing_history", ("M00",)), ("name", ())])
def test_browsing_is_watching(day: date, items: str, flows: tuple[str, ...]) -> None:
    """What people look at shows what they do, as location and cameras do."""
    row = {"items": items, "purposes": "web_analytics", "kind": "external_transmission"}
    found = {a.criterion.key: a for a in assess(make_workbook(row), as_of=day).screened.of()}

    assert found["systematic_monitoring"].flows == flows


def test_a_small_plain_table_calls_for_nothing(day: date) -> None:
    """Closed lists of ordinary items at home: no yes, and what the cells cannot show stays open."""
    row = {
        "kind": "internal_use", "items": "name;address", "subjects": "shareholder",
        "purposes": "shareholder_relations",
        "source": "us", "recipient": "us", "countries": "JP", "persons": "80", "activity": "shares",
    }  # fmt: skip
    screened = assess(make_workbook(row), as_of=day).screened

    assert screened.outcome("gdpr").yes == ()
    assert screened.outcome("appi").yes == ()
    assert set(screened.outcome("appi").open) == {"jp_minors", "jp_behaviour"}


def test_a_hint_is_no_answer(day: date) -> None:
    """Joint use points to matching and a face image to new technology; neither shows it."""
    row = {"kind": "joint_use", "items": "name;face_image", "recipient": "them", "countries": "JP"}
    answers = assess(make_workbook(row), as_of=day).screened.of()
    found = {answer.criterion.key: answer for answer in answers}

    assert found["combining"].value is None
    assert "point to it" in found["combining"].reason.en
    assert found["combining"].flows != ()


def test_the_summary_says_that_a_person_decides(assessment: Assessment) -> None:
    """Neither column claims a duty: the tool prepares."""
    assert "人が判断します" in assessment.screening.text("ja")
    assert "A person decides" in assessment.screening.text("en")
