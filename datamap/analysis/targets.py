"""What is not to be reached: items (or those with a flag), of subjects, at places of a sort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np

from datamap.analysis.arguments import refused
from datamap.analysis.asked import inventory_of, items_asked, keys_below, places_of, running
from datamap.analysis.encoding import Encoded
from datamap.analysis.ground import Flags
from datamap.analysis.handing import home_of, located
from datamap.analysis.net import Net
from datamap.analysis.reach import Keys
from datamap.analysis.search import search_net
from datamap.analysis.states import States
from datamap.analysis.universe import UNSPECIFIED, items_of
from datamap.inventory import Inventory, Workbook
from datamap.model import PlaceType, Reading


@dataclass(frozen=True, slots=True)
class Target:
    """What a question is about; None = everything.

    Attributes
    ----------
    item, subject : keys or labels, with the keys below them. flag : only items with this flag
        (`sensitive`, `id_code`, `property_damage` …). place : keys or names; a group stands for its
        members. country : codes or names; `abroad` = abroad, not named. role : keys of places' roles.
    """

    item: Keys = None
    flag: str | None = None
    subject: Keys = None
    place: Keys = None
    country: Keys = None
    role: Keys = None

    def words(self) -> dict[str, Any]:
        """Return its parts by name."""
        return {part.name: getattr(self, part.name) for part in fields(self)}


@dataclass(frozen=True, eq=False)
class Aim:
    """A target in one inventory on one day under one reading.

    Attributes
    ----------
    encoded, net, states : the search. wanted : which states are targets.
    begun : which of the targets hold what they hold to begin with, so that no flow brings it.
    """

    encoded: Encoded
    net: Net
    states: States
    wanted: Flags
    begun: Flags


def aim(
    asked: Inventory | Workbook,
    target: Target,
    *,
    as_of: date,
    reading: Reading,
    include_planned: bool = False,
) -> Aim:
    """Return which states a target means.

    In the readings *possible* and *worst case* a place whose country is not recorded may be in any
    country, and one that is `abroad` in any but one's own. Places that are groups of people are
    no targets unless asked for by name.

    Raises
    ------
    BadQuestion if a word is unknown.
    """
    inventory = inventory_of(asked)
    encoded = Encoded(
        inventory,
        running(inventory, as_of, include_planned=include_planned),
        reading,
        items_aimed(inventory, target, reading),
    )
    net = Net(encoded)
    states = search_net(net)
    there = np.array([*_meant(asked, target, encoded.places, reading)], dtype=np.bool_)
    subjects = keys_below(inventory, "subjects", target.subject)
    people = np.array([subjects is None or key in subjects for key in encoded.subjects.keys], dtype=np.bool_)
    wanted = there[states.place] & people[states.subject]
    return Aim(encoded, net, states, wanted & (states.hops > 0), wanted & (states.hops == 0))


def target_from(words: Mapping[str, Any], others: Iterable[str] = ()) -> Target:
    """Return a target from its parts as keyword arguments of a question.

    Parameters
    ----------
    words : what was passed on. others : further arguments that the question has, to offer the nearest.

    Raises
    ------
    BadQuestion if an argument is none there is.
    """
    parts = [field.name for field in fields(Target)]
    for name in words:
        if name not in parts:
            known = [*parts, *others]
            raise refused("unknown_argument", name, known, name=name, allowed=", ".join(known))
    return Target(**words)


def items_aimed(inventory: Inventory, target: Target, reading: Reading) -> set[int] | None:
    """Return the numbers of the items that a target means under a reading; None = all."""
    index = items_of(inventory).index
    keys = items_asked(inventory, target.item, reading)
    if keys is None and target.flag is None:
        return None
    chosen = set(index) if keys is None else set(index) & keys
    if target.flag is not None:
        chosen &= flagged(inventory, target.flag, reading)
    return {index[key] for key in chosen}


def flagged(inventory: Inventory, flag: str, reading: Reading) -> frozenset[str]:
    """Return the items of an inventory that have a flag.

    Unless the reading is *certain*, a category counts of which some item below has it.

    Raises
    ------
    BadQuestion if no item of the vocabulary has such a flag; the message offers the nearest.
    """
    vocabulary = inventory.vocabulary
    flags = sorted({name for term in vocabulary.terms("items") for name in term.flags})
    if flag not in flags:
        raise refused("unknown_flag", flag, flags, word=flag, flags=", ".join(flags))
    index = items_of(inventory).index
    if reading is Reading.CERTAIN:
        return frozenset(key for key in index if flag in vocabulary.flags("items", key))
    return frozenset(
        key for key in index if key == UNSPECIFIED or flag in vocabulary.flags_within("items", key)
    )


def _meant(
    asked: Inventory | Workbook, target: Target, keys: Iterable[str], reading: Reading
) -> Iterator[bool]:
    """Yield of each place whether it is meant."""
    inventory, home = inventory_of(asked), home_of(asked)
    places = places_of(inventory, target.place)
    roles = keys_below(inventory, "roles", target.role)
    countries = keys_below(inventory, "countries", target.country)
    for key in keys:
        place = inventory.places[key]
        yield (
            (key in places if places is not None else place.type is not PlaceType.SUBJECT)
            and (roles is None or place.role in roles)
            and (countries is None or bool(located(countries, place, home, reading)))
        )
