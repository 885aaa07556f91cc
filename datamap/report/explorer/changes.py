"""Which flows are new, changed or gone since another inventory, drawn together as one."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from datamap.inventory import Inventory, Workbook, read_inventory
from datamap.model import BadInput, Notice, Organisation, Term

ADDED, CHANGED, REMOVED = "added", "changed", "removed"


@dataclass(frozen=True, slots=True)
class Changes:
    """What has become of each flow, by id; a flow that is as it was has no entry."""

    found: Mapping[str, str] = field(default_factory=dict)

    def of(self, flow: str) -> str:
        """Return `added`, `changed`, `removed` or ""."""
        return self.found.get(flow, "")


@dataclass(frozen=True, slots=True)
class _Declared:
    """What the records of the present workbook declare, for reading the joined table."""

    organisation: Organisation
    notice: Notice
    own_terms: tuple[Term, ...] = ()


def drawn_together(now: Workbook, before: Workbook) -> tuple[Workbook, Changes]:
    """Return a workbook with the flows of both, and what has become of each.

    Rows are held against each other by id; a row that is gone is put back at the end of the table,
    unless the joined table would contradict itself: then only what is there now is drawn.

    Parameters
    ----------
    now, before : two states of one workbook.
    """
    new, old = _cells(now.inventory), _cells(before.inventory)
    found = {key: ADDED for key in new if key not in old}
    found |= {key: CHANGED for key in new if key in old and new[key] != old[key]}
    gone = {key: cells for key, cells in old.items() if key not in new}
    if not gone:
        return now, Changes(found)
    declared = _Declared(now.organisation, now.notice)
    rows = [*new.values(), *gone.values()]
    try:
        both = read_inventory(_written(rows), vocabulary=now.vocabulary, records=declared)
    except BadInput:
        return now, Changes(found)
    return replace(now, inventory=both), Changes(found | dict.fromkeys(gone, REMOVED))


def _cells(inventory: Inventory) -> dict[str, dict[str, str]]:
    rows = inventory.table.to_dict("records")
    return {str(row["id"]): {str(column): str(cell) for column, cell in row.items() if cell} for row in rows}


def _written(rows: list[dict[str, str]]) -> bytes:
    words = io.StringIO()
    columns = sorted({column for row in rows for column in row})
    writer = csv.DictWriter(words, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return words.getvalue().encode()
