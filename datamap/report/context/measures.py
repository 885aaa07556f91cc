"""Measures and plan: who does what by when, what lowers most, what is on record and what could be done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datamap.model import EMPTY
from datamap.report.blocks import SECTION, Block, Cell, Section, cell, column, figure, section, table, words
from datamap.report.context.gallery import TIMELINE
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.risk.human import Action
from datamap.risk.leverage import unranked
from datamap.risk.plan import Line, plan_lines
from datamap.vocabulary import text

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

NAMED = 3
"""So many risks are named in a line of the plan; all of them stand in the register."""


def measure_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on measures: what is planned by whom, what is in place, what could be."""
    blocks: list[Block] = [words(speech.say("measures_lead"), lead=True)]
    blocks += plan_blocks(results, speech)
    shown = [words(speech.say("leverage_about")), _leverage(results, speech)]
    leverage = section("leverage", speech.say("leverage"), shown, level=SECTION)
    catalogue = section(
        "measure-list", speech.say("measure_list"), [_catalogue(results, speech)], level=SECTION
    )
    return [section("measures", speech.say("measures_and_plan"), blocks), leverage, catalogue]


def plan_blocks(results: Results, speech: Speech) -> list[Block]:
    """Return the plan as the line of time and the table; a sentence where there is none."""
    actions = results.assessment.human.actions
    if not actions:
        return [words(speech.say("no_plan"))]
    shown = results.gallery(speech.lang).display(TIMELINE)
    return [
        words(results.assessment.plan.text(speech.lang)),
        figure(TIMELINE, alt=f"{shown.title}. {shown.fact}", caption=shown.title, note=" ".join(shown.notes)),
        plan_table(actions, results, speech),
    ]


def plan_table(actions: tuple[Action, ...], results: Results, speech: Speech) -> Block:
    """Return the plan: action, risks, owner, date, state, cost."""
    heads = [
        column(speech.say("action"), 2.8),
        column(speech.say("for_risk"), 2.0),
        column(speech.say("owner"), 1.3),
        column(speech.say("due"), 1.0),
        column(speech.say("state"), 0.9),
        column(speech.say("cost"), 0.6, align="right"),
    ]
    lines = {line.action: line for line in plan_lines(results.assessment)}
    rows: list[list[Cell | str]] = [
        [
            cell(
                speech.either(action.action) or speech.label("measures", action.measure),
                sub=speech.label("measures", action.measure),
            ),
            _served(lines[action], results, speech),
            speech.or_blank(speech.role(action.owner)),
            speech.or_blank(action.due),
            cell(speech.of(speech.risk(f"state_is_{action.status}")), tone=STATE_TONE.get(action.status, "")),
            str(action.cost or ""),
        ]
        for action in actions
    ]
    return table(speech.say("plan"), heads, rows, note=speech.say("plan_note"))


def _served(line: Line, results: Results, speech: Speech) -> str:
    """Return the first risks a line of the plan is for, by title, with the number of the others.

    A threat named in the sheet stands for its risks: its own title still has gaps to fill in.
    """
    titles = [speech.either(results.assessment.risk(key).risk.title) for key in line.risks]
    told = titles[:NAMED]
    if len(titles) > NAMED:
        told.append(speech.of(text("risk", "more_risks", count=len(titles) - NAMED)))
    return "\n".join([*told, *line.lost])


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
            cell(speech.label("measures", record["measure"]), sub=_dropped(record, speech)),
            speech.label("measures", record["heading"]),
            str(record["cost"]),
            str(record["points_lowered"]),
            str(record["risks_eased"]),
            _by_number(record["risks"], numbers, speech),
        ]
        for record in results.assessment.leverage.as_records()[:FIRST]
    ]
    left = unranked(results.assessment)
    told = text("risk", "leverage_unranked", measures=speech.labels("measures", left)) if left else EMPTY
    note = " ".join(filter(None, [speech.say("leverage_note"), speech.of(told)]))
    return table(speech.say("leverage"), heads, rows, note=note, more="tables/leverage.csv")


def _dropped(record: dict[str, Any], speech: Speech) -> str:
    """Return which items a measure would drop from which flows; "" where it drops none."""
    if not record["items"]:
        return ""
    return f"{speech.labels('items', record['items'])} ({speech.join(record['flows'][:NAMED])})"


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
