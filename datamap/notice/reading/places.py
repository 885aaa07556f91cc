"""Under what a passage stands: its section, the people its headings name, the kind of flow it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from datamap.model import Kind
from datamap.notice.reading.outline import Heading, Passage
from datamap.notice.reading.tables import cues, lang_of, levelled

_WEAK = frozenset({"", "general", "measures", "contact", "changes", "gdpr"})
"""Sections under which notices put other matters too; what a passage says goes before its heading."""


_KINDS = {
    "joint_use": Kind.JOINT_USE,
    "joint_users": Kind.JOINT_USE,
    "entrustment": Kind.ENTRUSTMENT,
    "third_party": Kind.THIRD_PARTY,
    "foreign": Kind.THIRD_PARTY,
    "authorities": Kind.AUTHORITY,
    "cookies": Kind.EXTERNAL_TRANSMISSION,
    "collection": Kind.COLLECTION,
    "purposes": Kind.INTERNAL_USE,
}
_NO_JOINT_USE = re.compile(
    r"共同(?:して)?利用[^。]{0,16}(?:ません|ない|なし)|not (?:jointly|share)", re.IGNORECASE
)
_HANDS = re.compile(
    r"共同(?:して)?利用|委託|(?:提供|開示|通知|移転|送信|配布)(?!を受け)|\b(?:shar"
    r"|disclos|transfer|provid|pass|send|sent|recipient|processor|process(?:es"
    r"|ed)? |access)",
    re.IGNORECASE,
)


_ON_CONSENT = re.compile(
    r"同意(?:を得て|をいただ(?:いて|き、)|を頂いて|の?うえ|の上)[^。]{0,60}(?:提供|送付|開示)(?:し|いたし|致し)ます"
)
"""What says, beside what is not done without consent, that something is provided on it."""


def heading_section(heading: Heading) -> str:
    """Return the section that a heading names; "" if it names none.

    Examples
    --------
    >>> (
    ...     heading_section(Heading(1, "", "個人情報の第三者提供")),
    ...     heading_section(Heading(1, "", "How long we keep it")),
    ... )
    ('third_party', 'retention')
    """
    return _named_section(heading.words)


@lru_cache(maxsize=1024)
def _named_section(words: str) -> str:
    low = levelled(words, "en")
    found = (cue.key for cue in cues("sections", lang_of(words)) if cue.pattern.search(low))
    return next(found, "")


def section_of(passage: Passage) -> str:
    """Return the section of a passage: that of its nearest telling heading, or what it speaks of itself."""
    named = next((key for h in reversed(passage.headings) if (key := heading_section(h))), "")
    if named not in _WEAK:
        return named
    text = passage.text[:_LOOKED_AT]
    if _DATE_LINE.match(text):
        return "changes"
    lang = lang_of(text)
    low = levelled(text, lang)
    spoken = next((cue.key for cue in cues("content", lang) if cue.pattern.search(low)), "")
    if named == "contact" and (spoken != "rights" or "⟦" in text):
        return named
    if not spoken and not named and re.search("⟦(?:phone|email|name)⟧", text):
        return "contact"
    if not spoken and not named and _PREAMBLE.search(text):
        return "general"
    return spoken if spoken and named != "changes" else named


_PREAMBLE = re.compile(
    r"個人情報(?:の|を)?(?:保護|取り?扱)|(?:情報|プライバシー)(?:を|の)?(?:厳重に"
    r"|大切に)?(?:保護|守)|以下「?(?:当社|弊社|当院|当会)|privacy|personal (?:data"
    r"|information)",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"(?:制定|改定|改訂|最終更新|施行|公表)?日?[ ::]*(?:20\d\d|令和|平成)[^。]{0,40}(?:制定"
    r"|改定|改訂|施行|更新|日)(?:$|\n)"
    r"|(?:last )?(?:updated|revised|effective|reviewed|review date)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_LOOKED_AT = 4000


def kind_of(section: str, claims: Sequence[str], text: str) -> str:
    """Return the kind of flow that a passage states; "" where it only says what is not done."""
    kind = _KINDS.get(section, "")
    if not kind:
        return ""
    handing = kind not in {Kind.COLLECTION, Kind.INTERNAL_USE, Kind.EXTERNAL_TRANSMISSION}
    denied = "no_provision_without_consent" in claims and "provision_possible" not in claims
    denied = denied and not _ON_CONSENT.search(text)
    joint = kind is Kind.JOINT_USE and not _NO_JOINT_USE.search(text)
    if handing and (denied or not (joint or _HANDS.search(text))):
        return ""
    return str(kind)
