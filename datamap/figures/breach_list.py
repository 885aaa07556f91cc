"""The list beside the circle of a breach: every dot by number and name, where it is, what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from datamap.analysis.answer import SEPARATOR
from datamap.figures.breach_copies import Copy, say
from datamap.figures.flows.face import TAIL
from datamap.figures.fonts import CENTRE, width
from datamap.figures.frame import MARGIN
from datamap.figures.lettering import fit
from datamap.figures.said import Said
from datamap.figures.scene import Line, Shape, Words
from datamap.figures.style import INK, INK_SOFT, NOTE_SIZE, PAGE_WIDTH, RULE_SOFT, TEXT_FLOOR
from datamap.model import ABROAD, Lang, Reading

_LEFT, _ROW, _GUTTER = 362.0, 11.2, 12.0

FEW = 3
"""Countries of one dot that are named one by one."""

_Line = tuple[str, Copy | None]
"""A line of the list: a heading, a copy, or a gap (neither)."""


def list_of(copies: Sequence[Copy], said: Said, top: float, bottom: float) -> tuple[list[Shape], int]:
    """Return the list of the copies by relation, and how many are on it."""
    lines = _by_relation(copies, said)
    high = int((bottom - top) / _ROW)
    columns = 1 if len(lines) <= high else 2
    high = min(high, -(-len(lines) // columns) + columns - 1)
    shown = list(_kept_together(lines, high))[: high * columns]
    wide = (PAGE_WIDTH - MARGIN - _LEFT - _GUTTER * (columns - 1)) / columns
    shapes: list[Shape] = []
    for place, (heading, copy) in enumerate(shown):
        x, middle = _LEFT + (wide + _GUTTER) * (place // high), top + _ROW * (place % high + 0.5)
        if copy is not None:
            shapes += _entry(copy, said, x, wide, middle + CENTRE * NOTE_SIZE)
        elif heading:
            shapes += _heading(heading, x, wide, middle)
    return shapes, sum(copy.places for _, copy in shown if copy is not None)


def _by_relation(copies: Sequence[Copy], said: Said) -> list[_Line]:
    lines: list[_Line] = []
    for relation in dict.fromkeys(str(copy.row["relation"]) for copy in copies):
        lines.append((said.every("relation", relation), None))
        lines += [("", copy) for copy in copies if str(copy.row["relation"]) == relation]
    return lines


def _heading(heading: str, x: float, wide: float, middle: float) -> list[Shape]:
    shown = fit(heading, wide, NOTE_SIZE, bold=True)
    base = middle + CENTRE * NOTE_SIZE
    return [
        Words(x, base, shown.lines[0], shown.size, INK, bold=True, part="list"),
        Line(((x, middle + 5.2), (x + wide, middle + 5.2)), RULE_SOFT, 0.5, part="list"),
    ]


def _kept_together(lines: Iterable[_Line], high: int) -> Iterator[_Line]:
    """Yield the lines of the list, with a gap where a heading would be the last line of a column."""
    count = 0
    for line in lines:
        if line[1] is None and count % high == high - 1:
            yield "", None
            count += 1
        yield line
        count += 1


def _entry(copy: Copy, said: Said, x: float, wide: float, base: float) -> list[Shape]:
    """Return one line of the list: number, name, where it is, how many items."""
    told = say("listed", country=_codes(copy, said.lang), items=copy.items).in_lang(said.lang)
    right = width(told, TEXT_FLOOR)
    name = fit(_name(copy, said), wide - 16.0 - right - 6.0, NOTE_SIZE, tail=TAIL)
    number = str(copy.number)
    bold = copy.reading is Reading.CERTAIN
    return [
        Words(x + 11.0, base, number, TEXT_FLOOR, INK, bold=bold, align="right", part="list"),
        Words(x + 15.0, base, name.lines[0], name.size, INK if bold else INK_SOFT, part="list"),
        Words(x + wide, base, told, TEXT_FLOOR, INK_SOFT, align="right", part="list"),
    ]


def _codes(copy: Copy, lang: Lang) -> str:
    """Return where a copy is, as short as it can be said."""
    abroad = say("abroad").in_lang(lang)
    codes = str(copy.row["countries"]).split(SEPARATOR)
    if len(codes) > FEW:
        return say("countries", count=len(codes)).in_lang(lang)
    return " ".join(abroad if code == ABROAD else code or "?" for code in codes)


def _name(copy: Copy, said: Said) -> str:
    """Return a place by its name; places drawn together by their number and country."""
    if copy.places == 1:
        return said.one("place", copy.row["place"])
    codes = str(copy.row["countries"]).split(SEPARATOR)
    where = said.one("country", codes[0]) if len(codes) == 1 else _codes(copy, said.lang)
    return say("places", count=copy.places, where=where).in_lang(said.lang)
