"""A whole privacy notice, drafted from the flows and the records.

What is recorded stands as a sentence; what the law expects and nobody recorded stands as a
marked question. Nothing is invented, and nothing the present notice claims is taken for done.
"""

from __future__ import annotations

from datamap.model import EMPTY, Lang
from datamap.report.blocks import pairs, words
from datamap.report.documents import notice_gdpr, notice_people, notice_recipients, notice_requests
from datamap.report.documents.case import Case
from datamap.report.documents.draft import Draft, Drafted

NAME = "privacy-notice"


def privacy_notice(case: Case, lang: Lang) -> Drafted:
    """Draft the notice a person would read (APPI 18, 21, 27, 28, 32; GDPR 13 and 14 where it applies)."""
    draft = Draft(case, NAME, lang)
    _operator(draft)
    notice_people.collected(draft)
    notice_people.purposes(draft)
    notice_people.with_care(draft)
    notice_recipients.third_parties(draft)
    notice_recipients.abroad(draft)
    notice_recipients.joint_use(draft)
    notice_recipients.entrusted(draft)
    notice_recipients.undetermined(draft)
    notice_recipients.authorities(draft)
    notice_people.kept(draft)
    notice_requests.measures(draft)
    notice_recipients.transmitted(draft)
    notice_requests.requests(draft)
    notice_requests.desks(draft)
    notice_gdpr.gdpr(draft)
    _changes(draft)
    return draft.finish(subtitle=_subtitle(draft))


def _subtitle(draft: Draft) -> str:
    """Say what the notice is not about: people who work here, and work done for others."""
    apart = {
        "notice_workers_apart": notice_people.left_out(draft.case),
        "notice_work_apart": draft.case.for_others,
    }
    return " ".join(draft.say(key, count=len(flows)) for key, flows in apart.items() if len(flows))


def _operator(draft: Draft) -> None:
    """Say who the operator is (APPI 32(1)(i); GDPR 13(1)(a))."""
    own = draft.case.workbook.organisation
    name, said = draft.voice.either(own.name), draft.voice.either
    rows = [
        (draft.say("row.name"), draft.or_ask(name, "operator_name")),
        (draft.say("row.address"), draft.or_ask(draft.recorded(said(own.address)), "operator_address")),
    ]
    representative = draft.recorded(said(own.representative))
    if representative or draft.case.appi:
        rows.append(
            (draft.say("row.representative"), draft.or_ask(representative, "operator_representative"))
        )
    if draft.case.appi:
        managers = (p.manager for p in own.parties if p.manager.ja and p.type == "department")
        officer = said(own.officer) or said(next(managers, EMPTY))
        rows.append((draft.say("row.officer"), draft.or_ask(draft.recorded(officer), "officer_role")))
    opening = draft.say("notice_opening", operator=name) if name else draft.say("notice_opening_unnamed")
    blocks = [words(opening), pairs(rows)]
    draft.add("operator", blocks, sources=["appi_32_1_i"] if draft.case.appi else ["gdpr_13_1_a"])


def _changes(draft: Draft) -> None:
    """Say which version this is and how changes are made known."""
    record = draft.case.workbook.notice
    present = " ".join(part for part in (record.version, str(record.date or "")) if part)
    rows = [
        (draft.say("row.in_force"), draft.blank("notice_date")),
        (draft.say("row.version"), draft.blank("notice_version")),
        (draft.say("row.changes"), draft.blank("notice_changes", claims=["changes_announced"])),
    ]
    about = draft.say("present_version", version=present) if present else ""
    draft.add("changes", [words(about), pairs(rows)] if about else [pairs(rows)], sources=["ours_date"])
