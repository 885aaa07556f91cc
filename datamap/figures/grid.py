"""A grid of marks: things down the side, things along the top, a mark where they meet.

Two readings are told by texture: what is recorded is a full square, what cannot be excluded
is hatched. Used for items by recipient and for reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from datamap.figures.badges import badge, badge_width, badges_width
from datamap.figures.fonts import CENTRE, printable, width
from datamap.figures.frame import MARGIN, ROOM
from datamap.figures.legend import Entry
from datamap.figures.lettering import fit
from datamap.figures.scene import Box, Line, Shape, Words
from datamap.figures.style import (
    GAP_INK,
    INK,
    INK_SOFT,
    NOTE_SIZE,
    PAPER,
    READING_CERTAIN,
    READING_POSSIBLE,
    RULE_SOFT,
    TEXT_FLOOR,
)
from datamap.model import EMPTY, Lang, Text
from datamap.vocabulary import text

State = Literal["certain", "possible", "added", "added_possible", "removed"]
"""What a cell says: recorded, cannot be excluded; new, possibly new, no longer there."""

MOST_ROWS, MOST_COLUMNS = 23, 32
"""Rows and columns that can be read on A4 landscape."""

_ROW_LEAST, _ROW_MOST = 13.5, 19.0
_COLUMN_LEAST, _COLUMN_MOST = 12.5, 46.0
_HEAD_MOST = 100.0
_SIDE_LEAST, _SIDE_MOST = 96.0, 220.0
_PILL = 3.0


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a row or a column.

    Attributes
    ----------
    key, label : what it is. note : a word beside it. warning : what is not recorded about it.
    colour : a stripe of this colour marks it; "" for none. marks : signs (see `badges`).
    block : heads of one block stand together, a line parts them from the next.
    """

    key: str
    label: Text
    note: Text = EMPTY
    warning: Text = EMPTY
    colour: str = ""
    marks: tuple[str, ...] = ()
    block: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows, columns and the cells in which something is: (row key, column key) -> state."""

    rows: Sequence[Head]
    columns: Sequence[Head]
    cells: Mapping[tuple[str, str], State]
    lang: Lang

    @property
    def _row_height(self) -> float:
        return max(_ROW_LEAST, min(_ROW_MOST, 322.0 / max(1, len(self.rows))))

    @property
    def _side(self) -> float:
        """Return the width of the heads of the rows."""
        wanted = max((self._side_wanted(row) for row in self.rows), default=0.0)
        most = min(_SIDE_MOST, ROOM - _COLUMN_LEAST * len(self.columns))
        return max(_SIDE_LEAST, min(wanted, most))

    def _side_wanted(self, head: Head) -> float:
        words = [head.label, head.note, head.warning]
        lengths = [width(printable(w.in_lang(self.lang)), NOTE_SIZE) for w in words if w.en]
        return sum(lengths) + 6.0 * len(lengths) + badges_width(head.marks, self.lang) + 8.0

    @property
    def _column_width(self) -> float:
        free = (ROOM - self._side) / max(1, len(self.columns))
        return max(_COLUMN_LEAST, min(_COLUMN_MOST, free))

    @property
    def _head_height(self) -> float:
        wanted = max(
            (
                width(printable(c.label.in_lang(self.lang)), NOTE_SIZE) + 13.0 * len(c.marks)
                for c in self.columns
            ),
            default=0.0,
        )
        return min(_HEAD_MOST, wanted + 12.0)

    def bottom(self, top: float) -> float:
        """Return where a grid that begins at `top` ends."""
        return top + self._head_height + self._row_height * len(self.rows)

    def shapes(self, top: float) -> Iterator[Shape]:
        """Yield the grid: heads of the columns, then row by row."""
        left, start = MARGIN + self._side, top + self._head_height
        yield from self._columns(left, start)
        for number, row in enumerate(self.rows):
            y = start + self._row_height * number
            parted = number == 0 or row.block != self.rows[number - 1].block
            end = left + self._column_width * len(self.columns)
            yield Line(((MARGIN, y), (end, y)), INK_SOFT if parted else RULE_SOFT, 0.6 if parted else 0.4)
            yield from self._side_words(row, y + self._row_height / 2)
            for place, column in enumerate(self.columns):
                state = self.cells.get((row.key, column.key))
                if state:
                    x = left + self._column_width * (place + 0.5)
                    yield from mark(state, x, y + self._row_height / 2, f"cell:{row.key}|{column.key}")

    def _columns(self, left: float, start: float) -> Iterator[Shape]:
        for place, column in enumerate(self.columns):
            x = left + self._column_width * (place + 0.5)
            room = self._head_height - 10.0
            if column.colour:
                box = Box(
                    x - 4.0, start - 6.0, 8.0, _PILL, column.colour, radius=1.2, part=f"head:{column.key}"
                )
                yield box
            y = start - 9.0
            for sign in column.marks:
                half = badge_width(sign, self.lang) / 2
                yield from badge(sign, x - half + 1.0, y - 5.0, self.lang, f"head:{column.key}")
                y -= 12.5
                room -= 12.5
            words = fit(column.label.in_lang(self.lang), room, NOTE_SIZE)
            yield Words(
                x + CENTRE * words.size, y, words.lines[0], words.size, INK,
                part=f"column:{column.key}", upright=True,
            )  # fmt: skip

    def _side_words(self, row: Head, middle: float) -> Iterator[Shape]:
        """Yield name, role and what is not recorded of one row, left to right."""
        part = f"row:{row.key}"
        x, end = MARGIN, MARGIN + self._side - 6.0
        if row.colour:
            yield Box(x, middle - 4.5, _PILL, 9.0, row.colour, radius=1.2, part=part)
            x += _PILL + 4.0
        for number, sign in enumerate(reversed(row.marks)):
            at = end - badges_width(row.marks[len(row.marks) - number - 1 :], self.lang) + 2.0
            yield from badge(sign, at, middle, self.lang, part)
        end -= badges_width(row.marks, self.lang)
        told = [(row.note, INK_SOFT), (row.warning, GAP_INK)]
        said = [(printable(t.in_lang(self.lang)), colour) for t, colour in told if t.en]
        room = end - x - sum(width(words, TEXT_FLOOR) + 6.0 for words, _ in said)
        name = fit(row.label.in_lang(self.lang), max(room, 0.55 * (end - x)), NOTE_SIZE)
        base = middle + CENTRE * name.size
        yield Words(x, base, name.lines[0], name.size, INK, part=part)
        x += name.width() + 6.0
        for words, colour in said:
            shown = fit(words, max(0.0, end - x), TEXT_FLOOR)
            if shown.cut and len(shown.lines[0]) <= 3:  # noqa: PLR2004 (says nothing any more)
                break
            yield Words(x, middle + CENTRE * TEXT_FLOOR, shown.lines[0], TEXT_FLOOR, colour, part=part)
            x += shown.width() + 6.0


def mark(state: State, x: float, y: float, part: str) -> tuple[Shape, ...]:
    """Return the mark of a cell: full if recorded, hatched if it cannot be excluded, signed if it changed."""
    half = 4.2
    place = (x - half, y - half, 2 * half, 2 * half)
    if state == "certain":
        return (Box(*place, READING_CERTAIN, READING_CERTAIN, 0.8, 1.4, part=part),)
    if state == "possible":
        return (Box(*place, READING_POSSIBLE, READING_CERTAIN, 0.8, 1.4, (1.6, 1.2), "/////", part),)
    ground, ink, dash = {
        "added": (INK, PAPER, ()),
        "added_possible": (PAPER, INK, (1.6, 1.2)),
        "removed": (PAPER, INK_SOFT, ()),
    }[state]
    box = Box(*place, ground, INK if state != "removed" else INK_SOFT, 0.8, 1.4, dash, part=part)
    sign = "−" if state == "removed" else "+"
    base = y + CENTRE * NOTE_SIZE
    return box, Words(x, base, sign, NOTE_SIZE, ink, bold=True, align="center", part=part)


def state_entries(states: set[State], lang: Lang) -> list[Entry]:
    """Return the legend of the states that occur."""

    def swatch(state: State) -> Entry:
        words = text("figures", f"legend.{state}").in_lang(lang)
        return Entry(words, 9.0, lambda x, y: mark(state, x + 4.5, y, "legend"))

    return [swatch(state) for state in get_args(State) if state in states]
