"""`holdings`: who holds what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from datamap.analysis.answer import SEPARATOR, Answer
from datamap.analysis.asked import inventory_of, lang_of, words_of
from datamap.analysis.frames import pd
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
    table = pd.DataFrame(_lines(inventory, both), columns=list(COLUMNS), dtype=object)
    summary = text(
        "analysis",
        "holdings_found" if len(table) else "reach_nothing",
        places=both[Reading.CERTAIN]["place"].nunique(),
        items=both[Reading.CERTAIN]["item"].nunique(),
        more=int((table["items_possible"] != "").sum()),
    )
    return Answer(
        table=table,
        title=text("analysis", "holdings_title", as_of=as_of.isoformat()),
        summary=summary,
        words=words_of(inventory),
        lists=frozenset({"countries", "items", "items_possible", "flows"}),
        none=frozenset({"items", "items_possible"}),
        lang=lang_of(asked),
    )


def _lines(inventory: Inventory, both: dict[Reading, pd.DataFrame]) -> Iterator[tuple[str, ...]]:
    """Yield a line for each place, subject and form: items by reading, and the flows they came by last."""
    held: dict[tuple[str, str, str], dict[str, str]] = {}
    flows: dict[tuple[str, str, str], set[str]] = {}
    for kind, table in both.items():
        cells = (table[name].tolist() for name in (*KEYS, "item", "flows"))
        for *key, item, way in zip(*cells, strict=True):
            place, subject, form = key
            holding = place, subject, form
            if item not in held.setdefault(holding, {}):
                held[holding][item] = kind.value
                flows.setdefault(holding, set()).add(way.rpartition(SEPARATOR)[2])
    for holding in sorted(held):
        place, subject, form = holding
        by_reading = [
            SEPARATOR.join(sorted(item for item, first in held[holding].items() if first == kind.value))
            for kind in both
        ]
        told = (_of_place(inventory, place, name) for name in ("type", "role", "countries"))
        yield (place, *told, subject, form, *by_reading, SEPARATOR.join(sorted(flows[holding])))


def _of_place(inventory: Inventory, key: str, column: str) -> str:
    value = getattr(inventory.places[key], column)
    return SEPARATOR.join(value) if isinstance(value, tuple) else str(value)
