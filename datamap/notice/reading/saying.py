"""What a passage claims: keys of `vocab/claims.csv`, from patterns and from what was found in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from datamap.model import ABROAD
from datamap.notice.reading.redact import ADDRESS, NAME
from datamap.notice.reading.tables import cues, lang_of, levelled
from datamap.vocabulary import Vocabulary

_DAMAGED = re.compile(r"[、,](?:ます|です|した)。|、、|。。|ますを|ものとし、ます|\.\s?,|,,")
_RIGHTS_ONLY_WORDS = """
identity_check procedure_on_request request_form_stated agent_accepted fee_stated
answer_time_stated prompt_answer electronic_disclosure_offered reasons_on_refusal
rights_limited_to_reasonable_range desk_of_application_only
"""
_RIGHTS_ONLY = frozenset(_RIGHTS_ONLY_WORDS.split())
_HANDING_ONLY_WORDS = """
provision_possible provision_certain stop_route_stated means_of_provision_stated minimum_needed
provision_exceptions_named request_only_basis_for_authorities publication_to_authorities
data_already_held
"""
_HANDING_ONLY = frozenset(_HANDING_ONLY_WORDS.split())
_HANDING = frozenset(
    {"joint_use", "entrustment", "third_party", "foreign", "authorities", "measures", "cookies"}
)
_DATED = re.compile(
    r"\d{1,2}\s?日[^。]{0,4}(?:制定|改定|改訂|施行|更新)|(?:制定|改定|改訂"
    r"|施行|更新)日?[ ::][^。]{0,6}\d{4}年"
    r"|(?:last )?(?:updated|revised|reviewed|effective)(?: on| date)?:? (?:\d"
    r"|[A-Z][a-z]+ \d)|review(?:ed)? date",
    re.IGNORECASE,
)
_JOINT = frozenset({"joint_use", "joint_users"})
_ONLY: dict[str, frozenset[str]] = {
    **dict.fromkeys(_HANDING_ONLY, _HANDING),
    "joint_use_fact": _JOINT,
    "joint_use_scope_linked": _JOINT,
    "inquiry_desk_stated": frozenset({"contact", "rights", ""}),
    "legal_basis_for_authorities": frozenset({"authorities", "third_party"}),
    "minimum_needed": _JOINT | {"third_party", "entrustment", "collection"},
}
"""Claims that count only under certain sections: the same words mean something else elsewhere."""

_RESPONSIBLE = re.compile(
    r"責任(?:を(?:有|持)(?:する|つ)|者)|管理責任|responsible (?:party|company|for)", re.IGNORECASE
)
_COMPLAINTS = re.compile(r"苦情|complaint", re.IGNORECASE)
_INQUIRIES = re.compile(r"問い?合わ?せ|相談|窓口|連絡先|contact|enquir|inquir", re.IGNORECASE)
_REACHED = re.compile(r"⟦(?:phone|email|address)⟧|室|係|窓口|事務局|センター|\bdesk\b|\boffice\b")
"""What says in a block of contact that there is somebody to turn to."""

_LABELLED = re.compile(r"住所|所在地|address", re.IGNORECASE)
_REPRESENTATIVE = re.compile(r"代表|理事長|representative", re.IGNORECASE)


def claims_of(text: str, section: str, *, rights: bool) -> list[str]:
    """Return the claims that patterns speak for, in the order of their file.

    Parameters
    ----------
    text : of a passage, contact details and names already taken out.
    section : under which it stands. rights : whether it names rights of the person.
    """
    about_rights = rights or section in {"rights", "contact"}
    found = []
    lang = lang_of(text)
    words = levelled(text, lang)
    for cue in cues("cues", lang):
        only = _ONLY.get(cue.key)
        if (cue.key in _RIGHTS_ONLY and not about_rights) or (only is not None and section not in only):
            continue
        if cue.pattern.search(words):
            found.append(cue.key)
    if "no_provision_without_consent" in found and "provision_certain" in found:
        found.remove("provision_certain")
    return found


def told_claims(
    text: str,
    section: str,
    *,
    named: bool,
    wording: Collection[str],
    countries: Collection[str],
    retention: Collection[str],
    measures: Collection[str],
    subject_heading: bool,
) -> list[str]:
    """Return the claims that follow from what else was found in a passage."""
    joint = section in {"joint_use", "joint_users"}
    lengths = [one for one in retention if one not in {"law_unnamed_period", "purpose_fulfilled"}]
    told = {
        "joint_use_scope_named": joint and named,
        "open_class_without_boundary": joint and "open_class" in wording,
        "country_named": any(key != ABROAD for key in countries),
        "retention_stated": bool(lengths),
        "retention_law_unnamed": "law_unnamed_period" in retention,
        "measures_described": bool(measures) and section in {"measures", "entrustment"},
        "purposes_per_subject": subject_heading and section == "purposes",
        "vague_purpose": section in {"purposes", "cookies"}
        and bool({"vague_aim", "business_activity"} & set(wording)),
        "operator_name_stated": section == "contact" and named,
        "entrustees_listed": section == "entrustment" and named,
        "date_stated": bool(_DATED.search(text)),
        "wording_damaged": _DAMAGED.search(text) is not None,
    }
    return [
        *(key for key, holds in told.items() if holds),
        *(_responsible(text, named=named) if joint else ()),
    ]


def desk_claims(text: str, section: str, headings: Sequence[str]) -> list[str]:
    """Return which desks a block of contact states: its heading says what for, the block where."""
    if section != "contact" or not headings or not _REACHED.search(text):
        return []
    desks = {"inquiry_desk_stated": _INQUIRIES, "complaint_desk_stated": _COMPLAINTS}
    return [claim for claim, pattern in desks.items() if pattern.search(headings[-1])]


def _responsible(text: str, *, named: bool) -> list[str]:
    """Return which of name, address and representative of the responsible party a passage states."""
    at = _RESPONSIBLE.search(text)
    if not at:
        return []
    rest = text[at.start() : at.start() + 400]
    found = (
        ["responsible_party_name"] if named or re.search(r"[::は]\s?(?:当|弊)?(?:社|院|会|校)", rest) else []
    )
    if ADDRESS in rest or (_LABELLED.search(rest) and re.search(r"(?:住所|所在地)\s?[::]", rest)):
        found.append("responsible_party_address")
    if _REPRESENTATIVE.search(rest) and (
        NAME in rest or re.search(r"代表(?:者|取締役)[^。\n]{0,8}[::]", rest)
    ):
        found.append("responsible_party_representative")
    return found


def in_order(vocabulary: Vocabulary, claims: Collection[str]) -> tuple[str, ...]:
    """Return claims in the order of their list, each once."""
    return tuple(term.key for term in vocabulary.terms("claims") if term.key in claims)
