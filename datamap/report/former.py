"""The state of the last audit, and where each finding stands since: new, open, closed, accepted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from datamap.inventory import Workbook
from datamap.model import Finding, FindingStatus, Severity, Text
from datamap.rules import Findings

NEW, OPEN, ACCEPTED, CLOSED = "new", "open", "accepted", "closed"
STATES = (NEW, OPEN, ACCEPTED, CLOSED)
"""Where a finding stands, in the order in which reports name them."""

HOW = ("met", "not_applicable", "gone", "rule_gone")
"""How a finding was closed: its ground is on record now, its rule no longer applies to the thing,
the thing is no longer in the workbook, the rule is no longer in force or no longer held."""


class NotFormer(ValueError):
    """A file is not the JSON that `datamap check` or `datamap audit` writes."""


@dataclass(frozen=True, slots=True)
class Then:
    """One open finding of the last time: as much of it as the next audit needs."""

    id: str
    rule: str
    about: str
    about_type: str
    status: str
    severity: Severity
    title: Text
    accepted: bool = False


@dataclass(frozen=True, eq=False)
class Former:
    """The state that an audit is held against.

    Attributes
    ----------
    name : as the reader gave it: a folder, a revision, a file. as_of : its day.
    sha256 : hash of its inventory. findings : what was open then, by id.
    workbook : its workbook, where it was given and not only its results.
    """

    name: str
    as_of: date
    sha256: str
    findings: Mapping[str, Then]
    workbook: Workbook | None = None


def former_of(findings: Findings, name: str, workbook: Workbook) -> Former:
    """Return the state of an earlier workbook from its findings."""
    then = {
        one.id: Then(
            one.id,
            one.rule,
            one.about,
            one.about_type,
            one.status.value,
            one.severity,
            one.title,
            bool(one.assumption and one.assumption.closes),
        )
        for one in findings.open()
    }
    return Former(name, findings.as_of, workbook.inventory.sha256, then, workbook)


def read_former(content: bytes, name: str) -> Former:
    """Read the state of the last audit from the JSON of `datamap check` or of `datamap audit`.

    Raises
    ------
    NotFormer
        If it is something else: `no_json`, or `other_json` that lacks what is wanted.
    """
    try:
        whole = json.loads(content)
        day, digest = date.fromisoformat(whole["as_of"]), str(whole["inventory_sha256"])
        then = [_then(entry) for entry in whole["results"] if entry["status"] != FindingStatus.NO_GAP.value]
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        no_json = isinstance(wrong, (json.JSONDecodeError, UnicodeDecodeError))
        raise NotFormer("no_json" if no_json else "other_json") from wrong
    return Former(name, day, digest, {one.id: one for one in then})


def _then(entry: Mapping[str, Any]) -> Then:
    held = entry.get("assumption") or {}
    return Then(
        str(entry["id"]),
        str(entry["rule"]),
        str(entry["about"]),
        str(entry["about_type"]),
        FindingStatus(entry["status"]).value,
        Severity(entry["severity"]),
        Text.same(str(entry.get("title", ""))),
        held.get("state") == ACCEPTED,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One finding and where it stands.

    Attributes
    ----------
    state : one of `STATES`. now : the finding of today; None where it is closed. then : the finding
    of the last time; None where it is new, or no former state was given. how : one of `HOW` where
    it is closed. shift : `heavier` or `lighter` where its severity is another one than then.
    """

    id: str
    state: str
    severity: Severity
    now: Finding | None = None
    then: Then | None = None
    how: str = ""
    shift: str = ""


@dataclass(frozen=True, eq=False)
class Standing:
    """Every finding that is open now or was open the last time, gravest first, closed ones last.

    Attributes
    ----------
    former : what it is held against; None = a first audit, or no former state was given. Then
    nothing counts as new or closed.
    """

    lines: tuple[Line, ...]
    former: Former | None

    @cached_property
    def counts(self) -> Counter[tuple[str, Severity]]:
        """How many findings have each state and severity."""
        return Counter((line.state, line.severity) for line in self.lines)

    def count(self, state: str) -> int:
        """Return how many findings have a state."""
        return sum(number for (kind, _), number in self.counts.items() if kind == state)

    def of(self, *states: str) -> tuple[Line, ...]:
        """Return the lines of some states, in their order."""
        return tuple(line for line in self.lines if line.state in states)

    @cached_property
    def state(self) -> Mapping[str, str]:
        """Finding id -> state."""
        return {line.id: line.state for line in self.lines}


def standing(findings: Findings, former: Former | None) -> Standing:
    """Hold today's findings against those of the last time.

    A finding is the same one if its id is: its rule and what it is about. What an officer accepted
    (`records/assumptions.toml`) is accepted for as long as the assumption holds, whether it is new
    or not. Severity and status may have changed; `shift` says so.

    Examples
    --------
    >>> from datamap.inventory import read_workbook
    >>> from datamap.facts import establish_facts
    >>> from datamap.rules import evaluate
    >>> day = date(2026, 11, 22)
    >>> found = evaluate(establish_facts(read_workbook("examples/tour-operator"), day))
    >>> {line.state for line in standing(found, None).lines}
    {'open'}
    """
    today = {one.id: one for one in findings.open()}
    known = former.findings if former else {}
    lines = [_now(one, known.get(one.id), compared=former is not None) for one in today.values()]
    ends = _Ends(findings)
    gone = [ends.closed(then) for key, then in known.items() if key not in today]
    gone.sort(key=lambda line: (line.severity.rank, line.id))
    return Standing((*lines, *gone), former)


def _now(finding: Finding, then: Then | None, *, compared: bool) -> Line:
    held = finding.assumption
    state = ACCEPTED if held and held.closes else NEW if compared and then is None else OPEN
    shift = ""
    if then is not None and then.severity is not finding.severity:
        shift = "heavier" if finding.severity.rank < then.severity.rank else "lighter"
    return Line(finding.id, state, finding.severity, finding, then, shift=shift)


class _Ends:
    """Says why a finding of the last time is not open today."""

    def __init__(self, findings: Findings) -> None:
        self.facts = findings.facts
        self.listed = set(findings.table["id"])
        self.rules = {ruling.rule.id for ruling in findings.rulings}
        self.things: dict[str, set[str]] = {}

    def closed(self, then: Then) -> Line:
        """Return the line of a finding that is closed."""
        return Line(then.id, CLOSED, then.severity, then=then, how=self._how(then))

    def _how(self, then: Then) -> str:
        if then.id in self.listed:
            return "met"
        if then.rule not in self.rules:
            return "rule_gone"
        return "not_applicable" if then.about in self._there(then.about_type) else "gone"

    def _there(self, kind: str) -> set[str]:
        if kind not in self.things:
            try:
                self.things[kind] = set(self.facts.ids(kind)) if self.facts else set()
            except KeyError:  # a sort of thing that this version does not know
                self.things[kind] = set()
        return self.things[kind]


def titled(line: Line, findings: Findings) -> Text:
    """Return what a finding is about, in both languages wherever the rule is still known."""
    if line.now is not None:
        return line.now.title
    laws = findings.laws
    rule = line.then.rule if line.then else ""
    known = {one.id: one for law in laws.laws for one in law.rules} if laws else {}
    return known[rule].title if rule in known else line.then.title if line.then else Text.same(line.id)
