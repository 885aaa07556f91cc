"""Whose border counts: what is abroad for the place that hands over.

For an organisation in Japan, and where no country of the organisation is recorded, abroad is what
lies outside Japan, whoever hands over. An organisation that is elsewhere, or elsewhere too, has
more than one home: a row from a place in Germany to a place in Germany crosses no border. There
the home of a row is the country recorded for its source; where none is, the organisation's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from datamap.inventory import Inventory
from datamap.model import ABROAD

JAPAN = "JP"
HOME = frozenset({JAPAN})


Homes = tuple[frozenset[str], ...]
"""Countries that may be home; one set where it is settled."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a recipient is, seen from the place that hands over.

    Attributes
    ----------
    away : countries that are abroad, wherever the source may be. perhaps : those, and countries that
        are abroad if the source is elsewhere. complete : countries are recorded, and all of them.
    """

    away: frozenset[str]
    perhaps: frozenset[str]
    complete: bool

    @property
    def foreign(self) -> frozenset[str]:
        """Countries abroad as the law of Japan sees it: Japan itself never is (APPI 28)."""
        return self.away - HOME

    @property
    def at_home(self) -> bool | None:
        """Whether no country is foreign in that sense; None = not recorded."""
        if self.foreign:
            return False
        return True if self.complete and not self.perhaps - HOME else None


def seen_from(homes: Homes, countries: frozenset[str], *, complete: bool) -> Seen:
    """Return where a recipient in some countries is, seen from a place in one of several homes.

    Examples
    --------
    >>> there = frozenset({"DE", "US"})
    >>> sorted(seen_from((frozenset({"DE"}),), there, complete=True).away)
    ['US']
    >>> open_ = seen_from((frozenset({"DE"}), frozenset({"JP"})), frozenset({"DE"}), complete=True)
    >>> sorted(open_.away), sorted(open_.perhaps), open_.at_home
    ([], ['DE'], None)
    """
    return Seen(
        away=countries - frozenset().union(*homes),
        perhaps=frozenset().union(*(countries - home for home in homes)),
        complete=bool(countries) and complete,
    )


@dataclass(frozen=True, eq=False)
class Border:
    """The border that each row of an inventory crosses or does not cross.

    Parameters
    ----------
    inventory : the flows. own : countries recorded for the organisation.
    """

    inventory: Inventory
    own: frozenset[str] = frozenset()
    _homes: dict[str, Homes] = field(default_factory=dict)

    @classmethod
    def of(cls, inventory: Inventory) -> Border:
        """Return the border that the countries declared for the operator draw."""
        operator = inventory.names.parties.get(inventory.names.operator)
        return cls(inventory, frozenset(operator.countries if operator else ()))

    @property
    def one(self) -> bool:
        """Whether there is one border for every row: that of Japan."""
        return self.own <= HOME

    def homes(self, source: str) -> Homes:
        """Return the countries that may be home for what a source hands over.

        One set where it is settled; one for each country of the organisation where it is in several
        and nobody recorded in which of them the source is.
        """
        if source not in self._homes:
            self._homes[source] = self._found(source)
        return self._homes[source]

    def _found(self, source: str) -> Homes:
        if self.one:
            return (HOME,)
        members = self.inventory.groups.get(source, (source,))
        places = [self.inventory.places[key] for key in members if key in self.inventory.places]
        there = frozenset(code for place in places for code in place.countries) - {ABROAD}
        if there and all(place.countries for place in places):
            return (there,)
        return tuple(frozenset({code}) for code in sorted(self.own - {ABROAD})) or (HOME,)
