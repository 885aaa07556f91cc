"""A draft of how a table of somebody else is to be read, and how sure each line of it is."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.exchange.drafts import Draft
from datamap.exchange.forms import table_of
from datamap.exchange.grid import Book, Grid
from datamap.exchange.guess_columns import draft_columns
from datamap.exchange.guess_flows import draft_rows
from datamap.exchange.heading_match import match_heading
from datamap.exchange.headings import LOOKED_AT, headings_of
from datamap.exchange.laying import Part, part_of, stacked
from datamap.exchange.mapping import Mapping, heading_form
from datamap.exchange.sourcing import Rows, source_of
from datamap.model import BadInput, Lang
from datamap.vocabulary import Vocabulary, problem

_LEAST_HEADINGS, _LEAST_BAND, _BLANK_BELOW = 1.2, 2, 0.8


def guess_mapping(book: Book, vocabulary: Vocabulary, *, sheet: str = "", lang: Lang = "ja") -> Draft:
    """Return a draft of a mapping for the most likely table of a file.

    Parameters
    ----------
    book : the file. vocabulary : our words. sheet : name of the sheet, if it is known.

    Raises
    ------
    BadInput
        If no sheet has a row that looks like headings and none is a form, or there is no sheet of
        that name.
    """
    grids = [grid for grid in book.sheets if grid.rows and (not sheet or grid.name == sheet)]
    if not grids:
        names = ", ".join(grid.name for grid in book.sheets)
        raise BadInput(
            [problem("exchange_no_sheet", severity="error", file=book.file, value=sheet, allowed=names)], lang
        )
    score, part = max((_headings(grid) for grid in grids), key=lambda found: found[0])
    forms = table_of(grids)
    if forms is not None and _known(forms.rows[0]) > score:
        return _drafted(book, forms, (1,), forms.parts, vocabulary, layout="forms")
    if score < _LEAST_HEADINGS:
        names = "、".join(grid.name for grid in grids)
        raise BadInput(
            [problem("exchange_nothing_known", severity="error", file=book.file, sheet=names)], lang
        )
    forms_asked = [heading_form(heading) for heading in part.headings if heading]
    parts = [part, *(p for g in grids if g is not part.grid and (p := part_of(g, forms_asked, part.rows)))]
    if len(parts) == 1:
        return _drafted(book, part.grid, part.rows, (part.grid.name,), vocabulary)
    parts.sort(key=lambda one: grids.index(one.grid))
    draft = _drafted(book, stacked(parts), (1,), [one.grid.name for one in parts], vocabulary)
    draft.header_rows = part.rows
    return draft


def _drafted(
    book: Book, grid: Grid, rows: Rows, names: Sequence[str], vocabulary: Vocabulary, layout: str = "table"
) -> Draft:
    source = source_of(grid, rows, Mapping())
    draft = Draft(book.file, tuple(names) if book.kind != "csv" else (), rows, layout)
    draft.names = "unite"
    draft.other_sheets = [other.name for other in book.sheets if other.rows and other.name not in names]
    draft_columns(draft, source, vocabulary)
    draft_rows(draft, source)
    return draft


def _headings(grid: Grid) -> tuple[float, Part]:
    """Return how many known headings the best rows of a sheet hold, and which rows these are."""
    best: tuple[float, Part] = (0.0, Part(grid, (grid.numbers[0],)))
    numbers, lower = grid.numbers[:LOOKED_AT], 0
    for at, number in enumerate(numbers):
        if number == lower:
            continue  # it has the bands above it
        rows = (number, *(numbers[at + 1 : at + 2] if _goes_on(grid, number, numbers[at + 1 :]) else ()))
        lower = rows[-1] if len(rows) > 1 and _is_of_headings(grid, number) else 0
        score = _known(headings_of(grid, rows))
        if score > best[0]:
            best = (score, Part(grid, rows))
    return best


def _is_of_headings(grid: Grid, number: int) -> bool:
    """Tell whether a row holds several words; a title is one."""
    return len({cell.strip() for cell in grid.row(number)} - {""}) > _LEAST_BAND


def _goes_on(grid: Grid, number: int, below: Sequence[int]) -> bool:
    """Tell whether the headings of a row go on in the next one: bands above, and what they hold below.

    Below the headings that stand for themselves the next row is blank or merged with them.
    """
    if not below or below[0] != number + 1:
        return False
    upper, lower = grid.row(number), grid.row(number + 1)
    bands = alone = blank = 0
    for at in range(max(len(upper), len(lower))):
        above = upper[at].strip() if at < len(upper) else ""
        own = lower[at].strip() if at < len(lower) and (number + 1, at) not in grid.spread else ""
        if (not above or (number, at) in grid.spread) and own:
            bands += 1
        elif above and (number, at) not in grid.spread:
            alone += 1
            blank += not own
    return bands >= _LEAST_BAND and blank >= _BLANK_BELOW * alone - 1


def _known(headings: Sequence[str]) -> float:
    return sum(max(match_heading(heading).values(), default=0.0) for heading in dict.fromkeys(headings))


__all__ = ["Draft", "guess_mapping"]
