"""The state of the findings: by severity and state, by theme, what was closed, accepted and changed."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.model import Severity
from datamap.report.blocks import (
    SECTION,
    Block,
    Cell,
    Section,
    bullets,
    cell,
    column,
    figure,
    section,
    table,
    words,
)
from datamap.report.context.audit.board import since
from datamap.report.context.audit.themes import theme_table
from datamap.report.context.audit.words import say, severity_of, severity_word, state_word
from datamap.report.context.finding_tables import thing
from datamap.report.context.gallery import STANDING
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.report.former import ACCEPTED, CLOSED, NEW, OPEN, STATES, Line, titled
from datamap.rules import assumptions_of

SENTENCES = 20
"""So many changes of flows are told."""


def state_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on states: table and bar, themes, then closed, accepted, and changed flows."""
    found = results.standing
    lead = say(
        speech,
        "state_lead",
        open=found.count(NEW) + found.count(OPEN),
        accepted=found.count(ACCEPTED),
        since=since(results, speech),
    )
    shown = results.gallery(speech.lang).display(STANDING)
    picture = figure(STANDING, alt=f"{shown.title}. {shown.fact}", caption=say(speech, "board_figure"))
    blocks: list[Block] = [
        words(lead, lead=True),
        _counts(results, speech),
        picture,
        theme_table(results, speech),
    ]
    made = [section("state", say(speech, "state"), blocks)]
    closed = found.of(CLOSED)
    if closed:
        made.append(
            section("closed", say(speech, "closed"), [_closed(closed, results, speech)], level=SECTION)
        )
    made.append(section("accepted", say(speech, "accepted"), _accepted(results, speech), level=SECTION))
    changes = _changes(results, speech)
    if changes:
        made.append(section("changes", say(speech, "changes"), changes, level=SECTION))
    return made


def _counts(results: Results, speech: Speech) -> Block:
    found, former = results.standing, results.wish.former
    states = [state for state in STATES if former is not None or state in {OPEN, ACCEPTED}]
    heads = [
        column(speech.say("severity"), 1.4),
        *(column(state_word(state, speech, former), 1, align="right") for state in states),
        column(say(speech, "state_all"), 1, align="right"),
    ]
    rows: list[list[Cell | str]] = []
    for severity in Severity:
        numbers = [found.counts[state, severity] for state in states]
        rows.append([severity_of(severity, speech), *map(str, numbers), str(sum(numbers))])
    totals = [found.count(state) for state in states]
    rows.append([say(speech, "state_all"), *map(str, totals), str(sum(totals))])
    return table(say(speech, "state_table"), heads, rows)


def _closed(lines: Sequence[Line], results: Results, speech: Speech) -> Block:
    heads = [
        column(speech.say("severity"), 0.9),
        column(speech.say("finding"), 3.0),
        column(speech.say("about"), 1.6),
        column(say(speech, "closed_how"), 2.6),
    ]
    rows: list[list[Cell | str]] = [
        [
            severity_word(line.severity, speech),
            cell(speech.of(titled(line, results.findings)), sub=line.id),
            thing(line.then.about_type, line.then.about, speech) if line.then else "",
            cell(say(speech, f"how_{line.how}"), tone="good" if line.how == "met" else "info"),
        ]
        for line in lines
    ]
    return table(say(speech, "closed"), heads, rows, more="tables/findings-closed.csv")


def _accepted(results: Results, speech: Speech) -> list[Block]:
    """List every assumption: those in effect, and those that came to an end."""
    found = assumptions_of(results.findings)
    if not len(found):
        return [words(say(speech, "accepted_none"))]
    worded = found.worded(speech.lang)
    shares = {"finding": 2.6, "reason": 2.6, "finding_id": 1.4}
    heads = [
        column(str(head), shares.get(str(key), 1.0))
        for key, head in zip(found.table.columns, worded.columns, strict=True)
    ]
    rows = [[str(part) for part in row] for row in worded.itertuples(index=False, name=None)]
    return [
        table(
            say(speech, "accepted"), heads, rows, note=found.text(speech.lang), more="tables/assumptions.csv"
        )
    ]


def _changes(results: Results, speech: Speech) -> list[Block]:
    """Tell what changed in the flows, where the workbook of the last time is at hand."""
    found = results.changes
    if found is None:
        return []
    if not found.sentences:
        return [words(found.text(speech.lang))]
    told = [speech.of(sentence) for sentence in found.sentences[:SENTENCES]]
    blocks = [words(found.text(speech.lang)), bullets(told)]
    left = len(found.sentences) - len(told)
    return [*blocks, words(say(speech, "changes_more", count=left))] if left > 0 else blocks
