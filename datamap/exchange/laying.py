"""Several sheets laid one below another, as far as they have the same headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from datamap.exchange.grid import STEP, Grid
from datamap.exchange.headings import LOOKED_AT, headings_of
from datamap.exchange.mapping import heading_form

ALIKE = 0.8
"""Share of the headings that two sheets have in common if they are parts of one table."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet, and the rows of its headings."""

    grid: Grid
    rows: tuple[int, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the sheet."""
        return headings_of(self.grid, self.rows)


def part_of(grid: Grid, wanted: Iterable[str], rows: tuple[int, ...]) -> Part | None:
    """Return a sheet that has most of the headings asked for, in these rows or in others; else None.

    Parameters
    ----------
    wanted : forms of headings. rows : where they are on the other sheets.
    """
    asked = set(wanted)
    tall = len(rows)
    tried = [rows, *(tuple(grid.numbers[at : at + tall]) for at in range(min(LOOKED_AT, len(grid.numbers))))]
    for found in tried:
        forms = {heading_form(heading) for heading in headings_of(grid, found)}
        if asked and len(asked & forms) >= ALIKE * len(asked):
            return Part(grid, found)
    return None


def stacked(parts: Sequence[Part]) -> Grid:
    """Return one sheet that holds the rows of several; row 1 has every heading that one of them has.

    The number of a row tells the sheet (`Grid.place`); comments and what is hidden come along.
    """
    headings = list(dict.fromkeys(heading for part in parts for heading in part.headings))
    whole = Grid("、".join(part.grid.name for part in parts), parts=tuple(part.grid.name for part in parts))
    whole.add(1, list(headings))
    for order, part in enumerate(parts, start=1):
        _lay(whole, part, [headings.index(heading) for heading in part.headings], order * STEP)
    return whole


def _lay(whole: Grid, part: Part, to: Sequence[int], shift: int) -> None:
    """Put the rows of one sheet below the others."""
    grid, last = part.grid, part.rows[-1]
    for number, cells in grid.numbered():
        if number > last:
            row = [""] * len(whole.rows[0])
            for at, cell in enumerate(cells):
                row[to[at]] = cell
            whole.add(shift + number, row)
    places = {at: to[at] for at in range(len(to))}
    whole.hidden_rows |= {shift + number for number in grid.hidden_rows if number > last}
    whole.hidden_columns |= {places[at] for at in grid.hidden_columns if at in places}
    whole.odd |= {(shift + n, places[at]): why for (n, at), why in grid.odd.items() if n > last}
    whole.notes |= {
        (shift + n, places[at]): said for (n, at), said in grid.notes.items() if n > last and at in places
    }
