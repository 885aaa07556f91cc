"""One section a class of recipient: who they are, what they get, and on what ground."""

from __future__ import annotations

from collections.abc import Collection

from datamap.figures import Display
from datamap.report.blocks import (
    SECTION,
    Block,
    Cell,
    Section,
    anchor,
    cell,
    column,
    figure,
    pairs,
    section,
    table,
    words,
)
from datamap.report.context.bundle import Bundle
from datamap.report.context.finding_tables import ON_A_PAGE, matter_table, open_matters_of
from datamap.report.context.gallery import MATRIX
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.report.context.tables_of_flows import country_cell, flow_anchor, items_cell, kind_cell

MOST = 20
"""So many recipients of a class are named one by one."""


def recipient_chapter(results: Results, speech: Speech, matrix: Display) -> list[Section]:
    """Return the chapter on recipients: an overview, then one section for each class."""
    outward = results.flows.outward
    classes = outward.by(outward.role_of)
    order = [term.key for term in speech.workbook.vocabulary.terms("roles")]
    known = sorted(classes, key=lambda role: (order.index(role) if role in order else len(order), role))
    lead = speech.say("recipients_lead", classes=len(classes), recipients=len(outward.recipients))
    first = section(
        "recipients",
        speech.say("recipients"),
        [words(lead, lead=True), _overview({role: classes[role] for role in known}, speech)],
    )
    picture = figure(MATRIX, alt=f"{matrix.title}. {matrix.fact}", caption=speech.say("matrix_note"))
    shown = section("matrix", speech.say("matrix"), [picture], level=SECTION, wide=True)
    return [first, shown, *(_class(role, classes[role], results, speech) for role in known)]


def _name(role: str, speech: Speech) -> str:
    return speech.title(speech.label("roles", role) or speech.say("role_not_recorded"))


def _overview(classes: dict[str, Bundle], speech: Speech) -> Block:
    heads = [
        column(speech.say("recipient_class"), 1.6),
        column(speech.say("recipients"), 2.8),
        column(speech.say("flows"), 0.7, align="right"),
        column(speech.say("country"), 1.4),
        column(speech.say("items"), 2.8),
    ]
    rows: list[list[Cell | str]] = [
        [
            cell(_name(role, speech), to=anchor("class", role)),
            speech.some(map(speech.place, part.recipients)),
            str(len(part)),
            speech.or_blank(speech.countries(part.countries)),
            speech.or_blank(speech.listed("items", part.all_items)),
        ]
        for role, part in classes.items()
    ]
    return table(speech.say("recipient_classes"), heads, rows)


def _class(role: str, part: Bundle, results: Results, speech: Speech) -> Section:
    blocks = [pairs(_particulars(part, speech)), _members(part, speech)]
    open_groups = [key for key in part.recipients if _is_open(key, speech)]
    if open_groups:
        named = speech.some(map(speech.place, open_groups))
        blocks.append(words(speech.say("open_ended_recipients", named=named)))
    matters = open_matters_of(part, results)
    if matters:
        blocks.append(
            matter_table(
                matters, results, speech, speech.say("open_here"), only=set(part.ids), most=ON_A_PAGE
            )
        )
    return section(
        anchor("class", role), _name(role, speech), blocks, level=SECTION, series="class", fresh=True
    )


def _is_open(key: str, speech: Speech) -> bool:
    """Tell whether a recipient stands for more than those named."""
    inventory = speech.workbook.inventory
    places = [inventory.places.get(member) for member in inventory.groups.get(key, (key,))]
    return any(place.open_ended for place in places if place)


def _particulars(part: Bundle, speech: Speech) -> list[tuple[str, Cell | str]]:
    members = {key: speech.workbook.inventory.groups.get(key, ()) for key in part.recipients}
    named = [
        f"{speech.place(key)}{speech.say('members', listed=_listed(who, speech)) if who else ''}"
        for key, who in members.items()
    ]
    told = [
        (
            "recipients",
            "\n".join(named[:MOST])
            + (speech.say("more_recipients", left=len(named) - MOST) if len(named) > MOST else ""),
        ),
        ("kind", speech.labels("kinds", part.texts("kind"))),
        ("basis", speech.labels("bases", part.texts("basis"))),
        ("subjects", speech.labels("subjects", part.subjects)),
        ("country", speech.countries(part.countries)),
        ("measures", speech.labels("measures", part.keys("measures"))),
    ]
    return [(speech.say(key), speech.or_blank(said)) for key, said in told]


def _listed(members: Collection[str], speech: Speech) -> str:
    """Name the members of a group; the unnamed ones come last, by what they are."""
    named = [speech.place(key) for key in members if not key.endswith("?")]
    return speech.join([*named, *(speech.say("unnamed_others") for key in members if key.endswith("?"))])


def _members(part: Bundle, speech: Speech) -> Block:
    heads = [
        column(speech.say("flow"), 0.75),
        column(speech.say("recipient"), 1.7),
        column(speech.say("activity"), 1.4),
        column(speech.say("kind"), 1.35),
        column(speech.say("items"), 2.3),
        column(speech.say("country"), 1.2),
    ]
    rows: list[list[Cell | str]] = [
        [
            cell(flow.id, to=flow_anchor(flow.id)),
            speech.place(flow.recipient),
            speech.activity(flow.activity),
            kind_cell(flow, speech),
            items_cell(flow, speech),
            country_cell(flow, part, speech),
        ]
        for flow in part
    ]
    return table(speech.say("what_they_get"), heads, rows, more="tables/flows.csv")
