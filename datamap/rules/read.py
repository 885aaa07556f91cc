"""From `laws/<law>/*.toml` to typed rules; whatever is doubtful is refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from datamap.facts import FACTS, KINDS
from datamap.model import (
    Amendment,
    BadInput,
    Coverage,
    FindingStatus,
    Law,
    Problem,
    Rule,
    RuleVersion,
    Severity,
)
from datamap.rules.fields import Fields
from datamap.vocabulary.spoken import tables_of

LAWS = Path(__file__).parent.parent / "laws"
"""The laws that come with the package."""

ACT = "act.toml"
RULE_KINDS = ("law", "guideline", "readiness", "house")
LAW_KINDS = ("law", "readiness", "neighbour")
WAITS_FOR = ("foreign_route",)
STATES = ("covered", "partly", "not")


@dataclass(frozen=True, slots=True)
class Laws:
    """All acts read together; rule ids are unique across them."""

    laws: tuple[Law, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of every act, in the order of acts and files."""
        return tuple(rule for law in self.laws for rule in law.rules)

    def get(self, key: str) -> Law:
        """Return one act; KeyError names those there are."""
        for law in self.laws:
            if law.key == key:
                return law
        known = ", ".join(law.key for law in self.laws)
        raise KeyError(f"{key}: no such law; laws: {known}")

    def rule(self, rule_id: str) -> Rule:
        """Return one rule by its id; KeyError if there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def only(self, *keys: str) -> Laws:
        """Return some of the acts."""
        return Laws(tuple(self.get(key) for key in keys))


def read_laws(root: Path = LAWS, *, facts: Mapping[str, str] | None = None) -> Laws:
    """Read every act below a folder and check it whole.

    Parameters
    ----------
    root : folder with one folder per act, each with `act.toml` and one file per rule.
    facts : fact name -> sort of thing it is about; None = the facts of this package.

    Raises
    ------
    BadInput
        With every problem of every file: unknown fact, missing language, overlapping
        versions, unknown key, bad date …, each with file, key and what is known.

    Examples
    --------
    >>> laws = read_laws()
    >>> laws.rule("JP-28-1").versions[-1].article
    '28(1)'
    """
    return _packaged() if facts is None and root == LAWS else _read(root, facts or _known_facts())


@cache
def _packaged() -> Laws:
    return _read(LAWS, _known_facts())


def _known_facts() -> dict[str, str]:
    return {name: fact.kind for name, fact in FACTS.items()}


def _read(root: Path, facts: Mapping[str, str]) -> Laws:
    problems: list[Problem] = []
    folders = sorted(path.parent for path in root.glob(f"*/{ACT}"))
    laws = Laws(tuple(_read_law(folder, facts, problems) for folder in folders))
    problems += _repeated(laws)
    if problems:
        raise BadInput(sorted(problems, key=lambda p: (p.file, p.column or "")))
    return laws


def _read_law(folder: Path, facts: Mapping[str, str], problems: list[Problem]) -> Law:
    act = _open(folder / ACT, problems)
    law = Law(
        key=folder.name,
        kind=act.one_of("kind", LAW_KINDS),
        name=act.said("name"),
        short=act.said("short"),
        caution=act.said("caution", required=False),
        href=act.word("href", default=""),
        gate=_gate(act, facts),
        amendments=tuple(_amendment(table) for table in act.tables("amendment")),
        coverage=tuple(_coverage(table) for table in act.tables("coverage")),
        rules=tuple(_rules(folder, facts, problems)),
    )
    act.done()
    return law


def _gate(act: Fields, facts: Mapping[str, str]) -> str:
    gate = act.word("gate", default="")
    if gate and gate not in facts:
        act.refuse("unknown_fact", "gate", gate, facts)
    return gate


def _rules(folder: Path, facts: Mapping[str, str], problems: list[Problem]) -> Iterator[Rule]:
    paths = (path for path in sorted(folder.glob("*.toml")) if path.name != ACT)
    rules = [_read_rule(_open(path, problems), folder.name, facts) for path in paths]
    yield from sorted(rules, key=lambda rule: _in_order(rule.id))


def _in_order(rule_id: str) -> tuple[tuple[int, str], ...]:
    """Order rule ids as people do: 2 before 17, letters after figures."""
    parts = re.split(r"(\d+)", rule_id)
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in parts)


def _open(path: Path, problems: list[Problem]) -> Fields:
    shown = f"{path.parent.name}/{path.name}"
    try:
        table = tables_of(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fields = Fields(shown, {}, "", problems)
        fields.refuse("not_toml", "", error)
        return fields
    return Fields(shown, table, "", problems)


def _read_rule(fields: Fields, law: str, facts: Mapping[str, str]) -> Rule:
    applies_to = fields.one_of("applies_to", KINDS)
    severity = fields.choice("severity", Severity)
    kind = fields.one_of("kind", RULE_KINDS)
    rule = Rule(
        id=fields.word("id"),
        law=law,
        kind=kind,
        applies_to=applies_to,
        title=fields.said("title"),
        severity=severity,
        severity_not_stated=fields.choice("severity_not_stated", Severity, _softer(severity)),
        severity_weak=fields.choice("severity_weak", Severity, _no_graver(severity)),
        verified_on=_verified(fields, kind),
        versions=_versions(fields, applies_to, facts),
        message=fields.said("message"),
        message_weak=fields.said("message_weak", required=False),
        message_met=fields.said("message_met", required=False),
        question=fields.said("question"),
        remedy=fields.said("remedy"),
        source=fields.word("source", default=""),
        file=fields.file,
        waits_for=fields.one_of("waits_for", WAITS_FOR, default=""),
    )
    fields.done()
    return rule


def _softer(severity: Severity) -> Severity:
    """Silence asks; it does not accuse."""
    return Severity.INFORMATION if severity is Severity.INFORMATION else Severity.QUESTION


def _no_graver(severity: Severity) -> Severity:
    return max(severity, Severity.WARNING, key=lambda s: s.rank)


def _verified(fields: Fields, kind: str) -> date | None:
    """Read `verified_on = <date>`, or `verified = false` where nobody has read the primary text.

    A rule of the house is a check of our own: there is no text it could have been verified against.
    """
    day = fields.day("verified_on")
    claimed = fields.flag("verified", default=day is not None)
    if claimed is not (day is not None):
        fields.refuse("verified_without_date", "verified", claimed)
    if kind == "house" and day is not None:
        fields.refuse("house_verified", "verified_on", day)
    return day


def _versions(fields: Fields, kind: str, facts: Mapping[str, str]) -> tuple[RuleVersion, ...]:
    tables = fields.tables("version")
    if not tables:
        fields.refuse("missing_key", "version")
    versions = [_version(table, kind, facts) for table in tables]
    starts = [version.in_force for version in versions]
    if len(set(starts)) < len(starts):
        fields.refuse("overlapping_versions", "version", ", ".join(str(day or "–") for day in starts))
    return tuple(sorted(versions, key=lambda v: v.in_force or date.min))


def _version(fields: Fields, kind: str, facts: Mapping[str, str]) -> RuleVersion:
    version = RuleVersion(
        article=fields.word("article", default=""),
        in_force=fields.day("in_force"),
        promulgated=fields.day("promulgated"),
        href=fields.word("href", default=""),
        when=fields.words("when", known=facts, kind=kind),
        unless_any=fields.words("unless_any", known=facts, kind=kind),
        weak_if_any=fields.words("weak_if_any", known=facts, kind=kind),
        found=fields.choice("found", FindingStatus, FindingStatus.GAP),
        repealed=fields.flag("repealed"),
    )
    if version.promulgated and version.in_force and version.promulgated > version.in_force:
        fields.refuse("bad_date", "promulgated", version.promulgated)
    if version.found in {FindingStatus.NO_GAP, FindingStatus.NOT_APPLICABLE}:
        fields.refuse("unknown_value", "found", version.found, ["conflict", "gap", "not_stated", "weak"])
    fields.done()
    return version


def _amendment(fields: Fields) -> Amendment:
    amendment = Amendment(
        title=fields.said("title"),
        promulgated=fields.day("promulgated"),
        in_force=fields.day("in_force"),
        verified=fields.flag("verified"),
        note=fields.said("note", required=False),
    )
    fields.done()
    return amendment


def _coverage(fields: Fields) -> Coverage:
    coverage = Coverage(
        article=fields.word("article"),
        state=fields.one_of("state", STATES),
        why=fields.said("why"),
        rules=fields.words("rules"),
    )
    fields.done()
    return coverage


def _repeated(laws: Laws) -> list[Problem]:
    """Find rule ids that two files claim, and coverage that names a rule nobody wrote."""
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for rule in laws.rules:
        if rule.id in seen:
            Fields(rule.file, {}, "", problems).refuse("repeated_id", "id", rule.id)
        seen.setdefault(rule.id, rule.file)
    for law in laws.laws:
        for entry in law.coverage:
            for name in entry.rules:
                if name not in seen:
                    Fields(f"{law.key}/{ACT}", {}, f"coverage.{entry.article}", problems).refuse(
                        "unknown_rule", "rules", name, seen
                    )
    return problems
