"""Long lists in a grid: the fullest keep a line of their own, the rest of each block share one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from datamap.figures.grid import Head, State
from datamap.model import Text

Name = Callable[[Head, int], Text]
"""How the line of the rest is called: one of its heads, and how many there are."""

Cells = Mapping[tuple[str, str], State]


_WEIGHT = {"added": 5, "certain": 4, "added_possible": 3, "removed": 2, "possible": 1}


def fold(
    heads: Sequence[Head], hefts: Counter[str], most: int, name: Name
) -> tuple[list[Head], dict[str, str]]:
    """Return at most `most` heads in their order, and for each head the one it is drawn as.

    Parameters
    ----------
    heads : all of them, block by block. hefts : how much each carries, by key.
    most : lines there are. name : names the line in which the rest of a block is.
    """
    if len(heads) <= most:
        return list(heads), {head.key: head.key for head in heads}
    ranked = sorted(heads, key=lambda head: (-hefts[head.key], head.key))
    kept = len(heads)
    while kept and kept + len({head.block for head in ranked[kept:]}) > most:
        kept -= 1
    alone = {head.key for head in ranked[:kept]}
    rest: dict[str, list[Head]] = {}
    for head in heads:
        if head.key not in alone:
            rest.setdefault(head.block, []).append(head)
    for block, members in list(rest.items()):
        if len(members) == 1:  # one is no group
            alone.add(rest.pop(block)[0].key)
    return _lines(heads, alone, rest, name)


def _lines(
    heads: Sequence[Head], alone: set[str], rest: Mapping[str, list[Head]], name: Name
) -> tuple[list[Head], dict[str, str]]:
    """Return the heads that are drawn: those alone, then the rest of their block."""
    lines: list[Head] = []
    drawn_as: dict[str, str] = {}
    for block in dict.fromkeys(head.block for head in heads):
        for head in heads:
            if head.block == block and head.key in alone:
                lines.append(head)
                drawn_as[head.key] = head.key
        if block in rest:
            members = rest[block]
            key = f"rest:{block}"
            colours = {member.colour for member in members}
            colour = colours.pop() if len(colours) == 1 else ""
            lines.append(Head(key, name(members[0], len(members)), colour=colour, block=block))
            drawn_as |= {member.key: key for member in members}
    return lines, drawn_as


def folded_cells(
    cells: Cells, rows: Mapping[str, str], columns: Mapping[str, str]
) -> dict[tuple[str, str], State]:
    """Return the cells of the folded grid: a group shows the weightiest state of its members."""
    found: dict[tuple[str, str], State] = {}
    for (row, column), state in cells.items():
        cell = (rows[row], columns[column])
        if _WEIGHT[state] > _WEIGHT.get(found.get(cell, ""), 0):
            found[cell] = state
    return found
