"""What each flow's row says, apart from order and remarks: what a signature keeps."""

from __future__ import annotations

from collections.abc import Iterable

from datamap.inventory import Inventory
from datamap.risk.signature import fingerprint

LEFT_OUT = frozenset({"note", "evidence"})
"""Columns that say where something was read; a change there does not change what was assessed."""


def row_cells(inventory: Inventory, columns: Iterable[str] | None = None) -> dict[str, dict[str, str]]:
    """Return what each flow's row says, blank cells left out; the order of rows and columns is lost.

    Parameters
    ----------
    columns : None = all but those that say where something was read.
    """
    names = sorted(set(inventory.columns) - LEFT_OUT if columns is None else columns)
    cells = [inventory.coded(column).texts() for column in names]
    ids = inventory.coded("id").texts()
    return {
        flow: {name: value for name, value in zip(names, row, strict=True) if value}
        for flow, row in sorted(zip(ids, zip(*cells, strict=True), strict=True))
    }


def row_hashes(inventory: Inventory) -> dict[str, str]:
    """Return a short hash of each flow's row."""
    return {
        flow: fingerprint([[name, value] for name, value in row.items()])[:16]
        for flow, row in row_cells(inventory).items()
    }
