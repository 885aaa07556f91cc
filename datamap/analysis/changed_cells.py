"""Which cells of two inventories differ, flow by flow, and what is recorded of the places."""

from __future__ import annotations

from collections.abc import Iterable

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.frames import pd
from datamap.analysis.request_words import RequestWords
from datamap.analysis.worksheet import Worksheet
from datamap.inventory import Inventory
from datamap.model import Place
from datamap.vocabulary import text

ROWS = ("change", "flow", "line", "column", "before", "after")
PLACES = ("change", "place", "column", "before", "after")


def changed_rows(before: Inventory, after: Inventory, words: RequestWords) -> Worksheet:
    r"""Return the rows that were added, removed or changed, cell by cell.

    Rows are told by their ids, so that their order makes no difference; a row that is added or
    removed has one line, without cells.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> old = read_inventory(b"id,kind,items,source,recipient\nF1,collection,name,customer,shop")
    >>> new = read_inventory(b"id,kind,items,source,recipient\nF1,collection,name;email,customer,shop")
    >>> changed_rows(old, new, RequestWords()).table[["column", "before", "after"]].values.tolist()
    [['items', 'name', 'name;email']]
    """
    columns = [c for c in dict.fromkeys((*before.columns, *after.columns)) if c != "id"]
    old, new = _cells(before, columns), _cells(after, columns)
    lines = _lines(before) | _lines(after)
    rows: list[tuple[object, ...]] = []
    for flow in sorted({*old, *new}):
        if flow not in old or flow not in new:
            rows.append(("added" if flow in new else "removed", flow, lines[flow], "", "", ""))
            continue
        pairs = zip(columns, old[flow], new[flow], strict=True)
        rows += [("changed", flow, lines[flow], c, left, right) for c, left, right in pairs if left != right]
    return _sheet("rows", ROWS, rows, words)


def _cells(inventory: Inventory, columns: Iterable[str]) -> dict[str, tuple[str, ...]]:
    size = len(inventory)
    known = [inventory.coded(c).texts() if c in inventory.columns else [""] * size for c in columns]
    return dict(zip(inventory.coded("id").texts(), zip(*known, strict=True), strict=True))


def _lines(inventory: Inventory) -> dict[str, int]:
    return dict(zip(inventory.coded("id").texts(), map(int, inventory.rows), strict=True))


def changed_places(before: Inventory, after: Inventory, words: RequestWords) -> Worksheet:
    """Return the places that were added or removed, or of which something else is recorded."""
    rows: list[tuple[object, ...]] = []
    for key in sorted({*before.places, *after.places}):
        left, right = before.places.get(key), after.places.get(key)
        if left is None or right is None:
            rows.append(("added" if left is None else "removed", key, "", "", ""))
            continue
        told = zip(_TOLD, _of(left), _of(right), strict=True)
        rows += [("changed", key, column, was, now) for column, was, now in told if was != now]
    return _sheet("place_changes", PLACES, rows, words)


_TOLD = ("role", "countries", "member_of")


def _of(place: Place) -> tuple[str, str, str]:
    return place.role, SEPARATOR.join(place.countries), SEPARATOR.join(place.member_of)


def _sheet(
    name: str, columns: tuple[str, ...], rows: list[tuple[object, ...]], words: RequestWords
) -> Worksheet:
    return Worksheet(
        name=name,
        table=pd.DataFrame(rows, columns=list(columns), dtype=object),
        title=text("requests", f"{name}_title"),
        summary=text("requests", f"{name}_found", rows=len(rows)),
        words=words,
        none=frozenset({"column"}),
        cells=("before", "after"),
    )
