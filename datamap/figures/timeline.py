"""The plan on a line of time, for an upright page: what is done by when, and what is late.

It is as wide as the text of an upright A4 page, so that its type is printed at its own size; what is to
be done is written out in as many lines as it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from datamap.figures.display import Display
from datamap.figures.fonts import CENTRE, printable, width
from datamap.figures.legend import Entry, legend, legend_height
from datamap.figures.lettering import TIGHT, Fitted, fit
from datamap.figures.scene import Box, Line, Scene, Shape, Words
from datamap.figures.strips import STRIP_WIDTH
from datamap.figures.style import GAP, INK, INK_SOFT, NOTE_SIZE, PAPER, RULE, RULE_SOFT, SHADES, TEXT_FLOOR
from datamap.model import Lang, Text
from datamap.vocabulary import text

TALLEST = 450.0
"""Points that the lines of a plan may take; the rest are counted and stand in the table."""

_MARGIN = 2.0
_ROW = 17.0
_TOP = 26.0
_NAME, _NAME_HIGH = 210.0, 5 * NOTE_SIZE * TIGHT
"""Room for what is to be done: width, and the height of five lines."""


def _say(key: str, lang: Lang, **values: object) -> str:
    return text("figures", key, **values).in_lang(lang)


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


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the plan as it is laid out: its words set, its place and height in points."""

    step: Step
    name: Fitted
    y: float
    high: float


_TIMING: Mapping[str, tuple[str, str, str]] = {
    "late": ("#E08B62", INK, ""),
    "due": (SHADES[2], INK, ""),
    "no_date": (PAPER, GAP, ""),
    "done": (SHADES[4], SHADES[4], ""),
}


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
    rows, high = _laid(listed, lang)
    days = [date.fromisoformat(row.step.due) for row in rows if row.step.due]
    axis = _Axis(min([as_of, *days]), max([as_of, *days]))
    numbers = {"lines": len(listed)} | {
        kind: sum(one.timing == kind for one in listed) for kind in ("late", "due", "no_date", "done")
    }
    numbers["left_out"] = len(listed) - len(rows)
    shapes = [*axis.shapes(as_of, high, lang)]
    for row in rows:
        shapes += _step(row, axis, lang)
    entries = [_timing_entry(kind, lang) for kind in _TIMING if numbers[kind]]
    bottom = _TOP + high + 8.0
    shapes += legend(entries, _MARGIN, bottom, STRIP_WIDTH - 2 * _MARGIN)
    whole = bottom + legend_height(entries, STRIP_WIDTH - 2 * _MARGIN) + 2.0
    notes = (_say("timeline.left_out", lang, count=numbers["left_out"]),) if numbers["left_out"] else ()
    fact = _say("timeline.fact", lang, **numbers)
    return Display(
        Scene(STRIP_WIDTH, whole, tuple(shapes)),
        _say("timeline.title", lang),
        fact,
        numbers,
        _plan_table(listed, lang),
        lang,
        notes,
    )


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


def _said(one: Step, lang: Lang) -> str:
    """Return what is to be done, and by whom."""
    owner = printable(one.owner.in_lang(lang))
    by = "" if not owner else f"（{owner}）" if lang == "ja" else f" ({owner})"
    return one.label.in_lang(lang) + by


def _laid(steps: Iterable[Step], lang: Lang) -> tuple[list[_Row], float]:
    """Return the lines that have room, each with its place, and the height they take together."""
    rows: list[_Row] = []
    used = 0.0
    for one in steps:
        name = fit(_said(one, lang), _NAME, NOTE_SIZE, height=_NAME_HIGH)
        high = max(_ROW, len(name.lines) * name.size * TIGHT + 6.0)
        if rows and used + high > TALLEST:
            break
        rows.append(_Row(one, name, _TOP + used, high))
        used += high
    return rows, used


def _step(row: _Row, axis: _Axis, lang: Lang) -> Iterator[Shape]:
    """Yield one line: what is to be done, and its mark with the day in words."""
    one, middle, part = row.step, row.y + row.high / 2, f"step:{row.step.key}"
    lead = row.name.size * TIGHT
    first = middle - lead * (len(row.name.lines) - 1) / 2 + CENTRE * row.name.size
    for number, line in enumerate(row.name.lines):
        yield Words(_MARGIN, first + lead * number, line, row.name.size, INK, part=part)
    x = axis.at(date.fromisoformat(one.due)) if one.due else axis.left - 8.0
    ground, edge, _ = _TIMING[one.timing]
    dash = (2.0, 1.4) if one.timing == "no_date" else ()
    if one.due:
        yield Line(((axis.left, middle), (x, middle)), RULE_SOFT, 0.6, part=part)
    mark = f"mark:{one.key}"
    yield Box(x - 4.0, middle - 4.0, 8.0, 8.0, ground, edge, 0.9, dash=dash, part=mark)
    words = _say(f"timeline.{one.timing}_short", lang, date=one.due)
    yield Box(x + 6.0, middle - 5.5, width(words, TEXT_FLOOR) + 2.0, 11.0, PAPER, part=mark)
    yield Words(x + 7.0, middle + CENTRE * NOTE_SIZE, words, TEXT_FLOOR, INK, part=mark)


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
