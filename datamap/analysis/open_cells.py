"""Which cells of an inventory say too little, and what each could decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from datamap.analysis.asked import Flags
from datamap.analysis.handing import hands_on, how_told
from datamap.analysis.relation import own_places
from datamap.analysis.traffic import Traffic
from datamap.inventory import Inventory
from datamap.inventory.keylists import parse_keylist
from datamap.model import KeyList, Kind, PlaceType

INSIDE = frozenset({Kind.ENTRUSTMENT, Kind.JOINT_USE, Kind.SUCCESSION, Kind.EXTERNAL_TRANSMISSION})
"""Kinds that need no further ground to be told (APPI Art. 27(5))."""


@dataclass(frozen=True, slots=True)
class OpenCell:
    """One cell that says too little.

    Attributes
    ----------
    row : index of its row. column : its column. why : which question it is.
    decides : what hangs on it: `reach`, `country`, `who`, `transfers` or `rules`.
    place : the place it is about, where it is about one. members : those of the recipient that it is
        about, where it is not about all of them.
    """

    row: int
    column: str
    why: str
    decides: str
    place: str = ""
    members: tuple[str, ...] = ()


def open_lists(inventory: Inventory, rows: Flags) -> Iterator[OpenCell]:
    """Yield the lists of items and of people that are open or not specified.

    `all` from people says as little as ``*``: nobody recorded what people hold.
    """
    people = {key for key, place in inventory.places.items() if place.type is PlaceType.SUBJECT}
    sources = inventory.coded("source")
    for column in ("items", "subjects"):
        cells = inventory.coded(column)
        whys = [_why(column, parse_keylist(value)) for value in cells.values]
        for row in np.flatnonzero(rows).tolist():
            why = whys[cells.codes[row]]
            person = sources.values[sources.codes[row]] in people
            if why and (why != "items_all" or person):
                yield OpenCell(row, column, why, "reach")


def _why(column: str, cell: KeyList) -> str:
    if cell.unspecified:
        return f"{column}_unspecified"
    if cell.open:
        return f"{column}_open"
    return "items_all" if column == "items" and cell.everything else ""


def open_places(inventory: Inventory, moving: Traffic, home: frozenset[str]) -> Iterator[OpenCell]:
    """Yield holders outside whose country or name is not recorded, with the first row that reaches them.

    Of a system of theirs a row says nothing that could be filled in.
    """
    own = own_places(inventory)
    first: dict[int, int] = {}
    for load in moving.loads:
        first.setdefault(load.target, load.row)
    for number, row in sorted(first.items()):
        place = inventory.places[moving.places[number]]
        if place.key in own or place.type in {PlaceType.SUBJECT, PlaceType.SYSTEM}:
            continue
        told = how_told(place.countries, home)
        if told in {"abroad", "not_recorded"}:
            yield OpenCell(row, "countries", f"country_{told}", "country", place.key)
        if place.open_ended:
            yield OpenCell(row, "recipient", "who", "who", place.key)


def open_duties(inventory: Inventory, rows: Flags, home: frozenset[str]) -> Iterator[OpenCell]:
    """Yield handovers whose kind, ground or route abroad is not settled."""
    outward = rows & hands_on(inventory)
    for row in np.flatnonzero(outward).tolist():
        flow = inventory.flows[row]
        if flow.kind == Kind.UNDETERMINED:
            yield OpenCell(row, "kind", "kind", "transfers")
        elif flow.kind not in INSIDE and flow.basis in {"", "undetermined"}:
            yield OpenCell(row, "basis", "basis", "transfers")
        members = inventory.groups.get(flow.recipient, (flow.recipient,))
        abroad = tuple(
            key for key in members if how_told(flow.countries or inventory.places[key].countries, home)
        )
        if abroad and flow.foreign_route in {"", "unknown"}:
            some = abroad if len(abroad) < len(members) else ()
            yield OpenCell(row, "foreign_route", "foreign_route", "transfers", members=some)
