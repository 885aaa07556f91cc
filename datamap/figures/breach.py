"""The circle of a breach: what is touched in the middle, its copies around it by how sure they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.exposure import Exposure
from datamap.analysis.relation import Relation
from datamap.figures.display import Display
from datamap.figures.flows.face import TAIL
from datamap.figures.fonts import CENTRE, line_height, width
from datamap.figures.frame import MARGIN, TITLE_BOTTOM, framed
from datamap.figures.legend import Entry
from datamap.figures.lettering import fit
from datamap.figures.said import Said
from datamap.figures.scene import Dot, Line, Shape, Words
from datamap.figures.style import (
    ACCENT,
    INK,
    INK_SOFT,
    NOTE_SIZE,
    PAGE_WIDTH,
    PAPER,
    READING_CERTAIN,
    RULE,
    RULE_SOFT,
    SHADES,
    TEXT_FLOOR,
)
from datamap.model import ABROAD, Lang, Reading, Text
from datamap.vocabulary import text

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
_LIST_LEFT = 362.0
FEW = 3
"""Countries of one dot that are named one by one."""

_ROW = 11.2

Row = dict[str, Any]


def _say(key: str, **values: object) -> Text:
    return text("figures", f"breach.{key}", **values)


MOST = 75
"""Dots that the circle holds without touching; more places are drawn together, country by country."""

LISTED = 48
"""Dots that the list has lines for, headings apart."""


@dataclass(frozen=True, slots=True)
class _Copy:
    """One dot: a place downstream that holds copies, or several of one sort; what it is, how sure that is."""

    number: int
    row: Row
    places: int = 1

    @property
    def reading(self) -> Reading:
        return Reading(self.row["reading"])

    @property
    def items(self) -> int:
        return len([key for key in str(self.row["items"]).split(SEPARATOR) if key])


_Line = tuple[str, _Copy | None]
"""A line of the list: a heading, a copy, or a gap (neither)."""


class _Circle:
    def __init__(self, copies: Sequence[_Copy], said: Said, top: float) -> None:
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

    def _dots(self, held: Sequence[_Copy], reading: Reading, start: float, end: float) -> Iterator[Shape]:
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
    certain = exposure.table[exposure.table["reading"] == Reading.CERTAIN.value]
    lines = [
        _say("core_items", count=certain["item"].nunique()).in_lang(said.lang),
        _say("core_subjects", count=_groups(certain)).in_lang(said.lang),
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


def _list(copies: Sequence[_Copy], said: Said, top: float, bottom: float) -> tuple[list[Shape], int]:
    """Return the list of the copies by relation, and how many are on it."""
    lines: list[_Line] = []
    for relation in dict.fromkeys(str(copy.row["relation"]) for copy in copies):
        lines.append((said.every("relation", relation), None))
        lines += [("", copy) for copy in copies if str(copy.row["relation"]) == relation]
    high = int((bottom - top) / _ROW)
    columns = 1 if len(lines) <= high else 2
    high = min(high, -(-len(lines) // columns) + columns - 1)
    lines = list(_kept_together(lines, high))
    wide = (PAGE_WIDTH - MARGIN - _LIST_LEFT - 12.0 * (columns - 1)) / columns
    shapes: list[Shape] = []
    for place, (heading, copy) in enumerate(lines[: high * columns]):
        x = _LIST_LEFT + (wide + 12.0) * (place // high)
        middle = top + _ROW * (place % high + 0.5)
        base = middle + CENTRE * NOTE_SIZE
        if copy is None and not heading:
            continue
        if copy is None:
            shown = fit(heading, wide, NOTE_SIZE, bold=True)
            shapes.append(Words(x, base, shown.lines[0], shown.size, INK, bold=True, part="list"))
            shapes.append(Line(((x, middle + 5.2), (x + wide, middle + 5.2)), RULE_SOFT, 0.5, part="list"))
            continue
        shapes += _entry(copy, said, x, wide, base)
    return shapes, sum(copy.places for _, copy in lines[: high * columns] if copy is not None)


def _kept_together(lines: Iterable[_Line], high: int) -> Iterator[_Line]:
    """Yield the lines of the list, with a gap where a heading would be the last line of a column."""
    count = 0
    for line in lines:
        if line[1] is None and count % high == high - 1:
            yield "", None
            count += 1
        yield line
        count += 1


def _entry(copy: _Copy, said: Said, x: float, wide: float, base: float) -> list[Shape]:
    """Return one line of the list: number, name, where it is, how many items."""
    told = _say("listed", country=_codes(copy, said.lang), items=copy.items).in_lang(said.lang)
    right = width(told, TEXT_FLOOR)
    name = fit(_name(copy, said), wide - 16.0 - right - 6.0, NOTE_SIZE, tail=TAIL)
    number = str(copy.number)
    bold = copy.reading is Reading.CERTAIN
    return [
        Words(x + 11.0, base, number, TEXT_FLOOR, INK, bold=bold, align="right", part="list"),
        Words(x + 15.0, base, name.lines[0], name.size, INK if bold else INK_SOFT, part="list"),
        Words(x + wide, base, told, TEXT_FLOOR, INK_SOFT, align="right", part="list"),
    ]


def _codes(copy: _Copy, lang: Lang) -> str:
    """Return where a copy is, as short as it can be said."""
    abroad = _say("abroad").in_lang(lang)
    codes = str(copy.row["countries"]).split(SEPARATOR)
    if len(codes) > FEW:
        return _say("countries", count=len(codes)).in_lang(lang)
    return " ".join(abroad if code == ABROAD else code or "?" for code in codes)


def _name(copy: _Copy, said: Said) -> str:
    """Return a place by its name; places drawn together by their number and country."""
    if copy.places == 1:
        return said.one("place", copy.row["place"])
    codes = str(copy.row["countries"]).split(SEPARATOR)
    where = said.one("country", codes[0]) if len(codes) == 1 else _codes(copy, said.lang)
    return _say("places", count=copy.places, where=where).in_lang(said.lang)


def _drawn_together(rows: Sequence[Row]) -> list[tuple[Row, int]]:
    """Return what gets a dot, each with its places: all alone if there is room, else by country.

    What only misuse could reach is drawn together first, what is certain last. Where even the
    countries are too many, a relation is one dot for each reading.
    """
    if len(rows) <= MOST:
        return [(row, 1) for row in rows]
    sorts = ("relation", "reading", "countries")
    known = {Reading.CERTAIN, Reading.POSSIBLE}
    for alone, most in ((known, LISTED), ({Reading.CERTAIN}, LISTED), (set[Reading](), MOST)):
        dots = _grouped(rows, alone, sorts)
        if len(dots) <= most:
            return dots
    return _grouped(rows, set(), ("relation", "reading"))


def _grouped(rows: Sequence[Row], alone: set[Reading], parts: Sequence[str]) -> list[tuple[Row, int]]:
    """Return the rows that agree in some columns as one; those of some readings stay alone."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        columns = ("place",) if Reading(row["reading"]) in alone else parts
        groups.setdefault(tuple(str(row[part]) for part in columns), []).append(row)
    return [(_merged(members), len(members)) for members in groups.values()]


def _merged(members: Sequence[Row]) -> Row:
    """Return one row for several: all countries and items that any of them has."""

    def every(column: str) -> str:
        return SEPARATOR.join(sorted({key for row in members for key in str(row[column]).split(SEPARATOR)}))

    return members[0] | ({} if len(members) == 1 else {c: every(c) for c in ("countries", "items")})


def _entries(copies: Sequence[_Copy], lang: Lang) -> list[Entry]:
    def swatch(reading: Reading) -> Entry:
        words = _say(f"legend_{reading.value}").in_lang(lang)
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
        `.numbers`: `items subjects certain possible worst_case listed`. `.table`: the copies.
    """
    said = Said(exposure, lang or exposure.lang)
    table = exposure.part("copies").table
    relations = [relation.value for relation in Relation]
    ranks = {reading.value: rank for rank, reading in enumerate(Reading)}
    rows = sorted(
        ({str(k): v for k, v in row.items()} for row in table.to_dict("records")),
        key=lambda row: (
            [relations.index(each) for each in str(row["relation"]).split(SEPARATOR) if each],
            ranks[str(row["reading"])],
            str(row["place"]),
        ),
    )
    copies = [_Copy(number, *one) for number, one in enumerate(_drawn_together(rows), start=1)]
    top = TITLE_BOTTOM + 6.0
    circle = _Circle(copies, said, top)
    bottom = top + 2 * RADIUS
    listed, count = _list(copies, said, top, bottom)
    certain = exposure.table[exposure.table["reading"] == Reading.CERTAIN.value]
    numbers = {
        "items": int(certain["item"].nunique()),
        "subjects": _groups(certain),
        **{each.value: sum(copy.places for copy in copies if copy.reading is each) for each in Reading},
        "listed": count,
    }
    shapes = [*circle.shapes(), *_core(exposure, said, circle.y), *listed]
    title, fact = exposure.title.in_lang(said.lang), _say("fact", **numbers).in_lang(said.lang)
    hidden = sum(copy.places for copy in copies) - count
    notes: tuple[str, ...] = (_say("list_note").in_lang(said.lang),)
    if any(copy.places > 1 for copy in copies):
        notes = (*notes, _say("grouped", most=MOST).in_lang(said.lang))
    if hidden:
        notes = (*notes, _say("hidden", count=hidden).in_lang(said.lang))
    scene = framed(shapes, bottom, (title, fact), _entries(copies, said.lang), notes)
    return Display(scene, title, fact, numbers, table, said.lang, notes)


def _groups(lines: pd.DataFrame) -> int:
    """Return how many groups of people lines name (cells are lists)."""
    return len({key for cell in lines["subjects"] for key in str(cell).split(SEPARATOR) if key})
