"""A figure for an upright page: where findings stand since the last audit.

It is as wide as the text of an upright A4 page, so that its type is printed at its own size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from datamap.figures.display import Display
from datamap.figures.fonts import CENTRE, width
from datamap.figures.legend import Entry, legend, legend_height
from datamap.figures.lettering import fit
from datamap.figures.scene import Box, Scene, Shape, Words
from datamap.figures.style import (
    INK,
    NOTE_SIZE,
    PAPER,
    RULE,
    SHADES,
    TEXT_FLOOR,
    ink_on,
)
from datamap.model import Lang, Text
from datamap.vocabulary import text

STRIP_WIDTH = 487.0
"""Points between the margins of an upright A4 page of the reports."""

_MARGIN = 2.0
_ROW = 17.0
_SIDE = 62.0
_FACE: Mapping[str, tuple[str, str, str]] = {
    "new": (SHADES[4], SHADES[4], ""),
    "open": (SHADES[2], SHADES[2], ""),
    "accepted": (SHADES[1], SHADES[3], "/////"),
    "closed": (PAPER, RULE, ""),
}
"""State -> ground, edge and hatch: dark, middling, hatched, empty, so that they differ in grey too."""

STATES = tuple(_FACE)
Counts = Mapping[str, Mapping[str, int]]


def _say(key: str, lang: Lang, **values: object) -> str:
    return text("figures", key, **values).in_lang(lang)


def _part(state: str, x: float, y: float, wide: float, high: float, name: str) -> Box:
    ground, edge, hatch = _FACE[state]
    return Box(x, y, wide, high, ground, edge, 0.8, hatch=hatch, part=name)


def draw_standing(counts: Counts, names: Mapping[str, Text], *, lang: Lang = "ja") -> Display:
    """Return a bar for each severity: how many findings are new, open, accepted, closed.

    Parameters
    ----------
    counts : severity -> state -> number; severities in the order in which they are drawn, the
        states are `STATES`. names : what each severity is called. lang : of the figure.

    Returns
    -------
    Display
        `.numbers`: one of each state. `.table`: one row a severity, a column a state.

    Examples
    --------
    >>> shown = draw_standing({"error": {"new": 2, "open": 1}}, {"error": Text("要対応", "error")}, lang="en")
    >>> shown
    <Findings by state: new 2, open 1, accepted 0, closed 0>
    """
    rows = list(counts)
    totals = {state: sum(counts[row].get(state, 0) for row in rows) for state in STATES}
    most = max((sum(counts[row].values()) for row in rows), default=0) or 1
    entries = [_state_entry(state, lang) for state in STATES if totals[state] or state == "open"]
    shapes = list(_bars(counts, names, most, lang))
    bottom = _ROW * len(rows) + 6.0
    shapes += legend(entries, _MARGIN + _SIDE, bottom, STRIP_WIDTH - _SIDE)
    high = bottom + legend_height(entries, STRIP_WIDTH - _SIDE) + 2.0
    fact = _say("standing.fact", lang, **totals)
    table = pd.DataFrame(
        [{"severity": names[row].in_lang(lang)} | {s: counts[row].get(s, 0) for s in STATES} for row in rows]
    )
    scene = Scene(STRIP_WIDTH, high, tuple(shapes))
    return Display(scene, _say("standing.title", lang), fact, totals, table, lang)


def _state_entry(state: str, lang: Lang) -> Entry:
    return Entry(
        _say(f"standing.{state}", lang), 16.0, lambda x, y: [_part(state, x, y - 4.0, 16.0, 8.0, "legend")]
    )


def _bars(counts: Counts, names: Mapping[str, Text], most: int, lang: Lang) -> Iterator[Shape]:
    room = STRIP_WIDTH - _SIDE - 34.0
    for number, (row, parts) in enumerate(counts.items()):
        y = 2.0 + _ROW * number
        base = y + (_ROW - 4.0) / 2 + CENTRE * NOTE_SIZE
        name = fit(names[row].in_lang(lang), _SIDE - 8.0, NOTE_SIZE)
        yield Words(
            _MARGIN + _SIDE - 8.0, base, name.lines[0], name.size, INK, align="right", part=f"bar:{row}"
        )
        x = _MARGIN + _SIDE
        for state in STATES:
            count = parts.get(state, 0)
            wide = room * count / most
            if count:
                yield _part(state, x, y, wide, _ROW - 4.0, f"bar:{row}:{state}")
                yield from _number(state, count, x, wide, base)
            x += wide
        total = str(sum(parts.values()))
        yield Words(x + 5.0, base, total, NOTE_SIZE, INK, bold=True, part=f"bar:{row}")


def _number(state: str, count: int, x: float, wide: float, base: float) -> Iterator[Words]:
    """Yield the number of a part where it has room; hatching is no ground for type."""
    said = str(count)
    if wide >= width(said, TEXT_FLOOR) + 5.0 and not _FACE[state][2]:
        ink = ink_on(_FACE[state][0])
        yield Words(x + wide / 2, base, said, TEXT_FLOOR, ink, align="center", part=f"number:{state}")
