"""Assumptions of `records/assumptions.toml` held against the findings of a day."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

import pandas as pd

from datamap.analysis.answer import Answer
from datamap.facts import Facts
from datamap.model import Assumed, Assumption, AssumptionState, Finding, FindingStatus, Lang, Severity
from datamap.rules.findings import ASSUMED, Findings, summary
from datamap.vocabulary import text

DIGITS = 16
"""Hexadecimal digits of a fingerprint."""


def fingerprint(facts: Facts, finding: Finding) -> str:
    """Return what stands for the facts under a finding: another value means that they changed.

    It covers the article with its date, the outcome of each fact, and every cell and clause that
    the facts were read from; not the number of a row, so that rows may move.
    """
    names = [name for name, _ in finding.facts]
    read = {
        (trace.file, trace.thing, trace.column, trace.value)
        for name in names
        for trace in facts.trace(finding.about_type, finding.about, name)
    }
    whole = [
        finding.rule,
        finding.about,
        finding.article,
        str(finding.in_force),
        finding.status.value,
        [list(pair) for pair in finding.facts],
        sorted(read),
    ]
    told = json.dumps(whole, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:DIGITS]


def assume(findings: Findings) -> Findings:
    """Hold the assumptions of the workbook against its findings.

    Returns
    -------
    The same findings. One that an officer closed or lowered says so (`finding.assumption`, column
    `assumption`) for as long as its facts are the same and its last day has not passed; otherwise
    it weighs what it did, and says that the assumption has come to an end. `idle` holds the
    entries that are about nothing open.

    Notes
    -----
    Entries are never overwritten: of several about one finding the last in the file counts.
    """
    if findings.facts is None or not findings.facts.workbook.assumptions:
        return findings
    latest = {entry.finding: entry for entry in findings.facts.workbook.assumptions}
    open_ids = set(findings.open().table["id"])
    assumed = {
        key: _held(findings.facts, findings.get(key), entry, findings.as_of)
        for key, entry in latest.items()
        if key in open_ids
    }
    idle = tuple(entry for key, entry in latest.items() if key not in open_ids)
    table = _ordered(_marked(findings.table, assumed))
    return replace(
        findings,
        table=table,
        summary=summary(table),
        assumed=assumed,
        idle=idle,
        none=findings.none | {ASSUMED},
    )


ENDED = ("facts_changed", "expired", "idle", "not_yet")
"""What is listed before the assumptions that are in effect."""

COLUMNS = ("finding_id", "finding", ASSUMED, "severity", "last_day", "decided_by", "reason", "decided_on")


def assumptions_of(findings: Findings) -> Answer:
    """List every assumption with what has become of it, those that came to an end first.

    Returns
    -------
    Answer with `COLUMNS`: `assumption` is a state of `AssumptionState` or `idle` (about nothing
    open), `severity` what the finding weighs without it.
    """
    rows = [(held.record, held.state.value, held.severity.value) for held in findings.assumed.values()]
    rows += [(entry, "idle", "") for entry in findings.idle]
    rows.sort(key=lambda row: ENDED.index(row[1]) if row[1] in ENDED else len(ENDED))
    lines = [_line(entry, state, severity, findings.lang) for entry, state, severity in rows]
    holding = sum(held.holds for held in findings.assumed.values())
    return Answer(
        pd.DataFrame(lines, columns=list(COLUMNS), dtype=object),
        text("rules", "assumptions_title"),
        text("rules", "assumptions_summary", holding=holding, ended=len(rows) - holding),
        findings.words,
        none=frozenset({"severity"}),
        lang=findings.lang,
    )


def _line(entry: Assumption, state: str, severity: str, lang: Lang) -> tuple[str, ...]:
    rule = entry.finding.partition(":")[0]
    reason = entry.reason.in_lang(lang)
    return entry.finding, rule, state, severity, entry.until, entry.role, reason, entry.date


def _held(facts: Facts, finding: Finding, entry: Assumption, as_of: date) -> Assumed:
    """Say whether an assumption holds; that its facts changed is said before that it expired."""
    if date.fromisoformat(entry.date) > as_of:
        state = AssumptionState.NOT_YET
    elif entry.facts != fingerprint(facts, finding):
        state = AssumptionState.CHANGED
    elif date.fromisoformat(entry.until) < as_of:
        state = AssumptionState.EXPIRED
    else:
        state = AssumptionState.LOWERED if entry.severity else AssumptionState.ACCEPTED
    return Assumed(entry, state, finding.severity)


def _marked(table: pd.DataFrame, assumed: dict[str, Assumed]) -> pd.DataFrame:
    ids = table["id"].tolist()
    marks = [assumed[key].state.value if key in assumed else "" for key in ids]
    weights = [
        assumed[key].weight.value if key in assumed else weight
        for key, weight in zip(ids, table["severity"].tolist(), strict=True)
    ]
    return table.assign(severity=weights, **{ASSUMED: pd.Series(marks, dtype=object)})


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Put what is open first, gravest first, then what was accepted, then what is settled."""
    closed, settled = len(Severity), len(Severity) + 1
    ranks = [
        settled
        if status == FindingStatus.NO_GAP.value
        else closed
        if mark == AssumptionState.ACCEPTED.value
        else Severity(severity).rank
        for status, mark, severity in zip(table["status"], table[ASSUMED], table["severity"], strict=True)
    ]
    order = pd.Series(ranks, dtype="int8").sort_values(kind="stable").index
    return table.iloc[order].reset_index(drop=True)
