"""The notice for people whom the GDPR protects: what its Articles 13 and 14 ask for beside the rest."""

from __future__ import annotations

from functools import partial

from datamap.model import Flow, Kind
from datamap.report.blocks import SECTION, Block, Cell, column, pairs, table, words
from datamap.report.context.bundle import Bundle
from datamap.report.documents.draft import Draft, noted
from datamap.report.documents.notice_people import USE, outside

RIGHTS = (
    "access",
    "rectification",
    "erasure",
    "restriction",
    "portability",
    "objection",
    "withdraw_consent",
    "complaint_to_supervisor",
)
"""Rights that a notice names (GDPR 13(2)(b) to (d))."""

INTERESTS, CONSENT = "art6_1_f", "art6_1_a"


def gdpr(draft: Draft) -> None:
    """Add the part on the GDPR: whole where it applies, one question where that is open."""
    if draft.case.gdpr is False:
        return
    if draft.case.gdpr is None:
        asked = draft.ask("gdpr_applies", claims=["gdpr_statement"])
        draft.add("gdpr", [words(asked)], sources=["gdpr_3"])
        return
    flows = draft.case.under_gdpr(outside(draft.case))
    title = "" if draft.case.appi else draft.say("section.gdpr_alone")
    about = [words(draft.say("gdpr_about")), pairs(_who(draft))]
    draft.add("gdpr", about, title=title, sources=["gdpr_13_1_a", "gdpr_13_1_b"])
    _grounds(draft, flows)
    _transfers(draft, flows)
    _sources(draft, flows)
    _rights(draft, flows)


def _who(draft: Draft) -> list[tuple[str, Cell | str]]:
    own, said = draft.case.workbook.organisation, draft.voice.either
    rows: list[tuple[str, Cell | str]] = [(draft.say("row.dpo"), draft.or_ask(said(own.dpo), "dpo"))]
    within = draft.case.union & set(own.countries)
    if draft.case.answers.get("eu_establishment") != "yes" and not within:
        rows.append(
            (
                draft.say("row.eu_representative"),
                draft.or_ask(said(own.eu_representative), "eu_representative"),
            )
        )
    return rows


def _grounds(draft: Draft, flows: Bundle) -> None:
    """Say on which ground of Article 6 or 9 each purpose rests (GDPR 13(1)(c), (d))."""
    rows: list[list[Cell | str]] = []
    own = flows.of(lambda flow: flow.kind in USE or bool(flow.gdpr_basis))
    for purpose in own.purposes or ("",):
        part = own.of(partial(_serves, purpose))
        if not len(part):
            continue
        name = draft.voice.label("purposes", purpose) or draft.ask("purpose_missing", part, about="GDPR")
        grounds = draft.voice.labels("gdpr_bases", part.keys("gdpr_basis"))
        missing = [flow for flow in part if not flow.gdpr_basis]
        said = draft.or_ask(grounds, "gdpr_ground", part, about=name)
        if grounds and missing:
            said = noted(grounds, draft.ask("gdpr_ground", missing, about=name))
        rows.append([name, said, _interest(part, name, draft)])
    heads = [
        column(draft.say(f"head.{key}"), weight)
        for key, weight in (("purposes", 2), ("gdpr_ground", 2.4), ("interest", 2.4))
    ]
    shown = table(draft.say("section.gdpr_grounds"), heads, rows)
    draft.add("gdpr_grounds", [shown], level=SECTION, sources=["gdpr_13_1_c", "gdpr_13_1_d"], flows=own)


def _serves(purpose: str, flow: Flow) -> bool:
    """Tell whether a flow serves a purpose; the blank purpose is that of flows that record none."""
    return purpose in flow.purposes if purpose else not flow.purposes


def _interest(part: Bundle, name: str, draft: Draft) -> Cell | str:
    resting = [flow for flow in part if INTERESTS in flow.gdpr_basis]
    return draft.blank("interest", resting, about=name) if resting else ""


def _transfers(draft: Draft, flows: Bundle) -> None:
    """Say what goes to third countries and by which tool (GDPR 13(1)(f))."""
    inside = draft.case.no_transfer
    going = flows.outward.of(lambda flow: any(code not in inside for code in flows.countries_of(flow)))
    if not len(going):
        return
    rows: list[list[Cell | str]] = [
        [
            draft.voice.place(flow.recipient),
            draft.voice.countries(flows.countries_of(flow)),
            _tool(flow, draft),
        ]
        for flow in going
    ]
    heads = [
        column(draft.say(f"head.{key}"), weight)
        for key, weight in (("recipient", 2), ("country", 1.4), ("tool", 2.6))
    ]
    shown = table(draft.say("section.gdpr_transfers"), heads, rows)
    draft.add("gdpr_transfers", [shown], level=SECTION, sources=["gdpr_13_1_f"], flows=going)


def _tool(flow: Flow, draft: Draft) -> Cell:
    who = draft.voice.place(flow.recipient)
    if flow.gdpr_tool in {"", "none"}:
        return draft.blank("transfer_tool", [flow], about=who, claims=["transfer_tool_stated"])
    return noted(draft.voice.label("gdpr_tools", flow.gdpr_tool), draft.ask("tool_copy", [flow], about=who))


def _sources(draft: Draft, flows: Bundle) -> None:
    """Say where data come from that people did not give themselves (GDPR 14(2)(f))."""
    others = flows.of(lambda flow: flow.kind == Kind.COLLECTION and flow.source not in flow.subjects.named)
    if not len(others):
        return
    rows = [
        (draft.voice.listed("subjects", flow.subjects), draft.voice.place(flow.source)) for flow in others
    ]
    shown: list[Block] = [pairs(list(dict.fromkeys(rows))), words(draft.ask("indirect_notice", others))]
    draft.add("gdpr_sources", shown, level=SECTION, sources=["gdpr_14"], flows=others)


def _rights(draft: Draft, flows: Bundle) -> None:
    """Name the rights, and the rest of 13(2): withdrawal, authority, duty to give, automated decisions."""
    on_consent = any(CONSENT in flow.gdpr_basis for flow in flows)
    named = [key for key in RIGHTS if key != "withdraw_consent" or on_consent]
    rows: list[tuple[str, Cell | str]] = [
        (
            draft.say("row.rights"),
            draft.lines(draft.voice.label("rights", key) for key in named),
        ),
        (draft.say("row.authority"), draft.blank("authority", claims=["complaint_to_authority"])),
        (draft.say("row.automated"), draft.blank("automated", claims=["automated_decisions_stated"])),
    ]
    if on_consent:
        rows.append(
            (draft.say("row.withdrawal"), draft.blank("withdrawal", claims=["withdrawal_of_consent"]))
        )
    draft.add(
        "gdpr_rights", [pairs(rows)], level=SECTION, sources=["gdpr_13_2_b", "gdpr_13_2_d", "gdpr_13_2_f"]
    )
