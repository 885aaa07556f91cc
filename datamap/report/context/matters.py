"""Findings of one rule taken together: what a person deals with in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from datamap.inventory import Workbook
from datamap.model import Finding, FindingStatus, Severity, Text
from datamap.rules import Findings, article_of
from datamap.rules.order import grave_flows, in_order

SEVERITY_TONE = {
    Severity.ERROR: "bad",
    Severity.WARNING: "warn",
    Severity.QUESTION: "ask",
    Severity.INFORMATION: "info",
}
STATUS_TONE = {
    FindingStatus.GAP: "bad",
    FindingStatus.CONFLICT: "bad",
    FindingStatus.NOT_STATED: "warn",
    FindingStatus.WEAK: "warn",
    FindingStatus.NO_GAP: "good",
    FindingStatus.NOT_APPLICABLE: "mute",
}


@dataclass(frozen=True, slots=True)
class Matter:
    """One rule with one outcome, and everything it came out about.

    Attributes
    ----------
    about : ids of the things, in the order of the input. about_type : their sort.
    flows, clauses : what the findings rest on, each once. example : the first finding.
    alike : all of them are worded alike, so that the example's message is everybody's.
    order : its number among all matters, what to fix first being 0.
    """

    rule: str
    law: str
    article: Text
    status: FindingStatus
    severity: Severity
    about_type: str
    about: tuple[str, ...]
    flows: tuple[str, ...]
    clauses: tuple[str, ...]
    example: Finding
    alike: bool
    order: int


def gather(findings: Findings, as_of: date, book: Workbook) -> tuple[Matter, ...]:
    """Return the findings by rule and outcome, in the order in which `check` names them too.

    What an officer accepted as it is (`records/assumptions.toml`) is left out: reports list it apart.
    """
    made = []
    judged = [one for one in findings.findings if not (one.assumption and one.assumption.closes)]
    for number, group in enumerate(in_order(judged, grave_flows(book)).values()):
        example = group[0]
        made.append(
            Matter(
                rule=example.rule,
                law=example.law,
                article=_article(findings, example, as_of),
                status=example.status,
                severity=example.severity,
                about_type=example.about_type,
                about=tuple(one.about for one in group),
                flows=_each(one.flows for one in group),
                clauses=_each(one.clauses for one in group),
                example=example,
                alike=_alike(findings, example),
                order=number,
            )
        )
    return tuple(made)


def _alike(findings: Findings, example: Finding) -> bool:
    """Tell whether the message is the rule's own, not one that names what is unanswered."""
    rule = findings.laws.rule(example.rule) if findings.laws else None
    return rule is not None and example.message in {rule.message, rule.message_weak}


def _article(findings: Findings, example: Finding, as_of: date) -> Text:
    """Return the article with the name of its act, in both languages."""
    if findings.laws is None:
        return Text.same(example.article)
    law = findings.laws.get(example.law)
    version = findings.laws.rule(example.rule).version_on(as_of)
    return article_of(law, version) if version and version.article else law.short


def _each(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry for entries in lists for entry in entries))
