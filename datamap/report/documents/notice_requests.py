"""The notice on security, requests and desks (APPI 23, 32 to 40)."""

from __future__ import annotations

from datamap.model import Desk
from datamap.report.blocks import Block, Cell, bullets, cell, pairs, words
from datamap.report.context.bundle import HOME
from datamap.report.documents.draft import Draft, noted
from datamap.report.documents.notice_people import outside

HEADINGS = (
    "basic_policy",
    "rules_of_handling",
    "organisational",
    "human",
    "physical",
    "technical",
    "external_environment",
)
"""The seven headings of security control (GL 10-1 to 10-7)."""

REQUESTS = (
    "purpose_notice",
    "disclosure",
    "third_party_record_disclosure",
    "correction",
    "stop_use_erase",
    "stop_provision",
)
"""What a person may ask for under the APPI (32(2), 33 to 35)."""

KEPT_SAYINGS = (
    "identity_check",
    "prompt_answer",
    "reasons_on_refusal",
    "agent_accepted",
    "wider_stop_grounds",
)
"""Claims of the present notice whose whole content the claim itself says: they are carried over."""


def measures(draft: Draft) -> None:
    """Say what is done for security, heading by heading (APPI 23, 32(1), Order 10(i))."""
    words_ = draft.voice.workbook.vocabulary
    held: dict[str, list[str]] = {heading: [] for heading in HEADINGS}
    for measure in _recorded(draft):
        top = list(words_.ancestors("measures", measure))[-1]
        if top in held and measure != top:
            held[top].append(measure)
    countries = [code for code in outside(draft.case).countries if code != HOME]
    rows: list[tuple[str, Cell | str]] = []
    blank: list[str] = []
    for heading, named in held.items():
        about = draft.voice.label("measures", heading)
        if heading == "external_environment" and draft.case.appi:
            rows.append((about, _abroad(draft, named, countries)))
        elif named:
            rows.append((about, cell(draft.lines(draft.voice.label("measures", key) for key in named))))
        elif draft.case.appi:
            blank.append(about)
    if blank:
        asked = draft.blank("measures_heading", about=draft.voice.join(blank))
        rows.append((draft.say("row.measures_blank"), asked))
    if not rows:
        rows.append((draft.say("section.measures"), draft.blank("measures_none")))
    blocks: list[Block] = [words(draft.say("measures_about")), pairs(rows)]
    if draft.case.workbook.organisation.controls:
        blocks.append(bullets([draft.ask("measures_done")]))
    sources = ["appi_23", "appi_32_1_iv"] if draft.case.appi else ["gdpr_32"]
    draft.add(
        "measures", blocks, sources=sources, flows=outside(draft.case).of(lambda flow: bool(flow.measures))
    )


def _recorded(draft: Draft) -> list[str]:
    """Return the measures recorded by the organisation, by flows and by clauses, each once."""
    book = draft.case.workbook
    controls = [control.measure for control in book.organisation.controls]
    stated = [key for clause in book.notice.clauses for key in clause.measures]
    return list(dict.fromkeys([*controls, *stated, *outside(draft.case).keys("measures")]))


def _abroad(draft: Draft, named: list[str], countries: list[str]) -> Cell:
    lines = [draft.line(draft.voice.label("measures", key)) for key in named]
    if not countries:
        return cell("\n".join([*lines, draft.ask("handled_abroad")]))
    about = draft.voice.countries(dict.fromkeys(countries))
    asked = draft.ask("external_environment", about=about, claims=["foreign_regime_understood"])
    return cell("\n".join([*lines, asked]))


def requests(draft: Draft) -> None:
    """Say what people may ask for, where and how (APPI 32(1)(iii), 33 to 38)."""
    if not draft.case.appi:
        return
    book, speech = draft.case.workbook, draft.voice
    served = {right for desk in book.organisation.desks for right in desk.serves}
    served |= {right for clause in book.notice.clauses for right in clause.rights}
    named = [speech.label("rights", key) for key in REQUESTS if key in served]
    unserved = speech.labels("rights", (key for key in REQUESTS if key not in served))
    asked = draft.ask("request_kind", about=unserved) if unserved else ""
    rows: list[tuple[str, Cell | str]] = [
        (
            draft.say("row.requests"),
            noted(draft.lines(named), asked),
        ),
        (draft.say("row.request_desk"), _request_desk(draft)),
        (
            draft.say("row.form"),
            draft.blank("request_form", claims=["request_form_stated", "procedure_on_request"]),
        ),
        (draft.say("row.agent"), _kept(draft, "agent_accepted", "agent")),
        (draft.say("row.fee"), draft.blank("fee", claims=["fee_stated"])),
        (
            draft.say("row.electronic"),
            draft.blank("electronic_disclosure", claims=["electronic_disclosure_offered"]),
        ),
        (draft.say("row.answer_time"), draft.blank("answer_time", claims=["answer_time_stated"])),
        (draft.say("row.stop_grounds"), _kept(draft, "wider_stop_grounds", "wider_stop_grounds")),
    ]
    sayings = [
        key for key in ("identity_check", "prompt_answer", "reasons_on_refusal") if key in draft.case.claims
    ]
    blocks: list[Block] = [words(draft.say("requests_about")), pairs(rows)]
    if sayings:
        blocks.append(bullets([draft.say(f"said.{key}") for key in sayings]))
    draft.add("requests", blocks, sources=["appi_32_1_iii", "appi_33", "appi_37", "appi_38"])


def _kept(draft: Draft, claim: str, ask: str) -> Cell:
    """Carry over a saying of the present notice that holds its whole content; else ask."""
    return cell(draft.say(f"said.{claim}")) if claim in draft.case.claims else draft.blank(ask)


def _request_desk(draft: Draft) -> Cell:
    """Name the desks, and ask for one that every group of people can use (APPI 37)."""
    speech = draft.voice
    desks = [desk for desk in draft.case.workbook.organisation.desks if set(desk.serves) & set(REQUESTS)]
    lines = [_desk(desk, draft) for desk in desks]
    reached = {key for desk in desks for key in desk.subjects}
    everybody = any(not desk.subjects for desk in desks)
    people = [key for key in outside(draft.case).subjects if key not in reached]
    words_ = draft.voice.workbook.vocabulary
    people = [key for key in people if not any(words_.is_a("subjects", key, other) for other in reached)]
    asks = []
    if not desks:
        asks.append(draft.ask("request_desk"))
    elif people and not everybody:
        about = speech.labels("subjects", people)
        asks.append(draft.ask("desk_for_everybody", about=about, claims=["desk_of_application_only"]))
    return noted("\n".join(lines), "\n".join(asks)) if lines else cell("\n".join(asks), tone="ask")


def _desk(desk: Desk, draft: Draft) -> str:
    """Name a desk and how it is reached; a contact that is only "stated" is asked for."""
    name = draft.voice.either(desk.name)
    if desk.contact and desk.contact != "stated":
        return draft.say("desk_line", name=name, contact=draft.recorded(desk.contact))
    return draft.say("desk_line", name=name, contact=draft.ask("desk_contact", about=name))


def desks(draft: Draft) -> None:
    """Say where to ask and complain, and of which certified body one is a member (APPI 32(1)(iv), 40)."""
    own = draft.case.workbook.organisation
    asking = [desk for desk in own.desks if "inquiry" in desk.serves]
    complaining = [desk for desk in own.desks if "complaint" in desk.serves]
    inquiry = "\n".join(_desk(desk, draft) for desk in asking)
    complaint = "\n".join(_desk(desk, draft) for desk in complaining)
    rows: list[tuple[str, Cell | str]] = [
        (draft.say("row.inquiry_desk"), draft.or_ask(inquiry, "inquiry_desk")),
        (
            draft.say("row.complaint_desk"),
            cell(complaint) if complaint else draft.blank("complaint_desk", claims=["complaint_desk_stated"]),
        ),
    ]
    if draft.case.appi:
        body = draft.or_ask(draft.voice.either(own.certified_body), "certified_body")
        rows.append((draft.say("row.certified_body"), body))
    draft.add(
        "desks", [pairs(rows)], sources=["appi_32_1_iv", "appi_40"] if draft.case.appi else ["gdpr_13_1_b"]
    )
