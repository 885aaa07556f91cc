"""Records of provision and of receipt: one line a flow, exceptions noted (APPI 29, 30; Rules 19 to 25)."""

from __future__ import annotations

from datamap.model import Flow, Kind, Lang
from datamap.report.blocks import Cell, bullets, words
from datamap.report.context.bundle import HOME, Bundle
from datamap.report.documents.case import WITHIN, Case
from datamap.report.documents.draft import Draft, Drafted, Grid, noted

NAME = "provision-records"
GIVEN = (
    ("flow", 0.8), ("recipient", 1.6), ("recipient_address", 1.3), ("recipient_representative", 1.3),
    ("person", 1.4), ("items", 1.9), ("ground", 1.4), ("consent_fact", 1.4), ("country", 1.0),
    ("record_duty", 1.7), ("method", 1.5), ("keep", 1.3), ("day", 0.9), ("rows", 1.0),
)  # fmt: skip
RECEIVED = (
    ("flow", 0.8), ("provider", 1.6), ("provider_address", 1.4), ("provider_representative", 1.4),
    ("history", 1.8),    ("person", 1.5), ("items", 2.0), ("ground", 1.4), ("day", 0.9), ("rows", 1.0),
)  # fmt: skip
ON_PAPER = 10
EXCEPTION = "exception_27_1"


def provision_records(case: Case, lang: Lang) -> Drafted:
    """Draft the records as a form: what the flows already say stands in it, the rest is asked for."""
    draft = Draft(case, NAME, lang)
    if not case.appi:
        return draft.finish(nothing=draft.elsewhere())
    given, received = provided(case), obtained(case)
    if not len(given) and not len(received):
        return draft.finish(nothing=draft.say("nothing.provision_records"))
    notes = [draft.ask("record_method", given), draft.ask("record_substitute", given)]
    draft.add("method", [bullets(notes)], sources=["rule_19", "rule_21"])
    if len(given):
        grid = draft.grid("records-given", GIVEN)
        grid.rows += [_given(flow, given, draft) for flow in given]
        _section(draft, "given", grid, given, ["appi_29", "rule_19", "rule_20", "rule_21"])
    if len(received):
        grid = draft.grid("records-received", RECEIVED)
        grid.rows += [_received(flow, draft) for flow in received]
        _section(draft, "received", grid, received, ["appi_30", "rule_22"])
    return draft.finish()


def _section(draft: Draft, key: str, grid: Grid, flows: Bundle, sources: list[str]) -> None:
    blocks = [words(draft.say(f"records_{key}_about")), grid.block(most=ON_PAPER)]
    draft.add(key, blocks, sources=sources, flows=flows, wide=True)


def provided(case: Case) -> Bundle:
    """Return the flows to third parties, those of unsettled standing and those abroad within 27(5) too."""

    def given(flow: Flow) -> bool:
        if flow.kind in {Kind.THIRD_PARTY, Kind.AUTHORITY, Kind.UNDETERMINED}:
            return True
        abroad = any(code != HOME for code in case.flows.countries_of(flow))
        return flow.kind in WITHIN and abroad and flow.foreign_route == "consent_informed"

    return case.flows.of(given)


def obtained(case: Case) -> Bundle:
    """Return the flows by which somebody outside hands us data about others."""

    def received(flow: Flow) -> bool:
        return case.outside(flow.source) and case.inside(flow.recipient) and flow.source not in case.contracts

    return case.flows.of(received)


def _given(flow: Flow, flows: Bundle, draft: Draft) -> list[Cell | str]:
    speech, who = draft.voice, draft.voice.place(flow.recipient)
    excused = flow.basis.startswith(EXCEPTION)
    country = speech.countries(flows.countries_of(flow))
    nothing = draft.say("not_needed")
    return [
        flow.id,
        noted(
            who,
            draft.ask("recipient_named", [flow], about=who) if draft.case.open_ended(flow.recipient) else "",
        ),
        nothing if excused else draft.blank("recipient_address", [flow], about=who),
        nothing if excused else draft.blank("recipient_representative", [flow], about=who),
        speech.or_blank(speech.listed("subjects", flow.subjects)) if excused else _person(flow, draft),
        _items(flow, draft, who),
        _ground(flow, draft, who),
        _consent(flow, draft, who),
        draft.or_ask(country, "recipient_country", [flow], about=who),
        _duty(flow, draft),
        "",
        nothing if excused else draft.say("keep_rule"),
        "",
        speech.rows([flow]),
    ]


def _person(flow: Flow, draft: Draft) -> Cell:
    return noted(draft.say("person_named"), draft.voice.listed("subjects", flow.subjects))


def _items(flow: Flow, draft: Draft, who: str) -> Cell:
    listed = draft.voice.labels("items", flow.items.named)
    if flow.items.unspecified or not (listed or flow.items.everything):
        return noted(listed, draft.ask("items_unspecified", [flow], about=who))
    named = listed or draft.voice.listed("items", flow.items)
    return noted(named, draft.ask("items_open", [flow], about=who) if flow.items.open else "")


def _ground(flow: Flow, draft: Draft, who: str) -> Cell:
    if flow.kind == Kind.UNDETERMINED:
        return draft.blank("standing", [flow], about=who)
    said = draft.voice.label("bases", flow.basis) if flow.basis not in {"", "undetermined"} else ""
    ask = "authority_ground" if flow.kind == Kind.AUTHORITY else "provision_ground"
    return draft.or_ask(said, ask, [flow], about=who)


def _consent(flow: Flow, draft: Draft, who: str) -> Cell | str:
    if flow.basis != "consent":
        return ""
    return draft.blank("consent_fact", [flow], about=who)


def _duty(flow: Flow, draft: Draft) -> str:
    """Say whether a record is called for, and by what it would be excused (APPI 29(1) proviso)."""
    if flow.basis.startswith(EXCEPTION):
        return draft.say("duty_excused")
    if flow.kind == Kind.AUTHORITY:
        return draft.say("duty_authority")
    if flow.kind == Kind.UNDETERMINED:
        return draft.say("duty_open")
    if flow.basis in {"", "undetermined"}:
        return draft.say("duty_ground_open")
    return draft.say("duty_opt_out" if flow.basis == "opt_out" else "duty_record")


def _received(flow: Flow, draft: Draft) -> list[Cell | str]:
    speech, who = draft.voice, draft.voice.place(flow.source)
    return [
        flow.id,
        noted(
            who,
            draft.ask("recipient_named", [flow], about=who) if draft.case.open_ended(flow.source) else "",
        ),
        draft.blank("recipient_address", [flow], about=who),
        draft.blank("recipient_representative", [flow], about=who),
        draft.blank("history", [flow], about=who),
        _person(flow, draft),
        _items(flow, draft, who),
        speech.or_blank(speech.label("bases", flow.basis)),
        "",
        speech.rows([flow]),
    ]
