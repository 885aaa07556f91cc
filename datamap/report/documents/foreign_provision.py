"""What is to be told of provision abroad, country by country (APPI 28(2), Enforcement Rule 17)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from datamap.facts.dated_tables import read_tables
from datamap.model import ABROAD, Flow, Lang
from datamap.report.blocks import Cell, cell, column, pairs, table, words
from datamap.report.context.bundle import HOME, Bundle
from datamap.report.documents.case import Case
from datamap.report.documents.draft import Draft, Drafted, noted

NAME = "foreign-provision"
NO_INFORMATION = frozenset({"designated", "equivalent_system", "exception", "same_entity", "not_foreign"})
"""Routes for which Rule 17 information before consent is not what the law asks for."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A country and what goes there; `abroad` = a country nobody named, "" = not recorded whether abroad."""

    code: str
    flows: tuple[Flow, ...]


def foreign_provision(case: Case, lang: Lang) -> Drafted:
    """Draft one information sheet a country, and list what is missing on each."""
    draft = Draft(case, NAME, lang)
    if not case.appi:
        return draft.finish(nothing=draft.elsewhere())
    found = destinations(case.flows)
    grid = draft.grid("foreign-provision", [(key, 1) for key in HEADS])
    for one in found:
        _sheet(one, draft)
        grid.rows += [_line(one, flow, draft) for flow in one.flows]
    return draft.finish(nothing="" if found else draft.say("nothing.foreign_provision"))


HEADS = (
    "country",
    "recipient",
    "subjects",
    "items",
    "purposes",
    "kind",
    "route",
    "regime",
    "recipient_measures",
    "told_on",
    "rows",
)


def destinations(flows: Bundle) -> list[Destination]:
    """Return the countries to which data go, by name; the unnamed and the unrecorded come last."""
    by_code: dict[str, list[Flow]] = {}
    for flow in flows.outward:
        for code in flows.countries_of(flow) or ("",):
            if code != HOME:
                by_code.setdefault(code, []).append(flow)
    order = sorted(by_code, key=lambda code: ({ABROAD: 1, "": 2}.get(code, 0), code))
    return [Destination(code, tuple(by_code[code])) for code in order]


def _title(one: Destination, draft: Draft) -> str:
    if not one.code:
        return draft.say("country_unrecorded")
    return draft.say("country_unnamed") if one.code == ABROAD else draft.voice.label("countries", one.code)


def _sheet(one: Destination, draft: Draft) -> None:
    keys = (
        ("recipient", 1.6),
        ("subjects", 1.3),
        ("items", 2.2),
        ("purposes", 1.6),
        ("route", 1.4),
        ("rows", 1.1),
    )
    heads = [column(draft.say(f"head.{key}"), weight) for key, weight in keys]
    rows: list[list[Cell | str]] = [
        [
            draft.voice.place(flow.recipient),
            draft.voice.or_blank(draft.voice.listed("subjects", flow.subjects)),
            draft.voice.or_blank(draft.voice.listed("items", flow.items)),
            draft.voice.or_blank(draft.voice.labels("purposes", flow.purposes)),
            _route(flow, draft),
            draft.voice.rows([flow]),
        ]
        for flow in one.flows
    ]
    shown = table(draft.say("goes_there"), heads, rows)
    told = pairs(particulars(one, draft)) if one.code else words(draft.ask("country_of", one.flows))
    sources = ["appi_28", "rule_17"]
    draft.add(
        f"to-{one.code or 'unknown'}",
        [told, shown],
        sources=sources,
        flows=one.flows,
        title=_title(one, draft),
    )


def _route(flow: Flow, draft: Draft) -> Cell:
    """Say the route that the decision chain found; where it found none, that is the answer."""
    route = draft.case.routes.get(flow.id, "")
    if not route:
        return draft.voice.blank
    said = draft.case.chain.words.in_lang("route", route, draft.lang)
    return cell(said, tone="" if route in NO_INFORMATION | {"consent_informed"} else "warn")


def needs_information(flow: Flow, draft: Draft) -> bool:
    """Tell whether a flow is open, or on a route on which Rule 17 information comes before consent."""
    return draft.case.routes.get(flow.id, "") not in NO_INFORMATION


def on_consent(flow: Flow, draft: Draft) -> bool:
    """Tell whether consent is the route recorded for a flow abroad: else the route is asked first."""
    return "consent_informed" in {flow.foreign_route, draft.case.routes.get(flow.id, "")}


def particulars(one: Destination, draft: Draft) -> list[tuple[str, Cell | str]]:
    """Return what Rule 17 asks to be told of a country, recorded or asked for."""
    name = _title(one, draft)
    recipients = draft.voice.some(dict.fromkeys(draft.voice.place(flow.recipient) for flow in one.flows))
    rows: list[tuple[str, Cell | str]] = [(draft.say("row.recipients"), recipients)]
    if one.code == ABROAD:
        rows += [
            (
                draft.say("row.country"),
                draft.blank("country_name", one.flows, about=recipients, claims=["country_named"]),
            ),
            (
                draft.say("row.candidates"),
                draft.blank(
                    "country_candidates",
                    one.flows,
                    about=recipients,
                    claims=["country_candidates_and_reason"],
                ),
            ),
        ]
    else:
        rows.append((draft.say("row.country"), name))
        rows += _listed(one, draft)
    open_flows = [flow for flow in one.flows if needs_information(flow, draft)]
    if open_flows:
        rows += _rule_17(open_flows, name if one.code != ABROAD else recipients, draft)
    equivalent = [flow for flow in one.flows if draft.case.routes.get(flow.id) == "equivalent_system"]
    if equivalent:
        rows.append((draft.say("row.equivalent"), draft.blank("equivalent_answers", equivalent, about=name)))
    return rows


def _listed(one: Destination, draft: Draft) -> list[tuple[str, Cell | str]]:
    """Say which of our dated lists name the country; the lists say themselves that they are unverified."""
    rows: list[tuple[str, Cell | str]] = []
    tables = read_tables()
    for name in ("designated_countries", "adequacy_decisions"):
        held = tables[name]
        if held.on(draft.case.as_of).get(one.code):
            entry = next(entry for entry in held.entries if entry.key == one.code)
            said = draft.say("on_list", title=entry.title, known_on=held.known_on.isoformat())
            doubt = "" if entry.verified else draft.say("list_unverified")
            limit = entry.limit.in_lang(draft.lang)
            bound = draft.say("list_limit", limit=limit) if limit else ""
            rows.append((held.title.in_lang(draft.lang), noted(said, bound, doubt)))
    return rows


def _rule_17(flows: Iterable[Flow], about: str, draft: Draft) -> list[tuple[str, Cell | str]]:
    asked = list(flows)
    rows: list[tuple[str, Cell | str]] = []
    for key, claim in (
        ("regime", "regime_information"),
        ("obstructing_law", "regime_information"),
        ("recipient_measures", "recipient_measures_information"),
    ):
        rows.append((draft.say(f"row.{key}"), draft.blank(key, asked, about=about, claims=[claim])))
    informed = [flow for flow in asked if on_consent(flow, draft)]
    unsettled = [flow for flow in asked if not on_consent(flow, draft)]
    if unsettled:
        rows.append((draft.say("head.route"), draft.blank("foreign_route", unsettled)))
    if informed:
        consent = draft.blank(
            "foreign_consent", informed, about=about, claims=["consent_to_foreign_provision"]
        )
        rows.append((draft.say("row.foreign_consent"), consent))
    return rows


def _line(one: Destination, flow: Flow, draft: Draft) -> list[Cell | str]:
    """Return a row of the sheet that an officer fills in."""
    speech = draft.voice
    return [
        _title(one, draft),
        speech.place(flow.recipient),
        speech.or_blank(speech.listed("subjects", flow.subjects)),
        speech.or_blank(speech.listed("items", flow.items)),
        speech.or_blank(speech.labels("purposes", flow.purposes)),
        speech.label("kinds", flow.kind),
        _route(flow, draft),
        "",
        "",
        "",
        speech.rows([flow]),
    ]
