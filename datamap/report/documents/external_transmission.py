"""What leaves a visitor's device, for whom and what for (Telecommunications Business Act 27-12)."""

from __future__ import annotations

from datamap.model import Flow, Kind, Lang
from datamap.report.blocks import Cell, bullets, cell, words
from datamap.report.context.bundle import Bundle
from datamap.report.documents.case import Case
from datamap.report.documents.draft import Draft, Drafted, Grid, noted

NAME = "external-transmission"


def external_transmission(case: Case, lang: Lang) -> Drafted:
    """Draft the table of tags, and ask whether the site is a covered service at all."""
    draft = Draft(case, NAME, lang)
    if not case.appi:
        return draft.finish(nothing=draft.elsewhere())
    flows = case.kind(Kind.EXTERNAL_TRANSMISSION)
    if not len(flows):
        return draft.finish(nothing=draft.say("nothing.external_transmission"))
    scope = [
        draft.ask("covered_service", flows),
        draft.ask("needed_transmission", flows),
        draft.ask("tag_list", flows),
    ]
    draft.add(
        "scope", [words(draft.say("transmission_scope")), bullets(scope)], sources=["tba_27_12"], flows=flows
    )
    grid = transmission_grid(draft, flows, kept=True)
    draft.add(
        "table", [words(draft.say("transmitted_about")), grid.block()], sources=["tba_27_12"], flows=flows
    )
    return draft.finish()


HEADS = (
    ("site", 1.2),
    ("content", 2),
    ("sent_to", 1.8),
    ("our_purposes", 1.8),
    ("their_purposes", 1.8),
    ("refusal", 1.5),
    ("country", 1),
    ("rows", 1),
)


IN_NOTICE = 5
"""Columns that a notice shows: what Art. 27-12 asks to be told."""


def transmission_grid(draft: Draft, flows: Bundle, *, kept: bool) -> Grid:
    """Return the table, a row a recipient; `kept` = whole, and it goes out as a sheet of this document."""
    heads = HEADS if kept else HEADS[:IN_NOTICE]
    grid = draft.grid("external-transmission", heads)
    if not kept:
        draft.grids.remove(grid)
    for flow in flows:
        told = _told(flow, draft)
        grid.rows.append([*told, *_more(flow, flows, draft)] if kept else told)
    return grid


def _told(flow: Flow, draft: Draft) -> list[Cell | str]:
    """Return what has to be told of one recipient: site, content, name, purposes of both."""
    speech, who = draft.voice, draft.voice.place(flow.recipient)
    content = speech.labels("items", flow.items.named)
    detail = draft.ask("transmitted_content", [flow], about=who, claims=["external_transmission_content"])
    open_class = draft.case.open_ended(flow.recipient)
    named = (
        draft.ask("tag_recipient", [flow], about=who, claims=["external_transmission_recipient"])
        if open_class
        else ""
    )
    theirs = draft.blank("their_purposes", [flow], about=who, claims=["external_transmission_purpose"])
    return [
        draft.or_ask(speech.place(_site(flow, draft)), "tag_site", [flow], about=who),
        noted(content, detail) if content else cell(detail, tone="ask"),
        noted(who, named),
        draft.or_ask(speech.labels("purposes", flow.purposes), "tag_purposes", [flow], about=who),
        theirs,
    ]


def _more(flow: Flow, flows: Bundle, draft: Draft) -> list[Cell | str]:
    """Return what an officer keeps beside that: how to refuse, the country, the row."""
    who = draft.voice.place(flow.recipient)
    countries = draft.voice.countries(flows.countries_of(flow))
    return [
        draft.blank("tag_refusal", [flow], about=who, claims=["cookie_choices_offered"]),
        draft.or_ask(countries, "recipient_country", [flow], about=who),
        draft.voice.rows([flow]),
    ]


def _site(flow: Flow, draft: Draft) -> str:
    """Return the site or app: the source, or where the same people's data are kept."""
    operator = draft.case.workbook.inventory.names.operator
    if flow.source != operator and draft.case.inside(flow.source):
        return flow.source
    same = (
        one.system
        for one in draft.case.flows
        if one.system and set(one.subjects.named) & set(flow.subjects.named)
    )
    return next(same, "")
