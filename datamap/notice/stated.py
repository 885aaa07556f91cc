"""What clauses state, as sets that flows can be held against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from datamap.inventory import Inventory
from datamap.model import Clause, KeyList


@dataclass(frozen=True)
class Stated:
    """What several clauses state together.

    Parameters
    ----------
    inventory : gives groups and the vocabulary. clauses : those that are read together.
    """

    inventory: Inventory
    clauses: Sequence[Clause]

    @cached_property
    def items_open(self) -> bool:
        """Whether a list of items ends openly or is left out, so that more may be meant."""
        return any(
            clause.items_open or clause.items_unspecified or not clause.items for clause in self.clauses
        )

    @cached_property
    def purposes_open(self) -> bool:
        """Whether a list of purposes ends openly, so that more may be meant."""
        return any(clause.purposes_open for clause in self.clauses)

    @cached_property
    def recipients_open(self) -> bool:
        """Whether the recipients are a class without names, so that others may be meant."""
        return any(clause.recipients_open for clause in self.clauses)

    @cached_property
    def places(self) -> frozenset[str]:
        """Every place named as a recipient, groups spelt out into their members."""
        return frozenset(members(self.inventory, (r for clause in self.clauses for r in clause.recipients)))

    @cached_property
    def countries(self) -> frozenset[str]:
        """Countries that the clauses name (`abroad` = abroad, not named)."""
        return frozenset(country for clause in self.clauses for country in clause.countries)

    def names_item(self, key: str) -> bool:
        """Tell whether an item, or one above it, is named."""
        return self._names("items", key, (item for clause in self.clauses for item in clause.items))

    def names_purpose(self, key: str) -> bool:
        """Tell whether a purpose, or one above it, is named."""
        return self._names(
            "purposes", key, (purpose for clause in self.clauses for purpose in clause.purposes)
        )

    def names_recipient(self, cell: str) -> bool:
        """Tell whether every place that a cell stands for is named."""
        return members(self.inventory, [cell]) <= self.places

    def _names(self, list_name: str, key: str, stated: Iterable[str]) -> bool:
        return any(self.inventory.vocabulary.is_a(list_name, key, other) for other in stated)


def members(inventory: Inventory, cells: Iterable[str]) -> set[str]:
    """Return the places that cells name, groups spelt out into their members."""
    return {place for cell in cells for place in inventory.groups.get(cell, (cell,))}


def carried(lists: Iterable[KeyList]) -> tuple[frozenset[str], bool]:
    """Return the keys that cells name, and whether one of them leaves open which keys move."""
    cells = list(lists)
    named = frozenset(key for cell in cells for key in cell.named)
    return named, any(cell.everything or not cell.closed for cell in cells)
