"""Ranges by seeded draws: the same for the same seed, no wider than what is open."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from risk_made import make_workbook

from datamap.risk import Assessment, assess
from datamap.risk.uncertainty import intervals

CARD = {
    "kind": "collection",
    "items": "card_number",
    "source": "applicant",
    "recipient": "us",
    "countries": "JP",
}
THEFT = "payment_data_theft:card_number"


def test_the_same_seed_gives_the_same_ranges(assessment: Assessment) -> None:
    """Drawn twice, the figures are the same to the last digit; another seed may differ a little."""
    assert intervals(assessment, seed=7) == intervals(assessment, seed=7)


def test_other_risks_do_not_move_a_range(day: date) -> None:
    """Each risk has its own stream: a further flow elsewhere changes nothing about this one."""
    alone = assess(make_workbook(CARD | {"id": "A"}), as_of=day)
    beside = assess(
        make_workbook({"items": "passport_no", "purposes": "joint_promotion"}, CARD | {"id": "A"}), as_of=day
    )
    ranges = [{one.risk: one for one in intervals(found, seed=3)} for found in (alone, beside)]

    assert ranges[0][THEFT] == ranges[1][THEFT]


@settings(max_examples=10)
@given(st.integers(0, 2**32), st.sampled_from(["inherent", "current", "residual"]))
def test_the_proposal_lies_within_its_range(assessment: Assessment, seed: int, stage: str) -> None:
    """Whatever the seed and stage, the proposal is inside and levels stay on the scale."""
    for one in intervals(assessment, seed=seed, stage=stage):
        proposal = assessment.risk(one.risk).proposals[stage]
        assert 1 <= one.likelihood[0] <= proposal.likelihood <= one.likelihood[1] <= assessment.scale.levels
        assert 1 <= one.severity[0] <= proposal.severity <= one.severity[1] <= assessment.scale.levels
        assert 98 <= sum(one.priorities.values()) <= 102


def test_recording_the_number_of_people_narrows_the_range(day: date) -> None:
    """With a figure on record the number of people drives nothing any more."""
    found = {}
    for persons in ("", "500", "100-1000000"):
        book = make_workbook(CARD | {"persons": persons})
        found[persons] = next(one for one in intervals(assess(book, as_of=day), seed=1) if one.risk == THEFT)

    assert "persons" in dict(found[""].drivers)
    assert "persons" not in dict(found["500"].drivers)
    assert "persons" in dict(found["100-1000000"].drivers)
    assert (
        found["500"].severity[1] - found["500"].severity[0] <= found[""].severity[1] - found[""].severity[0]
    )


def test_closing_the_list_of_items_takes_it_off_the_drivers(day: date) -> None:
    """An open list may hold more; a closed one is what it is."""
    rows = {"open": CARD | {"items": "card_number;+"}, "closed": CARD}
    drivers = {
        name: dict(
            next(
                o for o in intervals(assess(make_workbook(row), as_of=day), seed=1) if o.risk == THEFT
            ).drivers
        )
        for name, row in rows.items()
    }

    assert "items" in drivers["open"]
    assert "items" not in drivers["closed"]


@pytest.mark.parametrize("levels", [2, 3, 4, 5])
@pytest.mark.parametrize(
    "row",
    [
        {"items": "*"},
        {"items": "all"},
        CARD | {"persons": "0"},
        CARD | {"persons": "900000000000"},
        CARD | {"persons": "<50"},
    ],
)
def test_what_little_is_recorded_gives_sound_ranges(day: date, row: dict[str, str], levels: int) -> None:
    """Nothing but stars, nobody, more than live, any scale: levels stay on it, shares add up, no warning."""
    found = assess(make_workbook(row, record={"scale": {"levels": levels}}), as_of=day)
    for stage in ("inherent", "residual"):
        for one in intervals(found, seed=0, stage=stage):
            assert 1 <= one.likelihood[0] <= one.likelihood[1] <= levels
            assert 1 <= one.severity[0] <= one.severity[1] <= levels
            assert sum(one.priorities.values()) in {99, 100, 101}
            assert not one.drivers or 97 <= sum(share for _, share in one.drivers) <= 103


@pytest.mark.parametrize(("persons", "open_"), [(">1000", True), ("<5000", True), ("1000", False)])
def test_an_open_end_is_drawn_beyond_what_is_recorded(day: date, persons: str, *, open_: bool) -> None:
    """“More than 1,000” may be any number above it; the proposal keeps to what is on record."""
    found = assess(make_workbook(CARD | {"persons": persons}), as_of=day)
    drivers = dict(next(one for one in intervals(found, seed=1) if one.risk == THEFT).drivers)

    assert ("persons" in drivers) is open_


def test_no_risks_have_no_ranges(day: date) -> None:
    """An assessment without computed risks says so, in a table with its columns and no rows."""
    empty = assess(make_workbook({"items": "name", "status": "ended"}), as_of=day).ranges(seed=1)

    assert len(empty) == 0
    assert next(iter(empty.table)) == "risk"


def test_a_stage_that_does_not_exist_is_refused(assessment: Assessment) -> None:
    """The message names the stages there are."""
    with pytest.raises(ValueError, match="inherent, current, residual"):
        intervals(assessment, seed=1, stage="eventual")


def test_the_table_gives_whole_levels_and_names_the_seed(assessment: Assessment) -> None:
    """No digits that nobody knows: whole levels, shares in steps of five, the seed in the summary."""
    found = assessment.ranges(seed=42)

    assert found.table["likelihood_range"].str.fullmatch(r"[1-4](–[1-4])?").all()
    assert (found.table["driver_share"] % 5 == 0).all()
    assert "42" in found.text("en")
    assert "確率ではありません" in found.text("ja")
