"""Is each item needed for each purpose? Prompts, not judgements (APPI 17, 18, 22; GDPR 35(7)(b))."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.report.blocks import (
    SECTION,
    Block,
    Cell,
    Section,
    cell,
    column,
    page_break,
    section,
    table,
    words,
)
from datamap.report.context.finding_tables import things
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.risk.necessity import Prompt
from datamap.risk.outline import column_label, read_contents

ACROSS = 8
"""At most so many purposes stand side by side; more are shared out evenly over several tables."""

FLOWS_NAMED = 6

TONES = {"evident_need": "good", "no_evident_need": "bad", "ask": "ask"}

MOST_TABLES, NAMED_PURPOSES = 3, 8
"""Tables of a matrix; beyond them an item has one row, in which so many purposes are named."""


def necessity_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on necessity: item by purpose, then what is to be answered."""
    prompts = [prompt for prompt in results.assessment.prompts if prompt.purpose]
    pairs = [prompt for prompt in results.assessment.prompts if not prompt.purpose]
    counts = {verdict: sum(p.verdict == verdict for p in prompts) for verdict in TONES}
    blocks: list[Block] = [words(speech.say("necessity_lead", **counts), lead=True)]
    small = len({prompt.purpose for prompt in prompts}) <= MOST_TABLES * ACROSS
    blocks += _matrices(prompts, speech) if small else [_by_item(prompts, speech)]
    made = [section("necessity", speech.say("necessity"), blocks, wide=True), *_balancing(results, speech)]
    to_answer = [*_ordered(prompts), *pairs]
    if to_answer:
        asked = [_to_answer(to_answer, speech)]
        made.append(section("necessity-questions", speech.say("necessity_questions"), asked, level=SECTION))
    return made


def _balancing(results: Results, speech: Speech) -> list[Section]:
    """Return the balancing test of each purpose that rests on legitimate interests, as far as recorded."""
    rows = results.assessment.content["balancing"]
    if not rows:
        return []
    steps = read_contents()["balancing"].columns
    heads = [column(speech.title(speech.of(column_label(step)))) for step in steps]
    shown: list[list[Cell | str]] = [
        [
            *(speech.or_blank(speech.either(row.cell(step))) for step in steps),
            things("flow", row.flows, speech, FLOWS_NAMED),
        ]
        for row in rows
    ]
    lead = words(speech.say("balancing_lead"))
    shown_table = table(speech.say("balancing"), [*heads, column(speech.say("flows"), 0.8)], shown)
    return [section("balancing", speech.say("balancing"), [lead, shown_table], level=SECTION)]


def _matrices(prompts: Sequence[Prompt], speech: Speech) -> list[Block]:
    purposes = list(dict.fromkeys(prompt.purpose for prompt in prompts))
    items = list(dict.fromkeys(prompt.item for prompt in prompts))
    known = {(prompt.item, prompt.purpose): prompt for prompt in prompts}
    made: list[Block] = []
    tables = -(-len(purposes) // ACROSS)
    for number in range(tables):
        part = purposes[number::tables]
        shown = [item for item in items if any((item, purpose) in known for purpose in part)]
        heads = [
            column(speech.say("item"), 1.6),
            *(column(speech.label("purposes", key), 1.2) for key in part),
        ]
        rows: list[list[Cell | str]] = [
            [speech.label("items", item), *(_verdict(known.get((item, key)), speech) for key in part)]
            for item in shown
        ]
        made += [page_break()] if made else []
        made.append(table(speech.say("item_by_purpose"), heads, rows))
    return made


def _by_item(prompts: Sequence[Prompt], speech: Speech) -> Block:
    """Return a row an item with its purposes by verdict: what a matrix of many purposes would scatter."""
    found: dict[str, dict[str, list[str]]] = {}
    for prompt in prompts:
        purposes = found.setdefault(prompt.item, {verdict: [] for verdict in TONES})
        purposes[prompt.verdict].append(speech.label("purposes", prompt.purpose))
    heads = [column(speech.say("item"), 1.0), *(column(speech.say(f"verdict_{key}"), 2.2) for key in TONES)]
    rows: list[list[Cell | str]] = [
        [speech.label("items", item), *(speech.some(purposes[verdict], NAMED_PURPOSES) for verdict in TONES)]
        for item, purposes in found.items()
    ]
    return table(speech.say("item_by_purpose"), heads, rows, more="tables/necessity.csv")


def _verdict(prompt: Prompt | None, speech: Speech) -> Cell:
    """Say whether a need shows; where no flow names the item, that it may move all the same."""
    if prompt is None:
        return cell()
    sub = "" if prompt.flows else speech.say("only_possible")
    return cell(speech.say(f"verdict_{prompt.verdict}"), tone=TONES[prompt.verdict], sub=sub)


def _ordered(prompts: Sequence[Prompt]) -> list[Prompt]:
    """Return what is to be answered: what is on record first, and of that no evident need first."""
    found = [prompt for prompt in prompts if prompt.verdict != "evident_need"]
    return sorted(found, key=lambda prompt: (not prompt.flows, prompt.verdict == "ask"))


def _to_answer(prompts: Sequence[Prompt], speech: Speech) -> Block:
    """Return one row for each item and reason; what a person has answered has a row of its own."""
    heads = [
        column(speech.say("item"), 1.2),
        column(speech.say("purposes"), 2.4),
        column(speech.say("verdict"), 1.0),
        column(speech.say("reason"), 2.6),
        column(speech.say("flows"), 1.1),
        column(speech.say("person_answer"), 1.1),
    ]
    grouped: dict[tuple[str, str, str, bool, str], list[Prompt]] = {}
    for prompt in prompts:
        own = prompt.question if prompt.person else ""
        key = (prompt.item, prompt.verdict, speech.of(prompt.reason), bool(prompt.flows), own)
        grouped.setdefault(key, []).append(prompt)
    rows: list[list[Cell | str]] = [
        [
            speech.label("items", item),
            speech.join(_with_what(prompt, speech) for prompt in together),
            _verdict(together[0], speech),
            reason,
            things("flow", _flows_of(together), speech, FLOWS_NAMED),
            _answered(together[0], speech),
        ]
        for (item, _, reason, _, _), together in grouped.items()
    ]
    return table(speech.say("necessity_questions"), heads, rows, more="tables/necessity.csv")


def _flows_of(together: Sequence[Prompt]) -> list[str]:
    """Return the flows on record, or, where there is none, those in which the item may move."""
    sure = list(dict.fromkeys(flow for prompt in together for flow in prompt.flows))
    return sure or list(dict.fromkeys(flow for prompt in together for flow in prompt.possible))


def _with_what(prompt: Prompt, speech: Speech) -> str:
    if prompt.purpose:
        return speech.label("purposes", prompt.purpose)
    return speech.say("together_with", item=speech.label("items", prompt.other))


def _answered(prompt: Prompt, speech: Speech) -> Cell:
    if prompt.person is None:
        return speech.blank
    return cell(speech.answer(prompt.person.value), sub=speech.either(prompt.person.reason))
