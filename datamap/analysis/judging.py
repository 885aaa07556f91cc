"""One rule of the house after the other, held against what really moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.asked import running
from datamap.analysis.conditions import Conditions, Truth, every, opposite
from datamap.analysis.holding import Held, Line
from datamap.analysis.stated import AsStated
from datamap.analysis.traffic import Load, Traffic, as_bits, bits
from datamap.analysis.universe import UNSPECIFIED, Universe, items_of, subjects_of
from datamap.inventory import Inventory
from datamap.model import Assertion, Flow, Organisation, Reading

READINGS = (Reading.CERTAIN, Reading.POSSIBLE)

_COLUMN_OF = {
    "kinds": "kind",
    "roles": "recipient_role",
    "activities": "activity",
    "bases": "basis",
    "foreign_routes": "foreign_route",
    "treatments": "treatment",
    "abroad": "countries",
}
"""Conditions -> the column that would settle them."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What one rule is about, as numbers.

    Attributes
    ----------
    items, people : those selected. above, people_above : the keys above them, which may stand for them.
    """

    items: frozenset[int]
    above: frozenset[int]
    people: frozenset[int]
    people_above: frozenset[int]


def select(rule: Assertion, inventory: Inventory) -> Selected:
    """Return what a rule is about in one inventory.

    Items that are named or lie below a named one, and, where flags are given, have one of them; a
    category of which some item below has one may stand for it.
    """
    items, people = items_of(inventory), subjects_of(inventory)
    named, above = _below_and_above(items, rule.items)
    if rule.item_flags:
        flags, within = inventory.vocabulary.flags, inventory.vocabulary.flags_within
        asked, index = set(rule.item_flags), items.index
        flagged = {index[key] for key in items.keys if flags("items", key) & asked}
        perhaps = {index[key] for key in items.keys if within("items", key) & asked or key == UNSPECIFIED}
        above = (above | (named & perhaps)) - (named & flagged)
        named = named & flagged
    whose, whose_above = _below_and_above(people, rule.subjects)
    return Selected(named, above, whose, whose_above)


def _below_and_above(universe: Universe, keys: tuple[str, ...]) -> tuple[frozenset[int], frozenset[int]]:
    if not keys:
        return frozenset(universe.index.values()), frozenset()
    known = universe.vocabulary
    below = {k for k in universe.keys for key in keys if k and known.is_a(universe.list_name, k, key)}
    above = {k for k in universe.keys for key in keys if k and known.is_a(universe.list_name, key, k)} - below
    above |= {UNSPECIFIED} & universe.index.keys()
    return frozenset(universe.index[k] for k in below), frozenset(universe.index[k] for k in above)


class Judge:
    """Holds what moves in one inventory on one day against rules.

    Parameters
    ----------
    inventory : the flows. organisation : contracts. as_of : rows count that run on this day.
    home : countries that are not abroad. rules : those that will be asked about.
    """

    def __init__(
        self,
        inventory: Inventory,
        organisation: Organisation,
        as_of: date,
        home: frozenset[str],
        rules: Iterable[Assertion],
        *,
        include_planned: bool,
    ) -> None:
        self._inventory = inventory
        self._conditions = Conditions(inventory, organisation, home, as_of)
        self._selected = {rule: select(rule, inventory) for rule in rules}
        followed = frozenset().union(*(what.items | what.above for what in self._selected.values()))
        rows = running(inventory, as_of, include_planned=include_planned)
        self._traffic = AsStated.of(inventory, rows, READINGS, followed).traffic if self._selected else {}

    def lines(self, rule: Assertion) -> Iterator[Line]:
        """Yield what breaks a rule, or may."""
        what = self._selected[rule]
        surely = self._carried(Reading.CERTAIN, what.items, what.people)
        perhaps = self._carried(Reading.POSSIBLE, what.items | what.above, what.people | what.people_above)
        places = self._traffic[Reading.POSSIBLE].places
        for (row, target), loads in sorted(perhaps.items()):
            flow, place = self._inventory.flows[row], places[target]
            broken, blank = self._broken(rule, flow, place)
            if broken is True and (row, target) in surely:
                yield self._line(rule, flow, place, surely[row, target], None)
            elif broken is not False:
                yield self._line(rule, flow, place, loads, blank or ["items"])

    def _carried(
        self, reading: Reading, items: frozenset[int], people: frozenset[int]
    ) -> dict[tuple[int, int], list[Load]]:
        found: defaultdict[tuple[int, int], list[Load]] = defaultdict(list)
        for load in self._traffic[reading].of(people, as_bits(items)):
            found[load.row, load.target].append(load)
        return dict(found)

    def _broken(self, rule: Assertion, flow: Flow, place: str) -> tuple[Truth, list[str]]:
        """Return whether a flow to a place breaks a rule, and the conditions that are not recorded."""
        matches = self._conditions.matches
        when = matches(rule.when, flow, place) if rule.when else {}
        core = self._core(rule, flow, place)
        wrong = every(core.values()) if rule.never else opposite(every(core.values()))
        truths = [every(when.values()), wrong]
        unless: dict[str, Truth] = {}
        if rule.unless:
            unless = matches(rule.unless, flow, place)
            truths.append(opposite(every(unless.values())))
        told = {**unless, **when, **core}
        return every(truths), [name for name, truth in told.items() if truth is None]

    def _core(self, rule: Assertion, flow: Flow, place: str) -> dict[str, Truth]:
        if rule.never:
            return self._conditions.matches(rule.never, flow, place)
        if rule.only:
            return self._conditions.matches(rule.only, flow, place, all_of=True)
        return self._conditions.meets(rule.needs, flow, place) if rule.needs else {}

    def _line(
        self, rule: Assertion, flow: Flow, place: str, loads: list[Load], blank: list[str] | None
    ) -> Line:
        """Return one line; `blank` None = broken for certain."""
        moving = self._traffic[Reading.CERTAIN if blank is None else Reading.POSSIBLE]
        items = as_bits(number for load in loads for number in bits(load.items))
        unrecorded = dict.fromkeys(_COLUMN_OF.get(name, name) for name in blank or [])
        return Line(
            rule.id,
            rule.title,
            (Held.BROKEN if blank is None else Held.OPEN).value,
            (rule.severity if blank is None else rule.severity_possible).value,
            flow.id,
            flow.row,
            moving.places[loads[0].source],
            place,
            SEPARATOR.join(flow.countries or self._inventory.places[place].countries),
            SEPARATOR.join(moving.subject_keys(load.arrives_for for load in loads)),
            SEPARATOR.join(moving.item_keys(items)),
            SEPARATOR.join(unrecorded),
            SEPARATOR.join(way_of(moving, loads[0])),
        )


def way_of(moving: Traffic, load: Load) -> list[str]:
    """Return the flows of a shortest way by which the first item of a load came, its own flow last."""
    before = [] if load.made else moving.way_to(load.begins, next(bits(load.items)))
    return [*before, moving.flow_ids[load.row]]
