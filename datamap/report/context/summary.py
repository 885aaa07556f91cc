"""The first page of the assessment: how it stands, what weighs most, what is missing."""

from __future__ import annotations

from datamap.model import Severity
from datamap.report.blocks import Block, Cell, Section, cell, notice, pairs, section, tile, tiles, words
from datamap.report.context.description import planned_left
from datamap.report.context.finding_tables import counts_by_severity
from datamap.report.context.overview import first_steps
from datamap.report.context.results import Results
from datamap.report.context.risks import PRIORITY_TONE, risk_table
from datamap.report.context.screening import COLUMNS, OUTCOME_TONE
from datamap.report.context.speech import Speech
from datamap.risk.decision import decision_state
from datamap.risk.scales import PRIORITIES
from datamap.risk.tables import by_priority

RISKS, FINDINGS = 5, 4
"""So many risks, and so many findings, are named on the first page."""


def summary_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the summary: key figures, what the screening comes to, the gravest risks and findings."""
    found = results.assessment
    lead = speech.say(
        "summary_lead",
        risks=len(found.register),
        activities=len(found.described),
        closed=_closed(results, speech),
        state=_decided(results, speech),
    )
    left = planned_left(results, speech)
    gravest = risk_table(found.register[:RISKS], results, speech)
    gravest["caption"] = speech.say("gravest_risks", count=min(RISKS, len(found.register)))
    example = [notice(speech.say("example"), [speech.say("example_about")], tone="warn")]
    blocks: list[Block] = [
        *(example if found.human.example else ()),
        words(lead, lead=True),
        *([words(left)] if left else []),
        tiles([*_risk_tiles(results, speech), *_other_tiles(results, speech)]),
        pairs([_outcome(name, results, speech) for name in COLUMNS]),
        gravest,
        *first_steps(results, speech, FINDINGS),
    ]
    return [section("summary", speech.say("summary"), blocks, paper="one_page")]


def _closed(results: Results, speech: Speech) -> str:
    """Say how many risks a person closed: the tiles count the others."""
    closed = sum(one.closed is not None for one in results.assessment.register)
    return speech.say("summary_closed", count=closed) if closed else ""


def _decided(results: Results, speech: Speech) -> str:
    return speech.of(decision_state(results.assessment).said) or speech.say("not_decided")


def _risk_tiles(results: Results, speech: Speech) -> list[dict[str, str]]:
    counts = by_priority(results.assessment, "inherent")
    return [
        tile(
            counts[key],
            speech.say("risks_of", priority=speech.of(speech.risk(f"priority_is_{key}"))),
            tone=PRIORITY_TONE[key] if counts[key] else "",
        )
        for key in reversed(PRIORITIES)
    ]


def _other_tiles(results: Results, speech: Speech) -> list[dict[str, str]]:
    counts = counts_by_severity(results.open_matters)
    label = results.findings.words.label
    found = [
        tile(counts[key], speech.say("findings_of", severity=speech.of(label("severity", key.value))))
        for key in (Severity.ERROR, Severity.WARNING, Severity.QUESTION)
    ]
    asked = tile(len(results.assessment.open_questions), speech.say("questions"), tone="ask")
    planned = tile(len(results.assessment.human.actions), speech.say("planned_measures"))
    return [asked, *found, planned]


def _outcome(name: str, results: Results, speech: Speech) -> tuple[str, Cell | str]:
    """Return what the screening comes to in one column, in a word or two."""
    result = results.assessment.screened.outcome(name).result
    said = cell(speech.say(f"outcome_is_{result}"), tone=OUTCOME_TONE[result])
    return speech.title(speech.of(speech.risk(f"need_for_is_{name}"))), said
