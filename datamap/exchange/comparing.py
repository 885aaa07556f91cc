"""What an import changes in the present inventory: flow by flow, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from datamap.exchange.account import Entry
from datamap.inventory import Inventory


def compared(now: Inventory, before: Inventory | None, numbers: Sequence[int]) -> Iterator[Entry]:
    """Yield what became of each flow that was taken, and the flows that are no more.

    Parameters
    ----------
    now : what was taken. before : the present inventory, if there is one.
    numbers : row of the spreadsheet of each flow of `now`.
    """
    ids = now.coded("id").texts()
    if before is None:
        yield from (Entry(number, flow, "new") for number, flow in zip(numbers, ids, strict=True))
        return
    there = {flow: row for row, flow in enumerate(before.coded("id").texts())}
    columns = [key for key in dict.fromkeys((*now.columns, *before.columns)) if key != "id"]
    old = {key: before.coded(key).texts() for key in columns if key in before.columns}
    new = {key: now.coded(key).texts() for key in columns if key in now.columns}
    for row, (number, flow) in enumerate(zip(numbers, ids, strict=True)):
        if flow not in there:
            yield Entry(number, flow, "new")
            continue
        pairs = ((key, _cell(old, key, there[flow]), _cell(new, key, row)) for key in columns)
        changed = [
            Entry(number, flow, "changed", key, was, became) for key, was, became in pairs if was != became
        ]
        yield from changed or [Entry(number, flow, "same")]
    taken = set(ids)
    yield from (Entry(None, flow, "gone") for flow in there if flow not in taken)


def _cell(columns: dict[str, list[str]], key: str, row: int) -> str:
    return columns[key][row] if key in columns else ""
