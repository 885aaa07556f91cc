"""The circle of a breach: what is touched in the middle, its copies around it by how sure they are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pandas as pd

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.exposure import Exposure
from datamap.figures.breach_copies import MOST, Copy, copies_in, say
from datamap.figures.breach_list import list_of
from datamap.figures.display import Display
from datamap.figures.fonts import CENTRE, line_height
from datamap.figures.frame import TITLE_BOTTOM, framed
from datamap.figures.legend import Entry
from datamap.figures.lettering import fit
from datamap.figures.said import Said
from datamap.figures.scene import Dot, Line, Shape, Words
from datamap.figures.style import (
    ACCENT,
    INK,
    INK_SOFT,
    NOTE_SIZE,
    PAPER,
    READING_CERTAIN,
    RULE,
    SHADES,
    TEXT_FLOOR,
)
from datamap.model import Lang, Reading, Text

CENTRE_X, RADIUS = 176.0, 158.0
_CORE = 44.0
_RINGS = {
    Reading.CERTAIN: (60.0, 74.0, 88.0),
    Reading.POSSIBLE: (106.0, 119.0),
    Reading.WORST_CASE: (136.0, 149.0),
}
_EDGES = {Reading.CERTAIN: 97.0, Reading.POSSIBLE: 127.5, Reading.WORST_CASE: 157.0}
_DOT = 6.0
_APART = 13.4


class _Circle:
    def __init__(self, copies: Sequence[Copy], said: Said, top: float) -> None:
        self.copies, self.said = copies, said
        self.y = top + RADIUS
        relations = list(dict.fromkeys(str(copy.row["relation"]) for copy in copies))
        counts = {each: sum(str(c.row["relation"]) == each for c in copies) for each in relations}
        weights = {each: max(count, 0.08 * len(copies)) for each, count in counts.items()}
        turn, self.sectors = -math.pi / 2, dict[str, tuple[float, float]]()
        for each, weight in weights.items():
            end = turn + 2 * math.pi * weight / sum(weights.values())
            self.sectors[each] = (turn, end)
            turn = end

    def shapes(self) -> Iterator[Shape]:
        """Yield the rings, the borders of the sectors, the dots."""
        yield Dot(CENTRE_X, self.y, _EDGES[Reading.WORST_CASE], PAPER, RULE, 0.8, part="ring")
        yield Dot(CENTRE_X, self.y, _EDGES[Reading.POSSIBLE], SHADES[0], RULE, 0.8, part="ring")
        yield Dot(CENTRE_X, self.y, _EDGES[Reading.CERTAIN], SHADES[1], RULE, 0.8, part="ring")
        if len(self.sectors) > 1:
            for start, _ in self.sectors.values():
                ends = (self._at(start, _CORE), self._at(start, RADIUS))
                yield Line(ends, RULE, 0.6, (2.0, 2.0), part="sector")
        for relation, (start, end) in self.sectors.items():
            for reading in Reading:
                held = [c for c in self.copies if c.reading is reading and str(c.row["relation"]) == relation]
                yield from self._dots(held, reading, start, end)

    def _at(self, turn: float, radius: float) -> tuple[float, float]:
        return CENTRE_X + radius * math.cos(turn), self.y + radius * math.sin(turn)

    def _dots(self, held: Sequence[Copy], reading: Reading, start: float, end: float) -> Iterator[Shape]:
        """Yield the dots of one sector of one ring, on as few circles as hold them."""
        radii, left = list(_RINGS[reading]), list(held)
        room = [max(1, int((end - start) * radius / _APART)) for radius in radii]
        lines = next((n for n in range(1, len(radii) + 1) if sum(room[-n:]) >= len(left)), len(radii))
        for radius, most in list(zip(radii, room, strict=True))[-lines:]:
            here = left[:most] if radius != radii[-1] else left
            left = left[len(here) :]
            for place, copy in enumerate(here):
                turn = start + (end - start) * (place + 0.5) / len(here)
                yield from dot(*self._at(turn, radius), copy.number, reading)


def dot(x: float, y: float, number: int, reading: Reading, part: str = "") -> tuple[Shape, Shape]:
    """Return a numbered dot: full if the copy is certain, hollow if possible, pale if only by misuse."""
    ground, edge, ink = {
        Reading.CERTAIN: (READING_CERTAIN, READING_CERTAIN, PAPER),
        Reading.POSSIBLE: (PAPER, READING_CERTAIN, INK),
        Reading.WORST_CASE: (PAPER, RULE, INK_SOFT),
    }[reading]
    name = part or f"copy:{number}"
    words = Words(
        x, y + CENTRE * TEXT_FLOOR, str(number), TEXT_FLOOR, ink, bold=True, align="center", part=name
    )
    return Dot(x, y, _DOT, ground, edge, 1.0, name), words


def _core(exposure: Exposure, said: Said, y: float) -> Iterator[Shape]:
    """Yield the middle: what is breached, how many items and groups of people are touched."""
    yield Dot(CENTRE_X, y, _CORE, ACCENT, part="core")
    names = [said.one("place", key) for key in sorted(exposure.touched.places)]
    ids = exposure.touched.traffic[Reading.POSSIBLE].flow_ids
    names += [ids[row] for row in sorted(exposure.touched.rows)]
    joiner = "・" if said.lang == "ja" else ", "
    fitted = fit(joiner.join(names), 2 * _CORE - 20.0, NOTE_SIZE, bold=True, height=26.0)
    numbers = _touched(exposure)
    lines = [
        say(f"core_{what}_more" if numbers[f"{what}_more"] else f"core_{what}", **numbers).in_lang(said.lang)
        for what in ("items", "subjects")
    ]
    step = line_height(fitted.size)
    tall = step * len(fitted.lines) + line_height(TEXT_FLOOR) * len(lines)
    base = y - tall / 2
    for line in fitted.lines:
        centre = base + step / 2 + CENTRE * fitted.size
        yield Words(CENTRE_X, centre, line, fitted.size, PAPER, bold=True, align="center", part="core")
        base += step
    for line in lines:
        centre = base + line_height(TEXT_FLOOR) / 2 + CENTRE * TEXT_FLOOR
        yield Words(CENTRE_X, centre, line, TEXT_FLOOR, PAPER, align="center", part="core")
        base += line_height(TEXT_FLOOR)


def _entries(copies: Sequence[Copy], lang: Lang) -> list[Entry]:
    def swatch(reading: Reading) -> Entry:
        words = say(f"legend_{reading.value}").in_lang(lang)
        return Entry(words, 13.0, lambda x, y: dot(x + 6.5, y, 1, reading, "legend"))

    seen = {copy.reading for copy in copies}
    return [swatch(reading) for reading in Reading if reading in seen]


def draw_breach(exposure: Exposure, *, lang: Lang | None = None) -> Display:
    """Return the circle of a breach: what is touched, and where its copies are.

    In the middle stands what is breached. Around it lie the places downstream that hold copies of
    what it holds: on the inner ring for certain, on the next one where that cannot be excluded,
    outside where it would take misuse of a flow. Sectors say what a place is to us.

    Parameters
    ----------
    exposure : what `datamap.analysis.exposure.exposure` returned. lang : of the figure; None =
        that of the answer.

    Returns
    -------
    Display
        `.numbers`: `items subjects` (touched for certain), `items_more subjects_more` (possibly besides),
        `certain possible worst_case listed`. `.table`: the copies.
    """
    said = Said(exposure, lang or exposure.lang)
    table = exposure.part("copies").table
    copies = copies_in(table)
    top = TITLE_BOTTOM + 6.0
    circle, bottom = _Circle(copies, said, top), top + 2 * RADIUS
    listed, count = list_of(copies, said, top, bottom)
    numbers = {
        **_touched(exposure),
        **{each.value: sum(copy.places for copy in copies if copy.reading is each) for each in Reading},
        "listed": count,
    }
    shapes = [*circle.shapes(), *_core(exposure, said, circle.y), *listed]
    told = "fact_more" if numbers["items_more"] or numbers["subjects_more"] else "fact"
    title, fact = exposure.title.in_lang(said.lang), say(told, **numbers).in_lang(said.lang)
    notes = tuple(note.in_lang(said.lang) for note in _notes(copies, count))
    scene = framed(shapes, bottom, (title, fact), _entries(copies, said.lang), notes)
    return Display(scene, title, fact, numbers, table, said.lang, notes)


def _notes(copies: Sequence[Copy], listed: int) -> Iterator[Text]:
    """Yield what a reader has to know: the list, what is drawn together, what has no line."""
    yield say("list_note")
    if any(copy.places > 1 for copy in copies):
        yield say("grouped", most=MOST)
    if hidden := sum(copy.places for copy in copies) - listed:
        yield say("hidden", count=hidden)


def _touched(exposure: Exposure) -> dict[str, int]:
    """Return how many items and groups of people are touched for certain, and how many more possibly."""
    table = exposure.table
    certain = table[table["reading"] == Reading.CERTAIN.value]
    found = {"items": (_items(certain), _items(table)), "subjects": (_groups(certain), _groups(table))}
    surely = {what: len(some) for what, (some, _) in found.items()}
    return surely | {f"{what}_more": len(every - some) for what, (some, every) in found.items()}


def _items(lines: pd.DataFrame) -> set[str]:
    return set(map(str, lines["item"]))


def _groups(lines: pd.DataFrame) -> set[str]:
    """Return the groups of people that lines name (cells are lists)."""
    return {key for cell in lines["subjects"] for key in str(cell).split(SEPARATOR) if key}
