"""Findings: what the rules say about the facts, as a table and one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from datamap.analysis.answer import SEPARATOR, Answer
from datamap.analysis.words import Words
from datamap.model import Finding, FindingStatus, Lang, Rule, RuleVersion, Severity, Text
from datamap.rules.read import Laws, article_of
from datamap.rules.ruling import CODE, STATUSES, Ruling, severity_of
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.facts import Facts

NOT_APPLICABLE = CODE[FindingStatus.NOT_APPLICABLE]


@dataclass(frozen=True)
class FindingWords(Words):
    """Labels of findings: titles of rules, names of acts, statuses and severities in words."""

    titles: dict[str, Text] = field(default_factory=dict)
    acts: dict[str, Text] = field(default_factory=dict)

    def knows(self, column: str) -> bool:
        """Whether the cells of this column are keys that have labels."""
        return column in {"finding", "law", "status", "severity", "about_type"} or super().knows(column)

    def label(self, column: str, key: str) -> Text:
        """Return the label of one key in one column."""
        if column == "finding":
            return self.titles.get(key, Text.same(key))
        if column == "law":
            return self.acts.get(key, Text.same(key))
        if column in {"status", "severity", "about_type"}:
            return text("rules", f"{column}_is_{key}")
        return super().label(column, key)


@dataclass(frozen=True, eq=False, repr=False)
class Findings(Answer):
    """All that a set of laws says about one workbook on one day.

    The table has one row per rule and thing where the rule applies:
    `id rule finding law article status severity about about_type flows clauses`.
    A finding never says that a law is broken; it says what is (not) recorded or stated.
    """

    facts: Facts | None = None
    laws: Laws | None = None
    as_of: date = date.min
    rulings: tuple[Ruling, ...] = ()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every row of the table as a `Finding`, in the same order."""
        return tuple(self)

    def __iter__(self) -> Iterator[Finding]:
        by_rule = {ruling.rule.id: ruling for ruling in self.rulings}
        cells = zip(self.table["rule"], self.table["about"], self.table["status"], strict=True)
        for rule_id, about, status in cells:
            yield self._finding(by_rule[rule_id], str(about), FindingStatus(status))

    def get(self, finding_id: str) -> Finding:
        """Return one finding by its id; KeyError if there is none."""
        rows = self.table[self.table["id"] == finding_id]
        if rows.empty:
            raise KeyError(finding_id)
        return next(iter(self._of(rows)))

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
        """Return what is not settled: everything but `no_gap`."""
        return self._of(self.table[self.table["status"] != FindingStatus.NO_GAP.value])

    def at_least(self, severity: Severity) -> Self:
        """Return the open findings that weigh as much as `severity` or more."""
        heavy = [s.value for s in Severity if s.rank <= severity.rank]
        unsettled = self.open()
        return unsettled._of(unsettled.table[unsettled.table["severity"].isin(heavy)])  # noqa: SLF001

    def by_rule(self) -> Answer:
        """Gather the findings: one row per rule and status, with everything it is about."""
        keys = ["rule", "finding", "law", "article", "status", "severity"]
        groups = self.table.groupby(keys, sort=False, observed=True)
        rows = groups.agg(things=("about", "size"), about=("about", SEPARATOR.join)).reset_index()
        lists = self.lists | {"about"}
        return Answer(rows, text("rules", "by_rule_title"), self.summary, self.words, lists, self.lang)

    def as_records(self) -> list[dict[str, Any]]:
        """Return the findings for JSON (DESIGN section 7), worded in the answer's language."""
        return [finding_record(finding, self.lang) for finding in self.findings]

    def _of(self, rows: pd.DataFrame) -> Self:
        return type(self)(
            table=rows.reset_index(drop=True),
            title=self.title,
            summary=summary(rows),
            words=self.words,
            lists=self.lists,
            lang=self.lang,
            shown=self.shown,
            facts=self.facts,
            laws=self.laws,
            as_of=self.as_of,
            rulings=self.rulings,
        )

    def _finding(self, ruling: Ruling, about: str, status: FindingStatus) -> Finding:
        if self.facts is None or self.laws is None:
            raise ValueError("findings without their facts")
        rule, version = ruling.rule, ruling.version
        law = self.laws.get(rule.law)
        links = self.facts.links(rule.applies_to, about)
        values = tuple((n, self.facts.value(rule.applies_to, about, n)) for n in version.fact_names)
        return Finding(
            id=f"{rule.id}:{about}",
            rule=rule.id,
            law=rule.law,
            article=article_of(law, version).in_lang(self.lang) if version.article else "",
            href=version.href or law.href,
            verified=rule.verified_on is not None,
            in_force=version.in_force,
            status=status,
            severity=severity_of(rule, version, status),
            about=about,
            about_type=rule.applies_to,
            flows=links.flows,
            clauses=links.clauses,
            title=rule.title,
            message=message_of(rule, version, status, values, self.facts.question),
            question=rule.question,
            remedy=rule.remedy,
            facts=values,
        )


def message_of(
    rule: Rule,
    version: RuleVersion,
    status: FindingStatus,
    values: tuple[tuple[str, bool | None], ...],
    question: Callable[[str], Text],
) -> Text:
    """Say one outcome in words; silence names the questions that nobody has answered."""
    if status is FindingStatus.NO_GAP:
        return text("rules", "message_no_gap", title=rule.title)
    if status is FindingStatus.WEAK and rule.message_weak.en and version.found is not FindingStatus.WEAK:
        return rule.message_weak
    if status is version.found and version.found is not FindingStatus.NOT_STATED:
        return rule.message
    unanswered = [question(name) for name, value in values if value is None]
    if not unanswered:
        return rule.message
    asked = Text(ja="」「".join(q.ja for q in unanswered), en="; ".join(q.en for q in unanswered))
    return text("rules", "message_not_recorded", title=rule.title, asked=asked)


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
    }


def tabulate(rulings: tuple[Ruling, ...], facts: Facts) -> pd.DataFrame:
    """Lay all rulings that apply out as one table, gravest first within a rule's order kept."""
    parts = [_rows(ruling, facts) for ruling in rulings]
    columns = ["id", "rule", "finding", "law", "article", "status", "severity", "about", "about_type"]
    filled = [part for part in parts if len(part)]
    if not filled:
        return pd.DataFrame({column: [] for column in [*columns, "flows", "clauses"]}, dtype=object)
    return pd.concat(filled, ignore_index=True)


def _rows(ruling: Ruling, facts: Facts) -> pd.DataFrame:
    rows = np.flatnonzero(ruling.codes != NOT_APPLICABLE)
    codes = ruling.codes[rows]
    kind = ruling.rule.applies_to
    ids = facts.id_array(kind)[rows]
    statuses = np.array([status.value for status in STATUSES], dtype=object)
    severities = np.array([ruling.severity(code).value for code in range(len(STATUSES))], dtype=object)
    flows, clauses = facts.link_arrays(kind)
    return pd.DataFrame(
        {
            "id": ruling.rule.id + ":" + ids,
            "rule": ruling.rule.id,
            "finding": ruling.rule.id,
            "law": ruling.rule.law,
            "article": ruling.version.article,
            "status": statuses[codes],
            "severity": severities[codes],
            "about": ids,
            "about_type": kind,
            "flows": flows[rows],
            "clauses": clauses[rows],
        }
    )


def summary(table: pd.DataFrame) -> Text:
    """Say in one sentence how many findings weigh how much."""
    unsettled = table[table["status"] != FindingStatus.NO_GAP.value]
    counts = unsettled["severity"].value_counts()
    figures = {severity.value: int(counts.get(severity.value, 0)) for severity in Severity}
    return text("rules", "summary", no_gap=len(table) - len(unsettled), **figures)
