"""The first page of the assessment: how it stands, what weighs most, what is missing."""

from __future__ import annotations

from datamap.model import Severity
from datamap.report.blocks import Block, Section, cell, notice, pairs, section, tile, tiles, words
from datamap.report.context.finding_tables import counts_by_severity
from datamap.report.context.overview import first_steps
from datamap.report.context.results import Results
from datamap.report.context.risks import PRIORITY_TONE, risk_table
from datamap.report.context.screening import COLUMNS, OUTCOME_TONE
from datamap.report.context.speech import Speech
from datamap.risk.scales import PRIORITIES
from datamap.risk.tables import by_priority

RISKS, FINDINGS = 5, 4
"""So many risks, and so many findings, are named on the first page."""


def summary_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the summary on one or two pages."""
    found = results.assessment
    decided = found.human.decision.outcome
    state = speech.say(f"decision_is_{decided}") if decided else speech.say("not_decided")
    blocks: list[Block] = []
    if found.human.example:
        blocks.append(notice(speech.say("example"), [speech.say("example_about")], tone="warn"))
    blocks += [
        words(
            speech.say(
                "summary_lead", risks=len(found.register), activities=len(found.described), state=state
            ),
            lead=True,
        ),
        tiles(_figures(results, speech)),
        _needs(results, speech),
        risk_table(found.register[:RISKS], results, speech)
        | {"caption": speech.say("gravest_risks", count=min(RISKS, len(found.register)))},
        *first_steps(results, speech, FINDINGS),
    ]
    return [section("summary", speech.say("summary"), blocks)]


def _figures(results: Results, speech: Speech) -> list[Block]:
    """Return the numbers that stand on the first page: risks, questions, findings, measures."""
    found = results.assessment
    counts = by_priority(found, "inherent")
    severities = counts_by_severity(results.open_matters)
    label = results.findings.words.label
    return [
        *(
            tile(
                counts[key],
                speech.say("risks_of", priority=speech.of(speech.risk(f"priority_is_{key}"))),
                tone=PRIORITY_TONE[key] if counts[key] else "",
            )
            for key in reversed(PRIORITIES)
        ),
        tile(len(found.open_questions), speech.say("questions"), tone="ask"),
        *(
            tile(severities[key], speech.say("findings_of", severity=speech.of(label("severity", key.value))))
            for key in (Severity.ERROR, Severity.WARNING, Severity.QUESTION)
        ),
        tile(len(found.human.actions), speech.say("planned_measures")),
    ]


def _needs(results: Results, speech: Speech) -> Block:
    """Return whether an assessment is called for, by each of the two laws."""
    outcomes = {name: results.assessment.screened.outcome(name).result for name in COLUMNS}
    return pairs(
        (
            speech.of(speech.risk(f"need_for_is_{name}")),
            cell(speech.say(f"outcome_is_{result}"), tone=OUTCOME_TONE[result]),
        )
        for name, result in outcomes.items()
    )
