"""Draws a scene on matplotlib axes: one artist a shape, sizes true to the sheet."""

from __future__ import annotations

from functools import singledispatchmethod
from itertools import pairwise
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch, Patch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text as Lettering

from datamap.figures.fonts import font
from datamap.figures.scene import Band, Box, Dot, Line, Point, Scene, Shape, Words

_SWING = 0.5  # where the handles of an S lie between two stations: half way, as the eye expects
_ARROW = 4.0


def _swing(start: Point, end: Point) -> list[Point]:
    """Return the two handles and the end of an S-shaped curve."""
    middle = start[0] + (end[0] - start[0]) * _SWING
    return [(middle, start[1]), (middle, end[1]), end]


def band_path(band: Band) -> Path:
    """Return the outline of a ribbon: along its upper edge and back along the lower one."""
    above = list(band.stations)
    below = [(x, y + band.thickness) for x, y in reversed(above)]
    points, codes = [above[0]], [int(Path.MOVETO)]
    for side in (above, below):
        if side is below:
            points.append(below[0])
            codes.append(int(Path.LINETO))
        for start, end in pairwise(side):
            points += _swing(start, end)
            codes += [int(Path.CURVE4)] * 3
    return Path([*points, above[0]], [*codes, int(Path.CLOSEPOLY)])


def line_points(line: Line) -> tuple[list[Point], list[int]]:
    """Return the course of a line: straight, an S, or an arc that leaves and comes back."""
    points, codes = [line.points[0]], [int(Path.MOVETO)]
    for start, end in pairwise(line.points):
        if line.bulge:
            points += [(start[0] + line.bulge, start[1]), (end[0] + line.bulge, end[1]), end]
            codes += [int(Path.CURVE4)] * 3
        elif line.curved:
            points += _swing(start, end)
            codes += [int(Path.CURVE4)] * 3
        else:
            points.append(end)
            codes.append(int(Path.LINETO))
    return points, codes


class Painter:
    """Turns shapes into artists at one scale (1.0 where the axes are as wide as the sheet)."""

    def __init__(self, scale: float) -> None:
        self.scale = scale

    def _dashes(self, dash: tuple[float, ...]) -> Any:
        """Return matplotlib's line style; dash lengths are in points of the sheet."""
        if not dash:
            return "solid"
        return (0.0, tuple(length * self.scale for length in dash))

    def _finish(self, patch: Patch, edge: str, line: float, dash: tuple[float, ...]) -> None:
        """Give a patch its edge."""
        patch.set_edgecolor(edge or "none")
        patch.set_linewidth(line * self.scale if edge else 0.0)
        patch.set_linestyle(self._dashes(dash))

    @singledispatchmethod
    def artists(self, shape: Shape) -> list[Artist]:
        """Return the artists of one shape."""
        raise TypeError(shape)

    @artists.register
    def _(self, shape: Box) -> list[Artist]:
        patch: Patch
        if shape.radius:
            style = f"round,pad=0,rounding_size={shape.radius}"
            patch = FancyBboxPatch((shape.x, shape.y), shape.width, shape.height, boxstyle=style)
        else:
            patch = Rectangle((shape.x, shape.y), shape.width, shape.height)
        patch.set_facecolor(shape.fill or "none")
        self._finish(patch, shape.edge, shape.line, shape.dash)
        if shape.hatch:
            patch.set_hatch(shape.hatch)
        return [patch]

    @artists.register
    def _(self, shape: Words) -> list[Artist]:
        return [
            Lettering(
                shape.x,
                shape.y,
                shape.text,
                color=shape.colour,
                fontproperties=font(round(shape.size * self.scale, 3), bold=shape.bold),
                horizontalalignment=shape.align,
                verticalalignment="baseline",
                rotation=90.0 if shape.upright else 0.0,
                rotation_mode="anchor",
                parse_math=False,
                usetex=False,
            )
        ]

    @artists.register
    def _(self, shape: Band) -> list[Artist]:
        if not shape.thickness:
            return self.artists(Line(shape.stations, shape.edge, 0.7, shape.dash, curved=True))
        path = band_path(shape)
        ground = PathPatch(path, facecolor=shape.fill, alpha=shape.opacity, linewidth=0.0)
        if not shape.edge:
            return [ground]
        outline = PathPatch(path, facecolor="none")
        self._finish(outline, shape.edge, 0.6, shape.dash)
        return [ground, outline]

    @artists.register
    def _(self, shape: Line) -> list[Artist]:
        points, codes = line_points(shape)
        patch = PathPatch(Path(points, codes), facecolor="none", capstyle="butt")
        self._finish(patch, shape.colour, shape.line, shape.dash)
        if not shape.arrow:
            return [patch]
        (x, y), (before, _) = points[-1], points[-2]
        back = _ARROW if before > x else -_ARROW
        head = Polygon([(x, y), (x + back, y - _ARROW / 2), (x + back, y + _ARROW / 2)])
        head.set_facecolor(shape.colour)
        head.set_edgecolor("none")
        return [patch, head]

    @artists.register
    def _(self, shape: Dot) -> list[Artist]:
        patch = Circle((shape.x, shape.y), shape.radius, facecolor=shape.fill)
        self._finish(patch, shape.edge, shape.line, ())
        return [patch]


def scale_of(scene: Scene, axes: Axes) -> float:
    """Return by how much the scene grows or shrinks on the axes."""
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("the axes belong to no figure")
    inches = figure.get_size_inches()
    place = axes.get_position()
    return float(
        min(place.width * inches[0] * 72 / scene.width, place.height * inches[1] * 72 / scene.height)
    )


def paint(scene: Scene, axes: Axes) -> None:
    """Draw the scene on the axes, which become a sheet of the scene's proportions.

    Type and lines grow or shrink with the axes, so that a figure placed among others keeps
    its looks; the sheet's white ground is drawn too.
    """
    axes.set_axis_off()
    axes.set_xlim(0, scene.width)
    axes.set_ylim(scene.height, 0)
    axes.set_aspect("equal", adjustable="box", anchor="N")
    painter = Painter(scale_of(scene, axes))
    ground = Box(0, 0, scene.width, scene.height)
    for order, shape in enumerate((ground, *scene.shapes)):
        for artist in painter.artists(shape):
            artist.set_clip_on(False)
            artist.set_zorder(order)
            axes.add_artist(artist)
