"""Which rows hand items to somebody else, and where that somebody is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from datamap.analysis.asked import Flags
from datamap.inventory import Inventory, Workbook
from datamap.model import ABROAD, Kind, Place, PlaceType, Reading

STAYS = frozenset({Kind.COLLECTION, Kind.INTERNAL_USE, Kind.DERIVATION})
"""Kinds of flow by which items reach nobody but the organisation itself."""

HOME = ("JP",)


def hands_on(inventory: Inventory) -> Flags:
    """Return which rows hand items to somebody else."""
    kinds = inventory.coded("kind")
    return np.array([value not in STAYS for value in kinds.values], dtype=np.bool_)[kinds.codes]


def countries_of(inventory: Inventory, written: str, place: str) -> tuple[str, ...]:
    """Return where a recipient is: what the row says, else what is known of the place."""
    return tuple(written.split(";")) if written else inventory.places[place].countries


def home_of(asked: Inventory | Workbook) -> frozenset[str]:
    """Return the countries in which the organisation itself is; Japan if it does not say."""
    declared: Sequence[str] = () if isinstance(asked, Inventory) else asked.organisation.countries
    return frozenset(declared or HOME)


def located(wanted: frozenset[str], place: Place, home: frozenset[str], reading: Reading) -> frozenset[str]:
    """Return those countries of a place ("" = not recorded) for which it is in one of those wanted.

    In the readings *possible* and *worst case* a place whose country is not recorded may be in any
    country, and one that is `abroad` in any but one's own; people are in none that nobody recorded.
    """
    found = frozenset(place.countries or ("",))
    if reading is Reading.CERTAIN or place.type is PlaceType.SUBJECT:
        return found & wanted
    return found & (wanted | {""} | ({ABROAD} if wanted - home else set()))


def how_told(countries: Iterable[str], home: frozenset[str]) -> str:
    """Return how a place abroad is told: `named`, `abroad` (not named), `not_recorded`, or "".

    "" means that every country is recorded and none is abroad.
    """
    found = set(countries)
    if not found:
        return "not_recorded"
    if found - home - {ABROAD}:
        return "named"
    return "abroad" if ABROAD in found else ""
