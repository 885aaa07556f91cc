"""The items and subjects that an inventory speaks of, numbered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from datamap.inventory import Inventory
from datamap.inventory.keylists import parse_keylist
from datamap.model import PlaceType
from datamap.vocabulary import Vocabulary

NOT_RECORDED = 0
"""Number of the subject "": whose items they are is not recorded."""


@dataclass(frozen=True, slots=True, eq=False)
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
        found = (k for key in keys for k in (key, *self.vocabulary.children(self.list_name, key)))
        return frozenset(self.index[key] for key in found if key in self.index)


def items_of(inventory: Inventory) -> Universe:
    """Return every item named in an `items` cell, exceptions (`-key`) too."""
    return _universe(inventory, "items", _named(inventory, "items"))


def subjects_of(inventory: Inventory) -> Universe:
    """Return every subject group named in a `subjects` cell or as a place, after ""."""
    places = {key for key, place in inventory.places.items() if place.type is PlaceType.SUBJECT}
    return _universe(inventory, "subjects", {"", *places, *_named(inventory, "subjects")})


def _named(inventory: Inventory, column: str) -> set[str]:
    lists = map(parse_keylist, inventory.coded(column).values)
    return {key for cell in lists for key in (*cell.named, *cell.excluded)}


def _universe(inventory: Inventory, list_name: str, keys: set[str]) -> Universe:
    ordered = tuple(sorted(keys))
    index = {key: number for number, key in enumerate(ordered)}
    recorded = frozenset(number for key, number in index.items() if key)
    return Universe(list_name, ordered, inventory.vocabulary, index, recorded)
