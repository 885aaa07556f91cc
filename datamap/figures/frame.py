"""What every sheet has around its drawing: title, one line below it, legend, footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from datamap.figures.legend import Entry, footnotes, legend, legend_height, notes_height
from datamap.figures.lettering import fit
from datamap.figures.scene import Line, Scene, Shape, Words
from datamap.figures.style import INK, INK_SOFT, NOTE_SIZE, PAGE_WIDTH, RULE_SOFT, TITLE_SIZE

MARGIN = 6.0
ROOM = PAGE_WIDTH - 2 * MARGIN
TITLE_BOTTOM = 38.0
"""Height of title and subtitle: where a drawing may begin."""

_TITLE, _SUBTITLE = 17.0, 30.0
_ABOVE_LEGEND = 12.0


def title_shapes(title: str, subtitle: str) -> Iterator[Shape]:
    """Yield title and subtitle."""
    head = fit(title, ROOM, TITLE_SIZE, bold=True)
    yield Words(MARGIN, _TITLE, head.lines[0], head.size, INK, bold=True, part="title")
    below = fit(subtitle, ROOM, NOTE_SIZE)
    yield Words(MARGIN, _SUBTITLE, below.lines[0], below.size, INK_SOFT, part="title")


def foot_height(entries: Sequence[Entry], notes: Sequence[str]) -> float:
    """Return the height of rule, legend and footnotes."""
    return _ABOVE_LEGEND + legend_height(entries, ROOM) + notes_height(notes, ROOM)


def foot_shapes(entries: Sequence[Entry], notes: Sequence[str], below: float) -> Iterator[Shape]:
    """Yield a rule, the legend and the footnotes below a drawing that ends at `below`."""
    top = below + _ABOVE_LEGEND
    rule = top - 5.0
    yield Line(((MARGIN, rule), (PAGE_WIDTH - MARGIN, rule)), RULE_SOFT, 0.6, part="rule")
    yield from legend(entries, MARGIN, top, ROOM)
    yield from footnotes(notes, MARGIN, top + legend_height(entries, ROOM), ROOM)


def framed(
    shapes: Iterable[Shape],
    below: float,
    words: tuple[str, str],
    entries: Sequence[Entry] = (),
    notes: Sequence[str] = (),
) -> Scene:
    """Return a sheet: title and subtitle, the drawing down to `below`, legend and footnotes."""
    foot = foot_height(entries, notes)
    return Scene(
        PAGE_WIDTH,
        below + foot + MARGIN,
        (*title_shapes(*words), *shapes, *foot_shapes(entries, notes, below)),
    )
