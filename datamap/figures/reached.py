"""Where items end up: reach by country or place, in two readings, and how it changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

import pandas as pd

from datamap.analysis.border import HOME
from datamap.analysis.reach import Keys, reach
from datamap.figures.display import Display
from datamap.figures.grid import Head, State
from datamap.figures.gridded import Gridded
from datamap.figures.heads import Heads
from datamap.figures.home import border_of, inventory_of, titled
from datamap.inventory import Inventory, Workbook
from datamap.model import Lang, Reading, Text
from datamap.vocabulary import text

By = Literal["country", "place"]
Source = Workbook | Inventory
_Cells = dict[tuple[str, str], State]


def _say(key: str, **values: object) -> Text:
    return text("figures", f"reach.{key}", **values)


class _Reached:
    """Reach of one inventory under the two readings, as cells of a grid."""

    def __init__(self, source: Source, as_of: date, by: By, item: Keys, subject: Keys) -> None:
        self.cells: _Cells = {}
        self.flows: dict[tuple[str, str], str] = {}
        for reading in (Reading.POSSIBLE, Reading.CERTAIN):
            found = reach(source, as_of=as_of, reading=reading, item=item, subject=subject).table
            state: State = "certain" if reading is Reading.CERTAIN else "possible"
            self._take(found, by, state)

    def _take(self, table: pd.DataFrame, by: By, state: State) -> None:
        nearest = table.sort_values("hops", kind="stable").drop_duplicates([by, "item"])
        for row, item, flows in zip(nearest[by], nearest["item"], nearest["flows"], strict=True):
            self.cells[str(row), str(item)] = state
            self.flows[str(row), str(item)] = str(flows)


def _rows(
    heads: Heads, keys: set[str], by: By, cells: Mapping[tuple[str, str], State], home: frozenset[str]
) -> list[Head]:
    """Return the rows: countries with home first, or places with those that hold most first."""
    if by == "country":
        return heads.countries(keys, home)
    hefts: dict[str, int] = {}
    for place, _ in cells:
        hefts[place] = hefts.get(place, 0) + 1
    return heads.places(sorted(keys, key=lambda key: (-hefts[key], key)))


def _gridded(source: Source, cells: _Cells, flows: Mapping[tuple[str, str], str], by: By) -> Gridded:
    heads = Heads(inventory_of(source))
    return Gridded(
        _rows(heads, {row for row, _ in cells}, by, cells, border_of(source).own or HOME),
        heads.items({item for _, item in cells}),
        cells,
        heads.rest_of_countries if by == "country" else heads.rest_of_role,
        heads.rest_of_category,
        (by, "item"),
        flows,
    )


def draw_reach(
    source: Source,
    *,
    as_of: date,
    by: By = "country",
    item: Keys = None,
    subject: Keys = None,
    lang: Lang = "ja",
) -> Display:
    """Return which items end up in which countries, or at which places, over all steps.

    Full squares are the reading *certain* (only recorded cells are used); hatched ones come on top
    in the reading *possible* (each unrecorded cell takes the worst value).

    Parameters
    ----------
    source : a workbook, or a table alone. as_of : rows count that run on this day.
    by : what the rows are. item, subject : only these (keys or labels, with the keys below them).
    lang : language of the figure.

    Returns
    -------
    Display
        `.numbers`: `rows items certain possible grouped`. `.table`: one row a cell with the
        flows of a shortest way: `country` or `place`, `item reading flows`.

    Raises
    ------
    KeyError
        A word asked for is unknown.
    """
    found = _Reached(source, as_of, by, item, subject)
    grid = _gridded(source, found.cells, found.flows, by)
    counts = grid.counts()
    numbers = {
        "rows": len(grid.rows),
        "items": len(grid.columns),
        "certain": counts["certain"],
        "possible": counts["possible"],
    }
    title = titled(_say(f"title_{by}", as_of=as_of.isoformat()), source)
    return grid.display(title, _say("fact", **numbers), numbers, (), lang)


def draw_change(
    before: Source,
    after: Source,
    *,
    as_of: date,
    as_of_before: date | None = None,
    by: By = "country",
    item: Keys = None,
    lang: Lang = "ja",
) -> Display:
    """Return what a change does to reach: what is new, what is gone, what stays.

    Parameters
    ----------
    before, after : two states of a workbook (or the same one on two days).
    as_of : the day of `after`. as_of_before : the day of `before`; None = the same day.
    by, item, lang : as for `draw_reach`.

    Returns
    -------
    Display
        `.numbers`: `added added_possible removed certain possible grouped`. `.table` as for
        `draw_reach`, `reading` saying what became of the cell.
    """
    was = _Reached(before, as_of_before or as_of, by, item, None)
    now = _Reached(after, as_of, by, item, None)
    cells: _Cells = {}
    for cell in sorted({*was.cells, *now.cells}):
        cells[cell] = _changed(was.cells.get(cell), now.cells.get(cell))
    grid = _gridded(after if now.cells else before, cells, {**was.flows, **now.flows}, by)
    counts = grid.counts()
    numbers = {
        state: counts[state] for state in ("added", "added_possible", "removed", "certain", "possible")
    }
    title = titled(_say("title_change"), after)
    return grid.display(title, _say("fact_change", **numbers), numbers, (), lang)


def _changed(was: State | None, now: State | None) -> State:
    """Return what became of a cell; a possible one that is now certain is new."""
    if now is None:
        return "removed"
    if now == "certain":
        return "certain" if was == "certain" else "added"
    return "possible" if was else "added_possible"
