"""One figure, known by its numbers: what it counted, its table, its picture."""

from __future__ import annotations

import base64
import html
import io
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import matplotlib.style
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from datamap.figures.paint import paint
from datamap.figures.scene import Scene
from datamap.model import Lang

SCREEN_DPI = 150
_POINTS = 72.0
_OURS: dict[Any, Any] = {
    "svg.hashsalt": "datamap",  # ids inside the SVG: the same in every run
    "svg.fonttype": "path",  # glyphs travel with the figure: no font needed to read it
    "text.hinting": "none",  # type runs as wide as it was measured
    "lines.scale_dashes": False,
    "hatch.linewidth": 0.6,
    "hatch.color": "#8796A5",
    "path.simplify": False,
}


@contextmanager
def _house_style() -> Iterator[None]:
    """Draw as we draw, whatever the user's rcParams; they are back afterwards."""
    with matplotlib.style.context("default"), rc_context(_OURS):
        yield


@dataclass(frozen=True, eq=False)
class Display:
    r"""A figure: computed first, drawn when asked for.

    Attributes
    ----------
    title : what the figure shows. fact : one line that says what was counted; stable, so that
        a changed figure can be read off a diff of a notebook.
    numbers : the counts behind it, by name. table : its rows with names in full, made when first
        asked for. scene : the shapes. lang : the language it speaks. notes : what was grouped or
        left out. rows : the table, or what makes it. cards : card of a flow diagram -> the places it
        stands for, so that other figures can mark them.

    Examples
    --------
    >>> from datamap.figures.scene import Scene, Words
    >>> import pandas as pd
    >>> shown = Display(Scene(80, 20, (Words(4, 14, "氏名", 9),)), "t", "1 item", {}, pd.DataFrame())
    >>> shown, shown.svg().startswith("<?xml"), shown.png()[:4]
    (<1 item>, True, b'\x89PNG')
    """

    scene: Scene
    title: str
    fact: str
    numbers: Mapping[str, int]
    rows: pd.DataFrame | Callable[[], pd.DataFrame]
    lang: Lang = "ja"
    notes: tuple[str, ...] = field(default=())
    cards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The rows behind the figure, names in full."""
        return self.rows() if callable(self.rows) else self.rows

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the figure on axes of yours, or on a sheet of its own.

        Parameters
        ----------
        ax : matplotlib axes; without them a figure of the right size is made.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on; `.figure` is theirs. Your rcParams stay as they are.
        """
        with _house_style():
            axes = ax if ax is not None else self._sheet()
            paint(self.scene, axes)
        return axes

    def _sheet(self) -> Axes:
        """Return axes that fill an empty figure of the scene's size."""
        inches = (self.scene.width / _POINTS, self.scene.height / _POINTS)
        figure = Figure(figsize=inches, facecolor="white")
        FigureCanvasAgg(figure)
        return figure.add_axes((0.0, 0.0, 1.0, 1.0))

    def _write(self, form: str, dpi: float, about: dict[str, str | None]) -> bytes:
        """Return the bytes of the figure in one format, without a date or a version in them."""
        stream = io.BytesIO()
        with _house_style():
            axes = self._sheet()
            paint(self.scene, axes)
            axes.get_figure(root=True).savefig(stream, format=form, dpi=dpi, metadata=about)  # type: ignore[union-attr]
        return stream.getvalue()

    def svg(self) -> str:
        """Return the figure as SVG text, the same bytes for the same input."""
        about = {"Date": None, "Creator": None, "Title": self.title, "Description": self.fact}
        return self._write("svg", _POINTS, about).decode()

    def png(self, dpi: float = SCREEN_DPI) -> bytes:
        """Return the figure as PNG, the same bytes for the same input."""
        return self._write("png", dpi, {"Software": None})

    def save(self, path: str | os.PathLike[str], dpi: float = SCREEN_DPI) -> Path:
        """Write the figure as `.svg` or `.png`, by the ending of the path.

        Raises
        ------
        ValueError
            The path ends otherwise.
        """
        target = Path(path)
        if target.suffix == ".svg":
            target.write_bytes(self.svg().encode())
        elif target.suffix == ".png":
            target.write_bytes(self.png(dpi))
        else:
            raise ValueError(f"{target.name}: a figure is saved as .svg or .png")
        return target

    def __repr__(self) -> str:
        """Return the one-line fact."""
        return f"<{self.fact}>"

    def _repr_html_(self) -> str:
        """Return the figure for a notebook, trusted or not: one image with its own white ground."""
        data = base64.b64encode(self.svg().encode()).decode()
        words = html.escape(" ".join((self.title, self.fact, *self.notes)))
        style = "max-width:100%;height:auto;background:#fff"
        return (
            '<figure style="margin:0">'
            f'<img alt="{words}" style="{style}" src="data:image/svg+xml;base64,{data}"/>'
            "</figure>"
        )
