"""Which chapters need no page of their own: short ones follow on the page of the one before.

The lines are estimated from letters and rows, in the same way for every medium and every run, so
that the pages do not hang on how a typesetter breaks them. A heading stays with what follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datamap.model import Lang
from datamap.report.blocks import CHAPTER, Block, Section

SHORT_CHAPTER, A_PAGE = 36.0, 62.0
"""Lines up to which a chapter may follow on the page of the one before, and that a page has room for."""

SHORT_ACROSS, A_PAGE_ACROSS, WIDER = 24.0, 38.0, 1.55
"""The same on a page that lies across, and how much longer its lines are."""

LETTERS: dict[Lang, int] = {"ja": 46, "en": 88}
"""Letters in a line of running text."""

FIGURE = 20.0
_SMALL = 1.3
"""Type in tables is smaller: so many times the letters of running text."""


def let_run_on(parts: Sequence[Section], lang: Lang, *, form: bool = False) -> None:
    """Mark every section of an edition with whether its chapter runs on (`runs_on`).

    Chapters with a drawing across, that stand on one page, or hold a form to sign keep a page of their own;
    short ones across follow one another as short ones upright do. The
    chapters of an authority's form follow one another, as on the form, unless they ask for a page.
    """
    if form:
        for part in parts:
            part["runs_on"] = not part["fresh"]
        return
    starts = [number for number, part in enumerate(parts) if part["level"] == CHAPTER]
    taken, lay = A_PAGE, False
    for start, end in zip(starts, [*starts[1:], len(parts)], strict=True):
        chapter = parts[start:end]
        across = all(part["wide"] for part in chapter)
        short, page = (SHORT_ACROSS, A_PAGE_ACROSS) if across else (SHORT_CHAPTER, A_PAGE)
        letters = LETTERS[lang] * (WIDER if across else 1.0)
        alone = any(_alone(part, across=across) for part in chapter)
        lines = page if alone else sum(_lines(part, letters) for part in chapter)
        runs_on = across == lay and lines <= short and taken + lines <= page
        taken, lay = (taken if runs_on else 0.0) + lines, across
        for part in chapter:
            part["runs_on"] = runs_on


def _alone(part: Section, *, across: bool) -> bool:
    """Say whether a section wants a page: a form, a drawing across, one across among others upright."""
    kinds = {it["kind"] for it in part["blocks"]}
    drawn = part["wide"] and ("figure" in kinds or not across)
    return "form" in kinds or drawn or part["fresh"] or part["paper"] == "one_page"


def _lines(part: Section, wide: float) -> float:
    """Estimate how many lines of a page a section takes."""
    return 3.0 + sum(_lines_of(it, wide) for it in part["blocks"])


def _lines_of(it: Block, wide: float) -> float:
    if it["kind"] == "figure":
        return FIGURE
    if it["kind"] == "table":
        return 3.0 + letters_of(it["note"]) / wide + _rows(it, wide)
    if it["kind"] == "pairs":
        return sum(1.3 + letters_of(row["value"]) / wide for row in it["rows"])
    return 2.0 + 1.3 * letters_of([part for part in it.values() if isinstance(part, list)]) / wide


def _rows(it: Block, wide: float) -> float:
    """Estimate the lines of the rows of a table: each is as high as its fullest cell."""
    shares = [float(head["weight"]) for head in it["columns"]]
    room = [max(3.0, _SMALL * wide * share / sum(shares)) for share in shares]
    return sum(
        0.6
        + max(
            (len(one["text"]) + len(one["sub"])) / each for one, each in zip(row["cells"], room, strict=True)
        )
        for row in it["rows"]
    )


def letters_of(value: Any) -> int:
    """Count the letters of all texts in a value.

    Examples
    --------
    >>> letters_of({"a": ["ab", 3], "b": "cd"})
    4
    """
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(map(letters_of, value.values()))
    return sum(map(letters_of, value)) if isinstance(value, list) else 0
