"""Signs beside a label: a letter in a small box, told in the legend, so that colour is never alone."""

from __future__ import annotations

from datamap.figures.fonts import CENTRE, width
from datamap.figures.scene import Box, Shape, Words
from datamap.figures.style import INK, PAPER, TEXT_FLOOR
from datamap.model import Lang
from datamap.vocabulary import text

MARKS = ("sensitive", "may_be_sensitive", "id_code", "property_damage")
"""Item flags that are shown, in the order of their signs; the first stands on dark ground."""

HEIGHT = TEXT_FLOOR + 2.5
_PAD = 2.0
_GAP = 2.0


def sign(mark: str, lang: Lang) -> str:
    """Return the letters of a mark."""
    return text("figures", f"mark.{mark}.sign").in_lang(lang)


def badge_width(mark: str, lang: Lang) -> float:
    """Return the width of a badge and the gap before the next one."""
    return max(HEIGHT, width(sign(mark, lang), TEXT_FLOOR, bold=True) + 2 * _PAD) + _GAP


def badges_width(marks: tuple[str, ...], lang: Lang) -> float:
    """Return the width of several badges in a row."""
    return sum(badge_width(mark, lang) for mark in marks)


def badge(mark: str, x: float, middle: float, lang: Lang, part: str) -> tuple[Shape, Shape]:
    """Return the box and the letters of one badge whose left edge is at `x`."""
    wide = badge_width(mark, lang) - _GAP
    dark = mark == "sensitive"
    box = Box(
        x, middle - HEIGHT / 2, wide, HEIGHT,
        fill=INK if dark else PAPER, edge=INK, line=0.6, radius=1.8, part=part,
    )  # fmt: skip
    words = Words(
        x + wide / 2, middle + CENTRE * TEXT_FLOOR, sign(mark, lang), TEXT_FLOOR,
        colour=PAPER if dark else INK, bold=True, align="center", part=part,
    )  # fmt: skip
    return box, words
