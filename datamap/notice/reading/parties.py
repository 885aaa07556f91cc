"""Who receives: named companies, classes without names, countries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from datamap.model import ABROAD, Text
from datamap.notice.reading.companies import Company, brands, companies
from datamap.notice.reading.lexicon import Hit
from datamap.notice.reading.spans import Spans
from datamap.notice.reading.tables import lang_of, levelled, recipient_classes

BRAND_SECTIONS = frozenset({"third_party", "entrustment", "cookies", "joint_users", "joint_use", "foreign"})
"""Where a name in Latin letters is likely a recipient even without the form of a company."""

_ENTRY = re.compile(r"([A-Z][\w.&'-]{1,20}(?: [A-Z][\w.&'-]{1,20}){0,3})(?=\s?[(–—:]|\s-\s|,|$)")
_OWN = re.compile(
    r"\b(?:We|Our|Your|The|They|This|These|You|If|Any|All|Other|When|Where"
    r"|Purpose|Data|Name|Section|Article|Personal|Privacy|Cookies?)\b"
)
_ABROAD = re.compile(
    r"海外|外国|国外|越境|\boverseas\b|third countr(?:y|ies)|other countries"
    r"|outside (?:of )?(?:the )?(?:uk|eu|eea|european|united kingdom|japan"
    r"|your)",
    re.IGNORECASE,
)
_ABOUT_PLACE = re.compile(
    r"海外|外国|国外|越境|移転|サーバ|所在|保管|保存|提供|委託|送信|国名|transfer"
    r"|stor(?:e|age)|host|locat|process|server|outside|"
    r"countr(?:y|ies)|based in|data cent(?:re|er)|overseas|recipient|\(",
    re.IGNORECASE,
)
_NO_PLACE = re.compile(r"registered in|laws? of|incorporated in|governed by|に登記|準拠法", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A recipient as the notice names it; `label` and `role` of a class, the name itself of a company."""

    key: str
    label: Text
    role: str = ""
    named: bool = False
    start: int = 0


def named_recipients(text: str, section: str, publisher: str) -> list[Named]:
    """Return the companies that a passage names, the publisher of the notice left out."""
    found = companies(text)
    if section in BRAND_SECTIONS:
        more = brands(text) if lang_of(text) == "ja" else _entries(text)
        taken = Spans((one.start, one.end) for one in found)
        found += [one for one in more if not taken.meets(one.start, one.end)]
    whole = {one.name for one in found}
    found = [one for one in found if not any(other.startswith(one.name + " ") for other in whole)]
    seen: dict[str, Named] = {}
    for one in sorted(found, key=lambda c: c.start):
        if one.name and one.name != publisher and "⟦" not in one.name:
            seen.setdefault(one.name, Named(one.name, Text.same(one.name), "", named=True, start=one.start))
    return list(seen.values())


def _entries(text: str) -> list[Company]:
    """Return capitalised names at the heads of the rows of a list (`Example Pay (payments, Ireland)`)."""
    found, start = [], 0
    rows = text.split("\n")
    for row in rows:
        hit = _ENTRY.match(row)
        if len(rows) > 1 and hit and not _OWN.match(hit[1]) and not _is_class(hit[1]):
            found.append(Company(hit[1], start, start + hit.end(1)))
        start += len(row) + 1
    return found


def _is_class(words: str) -> bool:
    return any(one.pattern.search(words.lower()) for one in recipient_classes("en"))


def classes(text: str, names: Spans) -> list[Named]:
    """Return the classes of recipients that a passage names, spans of names left out."""
    found = []
    lang = lang_of(text)
    words = levelled(text, lang)
    for one in recipient_classes(lang):
        hits = (hit for hit in one.pattern.finditer(words) if not names.meets(*hit.span()))
        first = next(hits, None)
        if first:
            found.append(Named(one.key, one.label, one.role, start=first.start()))
    return sorted(found, key=lambda named: named.start)


def countries(text: str, hits: Sequence[Hit], home: frozenset[str]) -> tuple[str, ...]:
    """Return the countries to which something goes; `abroad` where only that is said."""
    found: dict[str, None] = {}
    for hit in hits:
        around = text[max(0, hit.start - 90) : hit.end + 60]
        if hit.key not in home and _ABOUT_PLACE.search(around) and not _NO_PLACE.search(around):
            found[hit.key] = None
    if not found and _ABROAD.search(text):
        return (ABROAD,)
    return tuple(found)
