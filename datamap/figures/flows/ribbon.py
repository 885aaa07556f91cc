"""How a ribbon looks: its colour, how strong, and the marks that do without colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from datamap.figures.flows.chart import Ribbon
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


def cut_shapes(stations: tuple[Point, ...], thickness: float, ribbon: Ribbon) -> Iterator[Shape]:
    """Yield the mark of a cut in the middle of a ribbon's first gutter: two strokes and the rows."""
    (x0, y0), (x1, y1) = stations[0], stations[1]
    x, y = (x0 + x1) / 2, (y0 + y1) / 2 + thickness / 2
    part = f"cut:{ribbon.start}>{ribbon.end}"
    reach = thickness / 2 + 4.0
    for shift in (-2.0, 2.0):
        yield Line(((x + shift - 1.5, y + reach), (x + shift + 1.5, y - reach)), INK, 1.4, part=part)
    flows = ribbon.flows
    words = flows[0] if len(flows) == 1 else f"{flows[0]} +{len(flows) - 1}"
    wide = width(words, TEXT_FLOOR, bold=True) + 4.0
    top = y - reach - 10.0
    yield Box(x - wide / 2, top, wide, 9.0, PAPER, INK, 0.7, 1.8, part=part)
    base = top + 4.5 + CENTRE * TEXT_FLOOR
    yield Words(x, base, words, TEXT_FLOOR, INK, bold=True, align="center", part=part)
