"""`purpose_drift`: purposes at the far end that those at collection do not cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import or_

from datamap.analysis.answer import SEPARATOR, Answer, distinct
from datamap.analysis.arguments import reading_named
from datamap.analysis.asked import inventory_of, lang_of, words_of
from datamap.analysis.frames import pd
from datamap.analysis.reach import Keys
from datamap.analysis.traffic import Holding, Load, Traffic, item_numbers, traffic_of
from datamap.inventory import Inventory, Workbook
from datamap.model import Kind, PlaceType, Reading
from datamap.vocabulary import text

COLUMNS = (
    "collected_by",
    "collected_for",
    "flows",
    "recipient",
    "subjects",
    "items",
    "purposes_beyond",
    "purpose_told",
)


def purpose_drift(
    asked: Inventory | Workbook,
    *,
    as_of: date,
    item: Keys = None,
    reading: Reading | str = Reading.CERTAIN,
    include_planned: bool = False,
) -> Answer:
    """Return the flows that use items for purposes which their collection does not cover.

    Each collection is followed by itself: what one desk collected for a purpose is not covered by
    the purposes of another desk, even where both feed the same system. Items that a place makes
    (a score) are followed from the row that makes them, and held against its purposes: which collection
    they were made from no row says. A purpose covers itself and those below it in the vocabulary.

    Parameters
    ----------
    asked : an inventory, or a workbook. as_of : rows count that run on this day.
    item : only these items (keys or labels, with the keys below them).
    reading : how unrecorded cells are read. include_planned : whether planned rows count.

    Returns
    -------
    Answer with one line for each purposes at collection and each later flow: `collected_by` (the
    collections, or the rows by which items were made), `collected_for`, `flows` (the later flow),
    `recipient`, `subjects`, `items`, `purposes_beyond`, and `purpose_told`: `beyond` (both ends are
    recorded), or `not_recorded` (the collection records no purpose, so nothing can be covered).

    Notes
    -----
    APPI Art. 17(2) and 18(1): change and use beyond the purpose of use. The answer shows where to look;
    whether a purpose may reasonably be found related to another is for a person to say.
    """
    inventory, kind = inventory_of(asked), reading_named(reading)
    items = None if item is None else item_numbers(inventory, item)
    moving = traffic_of(inventory, as_of=as_of, reading=kind, items=items, include_planned=include_planned)
    lines = sorted(_lines(moving))
    table = pd.DataFrame(lines, columns=list(COLUMNS), dtype=object)
    unsaid = set(
        distinct(table.loc[table["purpose_told"] == "not_recorded", "collected_by"]).split(SEPARATOR)
    )
    return Answer(
        table=table,
        title=text("analysis", "drift_title", as_of=as_of.isoformat()),
        summary=text(
            "analysis",
            "drift_found",
            beyond=table.loc[table["purpose_told"] == "beyond", "flows"].nunique(),
            unsaid=len(unsaid - {""}),
        ),
        words=words_of(inventory),
        lists=frozenset({"collected_by", "collected_for", "subjects", "items", "purposes_beyond", "flows"}),
        lang=lang_of(asked),
    )


def _lines(moving: Traffic) -> Iterator[tuple[str, ...]]:
    """Yield a line for each purposes cell at collection and each later row that goes beyond it."""
    inventory, ids = moving.inventory, moving.flow_ids
    purposes, recipients = inventory.coded("purposes"), inventory.coded("recipient")
    derived = inventory.coded("kind")
    collected: dict[tuple[bool, int], list[Load]] = {}
    for load in moving.loads:
        people = inventory.places[moving.places[load.source]].type is PlaceType.SUBJECT
        if load.made and (people or derived.values[derived.codes[load.row]] == Kind.DERIVATION):
            collected.setdefault((people, int(purposes.codes[load.row])), []).append(load)
    for (_, code), loads in sorted(collected.items()):
        given = purposes.values[code]
        by = SEPARATOR.join(sorted({ids[load.row] for load in loads}))
        for row, carried in _later(moving, loads).items():
            further = beyond(inventory, given, purposes.values[purposes.codes[row]])
            if further:
                subjects = moving.subject_keys(load.held_for for load in carried)
                items = moving.item_keys(reduce(or_, (load.items for load in carried)))
                yield (
                    by, given, ids[row], recipients.values[recipients.codes[row]], SEPARATOR.join(subjects),
                    SEPARATOR.join(items), SEPARATOR.join(further), "beyond" if given else "not_recorded",
                )  # fmt: skip


def _later(moving: Traffic, loads: Iterable[Load]) -> dict[int, list[Load]]:
    """Return by row what later rows carry of what some loads bring."""
    start: dict[Holding, int] = {}
    for load in loads:
        start[load.ends] = start.get(load.ends, 0) | load.items
    reached = moving.onward(start)
    later: dict[int, list[Load]] = {}
    for load in moving.loads:
        items = 0 if load.made else load.items & reached.get(load.begins, 0)
        if items:
            later.setdefault(load.row, []).append(replace(load, items=items))
    return later


def beyond(inventory: Inventory, collected: str, used: str) -> list[str]:
    """Return the purposes of a later cell that those of a collection do not cover."""
    vocabulary = inventory.vocabulary
    given = [key for key in collected.split(SEPARATOR) if key]
    return [
        key
        for key in used.split(SEPARATOR)
        if key and not any(vocabulary.is_a("purposes", key, other) for other in given)
    ]
