"""What is assessed, read from the inventory (GDPR 35(7)(a); ISO/IEC 29134, 6.4.2)."""

from __future__ import annotations

from datamap.facts.world import ORGANISED
from datamap.figures.display import Display
from datamap.inventory import Inventory
from datamap.model import KeyList, Text
from datamap.report.blocks import (
    SECTION,
    Block,
    Cell,
    Section,
    cell,
    column,
    figure,
    pairs,
    section,
    table,
    words,
)
from datamap.report.context.cover import item_table
from datamap.report.context.gallery import FLOWS
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech


def description_chapter(results: Results, speech: Speech, diagram: Display) -> list[Section]:
    """Return the chapter on what is assessed: scope, activities, the picture."""
    blocks: list[Block] = [
        words(speech.say("description_lead", count=len(results.assessment.described)), lead=True),
        pairs(_scope(results, speech)),
        item_table(results.assessed, speech),
    ]
    picture = figure(FLOWS, alt=f"{diagram.title}. {diagram.fact}", caption=speech.say("diagram_note"))
    return [
        section("description", speech.say("description"), blocks),
        section(
            "processing", speech.say("processing"), [_activities(results, speech)], level=SECTION, wide=True
        ),
        section("diagram", speech.say("diagram"), [picture], level=SECTION, wide=True),
    ]


def planned_left(results: Results, speech: Speech) -> str:
    """Say which planned flows are not assessed; "" where none is left out."""
    left = results.assessment.left_for_later
    if not left:
        return ""
    named = speech.some(map(speech.activity, left), 12)
    return speech.say("planned_left", count=sum(map(len, left.values())), activities=named)


def _people(results: Results) -> Text:
    """Return how many people there are at least; flows may be about the same ones, so nothing is added up."""
    rows = results.assessment.content["scale_of_handling"]
    return next(row.cell("extent") for row in rows if row.key == "persons")


def _scope(results: Results, speech: Speech) -> list[tuple[str, Cell | str]]:
    human, organisation = results.assessment.human, results.workbook.organisation
    activities = [one.activity for one in results.assessment.described]
    told = [
        ("organisation", speech.either(organisation.name)),
        ("assessment_title", speech.either(human.title)),
        ("assessment_version", human.version),
        ("assessment_started", human.started),
        ("assessment_completed", human.completed),
        ("scope", speech.some((speech.activity(name) for name in activities), 40)),
        ("subjects", speech.labels("subjects", results.assessed.subjects)),
        ("persons_count", speech.title(speech.either(_people(results)))),
    ]
    left = planned_left(results, speech)
    more = [(speech.title(speech.of(speech.risk("check_is_planned_left"))), left)] if left else []
    return [*((speech.say(key), speech.or_blank(said)) for key, said in told), *more]


def _activities(results: Results, speech: Speech) -> Block:
    heads = [
        column(speech.say("activity"), 1.2),
        column(speech.say("subjects"), 1.2),
        column(speech.say("items"), 2.1),
        column(speech.say("purposes"), 1.9),
        column(speech.say("recipients_outside"), 1.9),
        column(speech.say("country"), 1.0),
        column(speech.say("retention"), 1.0),
        column(speech.say("measures"), 1.1),
        column(speech.say("flows"), 0.9),
    ]
    rows: list[list[Cell | str]] = []
    for one in results.assessment.described:
        items = KeyList(named=one.items, unspecified=not one.items and one.items_open, open=one.items_open)
        outside = [key for key in one.recipients if is_outside(key, speech.workbook.inventory)]
        country = speech.countries(one.countries)
        rows.append(
            [
                speech.activity(one.activity),
                speech.or_blank(speech.labels("subjects", one.subjects)),
                speech.or_blank(speech.listed("items", items)),
                speech.or_blank(speech.labels("purposes", one.purposes)),
                speech.some(map(speech.place, outside)) or speech.say("none_named"),
                cell(country, sub=speech.say("country_partly_blank"))
                if country and one.country_blank
                else speech.or_blank(country),
                speech.or_blank(speech.join(map(speech.retention, one.retentions))),
                speech.or_blank(speech.labels("measures", one.measures)),
                speech.some(one.flows, 8),
            ]
        )
    return table(speech.say("processing"), heads, rows)


def is_outside(recipient: str, inventory: Inventory) -> bool:
    """Tell whether a recipient is, or has among its members, somebody other than a part of the operator."""
    members = inventory.groups.get(recipient, (recipient,))
    return any(not _is_ours(key, inventory) for key in members)


def _is_ours(key: str, inventory: Inventory) -> bool:
    place = inventory.places.get(key)
    if place is None or key == inventory.names.operator:
        return place is not None
    return place.type in ORGANISED or inventory.vocabulary.is_a("roles", place.role, "department")
