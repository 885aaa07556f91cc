"""Under what a passage stands: its section, the people its headings name, the kind of flow it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from datamap.model import Kind
from datamap.notice.reading.outline import Heading, Passage
from datamap.notice.reading.tables import cues, lang_of

_WEAK = frozenset({"", "general", "measures", "contact", "changes", "gdpr"})
"""Sections under which notices put other matters too; what a passage says goes before its heading."""

_CONTENT = {
    "ja": (
        ("cookies", r"クッキー|[Cc]ookie|アクセス解析|外部送信"),
        ("joint_use", r"共同(?:して)?利用"),
        ("authorities", r"(?:警察|官公署|行政機関|公的機関|官公庁)[^。]{0,80}(?:協力|提供|開示|要請)"),
        ("entrustment", r"委託(?:する|し|いた|先|を)"),
        ("foreign", r"(?:外国|海外|国外)[^。]{0,30}(?:提供|移転|保管|委託)"),
        ("third_party", r"第三者(?:に|へ|提供)|(?:に|へ)(?:提供|配布|開示)(?:し|いた|する)"),
        ("rights", r"(?:開示|照会|訂正|修正|利用停止|削除)[^。]{0,30}(?:請求|希望|求め|申し?出)"),
        ("retention", r"(?:保存|保管|保有)期間"),
        ("collection", r"(?:取得|収集|お伺い|お預かり|ご?記入|ご?入力)[^。]{0,30}(?:情報|項目)(?!を?[^。]{0,6}保護)|情報[^。]{0,16}(?:取得|収集|お伺い)(?:し|する|いた)"),
        ("collection", r"個人情報のご?提供"),
        ("measures", r"安全管理|(?:教育|監査|管理者を)|暗号化|アクセス制御"),
    ),
    "en": (
        ("cookies", r"\bcookies?\b"),
        ("entrustment", r"\b(?:sub-?)?processors?\b|service providers"),
        ("foreign", r"transfer[^.]{0,60}(?:outside|countr|overseas)"),
        ("third_party", r"\b(?:share|disclose|pass)\b[^.]{0,60}\b(?:with|to)\b"),
        ("rights", r"\b(?:right to|your rights|request (?:access|a copy|deletion))\b"),
        ("retention", r"\b(?:retain|keep|kept|stored?)\b[^.]{0,60}(?:years?|months?|days|long as)"),
        ("collection", r"\bwe (?:may )?(?:collect|obtain|gather)\b|information you (?:give|provide)"),
        ("purposes", r"\bwe (?:may )?(?:use|process)\b"),
        ("measures", r"\b(?:encrypt|firewall|security measures|safeguards)"),
    ),
}
_STRONG = {lang: tuple((key, re.compile(p, re.I)) for key, p in rows) for lang, rows in _CONTENT.items()}
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
_NO_JOINT_USE = re.compile(r"共同(?:して)?利用[^。]{0,16}(?:ません|ない|なし)|not (?:jointly|share)", re.IGNORECASE)
_HANDS = re.compile(
    r"共同(?:して)?利用|委託|(?:提供|開示|通知|移転|送信|配布)(?!を受け)|\b(?:shar|disclos|transfer|provid|pass|send|sent|recipient|processor|process(?:es|ed)? |access)",
    re.IGNORECASE,
)


def heading_section(heading: Heading) -> str:
    """Return the section that a heading names; "" if it names none.

    Examples
    --------
    >>> heading_section(Heading(1, "", "個人情報の第三者提供")), heading_section(Heading(1, "", "How long we keep it"))
    ('third_party', 'retention')
    """
    found = (cue.key for cue in cues("sections", lang_of(heading.words)) if cue.pattern.search(heading.words))
    return next(found, "")


def section_of(passage: Passage) -> str:
    """Return the section of a passage: that of its nearest telling heading, or what it speaks of itself."""
    named = next((key for h in reversed(passage.headings) if (key := heading_section(h))), "")
    if named not in _WEAK:
        return named
    text = passage.text[:_LOOKED_AT]
    if _DATE_LINE.match(text):
        return "changes"
    spoken = next((key for key, pattern in _STRONG[lang_of(text)] if pattern.search(text)), "")
    if named == "contact" and (spoken not in {"rights"} or "⟦" in text):
        return named
    if not spoken and not named and re.search("⟦(?:phone|email|name)⟧", text):
        return "contact"
    if not spoken and not named and _PREAMBLE.search(text):
        return "general"
    return spoken if spoken and named != "changes" else named


_PREAMBLE = re.compile(
    r"個人情報(?:の|を)?(?:保護|取り?扱)|(?:情報|プライバシー)(?:を|の)?(?:厳重に|大切に)?(?:保護|守)|以下「?(?:当社|弊社|当院|当会)|privacy|personal (?:data|information)",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"(?:制定|改定|改訂|最終更新|施行|公表)?日?[ ::]*(?:20\d\d|令和|平成)[^。]{0,40}(?:制定|改定|改訂|施行|更新|日)(?:$|\n)"
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
    joint = kind is Kind.JOINT_USE and not _NO_JOINT_USE.search(text)
    if handing and (denied or not (joint or _HANDS.search(text))):
        return ""
    return str(kind.value)
