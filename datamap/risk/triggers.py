"""What calls for a review before its date: what flows amount to today and did not when they were signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from datamap.inventory import Inventory
from datamap.model import Status, Text
from datamap.risk.exposure import Ledger, Rows, most_of, widest
from datamap.risk.rating import rated_as
from datamap.risk.rows import row_cells
from datamap.risk.signature import Scope, Signature
from datamap.risk.words import RiskWords, listing, words_of
from datamap.vocabulary import text

GRAVE = frozenset({"sensitive", "eu_sensitive", "id_code", "property_damage", "my_number"})
"""Flags of items whose first appearance calls for a review."""

TRIGGERS = {
    "new_country": ("countries", "country"),
    "new_recipient": ("recipients", "recipient"),
    "new_sensitive_item": ("sensitive_items", "item"),
    "new_item": ("items", "item"),
    "new_purpose": ("purposes", "purpose"),
    "new_activity": ("activities", "activity"),
}
"""Triggers of a review -> the part of the scope that has grown, and the column whose words it speaks."""

START = "planned_started"
"""Trigger: a flow runs, or was to run by now, that did not on the day of the signed assessment. It calls
for a review whether or not the sheet names it: what had not begun could only be assessed on paper."""

LARGER = 1.5
"""More than so many times the people counts as many more people."""

NAMED = 8
"""So many flows with more people are named in the sentence; `Change.about` names all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a flow that reads differently: as it was signed, and as it is today."""

    flow: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was signed.

    Attributes
    ----------
    kind : `file`, `flow_new`, `flow_gone`, `flow_changed`, `risk_new`, `risk_gone`, `risk_changed`,
    or a trigger (`new_country` …). about : file, flow ids, countries, risks … said : in words.
    cells : for `flow_changed`, what differs, where the signature keeps the cells; for `more_persons`
    the number of people of each flow.
    """

    kind: str
    about: tuple[str, ...]
    said: Text
    cells: tuple[Cell, ...] = ()


def triggers(inventory: Inventory, signature: Signature, *, as_of: date) -> tuple[Change, ...]:
    """Return what calls for a review: what the flows did not amount to when they were signed."""
    now, words = scope_of(inventory), words_of(inventory)
    found = []
    for kind, (sort, column) in TRIGGERS.items():
        about = tuple(sorted(set(getattr(now, sort)) - set(getattr(signature.scope, sort))))
        if about:
            named = listing(words.label(column, key) for key in about)
            found.append(Change(kind, about, text("risk", f"change_{kind}", what=named)))
    return (*found, *_more_persons(inventory, signature, words), *_begun(inventory, signature, as_of))


def _begun(inventory: Inventory, signature: Signature, as_of: date) -> Iterator[Change]:
    """Yield that flows that were signed as not yet running have begun, or should have by their date.

    References
    ----------
    GDPR 35(11): a review where the risk of the processing changes.
    """
    today, then = row_cells(inventory, ("status", "since", "until")), signature.cells
    begun = [
        flow
        for flow in sorted(set(today) & set(then))
        if progress(today[flow], as_of.isoformat()) > progress(then[flow], signature.as_of)
    ]
    if begun:
        named = [_start_said(flow, today[flow]) for flow in begun[:NAMED]]
        left = _rest(len(begun))
        yield Change(START, tuple(begun), text("risk", f"change_{START}", what=listing([*named, *left])))


def progress(row: Mapping[str, str], day: str) -> int:
    """Return how far a flow is on a day: 0 to come, or over; 1 planned, and its date has come; 2 it runs.

    Examples
    --------
    >>> planned = {"status": "planned", "since": "2027-04-01"}
    >>> progress(planned, "2026-11-22"), progress(planned, "2027-04-01"), progress({}, "2026-11-22")
    (0, 1, 2)
    """
    status, since, until = (row.get(column, "") for column in ("status", "since", "until"))
    if status == Status.ENDED or since > day or (until and until < day):
        return 0
    if status == Status.PLANNED:
        return 1 if since else 0
    return 2


def _start_said(flow: str, row: Mapping[str, str]) -> Text:
    """Return a flow that has begun, with its date and whether it is still marked as planned."""
    word = "planned_due" if row.get("status") == Status.PLANNED else "planned_runs"
    return text("risk", word, flow=flow, since=row.get("since") or text("risk", "not_recorded"))


def scope_of(inventory: Inventory, rows: Rows | None = None) -> Scope:
    """Return what flows amount to: those of some rows, or of a whole inventory."""
    ledger = Ledger(inventory)
    chosen = np.arange(len(inventory)) if rows is None else rows
    exposure = ledger.exposure(chosen)
    terms = inventory.vocabulary
    return Scope(
        activities=exposure.activities,
        recipients=exposure.recipients,
        countries=exposure.countries,
        purposes=ledger.entries("purposes", chosen),
        items=exposure.items,
        sensitive_items=tuple(item for item in exposure.items if terms.flags("items", item) & GRAVE),
        persons=most_of(exposure.persons),
    )


def grown(before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]) -> Iterator[Cell]:
    """Yield the flows with many more people, flow by flow and activity by activity.

    A flow is held against itself; a flow that is new, against the largest of its activity. A number
    that was not recorded is taken as what it was rated as.

    Parameters
    ----------
    before, after : flow id -> column -> cell, blank cells left out.

    Examples
    --------
    >>> then = {"A": {"persons": "9000"}, "B": {"persons": "100"}}
    >>> [cell.flow for cell in grown(then, {"A": {"persons": "9000"}, "B": {"persons": "8000"}})]
    ['B']
    """
    largest = _by_activity(before)
    for flow, row in sorted(after.items()):
        known = flow in before
        then = people(before[flow]) if known else largest.get(row.get("activity", ""))
        now = people(row)
        measured = then if then is not None else rated_as() if known else None
        if now is not None and measured is not None and now > LARGER * measured:
            yield Cell(flow, "persons", "" if then is None else f"{then:,}", f"{now:,}")


def _by_activity(rows: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """Return the largest number of people of each activity; activities without a number are left out."""
    found: dict[str, int] = {}
    for row in rows.values():
        activity, count = row.get("activity", ""), people(row)
        if count is not None:
            found[activity] = max(found.get(activity, 0), count)
    return found


def people(row: Mapping[str, str]) -> int | None:
    """Return the number of people a row may be about at most; None = not recorded."""
    return most_of(widest([row.get("persons", "")]))


def _more_persons(inventory: Inventory, signature: Signature, words: RiskWords) -> Iterator[Change]:
    """Yield that flows are about many more people; a signature of format 1 keeps the largest only."""
    if not signature.cells:
        now = scope_of(inventory).persons
        if now and now > LARGER * (signature.scope.persons or 0):
            yield Change("more_persons", (), text("risk", "change_more_persons_all", what=f"{now:,}"))
        return
    today = row_cells(inventory, ("activity", "persons"))
    cells = tuple(grown(signature.cells, today))
    if cells:
        activities = sorted({today[cell.flow].get("activity", "") for cell in cells})
        said = text(
            "risk",
            "change_more_persons",
            what=listing([*map(grown_said, cells[:NAMED]), *_rest(len(cells))]),
            where=listing(words.label("activity", key) for key in activities),
        )
        yield Change("more_persons", tuple(cell.flow for cell in cells), said, cells)


def _rest(count: int) -> list[Text]:
    """Return how many more there are than are named."""
    return [text("risk", "more_flows", count=count - NAMED)] if count > NAMED else []


def grown_said(cell: Cell) -> Text:
    """Return one flow with its number of people before and after."""
    before = Text.same(cell.before) if cell.before else text("risk", "not_recorded")
    return text("risk", "more_persons_flow", flow=cell.flow, before=before, after=cell.after)
