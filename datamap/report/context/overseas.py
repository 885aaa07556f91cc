"""Provision abroad and to third parties: which flows, and for each the chain of APPI Article 28.

The chain itself is walked by `rules.foreign_chain`, the elements by `rules.provision_elements`;
this file only shows them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from datamap.report.blocks import (
    SECTION,
    Block,
    Cell,
    Section,
    cell,
    column,
    page_break,
    section,
    steps,
    table,
    words,
)
from datamap.report.context.bundle import Bundle
from datamap.report.context.joint_use import element_table
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.report.context.tables_of_flows import (
    FLOW_FILE,
    country_cell,
    flow_anchor,
    items_cell,
    kind_cell,
)
from datamap.rules.chain import INFORMED, STEPS

SETTLED = frozenset(
    {"not_foreign", "same_entity", "designated", "equivalent_system", "exception", "consent_informed"}
)
"""Routes that are settled on what is recorded."""

ASKED = {name: fact for name, fact, _ in STEPS} | {"informed": INFORMED}
"""Columns of the chain in order, with the fact whose question each one answers."""

MOST = 24
"""So many flows have their chain and their elements shown; the rest are in the tables."""

ACROSS = 6
"""So many flows stand side by side in the table of elements."""


def overseas_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on provision abroad, with what is stated about provision to third parties."""
    abroad, unknown = results.running.overseas, results.running.country_unrecorded
    lead = speech.say(
        "overseas_lead", abroad=len(abroad), unnamed=len(abroad.country_unnamed), unknown=len(unknown)
    )
    blocks = [words(lead, lead=True), *_lists(abroad, unknown, speech)]
    made = [section("overseas", speech.say("overseas"), blocks)]
    chains = _chains(abroad, results, speech)
    if chains:
        shown = [words(speech.say("chain_about")), *chains]
        made.append(section("chains", speech.say("chains"), shown, level=SECTION))
    if len(results.provision):
        title = results.provision.title.in_lang(speech.lang)
        made.append(section("provision", title, _elements(results, speech), level=SECTION, wide=True))
    return made


def overseas_summary(results: Results, speech: Speech) -> list[Section]:
    """Return the flows that go abroad or may, and how many rest on which route; no chain flow by flow."""
    blocks = overseas_chapter(results, speech)[0]["blocks"]
    routes = Counter(str(row["route"]) for row in results.chain.table.to_dict(orient="records"))
    heads = [column(speech.say("foreign_route"), 3), column(speech.say("flows"), 1, align="right")]
    rows: list[list[Cell | str]] = [
        [cell(results.chain.words.in_lang("route", route, speech.lang), tone=_route_tone(route)), str(count)]
        for route, count in routes.most_common()
    ]
    shown = [table(speech.say("chains"), heads, rows, more="tables/foreign-chain.csv")] if rows else []
    return [section("overseas", speech.say("overseas"), [blocks[0], *shown, *blocks[1:]])]


def _route_tone(route: str) -> str:
    return "good" if route in SETTLED else "warn" if route == "unknown" else "bad"


def _chains(abroad: Bundle, results: Results, speech: Speech) -> list[Block]:
    """Return the chain of each flow that is recorded as going abroad."""
    found = results.chain
    rows = {row["flow"]: row for row in found.table.to_dict(orient="records")}
    question = {name: speech.of(results.facts.question(fact)) for name, fact in ASKED.items()}
    made: list[Block] = []
    for flow in abroad.flows[:MOST]:
        row = rows.get(flow.id)
        if row is None:
            continue
        title = f"{flow.id}  {speech.place(flow.source)} → {speech.place(flow.recipient)}"
        taken = [
            (question[name], found.words.in_lang(name, row[name], speech.lang), _tone(row[name]))
            for name in ASKED
        ]
        outcome = found.words.in_lang("route", row["route"], speech.lang)
        made.append(steps(title, taken, outcome=outcome, tone=_route_tone(str(row["route"]))))
    if len(abroad) > MOST:
        made.append(words(speech.say("chains_cut", shown=MOST, total=len(abroad))))
    return made


def _tone(answer: str) -> str:
    return {"yes": "good", "no": "mute"}.get(answer, "warn")


def _elements(results: Results, speech: Speech) -> list[Block]:
    """Return the elements of provision, some flows side by side in each table."""
    found = results.provision
    flows: Sequence[str] = list(dict.fromkeys(found.table["flow"]))
    recipients = {flow.id: f"{flow.id}  {speech.place(flow.recipient)}" for flow in results.flows}
    made: list[Block] = []
    for start in range(0, min(len(flows), MOST), ACROSS):
        part = found.table[found.table["flow"].isin(flows[start : start + ACROSS])]
        made += [page_break()] if made else []
        made.append(element_table(replace(found, table=part), "flow", speech, recipients))
    if len(flows) > MOST:
        made.append(words(speech.say("elements_cut", shown=MOST, total=len(flows))))
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
        column(speech.say("kind"), 1.35),
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
