"""How a ribbon looks: its colour, how strong, and the marks that do without colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from datamap.figures.flows.chart import Ribbon
from datamap.figures.scene import Band, Point, Shape
from datamap.figures.style import GAP, GAP_EDGE, RULE

DOMESTIC, ABROAD, IMPLIED, GAP_OPACITY = 0.30, 0.58, 0.13, 0.60
_FAINT = 0.22  # what a hair-thin ribbon gets on top, to be seen at all
GAP_DASH = (2.4, 1.6)
IMPLIED_DASH = (0.8, 1.6)
_THIN = 3.0


def ribbon_shapes(
    stations: tuple[Point, ...], thickness: float, ribbon: Ribbon, colour: Callable[[str], str]
) -> Iterator[Shape]:
    """Yield the shapes of one ribbon along its stations.

    Gaps are red with dashed edges (one dashed line along the middle where the ribbon is thin);
    what leaves the country is stronger; what no row shows is faint with dotted edges.
    """
    part = f"ribbon:{ribbon.start}>{ribbon.end}"
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
