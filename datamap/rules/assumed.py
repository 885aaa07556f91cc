"""Assumptions of `records/assumptions.toml` held against the findings of a day."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

from datamap.analysis.answer import Answer, later
from datamap.analysis.frames import pd
from datamap.facts import Facts
from datamap.model import Assumed, Assumption, AssumptionState, Finding, Lang
from datamap.rules.findings import Findings, laid_out, summary
from datamap.rules.lines import ASSUMED
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
    lines, facts = findings.lines, findings.facts
    rows = {key: lines.rows_of(facts, [key]).tolist() for key in latest}
    is_open = {key: row[0] for key, row in rows.items() if row and not lines.settled[row[0]]}
    assumed = {key: _held(facts, findings.get(key), latest[key], findings.as_of) for key in is_open}
    marked = lines.assumed((row, assumed[key]) for key, row in is_open.items())
    return replace(
        findings,
        table=laid_out(marked, facts),
        lines=marked,
        summary=summary(marked),
        assumed=assumed,
        idle=tuple(entry for key, entry in latest.items() if key not in is_open),
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
        later(lambda: pd.DataFrame(lines, columns=list(COLUMNS), dtype=object)),
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
