"""From flows to single steps: one item from one card to the next.

Cards are named `i:` items, `s:` subject groups, `p:` places and groups of places, `c:` countries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from datamap.analysis.border import Border
from datamap.figures.flows.gaps import BASIS, COUNTRY, KIND, ROUTE, gaps_of, seen
from datamap.figures.flows.selection import Selected
from datamap.inventory import Inventory
from datamap.model import Flow, KeyList, Kind, PlaceType

ALL, OPEN, UNSPECIFIED = "*all", "*open", "*unspecified"
"""Stand-ins for items or subjects that a cell does not list."""

UNRECORDED = "?"
"""Stand-in for a country that is not recorded."""

_OWN_ROLES = frozenset({"", "operator", "department"})


class Step(NamedTuple):
    """One item of one flow, moving from one card to the next (a tuple: there are many)."""

    start: str
    end: str
    item: str
    flow: str
    gap: bool = False
    abroad: bool = False
    implied: bool = False


def listed(cell: KeyList) -> tuple[str, ...]:
    """Return what a cell lists, with stand-ins for what it leaves open.

    Examples
    --------
    >>> listed(KeyList(("name", "phone"), open=True)), listed(KeyList(unspecified=True))
    (('name', 'phone', '*open'), ('*unspecified',))
    """
    if cell.everything:
        return (ALL,)
    found = cell.named
    if cell.open:
        found = (*found, OPEN)
    return found or (UNSPECIFIED,)


class Ground:
    """Who is who on the map: subjects, places of the operator, everybody else."""

    def __init__(self, inventory: Inventory, flows: Iterable[Flow]) -> None:
        self.inventory = inventory
        self.operator = inventory.names.operator
        self.subjects = {key for key, p in inventory.places.items() if p.type is PlaceType.SUBJECT}
        self.own = {key for key in inventory.places if self._is_own(key)} | {self.operator}
        self.own |= {flow.department for flow in flows if flow.department}
        if not inventory.names.declared:
            self.own |= self._guessed(flows)

    def _is_own(self, key: str) -> bool:
        place = self.inventory.places[key]
        inside = place.type in {PlaceType.DEPARTMENT, PlaceType.SYSTEM}
        return place.role == "operator" or (inside and place.role in _OWN_ROLES)

    def _guessed(self, flows: Iterable[Flow]) -> set[str]:
        """Return who must be the operator in a bare table: who collects, else who only hands over."""
        moves = [flow for flow in flows if flow.source != flow.recipient]
        collects = {
            flow.recipient
            for flow in moves
            if flow.kind == Kind.COLLECTION and flow.recipient_role in _OWN_ROLES
        }
        inside = {
            place
            for flow in moves
            if flow.kind == Kind.INTERNAL_USE
            for place in (flow.source, flow.recipient)
        }
        if collects or inside:
            return collects | (inside - self.subjects)
        receives = {flow.recipient for flow in moves}
        return {flow.source for flow in moves} - receives - self.subjects

    def holder(self, key: str, flow: Flow) -> str:
        """Return the card of an own place: the department where a row names the operator as a whole."""
        return flow.department if key == self.operator and flow.department else key


class Steps:
    """All steps of the flows shown."""

    def __init__(self, ground: Ground, selected: Selected, border: Border, *, by_subject: bool) -> None:
        self.ground, self.border, self.by_subject = ground, border, by_subject
        self.items = selected.items
        self.found: list[Step] = []
        self.implied = 0
        self.inside = 0
        self.their_systems: set[str] = set()
        self.gaps: dict[str, set[str]] = {}
        self.gap_flows: set[str] = set()
        self.givers = set() if by_subject else self._givers(selected.flows)
        for flow in selected.flows:
            self._take(flow)
        self._enter()
        self.carried = frozenset(step.item for step in self.found)

    def _givers(self, flows: Iterable[Flow]) -> set[str]:
        """Return the outsiders that only hand in and get nothing: they stand before the items."""
        ground = self.ground
        gets = {flow.recipient for flow in flows}
        gives = {flow.source for flow in flows if flow.recipient in ground.own}
        return gives - gets - ground.own - ground.subjects

    def first_cards(self, flow: Flow) -> Iterator[tuple[str, str]]:
        """Yield (card of the first column, item) for everything that a flow carries."""
        for item in listed(flow.items):
            if self.items and item not in self.items and item != ALL:
                continue
            if self.by_subject:
                yield from ((f"s:{subject}", item) for subject in listed(flow.subjects))
            else:
                yield f"i:{item}", item

    def _take(self, flow: Flow) -> None:
        """Add the steps of one flow."""
        ground = self.ground
        source, target = ground.holder(flow.source, flow), ground.holder(flow.recipient, flow)
        gaps = gaps_of(flow, self.border) if target not in ground.own else ()
        abroad = bool(seen(flow, self.border).away)
        if gaps:
            self.gap_flows.add(flow.id)
            self.gaps.setdefault(target, set()).update(gaps)
        cards = list(self.first_cards(flow))
        entry = flow.source in ground.subjects or flow.kind == Kind.DERIVATION
        if source == target and not entry:
            self.inside += 1
            return
        if target == ground.operator and flow.system:
            target = flow.system
        missing = bool({KIND, BASIS} & set(gaps))
        given = source in self.givers and target in ground.own
        for card, item in cards:
            start = card if entry or given else f"p:{source}"
            if given:
                self._add(f"p:{source}", card, item, flow, gap=False, abroad=False)
            self._add(start, f"p:{target}", item, flow, gap=missing, abroad=abroad)
        self._kept(flow, target, cards)
        self._countries(flow, target, cards, gaps)

    def _add(self, start: str, end: str, item: str, flow: Flow, *, gap: bool, abroad: bool) -> None:
        self.found.append(Step(start, end, item, flow.id, gap, abroad))

    def _kept(self, flow: Flow, target: str, cards: list[tuple[str, str]]) -> None:
        """Add the way into the system where an own place keeps what it gets."""
        if not flow.system or flow.system == target:
            return
        if target not in self.ground.own:
            self.their_systems.add(flow.system)
            return
        for _, item in cards:
            self._add(f"p:{target}", f"p:{flow.system}", item, flow, gap=False, abroad=False)

    def _countries(
        self, flow: Flow, target: str, cards: list[tuple[str, str]], gaps: Collection[str]
    ) -> None:
        """Add the steps to countries: of all outsiders, of own places only where they are abroad."""
        own = target in self.ground.own or target in self.ground.subjects
        countries = flow.countries or (() if own else (UNRECORDED,))
        away = seen(flow, self.border).away
        for code in countries:
            if own and code not in away:
                continue
            gap = COUNTRY in gaps or (ROUTE in gaps and code in away)  # at home no route is wanted
            for _, item in cards:
                self._add(f"p:{target}", f"c:{code}", item, flow, gap=gap, abroad=code in away)

    def _enter(self) -> None:
        """Add the entry of items that own places pass on although no row shows how they came."""
        held = {(step.end, step.item) for step in self.found}
        wanting: dict[tuple[str, str], Step] = {}
        targets = {step.end for step in self.found}
        for step in self.found:
            place = step.start[2:]
            root = place in self.ground.own or step.start not in targets
            hands_on = step.start.startswith("p:") and step.end[0] in "pc"
            if hands_on and root and (step.start, step.item) not in held:
                wanting.setdefault((step.start, step.item), step)
        if self.by_subject:
            return
        for (place, item), step in sorted(wanting.items()):
            self.found.append(Step(f"i:{item}", place, item, step.flow, implied=True))
            self.implied += 1
