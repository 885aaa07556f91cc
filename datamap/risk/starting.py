"""Planned flows of an inventory, and the inventory with all of them running."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from datamap.inventory import Coded, Inventory
from datamap.model import Status


def planned_flows(inventory: Inventory) -> tuple[str, ...]:
    """Return the ids of the planned flows, sorted."""
    status, ids = inventory.coded("status"), inventory.coded("id")
    rows = [status.values[code] == Status.PLANNED for code in status.codes.tolist()]
    return tuple(sorted(ids.values[code] for code in ids.codes[rows].tolist()))


def started(inventory: Inventory) -> Inventory:
    """Return the inventory with every planned flow running from now on."""
    status = inventory.coded("status")
    planned = np.array([value == Status.PLANNED for value in status.values], dtype=np.bool_)[status.codes]
    columns: dict[str, Coded] = {key: inventory.coded(key) for key in inventory.columns}
    columns["status"] = status.recode(
        lambda value: Status.CURRENT.value if value == Status.PLANNED else value
    )
    columns["since"] = _blanked(columns["since"], planned)
    return Inventory(
        columns,
        inventory.rows,
        names=inventory.names,
        vocabulary=inventory.vocabulary,
        problems=inventory.problems,
        sha256=inventory.sha256,
        file=inventory.file,
    )


def _blanked(column: Coded, where: npt.NDArray[np.bool_]) -> Coded:
    """Return a column with some cells emptied."""
    values = (*column.values, "")
    return Coded(values, np.where(where, len(values) - 1, column.codes).astype(np.int32)).recode(str)
