"""Findings: what the rules say about the facts, as a table and one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from datamap.analysis.answer import SEPARATOR, Answer
from datamap.facts import Facts
from datamap.model import Assumed, Assumption, AssumptionState, Finding, FindingStatus, Lang, Severity, Text
from datamap.rules.read import Laws
from datamap.rules.ruling import Outcome, Ruling
from datamap.vocabulary import text

COLUMNS = (
    "id",
    "rule",
    "finding",
    "law",
    "article",
    "status",
    "severity",
    "about",
    "about_type",
    "flows",
    "clauses",
)
"""Columns of the table of findings; `finding` is the rule's id, shown as its title."""

ASSUMED = "assumption"
"""A further column where the workbook has assumptions: what has become of the one about the finding."""


@dataclass(frozen=True, eq=False, repr=False)
class Findings(Answer):
    """All that a set of laws says about one workbook on one day.

    The table has one row per rule and thing where the rule applies, gravest first (`COLUMNS`).
    A finding never says that a law is broken; it says what is, or is not, recorded or stated.
    `assumed` holds, by finding id, what an officer decided (`rules.assumed.assume`), `idle` the
    assumptions that are about nothing open. Iterating gives each row as a `Finding`, with facts,
    question and remedy.
    """

    facts: Facts | None = None
    laws: Laws | None = None
    as_of: date = date.min
    rulings: tuple[Ruling, ...] = ()
    assumed: Mapping[str, Assumed] = field(default_factory=dict)
    idle: tuple[Assumption, ...] = ()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every row of the table as a `Finding`, in the same order."""
        return tuple(self)

    def __iter__(self) -> Iterator[Finding]:
        for rule, about in zip(self.table["rule"], self.table["about"], strict=True):
            yield self._finding(self._by_rule[rule], about)

    def get(self, finding_id: str) -> Finding:
        """Return one finding by its id; KeyError if there is none."""
        rows = self.table[self.table["id"] == finding_id]
        if rows.empty:
            raise KeyError(finding_id)
        return next(iter(self._of(rows)))

    def judged(self, finding_id: str) -> tuple[Finding, Ruling]:
        """Return what a rule says about a thing, also where it does not apply, and the ruling itself.

        Raises
        ------
        KeyError
            If the rule is not in force on the day, or the thing is not one that it judges.
        """
        rule, _, about = finding_id.partition(":")
        ruling = self._by_rule[rule]
        return self._finding(ruling, about), ruling

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
        return self._of(self.table[keep])

    def open(self) -> Self:
        """Return what is not settled: everything but `no_gap`; what was accepted stays listed."""
        return self._of(self.table[self.table["status"] != FindingStatus.NO_GAP.value])

    def at_least(self, severity: Severity) -> Self:
        """Return the open findings that weigh as much as `severity` or more, without accepted ones."""
        heavy = [s.value for s in Severity if s.rank <= severity.rank]
        unsettled = self.open().table
        return self._of(unsettled[unsettled["severity"].isin(heavy) & ~accepted(unsettled)])

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

    def _of(self, rows: pd.DataFrame) -> Self:
        return replace(self, table=rows.reset_index(drop=True), summary=summary(rows))

    @cached_property
    def _spoken(self) -> dict[tuple[str, Outcome, tuple[bool | None, ...]], Said]:
        return {}

    def _put(self, ruling: Ruling, outcome: Outcome, known: tuple[bool | None, ...]) -> Said:
        """Return the facts of a finding and its message; of thousands of findings most say the same."""
        if self.facts is None:
            raise ValueError("findings without their facts")
        key = (ruling.rule.id, outcome, known)
        if key not in self._spoken:
            values = tuple(zip(ruling.version.fact_names, known, strict=True))
            unanswered = tuple(self.facts.question(name) for name, value in values if value is None)
            noticed = bool(self.facts.world.notice.clauses)
            self._spoken[key] = values, message_of(ruling, outcome, unanswered, noticed=noticed)
        return self._spoken[key]

    def _finding(self, ruling: Ruling, about: str) -> Finding:
        if self.facts is None or self.laws is None:
            raise ValueError("findings without their facts")
        rule, version = ruling.rule, ruling.version
        kind, law = rule.applies_to, self.laws.get(rule.law)
        links = self.facts.links(kind, about)
        outcome = Outcome(int(ruling.codes[self.facts.number(kind, about)]))
        assumption = self.assumed.get(f"{rule.id}:{about}")
        row = self.facts.number(kind, about)
        known = tuple(self.facts.truth(name).at(row) for name in version.fact_names)
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


def tabulate(rulings: tuple[Ruling, ...], facts: Facts) -> pd.DataFrame:
    """Lay out all rulings that apply as one table, gravest first, what is settled last.

    Cells are looked up by the number of their ruling and outcome once the order is known: a table
    of millions of findings is written only once.
    """
    rows = [np.flatnonzero(ruling.codes != Outcome.NOT_APPLICABLE) for ruling in rulings]
    if not rulings:
        return pd.DataFrame({column: np.array([], dtype=object) for column in COLUMNS})
    outcome = np.concatenate([ruling.codes[found] for ruling, found in zip(rulings, rows, strict=True)])
    number = np.repeat(np.arange(len(rulings), dtype=np.int16), [len(found) for found in rows])
    which = number.astype(np.intp) * len(Outcome) + outcome
    order = np.argsort(_looked_up(rulings, _weight, np.int8)[which], kind="stable")
    cells = _by_thing(rulings, rows, facts, order)
    for column, of in _BY_RULING.items():
        cells[column] = _looked_up(rulings, of, object)[which[order]]
    table = {column: pd.Series(cells[column], dtype=object, copy=False) for column in COLUMNS}
    return pd.DataFrame(table, copy=False)


def _weight(ruling: Ruling, outcome: Outcome) -> int:
    """Return the rank of the severity; what is settled comes last."""
    return len(Severity) if outcome is Outcome.MET else ruling.severity(outcome).rank


_BY_RULING: dict[str, Callable[[Ruling, Outcome], str]] = {
    "rule": lambda ruling, _: ruling.rule.id,
    "finding": lambda ruling, _: ruling.rule.id,
    "law": lambda ruling, _: ruling.rule.law,
    "article": lambda ruling, _: ruling.version.article,
    "status": lambda ruling, outcome: ruling.status(outcome).value,
    "severity": lambda ruling, outcome: ruling.severity(outcome).value,
    "about_type": lambda ruling, _: ruling.rule.applies_to,
}
"""Columns whose cells depend on the ruling and its outcome alone."""


def _looked_up(
    rulings: tuple[Ruling, ...], of: Callable[[Ruling, Outcome], object], dtype: type
) -> npt.NDArray[Any]:
    """Return a cell for each ruling and each outcome that applies, outcomes running fastest."""
    nothing = 0 if dtype is not object else ""
    cells = [
        nothing if outcome is Outcome.NOT_APPLICABLE else of(ruling, outcome)
        for ruling in rulings
        for outcome in Outcome
    ]
    return np.array(cells, dtype=dtype)


def _by_thing(
    rulings: tuple[Ruling, ...], rows: list[npt.NDArray[np.intp]], facts: Facts, order: npt.NDArray[np.intp]
) -> dict[str, npt.NDArray[Any]]:
    """Return the columns whose cells depend on what a finding is about, in the order given."""
    parts: dict[str, list[npt.NDArray[Any]]] = {"id": [], "about": [], "flows": [], "clauses": []}
    for ruling, found in zip(rulings, rows, strict=True):
        ids = facts.id_array(ruling.rule.applies_to)[found]
        flows, clauses = facts.link_arrays(ruling.rule.applies_to)
        parts["id"].append(f"{ruling.rule.id}:" + ids)
        parts["about"].append(ids)
        parts["flows"].append(flows[found])
        parts["clauses"].append(clauses[found])
    return {column: np.concatenate(part)[order] for column, part in parts.items()}


def accepted(table: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return which rows an officer has accepted as they are."""
    if ASSUMED not in table.columns:
        return np.zeros(len(table), dtype=np.bool_)
    return (table[ASSUMED] == AssumptionState.ACCEPTED.value).to_numpy()


def summary(table: pd.DataFrame) -> Text:
    """Say in a sentence or two how many findings weigh how much, and how many were accepted."""
    unsettled = (table["status"] != FindingStatus.NO_GAP.value).to_numpy()
    closed = accepted(table) & unsettled
    counts = table["severity"][unsettled & ~closed].value_counts()
    figures = {severity.value: int(counts.get(severity.value, 0)) for severity in Severity}
    said = text("rules", "summary", no_gap=int((~unsettled).sum()), **figures)
    return text("rules", "summary_accepted", said=said, count=int(closed.sum())) if closed.any() else said
