"""The items and subjects that an inventory speaks of, numbered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from datamap.analysis.listed import listed
from datamap.inventory import Inventory
from datamap.model import PlaceType
from datamap.vocabulary import Vocabulary

NOT_RECORDED = 0
"""Number of the subject "": whose items they are is not recorded."""

UNSPECIFIED = "*"
"""The item of an inventory of which no cell names any: it may be any item, for certain it is none."""


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


_UNIVERSES: WeakKeyDictionary[Inventory, dict[str, Universe]] = WeakKeyDictionary()


def items_of(inventory: Inventory) -> Universe:
    """Return every item named in an `items` cell, exceptions (`-key`) too.

    Where no cell names any, there is one: what the rows do not specify (`UNSPECIFIED`).
    """
    known = _UNIVERSES.setdefault(inventory, {})
    if "items" not in known:
        known["items"] = _universe(inventory, "items", listed(inventory, "items").named or {UNSPECIFIED})
    return known["items"]


def speak_of(inventory: Inventory, others: Universe) -> None:
    """Let a changed inventory speak of the items it spoke of before: a word is not lost with its row."""
    own = items_of(inventory)
    keys = {*own.keys, *others.keys}
    _UNIVERSES[inventory]["items"] = _universe(inventory, "items", (keys - {UNSPECIFIED}) or keys)


def subjects_of(inventory: Inventory) -> Universe:
    """Return every subject group named in a `subjects` cell or as a place, after ""."""
    known = _UNIVERSES.setdefault(inventory, {})
    if "subjects" not in known:
        places = {key for key, place in inventory.places.items() if place.type is PlaceType.SUBJECT}
        keys = {"", *places, *listed(inventory, "subjects").named}
        known["subjects"] = _universe(inventory, "subjects", keys)
    return known["subjects"]


def _universe(inventory: Inventory, list_name: str, keys: set[str]) -> Universe:
    ordered = tuple(sorted(keys))
    index = {key: number for number, key in enumerate(ordered)}
    recorded = frozenset(number for key, number in index.items() if key)
    return Universe(list_name, ordered, inventory.vocabulary, index, recorded)
