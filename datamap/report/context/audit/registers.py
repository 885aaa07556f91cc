"""The registers behind an audit as sheets: findings with state and evidence, closed ones, risks, plan."""

from __future__ import annotations

from collections.abc import Iterable

from datamap.report.context.audit.themes import theme_label, theme_of
from datamap.report.context.audit.words import evidence, say, severity_word, state_word
from datamap.report.context.finding_tables import thing
from datamap.report.context.results import Results
from datamap.report.context.sheets import about_sheet, sheet_of_answer
from datamap.report.context.speech import Speech
from datamap.report.former import CLOSED, Line, titled
from datamap.report.spreadsheets import Cell, Sheet
from datamap.rules import assumptions_of


def audit_sheets(results: Results, speech: Speech) -> list[Sheet]:
    """Return the registers in one language, the list of what they are first."""
    made = [
        state_sheet(results, speech),
        closed_sheet(results, speech),
        *assumption_sheets(results, speech),
        sheet_of_answer("risks", results.assessment.risks, speech),
        sheet_of_answer("ratings", results.assessment.ratings, speech),
        sheet_of_answer("plan", results.assessment.plan, speech),
        sheet_of_answer("measures", results.assessment.measures, speech),
        sheet_of_answer("completeness-column", results.completeness["column"], speech),
        sheet_of_answer("notice", results.conformance, speech),
        sheet_of_answer("questions", results.assessment.questions, speech),
    ]
    made = [sheet for sheet in made if sheet.rows]
    return [about_sheet(made, results, speech, folder=""), *made]


def state_sheet(results: Results, speech: Speech) -> Sheet:
    """Return every open or accepted finding with its state, theme and evidence."""
    heads = (
        speech.say("sheet_id"),
        speech.say("severity"),
        say(speech, "state_word"),
        say(speech, "theme"),
        speech.say("finding"),
        speech.say("about"),
        speech.say("seen"),
        say(speech, "evidence"),
        speech.say("question"),
        speech.say("remedy"),
    )
    rows = tuple(_row(line, results, speech) for line in results.standing.lines if line.state != CLOSED)
    about = results.findings.text(speech.lang)
    return Sheet("findings-state", say(speech, "findings"), heads, rows, about)


def _row(line: Line, results: Results, speech: Speech) -> tuple[Cell, ...]:
    now = line.now
    if now is None:
        return ()
    return (
        now.id,
        severity_word(now.severity, speech),
        speech.join([state_word(line.state, speech, results.wish.former), _shift(line, speech)]),
        speech.of(theme_label(theme_of(now.rule))),
        speech.of(now.title),
        thing(now.about_type, now.about, speech),
        speech.of(now.message),
        evidence(now.flows, now.clauses, results, speech, None),
        speech.of(now.question),
        speech.of(now.remedy),
    )


def _shift(line: Line, speech: Speech) -> str:
    """Say how the weight moved since the last time."""
    return say(speech, f"state_{line.shift}") if line.shift else ""


def closed_sheet(results: Results, speech: Speech) -> Sheet:
    """Return every finding that was open the last time and is not now, with how it was closed."""
    heads = (
        speech.say("sheet_id"),
        speech.say("severity"),
        speech.say("finding"),
        speech.say("about"),
        say(speech, "closed_how"),
    )
    rows = tuple(
        (
            line.id,
            severity_word(line.severity, speech),
            speech.of(titled(line, results.findings)),
            thing(line.then.about_type, line.then.about, speech) if line.then else "",
            say(speech, f"how_{line.how}"),
        )
        for line in results.standing.of(CLOSED)
    )
    return Sheet("findings-closed", say(speech, "closed"), heads, rows)


def assumption_sheets(results: Results, speech: Speech) -> Iterable[Sheet]:
    """Yield the register of what was accepted, where anything was."""
    found = assumptions_of(results.findings)
    if len(found):
        yield sheet_of_answer("assumptions", found, speech)
