"""Planned flows of an inventory, and the inventory with them, or some of them, running."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from datamap.inventory import Coded, Inventory
from datamap.model import Status


def planned_flows(inventory: Inventory) -> tuple[str, ...]:
    """Return the ids of the planned flows, sorted."""
    status, ids = inventory.coded("status"), inventory.coded("id")
    rows = [status.values[code] == Status.PLANNED for code in status.codes.tolist()]
    return tuple(sorted(ids.values[code] for code in ids.codes[rows].tolist()))


def started(inventory: Inventory, flows: Collection[str] | None = None) -> Inventory:
    """Return the inventory with every planned flow, or the planned ones among some, running from now on."""
    status, ids = inventory.coded("status"), inventory.coded("id")
    planned = np.array([value == Status.PLANNED for value in status.values], dtype=np.bool_)[status.codes]
    if flows is not None:
        planned &= np.array([value in flows for value in ids.values], dtype=np.bool_)[ids.codes]
    columns: dict[str, Coded] = {key: inventory.coded(key) for key in inventory.columns}
    columns["status"] = _written(status, planned, Status.CURRENT.value)
    columns["since"] = _written(columns["since"], planned, "")
    return Inventory(
        columns,
        inventory.rows,
        names=inventory.names,
        vocabulary=inventory.vocabulary,
        problems=inventory.problems,
        sha256=inventory.sha256,
        file=inventory.file,
    )


def _written(column: Coded, where: npt.NDArray[np.bool_], cell: str) -> Coded:
    """Return a column with one and the same cell in some rows."""
    values = (*column.values, cell)
    return Coded(values, np.where(where, len(values) - 1, column.codes).astype(np.int32)).recode(str)
