"""One thing and what facts about it may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from datamap.facts.registry import Establish, ThingKind, fact
from datamap.facts.truth import Truth
from datamap.facts.world import World
from datamap.model import Clause, Contract, Group, Place

CaseT = TypeVar("CaseT")


def fact_of(
    kind: ThingKind, *reads: str, asked: bool = False
) -> Callable[[Callable[[CaseT], bool | None]], Establish]:
    """Enter a question about one thing at a time into the closed list."""

    def enter(question: Callable[[CaseT], bool | None]) -> Establish:
        def establish(view: Any) -> Truth:
            return Truth.of(question(case) for case in view)

        establish.__name__ = question.__name__
        establish.__doc__ = question.__doc__
        establish.__module__ = question.__module__
        return fact(kind, *reads, asked=asked)(establish)

    return enter


@dataclass(frozen=True, eq=False)
class ClauseCase:
    """One clause of the notice."""

    world: World
    clause: Clause

    def claims(self, *claims: str) -> bool:
        """Tell whether the clause itself makes one of these claims."""
        return bool(set(claims) & set(self.clause.claims))

    def claimed_nearby(self, *claims: str) -> bool:
        """Tell whether the clause, one it relates to, or one that relates to it makes such a claim."""
        return any(set(claims) & set(clause.claims) for clause in self.nearby)

    def claimed_anywhere(self, *claims: str) -> bool:
        """Tell whether any clause of the notice makes such a claim: the text is read as a whole."""
        return any(set(claims) & set(clause.claims) for clause in self.world.notice.clauses)

    @cached_property
    def nearby(self) -> tuple[Clause, ...]:
        """The clause, those it relates to, and those that relate to it."""
        known = self.world.clause
        named = [known[key] for key in self.clause.relates_to if key in known]
        naming = [clause for clause in known.values() if self.clause.id in clause.relates_to]
        return (self.clause, *named, *naming)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The declared groups among the recipients, with the groups inside them."""
        return tuple(self.world.groups_within(self.clause.recipients))

    @cached_property
    def joint_groups(self) -> tuple[Group, ...]:
        """Those groups, and the groups that flows of joint use stated in the clause go to."""
        used = self.world.jointly.stated_for.get(self.clause.id, frozenset())
        return tuple(self.world.groups_within([*self.clause.recipients, *sorted(used)]))

    def items(self, *flags: str) -> bool | None:
        """Tell whether an item with such a flag is named; open where the list is."""
        terms = self.world.vocabulary
        if any(terms.flags("items", key) & set(flags) for key in self.clause.items):
            return True
        return None if self.clause.items_open or self.clause.items_unspecified else False

    def purposes(self, *flags: str) -> bool:
        """Tell whether a purpose with such a flag is named."""
        terms = self.world.vocabulary
        return any(terms.flags("purposes", key) & set(flags) for key in self.clause.purposes)


@dataclass(frozen=True, eq=False)
class GroupCase:
    """One group declared in `organisation.toml`."""

    world: World
    group: Group

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """Contracts recorded for the group as such."""
        return self.world.contracts.get(self.group.key, ())


@dataclass(frozen=True, eq=False)
class PlaceCase:
    """One place of the map."""

    world: World
    place: Place

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """Contracts recorded with the place, or with a group it belongs to."""
        keys = (self.place.key, *self.place.member_of)
        return tuple(contract for key in keys for contract in self.world.contracts.get(key, ()))

    @property
    def measures(self) -> frozenset[str]:
        """Measures that flows to the place record."""
        return self.world.measures_towards.get(self.place.key, frozenset())

    def measured(self, *ancestors: str) -> bool:
        """Tell whether a flow to the place records one of these measures."""
        return not self.measures.isdisjoint(self.world.measures_below(ancestors))


@dataclass(frozen=True, eq=False)
class WholeCase:
    """The organisation, or its notice, as a whole."""

    world: World

    def answered(self, name: str) -> bool | None:
        """Return the answer a person gave to a named question."""
        return self.world.answer(name)

    def claims(self, *claims: str) -> bool:
        """Tell whether any clause of the notice makes one of these claims."""
        return any(set(claims) & set(clause.claims) for clause in self.world.notice.clauses)

    def stated(self, *claims: str) -> bool | None:
        """As `claims`; where no notice is on record the answer is open."""
        return self.claims(*claims) if self.world.notice.clauses else None

    def stated_or_answered(self, name: str, *claims: str) -> bool | None:
        """Return True where a clause says it, else what a person answered."""
        return True if self.claims(*claims) else self.answered(name)


@dataclass(frozen=True, eq=False)
class Cases:
    """All things of one sort."""

    ids: tuple[str, ...]
    cases: tuple[Any, ...]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.cases)

    def __len__(self) -> int:
        return len(self.ids)


def clause_cases(world: World) -> Cases:
    """Return every clause of the notice."""
    clauses = world.notice.clauses
    return Cases(tuple(c.id for c in clauses), tuple(ClauseCase(world, c) for c in clauses))


def group_cases(world: World) -> Cases:
    """Return every declared group."""
    groups = world.organisation.groups
    return Cases(tuple(g.key for g in groups), tuple(GroupCase(world, g) for g in groups))


def place_cases(world: World) -> Cases:
    """Return every place, in the order of keys."""
    places = world.inventory.places
    return Cases(tuple(places), tuple(PlaceCase(world, place) for place in places.values()))


def organisation_case(world: World) -> Cases:
    """Return the organisation."""
    return Cases((world.organisation.key or "organisation",), (WholeCase(world),))


def notice_case(world: World) -> Cases:
    """Return the notice; none where none is on record."""
    return Cases(("notice",), (WholeCase(world),)) if world.notice.clauses else Cases((), ())
