"""Findings by severity, with the rows they rest on and where they stand since the last audit."""

from __future__ import annotations

from datamap.model import Severity
from datamap.report.blocks import (
    SECTION,
    Block,
    Cell,
    Section,
    card,
    cards,
    cell,
    column,
    section,
    table,
    words,
)
from datamap.report.context.audit.words import evidence, ids_of, say, severity_word, state_counts
from datamap.report.context.finding_tables import headline, matter_anchor, origin, things
from datamap.report.context.matters import SEVERITY_TONE, Matter
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech

IN_FULL = frozenset({Severity.ERROR, Severity.WARNING})
"""Severities shown as boxes; the rest stand in tables."""


def found_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the findings, gravest first, a section a severity; accepted ones stand in the chapter before."""
    lead = words(say(speech, "findings_lead"), lead=True)
    made = [section("findings", say(speech, "findings"), [lead, words(speech.say("findings_about"))])]
    for severity in Severity:
        matters = [one for one in results.open_matters if one.severity is severity]
        if matters:
            title = speech.title(severity_word(severity, speech))
            show = _boxes if severity in IN_FULL else _rows
            made.append(
                section(
                    f"findings-{severity.value}",
                    title,
                    [show(matters, results, speech, title)],
                    level=SECTION,
                )
            )
    return made


def _boxes(matters: list[Matter], results: Results, speech: Speech, _: str) -> Block:
    return cards(
        [
            card(
                headline(one, speech),
                status=severity_word(one.severity, speech),
                tone=SEVERITY_TONE[one.severity],
                meta=origin(one, results, speech),
                id=matter_anchor(one),
                lines=[
                    (say(speech, "state_word"), state_counts(ids_of(one), results, speech)),
                    (speech.say("about"), things(one.about_type, one.about, speech)),
                    (say(speech, "evidence"), evidence(one.flows, one.clauses, results, speech)),
                    (speech.say("question"), speech.of(one.example.question)),
                    (speech.say("remedy"), speech.of(one.example.remedy)),
                ],
            )
            for one in matters
        ]
    )


def _rows(matters: list[Matter], results: Results, speech: Speech, title: str) -> Block:
    heads = [
        column(speech.say("finding"), 3.0),
        column(say(speech, "state_word"), 1.0),
        column(say(speech, "evidence"), 2.2),
        column(speech.say("question"), 2.4),
    ]
    rows: list[list[Cell | str]] = [
        [
            cell(headline(one, speech), sub=speech.of(one.article)),
            state_counts(ids_of(one), results, speech),
            evidence(one.flows, one.clauses, results, speech, 6),
            speech.of(one.example.question),
        ]
        for one in matters
    ]
    ids = [matter_anchor(one) for one in matters]
    return table(title, heads, rows, ids=ids, more="tables/findings.csv")
