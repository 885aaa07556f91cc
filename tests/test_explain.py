"""Explanations: what led to a finding, and what would change it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from datamap.facts import FACTS, establish_facts
from datamap.inventory import Workbook, read_inventory
from datamap.model import FindingStatus
from datamap.rules import Findings, evaluate, explain, explain_fact, explain_rule, read_laws
from datamap.rules.flipping import flips, outcome_of
from datamap.rules.lookup import meant
from datamap.rules.ruling import Outcome

Run = Callable[..., tuple[int, str, str]]
AS_OF = ("--as-of", "2026-11-22")
DAY = date(2026, 11, 22)


def test_every_finding_of_the_sample_is_explained(findings: Findings) -> None:
    """Each condition has its answer, and each change that is named gives the status that is named."""
    for one in list(findings)[::7]:
        found = explain(findings, one.id)
        version = next(r for r in findings.rulings if r.rule.id == one.rule).version
        assert len(found.table) == len(version.conditions)
        for row in found.part("changes").table.itertuples():
            assert (row.status, row.severity) != (one.status.value, one.severity.value)
        for flip in flips(version, dict(one.facts)):
            assert outcome_of(version, {**dict(one.facts), **dict(flip.facts)}) is flip.outcome


def test_the_facts_of_a_finding_give_its_status(findings: Findings) -> None:
    """Held against its own facts alone, a rule says what it said of the whole table."""
    for one in list(findings)[::5]:
        _, ruling = findings.judged(one.id)
        assert ruling.status(outcome_of(ruling.version, dict(one.facts))) is one.status


def test_filling_in_what_is_named_changes_the_status() -> None:
    """The cell that an explanation points to, filled in, gives the status it promised."""
    rows = "id,kind,items,source,recipient,countries,retention\nF1,collection,name,customer,shop,JP,{}\n"

    def status(retention: str) -> tuple[Findings, FindingStatus]:
        book = Workbook.from_inventory(read_inventory(rows.format(retention).encode()))
        found = evaluate(establish_facts(book, DAY), read_laws().only("appi"))
        return found, found.get("JP-22a:F1").status

    before, asked = status("")
    promised = explain(before, "JP-22a:F1").part("changes").table.iloc[0]

    assert asked is not FindingStatus.NO_GAP
    assert promised["status"] == "no_gap"
    assert "inventory.csv:2 retention" in promised["written_in"].en.replace("retention period", "retention")
    assert status("P3Y")[1] is FindingStatus.NO_GAP


def test_no_smaller_change_is_hidden_and_no_larger_one_repeated() -> None:
    """A change of several facts is only named where no part of it has the same outcome."""
    for rule in read_laws().rules:
        version = rule.versions[-1]
        found = flips(version, {})
        for one in found:
            parts = [set(other.facts) < set(one.facts) for other in found if other.outcome is one.outcome]
            assert not any(parts), rule.id
        reached = {one.outcome for one in found}
        assert Outcome.MET in reached or not version.unless_any, rule.id


def test_a_step_of_the_chain_shows_the_chain(findings: Findings) -> None:
    """A finding on provision abroad carries the decision chain of its flow; others do not."""
    assert explain(findings, "JP-28-1:FL06").part("chain").table["flow"].tolist() == ["FL06"]
    with pytest.raises(KeyError, match="no sheet chain"):
        explain(findings, "JP-27-5-3e:J1").part("chain")


def test_a_rule_that_does_not_apply_says_why(findings: Findings) -> None:
    """The thing need not have a finding: what keeps the rule from applying is shown."""
    found = explain(findings, "JP-28-1:FL01")

    assert found.finding.status is FindingStatus.NOT_APPLICABLE
    assert "no" in found.table[found.table["used_for"] == "applies"]["value"].tolist()


def test_a_house_rule_is_never_called_law(findings: Findings) -> None:
    """A check of our own says so, in the explanation and for the rule."""
    house = next(one for one in findings if findings.laws and findings.laws.rule(one.rule).kind == "house")

    assert "our own" in explain(findings, house.id).notes[0].en
    assert "our own" in explain_rule(findings, house.rule).notes[0].en


def test_a_rule_shows_all_its_versions(findings: Findings) -> None:
    """The article before and after the change of 2022 stand side by side."""
    assert set(explain_rule(findings, "JP-28-1").table["article"]) == {"24", "28(1)"}


def test_every_rule_and_fact_can_be_explained(findings: Findings) -> None:
    """No name of the closed lists leads to an error, in either language."""
    for rule in read_laws().rules:
        assert explain_rule(findings, rule.id).in_lang("en").text()
    for name in FACTS:
        found = explain_fact(findings, name)
        assert (
            found.table["things"].sum() == len(findings.facts.ids(FACTS[name].kind))
            if findings.facts
            else True
        )
        assert found.text("ja") != found.text("en")


@pytest.mark.parametrize("name", ["JP-28-1:FL06", "JP-28-1", "country_recorded"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_command_explains_in_text_and_json(run: Run, root: Path, name: str, lang: str) -> None:
    """The command says the same as the object, for people and for programs."""
    code, out, _ = run("explain", name, "-w", root, *AS_OF, "--lang", lang)
    _, shown, _ = run("explain", name, "-w", root, *AS_OF, "--lang", lang, "--format", "json")
    found = json.loads(shown)

    assert code == 0
    assert found["title"] in out
    assert found["results"]
    if ":" in name:
        assert found["finding"]["id"] == name
        assert {sheet["name"] for sheet in found["sheets"]} == {"evidence", "changes", "chain"}


@pytest.mark.parametrize(
    ("word", "told"),
    [("jp-28", "JP-28-0:FL06"), ("foreign_contry", "foreign_country_named"), ("%%", "docs/")],
)
def test_an_unclear_name_is_answered_with_what_may_be_meant(
    run: Run, root: Path, word: str, told: str
) -> None:
    """Several, near or no names: exit code 2, and what there is."""
    code, _, err = run("explain", word, "-w", root, *AS_OF)

    assert code == 2
    assert told in err


def test_a_name_is_found_by_its_only_continuation() -> None:
    """Case does not matter, nor does the end of an id that nothing else begins with."""
    assert meant("a:f1", ["A:F1", "B:F1"]).exact == "A:F1"
    assert meant("b", ["A:F1", "B:F1"]).exact == "B:F1"
    assert meant("", ["A:F1"]).exact == ""


def test_a_finding_whose_flow_is_gone_is_unknown(findings: Findings) -> None:
    """There is nothing to explain about a thing that is not there."""
    with pytest.raises(KeyError):
        explain(findings, "JP-28-1:NOPE")
    with pytest.raises(ValueError, match="without their facts"):
        explain(replace(findings, facts=None), "JP-28-1:FL06")
