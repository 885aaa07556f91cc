"""Open questions: what only people can tell, with room for their answer."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.report.blocks import SECTION, Block, Cell, Section, column, section, table, words
from datamap.report.context.finding_tables import things
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.risk.questions import ORIGINS, Question

ABOUT_NAMED = 6
"""So many flows, and so many clauses, are named beside a question."""


def question_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return every question that only people can answer, by where it comes from.

    Prompts on necessity stand in their own chapter and are not asked twice.
    """
    asked = [one for one in results.assessment.open_questions if one.origin != "necessity"]
    lead = words(speech.say("questions_lead", count=len(asked)), lead=True)
    made = [section("questions", speech.say("questions"), [lead, words(speech.say("questions_about"))])]
    for origin in ORIGINS:
        found = [question for question in asked if question.origin == origin]
        if found:
            title = speech.title(speech.of(speech.risk(f"origin_is_{origin}")))
            shown = question_table(found, speech, title)
            made.append(section(f"questions-{origin}", title, [shown], level=SECTION))
    return made


def question_table(asked: Sequence[Question], speech: Speech, caption: str) -> Block:
    """Return questions with what they are about and room for an answer."""
    heads = [
        column(speech.say("question"), 3.6),
        column(speech.say("about"), 2.2),
        column(speech.say("answer"), 2.2),
    ]
    rows: list[list[Cell | str]] = [
        [
            speech.either(question.said),
            speech.join(
                things(sort, found, speech, ABOUT_NAMED)
                for sort, found in (("flow", question.flows), ("clause", question.clauses))
            ),
            "",
        ]
        for question in asked
    ]
    return table(caption, heads, rows, more="tables/questions.csv")
