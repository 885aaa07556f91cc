"""Headings, numbers and bullets, as notices in Japanese and English write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from datamap.notice.reading.source import Line, folded


class Role(StrEnum):
    """What a line is by its looks."""

    BLANK = "blank"
    HEADING = "heading"
    ITEM = "item"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Marked:
    """A line with what its beginning says.

    `style` names the kind of mark (`bracket:【`, `article`, `number:1.`, `bullet:・`), `words` is the rest.
    """

    number: int
    role: Role
    style: str
    words: str


_PAIRS = {
    "【": "】",
    "〔": "〕",
    "《": "》",
    "〈": "〉",
    "<": ">",
    "[": "]",
    "「": "」",
    "≪": "≫",
    "『": "』",
}
_ARTICLE = re.compile(
    r"(第\s?[0-9一二三四五六七八九十百]{1,5}\s?(?:条|章|節|項|部)(?:の[0-9一二三四五六七八九十]{1,2})?"
    r"|(?:Article|Section|Part|Chapter|Clause|ARTICLE|SECTION|PART)\s+(?:\d{1,3}"
    r"|[IVXLC]{1,6}|[A-Z])(?:\.\d{1,2})*)"
    r"\s?[.:)-–]?\s*(.*)",
)
_NUMBER = re.compile(
    r"(?P<mark>[(\[]?(?:\d{1,3}(?:[.-]\d{1,2}){0,3}|[a-zA-Z]|[ivxIVX]{2,5}|[ア-ンァ-ヶ一二三四五六七八九十])[)\].:]"
    r"|\d{1,2}[、,](?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}(?=\s))\s*(?P<rest>.*)"
)
_CIRCLED = re.compile(r"\s*[①-⑳❶-❿㉑-㉟⓪-⓿⑴-⒇]\s*(.*)", re.DOTALL)
_BULLET = re.compile(r"([・●○◯◎◆◇■□▲△▼▽★☆※→⇒▪▫•‣–—*+>-])\s*(.*)")
_NEEDS_GAP = frozenset("*+>-–—")
"""Bullets that are also other signs: they count only with a space behind."""

_HEAVY = frozenset("●◎◆◇■□▲△▼▽★☆")
_HASHES = re.compile(r"(#{1,6})\s*(.*?)\s*#*$")
_STRONG = re.compile(r"(?:\*\*|__)(.{1,100}?)(?:\*\*|__)\s*:?$")
_SENTENCE = re.compile(r"[。.!?!?;;、,::]$")
_RULE = re.compile(r"([=\-_*~—―─]\s?){3,}$")
_JA = re.compile("[ぁ-んァ-ヶ一-龥]")
LONGEST_JA, LONGEST_EN = 36, 90
"""Characters that a heading has at most."""


def mark(line: Line) -> Marked:
    """Return a line with its mark; whether an unmarked or numbered one is a heading is told by its place.

    Examples
    --------
    >>> mark(Line(3, "【共同利用】", "【共同利用】")).style
    'bracket:【'
    >>> mark(Line(3, "1. Who we are", "1. Who we are")).words
    'Who we are'
    """
    text = line.text
    if not text or _RULE.match(text):
        return Marked(line.number, Role.BLANK, "rule" if text else "", "")
    for find in (_hashes, _bracket, _article, _circled, _bullet, _number):
        found = find(line)
        if found is not None:
            return found
    return Marked(line.number, Role.BODY, "", text)


def short(words: str) -> bool:
    """Tell whether words are short and open enough to be a heading."""
    longest = LONGEST_JA if _JA.search(words) else LONGEST_EN
    return 0 < len(words) <= longest and not (_SENTENCE.search(words) and words[-1] not in "?::")


def _hashes(line: Line) -> Marked | None:
    found = _HASHES.match(line.text)
    if found and found[2] and line.text[: len(found[1])] == found[1]:
        return Marked(line.number, Role.HEADING, f"hash:{len(found[1])}", _plain(found[2]))
    strong = _STRONG.match(line.text)
    return Marked(line.number, Role.HEADING, "strong", strong[1]) if strong else None


def _plain(words: str) -> str:
    """Return a heading without its own number and emphasis."""
    words = words.strip("*_ ")
    inner = _ARTICLE.match(words) or _NUMBER.match(words)
    return (inner[2].strip("*_ ()[]【】") or words) if inner else words


def _bracket(line: Line) -> Marked | None:
    close = _PAIRS.get(line.text[0])
    end = line.text.find(close) if close else -1
    if end > 1 and not line.text[end + 1 :].strip(" :"):
        return Marked(line.number, Role.HEADING, f"bracket:{line.text[0]}", line.text[1:end].strip())
    return None


def _article(line: Line) -> Marked | None:
    found = _ARTICLE.match(line.text)
    if not found:
        return None
    rest = found[2].strip()
    title = re.match(r"[(\[【「](.{1,40}?)[)\]】」]\s*(.*)", rest)
    if title and not title[2]:
        return Marked(line.number, Role.HEADING, "article", title[1].strip())
    if not rest or short(rest):
        return Marked(line.number, Role.HEADING, "article", rest or found[1])
    return Marked(line.number, Role.ITEM, "article", rest)


def _circled(line: Line) -> Marked | None:
    found = _CIRCLED.match(line.raw)
    return Marked(line.number, Role.ITEM, "number:circled", folded(found[1])) if found else None


def _bullet(line: Line) -> Marked | None:
    found = _BULLET.match(line.text)
    if not found or not found[2] or (found[1] in _NEEDS_GAP and line.text[1:2] != " "):
        return None
    heading = found[1] in _HEAVY and short(found[2])
    return Marked(line.number, Role.HEADING if heading else Role.ITEM, f"bullet:{found[1]}", found[2])


def _number(line: Line) -> Marked | None:
    found = _NUMBER.match(line.text)
    if not found or not found["rest"]:
        return None
    shape = re.sub(r"\d+", "1", found["mark"])
    shape = re.sub(r"[ivxIVX]{2,}|[a-zA-Z]", "a", shape)
    rest = found["rest"]
    inner = _bracket(Line(line.number, rest, rest))
    if inner is not None:  # "4. <お申込みのお客さま>": a heading within a numbered item
        return Marked(line.number, Role.HEADING, f"{inner.style}|number:{shape}", inner.words)
    return Marked(line.number, Role.ITEM, f"number:{shape}", rest)
