"""Whether a flow meets the conditions of a rule of the house: yes, no, or not recorded.

Kleene's three values: what is not recorded (blank, `undetermined`, `abroad` without a name) is
neither yes nor no, unless the rest of the condition settles it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.completeness import UNKNOWN
from datamap.analysis.handing import countries_of, how_told
from datamap.analysis.periods import LAW_UNNAMED, Period
from datamap.analysis.relation import keepers
from datamap.inventory import Inventory
from datamap.model import ABROAD, Contract, Flow, Match, Needs, Organisation, PlaceType

Truth = bool | None

UNSETTLED = frozenset({"", "undetermined", "unknown"})
"""Values of single-valued cells that leave the question open."""


def every(truths: Iterable[Truth]) -> Truth:
    """Return whether all hold: no as soon as one does not, open if one is.

    Examples
    --------
    >>> every([True, None]), every([None, False]), every([])
    (None, False, True)
    """
    found = list(truths)
    if False in found:
        return False
    return None if None in found else True


def opposite(truth: Truth) -> Truth:
    """Return the opposite; what is open stays open."""
    return None if truth is None else not truth


class Conditions:
    """Holds one inventory's flows against conditions.

    Parameters
    ----------
    inventory : the flows. organisation : contracts and groups. home : countries that are not abroad.
    as_of : the day on which contracts run.
    """

    def __init__(
        self, inventory: Inventory, organisation: Organisation, home: frozenset[str], as_of: date
    ) -> None:
        self._inventory, self._organisation, self._home = inventory, organisation, home
        self._day = as_of.isoformat()
        self._vocabulary = inventory.vocabulary

    def matches(self, match: Match, flow: Flow, place: str, *, all_of: bool = False) -> dict[str, Truth]:
        """Return for each condition that is given whether a flow to a place meets it.

        Parameters
        ----------
        all_of : whether every one of several values (purposes, countries) has to be listed, as
            `only` asks; otherwise one is enough.
        """
        single = (
            ("kinds", "kinds", flow.kind, match.kinds),
            ("roles", "roles", self._role(place), match.roles),
            ("activities", "activities", flow.activity, match.activities),
            ("bases", "bases", flow.basis, match.bases),
            ("foreign_routes", "foreign_routes", flow.foreign_route, match.foreign_routes),
            ("treatments", "treatments", flow.treatment, match.treatments),
        )
        found = {name: self._is_one(words, value, asked) for name, words, value, asked in single if asked}
        if match.places:
            found["places"] = place in self._members(match.places)
        if match.purposes:
            found["purposes"] = self._are("purposes", flow.purposes, match.purposes, all_of=all_of)
        countries = countries_of(self._inventory, SEPARATOR.join(flow.countries), place)
        if match.countries:
            found["countries"] = _in_countries(countries, match.countries, self._home, all_of=all_of)
        if match.abroad is not None:
            told = how_told(countries, self._home)
            found["abroad"] = None if told == "not_recorded" else bool(told) is match.abroad
        return found

    def meets(self, needs: Needs, flow: Flow, place: str) -> dict[str, Truth]:
        """Return for each thing that is needed whether a flow to a place has it."""
        return dict(self._needed(needs, flow, place))

    def _needed(self, needs: Needs, flow: Flow, place: str) -> Iterator[tuple[str, Truth]]:
        single = (
            ("basis", "bases", flow.basis, needs.basis),
            ("foreign_route", "foreign_routes", flow.foreign_route, needs.foreign_route),
            ("gdpr_tool", "gdpr_tools", flow.gdpr_tool, needs.gdpr_tool),
            ("treatment", "treatments", flow.treatment, needs.treatment),
        )
        for name, words, value, asked in single:
            if asked:
                yield name, self._is_one(words, value, asked)
        if needs.gdpr_basis:
            yield "gdpr_basis", self._are("gdpr_bases", flow.gdpr_basis, needs.gdpr_basis, all_of=False)
        if needs.measures:
            yield (
                "measures",
                every(self._are("measures", flow.measures, (m,), all_of=False) for m in needs.measures),
            )
        if needs.retention_at_most:
            yield "retention", _short_enough(flow.retention, needs.retention_at_most)
        if needs.contract or needs.contract_clauses:
            yield "contract", self._contracted(needs, place)
        if needs.notice:
            yield "notice", True if flow.notice else None
        for column in needs.recorded:
            yield column, self._recorded(flow, column, place)

    def _is_one(self, list_name: str, value: str, asked: tuple[str, ...]) -> Truth:
        """Return whether a value is one of those asked for, or lies below one."""
        if any(self._vocabulary.is_a(list_name, value, key) for key in asked if value):
            return True
        return None if value in UNSETTLED else False

    def _are(self, list_name: str, values: tuple[str, ...], asked: tuple[str, ...], *, all_of: bool) -> Truth:
        if not values:
            return None
        how: Callable[[Iterable[bool]], bool] = all if all_of else any
        return how(any(self._vocabulary.is_a(list_name, value, key) for key in asked) for value in values)

    def _members(self, keys: Iterable[str]) -> set[str]:
        return {member for key in keys for member in self._inventory.names.members(key)}

    def _contracted(self, needs: Needs, place: str) -> Truth:
        """Return whether a contract with a place, or a group it belongs to, runs and has the clauses."""
        keys = {place, *self._inventory.places[place].member_of}
        known = [contract for contract in self._organisation.contracts if contract.party in keys]
        if not known:
            return None
        running = [contract for contract in known if not contract.ends or contract.ends >= self._day]
        return any(_has_clauses(contract, needs.contract_clauses) for contract in running)

    def _recorded(self, flow: Flow, column: str, place: str) -> bool:
        """Return whether a cell says something; that somebody looked and it is not known says nothing."""
        cells = self._inventory.coded(column)
        written = cells.values[cells.codes[self._rows[flow.row]]]
        entries = set(written.split(SEPARATOR))
        if column == "countries":
            entries |= set(self._inventory.places[place].countries)
        return bool(entries - UNKNOWN - {""})

    @cached_property
    def _rows(self) -> dict[int, int]:
        """Index of the row by record number."""
        return {int(number): index for index, number in enumerate(self._inventory.rows)}

    def _role(self, place: str) -> str:
        """Return the role of a place; our own departments and systems need not be given one.

        A system that others keep has the role of the first of them that has one.
        """
        known = self._inventory.places[place]
        if place in self._keepers:
            roles = (self._inventory.places[keeper].role for keeper in sorted(self._keepers[place]))
            return known.role or next(filter(None, roles), "")
        return known.role or _OWN_ROLES.get(known.type, "")

    @cached_property
    def _keepers(self) -> dict[str, frozenset[str]]:
        return keepers(self._inventory)


_OWN_ROLES = {PlaceType.DEPARTMENT: "department", PlaceType.SYSTEM: "operator"}


def _has_clauses(contract: Contract, clauses: tuple[str, ...]) -> bool:
    return set(clauses) <= set(contract.clauses)


def _in_countries(
    countries: tuple[str, ...], asked: tuple[str, ...], home: frozenset[str], *, all_of: bool
) -> Truth:
    """Return whether a place is in one of the countries (all of its countries, for `only`).

    `abroad` without a name may be any country but our own.
    """
    if not countries:
        return None
    foreign = bool(set(asked) - home)

    def listed(country: str) -> Truth:
        if country in asked:
            return True
        return None if country == ABROAD and foreign else False

    truths = [listed(country) for country in countries]
    return every(truths) if all_of else opposite(every(opposite(truth) for truth in truths))


def _short_enough(written: str, limit: str) -> Truth:
    """Return whether a period is no longer than another; open where they begin differently."""
    period, most = Period.of(written), Period.of(limit)
    if period is None or most is None or period.event == LAW_UNNAMED:
        return None
    return opposite(period.longer_than(most))
