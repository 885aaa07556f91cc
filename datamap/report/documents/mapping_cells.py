"""What the flows say under each item of the data mapping table; blank = not recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from datamap.model import ABROAD, Contract, Flow, Kind
from datamap.report.blocks import Cell
from datamap.report.context.bundle import HOME, Bundle
from datamap.report.documents.case import Case
from datamap.report.documents.draft import Draft

Fill = Callable[[Bundle, Draft], Cell]
MARKS = ("sensitive", "may_be_sensitive", "id_code", "property_damage")


def _said(draft: Draft, said: str) -> Cell:
    return draft.voice.or_blank(said)


def _texts(attribute: str) -> Fill:
    """Fill in the distinct texts of a column."""
    return lambda part, draft: _said(draft, draft.voice.join(part.texts(attribute)))


def _places(attribute: str) -> Fill:
    return lambda part, draft: _said(draft, draft.voice.join(map(draft.voice.place, part.texts(attribute))))


def _keys(list_name: str, attribute: str) -> Fill:
    return lambda part, draft: _said(draft, draft.voice.labels(list_name, part.keys(attribute)))


def _terms(list_name: str, attribute: str) -> Fill:
    return lambda part, draft: _said(draft, draft.voice.labels(list_name, part.texts(attribute)))


def _activity(part: Bundle, draft: Draft) -> Cell:
    return _said(draft, part.flows[0].activity)


def _people(part: Bundle, draft: Draft) -> Cell:
    return _said(draft, draft.voice.labels("subjects", part.subjects))


def _items(part: Bundle, draft: Draft) -> Cell:
    return _said(draft, draft.voice.listed("items", part.all_items))


def _marks(part: Bundle, draft: Draft) -> Cell:
    lines = []
    for flag in MARKS:
        items = draft.case.flagged(part.items, flag)
        if items:
            lines.append(
                draft.say(
                    "flag_line", flag=draft.say(f"flag.{flag}"), items=draft.voice.labels("items", items)
                )
            )
    return _said(draft, "\n".join(lines))


def _persons(part: Bundle, draft: Draft) -> Cell:
    return _said(draft, draft.voice.join(dict.fromkeys(draft.voice.persons(flow.persons) for flow in part)))


def _collected(part: Bundle, draft: Draft) -> Cell:
    taken = part.of(lambda flow: flow.kind == Kind.COLLECTION)
    sources = draft.voice.join(map(draft.voice.place, taken.texts("source")))
    return _said(
        draft, "\n".join(line for line in (sources, draft.voice.labels("modes", taken.keys("mode"))) if line)
    )


def _retention(part: Bundle, draft: Draft) -> Cell:
    return _said(
        draft, "\n".join(dict.fromkeys(draft.voice.retention(f.retention) for f in part if f.retention))
    )


def _system_countries(part: Bundle, draft: Draft) -> Cell:
    places = part.inventory.places
    codes = dict.fromkeys(c for key in part.texts("system") if key in places for c in places[key].countries)
    return _said(draft, draft.voice.countries(codes))


def _cloud(part: Bundle, draft: Draft) -> Cell:
    return _said(draft, draft.voice.label("modes", "cloud") if "cloud" in part.keys("mode") else "")


def _used(part: Bundle, draft: Draft) -> Cell:
    used = part.of(lambda flow: flow.kind in {Kind.INTERNAL_USE, Kind.DERIVATION})
    who = [draft.voice.place(key) for key in dict.fromkeys([*used.texts("department"), *used.recipients])]
    what = draft.voice.labels("purposes", used.purposes)
    return _said(draft, "\n".join(line for line in (draft.voice.join(who), what) if line))


def _own_abroad(part: Bundle, draft: Draft) -> Cell:
    places = part.inventory.places
    own = [
        key
        for flow in part
        for key in (flow.recipient, flow.system)
        if key in places and draft.case.inside(key)
    ]
    codes = dict.fromkeys(code for key in own for code in places[key].countries)
    return _said(draft, draft.voice.countries(codes))


def _nothing(_: Bundle, draft: Draft) -> Cell:
    return draft.voice.blank


def _countries(part: Bundle, draft: Draft) -> Cell:
    return _said(draft, draft.voice.countries(part.countries))


def _contracts(part: Bundle, draft: Draft) -> tuple[Contract, ...]:
    return draft.case.contracts.get(part.flows[0].recipient, ())


def _entrusted(_: Bundle, draft: Draft) -> Cell:
    return _said(draft, draft.say("entrusted_yes"))


def _contract(part: Bundle, draft: Draft) -> Cell:
    held = _contracts(part, draft)
    lines = [draft.voice.join(one.signed for one in held)]
    lines.append(
        draft.voice.labels("contract_clauses", dict.fromkeys(c for one in held for c in one.clauses))
    )
    return _said(draft, "\n".join(line for line in lines if line))


def _checks(part: Bundle, draft: Draft) -> Cell:
    held = _contracts(part, draft)
    lines = [
        draft.say("checked_line", selected=one.selected or "–", checked=one.checked or "–")
        for one in held
        if one.selected or one.checked
    ]
    return _said(draft, "\n".join(lines))


def _sub_rule(part: Bundle, draft: Draft) -> Cell:
    return _said(
        draft,
        draft.voice.labels("sub_entrustments", (one.sub_entrustment for one in _contracts(part, draft))),
    )


def _sub_entrustees(part: Bundle, draft: Draft) -> Cell:
    places = part.inventory.places
    named = []
    for key in draft.case.onward(part.flows[0].recipient):
        where = draft.voice.countries(places[key].countries) if key in places else ""
        name = draft.voice.place(key)
        named.append(draft.say("named_where", name=name, where=where) if where else name)
    return _said(draft, draft.voice.join(named))


def _end(part: Bundle, draft: Draft) -> Cell:
    held = {clause for one in _contracts(part, draft) for clause in one.clauses}
    return _said(
        draft,
        draft.voice.label("contract_clauses", "return_or_erasure") if "return_or_erasure" in held else "",
    )


def _recipient(part: Bundle, draft: Draft) -> Cell:
    flow = part.flows[0]
    role = draft.voice.label("roles", part.role_of(flow))
    return _said(draft, "\n".join(line for line in (draft.voice.place(flow.recipient), role) if line))


def _what(part: Bundle, draft: Draft) -> Cell:
    speech = draft.voice
    lines = [
        speech.listed("items", part.all_items),
        speech.labels("purposes", part.purposes),
        speech.labels("modes", part.keys("mode")),
    ]
    return _said(draft, "\n".join(line for line in lines if line))


def _ground(part: Bundle, draft: Draft) -> Cell:
    flow = part.flows[0]
    return _said(
        draft,
        draft.voice.join((draft.voice.label("kinds", flow.kind), draft.voice.label("bases", flow.basis))),
    )


OWN: Mapping[str, Fill] = {
    "B01": _activity, "B02": _places("system"), "B03": _places("department"), "B04": _texts("owner"),
    "B05": _people,
    "B06": _items, "B07": _marks, "B08": _persons, "B09": _collected, "B10": _keys("purposes", "purposes"),
    "B11": _retention, "H01": _keys("modes", "mode"), "H02": _places("system"), "H03": _system_countries,
    "H04": _cloud, "H05": _nothing, "H06": _used, "H07": _own_abroad, "H08": _nothing,
    "H09": _keys("measures", "measures"), "H10": _terms("treatments", "treatment"),
}  # fmt: skip

ENTRUSTED: Mapping[str, Fill] = {
    "E01": _entrusted, "E02": _places("recipient"), "E03": _countries, "E04": _keys("purposes", "purposes"),
    "E05": _items, "E06": _keys("modes", "mode"), "E07": _contract, "E08": _checks, "E09": _nothing,
    "E10": _sub_rule, "E11": _sub_entrustees, "E12": _terms("foreign_routes", "foreign_route"), "E13": _end,
}  # fmt: skip

PROVIDED: Mapping[str, Fill] = {"T01": _recipient, "T02": _countries, "T03": _what, "T04": _ground}


def _foreign(case: Case) -> Bundle:
    return case.flows.overseas


def _ids(flows: Iterable[Flow], draft: Draft) -> str:
    return draft.voice.rows(flows) or draft.say("no_such_rows")


def _where(case: Case, draft: Draft) -> str:
    flows = _foreign(case)
    named = draft.voice.countries(code for code in flows.countries if code not in {HOME, ABROAD})
    return "\n".join(part for part in (named, _ids(flows, draft)) if part)


def _route(*routes: str) -> Callable[[Case, Draft], str]:
    """Show the flows whose chain ends in some routes."""
    return lambda case, draft: _ids([f for f in case.flows if case.routes.get(f.id) in routes], draft)


def _claimed(claim: str) -> Callable[[Case, Draft], str]:
    """Show the clauses of the present notice that say so."""

    def shown(case: Case, draft: Draft) -> str:
        clauses = case.claims.get(claim, ())
        return (
            draft.say("clauses_named", clauses=draft.voice.join(clauses))
            if clauses
            else draft.say("no_clause")
        )

    return shown


SHOWN: Mapping[str, Callable[[Case, Draft], str]] = {
    "A1": _where, "A3": _route("designated"), "A4": _route("exception"), "A5": _route("equivalent_system"),
    "A9": _route("consent_informed", "consent_claimed"), "A10": _claimed("country_named"),
    "A11": _claimed("regime_information"), "A12": _claimed("recipient_measures_information"),
    "B1": _where, "B4": _claimed("foreign_regime_understood"),
}  # fmt: skip
