"""Is an impact assessment called for? The criteria with their answers, for and against."""

from __future__ import annotations

from collections.abc import Mapping

from datamap.report.blocks import SECTION, Block, Cell, Section, cell, column, notice, section, table, words
from datamap.report.context.finding_tables import things
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.risk.screening import GROUPS, Answer35, Outcome

OUTCOME_TONE = {
    "called_for": "warn",
    "worth_while": "warn",
    "one_criterion": "warn",
    "cannot_tell": "ask",
    "no_sign": "good",
}
FLOWS_NAMED = 6
COLUMNS = ("gdpr", "appi")
"""Need under the GDPR; worth while of one's own accord in Japan."""


def screening_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on screening: what it comes to, each criterion, each activity."""
    screened = results.assessment.screened
    blocks: list[Block] = [words(speech.say("screening_lead"), lead=True)]
    for name in COLUMNS:
        outcome = screened.outcome(name)
        title = speech.of(speech.risk(f"need_for_is_{name}"))
        blocks.append(notice(title, [speech.of(outcome.said)], tone=OUTCOME_TONE[outcome.result]))
    blocks += [_criteria(group, results, speech) for group in GROUPS]
    activities = sorted({answer.activity for answer in screened.answers if answer.activity})
    made = [section("screening", speech.say("screening"), blocks)]
    if len(activities) > 1:
        made.append(
            section(
                "screening-activities",
                speech.say("screening_by_activity"),
                [_by_activity(activities, results, speech)],
                level=SECTION,
            )
        )
    return made


def _criteria(group: str, results: Results, speech: Speech) -> Block:
    heads = [
        column(speech.say("criterion"), 3.2),
        column(speech.say("answer"), 0.9),
        column(speech.say("answer_source"), 1.0),
        column(speech.say("reason"), 2.8),
        column(speech.say("flows"), 1.5),
    ]
    found = [answer for answer in results.assessment.screened.of() if answer.criterion.group == group]
    rows: list[list[Cell | str]] = [
        [
            cell(speech.of(answer.criterion.title), sub=answer.criterion.reference),
            _answer(answer, speech),
            speech.title(speech.of(speech.risk(f"answer_source_is_{answer.source}"))),
            speech.either(answer.reason),
            things("flow", answer.flows, speech, FLOWS_NAMED),
        ]
        for answer in found
    ]
    return table(speech.of(speech.risk(f"group_is_{group}")), heads, rows)


def _answer(answer: Answer35, speech: Speech) -> Cell:
    word, tone = {True: ("yes", "warn"), False: ("no", "good"), None: ("open", "ask")}[answer.value]
    return cell(speech.of(speech.risk(f"answer_is_{word}")), tone=tone)


def _by_activity(activities: list[str], results: Results, speech: Speech) -> Block:
    screened = results.assessment.screened
    titles = {answer.criterion.key: speech.of(answer.criterion.title) for answer in screened.of()}
    heads = [column(speech.say("activity"), 1.4)]
    heads += [column(speech.title(speech.of(speech.risk(f"need_for_is_{name}"))), 2.6) for name in COLUMNS]
    rows: list[list[Cell | str]] = []
    for activity in activities:
        outcomes = [screened.outcome(name, activity) for name in COLUMNS]
        cells = [
            cell(
                speech.say(f"outcome_is_{outcome.result}"),
                tone=OUTCOME_TONE[outcome.result],
                sub=_reasons(outcome, titles, speech),
            )
            for outcome in outcomes
        ]
        rows.append([speech.activity(activity), *cells])
    return table(speech.say("screening_by_activity"), heads, rows)


def _reasons(outcome: Outcome, titles: Mapping[str, str], speech: Speech) -> str:
    """Return which criteria hold, by name, and how many do not or are still to be asked."""
    counted = speech.say("criteria_count", no=len(outcome.no), open=len(outcome.open))
    held = [speech.say("criteria_hold", named="; ".join(titles[key] for key in outcome.yes))]
    return "\n".join([*(held if outcome.yes else ()), counted])
