"""What is left to persons: advice, views, decision, and what an approval still lacks."""

from __future__ import annotations

from datamap.report.blocks import (
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
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.risk.decision import decision_state
from datamap.risk.human import OUTCOMES, Opinion


def decision_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the forms for advice, views and decision, filled with what is recorded."""
    human = results.assessment.human
    outcome = speech.of(decision_state(results.assessment).said)
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
            speech.or_blank(
                speech.join(speech.of(speech.risk(f"trigger_is_{key}")) for key in human.review.triggers)
            ),
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
    tones = {"settled": "good", "open": "warn", "noted": "warn", "barred": "bad", "nothing": "mute"}
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
