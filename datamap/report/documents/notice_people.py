"""The notice on people: what is collected, what for, what needs care, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterable

from datamap.model import Flow, Kind
from datamap.report.blocks import Block, Cell, bullets, cell, column, pairs, table, words
from datamap.report.context.bundle import Bundle
from datamap.report.documents.case import Case
from datamap.report.documents.draft import Draft, noted

CARE = {
    flag: (flag,)
    for flag in ("sensitive", "may_be_sensitive", "eu_sensitive", "id_code", "property_damage", "my_number")
}
"""What needs care in Japan: word of the document -> flags of items."""

UNION = {"eu_sensitive": ("eu_sensitive", "sensitive")}
"""The same for operators whom only the GDPR binds."""

ASKED = frozenset({"sensitive", "may_be_sensitive", "eu_sensitive"})
ERASED = "erase_after_period"
USE = frozenset({Kind.COLLECTION, Kind.INTERNAL_USE, Kind.DERIVATION})


def left_out(case: Case) -> Bundle:
    """Return the flows about people who work here, and theirs, only: their notice is another one."""
    theirs = set(case.for_others.ids)
    return case.flows.of(lambda flow: flow.id not in theirs and _workers_only(flow, case))


def outside(case: Case) -> Bundle:
    """Return the flows that a notice to customers and other outsiders is about.

    Work that others entrust to us is told of in their notices, not in ours.
    """
    theirs = set(case.for_others.ids)
    return case.flows.of(lambda flow: flow.id not in theirs and not _workers_only(flow, case))


def _workers_only(flow: Flow, case: Case) -> bool:
    return bool(flow.subjects.named) and set(flow.subjects.named) <= case.workforce


def collected(draft: Draft) -> None:
    """Say what is collected from whom, how, and what must be given (APPI 20, 21(2); GDPR 13(2)(e))."""
    flows = outside(draft.case).of(lambda flow: flow.kind == Kind.COLLECTION)
    heads = [(("subjects"), 1.5), ("items", 3.4), ("how", 1.6), ("duty", 1.6)]
    rows: list[list[Cell | str]] = []
    for who, part in by_subjects(flows, draft).items():
        rows.append([who, items_cell(part, draft, who), _how(part, draft, who), _duty(part, draft, who)])
    blocks: list[Block] = [words(draft.say("collected_about"))]
    blocks.append(
        _table(draft, "collected", heads, rows) if rows else words(draft.ask("collection_unrecorded"))
    )
    blocks.append(bullets([*_people_elsewhere(flows, draft), *_collection_notes(draft)]))
    draft.add("collected", blocks, sources=["appi_20", "appi_21", "appi_17", "gdpr_13_1_a"], flows=flows)


def _people_elsewhere(collected_: Bundle, draft: Draft) -> list[str]:
    """Ask where the data of people come from who occur in other flows only: else they would be left out.

    Those who are a sort of people collected from (prospects, where customers are) are asked about
    apart: they may be meant, or not.
    """
    known = set(collected_.subjects)
    apart = set(left_out(draft.case).of(lambda flow: flow.kind == Kind.COLLECTION).subjects)
    is_a = draft.voice.workbook.vocabulary.is_a
    found: dict[str, dict[str, list[Flow]]] = {"people_elsewhere": {}, "people_within": {}}
    for flow in outside(draft.case).of(lambda flow: flow.kind not in _ELSEWHERE):
        for key in flow.subjects.named:
            if key in apart or any(is_a("subjects", one, key) for one in known):
                continue
            within = any(is_a("subjects", key, one) for one in known)
            ask = "people_within" if within else "people_elsewhere"
            found[ask].setdefault(key, []).append(flow)
    return [
        draft.ask(
            ask, (f for held in people.values() for f in held), about=draft.voice.labels("subjects", people)
        )
        for ask, people in found.items()
        if known and people
    ]


_ELSEWHERE = frozenset({Kind.COLLECTION, Kind.EXTERNAL_TRANSMISSION})
"""Kinds by which data come to us, or leave a device without passing us."""


def _collection_notes(draft: Draft) -> list[str]:
    notes = []
    case, claims = draft.case, draft.case.claims
    if "refusal_consequence" in claims:
        notes.append(draft.ask("refusal_consequence", claims=["refusal_consequence"]))
    people = set(case.flows.subjects)
    if case.flagged(people, "minor", of="subjects") or not case.flagged(people, "worker", of="subjects"):
        notes.append(draft.ask("minors", claims=["minors_addressed"]))
    if case.facts.truth("indirect_people_likely").yes.any():
        notes.append(draft.ask("companions", claims=["companions_addressed", "collection_source_stated"]))
    return notes


def by_subjects(flows: Bundle, draft: Draft) -> dict[str, Bundle]:
    """Return the flows about each group of people, by its name; a flow about several is under each."""
    found: dict[str, list[Flow]] = {}
    for flow in flows:
        named = [draft.voice.label("subjects", key) for key in flow.subjects.named]
        for who in named or [draft.ask("subjects", [flow], about=flow.id)]:
            found.setdefault(who, []).append(flow)
    return {who: Bundle(flows.inventory, tuple(held)) for who, held in found.items()}


def items_cell(part: Bundle, draft: Draft, who: str) -> Cell:
    """Return the items of some flows, with the questions that an open or unspecified list asks."""
    listed = draft.voice.labels("items", part.items)
    if part.all_items.everything:
        listed = draft.voice.join([listed, draft.voice.say("all_items")])
    asks = []
    if part.items_open:
        asks.append(draft.ask("items_open", [f for f in part if f.items.open], about=who))
    if part.items_unspecified:
        asks.append(draft.ask("items_unspecified", [f for f in part if f.items.unspecified], about=who))
    return noted(listed, "\n".join(asks)) if listed else cell("\n".join(asks), tone="ask")


def _how(part: Bundle, draft: Draft, who: str) -> Cell:
    modes = draft.voice.labels("modes", part.keys("mode"))
    people = set(part.subjects)
    others = [key for key in part.texts("source") if key not in people]
    told = [modes]
    if others and not people:
        # Whose data these are is not recorded, so nobody can say that others handed them over.
        told.append(draft.say("handed_by", who=draft.voice.join(map(draft.voice.place, others))))
    elif others:
        told.append(draft.say("from_others", who=draft.voice.join(map(draft.voice.place, others))))
    missing = [flow for flow in part if not flow.mode]
    mark = ""
    if missing and not modes:
        mark = draft.ask("collection_means", missing, about=who, claims=["collection_method_stated"])
    return noted("\n".join(line for line in told if line), mark)


def _duty(part: Bundle, draft: Draft, who: str) -> Cell:
    given = part.texts("provision")
    if not given:
        return draft.blank("mandatory_items", part, about=who, claims=["mandatory_items_marked"])
    if "mixed" in given or len(given) > 1:
        mark = draft.ask("mandatory_which", part, about=who, claims=["mandatory_items_marked"])
        return noted(draft.say("mixed"), mark)
    return cell(draft.say(given[0]))


def purposes(draft: Draft) -> None:
    """Say what for, group by group (APPI 17, 18, 21, 32(1)(ii))."""
    flows = outside(draft.case)
    own = flows.of(lambda flow: flow.kind in USE)
    blocks: list[Block] = [words(draft.say("purposes_about"))]
    rows: list[tuple[str, Cell | str]] = []
    for who, part in by_subjects(own, draft).items():
        named = [draft.line(draft.recorded(draft.voice.label("purposes", key))) for key in part.purposes]
        rows.append((who, draft.or_ask("\n".join(named), "purpose_missing", part, about=who)))
    blocks.append(pairs(rows) if rows else words(draft.ask("purposes_unrecorded")))
    notes = [
        *_purposes_alike(own, draft),
        *_purposes_elsewhere(own, flows, draft),
        *_purpose_questions(flows, draft),
    ]
    if notes:
        blocks.append(bullets(notes))
    draft.add("purposes", blocks, sources=["appi_17", "appi_21", "appi_32_1_ii", "gdpr_13_1_c"], flows=own)


def _purposes_alike(own: Bundle, draft: Draft) -> list[str]:
    """Ask whether a purpose in own words and one of the list are the same: it would be told twice."""
    words_, asked = draft.voice.workbook.vocabulary, []
    for key in own.purposes:
        near = None if words_.get("purposes", key) else words_.nearest("purposes", key)
        if near in own.purposes:
            about = draft.say("two_words", one=key, other=draft.voice.label("purposes", near))
            using = [flow for flow in own if {key, near} & set(flow.purposes)]
            asked.append(draft.ask("purposes_alike", using, about=about))
    return asked


def _purposes_elsewhere(own: Bundle, flows: Bundle, draft: Draft) -> list[str]:
    """Ask about purposes that only rows of handing over record: nothing recorded may be lost (APPI 18)."""
    words_ = draft.voice.workbook.vocabulary
    stated = own.purposes
    rest = flows.of(lambda flow: flow.kind not in _TOLD_APART)
    keys = [
        key
        for key in rest.purposes
        if not any(words_.is_a("purposes", key, one) or words_.is_a("purposes", one, key) for one in stated)
        and not draft.case.flagged([key], "provision", of="purposes")
    ]
    if not stated or not keys:
        return []
    using = [flow for flow in rest if set(keys) & set(flow.purposes)]
    return [draft.ask("purposes_elsewhere", using, about=draft.voice.labels("purposes", keys))]


_TOLD_APART = frozenset({Kind.AUTHORITY, Kind.EXTERNAL_TRANSMISSION})
"""Kinds whose purposes stand in sections of their own."""


def _purpose_questions(flows: Bundle, draft: Draft) -> list[str]:
    case, notes = draft.case, []
    vague = case.flagged(flows.purposes, "vague", of="purposes")
    for key in vague:
        users = [flow for flow in flows if key in flow.purposes]
        notes.append(draft.ask("purpose_vague", users, about=draft.voice.label("purposes", key)))
    behaviour = case.flagged(flows.items, "behaviour")
    driven = [f for f in flows if case.flagged(f.purposes, "promotion", "development", of="purposes")]
    if behaviour and driven and not case.flagged(flows.purposes, "analysis", "profiling", of="purposes"):
        about = draft.voice.labels("items", behaviour)
        notes.append(draft.ask("analysis", driven, about=about, claims=["analysis_described"]))
    given = [flow for flow in flows if flow.kind == Kind.THIRD_PARTY]
    if given and draft.case.appi:
        notes.append(draft.ask("provision_as_purpose", given, claims=["provision_named_as_purpose"]))
    mailed = [flow for flow in flows if case.flagged(flow.purposes, "promotion", of="purposes")]
    if mailed:
        notes.append(draft.ask("marketing_refusal", mailed, claims=["marketing_opt_out"]))
    return notes


def with_care(draft: Draft) -> None:
    """Say which items need care and how they are handled (APPI 2(2), 2(3), 20(2))."""
    flows, case = outside(draft.case), draft.case
    rows: list[tuple[str, Cell | str]] = []
    asks: list[str] = []
    for flag, marks in (CARE if case.appi else UNION).items():
        items = [key for key in case.flagged(flows.items, *marks) if not _better(key, flag, case)]
        if not items:
            continue
        about = draft.voice.labels("items", items)
        rows.append((draft.say(f"flag.{flag}"), about))
        if flag in ASKED:
            using = [flow for flow in flows if set(items) & set(flow.items.named)]
            asks.append(draft.ask(flag, using, about=about, claims=["sensitive_items_handled"]))
    if case.appi and not asks:
        asks.append(draft.ask("sensitive_none", claims=["sensitive_items_handled"]))
    blocks: list[Block] = [pairs(rows)] if rows else []
    if asks:
        blocks.append(bullets(asks))
    if blocks:
        draft.add("with_care", blocks, sources=["appi_2_3", "appi_20_2", "gdpr_9"])


def _better(key: str, flag: str, case: Case) -> bool:
    """Tell whether an item is already listed under the graver word."""
    return flag == "may_be_sensitive" and bool(case.flagged([key], "sensitive"))


def kept(draft: Draft) -> None:
    """Say how long each matter is kept, with those who keep it for us too (APPI 22, 32; GDPR 13(2)(a))."""
    flows = outside(draft.case).of(lambda flow: flow.kind in USE or _kept_for_us(flow))
    rows: list[list[Cell | str]] = []
    for activity, part in flows.by(lambda flow: flow.activity).items():
        name = draft.voice.activity(activity)
        lines = dict.fromkeys(_period(flow, draft) for flow in part if flow.retention)
        told = noted("\n".join(lines), _period_open(part.of(lambda flow: flow.kind in USE), name, draft))
        rows.append([name if activity else "", draft.voice.labels("subjects", part.subjects), told])
    heads = [("matter", 1.6), ("subjects", 1.8), ("kept", 3.2)]
    blocks: list[Block] = [words(draft.say("kept_about")), _table(draft, "kept", heads, rows)]
    draft.add("kept", blocks, sources=["appi_22", "gdpr_13_2_a"], flows=flows)


def _kept_for_us(flow: Flow) -> bool:
    """Tell whether an entrustee or joint user keeps it, and how long; third parties tell of their own."""
    return flow.kind in {Kind.ENTRUSTMENT, Kind.JOINT_USE} and bool(flow.retention)


def _period_open(own: Bundle, name: str, draft: Draft) -> str:
    """Ask for a period where we use something and none is recorded, or not for all that is collected."""
    if not any(flow.retention for flow in own):
        return draft.ask("retention", own, about=name) if len(own) else ""
    rest = [flow for flow in own if not flow.retention and flow.kind == Kind.COLLECTION]
    return draft.ask("retention_rest", rest, about=name) if rest else ""


_NO_END = frozenset({"purpose_fulfilled", "law_unnamed_period", "indefinite"})
"""Retentions that are no event at which keeping ends, or say it themselves."""


def _period(flow: Flow, draft: Draft) -> str:
    said = draft.voice.retention(flow.retention)
    if flow.retention not in _NO_END and draft.voice.workbook.vocabulary.get(
        "retention_events", flow.retention
    ):
        said = draft.say("until", event=said if draft.lang == "ja" else said[:1].lower() + said[1:])
    items = draft.voice.listed("items", flow.items)
    if flow.retention == "law_unnamed_period":
        said = draft.ask("retention_law", [flow], about=items)
    reasons = [flow.retention_basis, draft.say("said.erased") if ERASED in flow.measures else ""]
    reason = draft.voice.join(reasons)
    told = said + (draft.say("reason", reason=reason) if reason else "")
    period = draft.say("period_of", items=items or draft.say("items_here"), period=told)
    return (
        draft.say("period_at", who=draft.voice.place(flow.recipient), period=period)
        if _kept_for_us(flow)
        else period
    )


def _table(
    draft: Draft, name: str, heads: Iterable[tuple[str, float]], rows: list[list[Cell | str]]
) -> Block:
    shown = [column(draft.say(f"head.{key}"), weight) for key, weight in heads]
    return table(draft.say(f"section.{name}"), shown, rows)
