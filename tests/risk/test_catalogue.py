"""The data files of the room keep their own rules."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest

from datamap.risk import Scale, read_scale, read_threats
from datamap.risk.necessity import read_need_rules
from datamap.risk.rating import climb
from datamap.risk.safeguards import HEADINGS, read_safeguards
from datamap.risk.scales import PRIORITIES
from datamap.risk.screening import read_criteria
from datamap.risk.sheets import BrokenSheet, read_sheet
from datamap.risk.threats import EVENTS, Threat, _threat
from datamap.vocabulary import read_vocabulary, texts

WHOLE: dict[str, Any] = {
    "key": "made_up",
    "per": "whole",
    "when": ["given_to_other_person"],
    "severity": 1,
    "likelihood": 1,
    "title": {"ja": "題", "en": "title"},
    "scenario": {"ja": "筋", "en": "scenario"},
    "question": {"ja": "問い", "en": "question"},
}


@pytest.mark.parametrize("threat", read_threats(), ids=lambda threat: threat.key)
def test_interactions_that_make_no_sense_are_not_asked(threat: Threat) -> None:
    """Detecting is not asked at a destination alone, unawareness and non-compliance not on the flow alone."""
    types = {code.partition(".")[0] for code in threat.linddun}

    assert not ("D" in types and set(threat.element) == {"destination"})
    assert not ({"U", "Nc"} & types and set(threat.element) == {"flow"})


@pytest.mark.parametrize("threat", read_threats(), ids=lambda threat: threat.key)
def test_every_threat_says_what_it_does_and_what_answers_it(threat: Threat) -> None:
    """A threat names its conditions, where it arises, problems, sources and at least three measures."""
    assert threat.when
    assert threat.element
    assert threat.problems
    assert threat.sources
    assert len(threat.answers) >= 3
    assert threat.event or threat.linddun


def test_every_linddun_type_and_every_feared_event_has_a_threat() -> None:
    """The seven types and the three events are all covered."""
    types = {code.partition(".")[0] for threat in read_threats() for code in threat.linddun}

    assert types == {"L", "I", "Nr", "D", "DD", "U", "Nc"}
    assert {threat.event for threat in read_threats()} == set(EVENTS)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"when": ["given_to_other_persn"]}, "given_to_other_persn"),
        ({"unless": ["x"]}, "unknown unless"),
        ({"answers": ["pray"]}, "pray"),
        ({"linddun": ["X.1"]}, "unknown X"),
        ({"per": "planet"}, "planet"),
        ({"title": {"ja": "題"}}, "ja, en"),
        ({"scenario": {"ja": "{who}", "en": "{who}"}}, "nobody fills who"),
    ],
)
def test_a_broken_entry_is_refused_by_name(change: dict[str, Any], said: str) -> None:
    """A misspelt fact, key, measure, code or placeholder never reads as "no threat"."""
    with pytest.raises(BrokenSheet, match=said):
        _threat(WHOLE | change, "made.toml")


@pytest.mark.parametrize("levels", [2, 3, 4, 5])
def test_more_likely_or_more_severe_never_lowers_the_priority(levels: int) -> None:
    """Along a row and down a column of each matrix a priority never falls."""
    matrix = read_scale(levels).matrix
    ranks = [[PRIORITIES.index(cell) for cell in row] for row in matrix]

    assert all(row == sorted(row) for row in ranks)
    assert all(list(column) == sorted(column) for column in zip(*ranks, strict=True))
    assert (ranks[0][0], ranks[-1][-1]) == (0, 2)


@pytest.mark.parametrize("levels", [2, 3, 4, 5])
def test_every_level_is_reached_and_named(levels: int) -> None:
    """Points from 0 to 12 reach each level in order, and each has a name in both languages."""
    scale: Scale = read_scale(levels)

    assert [level for level, _ in itertools.groupby(scale.level(points) for points in range(13))] == list(
        range(1, levels + 1)
    )
    assert len({scale.name("severity", level) for level in range(1, levels + 1)}) == levels


def test_a_scale_that_does_not_exist_is_refused_with_those_that_do() -> None:
    """Six levels: the message names two to five."""
    with pytest.raises(ValueError, match="2, 3, 4, 5"):
        read_scale(6)


def test_ladders_never_go_down() -> None:
    """More people, or more places, never cost fewer points."""
    sheet = read_sheet("rating.toml")
    for ladder in (sheet["severity"]["persons"]["ladder"], sheet["likelihood"]["places"]["ladder"]):
        rungs, points = zip(*ladder, strict=True)
        assert list(rungs) == sorted(rungs)
        assert list(points) == sorted(points)
        assert climb(ladder, 10**9) == points[-1]


def test_what_is_planned_counts_more_after_the_plan() -> None:
    """Carrying out the plan never weakens a measure."""
    sheet = read_sheet("rating.toml")["measures"]

    assert all(
        sheet["after_plan"][state] >= sheet[state]
        for state in ("unknown", "stated", "planned", "partly", "done")
    )


def test_measures_stand_under_the_branch_of_the_vocabulary() -> None:
    """Catalogue and vocabulary agree on the heading; all seven headings have measures."""
    terms = read_vocabulary()
    found = {key: list(terms.ancestors("measures", key))[-1] for key in read_safeguards()}

    assert {key: s.heading for key, s in read_safeguards().items()} == found
    assert set(HEADINGS) <= set(found.values())


def test_screening_asks_the_three_cases_and_the_nine_criteria() -> None:
    """Three cases of Article 35(3), nine criteria of WP248, seven hints of our own for Japan."""
    groups = [criterion.group for criterion in read_criteria()]

    assert {group: groups.count(group) for group in set(groups)} == {
        "article_35_3": 3,
        "wp248": 9,
        "japan": 7,
    }


def test_necessity_rules_name_words_of_the_vocabulary() -> None:
    """Items, purposes and flags in the rules exist; a misspelt one would never fit."""
    terms = read_vocabulary()
    flags = {flag for term in terms.terms("items") for flag in term.flags}
    for rule in read_need_rules():
        assert all(terms.get("items", key) for key in (*rule.items, *rule.not_items))
        assert all(terms.get("purposes", key) for key in (*rule.purposes, *rule.not_purposes))
        assert rule.flags <= flags


def test_rated_flags_have_words() -> None:
    """Each flag that gives points is named in the steps."""
    severity = read_sheet("rating.toml")["severity"]

    assert all(f"flag_{flag}" in texts("risk") for part in ("flags", "subjects") for flag in severity[part])


def test_every_word_of_a_closed_list_has_a_label(root: Path) -> None:
    """Events, actions, problems and sources of the catalogue are said in both languages."""
    said = tomllib.loads((root / "datamap/texts/risk.toml").read_text(encoding="utf-8"))
    for threat in read_threats():
        assert all(f"action_is_{word}" in said for word in threat.actions)
        assert all(f"problem_is_{word}" in said for word in threat.problems)
        assert all(f"source_is_{word}" in said for word in threat.sources)
        assert f"event_is_{threat.event or 'design'}" in said
