"""Flows that have ended: what they once delivered may still be held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.asked import Flags, running
from datamap.analysis.handing import countries_of
from datamap.analysis.periods import Period
from datamap.analysis.relation import relations_of
from datamap.analysis.request_case import RequestCase
from datamap.analysis.stated import AsStated
from datamap.analysis.traffic import Traffic, as_bits
from datamap.analysis.worksheet import FILLED_IN, Worksheet
from datamap.inventory import Inventory
from datamap.model import Flow, Reading, Status

COLUMNS: tuple[str, ...] = ("place", "relation", "countries", "items", "flow", "ends", "retention", "due")
COLUMNS += FILLED_IN
PAPER = ("place", "relation", "items", "flow", "ends", "due", "done", "done_on", "remark")


def ended_rows(inventory: Inventory, as_of: date) -> Flags:
    """Return which rows ran once and run no more on a day.

    Those whose status says so, and those whose `until` has passed; planned rows never ran.
    """
    status, until = inventory.coded("status"), inventory.coded("until")
    over = np.array([value == Status.ENDED.value for value in status.values], dtype=np.bool_)[status.codes]
    never = np.array([value == Status.PLANNED.value for value in status.values], dtype=np.bool_)[status.codes]
    day = as_of.isoformat()
    past = np.array([bool(value) and value < day for value in until.values], dtype=np.bool_)[until.codes]
    result: Flags = (over | past) & ~never
    return result


def rows_of_then(inventory: Inventory, as_of: date, ended: Flags) -> Flags:
    """Return the rows that run on a day, those ended ones, and what ran on the last day of each of them."""
    rows = running(inventory, as_of) | ended
    until = inventory.coded("until")
    for code in set(until.codes[ended].tolist()):
        if until.values[code]:
            rows |= running(inventory, date.fromisoformat(until.values[code]))
    result: Flags = rows
    return result


def ended_sheet(case: RequestCase) -> Worksheet:
    """Return who received what is asked about by flows that have ended, and may still hold it.

    Returns
    -------
    Worksheet `ended` with one line for each ended flow and place: `place`, `relation`, `countries`,
    `items` (those that the place does not surely hold by running flows), `flow`, `ends` (its last day;
    "" = not recorded), `retention`, `due` (until when they are kept by the row; "" = cannot be told),
    and columns to fill in.
    """
    return case.sheet("ended", list(_lines(case)), COLUMNS, PAPER)


def _lines(case: RequestCase) -> Iterator[tuple[object, ...]]:
    inventory = case.inventory
    ended = ended_rows(inventory, case.as_of)
    if not ended.any():
        return
    rows = rows_of_then(inventory, case.as_of, ended)
    moving = AsStated.of(inventory, rows, (Reading.POSSIBLE,), case.items).traffic[Reading.POSSIBLE]
    for (row, target), items in sorted(_left_behind(case, moving, ended).items()):
        flow, place = inventory.flows[row], inventory.places[moving.places[target]]
        yield (
            place.key,
            SEPARATOR.join(found.value for found in relations_of(inventory, place, [flow.kind], case.own)),
            SEPARATOR.join(countries_of(inventory, SEPARATOR.join(flow.countries), place.key)),
            SEPARATOR.join(moving.item_keys(items)),
            flow.id,
            flow.until,
            flow.retention,
            _due(flow),
            *("",) * len(FILLED_IN),
        )


def _left_behind(case: RequestCase, moving: Traffic, ended: Flags) -> dict[tuple[int, int], int]:
    """Return, by ended row and place, the items asked about that the place does not surely hold anyway."""
    surely, found = case.held[Reading.CERTAIN], dict[tuple[int, int], int]()
    for load in moving.of(case.subjects, as_bits(case.items)):
        left = load.items & ~surely.get(load.target, 0)
        if ended[load.row] and left and not case.is_person(load.target):
            found[load.row, load.target] = found.get((load.row, load.target), 0) | left
    return found


def _due(flow: Flow) -> str:
    period = Period.of(flow.retention)
    due = period.gone_after(date.fromisoformat(flow.until)) if period and flow.until else None
    return due.isoformat() if due else ""
