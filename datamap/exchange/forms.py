"""Registers kept as forms: what is asked on the left, the answer beside it, a sheet for each activity."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.exchange.grid import STEP, Grid
from datamap.exchange.heading_match import is_known_as_other, match_heading
from datamap.exchange.mapping import heading_form

LEAST = 3
"""Known headings that stand below one another if a sheet is a form."""

SHEET = "シート / sheet"
"""Heading under which the name of a sheet is kept."""

_KNOWN, _SURE = 0.25, 0.6


def form_of(grid: Grid) -> dict[str, str]:
    """Return the answers of a sheet by what is asked; none if the sheet is no form.

    The first cell of a row asks, the others answer. Rows that ask the same (merged cells) are put together.
    """
    asked: dict[str, list[str]] = {}
    for number, cells in grid.numbered():
        filled = [
            (at, cell.strip())
            for at, cell in enumerate(cells)
            if cell.strip() and ((number, at) not in grid.spread or at == 0)
        ]
        if filled:
            question = " ".join(filled[0][1].split())
            asked.setdefault(question, []).extend(cell for _, cell in filled[1:])
    known = sum(1 for question in asked if _is_known(question))
    if known < LEAST or known < _KNOWN * len(asked):
        return {}
    return {question: "\n".join(dict.fromkeys(answers)) for question, answers in asked.items()}


def _is_known(question: str) -> bool:
    return is_known_as_other(question) or max(match_heading(question).values(), default=0.0) >= _SURE


def table_of(grids: Sequence[Grid]) -> Grid | None:
    """Return the sheets that are forms as one table, a row each; None if there is none.

    Questions that no sheet answers are the titles above; they are left out.
    """
    forms = [(grid, found) for grid in grids if (found := form_of(grid))]
    answered = dict.fromkeys(q for _, form in forms for q, answer in form.items() if answer or _is_known(q))
    if not answered:
        return None
    whole = Grid("、".join(grid.name for grid, _ in forms), parts=tuple(grid.name for grid, _ in forms))
    whole.add(1, [SHEET, *answered])
    for order, (grid, form) in enumerate(forms, start=1):
        number = order * STEP + grid.numbers[0]
        whole.add(number, [grid.name, *(form.get(question, "") for question in answered)])
        at = {heading_form(question): column for column, question in enumerate(answered, start=1)}
        for (row, _), said in grid.notes.items():
            asked = next((" ".join(c.split()) for c in grid.row(row) if c.strip()), "")
            place = number, at.get(heading_form(asked), 0)
            whole.notes[place] = " → ".join(filter(None, [whole.notes.get(place, ""), said]))
    return whole
