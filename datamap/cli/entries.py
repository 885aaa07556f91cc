"""What `datamap check` found, in a form that every output for programs is written from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from datamap.cli.places import Places, Spot
from datamap.model import EMPTY, Assumed, Finding, FindingStatus, Lang, Problem, Severity, Text
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.analysis.policy import Policy
    from datamap.inventory import Workbook
    from datamap.rules import Findings


@dataclass(frozen=True, slots=True)
class Matter:
    """What an entry came out of: a rule of law, a rule of the house, a check of the input.

    Attributes
    ----------
    suite : where it belongs (`appi`, `policy`, `input`). article, href : its source, "" if none.
    question, remedy : what to ask and what to do, in both languages.
    """

    id: str
    suite: str
    title: Text
    severity: Severity
    question: Text = EMPTY
    remedy: Text = EMPTY
    article: Text = EMPTY
    href: str = ""
    verified: bool = True
    house: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was found.

    Attributes
    ----------
    id : stable from run to run. spots : where it stands, the most telling one first.
    settled : nothing is missing. fails : it makes the check fail. known : OLD has it too.
    """

    id: str
    matter: Matter
    severity: Severity
    status: str
    message: str
    spots: tuple[Spot, ...]
    settled: bool = False
    fails: bool = False
    known: bool = False
    assumption: Assumed | None = None


MOST = 5_000
"""Entries of one file: code hosts show no more of a run, and build servers slow down."""


def entries_of(
    book: Workbook,
    findings: Findings,
    policy: Policy,
    *,
    failing: Collection[str],
    grave: Collection[Problem],
    known: Collection[str],
) -> list[Entry]:
    """Return findings, lines of the policy and problems of the input, in this order, `MOST` in all.

    Parameters
    ----------
    findings : those to tell of (`told_of`). failing : ids that make the check fail.
    grave : problems of the input that do. known : ids that an older workbook has too.
    """
    places = Places(book)
    failing = {*failing, *(entry.id for entry in of_problems(grave, findings.lang))}
    problems: Collection[Problem] = book.problems
    if len(problems) > MOST:
        problems = sorted(problems, key=lambda problem: problem.severity.rank)[:MOST]
    made = [
        *_of_findings(findings, places),
        *_of_policy(policy, places),
        *of_problems(problems, findings.lang),
    ]
    return heaviest([_marked(entry, failing, known) for entry in made])


def _marked(entry: Entry, failing: Collection[str], known: Collection[str]) -> Entry:
    return replace(entry, fails=entry.id in failing, known=entry.id in known)


def heaviest(entries: Sequence[Entry]) -> list[Entry]:
    """Return `MOST` of the entries in their order: before all others those that make the check fail."""
    if len(entries) <= MOST:
        return list(entries)
    ranked = sorted(range(len(entries)), key=lambda number: not entries[number].fails)  # stable
    return [entries[number] for number in sorted(ranked[:MOST])]


def told_of(findings: Findings, fresh: Findings) -> Findings:
    """Return `MOST` findings in their order: before all others those that make the check fail."""
    if len(findings) <= MOST:
        return findings
    first = fresh.part(slice(MOST)).ids()
    others = findings.without(first).part(slice(MOST - len(first))).ids()
    return findings.part(findings.lines.rows_of(findings.known, [*first, *others]))


def _of_findings(findings: Findings, places: Places) -> Iterator[Entry]:
    matters: dict[str, Matter] = {}
    for one in findings:
        if one.rule not in matters:
            matters[one.rule] = _matter(findings, one)
        yield Entry(
            id=one.id,
            matter=matters[one.rule],
            severity=one.severity,
            status=one.status.value,
            message=one.message.in_lang(findings.lang),
            spots=places.of_finding(one),
            settled=one.status is FindingStatus.NO_GAP,
            assumption=one.assumption,
        )


def _matter(findings: Findings, one: Finding) -> Matter:
    from datamap.rules import article_of

    if findings.laws is None:
        raise ValueError("findings without their laws")
    rule = findings.laws.rule(one.rule)
    version = rule.version_on(findings.as_of)
    return Matter(
        id=rule.id,
        suite=rule.law,
        title=rule.title,
        severity=rule.severity,
        question=rule.question,
        remedy=rule.remedy,
        article=article_of(findings.laws.get(rule.law), version) if version else EMPTY,
        href=one.href,
        verified=one.verified,
        house=one.house,
    )


def _of_policy(policy: Policy, places: Places) -> Iterator[Entry]:
    lang = policy.lang
    for line in policy.lines[:MOST]:
        status = policy.words.in_lang("policy_status", line.policy_status, lang)
        place = policy.words.in_lang("place", line.place, lang)
        way = " → ".join(line.way.split(";"))
        told = text("cli", "policy_message", status=status, title=line.title, place=place, way=way)
        yield Entry(
            id=policy_id(line.assertion, line.policy_status, line.flow, line.place),
            matter=Matter(f"policy:{line.assertion}", "policy", line.title, line.weight),
            severity=line.weight,
            status=line.policy_status,
            message=told.in_lang(lang),
            spots=places.of_flows([line.flow]),
        )


def policy_id(assertion: str, status: str, flow: str, place: str) -> str:
    """Return the id of one line of the policy."""
    return f"policy:{assertion}:{status}:{flow}:{place}"


def of_problems(problems: Collection[Problem], lang: Lang) -> Iterator[Entry]:
    """Return what is wrong with the input; one id for each place."""
    for one in problems:
        line = one.line or one.row or 1
        yield Entry(
            id=f"input:{one.code}:{one.file}:{one.column or ''}:{one.value or ''}:{one.row or ''}",
            matter=Matter(
                f"input:{one.code}",
                "input",
                text("cli", "input_matter", code=one.code),
                one.severity,
                remedy=one.next_step,
            ),
            severity=one.severity,
            status="input",
            message=one.message.in_lang(lang),
            spots=(Spot(one.file, line),),
        )
