"""Which measure lowers most for its cost: the arrays held against trying each one by hand."""

from __future__ import annotations

from datetime import date

import pytest
from risk_made import make_workbook

from datamap.risk import Assessment, assess
from datamap.risk.chosen import BY_CHOICE
from datamap.risk.leverage import Trial, try_measures, unranked
from datamap.risk.rating import propose
from datamap.risk.safeguards import InPlace, read_safeguards


def by_hand(assessment: Assessment, measure: str) -> int:
    """Add one measure to every risk that names it, rate again, and count what went down."""
    total = 0
    for one in assessment.register:
        if one.start and measure in one.risk.candidates:
            now = propose(one.start, one.exposure, one.measures)
            then = propose(one.start, one.exposure, [*one.measures, InPlace(measure, "done")])
            total += now.score - then.score
    return total


def trials(assessment: Assessment) -> dict[str, Trial]:
    """Return the trials by measure."""
    return {trial.measure: trial for trial in try_measures(assessment)}


def test_trying_on_paper_is_rating_again(assessment: Assessment) -> None:
    """For every measure that is one thing the arrays say what rating each risk anew with it says."""
    found = trials(assessment)

    for measure in set(read_safeguards()) - BY_CHOICE:
        lowered = found[measure].lowered if measure in found else 0
        assert lowered == by_hand(assessment, measure)


def test_eased_risks_are_those_whose_priority_falls(assessment: Assessment) -> None:
    """A risk is eased where the matrix gives a lower priority with the measure than without."""
    trial = trials(assessment)["access_control"]
    scale = assessment.scale
    found = set()
    for one in assessment.register:
        if one.start and trial.measure in one.risk.candidates:
            now = propose(one.start, one.exposure, one.measures).rating(scale)
            then = propose(one.start, one.exposure, [*one.measures, InPlace(trial.measure, "done")]).rating(
                scale
            )
            if scale.priority(now) != scale.priority(then):
                found.add(one.id)

    assert set(trial.eased) == found


def test_the_next_one_is_always_the_best_of_those_left(assessment: Assessment) -> None:
    """The first of the order is the best value alone, and what is left never grows."""
    found = sorted(try_measures(assessment), key=lambda trial: trial.order)
    left = [trial.left for trial in found]

    assert found[0].per_cost == max(trial.per_cost for trial in found)
    assert left == sorted(left, reverse=True)


def test_a_persons_cost_counts_before_the_catalogues(day: date) -> None:
    """What the organisation knows of its costs changes the order."""
    row = {"items": "passport_no", "purposes": "joint_promotion"}
    dear = {"measure": [{"measure": "item_reduction", "status": "unknown", "cost": 5}]}
    plain, costly = (assess(make_workbook(row, record=record), as_of=day) for record in ({}, dear))

    assert trials(plain)["item_reduction"].cost == 1
    assert trials(costly)["item_reduction"].cost == 5
    assert trials(costly)["item_reduction"].per_cost < trials(plain)["item_reduction"].per_cost


NEEDED = {"items": "passport_no", "purposes": "arrange_travel", "recipient": "Inn", "countries": "JP"}
SPARE = {"id": "S", "items": "passport_no", "purposes": "joint_promotion", "recipient": "Shop"}
SPREAD = "identifier_spread:passport_no"


def reduction(day: date, *rows: dict[str, str], **record: object) -> Trial | None:
    """Return what dropping items comes to in some rows; None = it is not ranked."""
    return trials(assess(make_workbook(*rows, record=record), as_of=day)).get("item_reduction")


def test_dropping_items_names_what_goes_and_from_where(day: date) -> None:
    """Ranked for the flow whose purpose shows no need for the item, and for no other."""
    found = reduction(day, NEEDED, SPARE)

    assert found is not None
    assert (found.items, found.flows) == (("passport_no",), ("S",))
    assert SPREAD in found.risks


def test_dropping_nothing_in_particular_is_not_ranked(day: date) -> None:
    """Where every item is needed or nobody has said, the measure stands apart with what would settle it."""
    found = assess(make_workbook(NEEDED | {"items": "medical_history"}), as_of=day)

    assert unranked(found) == ("item_reduction",)
    assert "item_reduction" not in set(found.leverage.table["measure"])
    assert "Not ranked until it is chosen which items go: Fewer items" in found.leverage.text("en")


@pytest.mark.parametrize(
    ("purposes", "value", "ranked"),
    [
        ("joint_promotion", "needed for the draw", False),  # a person keeps it
        ("arrange_travel", "not needed", True),  # a person lets it go
        ("joint_promotion;arrange_travel", "", False),  # one purpose of the flow needs it
        ("", "", False),  # no purpose on record: no reason to drop anything
    ],
)
def test_what_people_and_purposes_say_decides_what_may_go(
    day: date, purposes: str, value: str, *, ranked: bool
) -> None:
    """What a person says of item and purpose counts before the rule; one need keeps an item in a flow."""
    first = purposes.partition(";")[0]
    answer = [{"question": f"necessity.medical_history.{first}", "value": value}] if value else []
    row = SPARE | {"items": "medical_history", "purposes": purposes}

    assert (reduction(day, row, answer=answer) is not None) is ranked


def test_half_of_what_is_at_risk_counts_half(day: date) -> None:
    """Where an item stays in some flows of a risk, dropping it elsewhere has half its effect."""
    other = {"id": "T", "items": "medical_history", "purposes": "provide_medical_care", "recipient": "Clinic"}
    spare = SPARE | {"items": "medical_history"}
    alone, beside = (
        assess(make_workbook(*rows), as_of=day).leverage_steps("item_reduction").as_records()
        for rows in ((spare,), (spare, other))
    )
    exposed = [
        next(one for one in found if one["risk"] == "sensitive_exposed:medical_history")
        for found in (alone, beside)
    ]
    taken = [one["severity_points"] - one["severity_points_after"] for one in exposed]

    assert taken == [4, 2]


def test_a_line_of_the_plan_that_names_the_risk_says_what_goes(day: date) -> None:
    """Whoever plans it for a risk has chosen: it is ranked for that risk."""
    line = {"measure": "item_reduction", "risks": ["sensitive_exposed:medical_history"], "status": "planned"}
    found = reduction(day, NEEDED | {"items": "medical_history"}, measure=[line])

    assert found is not None
    assert found.risks == ("sensitive_exposed:medical_history",)


def test_what_is_done_is_not_offered_again(day: date) -> None:
    """A measure in place on all flows has nothing left to lower."""
    row = {"kind": "collection", "items": "card_number", "source": "applicant", "measures": "tokenisation"}

    assert "tokenisation" not in trials(assess(make_workbook(row), as_of=day))


def test_closed_risks_do_not_count(day: date) -> None:
    """Nobody pays to lower a risk that a person closed."""
    row = {"kind": "collection", "items": "card_number", "source": "applicant"}
    ids = [one.id for one in assess(make_workbook(row), as_of=day).register]
    signed = {"reason": "asked and answered", "role": "dpo", "date": "2026-11-20"}
    closed = {"closed_risk": [{"risk": risk} | signed for risk in ids]}

    assert try_measures(assess(make_workbook(row, record=closed), as_of=day)) == ()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_answer_says_that_points_are_no_size_of_harm(assessment: Assessment, lang: str) -> None:
    """The summary warns against reading points as harm."""
    assert {"ja": "被害の大きさではありません", "en": "no size of harm"}[lang] in assessment.leverage.text(
        lang
    )  # type: ignore[arg-type]
