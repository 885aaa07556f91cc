"""Every rule held to the cases written for it in `tests/laws/<law>/<matter>.toml`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.facts import FACTS, Truth, establish_facts
from datamap.facts.truth import all_of, any_of
from datamap.inventory import Workbook, read_inventory
from datamap.model import EMPTY, Clause, Desk, Group, Notice, Organisation, Rule, RuleVersion, Text
from datamap.rules import evaluate, laws_page, read_laws
from datamap.rules.ruling import Outcome, Ruling, outcomes, rule_on

CASES = Path(__file__).parent / "laws"
SWEEP = [date(2018, 5, 24) + timedelta(days=97 * step) for step in range(60)]


@dataclass(frozen=True)
class OneThing:
    """Facts about a single thing, given by name; what is not named is not recorded."""

    known: dict[str, bool]

    def ids(self, _: str) -> tuple[str, ...]:
        """Return the one thing there is."""
        return ("thing",)

    def truth(self, name: str) -> Truth:
        """Return a fact, or that it is not recorded."""
        return Truth.of([self.known.get(name)])


def _files() -> Iterator[tuple[Rule, dict[str, Any]]]:
    for path in sorted(CASES.glob("*/*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        yield read_laws().rule(table["rule"]), table


def _cases() -> Iterable[Any]:
    for rule, table in _files():
        for number, case in enumerate(table["case"], start=1):
            yield pytest.param(rule, case, id=f"{rule.id}-{number}")


def _ruling(version: RuleVersion, rule: Rule, facts: dict[str, bool]) -> Ruling:
    return rule_on(OneThing(facts), rule, version)  # type: ignore[arg-type]


def _of_facts(rule: Rule, case: dict[str, Any]) -> dict[str, str]:
    version = rule.version_on(case["as_of"])
    assert version is not None
    ruling = _ruling(version, rule, case["facts"])
    outcome = Outcome(int(ruling.codes[0]))
    if outcome is Outcome.NOT_APPLICABLE:
        return {"status": "not_applicable"}
    found = {"status": ruling.status(outcome).value, "severity": ruling.severity(outcome).value}
    return found | {"article": version.article}


def _records(kind: type[Any], tables: list[dict[str, Any]], **fixed: Any) -> tuple[Any, ...]:
    """Build records from the tables of a case; lists become tuples."""
    return tuple(
        kind(**fixed | {key: tuple(v) if isinstance(v, list) else v for key, v in table.items()})
        for table in tables
    )


def _workbook(case: dict[str, Any]) -> Workbook:
    """Give the workbook of a case: rows, and what it has of answers, desks, groups and clauses."""
    us = Organisation(
        key="operator",
        name=Text.same(case.get("operator", {}).get("name", "")),
        groups=_records(Group, case.get("groups", []), name=EMPTY),
        answers=tuple(case.get("answers", {}).items()),
        desks=_records(Desk, case.get("desks", []), name=EMPTY),
    )
    notice = Notice(clauses=_records(Clause, case.get("clauses", []), gist=EMPTY))
    inventory = read_inventory(case["flows"].lstrip().encode())
    return replace(Workbook.from_inventory(inventory), organisation=us, notice=notice)


def _of_rows(rule: Rule, case: dict[str, Any]) -> dict[str, str]:
    facts = establish_facts(_workbook(case), case["as_of"])
    table = evaluate(facts, read_laws().only(rule.law)).select(rule=rule.id, about=case["about"]).table
    if table.empty:
        return {"status": "not_applicable"}
    return dict(table.iloc[0][["status", "severity", "article"]])


@pytest.mark.parametrize(("rule", "case"), list(_cases()))
def test_a_case_comes_out_as_written(rule: Rule, case: dict[str, Any]) -> None:
    """A case gives the status, severity and article written beside it."""
    expected = {"status": case["status"]}
    if case["status"] != "not_applicable":
        expected |= {"severity": case["severity"], "article": case.get("article", "")}

    actual = _of_facts(rule, case) if "facts" in case else _of_rows(rule, case)

    assert expected == actual


def test_every_rule_has_cases_under_its_own_name() -> None:
    """A rule file and its cases share folder and file name."""
    rules = {rule.file for rule in read_laws().rules}
    cases = {f"{path.parent.name}/{path.name}" for path in CASES.glob("*/*.toml")}

    assert rules == cases


def test_every_reachable_outcome_of_every_rule_has_a_case() -> None:
    """No outcome that a rule can have goes without a case."""
    lacking = []
    for rule, table in _files():
        for version in rule.versions:
            cases = [c for c in table["case"] if "facts" in c and rule.version_on(c["as_of"]) is version]
            shown = {int(_ruling(version, rule, case["facts"]).codes[0]) for case in cases}
            lacking += [(rule.id, outcome.name) for outcome in _reachable(version) if outcome not in shown]

    assert lacking == []


def _reachable(version: RuleVersion) -> set[Outcome]:
    found = {Outcome.MET} if version.unless_any else {Outcome.MISSING}
    constant = set(version.unless_any) & set(version.when)
    answered = {c for c in version.unless_any if f"!{c}" in version.unless_any}
    if version.when:
        found |= {Outcome.NOT_APPLICABLE, Outcome.OPEN}
    if version.unless_any and not constant and not set(version.weak_if_any) & set(version.when):
        found |= {Outcome.OPEN} if answered else {Outcome.OPEN, Outcome.MISSING}
    if set(version.weak_if_any) & set(version.when):
        found |= {Outcome.OPEN}
    return found | ({Outcome.PART} if version.weak_if_any else set())


def test_flipping_any_condition_of_any_rule_is_noticed() -> None:
    """With one condition turned round, some case of the rule comes out differently."""
    unnoticed = []
    for rule, table in _files():
        for version in rule.versions:
            cases = [c for c in table["case"] if "facts" in c and rule.version_on(c["as_of"]) is version]
            for mutant in _mutants(version):
                same = all(
                    _ruling(version, rule, c["facts"]).codes[0] == _ruling(mutant, rule, c["facts"]).codes[0]
                    for c in cases
                )
                unnoticed += [(rule.id, mutant)] if same else []

    assert unnoticed == []


def _mutants(version: RuleVersion) -> Iterator[RuleVersion]:
    for name in ("when", "unless_any", "weak_if_any"):
        conditions = getattr(version, name)
        for place, condition in enumerate(conditions):
            flipped = condition[1:] if condition.startswith("!") else f"!{condition}"
            yield replace(version, **{name: (*conditions[:place], flipped, *conditions[place + 1 :])})


def test_versions_leave_neither_gap_nor_overlap() -> None:
    """From the first day of a rule on, exactly one version is in force on any day."""
    for rule in read_laws().rules:
        starts = [version.in_force or date.min for version in rule.versions]
        assert starts == sorted(set(starts)), rule.id
        for day in [*SWEEP, *(v.in_force for v in rule.versions if v.in_force)]:
            begun = [version for version in rule.versions if (version.in_force or date.min) <= day]
            expected = None if not begun or begun[-1].repealed else begun[-1]
            assert rule.version_on(day) is expected, (rule.id, day)


def test_article_24_becomes_28_on_the_first_of_april_2022() -> None:
    """The rule on consent to provision abroad changes article and ground on that day."""
    rule = read_laws().rule("JP-28-1")
    before, after = rule.version_on(date(2022, 3, 31)), rule.version_on(date(2022, 4, 1))

    assert before is not None
    assert after is not None
    assert (before.article, after.article) == ("24", "28(1)")
    assert before.unless_any != after.unless_any


def test_every_fact_a_rule_names_is_about_what_the_rule_judges() -> None:
    """No rule mixes sorts of things."""
    for rule in read_laws().rules:
        kinds = {FACTS[name].kind for version in rule.versions for name in version.fact_names}
        assert kinds <= {rule.applies_to}, rule.id


def test_every_article_is_in_the_coverage_register_of_its_act() -> None:
    """What a rule cites is covered or partly covered in the register, and says by which rules."""
    for law in read_laws().laws:
        named = defaultdict(set)
        for entry in law.coverage:
            named[entry.article] |= set(entry.rules)
            assert (entry.state == "not") is (not entry.rules), (law.key, entry.article)
        for rule in law.rules:
            for article in (v.article for v in rule.versions if v.article and v.article != "24"):
                assert any(rule.id in rules for rules in named.values()), (rule.id, article)


def test_nothing_unread_is_called_verified() -> None:
    """Rules of the GDPR, of the amendment not in force and of the neighbours carry no date of reading."""
    for law in ("gdpr", "appi-2026", "neighbours-jp"):
        assert all(rule.verified_on is None for rule in read_laws().get(law).rules)


def test_the_page_of_laws_is_up_to_date(root: Path) -> None:
    """`docs/laws.md` is what `python docs/make_laws.py` writes."""
    assert laws_page() == (root / "docs" / "laws.md").read_text("utf-8")


THREE = st.sampled_from([True, False, None])


@given(st.lists(THREE, max_size=3), st.lists(THREE, max_size=3), st.lists(THREE, max_size=2))
def test_outcomes_by_columns_agree_with_a_reader_of_one_row(
    when: list[bool | None], unless: list[bool | None], part: list[bool | None]
) -> None:
    """Columns give what somebody would say who reads the conditions of one rule about one thing."""
    if False in when:
        expected = Outcome.NOT_APPLICABLE
    elif True in unless:
        expected = Outcome.MET
    elif None not in when and True in part:
        expected = Outcome.PART
    else:
        expected = Outcome.OPEN if None in when or None in unless else Outcome.MISSING
    columns = [[Truth.of([value]) for value in values] for values in (when, unless, part)]

    actual = outcomes(all_of(columns[0], 1), any_of(columns[1], 1), any_of(columns[2], 1))

    assert expected == actual[0]
