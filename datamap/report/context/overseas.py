"""Provision abroad: which flows, and for each the chain of questions of APPI Article 28.

References
----------
APPI 28(1)-(3); Enforcement Rules 15 to 18; PPC guideline on provision to third parties in
foreign countries, parts 2 to 6. Each question is a fact of `facts/`; nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass

from datamap.facts import Facts
from datamap.model import Flow
from datamap.report.blocks import SECTION, Block, Cell, Section, cell, column, section, steps, table, words
from datamap.report.context.bundle import Bundle
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.report.context.tables_of_flows import (
    FLOW_FILE,
    country_cell,
    flow_anchor,
    items_cell,
    kind_cell,
)

EXITS = (
    ("recipient_in_japan", "not_foreign"),
    ("same_legal_entity", "same_entity"),
    ("designated_country", "designated"),
    ("equivalent_system_recorded", "equivalent_system"),
    ("foreign_exception_recorded", "exception"),
)
"""Questions in the order of the article: a yes ends the chain at that route."""

INFORMED = ("foreign_consent_recorded", "country_told", "regime_told", "recipient_measures_told")
"""What the last route, consent after information, needs (28(1)-(2), Rule 17(2))."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The questions asked about one flow, and where they lead.

    Attributes
    ----------
    asked : (fact, answer) pairs in order. route : key of `foreign_routes`, or "" where no question
    was answered with yes. open : how many are not recorded. met : all that the last route needs
    is recorded.
    """

    asked: tuple[tuple[str, bool | None], ...]
    route: str
    open: int
    met: bool


def chain_of(facts: Facts, flow_id: str) -> Chain:
    """Follow the chain for one flow; an answer that is not recorded does not end it."""
    asked: list[tuple[str, bool | None]] = []
    for name, route in EXITS:
        answer = facts.value("flow", flow_id, name)
        asked.append((name, answer))
        if answer:
            return Chain(tuple(asked), route, 0, met=True)
    asked += [(name, facts.value("flow", flow_id, name)) for name in INFORMED]
    answers = [answer for _, answer in asked[len(EXITS) :]]
    met = all(answer is True for answer in answers)
    unanswered = sum(answer is None for _, answer in asked)
    return Chain(tuple(asked), "consent_informed" if met else "", unanswered, met)


def overseas_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on provision abroad."""
    running = set(results.facts.ids("flow"))
    abroad = results.flows.overseas.of(lambda flow: flow.id in running)
    unknown = results.flows.country_unrecorded.of(lambda flow: flow.id in running)
    lead = speech.say(
        "overseas_lead", abroad=len(abroad), unnamed=len(abroad.country_unnamed), unknown=len(unknown)
    )
    made = [section("overseas", speech.say("overseas"), [words(lead, lead=True), *_lists(abroad, unknown, speech)])]
    if len(abroad):
        blocks: list[Block] = [words(speech.say("chain_about"))]
        blocks += [_chain_block(flow, results, speech) for flow in abroad]
        made.append(section("chains", speech.say("chains"), blocks, level=SECTION))
    return made


def _lists(abroad: Bundle, unknown: Bundle, speech: Speech) -> list[Block]:
    made = []
    if len(abroad):
        made.append(_list(abroad, speech, speech.say("flows_abroad")))
    if len(unknown):
        made.append(_list(unknown, speech, speech.say("flows_country_unrecorded")))
    return made or [words(speech.say("nothing_abroad"))]


def _list(part: Bundle, speech: Speech, caption: str) -> Block:
    heads = [
        column(speech.say("flow"), 0.7),
        column(speech.say("recipient"), 1.7),
        column(speech.say("country"), 1.3),
        column(speech.say("kind"), 1.2),
        column(speech.say("subjects"), 1.3),
        column(speech.say("items"), 2.2),
        column(speech.say("foreign_route"), 1.2),
    ]
    rows: list[list[Cell | str]] = [
        [
            cell(flow.id, to=flow_anchor(flow.id)),
            speech.place(flow.recipient),
            country_cell(flow, part, speech) | {"sub": ""},
            kind_cell(flow, speech),
            speech.or_blank(speech.listed("subjects", flow.subjects)),
            items_cell(flow, speech),
            speech.or_blank(speech.label("foreign_routes", flow.foreign_route)),
        ]
        for flow in part
    ]
    return table(caption, heads, rows, more=FLOW_FILE)


def _chain_block(flow: Flow, results: Results, speech: Speech) -> Block:
    chain = chain_of(results.facts, flow.id)
    title = f"{flow.id}  {speech.place(flow.source)} → {speech.place(flow.recipient)}"
    taken = [
        (speech.of(results.facts.question(name)), speech.yes_no(answer), _tone(answer))
        for name, answer in chain.asked
    ]
    if chain.route:
        return steps(title, taken, outcome=speech.label("foreign_routes", chain.route), tone="good")
    said = speech.say("chain_open", count=chain.open) if chain.open else speech.say("chain_without_ground")
    return steps(title, taken, outcome=said, tone="warn" if chain.open else "bad")


def _tone(answer: bool | None) -> str:  # noqa: FBT001 - the value is what is coloured
    return "warn" if answer is None else "good" if answer else "mute"
