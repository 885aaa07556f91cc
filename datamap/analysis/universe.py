"""The items and subjects that an inventory speaks of, numbered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from datamap.inventory import Inventory
from datamap.inventory.keylists import parse_keylist
from datamap.model import KeyList, PlaceType
from datamap.vocabulary import Vocabulary

NOT_RECORDED = 0
"""Number of the subject "": whose items they are is not recorded."""


@dataclass(frozen=True, eq=False)
class Universe:
    """Every key named anywhere in one inventory, whether or not its rows run.

    Attributes
    ----------
    keys : sorted; of subjects the first one is "" (not recorded).
    index : key -> number. recorded : numbers of all keys but "".
    """

    list_name: str
    keys: tuple[str, ...]
    vocabulary: Vocabulary
    index: dict[str, int]
    recorded: frozenset[int]

    def below(self, keys: Iterable[str]) -> frozenset[int]:
        """Return the numbers of keys and of all keys below them in the vocabulary."""
        return frozenset().union(*[self.under[key] for key in keys])

    @cached_property
    def under(self) -> dict[str, frozenset[int]]:
        """For each key, its number and those of all keys below it."""
        children = ((key, self.vocabulary.children(self.list_name, key)) for key in self.keys)
        return {
            key: frozenset(self.index[k] for k in (key, *below) if k in self.index) for key, below in children
        }


_PARSED: WeakKeyDictionary[Inventory, dict[str, tuple[KeyList, ...]]] = WeakKeyDictionary()


def parsed(inventory: Inventory, column: str) -> tuple[KeyList, ...]:
    """Return the distinct cells of `items` or `subjects`, taken apart once for an inventory."""
    columns = _PARSED.setdefault(inventory, {})
    if column not in columns:
        columns[column] = tuple(map(parse_keylist, inventory.coded(column).values))
    return columns[column]


def items_of(inventory: Inventory) -> Universe:
    """Return every item named in an `items` cell, exceptions (`-key`) too."""
    return _universe(inventory, "items", _named(inventory, "items"))


def subjects_of(inventory: Inventory) -> Universe:
    """Return every subject group named in a `subjects` cell or as a place, after ""."""
    places = {key for key, place in inventory.places.items() if place.type is PlaceType.SUBJECT}
    return _universe(inventory, "subjects", {"", *places, *_named(inventory, "subjects")})


def _named(inventory: Inventory, column: str) -> set[str]:
    return {key for cell in parsed(inventory, column) for key in (*cell.named, *cell.excluded)}


def _universe(inventory: Inventory, list_name: str, keys: set[str]) -> Universe:
    ordered = tuple(sorted(keys))
    index = {key: number for number, key in enumerate(ordered)}
    recorded = frozenset(number for key, number in index.items() if key)
    return Universe(list_name, ordered, inventory.vocabulary, index, recorded)
