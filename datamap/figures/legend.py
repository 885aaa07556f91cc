"""Legends and footnotes: swatches and their words, broken into lines that keep to the sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from datamap.figures.fonts import CENTRE, line_height, printable, width
from datamap.figures.lettering import wrap
from datamap.figures.scene import Shape, Words
from datamap.figures.style import INK_SOFT, TEXT_FLOOR

Swatch = Callable[[float, float], Iterable[Shape]]

_GAP = 14.0
_AFTER_SWATCH = 4.0
_ROW = 12.5


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its words, the width of its swatch, and how to draw that at (left, middle)."""

    words: str
    room: float
    swatch: Swatch

    @property
    def width(self) -> float:
        """Return the width of swatch and words."""
        return self.room + _AFTER_SWATCH + width(printable(self.words), TEXT_FLOOR)


def rows_of(entries: Sequence[Entry], room: float) -> list[list[Entry]]:
    """Return the entries broken into rows no wider than the room."""
    rows: list[list[Entry]] = []
    used = room + 1.0
    for entry in entries:
        if used + entry.width > room:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += entry.width + _GAP
    return rows


def legend_height(entries: Sequence[Entry], room: float) -> float:
    """Return the height of a legend."""
    return _ROW * len(rows_of(entries, room))


def legend(entries: Sequence[Entry], left: float, top: float, room: float) -> Iterator[Shape]:
    """Yield the shapes of a legend whose first row begins at (left, top)."""
    for number, row in enumerate(rows_of(entries, room)):
        x, middle = left, top + _ROW * (number + 0.5)
        for entry in row:
            yield from entry.swatch(x, middle)
            base = middle + CENTRE * TEXT_FLOOR
            yield Words(
                x + entry.room + _AFTER_SWATCH, base, printable(entry.words), TEXT_FLOOR, INK_SOFT,
                part="legend",
            )  # fmt: skip
            x += entry.width + _GAP


@lru_cache(maxsize=64)
def note_lines(notes: tuple[str, ...], room: float) -> tuple[str, ...]:
    """Return footnotes as one paragraph, broken to the room."""
    return wrap(printable(" ".join(notes)), room, TEXT_FLOOR) if notes else ()


def notes_height(notes: Sequence[str], room: float) -> float:
    """Return the height of the footnotes."""
    return line_height(TEXT_FLOOR) * len(note_lines(tuple(notes), room))


def footnotes(notes: Sequence[str], left: float, top: float, room: float) -> Iterator[Words]:
    """Yield the footnotes as lines of words."""
    for number, line in enumerate(note_lines(tuple(notes), room)):
        base = top + line_height(TEXT_FLOOR) * (number + 0.5) + CENTRE * TEXT_FLOOR
        yield Words(left, base, line, TEXT_FLOOR, INK_SOFT, part="note")
