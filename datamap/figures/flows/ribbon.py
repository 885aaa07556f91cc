"""How a ribbon looks: its colour, how strong, and the marks that do without colour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from datamap.figures.flows.chart import Ribbon
from datamap.figures.flows.placing import Course
from datamap.figures.fonts import CENTRE, width
from datamap.figures.scene import Band, Box, Line, Point, Shape, Words
from datamap.figures.style import GAP, GAP_EDGE, INK, INK_SOFT, PAPER, RULE, TEXT_FLOOR

DOMESTIC, ABROAD, IMPLIED, GAP_OPACITY = 0.30, 0.58, 0.13, 0.60
_FAINT = 0.22  # what a hair-thin ribbon gets on top, to be seen at all
CUT = 0.08
GAP_DASH = (2.4, 1.6)
CUT_DASH = (1.0, 1.0)
IMPLIED_DASH = (0.8, 1.6)
_THIN = 3.0


def ribbon_shapes(
    stations: tuple[Point, ...], thickness: float, ribbon: Ribbon, colour: Callable[[str], str]
) -> Iterator[Shape]:
    """Yield the shapes of one ribbon along its stations.

    Gaps are red with dashed edges (one dashed line along the middle where the ribbon is thin);
    what leaves the country is stronger; what no row shows is faint with a dotted thread; what is
    cut is an empty outline.
    """
    part = f"ribbon:{ribbon.start}>{ribbon.end}"
    if ribbon.cut:
        yield Band(stations, thickness, colour(ribbon.category), CUT, INK_SOFT, CUT_DASH, part)
        return
    if ribbon.gap:
        thin = thickness < _THIN
        edge = "" if thin else GAP_EDGE
        yield Band(stations, thickness, GAP, 0.42 if thin else GAP_OPACITY, edge, GAP_DASH, part)
        if thin:
            yield _thread(stations, thickness, GAP_EDGE, GAP_DASH, part)
        return
    if ribbon.implied:
        yield Band(stations, thickness, colour(ribbon.category), IMPLIED, part=part)
        yield _thread(stations, thickness, RULE, IMPLIED_DASH, part)
        return
    opacity = ABROAD if ribbon.abroad else DOMESTIC
    opacity += _FAINT * max(0.0, 1.0 - thickness / _THIN)
    yield Band(stations, thickness, colour(ribbon.category), opacity, part=part)


def _thread(
    stations: tuple[Point, ...], thickness: float, edge: str, dash: tuple[float, ...], part: str
) -> Band:
    """Return a dashed line along the middle of a ribbon."""
    middle = tuple((x, y + thickness / 2) for x, y in stations)
    return Band(middle, 0.0, edge, 0.0, edge, dash, part)


def marked(courses: Iterable[Course]) -> Iterator[Course]:
    """Yield where a cut is marked: a flow that runs through several cards is struck where it begins."""
    cut = sorted((c for c in courses if c.route.ribbon.cut), key=lambda course: course.stations[0])
    first: dict[str, float] = {}
    for course in cut:
        for flow in course.route.ribbon.flows:
            first.setdefault(flow, course.stations[0][0])
    for course in cut:
        if any(first[flow] == course.stations[0][0] for flow in course.route.ribbon.flows):
            yield course


def cut_shapes(courses: Iterable[Course]) -> Iterator[Shape]:
    """Yield the marks of cuts: strokes, and the flows where a label has room beside the others."""
    taken: list[Box] = []
    labels: list[Shape] = []
    for course in marked(courses):
        yield from _strokes(course)
        box, words = _label(course)
        if not any(_on(box, other) for other in taken):
            taken.append(box)
            labels += [box, words]
    yield from labels


def _on(box: Box, other: Box) -> bool:
    across = box.x < other.right and other.x < box.right
    return across and box.y < other.bottom and other.y < box.bottom


def _middle(course: Course) -> tuple[float, float, float]:
    """Return the middle of a ribbon's first gutter, and how far a stroke reaches from there."""
    (x0, y0), (x1, y1) = course.stations[0], course.stations[1]
    return (x0 + x1) / 2, (y0 + y1) / 2 + course.thickness / 2, course.thickness / 2 + 4.0


def _strokes(course: Course) -> Iterator[Line]:
    """Yield the two strokes of a cut."""
    x, y, reach = _middle(course)
    for shift in (-2.0, 2.0):
        ends = ((x + shift - 1.5, y + reach), (x + shift + 1.5, y - reach))
        yield Line(ends, INK, 1.4, part=_part(course))


def _label(course: Course) -> tuple[Box, Words]:
    """Return the card above the strokes that names the rows."""
    x, y, reach = _middle(course)
    flows = course.route.ribbon.flows
    words = flows[0] if len(flows) == 1 else f"{flows[0]} +{len(flows) - 1}"
    wide = width(words, TEXT_FLOOR, bold=True) + 4.0
    top = y - reach - 10.0
    base = top + 4.5 + CENTRE * TEXT_FLOOR
    return (
        Box(x - wide / 2, top, wide, 9.0, PAPER, INK, 0.7, 1.8, part=_part(course)),
        Words(x, base, words, TEXT_FLOOR, INK, bold=True, align="center", part=_part(course)),
    )


def _part(course: Course) -> str:
    return f"cut:{course.route.ribbon.start}>{course.route.ribbon.end}"
