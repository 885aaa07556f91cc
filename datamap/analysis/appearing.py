"""`appearing_items`: what a place passes on but never received."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from datamap.analysis.answer import Answer, distinct
from datamap.analysis.asked import inventory_of, lang_of, words_of
from datamap.analysis.frames import pd
from datamap.analysis.traffic import Traffic, as_bits, traffic_of
from datamap.inventory import Inventory, Workbook
from datamap.model import Reading
from datamap.vocabulary import text

COLUMNS = ("place", "subject", "item", "received", "flows")

Received = dict[tuple[int, int], int]
"""What arrived from elsewhere or was made: by place and subject, items as bits."""


def appearing_items(asked: Inventory | Workbook, *, as_of: date, include_planned: bool = False) -> Answer:
    """Return what places pass on without any record of how they came by it.

    An item counts as received if a running row brings it, or one below it in the vocabulary, for
    the subject listed or one below it. What a place derives it has made.

    Parameters
    ----------
    asked : an inventory, or a workbook.
    as_of : rows count that run on this day. include_planned : planned ones too.

    Returns
    -------
    Answer with one line for each place, subject and item as listed: `place`, `subject` ("" = not
    recorded whose), `item`, `received` and `flows`, the rows that pass it on. `received` is
    `no_inflow` (no row at all runs into the place), `never` (rows run into it, but none brings the
    item, even if unrecorded cells take the worst value) or `possibly` (only then).
    """
    inventory = inventory_of(asked)
    both = {
        kind: traffic_of(inventory, as_of=as_of, reading=kind, include_planned=include_planned)
        for kind in (Reading.CERTAIN, Reading.POSSIBLE)
    }
    lines = pd.DataFrame(_lines(both), columns=list(COLUMNS), dtype=object)
    keys = list(COLUMNS[:-1])
    table = lines.groupby(keys, sort=True).agg(distinct).reset_index() if len(lines) else lines
    return Answer(
        table=table,
        title=text("analysis", "appearing_title", as_of=as_of.isoformat()),
        summary=text(
            "analysis",
            "appearing_found" if len(table) else "appearing_none",
            items=table["item"].nunique(),
            places=table["place"].nunique(),
            never=int((table["received"] == "never").sum()),
        ),
        words=words_of(inventory),
        lang=lang_of(asked),
    )


def _lines(both: dict[Reading, Traffic]) -> Iterator[tuple[str, ...]]:
    """Yield a line for each row, source, subject and item listed that did not surely arrive before."""
    moving = both[Reading.CERTAIN]
    encoded, inventory = moving.encoded, moving.inventory
    legs = encoded.deliveries
    fed = set(legs.target[legs.source != legs.target].tolist())
    received = {kind: _received(traffic) for kind, traffic in both.items()}
    lists = {name: encoded.lists(name) for name in ("items", "subjects")}
    moves = sorted(
        set(zip(legs.row[encoded.moves].tolist(), legs.source[encoded.moves].tolist(), strict=True))
    )
    for row, place in moves:
        items, subjects = (lists[name][inventory.coded(name).codes[row]] for name in ("items", "subjects"))
        for item in items.named:
            below = as_bits(encoded.items.below([item]))
            for subject in subjects.named or ("",):
                people = encoded.subjects.below([subject]) if subject else encoded.subjects.index.values()
                how = [_has(received[kind], place, people, below) for kind in both]
                if not how[0]:
                    told = "possibly" if how[1] else "never"
                    yield (
                        moving.places[place],
                        subject,
                        item,
                        told if place in fed else "no_inflow",
                        moving.flow_ids[row],
                    )


def _has(received: Received, place: int, people: Iterable[int], items: int) -> bool:
    return any(received.get((place, person), 0) & items for person in people)


def _received(moving: Traffic) -> Received:
    found: Received = {}
    for load in moving.loads:
        if load.made or load.source != load.target:
            key = load.target, load.arrives_for
            found[key] = found.get(key, 0) | load.items
    return found
