"""What is the same whatever is asked: the legs of the rows that run, and the places that nothing feeds.

Kept for the last few sets of rows of an inventory, since people put many questions to one.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from datamap.graph.legs import Legs, legs_between
from datamap.graph.searching import circles, following
from datamap.graph.sorting import distinct
from datamap.inventory import Inventory
from datamap.model import Kind, PlaceType

Flags = npt.NDArray[np.bool_]

KEPT = 2
"""Sets of rows whose ground is kept: two days, or before and after."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The legs of some rows.

    Attributes
    ----------
    deliveries : from each source to each place where the row delivers: recipients and their system.
    moves : which deliveries pass on what their source holds (the others make what they deliver).
    unfed : places whose holdings no row explains: nothing runs into them from elsewhere; of places in
        a circle into which nothing runs from outside, every one.
    """

    deliveries: Legs
    moves: Flags
    unfed: Flags


_GROUNDS: WeakKeyDictionary[Inventory, dict[bytes, Ground]] = WeakKeyDictionary()


def ground_of(inventory: Inventory, rows: Flags) -> Ground:
    """Return the ground of the rows that run."""
    known, key = _GROUNDS.setdefault(inventory, {}), np.packbits(rows).tobytes()
    if key not in known:
        if len(known) == KEPT:
            del known[next(iter(known))]
        known[key] = _surveyed(inventory, rows)
    return known[key]


def joined(*legs: Legs) -> Legs:
    """Return several sets of legs as one, without repeats, in the order of their rows."""
    row, source, target = (np.concatenate([getattr(leg, part) for leg in legs]) for part in Legs.__slots__)
    size = int(max(source.max(initial=0), target.max(initial=0))) + 1
    key = (row * size + source) * size + target
    if np.all(key[1:] > key[:-1]):
        return Legs(row, source, target)
    found = distinct(key)
    return Legs(found // size**2, found // size % size, found % size)


def _surveyed(inventory: Inventory, rows: Flags) -> Ground:
    places = inventory.places.values()
    person = np.array([place.type is PlaceType.SUBJECT for place in places], dtype=np.bool_)
    kinds = inventory.coded("kind")
    derives = np.array([kind == Kind.DERIVATION.value for kind in kinds.values], np.bool_)[kinds.codes]
    legs = joined(
        legs_between(inventory, "source", "recipient", rows),
        legs_between(inventory, "source", "system", rows),
    )
    return Ground(legs, ~(derives[legs.row] | person[legs.source]), _unfed(legs, person))


def _unfed(legs: Legs, person: Flags) -> Flags:
    size = len(person)
    inner = (legs.source != legs.target) & ~person[legs.source]
    circle = circles(following(legs.source[inner], legs.target[inner], size))
    fed = np.zeros(size, dtype=np.bool_)
    fed[circle[legs.target[circle[legs.source] != circle[legs.target]]]] = True
    result: Flags = ~fed[circle] & ~person
    return result
