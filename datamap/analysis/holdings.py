"""`holdings`: who holds what."""

from __future__ import annotations

from datetime import date

import pandas as pd

from datamap.analysis.answer import SEPARATOR, Answer, distinct
from datamap.analysis.asked import inventory_of, lang_of, words_of
from datamap.analysis.reach import reach
from datamap.inventory import Inventory, Workbook
from datamap.model import Reading
from datamap.vocabulary import text

KEYS = ["place", "subject", "form"]

COLUMNS = ("place", "type", "role", "countries", "subject", "form", "items", "items_possible", "flows")


def holdings(asked: Inventory | Workbook, *, as_of: date, include_planned: bool = False) -> Answer:
    """Return who holds what about whom, as recorded and what may come on top.

    Parameters
    ----------
    asked : an inventory, or a workbook.
    as_of : rows count that run on this day. include_planned : planned ones too.

    Returns
    -------
    Answer with one line for each place, subject and form: `place`, `type`, `role`, `countries`,
    `subject` ("" = not recorded whose), `form`, `items` (held in the reading *certain*),
    `items_possible` (in addition if unrecorded cells take the worst value), and `flows`, the
    last flows by which they came.
    """
    inventory = inventory_of(asked)
    both = {
        kind: reach(inventory, as_of=as_of, reading=kind, include_planned=include_planned).table
        for kind in (Reading.CERTAIN, Reading.POSSIBLE)
    }
    lines = pd.concat([_lines(table) for table in both.values()]).drop_duplicates([*KEYS, "item"])
    certain = lines["reading"] == Reading.CERTAIN.value
    parts = {
        "items": lines[certain].groupby(KEYS)["item"],
        "items_possible": lines[~certain].groupby(KEYS)["item"],
        "flows": lines.groupby(KEYS)["last"],
    }
    table = pd.DataFrame({name: part.agg(distinct) for name, part in parts.items()}, dtype=object)
    table = table.fillna("").rename_axis(KEYS).reset_index()
    for column in ("type", "role", "countries"):
        table[column] = [_of_place(inventory, key, column) for key in table["place"]]
    summary = text(
        "analysis",
        "holdings_found" if len(table) else "reach_nothing",
        places=both[Reading.CERTAIN]["place"].nunique(),
        items=both[Reading.CERTAIN]["item"].nunique(),
        more=int((table["items_possible"] != "").sum()),
    )
    return Answer(
        table=table[list(COLUMNS)],
        title=text("analysis", "holdings_title", as_of=as_of.isoformat()),
        summary=summary,
        words=words_of(inventory),
        lists=frozenset({"countries", "items", "items_possible", "flows"}),
        none=frozenset({"items", "items_possible"}),
        lang=lang_of(asked),
    )


def _lines(table: pd.DataFrame) -> pd.DataFrame:
    """Return one line a holding, with the flow by which it came last."""
    return table.drop_duplicates([*KEYS, "item"]).assign(last=table["flows"].str.rpartition(";")[2])


def _of_place(inventory: Inventory, key: str, column: str) -> str:
    value = getattr(inventory.places[key], column)
    return SEPARATOR.join(value) if isinstance(value, tuple) else str(value)
