"""The register: own risks, closing, what stays open, and words that a tool must not use."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from risk_made import make_workbook

from datamap.model import AssessmentRecord, BadInput, PersonRating
from datamap.risk import Assessment, assess
from datamap.risk.tables import by_priority
from datamap.rules import Findings

CARD = {"kind": "collection", "items": "card_number", "source": "applicant", "recipient": "us"}
THEFT = "payment_data_theft:card_number"


def with_record(**record: Any) -> Assessment:
    """Assess one card collection with an assessment sheet."""
    return assess(make_workbook(CARD, record=record), as_of=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ({"own_risk": [{"key": "k", "likelihood": 5, "severity": 4}]}, "own_risk[0].likelihood"),
        (
            {"rating": [{"risk": THEFT, "stage": "residual", "likelihood": 4, "severity": 9}]},
            "rating[0].severity",
        ),
    ],
)
def test_without_a_scale_levels_are_held_to_the_default(sheet: dict[str, Any], column: str) -> None:
    """The default scale has four levels, and the message says four."""
    ratings = tuple(PersonRating(**rating) for rating in sheet.get("rating", ()))
    book = replace(make_workbook(CARD), assessment=AssessmentRecord(raw=sheet, ratings=ratings))
    with pytest.raises(BadInput) as caught:
        assess(book, as_of=date(2026, 11, 22))

    assert [problem.column for problem in caught.value.problems] == [column]
    assert "4 levels" in caught.value.problems[0].message.en


SIGNED = {"role": "privacy_officer", "date": "2026-11-20"}


def test_a_closed_risk_stays_listed_with_its_reason() -> None:
    """Closing takes a risk to the end of the list, not out of it."""
    found = with_record(closed_risk=[{"risk": THEFT, "reason": "tokens only", **SIGNED}])

    assert found.risk(THEFT).closed is not None
    assert found.register[-1].id == THEFT
    assert sum(by_priority(found, "inherent").values()) == len(found.register) - 1


def test_a_closing_runs_out() -> None:
    """After its last day the risk is open again."""
    found = with_record(
        closed_risk=[{"risk": THEFT, "reason": "till the audit", "until": "2026-11-21", **SIGNED}]
    )

    assert found.risk(THEFT).closed is None


def test_closing_without_a_reason_is_refused() -> None:
    """A risk does not go away in silence."""
    with pytest.raises(BadInput) as caught:
        with_record(closed_risk=[{"risk": THEFT}])

    assert caught.value.problems[0].column == "closed_risk[0].reason"


def test_own_risks_stand_beside_those_of_the_catalogue() -> None:
    """A person's risk carries the person's rating and no proposal."""
    own = {
        "key": "paper",
        "title": "paper list",
        "flows": ["M00"],
        "likelihood": 2,
        "severity": 3,
        "role": "guide",
    }
    found = with_record(own_risk=[own]).risk("own:paper")

    assert found.risk.flows == ("M00",)
    assert found.proposals == {}
    assert found.priority("inherent", with_record().scale) == "medium"


@pytest.mark.parametrize(
    ("record", "column"),
    [
        ({"own_risk": [{"key": "a", "title": "t", "flows": ["M99"]}]}, "own_risk[0].flows[0]"),
        ({"decision": {"outcome": "aproved"}}, "decision.outcome"),
        ({"measure": [{"measure": "encryption_at_rest", "status": "soon"}]}, "measure[0].status"),
        ({"measure": [{"measure": "encryption_at_rest", "cost": 9}]}, "measure[0].cost"),
        ({"answer": [{"question": "screening.x", "value": "n/a"}]}, "answer[0].reason"),
        ({"answer": [{"qestion": "screening.x"}]}, "answer[0].qestion"),
        ({"review": {"triggers": ["full_moon"]}}, "review.triggers[0]"),
        ({"scope": {"activities": ["nowhere"]}}, "scope.activities[0]"),
        ({"publication": "maybe"}, "publication"),
    ],
)
def test_a_broken_sheet_is_refused_with_its_place(record: dict[str, Any], column: str) -> None:
    """A misspelt key or value is told with file and key path; nothing is dropped in silence."""
    with pytest.raises(BadInput) as caught:
        with_record(**record)

    assert column in {problem.column for problem in caught.value.problems}
    assert {problem.file for problem in caught.value.problems} == {"records/assessment.toml"}


def test_a_value_that_cannot_stand_there_is_told_as_one() -> None:
    """It is no word of a list called "value"; what can stand there is named."""
    with pytest.raises(BadInput) as caught:
        with_record(answer=[{"question": "screening.vulnerable", "value": "perhaps"}])
    found = next(one for one in caught.value.problems if one.column == "answer[0].value")

    assert "the list value" not in found.message.en
    assert "none of the values" in found.message.en
    assert found.allowed.en == "n/a, no, yes"


def test_what_cannot_be_excluded_is_a_question_not_a_risk(assessment: Assessment) -> None:
    """Sensitive items may hide in free text: that is asked, not asserted."""
    assert "sensitive_exposed" not in {one.risk.threat for one in assessment.register}
    assert "risk.sensitive_exposed" in {question.id for question in assessment.open_questions}


def test_questions_come_from_everywhere_and_name_what_they_are_about(
    assessment: Assessment, workbook: Any, findings: Findings
) -> None:
    """Risks, screening, findings, blanks, necessity and plan all ask; no question comes twice."""
    found = assess(workbook, findings)
    ids = [question.id for question in found.open_questions]

    assert len(set(ids)) == len(ids)
    assert {q.origin for q in found.open_questions} == {
        "risk",
        "screening",
        "finding",
        "record",
        "necessity",
        "plan",
    }
    assert len(found.open_questions) > len(assessment.open_questions)


def test_an_action_without_owner_or_date_is_asked_about(assessment: Assessment) -> None:
    """The example leaves one line of the plan unfinished: that shows."""
    asked = {question.id for question in assessment.open_questions}

    assert {"plan.single_rights_desk.owner", "plan.single_rights_desk.due"} <= asked


def test_scope_limits_the_assessment_to_an_activity(day: date) -> None:
    """Only flows of the activities named are assessed."""
    rows = [CARD | {"activity": "shop"}, {"kind": "joint_use", "items": "passport_no", "activity": "group"}]
    found = assess(make_workbook(*rows, record={"scope": {"activities": ["shop"]}}), as_of=day)

    assert {flow for one in found.register for flow in one.risk.flows} == {"M00"}
    assert [one.activity for one in found.described] == ["shop"]


def test_ended_and_planned_flows_bring_up_no_risk_today(day: date) -> None:
    """Only what runs on the day counts."""
    found = assess(make_workbook(CARD | {"status": "planned"}, CARD | {"status": "ended"}), as_of=day)

    assert found.register == ()


def test_without_a_day_nothing_is_assessed() -> None:
    """Nothing here knows the clock."""
    with pytest.raises(ValueError, match="as_of"):
        assess(make_workbook(CARD))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_output_claims_what_a_tool_cannot_know(assessment: Assessment, lang: Any) -> None:
    """Nobody is called compliant or in breach, and no consent is said to have been obtained."""
    said = json.dumps(assessment.as_dict(lang), ensure_ascii=False)
    said += "".join(
        getattr(assessment, name).in_lang(lang)._repr_html_()
        for name in ("screening", "description", "necessity", "risks", "ratings", "measures", "questions")
    )

    assert not re.search(
        r"\bcompliant\b|violat|unlawful processing|consent was obtained", said, re.IGNORECASE
    )
    assert not re.search(r"違反|適法|違法|同意を得ています|同意済み", said)


def test_plain_data_is_json_in_either_language(assessment: Assessment) -> None:
    """Reports get plain lists, numbers and words: the same keys in both languages."""
    ja, en = assessment.as_dict("ja"), assessment.as_dict("en")

    assert json.loads(json.dumps(ja, ensure_ascii=False)) == ja
    assert [risk["id"] for risk in ja["risks"]] == [risk["id"] for risk in en["risks"]]
    assert ja["risks"][0]["title"] != en["risks"][0]["title"]


def test_each_place_has_the_gravest_of_its_risks(assessment: Assessment) -> None:
    """Members of a group each carry the risks of the group; closed risks carry nothing."""
    table = assessment.places.table.set_index("place")

    assert "identifier_spread:passport_no" in table.loc["knt_hokkaido", "risks"]
    assert table.loc["knt_hokkaido", "priority"] == "high"
    assert table.loc["cookie_recipients", "priority"] == "medium"
    assert list(table["priority"]) == sorted(table["priority"], key=["high", "medium", "low"].index)
