"""What some rows of a sheet say as headings."""

from __future__ import annotations

from datamap.exchange.grid import Grid
from datamap.vocabulary import fold

LOOKED_AT = 40
"""Rows in which headings are looked for."""


def headings_of(grid: Grid, rows: tuple[int, ...]) -> tuple[str, ...]:
    """Return the headings that some rows make together; a repeated one gets a number.

    Line breaks become spaces; of headings in several rows, upper ones stand first.
    """
    lines = [grid.row(number) for number in rows]
    found: list[str] = []
    for column in range(grid.width):
        parts = [fold(line[column]) if column < len(line) else "" for line in lines]
        heading = " ".join(dict.fromkeys(filter(None, parts)))
        count = sum(1 for other in found if other == heading or other.startswith(f"{heading} ("))
        found.append(f"{heading} ({count + 1})" if heading and heading in found else heading)
    return tuple(found)
