"""How far items go, by reach: where they end up, not only who is handed them first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from datamap.analysis.reach import reach
from datamap.inventory import Inventory, Workbook
from datamap.model import PlaceType, Reading


@dataclass(frozen=True, slots=True)
class Reached:
    """Where some items end up.

    Attributes
    ----------
    certain, possible : places that hold one of them on recorded cells, or if each unrecorded cell
        takes the worst value; groups of people and the operator itself are left out.
    countries, countries_possible : of those places; "" = not recorded.
    """

    certain: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    countries_possible: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Spread:
    """For each item, the places and countries it reaches under two readings."""

    places: Mapping[Reading, Mapping[str, frozenset[str]]]
    countries: Mapping[Reading, Mapping[str, frozenset[str]]]

    def of(self, items: Iterable[str]) -> Reached:
        """Return where any of some items ends up."""
        keys = tuple(items)

        def gathered(found: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
            return tuple(sorted(frozenset().union(*(found.get(item, frozenset()) for item in keys))))

        return Reached(
            certain=gathered(self.places[Reading.CERTAIN]),
            possible=gathered(self.places[Reading.POSSIBLE]),
            countries=gathered(self.countries[Reading.CERTAIN]),
            countries_possible=gathered(self.countries[Reading.POSSIBLE]),
        )


def spread_of(workbook: Workbook, as_of: date) -> Spread:
    """Follow every item of a workbook under the certain and the possible reading.

    References
    ----------
    `datamap.analysis.reach`: label propagation by item; plain reachability is never used.
    """
    places: dict[Reading, dict[str, frozenset[str]]] = {}
    countries: dict[Reading, dict[str, frozenset[str]]] = {}
    ours = _ours(workbook.inventory)
    for reading in (Reading.CERTAIN, Reading.POSSIBLE):
        table = reach(workbook, as_of=as_of, reading=reading).table
        outside = table[~table["place"].isin(ours)]
        places[reading] = {str(i): frozenset(g) for i, g in outside.groupby("item")["place"]}
        countries[reading] = {str(i): frozenset(g) for i, g in outside.groupby("item")["country"]}
    return Spread(places, countries)


def _ours(inventory: Inventory) -> list[str]:
    """Return the places that do not count as spread: the people themselves, and the operator."""
    people = [key for key, place in inventory.places.items() if place.type is PlaceType.SUBJECT]
    return [*people, inventory.names.operator]
