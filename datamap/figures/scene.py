"""What a figure is made of: boxes, words, bands, lines and dots on a sheet, in points.

A scene is plain data with the origin at the top left. It is made before anything is drawn,
so that tests can hold it to its promises: labels inside their cards, no card on another,
no type below the floor. `part` names what a shape belongs to ("card:passport_no").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from datamap.figures.style import INK, PAPER

Align = Literal["left", "center", "right"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `radius` rounds its corners, `dash` breaks its edge, `hatch` strokes its ground."""

    x: float
    y: float
    width: float
    height: float
    fill: str = PAPER
    edge: str = ""
    line: float = 0.8
    radius: float = 0.0
    dash: tuple[float, ...] = ()
    hatch: str = ""
    part: str = ""

    @property
    def right(self) -> float:
        """Return the x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Return the y of the lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Return the y of the middle."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is its baseline, `x` where its `align` says.

    `upright` turns it to run upwards from (x, y): for the heads of narrow columns.
    """

    x: float
    y: float
    text: str
    size: float
    colour: str = INK
    bold: bool = False
    align: Align = "left"
    part: str = ""
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A ribbon through two or more stations `(x, y of its upper edge)`, even in thickness.

    Between two stations it swings from the first to the second as an S; stations that share
    a card's two sides are joined straight. A band of no thickness is a line.
    """

    stations: tuple[Point, ...]
    thickness: float
    fill: str
    opacity: float = 0.4
    edge: str = ""
    dash: tuple[float, ...] = ()
    part: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points; `curved` swings it as an S or, on one x, as an arc to the right."""

    points: tuple[Point, ...]
    colour: str = INK
    line: float = 0.8
    dash: tuple[float, ...] = ()
    curved: bool = False
    arrow: bool = False
    bulge: float = 0.0
    part: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    fill: str
    edge: str = ""
    line: float = 0.8
    part: str = ""


Shape = Box | Words | Band | Line | Dot


@dataclass(frozen=True, slots=True)
class Scene:
    """A sheet of `width` x `height` points and what lies on it, the lowest first."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    def of(self, kind: type[Shape]) -> tuple[Shape, ...]:
        """Return the shapes of one kind, in the order they are drawn."""
        return tuple(shape for shape in self.shapes if isinstance(shape, kind))
