"""Findings: what the rules say about the facts, as a table and one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Self

import numpy as np

from datamap.analysis.answer import SEPARATOR, Answer, later
from datamap.analysis.frames import pd
from datamap.facts import Facts
from datamap.facts.cells import split
from datamap.model import Assumed, Assumption, Finding, Lang, Severity, Text
from datamap.rules.lines import Flags, Lines, Rows
from datamap.rules.read import Laws
from datamap.rules.ruling import Outcome, Ruling
from datamap.vocabulary import text


@dataclass(frozen=True, eq=False, repr=False)
class Findings(Answer):
    """All that a set of laws says about one workbook on one day.

    The table has one row per rule and thing where the rule applies, gravest first
    (`lines.COLUMNS`). A finding never says that a law is broken; it says what is, or is not,
    recorded or stated. `assumed` holds, by finding id, what an officer decided
    (`rules.assumed.assume`), `idle` the assumptions that are about nothing open. Iterating gives
    each row as a `Finding`, with facts, question and remedy; `lines` are the same rows as numbers.
    """

    facts: Facts | None = None
    laws: Laws | None = None
    as_of: date = date.min
    lines: Lines = field(default_factory=lambda: Lines.of(()))
    assumed: Mapping[str, Assumed] = field(default_factory=dict)
    idle: tuple[Assumption, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """What each rule in force says about every thing of its sort."""
        return self.lines.rulings

    @property
    def known(self) -> Facts:
        """The facts under the findings."""
        if self.facts is None:
            raise ValueError("findings without their facts")
        return self.facts

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every row of the table as a `Finding`, in the same order."""
        return tuple(self)

    def __iter__(self) -> Iterator[Finding]:
        for number, thing in zip(self.lines.number.tolist(), self.lines.thing.tolist(), strict=True):
            yield self._finding(self.rulings[number], thing)

    @cached_property
    def first(self) -> Finding:
        """The first row as a `Finding`."""
        return self.row(0)

    def row(self, number: int) -> Finding:
        """Return one row, by its number, as a `Finding`."""
        return self._finding(self.rulings[self.lines.number[number]], int(self.lines.thing[number]))

    def head(self, count: int) -> list[Finding]:
        """Return the first rows as `Finding` objects."""
        return [self.row(number) for number in range(min(count, len(self)))]

    def flows(self) -> list[str]:
        """Return the flows that the findings rest on, each once."""
        return self._linked(0)

    def clauses(self) -> list[str]:
        """Return the clauses that the findings rest on, each once."""
        return self._linked(1)

    def _linked(self, which: int) -> list[str]:
        found: dict[str, None] = {}
        for ruling, rows in self.lines.by_ruling():
            kind = ruling.rule.applies_to
            cells = dict.fromkeys(self.known.link_arrays(kind)[which][self.lines.thing[rows]].tolist())
            own = kind == "flow" and which == 0  # a flow is the one flow that belongs to it
            found |= cells if own else dict.fromkeys(key for cell in cells for key in split(cell))
        return list(found)

    def get(self, finding_id: str) -> Finding:
        """Return one finding by its id; KeyError if there is none."""
        rows = self.lines.rows_of(self.known, [finding_id])
        if not len(rows):
            raise KeyError(finding_id)
        return next(iter(self.part(rows)))

    def judged(self, finding_id: str) -> tuple[Finding, Ruling]:
        """Return what a rule says about a thing, also where it does not apply, and the ruling itself.

        Raises
        ------
        KeyError
            If the rule is not in force on the day, or the thing is not one that it judges.
        """
        rule, _, about = finding_id.partition(":")
        ruling = self._by_rule[rule]
        return self._finding(ruling, self.known.number(ruling.rule.applies_to, about)), ruling

    def select(
        self,
        *,
        rule: str | None = None,
        law: str | None = None,
        about: str | None = None,
        status: str | None = None,
        severity: str | None = None,
    ) -> Self:
        """Return the findings that match every word given."""
        wanted = {"rule": rule, "law": law, "about": about, "status": status, "severity": severity}
        keep = np.ones(len(self.table), dtype=np.bool_)
        for column, value in wanted.items():
            if value is not None:
                keep &= (self.table[column] == value).to_numpy()
        return self.part(keep)

    def open(self) -> Self:
        """Return what is not settled: everything but `no_gap`; what was accepted stays listed."""
        return self.part(~self.lines.settled)

    def unaccepted(self) -> Self:
        """Return what is open and not accepted by an officer."""
        return self.part(~self.lines.settled & ~self.lines.accepted)

    def at_least(self, severity: Severity) -> Self:
        """Return the open findings that weigh as much as `severity` or more, without accepted ones."""
        unsettled = self.unaccepted()
        return unsettled.part(unsettled.lines.weight <= severity.rank)

    def weighing(self, severity: Severity) -> Self:
        """Return the findings that weigh this much."""
        return self.part(self.lines.weight == severity.rank)

    def decided(self) -> Self:
        """Return the findings that an officer's assumption is about."""
        mark = self.lines.mark
        return self.part(slice(0) if mark is None else mark > 0)

    def without(self, ids: Collection[str]) -> Self:
        """Return the findings whose id is none of these."""
        if not ids:
            return self
        keep = np.ones(len(self), np.bool_)
        keep[self.lines.rows_of(self.known, ids)] = False
        return self.part(keep)

    def not_in(self, old: Findings) -> Self:
        """Return the open findings that others do not have, or only at a lighter weight."""
        unsettled = self.unaccepted()
        keep = np.ones(len(unsettled), np.bool_)
        for severity in Severity:
            rows = unsettled.lines.rows_of(self.known, old.at_least(severity).ids())
            keep[rows[unsettled.lines.weight[rows] >= severity.rank]] = False
        return unsettled.part(keep)

    def ids(self) -> list[str]:
        """Return the ids in the order of the table."""
        found: list[str] = self.lines.ids(self.known).tolist()
        return found

    def part(self, rows: Rows | Flags | slice) -> Self:
        """Return some of the findings, by row."""
        lines = self.lines.take(rows)
        return replace(self, table=laid_out(lines, self.known), lines=lines, summary=summary(lines))

    def by_rule(self) -> Answer:
        """Gather the findings: one row per rule and status, with everything it is about."""
        keys = ["rule", "finding", "law", "article", "status", "severity"]
        groups = self.table.groupby(keys, sort=False, observed=True)
        rows = groups.agg(things=("about", "size"), about=("about", SEPARATOR.join)).reset_index()
        lists = self.lists | {"about"}
        title = text("rules", "by_rule_title")
        return Answer(
            rows, title, self.summary, words=self.words, lists=lists, none=self.none, lang=self.lang
        )

    def as_records(self) -> list[dict[str, Any]]:
        """Return the findings for JSON (DESIGN section 7), worded in the answer's language."""
        return [finding_record(finding, self.lang) for finding in self.findings]

    @cached_property
    def _by_rule(self) -> dict[str, Ruling]:
        return {ruling.rule.id: ruling for ruling in self.rulings}

    @cached_property
    def _spoken(self) -> dict[tuple[str, Outcome, tuple[bool | None, ...]], Said]:
        return {}

    def _put(self, ruling: Ruling, outcome: Outcome, known: tuple[bool | None, ...]) -> Said:
        """Return the facts of a finding and its message; of thousands of findings most say the same."""
        key = (ruling.rule.id, outcome, known)
        if key not in self._spoken:
            values = tuple(zip(ruling.version.fact_names, known, strict=True))
            unanswered = tuple(self.known.question(name) for name, value in values if value is None)
            noticed = bool(self.known.world.notice.clauses)
            self._spoken[key] = values, message_of(ruling, outcome, unanswered, noticed=noticed)
        return self._spoken[key]

    def _finding(self, ruling: Ruling, thing: int) -> Finding:
        if self.laws is None:
            raise ValueError("findings without their laws")
        facts, rule, version = self.known, ruling.rule, ruling.version
        kind, law = rule.applies_to, self.laws.get(rule.law)
        about = facts.ids(kind)[thing]
        links = facts.links(kind, about)
        outcome = Outcome(int(ruling.codes[thing]))
        assumption = self.assumed.get(f"{rule.id}:{about}")
        known = tuple(facts.truth(name).at(thing) for name in version.fact_names)
        values, message = self._put(ruling, outcome, known)
        return Finding(
            id=f"{rule.id}:{about}",
            rule=rule.id,
            law=rule.law,
            article=version.article,
            href=version.href or law.href,
            verified=rule.verified_on is not None,
            in_force=version.in_force,
            status=ruling.status(outcome),
            severity=assumption.weight if assumption else ruling.severity(outcome),
            about=about,
            about_type=kind,
            flows=links.flows,
            clauses=links.clauses,
            title=rule.title,
            message=message,
            question=rule.question,
            remedy=rule.remedy,
            facts=values,
            assumption=assumption,
            house=rule.kind == "house",
        )


Said = tuple[tuple[tuple[str, bool | None], ...], Text]
"""Facts by name, and the message they come to."""

POINTS_TO_NOTICE = "this text"
"""Words of a message that speaks of what the notice leaves out."""


def message_of(
    ruling: Ruling, outcome: Outcome, unanswered: tuple[Text, ...] = (), *, noticed: bool = True
) -> Text:
    """Say one outcome in words; silence names the questions that nobody has answered.

    Where no notice is on record (`noticed` is False) no text is pointed to.
    """
    rule = ruling.rule
    if outcome is Outcome.MET:
        return rule.message_met if rule.message_met.en else text("rules", "message_no_gap", title=rule.title)
    if outcome is Outcome.PART:
        return rule.message_weak if rule.message_weak.en else rule.message
    if outcome is Outcome.MISSING:
        silent = not noticed and POINTS_TO_NOTICE in rule.message.en
        return text("rules", "message_without_notice", title=rule.title) if silent else rule.message
    asked = Text(ja="」「".join(q.ja for q in unanswered), en=" ".join(q.en for q in unanswered))
    key = "message_not_recorded" if noticed else "message_not_recorded_without_notice"
    return text("rules", key, title=rule.title, asked=asked)


def finding_record(finding: Finding, lang: Lang) -> dict[str, Any]:
    """Return one finding for JSON, worded in one language."""
    return {
        "id": finding.id,
        "rule": finding.rule,
        "law": finding.law,
        "article": finding.article,
        "in_force": finding.in_force.isoformat() if finding.in_force else None,
        "href": finding.href,
        "verified": finding.verified,
        "house": finding.house,
        "status": finding.status.value,
        "severity": finding.severity.value,
        "about": finding.about,
        "about_type": finding.about_type,
        "flows": list(finding.flows),
        "clauses": list(finding.clauses),
        "title": finding.title.in_lang(lang),
        "message": finding.message.in_lang(lang),
        "question": finding.question.in_lang(lang),
        "remedy": finding.remedy.in_lang(lang),
        "facts": dict(finding.facts),
        "assumption": finding.assumption.as_dict(lang) if finding.assumption else None,
    }


def laid_out(lines: Lines, facts: Facts) -> pd.DataFrame:
    """Return the table of findings, made when somebody looks at it: most questions need numbers only."""
    return later(lambda: lines.frame(facts))


def summary(lines: Lines) -> Text:
    """Say in a sentence or two how many findings weigh how much, and how many were accepted."""
    closed = int((lines.accepted & ~lines.settled).sum())
    said = text("rules", "summary", no_gap=int(lines.settled.sum()), **lines.counts())
    return text("rules", "summary_accepted", said=said, count=closed) if closed else said
