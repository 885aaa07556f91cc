"""The whole sheet of a flow diagram: title, headings, ribbons, cards, legend, footnotes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from datamap.figures.categories import Category
from datamap.figures.flows.chart import Chart, with_passages
from datamap.figures.flows.face import DASH, Face
from datamap.figures.flows.key import entries_of
from datamap.figures.flows.measures import Measures, column_spans, measure, sides_of, tallest
from datamap.figures.flows.ordering import best_order, links_of
from datamap.figures.flows.placing import Course, Placing, place
from datamap.figures.flows.ribbon import cut_shapes, ribbon_shapes
from datamap.figures.fonts import width
from datamap.figures.frame import MARGIN, foot_height, foot_shapes, title_shapes
from datamap.figures.legend import Entry
from datamap.figures.lettering import fit
from datamap.figures.scene import Line, Scene, Shape, Words
from datamap.figures.style import (
    GAP_EDGE,
    HEADING_SIZE,
    INK,
    INK_SOFT,
    NOTE_SIZE,
    OTHER,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SPACE,
)
from datamap.model import Lang

_TOP = 64.0  # title, subtitle and the headings of the columns
_SLACK = 1.12  # room beyond the tallest column, so that ribbons can run level
_LEAST = 130.0
_FAR = 330.0  # an arc between cards so far apart reaches across its gutter


@dataclass(frozen=True, slots=True)
class Wording:
    """What is written around the chart, in the language of the figure.

    Attributes
    ----------
    colour : the colour of a category. categories : legend entries of the categories shown.
    entries : the whole legend, where it is not that of a flow diagram.
    """

    lang: Lang
    title: str
    subtitle: str
    notes: tuple[str, ...] = ()
    categories: Callable[[set[str]], tuple[Category, ...]] = field(default=lambda _: ())
    colour: Callable[[str], str] = field(default=lambda _: OTHER)
    entries: tuple[Entry, ...] | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A scene and what was counted while it was made."""

    scene: Scene
    crossings: int
    naive: int
    ribbons: int


def room_for_cards(wording: Wording, chart: Chart, page: float = PAGE_HEIGHT) -> float:
    """Return the height in points that cards may take on a page."""
    return page - _TOP - foot_height(_entries(wording, chart), wording.notes) - MARGIN


def _entries(wording: Wording, chart: Chart) -> list[Entry]:
    if wording.entries is not None:
        return list(wording.entries)
    shown = {ribbon.category for ribbon in chart.ribbons if not ribbon.back}
    return entries_of(chart, wording.categories(shown), wording.lang)


def draw(chart: Chart, measures: Measures, wording: Wording, room: float) -> Drawn:
    """Return the sheet of a chart at measures that keep it to the room."""
    through, routes = with_passages(chart)
    links, keys = links_of(through, routes)
    order, crossings, naive = best_order(links)
    columns = [[keys[c][i] for i in column] for c, column in enumerate(order)]
    sides = sides_of(through, routes)
    spans = column_spans(through, routes, wording.lang, measures.level, PAGE_WIDTH)
    height = min(room, max(_LEAST, _SLACK * tallest(through, sides, measures)))
    placing = place(through, routes, columns, sides, measures, spans, _TOP, _TOP + height)
    sheet = _Sheet(through, measures, wording, spans, placing, dict(_columns_of(columns)))
    below = _TOP + height
    foot = foot_height(_entries(wording, chart), wording.notes)
    scene = Scene(PAGE_WIDTH, below + foot + MARGIN, tuple(sheet.shapes(below)))
    return Drawn(scene, crossings, naive, len(routes))


def fitting(chart: Chart, room: float) -> Measures | None:
    """Return the measures at which a chart keeps to the room; None where it has to be grouped."""
    through, routes = with_passages(chart)
    return measure(through, sides_of(through, routes), room)


def _columns_of(columns: Sequence[Sequence[str]]) -> Iterator[tuple[str, int]]:
    for column, keys in enumerate(columns):
        for key in keys:
            yield key, column


@dataclass(frozen=True, slots=True)
class _Sheet:
    chart: Chart
    measures: Measures
    wording: Wording
    spans: Sequence[tuple[float, float]]
    placing: Placing
    column: Mapping[str, int]

    def shapes(self, below: float) -> Iterator[Shape]:
        """Yield everything on the sheet, the lowest first."""
        yield from title_shapes(self.wording.title, self.wording.subtitle)
        yield from self._headings()
        yield from self._ribbons()
        yield from self._arrows()
        face = Face(self.measures.level, self.wording.lang, self.wording.colour)
        for card in self.chart.cards:
            if card.look != "via":
                yield from face.shapes(card, self.placing.boxes[card.key])
        yield from foot_shapes(_entries(self.wording, self.chart), self.wording.notes, below)

    def _headings(self) -> Iterator[Shape]:
        for column, heading in enumerate(self.chart.headings):
            left, wide = self.spans[column]
            shown = sum(card.look != "via" for card in self.chart.column(column))
            count = str(shown)
            room = wide + 16.0 - width(count, NOTE_SIZE)
            words = fit(heading.in_lang(self.wording.lang), room, HEADING_SIZE, bold=True)
            total = words.width(bold=True) + SPACE + width(count, NOTE_SIZE)
            x = max(MARGIN, min(left + (wide - total) / 2, PAGE_WIDTH - MARGIN - total))
            yield Words(x, 53.0, words.lines[0], words.size, INK, bold=True, part="heading")
            x += words.width(bold=True) + SPACE
            yield Words(x, 53.0, count, NOTE_SIZE, INK_SOFT, part="heading")

    def _ribbons(self) -> Iterator[Shape]:
        def depth(course: Course) -> tuple[bool, bool]:
            return (course.route.ribbon.gap, course.route.ribbon.abroad)

        for course in sorted(self.placing.courses, key=depth):
            ribbon = course.route.ribbon
            if ribbon.back:
                continue
            yield from ribbon_shapes(course.stations, course.thickness, ribbon, self.wording.colour)
        yield from cut_shapes(self.placing.courses)

    def _arrows(self) -> Iterator[Shape]:
        for course in self.placing.courses:
            if course.route.ribbon.back:
                yield self._back(course)
        for loop in self.chart.loops:
            start, end = self.placing.boxes[loop.start], self.placing.boxes[loop.end]
            y0 = start.middle + (3.0 if end.y > start.y else -3.0)
            y1 = end.middle + (-3.0 if end.y > start.y else 3.0)
            reach = 7.0 + 0.9 * self._gutter(start.right) * min(1.0, abs(y1 - y0) / _FAR)
            yield Line(
                ((start.right, y0), (end.right, y1)), GAP_EDGE if loop.gap else INK_SOFT, 0.9, DASH,
                arrow=True, bulge=reach, part=f"loop:{loop.start}>{loop.end}",
            )  # fmt: skip

    def _gutter(self, right: float) -> float:
        """Return the width of the gutter at the right of a column."""
        return min((left - right for left, _ in self.spans if left > right), default=20.0)

    def _back(self, course: Course) -> Line:
        ribbon = course.route.ribbon
        points = tuple((x, y + course.thickness / 2) for x, y in reversed(course.stations))
        colour = GAP_EDGE if ribbon.gap else INK_SOFT
        part = f"ribbon:{ribbon.start}>{ribbon.end}"
        return Line(points, colour, 1.0, DASH, curved=True, arrow=True, part=part)
