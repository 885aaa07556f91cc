"""One flow as cells: the rows that several chapters and the full table share."""

from __future__ import annotations

from urllib.parse import urlencode

from datamap.model import ABROAD, Flow
from datamap.report.blocks import Block, Cell, anchor, cell, column, table
from datamap.report.context.bundle import INSIDE, Bundle
from datamap.report.context.speech import Speech
from datamap.report.explorer import MOST_FLOWS

FLOW_FILE = "tables/flows.csv"


def flow_anchor(flow_id: str) -> str:
    """Return the anchor of a flow's row in the full table."""
    return anchor("flow", flow_id)


def flow_in_explorer(flow_id: str) -> str:
    """Return the address at which the explorer beside the report shows a flow.

    Examples
    --------
    >>> flow_in_explorer("FL05")
    'explorer.html#at=f%3AFL05'
    """
    return "explorer.html#" + urlencode({"at": f"f:{flow_id}"})


def kind_cell(flow: Flow, speech: Speech) -> Cell:
    """Return the kind of a flow; an undetermined one stands out. The ground stands below."""
    said = speech.label("kinds", flow.kind)
    basis = speech.label("bases", flow.basis)
    tone = "ask" if flow.kind == "undetermined" else ""
    return cell(said, tone=tone, sub="" if basis == said else basis)


def country_cell(flow: Flow, bundle: Bundle, speech: Speech) -> Cell:
    """Return where the recipient is: named, abroad without a name, not recorded; inside: nothing."""
    codes = bundle.countries_of(flow)
    route = speech.label("foreign_routes", flow.foreign_route)
    if not codes:
        return cell() if flow.kind in INSIDE else cell(speech.say("not_recorded"), tone="warn")
    if ABROAD in codes:
        return cell(speech.countries(codes), tone="bad")
    return cell(speech.countries(codes), sub=route if bundle.abroad(flow) else "")


def items_cell(flow: Flow, speech: Speech) -> Cell:
    """Return the items of a flow; flagged ones are named again below, with what they are."""
    said = speech.listed("items", flow.items)
    words = speech.workbook.vocabulary
    marks = [
        f"{speech.label('items', item)}: {speech.say(f'flag_{flag}')}"
        for item in flow.items.named
        for flag in ("sensitive", "id_code", "property_damage")
        if flag in words.flags("items", item)
    ]
    tone = "warn" if flow.items.unspecified and not flow.items.named else ""
    return cell(said, tone=tone, sub="\n".join(marks))


def short_table(bundle: Bundle, speech: Speech, caption: str) -> Block:
    """Return the flows of a bundle in few columns, each linked to its row in the full table."""
    heads = [
        column(speech.say("flow"), 0.75),
        column(speech.say("kind"), 1.3),
        column(speech.say("from_to"), 2.0),
        column(speech.say("items"), 2.3),
        column(speech.say("country"), 1.25),
        column(speech.say("purposes"), 1.9),
    ]
    rows = [
        [
            cell(flow.id, to=flow_anchor(flow.id)),
            kind_cell(flow, speech),
            cell(f"{speech.place(flow.source)} → {speech.place(flow.recipient)}"),
            items_cell(flow, speech),
            country_cell(flow, bundle, speech),
            speech.or_blank(speech.labels("purposes", flow.purposes)),
        ]
        for flow in bundle
    ]
    return table(caption, heads, rows, more=FLOW_FILE)


def full_table(bundle: Bundle, speech: Speech, caption: str) -> Block:
    """Return every flow with all that the map needs of it; its rows are what others link to."""
    heads = [
        column(speech.say("flow"), 0.8),
        column(speech.say("activity"), 1.3),
        column(speech.say("kind"), 1.35),
        column(speech.say("subjects"), 1.2),
        column(speech.say("items"), 2.2),
        column(speech.say("source"), 1.1),
        column(speech.say("recipient"), 1.4),
        column(speech.say("country"), 1.1),
        column(speech.say("purposes"), 1.8),
        column(speech.say("retention"), 1.0),
        column(speech.say("clauses"), 0.8),
    ]
    rows = [_full_row(flow, bundle, speech) for flow in bundle]
    ids = [flow_anchor(flow.id) for flow in bundle]
    live = len(speech.workbook.inventory) <= MOST_FLOWS
    return table(
        caption,
        heads,
        rows,
        ids=ids,
        more=FLOW_FILE,
        note=speech.say("full_table_note"),
        opens=[flow_in_explorer(flow.id) for flow in bundle] if live else (),
    )


def _full_row(flow: Flow, bundle: Bundle, speech: Speech) -> list[Cell | str]:
    role = speech.label("roles", bundle.role_of(flow))
    system = speech.place(flow.system)
    return [
        cell(flow.id, sub=speech.say("row", row=flow.row)),
        speech.activity(flow.activity),
        kind_cell(flow, speech),
        speech.or_blank(speech.listed("subjects", flow.subjects)),
        items_cell(flow, speech),
        speech.place(flow.source),
        cell(speech.place(flow.recipient), sub=speech.join([role, system])),
        country_cell(flow, bundle, speech),
        speech.or_blank(speech.labels("purposes", flow.purposes)),
        speech.or_blank(speech.retention(flow.retention)),
        speech.join(flow.notice),
    ]
