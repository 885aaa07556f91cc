"""Which measure lowers most for its cost: the arrays held against trying each one by hand."""

from __future__ import annotations

from datetime import date

import pytest
from risk_made import make_workbook

from datamap.risk import Assessment, assess
from datamap.risk.leverage import Trial, try_measures
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
    """For every measure the arrays say what rating each risk anew with it says."""
    found = trials(assessment)

    for measure in read_safeguards():
        lowered = found[measure].lowered if measure in found else 0
        assert lowered == by_hand(assessment, measure)


def test_eased_risks_are_those_whose_priority_falls(assessment: Assessment) -> None:
    """A risk is eased where the matrix gives a lower priority with the measure than without."""
    trial = trials(assessment)["item_reduction"]
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
