"""The list of entrustees: work, items, contract, checks, what they pass on (APPI 25, GL 3-4-4)."""

from __future__ import annotations

from datamap.model import Contract, Kind, Lang
from datamap.report.blocks import Cell, bullets, cell, words
from datamap.report.context.bundle import Bundle
from datamap.report.documents.case import Case
from datamap.report.documents.draft import Draft, Drafted, noted

NAME = "entrustees"
HEADS = (
    ("entrustee", 1.7), ("role", 0.9), ("work", 1.6), ("items", 2.2), ("country", 1.0), ("signed", 1.2),
    ("clauses_held", 1.7), ("clauses_missing", 1.9), ("selected", 1.2), ("checked", 1.3),
    ("sub_entrustment", 1.3), ("passed_on", 1.6), ("measures", 1.4), ("persons", 0.9), ("rows", 1.2),
)  # fmt: skip
ON_PAPER = 12
NEEDED = (
    "purpose_limit", "confidentiality", "security_measures", "sub_entrustment_rule", "breach_report",
    "return_or_erasure", "audit_right", "staff_supervision",
)  # fmt: skip
"""Terms an entrustment contract is looked through for (GL 3-4-4); which one needs, a person decides."""


def entrustees(case: Case, lang: Lang) -> Drafted:
    """Draft the list of entrustees and sub-entrustees with the checks that supervision consists of."""
    draft = Draft(case, NAME, lang)
    given = set(case.work_given_us.ids)
    flows = case.kind(Kind.ENTRUSTMENT).of(lambda flow: flow.id not in given)
    if not len(flows):
        return draft.finish(nothing=draft.say("nothing.entrustees"))
    notes = [draft.ask("entrustees_complete", flows), draft.ask("entrusted_needed", flows)]
    draft.add("entrustees_ask", [bullets(notes)], sources=["appi_25", "appi_27_5_i", "gdpr_28"])
    grid = draft.grid("entrustees", HEADS, note=draft.say("clauses_note"))
    parts = flows.by(lambda flow: flow.recipient)
    grid.rows += [_line(key, part, draft) for key, part in parts.items()]
    blocks = [words(draft.say("entrustees_about")), grid.block(most=ON_PAPER)]
    draft.add("entrustees", blocks, sources=["appi_25", "gl_3_4_4", "gdpr_28"], flows=flows, wide=True)
    return draft.finish()


def _line(key: str, part: Bundle, draft: Draft) -> list[Cell | str]:
    speech, who = draft.voice, draft.voice.place(key)
    contracts = draft.case.contracts.get(key, ())
    countries = [code for code in part.countries if code]
    flow = part.flows[0]
    class_ask = draft.ask("entrustee_named", part, about=who) if draft.case.open_ended(key) else ""
    persons = speech.join(dict.fromkeys(speech.persons(one.persons) for one in part))
    return [
        noted(who, class_ask),
        speech.or_blank(speech.label("roles", part.role_of(flow))),
        draft.or_ask(speech.labels("purposes", part.purposes), "entrusted_work", part, about=who),
        _items(part, draft, who),
        draft.or_ask(speech.countries(countries), "recipient_country", part, about=who),
        _signed(contracts, part, who, draft),
        *_clauses(contracts, part, who, draft),
        draft.or_ask(speech.join(c.selected for c in contracts), "entrustee_selected", part, about=who),
        _checked(contracts, part, who, draft),
        _sub(contracts, part, who, draft),
        speech.join(map(speech.place, draft.case.onward(key))),
        speech.or_blank(speech.labels("measures", part.keys("measures"))),
        persons,
        speech.rows(part),
    ]


def _items(part: Bundle, draft: Draft, who: str) -> Cell:
    listed = draft.voice.labels("items", part.items)
    if part.items_unspecified or not (listed or part.all_items.everything):
        return noted(
            listed, draft.ask("items_unspecified", [f for f in part if f.items.unspecified], about=who)
        )
    named = draft.voice.listed("items", part.all_items)
    return noted(named, draft.ask("items_open", part, about=who) if part.items_open else "")


def _signed(contracts: tuple[Contract, ...], part: Bundle, who: str, draft: Draft) -> Cell:
    if not contracts:
        return draft.blank("contract", part, about=who, claims=["nda"])
    said = [
        draft.say(
            "signed_until",
            signed=one.signed or draft.voice.say("not_recorded"),
            ends=one.ends or draft.say("no_end"),
        )
        for one in contracts
    ]
    over = [one.ends for one in contracts if one.ends and one.ends < draft.case.as_of.isoformat()]
    return noted("\n".join(said), draft.ask("contract_ended", part, about=who) if over else "")


def _clauses(contracts: tuple[Contract, ...], part: Bundle, who: str, draft: Draft) -> tuple[Cell, Cell]:
    """Return the terms recorded, and those of the list that are not."""
    held = list(dict.fromkeys(clause for one in contracts for clause in one.clauses))
    speech = draft.voice
    missing = [key for key in NEEDED if key not in held]
    named = cell(speech.labels("contract_clauses", held)) if held else speech.blank
    if not missing:
        return named, cell(draft.say("none_missing"))
    about = draft.ask("contract_terms", part, about=who)
    return named, noted(speech.labels("contract_clauses", missing), about)


def _checked(contracts: tuple[Contract, ...], part: Bundle, who: str, draft: Draft) -> Cell:
    days = [one.checked for one in contracts if one.checked]
    if not days:
        return draft.blank("entrustee_checked", part, about=who)
    fresh = draft.case.facts.world.contract_fresh(contracts)
    late = draft.ask("entrustee_check_due", part, about=who) if fresh is False else ""
    return noted(draft.voice.join(days), late)


def _sub(contracts: tuple[Contract, ...], part: Bundle, who: str, draft: Draft) -> Cell:
    said = draft.voice.labels("sub_entrustments", (one.sub_entrustment for one in contracts))
    return draft.or_ask(said, "sub_entrustment_rule", part, about=who)
