"""What the views share: one workbook on one day, and how its keys are looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from datamap.analysis.border import JAPAN, Border
from datamap.analysis.listed import entries_of
from datamap.facts.cells import days, is_open, keys_of, split, yes_or_no
from datamap.facts.dated_tables import DatedTable, read_tables
from datamap.facts.jointly import Jointly
from datamap.graph.spread import spread
from datamap.inventory.coded import Coded, pairs
from datamap.model import ABROAD, Clause, Contract, Group, Notice, Organisation, Place, PlaceType
from datamap.vocabulary import fold

if TYPE_CHECKING:
    from datamap.inventory import Inventory, Workbook
    from datamap.vocabulary import Vocabulary

YEAR = 366
OUTSIDE_KINDS = frozenset(
    {"entrustment", "joint_use", "third_party", "succession", "authority", "external_transmission"}
)
ORGANISED = frozenset({PlaceType.DEPARTMENT, PlaceType.SYSTEM, PlaceType.SUBJECT})
"""Places that are nobody else: a part of the organisation, or the people themselves."""


@dataclass(frozen=True, eq=False)
class World:
    """One workbook on one day.

    `dated` are the lists that laws publish by date (designated countries …), by name.
    """

    workbook: Workbook
    as_of: date
    dated: Mapping[str, DatedTable] = field(default_factory=read_tables)

    @cached_property
    def tables(self) -> dict[str, dict[str, bool | None]]:
        """The dated lists as they stand on the day: key -> whether it counts; absent = it does not."""
        return {name: table.on(self.as_of) for name, table in self.dated.items()}

    @property
    def inventory(self) -> Inventory:
        """The flows."""
        return self.workbook.inventory

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary, with the workbook's own words."""
        return self.workbook.vocabulary

    @property
    def organisation(self) -> Organisation:
        """Who we are."""
        return self.workbook.organisation

    @property
    def notice(self) -> Notice:
        """What the privacy notice states."""
        return self.workbook.notice

    @cached_property
    def answers(self) -> dict[str, str]:
        """Answers to named questions."""
        return dict(self.organisation.answers)

    @cached_property
    def border(self) -> Border:
        """What is abroad for the place that hands over."""
        return Border(self.inventory, frozenset(self.organisation.countries))

    @cached_property
    def items(self) -> Coded:
        """The column `items`, with what a recorded `all` stands for written out."""
        column = self.inventory.coded("items")
        if not any("all" in split(cell) for cell in column.values if "all" in cell):
            return column
        from datamap.analysis.everything import items_written_out  # noqa: PLC0415 - only where it says all

        return items_written_out(self.inventory, self.as_of)

    @cached_property
    def contracts(self) -> dict[str, tuple[Contract, ...]]:
        """Contracts by party."""
        found: dict[str, tuple[Contract, ...]] = {}
        for contract in self.organisation.contracts:
            found[contract.party] = (*found.get(contract.party, ()), contract)
        return found

    @cached_property
    def clause(self) -> dict[str, Clause]:
        """Clauses of the notice by id."""
        return {clause.id: clause for clause in self.notice.clauses}

    @cached_property
    def outsiders(self) -> frozenset[str]:
        """Places that some flow hands items out to: what they send on is not our own giving.

        What an entrustee hands back makes no outsider of one's own department.
        """
        kinds, recipients = self.inventory.coded("kind"), self.inventory.coded("recipient")
        out = {
            recipients.values[r]
            for k, r in pairs(kinds, recipients)[0].tolist()
            if kinds.values[k] in OUTSIDE_KINDS
        }
        found = (member for key in out for member in self.members(key))
        return frozenset(m.key for m in found if m.type not in ORGANISED) - {self.organisation.key}

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Index of each flow's row."""
        return {flow: row for row, flow in enumerate(self.inventory.coded("id").texts())}

    def members(self, key: str) -> tuple[Place, ...]:
        """Return the place that a cell names, or every member of the group it names."""
        keys = self.inventory.groups.get(key, (key,))
        places = self.inventory.places
        return tuple(places[k] for k in keys if k in places)

    def countries(self, recipient: str, cell: str) -> tuple[frozenset[str], bool]:
        """Return the countries recorded for a recipient, and whether they are all of them."""
        if cell:
            return frozenset(split(cell)), True
        members = self.members(recipient)
        known = frozenset(country for place in members for country in place.countries)
        return known, bool(members) and all(place.countries for place in members)

    def list_includes(self, cell: str, verdict: Callable[[str], bool]) -> bool | None:
        """Tell whether a qualified list cell includes a key like that; None where it leaves it open."""
        if any(map(verdict, keys_of(cell))):
            return True
        return None if is_open(cell) else False

    def items_include(self, cell: str, verdict: Callable[[str], bool]) -> bool | None:
        """Tell whether an `items` cell includes an item like that."""
        return self.list_includes(cell, verdict)

    def share(self, name: str, cell: str, keys: frozenset[str]) -> bool | None:
        """Tell whether a list cell names one of these keys, or one above or below one of them."""
        is_a = self.vocabulary.is_a
        return self.list_includes(
            cell, lambda key: any(is_a(name, key, k) or is_a(name, k, key) for k in keys)
        )

    @cached_property
    def jointly(self) -> Jointly:
        """What is on record about joint use."""
        return Jointly(self)

    @cached_property
    def stated_purposes(self) -> frozenset[str]:
        """Purposes that the section on purposes lists."""
        return frozenset(key for c in self.notice.clauses if c.section == "purposes" for key in c.purposes)

    @cached_property
    def notice_names_provision(self) -> bool | None:
        """Whether the section on purposes names provision; None where there is no such section."""
        if not any(clause.section == "purposes" for clause in self.notice.clauses):
            return None
        flags = self.vocabulary.flags
        named = any("provision" in flags("purposes", key) for key in self.stated_purposes)
        return named or any("provision_named_as_purpose" in c.claims for c in self.notice.clauses)

    def speaks_of_provision(self, notice: str) -> bool:
        """Tell whether a clause in a `notice` cell describes provision to a third party."""
        clauses = (self.clause.get(key) for key in split(notice))
        return any(clause.kind == "third_party" for clause in clauses if clause)

    def purposes_told(self, subjects: str) -> frozenset[str]:
        """Return the purposes named when these people's items were collected, or in the notice."""
        if subjects not in self._told:
            told = [purposes for s, purposes in self._collected if self._speaks_to(subjects, s)]
            stated = (clause.purposes for clause in self._clauses_for(subjects))
            self._told[subjects] = frozenset().union(*told, *stated)
        return self._told[subjects]

    def purposes_complete(self, subjects: str) -> bool | None:
        """Return False (nothing more was told); None where a list is open or no notice is on record.

        Whose items they are must be on record too: other people may have been told more.
        """
        if not self.notice.clauses or not keys_of(subjects):
            return None
        return None if any(clause.purposes_open for clause in self._clauses_for(subjects)) else False

    def _clauses_for(self, subjects: str) -> Iterator[Clause]:
        return (c for c in self.notice.clauses if self._speaks_to(subjects, ";".join(c.subjects)))

    def checked_within_year(self, party: str) -> bool | None:
        """Tell whether a contract partner was looked at within the last year; no date = open."""
        return self.contract_fresh(self.contracts.get(party, ()))

    def within(self, day: str, days: int) -> bool:
        """Tell whether an ISO date lies no more than so many days before the day of the facts."""
        return date.fromisoformat(day) >= self.as_of - timedelta(days=days)

    def _speaks_to(self, subjects: str, addressed: str) -> bool:
        """Tell whether what addresses some people also speaks to these; an open list, or none, does."""
        return is_open(addressed) or self.share("subjects", subjects, keys_of(addressed)) is True

    @cached_property
    def _told(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _collected(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """For each distinct `subjects` cell of a collection, every purpose that goes with it."""
        kinds = self.inventory.coded("kind")
        subjects, purposes = (self.column(column) for column in ("subjects", "purposes"))
        found: dict[str, set[str]] = {}
        for kind, subject, purpose in pairs(kinds, subjects, purposes)[0].tolist():
            if kinds.values[kind] == "collection":
                found.setdefault(subjects.values[subject], set()).update(split(purposes.values[purpose]))
        return tuple((cell, frozenset(found[cell])) for cell in sorted(found))

    def _kinds_and(self, column: str) -> set[tuple[str, str]]:
        kinds, other = self.inventory.coded("kind"), self.column(column)
        return {(kinds.values[k], other.values[o]) for k, o in pairs(kinds, other)[0].tolist()}

    def column(self, column: str) -> Coded:
        """Return a column of the inventory; where there is none, every cell is blank."""
        if column in self.inventory.columns:
            return self.inventory.coded(column)
        return Coded(("",), np.zeros(len(self.inventory), dtype=np.int32))

    def answer(self, name: str) -> bool | None:
        """Return the answer recorded to a named question."""
        return yes_or_no(self.answers.get(name, ""))

    def groups_within(self, keys: Iterable[str]) -> Iterator[Group]:
        """Yield the declared groups among some keys, and the groups inside them."""
        declared = {group.key: group for group in self.organisation.groups}
        waiting, seen = list(keys), set[str]()
        while waiting:
            group = declared.get(waiting.pop(0))
            if group and group.key not in seen:
                seen.add(group.key)
                yield group
                waiting += group.members

    @cached_property
    def measures_towards(self) -> dict[str, frozenset[str]]:
        """Measures that flows record, by the place that receives."""
        recipients, measures = self.inventory.coded("recipient"), self.inventory.coded("measures")
        entries = entries_of(self.inventory, "measures")
        to, cell = pairs(recipients, measures)[0].T
        one, which = spread(entries.count[cell])
        word = entries.word[(np.cumsum(entries.count) - entries.count)[cell[one]] + which]
        met = np.zeros((len(recipients.values), len(entries.words)), np.bool_)
        met[to[one], word] = True
        found: dict[str, set[str]] = {}
        for recipient in np.unique(to).tolist():
            named = {entries.words[number] for number in np.flatnonzero(met[recipient]).tolist()} - {""}
            for place in self.members(recipients.values[recipient]):
                found.setdefault(place.key, set()).update(named)
        return {place: frozenset(named) for place, named in found.items()}

    def measures_below(self, above: tuple[str, ...]) -> frozenset[str]:
        """Return the measures on record that are some of these, or below them."""
        if above not in self._below:
            is_a = self.vocabulary.is_a
            found = (key for key in self.measures if any(is_a("measures", key, one) for one in above))
            self._below[above] = frozenset(found)
        return self._below[above]

    @cached_property
    def _below(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    @cached_property
    def recipients_by_kind(self) -> dict[str, frozenset[str]]:
        """Places that receive, by kind of flow."""
        found: dict[str, frozenset[str]] = {}
        for kind, recipient in self._kinds_and("recipient"):
            found[kind] = found.get(kind, frozenset()) | {place.key for place in self.members(recipient)}
        return found

    def is_operator(self, written: str) -> bool:
        """Tell whether what is written names the organisation itself, by name or key."""
        own = self.organisation
        names = {fold(one).casefold() for one in (own.key, own.name.ja, own.name.en) if one}
        return fold(written).casefold() in names

    @cached_property
    def people(self) -> frozenset[str]:
        """Groups of people on the map and in the notice."""
        named = frozenset().union(*(keys_of(cell) for _, cell in self._kinds_and("subjects")))
        return named | {key for clause in self.notice.clauses for key in clause.subjects}

    def people_flagged(self, flag: str) -> bool:
        """Tell whether a group of people with such a flag is on the map or in the notice."""
        return any(flag in self.vocabulary.flags("subjects", key) for key in self.people)

    @property
    def indirect_people(self) -> bool:
        """Whether companions, emergency contacts or minors are on the map or in the notice."""
        return self.people_flagged("indirect") or self.people_flagged("minor")

    @cached_property
    def bases(self) -> frozenset[str]:
        """Grounds that some flow records."""
        return frozenset(cell for _, cell in self._kinds_and("basis"))

    @cached_property
    def anything_abroad(self) -> bool:
        """Whether some place is recorded outside Japan and the countries of the organisation."""
        home = {JAPAN, *self.organisation.countries}
        return any(set(place.countries) - home for place in self.inventory.places.values())

    @cached_property
    def measures(self) -> frozenset[str]:
        """Measures recorded anywhere: by the organisation, by flows, by clauses."""
        controls = {control.measure for control in self.organisation.controls}
        stated = {key for clause in self.notice.clauses for key in clause.measures}
        flows = {key for keys in self.measures_towards.values() for key in keys}
        return frozenset(controls | stated | flows)

    @cached_property
    def headings_measured(self) -> frozenset[str]:
        """The topmost headings of all measures recorded."""
        above = self.vocabulary.ancestors
        return frozenset(list(above("measures", key))[-1] for key in self.measures if key)

    def control_recorded(self, measure: str) -> bool:
        """Tell whether a measure of the organisation, or one below it, is recorded anywhere."""
        return any(self.vocabulary.is_a("measures", key, measure) for key in self.measures)

    def control_fresh(self, measure: str) -> bool | None:
        """Tell whether a control was last carried out within its period (a year if none is set)."""
        is_a = self.vocabulary.is_a
        dated = [c for c in self.organisation.controls if c.last and is_a("measures", c.measure, measure)]
        if not dated:
            return None
        return any(self.within(control.last, days(control.period) or YEAR) for control in dated)

    @cached_property
    def recipients_by_route(self) -> dict[str, frozenset[str]]:
        """Places that receive, by recorded route of foreign provision."""
        recipients, routes = self.inventory.coded("recipient"), self.column("foreign_route")
        found: dict[str, frozenset[str]] = {}
        for recipient, route in pairs(recipients, routes)[0].tolist():
            keys = {place.key for place in self.members(recipients.values[recipient])}
            found[routes.values[route]] = found.get(routes.values[route], frozenset()) | keys
        return found

    def contract_fresh(self, contracts: tuple[Contract, ...]) -> bool | None:
        """Tell whether a contract partner was checked within its period (a year if none is set)."""
        dated = [contract for contract in contracts if contract.checked]
        return any(self.within(c.checked, days(c.period) or YEAR) for c in dated) if dated else None

    def scc_module_fits(self, role: str, module: str) -> bool | None:
        """Tell whether a module of the standard clauses fits an importer's role; open where one is blank."""
        if not role or not module:
            return None
        importer = "processor" if self.vocabulary.is_a("roles", role, "processor") else "controller"
        exporter = "processor" if self.answer("processes_for_others") else "controller"
        entries = self.dated["scc_modules"].entries
        return any(e.key == f"{exporter}_{importer}" and e.title == module.strip() for e in entries)

    def on_list(self, table: str, country: str) -> bool | None:
        """Tell whether a country is on a dated list of a law; an unnamed one cannot be told."""
        return None if country == ABROAD else self.tables.get(table, {}).get(country, False)
