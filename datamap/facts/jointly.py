"""Joint use as flows and records show it: who uses, whose items, since when, stated in which clauses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from datamap.facts.cells import is_open, keys_of, split

if TYPE_CHECKING:
    from datamap.facts.world import World


@dataclass(frozen=True, eq=False)
class Jointly:
    """What facts may ask about the joint use in a workbook (APPI 27(5)(iii))."""

    world: World

    @cached_property
    def users(self) -> frozenset[str]:
        """Places that some flow makes joint users, or that belong to a group of joint users."""
        groups = {recipient for _, recipient, _, _ in self._flows}
        groups |= {group.key for group in self.world.organisation.groups if group.role == "joint_user"}
        return frozenset(place.key for key in groups for place in self.world.members(key))

    def of_people(self, subjects: str) -> bool | None:
        """Tell whether these people's items are used jointly; None where a joint use leaves open whose."""
        named, everybody_named = self._people
        found = self.world.share("subjects", subjects, named)
        return None if found is False and not everybody_named else found

    @cached_property
    def _people(self) -> tuple[frozenset[str], bool]:
        """Groups of people whose items are used jointly, and whether these are all of them."""
        cells = {cell for cell, *_ in self._flows}
        return frozenset().union(*map(keys_of, cells)), not any(map(is_open, cells))

    @cached_property
    def stated_for(self) -> dict[str, frozenset[str]]:
        """Clause -> recipients of the flows of joint use that it states."""
        found: dict[str, frozenset[str]] = {}
        for _, recipient, _, notice in self._flows:
            for clause in split(notice):
                found[clause] = found.get(clause, frozenset()) | {recipient}
        return found

    @cached_property
    def of_older_items(self) -> frozenset[str]:
        """Clauses whose joint use began, on record, after the same people's items were first collected."""
        dated = [(subjects, since, notice) for subjects, _, since, notice in self._flows if since and notice]
        begun = self._first_collected if dated else {}
        return frozenset(
            clause
            for subjects, since, notice in dated
            if any(day < since and self._same_people(subjects, one) for one, day in begun.items())
            for clause in split(notice)
        )

    def _same_people(self, subjects: str, others: str) -> bool:
        return self.world.share("subjects", subjects, keys_of(others)) is True

    @cached_property
    def _first_collected(self) -> dict[str, str]:
        """Cell of people -> first day on which a collection from them began."""
        found: dict[str, str] = {}
        for subjects, since in self._cells_of("collection", "subjects", "since"):
            if since:
                found[subjects] = min(since, found.get(subjects, since))
        return found

    @cached_property
    def _flows(self) -> tuple[tuple[str, ...], ...]:
        """Each distinct joint use: people, recipient, first day, clauses."""
        return tuple(self._cells_of("joint_use", "subjects", "recipient", "since", "notice"))

    def _cells_of(self, kind: str, *names: str) -> list[tuple[str, ...]]:
        """Return the distinct combinations of cells that flows of one kind have in some columns, sorted."""
        kinds = self.world.column("kind")
        wanted = [code for code, value in enumerate(kinds.values) if value == kind]
        rows = np.flatnonzero(np.isin(kinds.codes, wanted))
        columns = [self.world.column(name) for name in names]
        met = set(zip(*(column.codes[rows].tolist() for column in columns), strict=True))
        return sorted(tuple(c.values[code] for c, code in zip(columns, row, strict=True)) for row in met)
