"""The heat map: risks by likelihood and severity, before and after measures, as numbered dots.

A cell says its level in words as well as by colour; a dot is filled where a person rated and
hollow where the rating is a proposal; the list below gives every number its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from datamap.figures.display import Display
from datamap.figures.fonts import CENTRE, line_height, width
from datamap.figures.frame import MARGIN, ROOM, TITLE_BOTTOM, foot_height, framed
from datamap.figures.legend import Entry
from datamap.figures.lettering import fit
from datamap.figures.scene import Box, Dot, Shape, Words
from datamap.figures.style import (
    HEADING_SIZE,
    INK,
    INK_SOFT,
    NOTE_SIZE,
    PAGE_HEIGHT,
    PAPER,
    PRIORITIES,
    RULE,
    TEXT_FLOOR,
)
from datamap.model import EMPTY, Lang, Text
from datamap.vocabulary import text

Levels = tuple[int, int]
"""Likelihood and severity, 1 = lowest."""

_AXIS = 66.0
_BETWEEN = 26.0
_CELL_LEAST, _CELL_MOST = 46.0, 60.0
_DOT = 6.2
_STEP = 14.0
_ROW = 11.5
_LIST_COLUMNS = 3
_NOTE_ROOM = 260
"""Letters of footnotes for which room is kept below the list."""


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk as the heat map shows it.

    Attributes
    ----------
    key, title : what it is. before, after : likelihood and severity; None = not rated.
    person_before, person_after : a person rated it; else the levels are a proposal.
    """

    key: str
    title: Text
    before: Levels | None
    after: Levels | None
    person_before: bool = False
    person_after: bool = False


@dataclass(frozen=True, slots=True)
class Axes:
    """The scale: names of the levels, lowest first, and the priority of each pair.

    `priorities[severity - 1][likelihood - 1]` is `low`, `medium` or `high`.
    """

    likelihood: tuple[Text, ...]
    severity: tuple[Text, ...]
    priorities: tuple[tuple[str, ...], ...]

    def priority(self, levels: Levels | None) -> str:
        """Return the priority of two levels; "" where they are not rated."""
        return self.priorities[levels[1] - 1][levels[0] - 1] if levels else ""


def _say(key: str, lang: Lang, **values: object) -> str:
    return text("figures", f"heat_map.{key}", **values).in_lang(lang)


class _Panel:
    """One matrix with its dots."""

    def __init__(self, axes: Axes, lang: Lang, left: float, wide: float, fullest: int) -> None:
        self.axes, self.lang, self.left, self.top = axes, lang, left, TITLE_BOTTOM + 8.0
        self.columns, self.rows = len(axes.likelihood), len(axes.severity)
        self.cell = (wide - _AXIS) / self.columns
        lines = -(-fullest // self.across)
        self.tall = min(_CELL_MOST, max(_CELL_LEAST, 13.0 + _STEP * lines))

    @property
    def across(self) -> int:
        """Return how many dots stand side by side in a cell."""
        return max(1, int((self.cell - 4.0) / _STEP))

    @property
    def bottom(self) -> float:
        """Return where the panel ends: matrix, names of levels, name of the axis."""
        return self.top + 18.0 + self.tall * self.rows + 30.0

    def shapes(self, title: str, dots: Sequence[tuple[int, Levels, bool]]) -> Iterator[Shape]:
        """Yield heading, cells, names of the levels, and the dots `(number, levels, by a person)`."""
        start = self.left + _AXIS
        yield Words(start, self.top + 8.0, title, HEADING_SIZE, INK, bold=True, part="heading")
        for row in range(self.rows):
            for likelihood in range(self.columns):
                levels = (likelihood + 1, self.rows - row)
                box = Box(
                    start + self.cell * likelihood, self.top + 18.0 + self.tall * row, self.cell, self.tall,
                    PRIORITIES[self.axes.priority(levels)], PAPER, 1.5, part=f"cell:{levels}",
                )  # fmt: skip
                yield box
                word = _say(f"priority_{self.axes.priority(levels)}", self.lang)
                yield Words(box.x + 3.5, box.y + 8.5, word, TEXT_FLOOR, INK, part=box.part)
                yield from self._dots(box, [dot for dot in dots if dot[1] == levels])
        yield from self._names(start)

    def _dots(self, box: Box, dots: Sequence[tuple[int, Levels, bool]]) -> Iterator[Shape]:
        """Yield the dots of one cell in rows; what has no room is counted."""
        across = self.across
        most = across * int((box.height - 11.0) / _STEP)
        shown = dots if len(dots) <= most else dots[: most - 1]
        for place, (number, _, person) in enumerate(shown):
            x = box.x + 4.0 + _STEP * (place % across + 0.5) - 0.5
            y = box.y + 11.0 + _STEP * (place // across + 0.5)
            yield from dot(x, y, number, person=person, part=box.part)
        if len(shown) < len(dots):
            x = box.x + 4.0 + _STEP * (len(shown) % across + 0.5)
            y = box.y + 11.0 + _STEP * (len(shown) // across + 0.5) + CENTRE * TEXT_FLOOR
            more = f"+{len(dots) - len(shown)}"
            yield Words(x, y, more, TEXT_FLOOR, INK, bold=True, align="center", part=box.part)

    def _names(self, start: float) -> Iterator[Words]:
        """Yield the names of the levels along both axes, and of the axes."""
        below = self.top + 18.0 + self.tall * self.rows
        for row, level in enumerate(reversed(self.axes.severity)):
            fitted = fit(level.in_lang(self.lang), _AXIS - 8.0, NOTE_SIZE, height=self.tall)
            middle = self.top + 18.0 + self.tall * (row + 0.5)
            for n, line in enumerate(fitted.lines):
                y = (
                    middle
                    + line_height(fitted.size) * (n - len(fitted.lines) / 2 + 0.5)
                    + CENTRE * fitted.size
                )
                yield Words(start - 6.0, y, line, fitted.size, INK, align="right", part="axis")
        for column, level in enumerate(self.axes.likelihood):
            fitted = fit(level.in_lang(self.lang), self.cell - 4.0, NOTE_SIZE)
            x = start + self.cell * (column + 0.5)
            yield Words(x, below + 10.0, fitted.lines[0], fitted.size, INK, align="center", part="axis")
        middle = start + self.cell * self.columns / 2
        name = f"{_say('likelihood', self.lang)} →"
        yield Words(middle, below + 22.0, name, NOTE_SIZE, INK_SOFT, bold=True, align="center", part="axis")
        name = f"{_say('severity', self.lang)} ↑"
        yield Words(
            start - 6.0, self.top + 8.0, name, NOTE_SIZE, INK_SOFT, bold=True, align="right", part="axis"
        )


def dot(x: float, y: float, number: int, *, person: bool, part: str) -> tuple[Shape, Shape]:
    """Return a numbered dot: filled where a person rated, hollow where it is a proposal."""
    ground, ink = (INK, PAPER) if person else (PAPER, INK)
    circle = Dot(x, y, _DOT, ground, INK, 0.8, part)
    return circle, Words(
        x, y + CENTRE * TEXT_FLOOR, str(number), TEXT_FLOOR, ink, bold=True, align="center", part=part
    )


def _listed(
    risks: Sequence[Risk], axes: Axes, lang: Lang, top: float, bottom: float
) -> tuple[list[Shape], float, int]:
    """Return the list of names in columns, where it ends, and how many did not fit."""
    high = max(1, int((bottom - top) / _ROW))
    columns = min(_LIST_COLUMNS, max(2, -(-len(risks) // high)))
    wide = (ROOM - 16.0 * (columns - 1)) / columns
    shown = risks[: high * columns]
    rows = -(-len(shown) // columns) or 1
    shapes: list[Shape] = []
    for place, risk in enumerate(shown):
        x = MARGIN + (wide + 16.0) * (place // rows)
        middle = top + _ROW * (place % rows + 0.5)
        base = middle + CENTRE * NOTE_SIZE
        number = f"{place + 1}"
        shapes.append(Words(x + 12.0, base, number, NOTE_SIZE, INK, bold=True, align="right", part="list"))
        levels = [axes.priority(each) or "none" for each in (risk.before, risk.after)]
        said = " → ".join(_say(f"priority_{level}", lang) for level in dict.fromkeys(levels))
        shapes.append(Words(x + wide, base, said, TEXT_FLOOR, INK_SOFT, align="right", part="list"))
        room = wide - 16.0 - width(said, TEXT_FLOOR) - 8.0
        title = fit(risk.title.in_lang(lang), room, NOTE_SIZE)
        shapes.append(Words(x + 16.0, base, title.lines[0], title.size, INK, part="list"))
    return shapes, top + _ROW * rows, len(risks) - len(shown)


def _entries(axes: Axes, lang: Lang) -> list[Entry]:
    """Return the legend: the priorities, a person's dot and a proposal's."""

    def ground(colour: str) -> Entry:
        return Entry("", 12.0, lambda x, y: [Box(x, y - 4, 12, 8, colour, RULE, 0.5, 1.5, part="legend")])

    def circle(*, person: bool) -> Entry:
        return Entry("", 13.0, lambda x, y: dot(x + 6.5, y, 1, person=person, part="legend"))

    seen = {priority for row in axes.priorities for priority in row}
    words = [
        (_say(f"legend_{priority}", lang), ground(colour))
        for priority, colour in PRIORITIES.items()
        if priority in seen
    ]
    words += [
        (_say("legend_person", lang), circle(person=True)),
        (_say("legend_proposal", lang), circle(person=False)),
    ]
    return [Entry(said, entry.room, entry.swatch) for said, entry in words]


def heat_map(
    risks: Iterable[Risk],
    axes: Axes,
    *,
    lang: Lang = "ja",
    title: Text = EMPTY,
    stages: tuple[Text, Text] | None = None,
) -> Display:
    """Return the heat map of plain rows.

    Parameters
    ----------
    risks : in the order in which they are numbered, gravest first.
    axes : the scale. title : instead of the usual one. stages : names of the two panels.

    Returns
    -------
    Display
        `.numbers`: `risks`, `high_before medium_before low_before`, the same `_after`,
        `not_rated_before not_rated_after`, `listed`. `.table`: one row a risk, in words.
    """
    listed = list(risks)
    names = stages or (text("figures", "heat_map.before"), text("figures", "heat_map.after"))
    wide = (ROOM - _BETWEEN) / 2
    fullest = max(
        Counter(each for r in listed for each in enumerate((r.before, r.after))).values(), default=0
    )
    panels = [_Panel(axes, lang, MARGIN + n * (wide + _BETWEEN), wide, fullest) for n in range(2)]
    shapes: list[Shape] = []
    for n, panel in enumerate(panels):
        rated = [(r.before, r.person_before) if n == 0 else (r.after, r.person_after) for r in listed]
        dots = [(i + 1, levels, person) for i, (levels, person) in enumerate(rated) if levels]
        shapes += panel.shapes(names[n].in_lang(lang), dots)
    entries = _entries(axes, lang)
    bottom = PAGE_HEIGHT - foot_height(entries, ("x" * _NOTE_ROOM,)) - MARGIN
    rows, below, hidden = _listed(listed, axes, lang, panels[0].bottom + 8.0, bottom)
    numbers = _numbers(listed, axes) | {"listed": len(listed) - hidden}
    head = (title if title.en else text("figures", "heat_map.title")).in_lang(lang)
    fact = _say("fact", lang, **numbers)
    notes = (_say("hidden", lang, count=hidden),) if hidden else ()
    if listed and all(risk.before == risk.after for risk in listed):
        notes = (_say("identical", lang), *notes)
    scene = framed([*shapes, *rows], below, (head, fact), entries, notes)
    return Display(scene, head, fact, numbers, _table(listed, axes, lang), lang, notes)


def _numbers(risks: Sequence[Risk], axes: Axes) -> dict[str, int]:
    counts = {"risks": len(risks)}
    for stage, levels in (("before", [r.before for r in risks]), ("after", [r.after for r in risks])):
        found = [axes.priority(each) for each in levels]
        counts |= {f"{priority}_{stage}": found.count(priority) for priority in reversed(PRIORITIES)}
        counts[f"not_rated_{stage}"] = found.count("")
    return counts


def _table(risks: Sequence[Risk], axes: Axes, lang: Lang) -> pd.DataFrame:
    """Return the risks in words."""
    rows = []
    for number, risk in enumerate(risks, start=1):
        row: dict[str, object] = {"number": number, "risk": risk.key, "title": risk.title.in_lang(lang)}
        for stage, levels in (("before", risk.before), ("after", risk.after)):
            row[f"likelihood_{stage}"] = axes.likelihood[levels[0] - 1].in_lang(lang) if levels else ""
            row[f"severity_{stage}"] = axes.severity[levels[1] - 1].in_lang(lang) if levels else ""
            row[f"priority_{stage}"] = _say(f"priority_{axes.priority(levels) or 'none'}", lang)
        rows.append(row)
    return pd.DataFrame(rows)
