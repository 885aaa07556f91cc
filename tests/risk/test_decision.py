"""Plan and decision: a person decides; a high residual risk bars an approval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from risk_made import make_workbook

from datamap.facts import establish_facts
from datamap.model import AssessmentRecord, Organisation, PersonRating, Text
from datamap.risk import Assessment, assess
from datamap.risk.decision import decision_state
from datamap.risk.freeze import residual_levels
from datamap.risk.plan import plan_lines
from datamap.risk.register import RatedRisk
from datamap.risk.tables import by_priority
from datamap.rules import evaluate

SPREAD = {
    "id": "P1",
    "items": "passport_no",
    "purposes": "joint_promotion",
    "recipient": "Shop",
    "countries": "JP",
}
RISK = "identifier_spread:passport_no"
FULL = {"role": "president", "date": "2026-11-20", "justification": "weighed with care"}


def decided(outcome: str = "", **record: Any) -> Assessment:
    """Assess one flow with a decision."""
    sheet = {"decision": FULL | {"outcome": outcome}} | record
    return assess(make_workbook(SPREAD, record=sheet), as_of=date(2026, 11, 22))


def rate(level: int) -> list[dict[str, Any]]:
    """Rate every risk of the flow, before and after measures, at one level."""
    ids = [one.id for one in decided().register]
    stages = ("inherent", "residual")
    return [
        {"risk": i, "stage": s, "likelihood": level, "severity": level, "reason": "seen", "role": "dpo"}
        for i in ids
        for s in stages
    ]


def rated(level: int, outcome: str, **record: Any) -> Assessment:
    """As `decided`, with a person's ratings at one level."""
    sheet = {"decision": FULL | {"outcome": outcome}, "rating": rate(level)} | record
    ratings = tuple(
        PersonRating(r["risk"], r["stage"], level, level, Text.same("seen"), "dpo") for r in sheet["rating"]
    )
    book = replace(make_workbook(SPREAD), assessment=AssessmentRecord(raw=sheet, ratings=ratings))
    return assess(book, as_of=date(2026, 11, 22))


def test_a_high_residual_risk_bars_both_approvals() -> None:
    """Rejection and consultation stay open to a person; the recorded approval does not stand."""
    state = decision_state(rated(4, "approved"))

    assert state.barred == ("approved", "conditionally_approved")
    assert state.allowed == ("rejected", "consultation")
    assert not state.stands
    assert {check.key: check.state for check in state.checks}["residual_high"] == "barred"


def test_where_the_gdpr_is_on_record_as_not_applying_no_prior_consultation_is_asked_for() -> None:
    """The approval stays barred; the way out is measures or a person's rating, not Article 36 GDPR."""
    found = rated(4, "approved")
    gate = ("eu_establishment", "eu_offering", "eu_monitoring")
    no = Organisation(answers=tuple((question, "no") for question in gate))
    book = replace(found.workbook, organisation=no)
    findings = evaluate(establish_facts(book, found.as_of))
    state = decision_state(assess(book, findings=findings))
    said = {check.key: check.said for check in state.checks}["residual_high"]

    assert not state.stands
    assert "is not required" in said.en
    assert "consult the authority beforehand" not in said.en


@pytest.mark.parametrize("outcome", ["rejected", "consultation"])
def test_what_is_left_open_to_a_person_stands(outcome: str) -> None:
    """With role, date and reason, a decision that nothing bars stands."""
    assert decision_state(rated(4, outcome)).stands


OWN = {"key": "stalker", "title": "A partner follows", "flows": ["P1"], "likelihood": 4, "severity": 4}


def test_a_high_risk_of_ones_own_that_nobody_rated_after_measures_bars() -> None:
    """Blank after measures is not low: the risk counts as before them, and the sentence says so."""
    found = rated(1, "approved", own_risk=[OWN])
    state = decision_state(found)
    check = next(check for check in state.checks if check.key == "residual_high")

    assert not state.stands
    assert check.about == ("own:stalker",)
    assert "not rated after measures by a person, and so counted as before them" in check.said.en
    assert by_priority(found, "residual")["high"] == 1


PLANNED = {"measure": "item_reduction", "risks": [RISK], "owner": "dpo", "due": "2027-01-31"}


def test_measures_on_paper_do_not_overtake_a_persons_rating() -> None:
    """High before measures, not rated after them: the lower proposal is shown, and does not count."""
    found = rated(4, "approved", rating=[{"risk": RISK, "stage": "inherent"}], measure=[PLANNED])
    one, scale = found.risk(RISK), found.scale

    assert scale.priority(one.proposals["residual"]) != "high"
    assert one.priority("residual", scale) is None
    assert one.counted("residual", scale) == "high"
    assert RISK in next(c for c in decision_state(found).checks if c.key == "residual_high").about
    assert found.risks.worded("en").iloc[0, 3] == "not rated after measures"
    assert residual_levels(found)[RISK] == (4, 4)
    assert f"plan.{RISK}.residual" in {question.id for question in found.open_questions}


def test_a_graver_proposal_counts_before_a_mild_word_about_another_stage() -> None:
    """Mild before measures and not rated after them: the graver proposal counts."""
    found = rated(1, "approved", rating=[{"risk": RISK, "stage": "inherent"}])
    one, scale = found.risk(RISK), found.scale

    assert one.counting("residual", scale) == one.proposals["residual"]
    assert one.priority("inherent", scale) == "low"


@pytest.mark.parametrize("stage", ["current", "residual"])
def test_a_person_who_looks_again_is_heard(stage: str) -> None:
    """A rating of the present stage carries on to the next; one after the plan settles it."""
    ratings = [{"risk": RISK, "stage": "inherent"}, {"risk": RISK, "stage": stage}]
    one = rated(4, "approved", rating=ratings).risk(RISK)

    assert one.standing(stage) is not None
    counting = one.counting("residual", decided().scale)
    assert counting is not None
    assert counting.severity == 4


def test_low_residual_risks_bar_nothing() -> None:
    """A person's low ratings of what remains open every outcome."""
    state = decision_state(rated(1, "approved"))

    assert state.barred == ()
    assert state.stands


def closing(**signed: str) -> list[dict[str, str]]:
    """Close every risk of the flow."""
    return [{"risk": one.id, "reason": "does not arise"} | signed for one in decided().register]


def test_a_closed_risk_bars_nothing() -> None:
    """A high risk that a person closed with a reason no longer stands in the way."""
    state = decision_state(rated(4, "approved", closed_risk=closing(role="dpo", date="2026-11-20")))

    assert state.barred == ()
    told = next(check for check in state.checks if check.key == "closed_high")
    assert told.state == "noted"
    assert RISK in told.about
    assert "“Passport number spreads" in told.said.en


@pytest.mark.parametrize("signed", [{"role": "dpo"}, {"date": "2026-11-20"}])
def test_a_closing_without_role_or_date_closes_nothing(signed: dict[str, str]) -> None:
    """What nobody answers for does not lift the bar; the sheet says what is missing."""
    found = rated(4, "approved", closed_risk=closing(**signed))

    assert decision_state(found).barred
    assert "record_closing_open" in {problem.code for problem in found.human.problems}


def test_a_barred_approval_is_never_said_without_what_bars_it() -> None:
    """The forms of authorities and the first page say the outcome and what bars it."""
    found = rated(4, "approved")
    (row,) = found.content["decision"]

    assert decision_state(found).said.en == "approved (as recorded; barred by: residual risk)"
    assert row.cells["outcome"] == decision_state(found).said
    assert decision_state(rated(1, "approved")).said.en == "approved"


def test_a_decision_of_a_day_to_come_does_not_stand() -> None:
    """What is dated after the day of the assessment has not been decided yet."""
    found = rated(1, "approved", decision=FULL | {"outcome": "approved", "date": "2026-11-23"})

    assert not decision_state(found).stands


def test_a_late_line_of_the_plan_is_told_to_whoever_decides() -> None:
    """Ratings after the plan count it as carried out, though its day is past."""
    line = {"measure": "encryption", "owner": "it", "due": "2026-11-01", "status": "planned"}
    checks = {check.key: check for check in decision_state(decided(measure=[line])).checks}

    assert (checks["plan_late"].state, checks["plan_late"].about) == ("noted", ("encryption",))
    assert "plan_late" not in {
        check.key for check in decision_state(decided(measure=[line | {"due": "2026-12-01"}])).checks
    }


def test_a_rating_nobody_accounts_for_is_not_settled() -> None:
    """Reason, role and date belong to a rating before and after measures."""
    found = rated(4, "rejected")
    state = {check.key: check.state for check in decision_state(found).checks}

    assert state["rated_by_person"] == "open"  # the ratings of these tests bear no date


@pytest.mark.parametrize("missing", ["role", "date", "justification"])
def test_a_decision_without_role_date_or_reason_does_not_stand(missing: str) -> None:
    """An outcome alone is no decision."""
    found = rated(1, "approved", decision=FULL | {"outcome": "approved", missing: ""})
    state = decision_state(found)

    assert not state.stands
    assert {check.key: check.state for check in state.checks}["decided"] == "open"


def test_a_conditional_approval_needs_conditions() -> None:
    """The condition is asked for, and only then."""
    asked = {check.key: check.state for check in decision_state(rated(1, "conditionally_approved")).checks}

    assert asked["conditions"] == "open"
    assert "conditions" not in {check.key for check in decision_state(rated(1, "approved")).checks}


@pytest.mark.parametrize(
    ("views", "state"),
    [
        ({}, "open"),
        ({"sought": "no"}, "open"),
        ({"sought": "no", "reason": "the circle is not known yet"}, "settled"),
        ({"sought": "yes"}, "open"),
        ({"sought": "yes", "summary": "asked at three desks"}, "settled"),
    ],
)
def test_views_or_the_reason_for_not_seeking_them(views: dict[str, str], state: str) -> None:
    """Article 35(9): views of the people concerned, or why they were not sought."""
    found = decision_state(decided(views=views))

    assert {check.key: check.state for check in found.checks}["views"] == state


def test_the_plan_tells_late_ahead_and_undated_apart() -> None:
    """Late lines come first, then those ahead, undated ones, and what is done."""
    actions = [
        {"measure": "tokenisation", "status": "done"},
        {"measure": "item_reduction", "status": "planned"},
        {"measure": "access_control", "status": "planned", "owner": "it", "due": "2027-01-31"},
        {"measure": "purpose_separation", "status": "partly", "owner": "legal", "due": "2026-11-21"},
    ]
    lines = plan_lines(decided(measure=actions))

    assert [line.timing for line in lines] == ["late", "due", "no_date", "done"]
    assert [line.complete for line in lines] == [True, True, False, True]


def test_a_line_for_a_risk_that_is_gone_says_so() -> None:
    """A plan may outlive its risk: that is shown, not dropped."""
    line = plan_lines(
        decided(measure=[{"measure": "tokenisation", "risks": ["payment_data_theft:card_number"]}])
    )[0]

    assert line.lost == ("payment_data_theft:card_number",)
    assert line.risks == ()


def planning(**line: str) -> RatedRisk:
    """Plan to drop items, with what a line of the plan says beside that."""
    return decided(measure=[{"measure": "item_reduction", "risks": [RISK]} | line]).risk(RISK)


def test_a_planned_measure_lowers_the_residual_rating_only() -> None:
    """What is planned is not in place yet."""
    one = planning(owner="dpo", due="2027-01-31")

    assert one.points["current"].score == one.points["inherent"].score
    assert one.points["residual"].score < one.points["current"].score


@pytest.mark.parametrize("line", [{}, {"owner": "dpo"}, {"due": "2027-01-31"}])
def test_a_line_without_owner_and_date_lowers_nothing(line: dict[str, str]) -> None:
    """What nobody answers for by a day is no reason to call a risk low; a step says so."""
    one = planning(**line)

    assert one.points["residual"].score == one.points["current"].score
    assert "owner or date is not recorded" in one.points["residual"].steps[-1].said.en


def test_the_sample_is_undecided_and_cannot_be_approved_yet(assessment: Assessment) -> None:
    """The worked example leaves high residual risks: no approval is open."""
    state = decision_state(assessment)

    assert state.recorded == ""
    assert state.barred == ("approved", "conditionally_approved")
    assert "決定はまだ記録されていません" in assessment.decision.text("ja")


def test_an_empty_plan_is_not_settled() -> None:
    """No line at all: nothing is planned, which is neither a tick in the decision nor in an outline."""
    found = rated(1, "approved")
    plan = next(check for check in decision_state(found).checks if check.key == "plan_complete")
    outline = next(one for one in found.outline().checks if one.check.within == "plan")

    assert plan.state == "open"
    assert "not recorded" in plan.said.en
    assert outline.state == "nothing"


def test_what_a_check_is_about_is_said_by_title() -> None:
    """The reader sees the title of a risk; programs keep its id."""
    answer = rated(4, "approved").decision
    row = next(row for row in answer.as_records() if row["check"] == "residual_high")
    said = answer.worded("en").iloc[0].to_list()

    assert RISK in row["about"]
    assert not any(RISK in str(cell) for cell in said)
    assert any("“Passport number spreads" in str(cell) for cell in said)


@pytest.mark.parametrize(
    ("dpo", "advice", "state", "bars"),
    [
        ("data protection officer", {}, "barred", True),
        ("data protection officer", {"text": "go ahead", "role": "dpo"}, "settled", False),
        ("", {}, "open", False),
    ],
)
def test_advice_of_an_officer_on_record_comes_before_an_approval(
    dpo: str, advice: dict[str, str], state: str, *, bars: bool
) -> None:
    """GDPR 35(2): where there is one, an approval without the advice cannot be signed; a rejection can."""
    found = rated(1, "approved", advice=advice)
    us = replace(found.workbook.organisation, dpo=Text.same(dpo))
    told = decision_state(assess(replace(found.workbook, organisation=us), as_of=date(2026, 11, 22)))

    assert next(check for check in told.checks if check.key == "advice").state == state
    assert ("approved" in told.barred) is bars
    assert "rejected" in told.allowed
    assert [check.key for check in told.obstacles] == ["advice"] * bars
