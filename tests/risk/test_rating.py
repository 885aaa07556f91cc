"""Proposed ratings: computed from what is recorded, every step shown, never the wrong way round."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from risk_made import make_workbook

from datamap.inventory import Workbook
from datamap.model import Control, Organisation, Range
from datamap.risk import Assessment, assess, read_scale
from datamap.risk.exposure import Exposure, Ledger
from datamap.risk.rating import STAGES, Start, propose
from datamap.risk.safeguards import STATES, InPlace, lowered, read_safeguards

BARE = Exposure(
    flows=("A",), activities=(), clauses=(), subjects=(), items=("name",), items_open=False,
    item_flags=frozenset(), subject_flags=frozenset(), recipients=("them",), systems=(), places=1,
    open_ended=False,    countries=("JP",), country_blank=False, persons=Range(10, 10), measures=(),
)  # fmt: skip

FLAGS = [
    "sensitive", "my_number", "eu_sensitive", "id_code", "property_damage", "may_be_sensitive", "behaviour",
    "minor_hint", "related_info",
]  # fmt: skip

exposures = st.builds(
    Exposure,
    flows=st.just(("A", "B")),
    activities=st.just(()),
    clauses=st.just(()),
    subjects=st.just(()),
    items=st.just(("name",)),
    items_open=st.booleans(),
    item_flags=st.frozensets(st.sampled_from(FLAGS)),
    subject_flags=st.frozensets(st.sampled_from(["minor", "vulnerable", "worker", "indirect"])),
    recipients=st.just(("them",)),
    systems=st.just(()),
    places=st.integers(0, 200),
    open_ended=st.booleans(),
    countries=st.lists(st.sampled_from(["JP", "US", "FR", "abroad"]), unique=True).map(tuple),
    country_blank=st.booleans(),
    persons=st.integers(0, 10**7).map(lambda n: Range(n, n)),
    measures=st.just(()),
)
starts = st.builds(Start, st.integers(0, 6), st.integers(0, 6), st.booleans())
in_place = st.builds(
    InPlace,
    st.sampled_from(sorted(read_safeguards())),
    st.sampled_from(STATES),
    st.integers(1, 9).map(lambda n: (n, 9)),
)


@given(starts, exposures, st.lists(in_place), in_place, st.booleans())
def test_a_further_measure_never_raises_a_risk(
    start: Start,
    exposure: Exposure,
    measures: list[InPlace],
    more: InPlace,
    after_plan: bool,  # noqa: FBT001
) -> None:
    """Whatever is in place already, one measure more never adds a point to either dimension."""
    before = propose(start, exposure, measures, after_plan=after_plan)
    after = propose(start, exposure, [*measures, more], after_plan=after_plan)

    assert after.likelihood <= before.likelihood
    assert after.severity <= before.severity


@given(starts, exposures, st.lists(in_place), st.integers(0, 10**7))
def test_more_people_never_lower_the_severity(
    start: Start, exposure: Exposure, measures: list[InPlace], more: int
) -> None:
    """The same case with more people is at least as severe, and just as likely."""
    people = exposure.persons.high or 0
    grown = replace(exposure, persons=Range(people + more, people + more))
    before, after = propose(start, exposure, measures), propose(start, grown, measures)

    assert after.severity >= before.severity
    assert after.likelihood == before.likelihood


@given(starts, exposures, st.sampled_from(FLAGS), st.integers(0, 50), st.sampled_from(["abroad", "US"]))
def test_a_graver_case_never_gets_a_lower_rating(
    start: Start, exposure: Exposure, flag: str, places: int, country: str
) -> None:
    """A graver item, further places, a further country or an open list never lower the points."""
    graver = replace(
        exposure,
        item_flags=exposure.item_flags | {flag},
        places=exposure.places + places,
        countries=(*exposure.countries, country),
        open_ended=True,
        items_open=True,
    )
    before, after = propose(start, exposure), propose(start, graver)

    assert after.severity >= before.severity
    assert after.likelihood >= before.likelihood


@given(starts, exposures, st.lists(in_place))
def test_the_stages_go_down_or_stay(start: Start, exposure: Exposure, measures: list[InPlace]) -> None:
    """Inherent is never below current, current never below residual."""
    bare, now = propose(start, exposure), propose(start, exposure, measures)
    later = propose(start, exposure, measures, after_plan=True)

    assert bare.likelihood >= now.likelihood >= later.likelihood
    assert bare.severity >= now.severity >= later.severity


@given(starts, exposures, st.lists(in_place))
def test_the_steps_add_up_to_the_points(start: Start, exposure: Exposure, measures: list[InPlace]) -> None:
    """What is shown is what was counted, up to the ends of the scale."""
    found = propose(start, exposure, measures)
    for dimension, floor in (("likelihood", 0), ("severity", 1)):
        gains = sum(s.points for s in found.steps if s.dimension == dimension and s.factor != "measure")
        losses = sum(s.points for s in found.steps if s.dimension == dimension and s.factor == "measure")
        raw = min(12, gains)
        assert getattr(found, dimension) == max(raw + losses, min(raw, floor))


@given(st.lists(in_place), st.randoms(use_true_random=False))
def test_the_order_of_measures_changes_nothing(measures: list[InPlace], mixer: random.Random) -> None:
    """A shuffled list lowers by the same points."""
    mixed = list(measures)
    mixer.shuffle(mixed)

    assert lowered(mixed, after_plan=True) == lowered(measures, after_plan=True)


def test_each_step_is_said_in_both_languages_with_its_points() -> None:
    """The officer reads what was seen and what it counted."""
    found = propose(Start(1, 1), replace(BARE, item_flags=frozenset({"id_code"}), persons=Range(5000, 5000)))
    said = {step.factor: step.said for step in found.steps}

    assert said["items"].ja == "重大性 +4：最も重い項目は「個人識別符号」"
    assert said["persons"].en == "severity +2: up to 5,000 people"


def test_unrecorded_people_count_as_the_step_between_and_say_so() -> None:
    """A blank number is neither none nor the worst."""
    blank, few, many = (
        propose(Start(1, 1), replace(BARE, persons=people))
        for people in (Range(), Range(1, 1), Range(1, 10**6))
    )

    assert few.severity < blank.severity < many.severity
    assert any("未記録" in step.said.ja for step in blank.steps)


@pytest.mark.parametrize(
    ("flows", "taken"), [((4, 4), (4, 3)), ((3, 4), (2, 0)), ((1, 4), (1, 0)), ((1, 5), (0, 0))]
)
def test_a_measure_on_some_flows_leaves_the_gravest_as_it_is(
    flows: tuple[int, int], taken: tuple[int, int]
) -> None:
    """It takes nothing off the severity, and off the likelihood its share of the flows, half at most."""
    found = lowered([InPlace("tokenisation", "done", flows=flows)], after_plan=False)

    assert (found[0][1:] if found else (0, 0)) == taken


def test_the_steps_say_on_how_many_flows_a_measure_is_recorded() -> None:
    """What it takes off the likelihood, and that the severity stays as it is."""
    measures = [InPlace("tokenisation", "done", flows=(2, 3))]
    said = [step.said.en for step in propose(Start(6, 6), BARE, measures).steps]

    assert any("likelihood -2" in one and "(recorded on 2 of 3 flows)" in one for one in said)
    assert any("severity 0" in one and "on 2 of 3 flows" in one for one in said)


def test_the_worst_recorded_number_of_people_counts() -> None:
    """Flows may be about the same people: the largest range is taken, not the sum."""
    book = make_workbook({"items": "name", "persons": "1000-5000"}, {"items": "name", "persons": "300"})
    ledger = Ledger(book.inventory)

    assert ledger.exposure(ledger.rows(["M00", "M01"])).persons == Range(1000, 5000)


def test_groups_count_member_by_member(workbook: Workbook) -> None:
    """Fifteen named companies and an open class make sixteen places."""
    ledger = Ledger(workbook.inventory)
    joint = ledger.exposure(ledger.rows(["FL02", "FL03"]))

    assert joint.places == 16
    assert joint.open_ended
    assert joint.country_blank


ROWS = [
    {"kind": "joint_use", "items": "passport_no;name", "purposes": "joint_promotion", "countries": "JP"},
    {"items": "purchase_history;+", "purposes": "joint_promotion", "recipient": "Shop", "countries": "US"},
    {"kind": "collection", "items": "card_information", "purposes": "settle_payment", "source": "applicant",
     "recipient": "us", "subjects": "applicant", "persons": "20000"},
    {"kind": "entrustment", "items": "name;email", "purposes": "answer_inquiries", "recipient": "Calls"},
]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_shuffled_rows_give_the_same_assessment(day: date, seed: int) -> None:
    """The order in which flows are written changes nothing at all."""
    numbered = [{"id": f"X{n}"} | row for n, row in enumerate(ROWS)]
    mixed = list(numbered)
    random.Random(seed).shuffle(mixed)
    plain, shuffled = (assess(make_workbook(*rows), as_of=day) for rows in (numbered, mixed))

    assert shuffled.as_dict("en") == plain.as_dict("en")


def test_controls_of_the_organisation_lower_the_present_rating(day: date) -> None:
    """A control that bears on a risk is in place for it; one that is only stated counts for less."""
    rows = [{"kind": "collection", "items": "card_number", "source": "applicant", "recipient": "us"}]
    found = {}
    for status in ("", "stated", "done"):
        controls = (Control("encryption_at_rest", status=status),) if status else ()
        book = make_workbook(*rows, organisation=Organisation(controls=controls))
        found[status] = (
            assess(book, as_of=day).risk("payment_data_theft:card_number").points["current"].severity
        )

    assert found["done"] < found["stated"] < found[""]


def test_the_persons_rating_stands_beside_the_proposal(assessment: Assessment) -> None:
    """A person's rating counts, and the proposal stays as it was computed."""
    found = assessment.risk("no_route_to_object")
    standing = found.standing("inherent")

    assert standing is not None
    assert (standing.likelihood, standing.severity) == (3, 2)
    assert found.proposals["inherent"].likelihood == 4


def test_a_rating_shows_a_proposal_for_every_stage(assessment: Assessment) -> None:
    """Each risk of the catalogue is proposed before measures, with them, and after the plan."""
    rated = [one for one in assessment.register if one.start]

    assert all(set(one.proposals) == set(STAGES) for one in rated)


@pytest.mark.parametrize("levels", [2, 3, 4, 5])
def test_the_number_of_levels_is_the_organisations_choice(day: date, levels: int) -> None:
    """Two to five levels: the ratings keep to the scale."""
    found = assess(make_workbook(*ROWS, record={"scale": {"levels": levels}}), as_of=day)
    highest = max(max(r.likelihood, r.severity) for one in found.register for r in one.proposals.values())

    assert found.scale == read_scale(levels)
    assert highest <= levels
