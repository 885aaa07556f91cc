"""Law files are read strictly: whatever is doubtful is refused, with file, key and what is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from datamap.model import BadInput, Problem
from datamap.rules import read_laws

ACT = """
kind = "law"
[name]
ja = "試しの法律"
en = "Act for trial"
[short]
ja = "試法"
en = "Trial"
"""

RULE = """
id = "T-1"
kind = "law"
applies_to = "flow"
severity = "error"
verified = false
[title]
ja = "題"
en = "Title"
[[version]]
article = "1"
in_force = 2022-04-01
when = ["abroad"]
unless_any = ["consent"]
[message]
ja = "文"
en = "Message"
[question]
ja = "問"
en = "Question"
[remedy]
ja = "手当て"
en = "Remedy"
"""

FACTS = {"abroad": "flow", "consent": "flow", "dated": "notice"}


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., list[Problem]]:
    """Give a function that reads a law and returns what is refused."""

    def read(rule: str = RULE, act: str = ACT, **more: str) -> list[Problem]:
        folder = tmp_path / "trial"
        folder.mkdir()
        for name, text in {"act": act, "rule": rule, **more}.items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        try:
            read_laws(tmp_path, facts=FACTS)
        except BadInput as error:
            return list(error.problems)
        return []

    return read


def test_a_sound_law_is_read(refused: Callable[..., list[Problem]]) -> None:
    """Nothing is refused where nothing is wrong."""
    assert refused() == []


MISTAKES = {
    "unknown_fact": ('when = ["abroad"]', 'when = ["abraod"]'),
    "fact_of_other_kind": ('unless_any = ["consent"]', 'unless_any = ["dated"]'),
    "missing_language": ('en = "Remedy"', ""),
    "unknown_key": ('article = "1"', 'artikel = "1"'),
    "bad_date": ("in_force = 2022-04-01", 'in_force = "2022-04-01"'),
    "unknown_value": ('severity = "error"', 'severity = "grave"'),
    "missing_key": ('id = "T-1"', ""),
    "not_a_list": ('when = ["abroad"]', 'when = "abroad"'),
    "not_a_string": ('id = "T-1"', "id = 1"),
    "not_true_or_false": ("verified = false", 'verified = "no"'),
    "verified_without_date": ("verified = false", "verified = true"),
    "not_toml": ('id = "T-1"', "id = T-1"),
    "not_a_table": ("[[version]]", "[version]"),
}


def test_a_check_of_our_own_cannot_be_verified(refused: Callable[..., list[Problem]]) -> None:
    """A rule of the house has no text that somebody could have read."""
    house = RULE.replace('kind = "law"', 'kind = "house"')
    house = house.replace("verified = false", "verified_on = 2026-11-22")

    assert [problem.code for problem in refused(house)] == ["house_verified"]
    assert all(rule.verified_on is None for rule in read_laws().rules if rule.kind == "house")


@pytest.mark.parametrize("code", MISTAKES)
def test_a_mistake_is_refused_by_name(code: str, refused: Callable[..., list[Problem]]) -> None:
    """Each kind of mistake is refused with file, code, and words in both languages."""
    right, wrong = MISTAKES[code]
    problems = refused(RULE.replace(right, wrong))

    assert code in {problem.code for problem in problems}
    for problem in problems:
        assert problem.file == "trial/rule.toml"
        assert problem.message.ja
        assert problem.message.en
        assert problem.next_step.ja


def test_an_unknown_fact_names_the_nearest_and_all_known(refused: Callable[..., list[Problem]]) -> None:
    """A misspelt fact is answered with the likeliest and with all facts about that sort of thing."""
    (problem,) = refused(RULE.replace('"abroad"', '"!abraod"'))

    assert problem.nearest == "abroad"
    assert problem.allowed.en == "abroad, consent"
    assert problem.column == "version[1].when"


def test_overlapping_versions_are_refused(refused: Callable[..., list[Problem]]) -> None:
    """Two versions from the same day on cannot both be law."""
    version = RULE[RULE.index("[[version]]") : RULE.index("[message]")]
    problems = refused(RULE.replace("[message]", version + "[message]"))

    assert [problem.code for problem in problems] == ["overlapping_versions"]


def test_promulgation_comes_before_force(refused: Callable[..., list[Problem]]) -> None:
    """A version in force before it was promulgated is refused."""
    problems = refused(
        RULE.replace("in_force = 2022-04-01", "in_force = 2022-04-01\npromulgated = 2023-01-01")
    )

    assert [problem.code for problem in problems] == ["bad_date"]


def test_a_rule_id_stands_once(refused: Callable[..., list[Problem]]) -> None:
    """Two files may not claim the same id."""
    assert [problem.code for problem in refused(twin=RULE)] == ["repeated_id"]


def test_coverage_names_rules_that_exist(refused: Callable[..., list[Problem]]) -> None:
    """The coverage register may not point to a rule nobody wrote."""
    entry = (
        '[[coverage]]\narticle = "1"\nstate = "covered"\nwhy = { ja = "理由", en = "why" }\nrules = ["T-2"]\n'
    )

    assert [problem.code for problem in refused(act=ACT + entry)] == ["unknown_rule"]


def test_an_unknown_gate_is_refused(refused: Callable[..., list[Problem]]) -> None:
    """The gate of an act must be a known fact."""
    act = ACT.replace('kind = "law"', 'kind = "law"\ngate = "open_door"')

    assert [problem.code for problem in refused(act=act)] == ["unknown_fact"]


def test_all_mistakes_are_gathered(refused: Callable[..., list[Problem]]) -> None:
    """Two mistakes are reported together."""
    wrong = RULE.replace('severity = "error"', 'severity = "grave"').replace('en = "Title"', "")

    assert {"unknown_value", "missing_language"} == {problem.code for problem in refused(wrong)}


def test_an_act_can_be_taken_alone() -> None:
    """Some acts can be chosen; an unknown one is answered with those there are."""
    assert [law.key for law in read_laws().only("gdpr").laws] == ["gdpr"]
    with pytest.raises(KeyError, match="appi, appi-2026, gdpr, neighbours-jp"):
        read_laws().get("ccpa")
