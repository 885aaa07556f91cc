"""How an article is said: `27(5)(iii)` in English, 27条5項3号 in Japanese."""

from __future__ import annotations

import re

from datamap.model import Law, RuleVersion, Text
from datamap.vocabulary import text

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
ACTS = {
    "Instalment Sales Act": "割賦販売法",
    "My Number Act": "番号法",
    "Telecommunications Business Act": "電気通信事業法",
}
"""Acts that a citation names itself: neighbours of the act that a folder of laws is about."""

HEADS = {"Order": "施行令", "Rule": "規則", "": "", **ACTS}
PART = re.compile(
    rf"(?P<head>Order|Rule|{'|'.join(ACTS)})?\s*"
    r"(?:(?P<number>\d+)(?:-(?P<branch>\d+))?(?P<rest>(?:\([0-9a-z]+\))*))?"
)


def article_text(article: str) -> Text:
    """Return an article in both languages.

    Examples
    --------
    >>> article_text("27(5)(iii)").ja, article_text("28(2); Rule 17(2)(i)").ja
    ('27条5項3号', '28条2項、規則17条2項1号')
    >>> article_text("27-12").ja, article_text("6(1)(f)").ja
    ('27条の12', '6条1項(f)')
    >>> article_text("Telecommunications Business Act 27-12").ja, article_text("My Number Act 9; 19").ja
    ('電気通信事業法27条の12', '番号法9条、19条')
    """
    parts = [part.strip() for part in article.split(";") if part.strip()]
    return Text(ja="、".join(map(_japanese, parts)), en="; ".join(parts))


def article_of(law: Law, version: RuleVersion) -> Text:
    """Say an article with the name of its act; a check of our own says that it is one."""
    return cited(law, version.article) if version.article else text("rules", "no_article", law=law.short)


def cited(law: Law, article: str) -> Text:
    """Say an article with the name of its act; neighbours are many acts, and their articles name them."""
    said = article_text(article)
    if not article or law.kind == "neighbour":
        return said
    return Text(ja=f"{law.short.ja}{said.ja}", en=f"{law.short.en} {said.en}")


def _japanese(part: str) -> str:
    match = PART.fullmatch(part)
    if match is None:
        return part
    head = HEADS[match["head"] or ""]
    if not match["number"]:
        return head
    branch = f"の{match['branch']}" if match["branch"] else ""
    levels = re.findall(r"\(([0-9a-z]+)\)", match["rest"])
    return f"{head}{match['number']}条{branch}" + "".join(map(_level, levels))


def _level(level: str) -> str:
    if level.isdigit():
        return f"{level}項"
    return f"{ROMAN[level]}号" if level in ROMAN else f"({level})"
