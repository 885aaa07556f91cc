"""Measures and plan, open questions, and what is left to persons: advice, views, decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from datamap.report.blocks import (
    SECTION,
    Block,
    Cell,
    Section,
    cell,
    column,
    form,
    page_break,
    pairs,
    section,
    table,
    words,
)
from datamap.report.context.finding_tables import things
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.risk.human import OUTCOMES, Action, Opinion
from datamap.risk.questions import ORIGINS, Question

STATE_TONE = {
    "done": "good",
    "partly": "warn",
    "planned": "ask",
    "stated": "info",
    "candidate": "mute",
    "unknown": "mute",
}

FIRST = 10
"""So many measures are named as those that lower most."""

ABOUT_NAMED = 6
"""So many flows, and so many clauses, are named beside a question."""


def measure_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on measures: what is planned by whom, what is in place, what could be."""
    actions = results.assessment.human.actions
    blocks: list[Block] = [words(speech.say("measures_lead"), lead=True)]
    blocks.append(_plan(actions, results, speech) if actions else words(speech.say("no_plan")))
    shown = [words(speech.say("leverage_about")), _leverage(results, speech)]
    leverage = section("leverage", speech.say("leverage"), shown, level=SECTION)
    catalogue = section(
        "measure-list", speech.say("measure_list"), [_catalogue(results, speech)], level=SECTION
    )
    return [section("measures", speech.say("measures_and_plan"), blocks), leverage, catalogue]


def _plan(actions: tuple[Action, ...], results: Results, speech: Speech) -> Block:
    heads = [
        column(speech.say("action"), 2.8),
        column(speech.say("for_risk"), 2.0),
        column(speech.say("owner"), 1.3),
        column(speech.say("due"), 1.0),
        column(speech.say("state"), 0.9),
        column(speech.say("cost"), 0.6, align="right"),
    ]
    titles = {one.id: one.risk.title for one in results.assessment.register}
    rows: list[list[Cell | str]] = [
        [
            cell(
                speech.either(action.action) or speech.label("measures", action.measure),
                sub=speech.label("measures", action.measure),
            ),
            "\n".join(speech.either(titles[key]) if key in titles else key for key in action.risks),
            speech.or_blank(speech.role(action.owner)),
            speech.or_blank(action.due),
            cell(speech.of(speech.risk(f"state_is_{action.status}")), tone=STATE_TONE.get(action.status, "")),
            str(action.cost or ""),
        ]
        for action in actions
    ]
    return table(speech.say("plan"), heads, rows, note=speech.say("plan_note"))


def _leverage(results: Results, speech: Speech) -> Block:
    """Return the measures that lower most for their cost, best first."""
    numbers = _numbers(results)
    heads = [
        column(speech.say("rank"), 0.5, align="right"),
        column(speech.say("measure"), 2.4),
        column(speech.say("heading"), 1.6),
        column(speech.say("cost"), 0.6, align="right"),
        column(speech.say("points_lowered"), 0.9, align="right"),
        column(speech.say("risks_eased"), 1.0, align="right"),
        column(speech.say("risk_numbers"), 1.8),
    ]
    rows: list[list[Cell | str]] = [
        [
            str(record["rank"]),
            speech.label("measures", record["measure"]),
            speech.label("measures", record["heading"]),
            str(record["cost"]),
            str(record["points_lowered"]),
            str(record["risks_eased"]),
            _by_number(record["risks"], numbers, speech),
        ]
        for record in results.assessment.leverage.as_records()[:FIRST]
    ]
    note = speech.say("leverage_note")
    return table(speech.say("leverage"), heads, rows, note=note, more="tables/leverage.csv")


def _numbers(results: Results) -> dict[str, str]:
    """Return the number of each risk in the register."""
    return {one.id: str(number) for number, one in enumerate(results.assessment.register, start=1)}


def _by_number(risks: Iterable[str], numbers: dict[str, str], speech: Speech) -> str:
    return speech.join(sorted((numbers[key] for key in risks if key in numbers), key=int))


def _catalogue(results: Results, speech: Speech) -> Block:
    """Return every measure that bears on a risk, by the headings of the guideline."""
    numbers = _numbers(results)
    heads = [
        column(speech.say("heading"), 1.5),
        column(speech.say("measure"), 2.2),
        column(speech.say("state"), 1.8),
        column(speech.say("risk_numbers"), 2.2),
    ]
    rows: list[list[Cell | str]] = [
        [
            speech.label("measures", record["heading"]),
            speech.label("measures", record["measure"]),
            cell(
                speech.of(speech.risk(f"state_is_{record['state']}")),
                tone=STATE_TONE.get(record["state"], ""),
            ),
            _by_number(record["risks"], numbers, speech),
        ]
        for record in results.assessment.measures.as_records()
    ]
    note = "\n".join((speech.say("heat_map_note"), results.assessment.measures.text(speech.lang)))
    return table(speech.say("measure_list"), heads, rows, note=note, more="tables/measures.csv")


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


def decision_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the forms for advice, views and decision, filled with what is recorded."""
    human = results.assessment.human
    outcome = speech.say(f"decision_is_{human.decision.outcome}") if human.decision.outcome else ""
    choices = speech.join(speech.say(f"decision_is_{key}") for key in OUTCOMES)
    decided = [
        (speech.say("decision_outcome"), outcome, choices),
        (speech.say("decision_conditions"), speech.either(human.decision.conditions), ""),
        (speech.say("decision_reason"), speech.either(human.decision.justification), ""),
        (speech.say("role"), speech.role(human.decision.role), ""),
        (speech.say("date"), human.decision.date, ""),
    ]
    review = [
        (speech.say("review_next"), speech.or_blank(human.review.next)),
        (speech.say("review_period"), speech.or_blank(speech.retention(human.review.period))),
        (
            speech.say("review_triggers"),
            speech.or_blank(speech.join(speech.say(f"trigger_{key}") for key in human.review.triggers)),
        ),
    ]
    blocks: list[Block] = [
        words(speech.say("decision_lead"), lead=True),
        _checks(results, speech),
        pairs([(label, value) for label, value in review]),
        page_break(),
        form(speech.say("advice"), _opinion(human.advice, speech)),
        form(speech.say("views"), _opinion(human.views, speech, sought=True)),
        form(speech.say("decision"), decided),
    ]
    return [section("decision", speech.say("decision_chapter"), blocks)]


def _checks(results: Results, speech: Speech) -> Block:
    """Return what a decision rests on, and what stands in the way of an approval."""
    found = results.assessment.decision
    tones = {"settled": "good", "open": "warn", "barred": "bad"}
    heads = [
        column(speech.say("decision_check"), 1.4),
        column(speech.say("state"), 1.1),
        column(speech.say("reason"), 4),
    ]
    rows: list[list[Cell | str]] = [
        [
            found.words.in_lang("check", row["check"], speech.lang),
            cell(
                found.words.in_lang("check_state", row["check_state"], speech.lang),
                tone=tones[row["check_state"]],
            ),
            found.words.in_lang("reason", row["reason"], speech.lang),
        ]
        for row in found.table.to_dict(orient="records")
    ]
    return table(found.title.in_lang(speech.lang), heads, rows, note=found.text(speech.lang))


def _opinion(opinion: Opinion, speech: Speech, *, sought: bool = False) -> list[tuple[str, str, str]]:
    """Return the lines for an opinion: whether it was sought, what it says, what came of it."""

    def word(value: str) -> str:
        return speech.answer(value)

    first = (speech.say("views_sought"), word(opinion.sought), speech.say("views_sought_hint"))
    last = (speech.say("advice_followed"), word(opinion.followed), speech.say("advice_followed_hint"))
    lines = [
        (speech.say("opinion_text"), speech.either(opinion.given), ""),
        (speech.say("reason"), speech.either(opinion.reason), ""),
        (speech.say("role_and_date"), speech.join([speech.role(opinion.role), opinion.date]), ""),
    ]
    return [first, *lines] if sought else [lines[0], last, *lines[1:]]
