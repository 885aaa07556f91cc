"""Figures for an upright page: where findings stand since the last audit, and the plan on a line of time.

They are as wide as the text of an upright A4 page, so that their type is printed at its own size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from datamap.figures.display import Display
from datamap.figures.fonts import CENTRE, printable, width
from datamap.figures.legend import Entry, legend, legend_height
from datamap.figures.lettering import fit
from datamap.figures.scene import Box, Line, Scene, Shape, Words
from datamap.figures.style import (
    GAP,
    INK,
    INK_SOFT,
    NOTE_SIZE,
    PAPER,
    RULE,
    RULE_SOFT,
    SHADES,
    TEXT_FLOOR,
    ink_on,
)
from datamap.model import Lang, Text
from datamap.vocabulary import text

STRIP_WIDTH = 487.0
"""Points between the margins of an upright A4 page of the reports."""

MOST_LINES = 26
"""Lines of a plan that are drawn; the rest are counted and stand in the table."""

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


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a plan: what, by whom, by when (ISO date; "" = no date), and how it stands.

    `timing` is `late`, `due`, `no_date` or `done`.
    """

    key: str
    label: Text
    owner: Text
    due: str
    timing: str


_TIMING: Mapping[str, tuple[str, str, str]] = {
    "late": ("#E08B62", INK, ""),
    "due": (SHADES[2], INK, ""),
    "no_date": (PAPER, GAP, ""),
    "done": (SHADES[4], SHADES[4], ""),
}
_NAME = 210.0


def draw_timeline(steps: Iterable[Step], as_of: date, *, lang: Lang = "ja") -> Display:
    """Return a plan on a line of time: a mark at each day it is due, and the day of the report.

    A mark says in words how the line stands; a line without a date has an empty frame at the left.

    Parameters
    ----------
    steps : the plan, in the order in which it is drawn. as_of : today's line. lang : of the figure.

    Returns
    -------
    Display
        `.numbers`: `lines late due no_date done left_out`. `.table`: one row a line.

    Examples
    --------
    >>> line = Step("1", Text("削減", "reduce"), Text("", ""), "2027-01-31", "due")
    >>> draw_timeline([line], date(2026, 11, 22), lang="en")
    <Plan: lines 1, late 0, due 1, without a date 0, done 0>
    """
    listed = list(steps)
    shown = listed[:MOST_LINES]
    days = [date.fromisoformat(one.due) for one in shown if one.due]
    first, last = min([as_of, *days]), max([as_of, *days])
    axis = _Axis(first, last)
    numbers = {"lines": len(listed)} | {
        kind: sum(one.timing == kind for one in listed) for kind in ("late", "due", "no_date", "done")
    }
    numbers["left_out"] = len(listed) - len(shown)
    shapes = [*axis.shapes(as_of, _ROW * len(shown), lang)]
    for number, one in enumerate(shown):
        shapes += _step(one, axis, _TOP + _ROW * number, lang)
    entries = [_timing_entry(kind, lang) for kind in _TIMING if numbers[kind]]
    bottom = _TOP + _ROW * len(shown) + 8.0
    shapes += legend(entries, _MARGIN, bottom, STRIP_WIDTH - 2 * _MARGIN)
    high = bottom + legend_height(entries, STRIP_WIDTH - 2 * _MARGIN) + 2.0
    notes = (_say("timeline.left_out", lang, count=numbers["left_out"]),) if numbers["left_out"] else ()
    fact = _say("timeline.fact", lang, **numbers)
    return Display(
        Scene(STRIP_WIDTH, high, tuple(shapes)),
        _say("timeline.title", lang),
        fact,
        numbers,
        _plan_table(listed, lang),
        lang,
        notes,
    )


_TOP = 26.0


class _Axis:
    """Where a day stands."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.left = _MARGIN + _NAME + 14.0
        self.room = STRIP_WIDTH - self.left - 62.0

    def at(self, day: date) -> float:
        """Return the x of a day."""
        span = (self.last - self.first).days or 1
        return self.left + self.room * (day - self.first).days / span

    def months(self) -> list[date]:
        """Return the first days of months to be named: at most eight."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next((each for each in (1, 2, 3, 6, 12, 24, 60) if count / each <= 6), 120)  # noqa: PLR2004 - names that fit
        found = []
        for number in range(0, count + step, step):
            year, month = divmod(self.first.year * 12 + self.first.month - 1 + number, 12)
            day = date(year, month + 1, 1)
            if self.first <= day <= self.last:
                found.append(day)
        return found

    def shapes(self, as_of: date, high: float, lang: Lang) -> Iterator[Shape]:
        """Yield the months and the day of the report."""
        bottom = _TOP + high
        yield Line(((self.left, _TOP - 3.0), (self.left + self.room, _TOP - 3.0)), RULE, 0.8, part="axis")
        for day in self.months():
            x = self.at(day)
            yield Line(((x, _TOP - 3.0), (x, bottom)), RULE_SOFT, 0.6, part="axis")
            if abs(x - self.at(as_of)) > 1.0:
                words = f"{day.year}-{day.month:02d}"
                yield Words(x, _TOP - 7.0, words, TEXT_FLOOR, INK_SOFT, align="center", part="axis")
        x = self.at(as_of)
        yield Line(((x, _TOP - 8.0), (x, bottom)), INK, 1.1, (3.0, 2.0), part="today")
        said = _say("timeline.today", lang, date=as_of.isoformat())
        yield Words(x, 8.0, said, TEXT_FLOOR, INK, bold=True, align="center", part="today")


def _step(one: Step, axis: _Axis, y: float, lang: Lang) -> Iterator[Shape]:
    base = y + _ROW / 2 + CENTRE * NOTE_SIZE
    owner = printable(one.owner.in_lang(lang))
    said = one.label.in_lang(lang) + (
        f"（{owner}）" if owner and lang == "ja" else f" ({owner})" if owner else ""
    )
    name = fit(said, _NAME, NOTE_SIZE)
    yield Words(_MARGIN, base, name.lines[0], name.size, INK, part=f"step:{one.key}")
    x = axis.at(date.fromisoformat(one.due)) if one.due else axis.left - 8.0
    ground, edge, _ = _TIMING[one.timing]
    dash = (2.0, 1.4) if one.timing == "no_date" else ()
    if one.due:
        yield Line(((axis.left, y + _ROW / 2), (x, y + _ROW / 2)), RULE_SOFT, 0.6, part=f"step:{one.key}")
    yield Box(x - 4.0, y + _ROW / 2 - 4.0, 8.0, 8.0, ground, edge, 0.9, dash=dash, part=f"mark:{one.key}")
    words = _say(f"timeline.{one.timing}_short", lang, date=one.due)
    yield Box(x + 6.0, y + 3.0, width(words, TEXT_FLOOR) + 2.0, _ROW - 6.0, PAPER, part=f"mark:{one.key}")
    yield Words(x + 7.0, base, words, TEXT_FLOOR, INK, part=f"mark:{one.key}")


def _timing_entry(kind: str, lang: Lang) -> Entry:
    ground, edge, _ = _TIMING[kind]
    dash = (2.0, 1.4) if kind == "no_date" else ()
    return Entry(
        _say(f"timeline.{kind}", lang),
        8.0,
        lambda x, y: [Box(x, y - 4.0, 8.0, 8.0, ground, edge, 0.9, dash=dash, part="legend")],
    )


def _plan_table(steps: Sequence[Step], lang: Lang) -> pd.DataFrame:
    rows = [
        {
            "action": one.label.in_lang(lang),
            "owner_role": one.owner.in_lang(lang),
            "due_date": one.due,
            "timing": _say(f"timeline.{one.timing}", lang),
        }
        for one in steps
    ]
    return pd.DataFrame(rows, columns=["action", "owner_role", "due_date", "timing"])
