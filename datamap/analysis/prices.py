"""What it costs to end each flow, and which flows may not be ended."""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np

from datamap.analysis.arguments import refused
from datamap.inventory import Inventory
from datamap.model import BadQuestion, Kind
from datamap.vocabulary import text


def prices(inventory: Inventory, column: str | None) -> dict[int, float]:
    """Return row -> price from a column given by its key, label or own heading; a blank counts 1.

    Raises
    ------
    BadQuestion if there is no such column, or a cell in it is no number from 0 on.
    """
    if column is None:
        return {}
    cells = inventory.coded(priced_by(inventory, column))
    found = [_price(value) for value in cells.values]
    bad = np.flatnonzero(np.isnan(found)[cells.codes])
    if len(bad):
        flow = inventory.flows[bad[0]]
        value = cells.values[cells.codes[bad[0]]]
        raise BadQuestion(
            text("analysis", "cost_bad", column=column, value=value, flow=flow.id, row=flow.row)
        )
    return dict(enumerate(found[code] for code in cells.codes.tolist()))


def priced_by(inventory: Inventory, column: str) -> str:
    """Return the key of a column of the inventory from its key or label.

    Raises
    ------
    BadQuestion if the inventory has no such column.
    """
    known = inventory.columns
    key = column if column in known else inventory.vocabulary.find("columns", column)
    if key not in known:
        raise refused("cost_unknown", column, known, column=column, columns=", ".join(known))
    return key


def _price(cell: str) -> float:
    """Return the price that a cell gives; not a number if it gives none."""
    if not cell:
        return 1.0
    try:
        price = float(cell.replace(",", ""))
    except ValueError:
        return math.nan
    return price if 0 <= price < math.inf else math.nan


def kept_rows(inventory: Inventory, keep: Collection[str]) -> frozenset[int]:
    """Return the rows that may not be ended: flows by id, or all of a kind by its key or label.

    Raises
    ------
    BadQuestion if a word is neither.
    """
    ids, kinds = inventory.coded("id"), inventory.coded("kind")
    known, wanted = set(ids.values) if keep else set[str](), set[str]()
    for word in [keep] if isinstance(keep, str) else keep:
        kind = word if word in known else inventory.vocabulary.find("kinds", word)
        if kind is None:
            raise refused("keep_unknown", word, [*ids.texts(), *Kind], word=word, kinds=", ".join(Kind))
        wanted.add(kind)
    chosen = np.zeros(len(inventory), dtype=np.bool_)
    for cells in (ids, kinds) if wanted else ():
        chosen |= np.array([cell in wanted for cell in cells.values], dtype=np.bool_)[cells.codes]
    return frozenset(np.flatnonzero(chosen).tolist())
