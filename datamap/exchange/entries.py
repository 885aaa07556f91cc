"""How the entries of lists are written in registers: bullets, asides, and so on."""

from __future__ import annotations

import re
from collections.abc import Iterable

BULLET = re.compile(r"^\s*(?:[-*•●○◦■□▪・‐–—]|\(?\d{1,2}[.)）]|[①-⑳])\s*")
"""What stands before an entry on a line of its own."""

NUMBERED = re.compile(r"^\s*[（(]?\d{1,2}[)）.．]?\s*(?=\D)")
"""A number right before an entry (`１氏名`); only where what is left is a known word."""

CIRCLED = re.compile(r"(?<=\S)\s*(?=[①-⑳])")
"""Where a new entry begins that has its number in a circle, nothing else between the two."""

ASIDE = re.compile(r"\s*[（(\[【][^（()）\[\]【】]*[）)\]】]\s*")
"""What stands in brackets."""

AND_SO_ON = re.compile(r"\s*(?:など|等|ほか|他|etc\.?|and others|and so on|among others)\s*$", re.IGNORECASE)
"""What says that a list goes on."""

OTHERS = frozenset({"その他", "ほか", "他", "other", "others"})
"""Entries that say nothing but that there are others."""


OPENING, CLOSING = "（([［「『【〔", "）)]］」』】〕"
"""Brackets; a mark between two of them parts nothing (`姉妹校（豪州、カナダ）`)."""


def parted(cell: str, marks: Iterable[str], whole: Iterable[str] = ()) -> list[str]:
    """Return the parts of a cell; words that hold a mark themselves (`N/A`) are not parted.

    Parameters
    ----------
    marks : what stands between entries. whole : words that stay whole, in lower case.

    Examples
    --------
    >>> parted("JP / N/A / US", ["/"], ["n/a"])
    ['JP', 'N/A', 'US']
    >>> parted("姉妹校（豪州、カナダ）、旅行会社", ["、"])
    ['姉妹校（豪州、カナダ）', '旅行会社']
    """
    kept = [word for word in whole if any(mark in word for mark in marks)]
    pattern = "|".join([*(rf"(?<!\w){re.escape(word)}(?!\w)" for word in kept), *map(re.escape, marks)])
    parts, begin = [], 0
    for match in re.finditer(pattern, cell, re.IGNORECASE) if pattern else ():
        if match[0].lower() not in kept and not _is_within(cell, match.start()):
            parts.append(cell[begin : match.start()])
            begin = match.end()
    parts.append(cell[begin:])
    return [part.strip() for part in parts if part.strip()]


def _is_within(cell: str, at: int) -> bool:
    """Return whether a place in a cell is within brackets that are closed again."""
    depth = 0
    for letter in cell[:at]:
        depth += (letter in OPENING) - (depth > 0 and letter in CLOSING)
    return depth > 0 and any(letter in CLOSING for letter in cell[at:])
