"""One request of a person against one inventory: who holds what of theirs, and what each is to us."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from datamap.analysis.asked import inventory_of, lang_of, running
from datamap.analysis.frames import pd
from datamap.analysis.reach import Keys
from datamap.analysis.relation import Relation, own_places, relations_of
from datamap.analysis.request_words import RequestWords, in_words, joined, request_words
from datamap.analysis.stated import STATED, AsStated, stated_lines
from datamap.analysis.traffic import Load, Traffic, as_bits, item_numbers, numbers_of
from datamap.analysis.universe import subjects_of
from datamap.analysis.worksheet import Worksheet
from datamap.inventory import Inventory, Workbook
from datamap.model import EMPTY, Flow, Kind, Lang, Organisation, PlaceType, Reading, Text
from datamap.vocabulary import text

READINGS = (Reading.CERTAIN, Reading.POSSIBLE)

LISTS = frozenset(
    {"items", "items_possible", "flows", "places", "stopped", "countries", "through", "department", "sources"}
    | {
        "recipients",
        "purposes",
        "bases",
        "kinds",
        "departments",
        "measures",
        "retention",
        "subjects",
        "flows_possible",
    }
)
"""Columns of worksheets whose cells are lists."""


@dataclass(frozen=True, eq=False)
class RequestCase:
    """What a request is about.

    Parameters
    ----------
    inventory : the flows. organisation : who answers; empty for an inventory alone.
    as_of : rows count that run on this day. subject, item : as asked; item None = everything.
    lang : the language answers show themselves in.
    """

    inventory: Inventory
    organisation: Organisation
    as_of: date
    subject: Keys
    item: Keys
    lang: Lang

    @classmethod
    def of(cls, asked: Inventory | Workbook, as_of: date, subject: Keys, item: Keys) -> RequestCase:
        """Return the case of a request put to an inventory or a workbook."""
        organisation = asked.organisation if isinstance(asked, Workbook) else Organisation()
        return cls(inventory_of(asked), organisation, as_of, subject, item, lang_of(asked))

    @cached_property
    def words(self) -> RequestWords:
        """The labels of the inventory's keys."""
        return request_words(self.inventory)

    @cached_property
    def subjects(self) -> frozenset[int]:
        """Numbers of the groups asked about, those below and above them too."""
        return numbers_of(subjects_of(self.inventory), self.inventory, self.subject)

    @cached_property
    def items(self) -> frozenset[int]:
        """Numbers of the items asked about, those below and above them too."""
        return item_numbers(self.inventory, self.item)

    @cached_property
    def stated(self) -> AsStated:
        """What moves, and what rows state that no row explains; only items asked about are followed."""
        return AsStated.of(self.inventory, running(self.inventory, self.as_of), READINGS, self.items)

    @property
    def traffic(self) -> Mapping[Reading, Traffic]:
        """What moves, by reading."""
        return self.stated.traffic

    @property
    def possible(self) -> Traffic:
        """What moves under the reading *possible*."""
        return self.traffic[Reading.POSSIBLE]

    @cached_property
    def loads(self) -> dict[Reading, list[Load]]:
        """The loads about those asked about, by reading; those that reach people left out."""
        wanted = as_bits(self.items)
        return {
            kind: [
                load
                for load in self.traffic[kind].of(self.subjects, wanted)
                if not self.is_person(load.target)
            ]
            for kind in READINGS
        }

    @cached_property
    def held(self) -> dict[Reading, dict[int, int]]:
        """What each place holds of what is asked about (bits), by reading; people left out."""
        found: dict[Reading, defaultdict[int, int]] = {kind: defaultdict(int) for kind in READINGS}
        for kind, holds in found.items():
            for (place, subject, _), items in self.traffic[kind].held.items():
                if subject in self.subjects and not self.is_person(place):
                    holds[place] |= items
        return {kind: dict(holds) for kind, holds in found.items()}

    @cached_property
    def own(self) -> frozenset[str]:
        """The places that are the organisation itself."""
        return own_places(self.inventory)

    def is_person(self, place: int) -> bool:
        """Tell whether a place is a group of people."""
        return self.inventory.places[self.possible.places[place]].type is PlaceType.SUBJECT

    @cached_property
    def by_relation(self) -> dict[tuple[int, Relation], list[Load]]:
        """The loads into each place that may hold, by what the place is to us by them."""
        found: dict[tuple[int, Relation], list[Load]] = {}
        for place, loads in self._loads_into.items():
            for relation, by in self._told_apart(place, loads):
                found.setdefault((place, relation), []).extend(by)
        placed = {place for place, _ in found}
        for holder in sorted(self.held[Reading.POSSIBLE].keys() - placed):
            own = self.possible.places[holder] in self.own
            found[holder, Relation.OWN if own else Relation.BY_ITSELF] = []
        return found

    @property
    def _loads_into(self) -> dict[int, list[Load]]:
        found: dict[int, list[Load]] = {}
        for load in self.loads[Reading.POSSIBLE]:
            found.setdefault(load.target, []).append(load)
        return found

    def _told_apart(self, target: int, loads: list[Load]) -> Iterator[tuple[Relation, list[Load]]]:
        """Yield the loads into a place by what it is to us; what it makes goes with what it got."""
        place = self.inventory.places[self.possible.places[target]]
        flows = self.inventory.flows
        kinds = {flows[load.row].kind for load in loads}
        whose = {kind: relations_of(self.inventory, place, [kind], self.own)[0] for kind in kinds}
        made = []
        for load in loads:
            kind = flows[load.row].kind
            if kind == Kind.DERIVATION:
                made.append(load)
            else:
                yield whose[kind], [load]
        if made:
            all_of = relations_of(self.inventory, place, kinds, self.own)
            yield from ((relation, made) for relation in all_of)

    def items_by(self, place: int, relation: Relation, reading: Reading, rows: set[int]) -> int:
        """Return the items (bits) that a place holds by some rows; ourselves hold whatever is held.

        What it holds though no row brought it there (it held it to begin with) goes with the first of
        the things that it is to us.
        """
        held, brought = self.held[reading].get(place, 0), self._brought[reading].get(place, {})
        if relation in {Relation.OWN, Relation.BY_ITSELF} or not rows:
            return held
        found = 0
        for row, items in brought.items():
            found |= items if row in rows else 0
            held &= ~items
        return found | (held if relation is self._first[place] else 0)

    @cached_property
    def _brought(self) -> dict[Reading, dict[int, dict[int, int]]]:
        """The items that come into each place, row by row, by reading."""
        found: dict[Reading, dict[int, dict[int, int]]] = {kind: {} for kind in READINGS}
        for kind, places in found.items():
            for load in self.loads[kind]:
                rows = places.setdefault(load.target, {})
                rows[load.row] = rows.get(load.row, 0) | load.items
        return found

    @cached_property
    def _first(self) -> dict[int, Relation]:
        """The first of the things that each place is to us."""
        rank = {relation: number for number, relation in enumerate(Relation)}
        return dict(sorted(self.by_relation, key=lambda it: -rank[it[1]]))

    def through(self, relation: Relation, loads: Iterable[Load]) -> list[str]:
        """Return who hands the items on to a place outside, if it is never ourselves."""
        sources = {self.possible.places[load.source] for load in loads if load.source != load.target}
        return [] if relation in {Relation.OWN, Relation.BY_ITSELF} or sources & self.own else sorted(sources)

    def came_from(self, loads: Iterable[Load]) -> list[str]:
        """Return from whom items came: people and others who gave them to us, places that made them.

        Whoever merely handed on what he had got from us is no source.
        """
        keys, flows = self.possible.places, self.inventory.flows
        return sorted(
            {
                keys[load.source]
                for load in loads
                if self.comes_in(load)
                or (load.made and keys[load.source] not in self.own)
                or (load.made and flows[load.row].kind == Kind.DERIVATION)
            }
        )

    def comes_in(self, load: Load) -> bool:
        """Tell whether somebody outside who held something handed it to us."""
        keys = self.possible.places
        return keys[load.target] in self.own and keys[load.source] not in self.own and not load.made

    def departments(self, place: str, flows: Iterable[Flow]) -> list[str]:
        """Return who answers for a place: itself if it is a department, else that of its flows."""
        if self.inventory.places[place].type is PlaceType.DEPARTMENT:
            return [place]
        return sorted({flow.department for flow in flows} - {""})

    def owners(self, place: str, flows: Iterable[Flow]) -> Text | str:
        """Return the roles that answer for a place; where both languages read alike, in one word."""
        managers = {party.manager for party in self.organisation.parties if party.key == place}
        roles = sorted({Text.same(flow.owner) for flow in flows} | managers - {EMPTY})
        said = joined([role for role in roles if role != EMPTY], "; ", "; ")
        return said if said.ja != said.en else said.ja

    def flows_of(self, loads: Iterable[Load]) -> list[Flow]:
        """Return the flows of some loads, in the order of the file."""
        return [self.inventory.flows[row] for row in sorted({load.row for load in loads})]

    def stated_sheet(self) -> Worksheet:
        """Return the rows that list what is asked about though their source never received it."""
        index, flows = self.possible.encoded.subjects.index, self.inventory.flows
        mine = [one for one in self.stated.statements if index[one[1]] in self.subjects]
        return self.sheet("stated", stated_lines(mine, {flow.id: flow for flow in flows}), STATED)

    def said(self) -> Text:
        """Return who and what is asked about, in words."""
        ends = [("subject", self.subject), *([("item", self.item)] if self.item else [])]
        parts = []
        for column, keys in ends:
            given = [keys] if isinstance(keys, str) else list(keys or [])
            found = [self.inventory.vocabulary.find(f"{column}s", word) or word for word in given]
            parts.append(in_words(self.words, column, found))
        return joined(parts, "・", ", ")

    def sheet(
        self,
        name: str,
        rows: Sequence[tuple[object, ...]],
        columns: tuple[str, ...],
        paper: tuple[str, ...] = (),
    ) -> Worksheet:
        """Return rows as a sheet; its title and summary stand in `texts/requests.toml` by its name."""
        return Worksheet(
            name=name,
            table=pd.DataFrame(list(rows), columns=list(columns), dtype=object),
            title=text("requests", f"{name}_title"),
            summary=text("requests", f"{name}_found", rows=len(rows)),
            words=self.words,
            lists=LISTS,
            none=frozenset({"items", "items_possible", "through", "stopped"}),
            lang=self.lang,
            paper=paper,
        )
