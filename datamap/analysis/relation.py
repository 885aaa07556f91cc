"""What a place is to the organisation that keeps the inventory: itself, its entrustee, a third party."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from datamap.inventory import Inventory
from datamap.inventory.coded import pairs
from datamap.model import Kind, Place, PlaceType


class Relation(StrEnum):
    """What somebody who holds items is to us, by the way the items came there."""

    OWN = "own"
    ENTRUSTED = "entrusted"
    JOINT = "joint"
    PROVIDED = "provided"
    SUCCEEDED = "succeeded"
    AUTHORITY = "authority"
    TRANSMITTED = "transmitted"
    UNDETERMINED = "undetermined"
    BY_ITSELF = "by_itself"


_BY_KIND = {
    Kind.ENTRUSTMENT: Relation.ENTRUSTED,
    Kind.JOINT_USE: Relation.JOINT,
    Kind.THIRD_PARTY: Relation.PROVIDED,
    Kind.SUCCESSION: Relation.SUCCEEDED,
    Kind.AUTHORITY: Relation.AUTHORITY,
    Kind.EXTERNAL_TRANSMISSION: Relation.TRANSMITTED,
}
_BY_ROLE = {
    "processor": Relation.ENTRUSTED,
    "joint_user": Relation.JOINT,
    "third_party": Relation.PROVIDED,
    "successor": Relation.SUCCEEDED,
    "authority": Relation.AUTHORITY,
}


def own_places(inventory: Inventory) -> frozenset[str]:
    """Return the places that are the organisation itself: it, its departments and its systems.

    A system is not its own if everybody who keeps items there is somebody else to whom they were
    handed (the booking system of an entrustee). In a table that names none of them (a foreign one,
    or one without records), they are the places without a role that collect from people.
    """
    places = inventory.places.values()
    itself = {
        p.key
        for p in places
        if p.key == inventory.names.operator or p.role == "operator" or p.type is PlaceType.DEPARTMENT
    }
    systems = {p.key for p in places if p.type is PlaceType.SYSTEM}
    found = itself | (systems - _kept_by_others(inventory, itself).keys())
    return frozenset(found or _collecting(inventory))


def keepers(inventory: Inventory) -> dict[str, frozenset[str]]:
    """Return the systems that are not the organisation's own, each with those who keep items there."""
    return _kept_by_others(inventory, own_places(inventory))


def _kept_by_others(inventory: Inventory, own: Collection[str]) -> dict[str, frozenset[str]]:
    kinds, recipients, systems = (inventory.coded(column) for column in ("kind", "recipient", "system"))
    kept: dict[str, set[str]] = {}
    ours: set[str] = set()
    for k, r, s in pairs(kinds, recipients, systems)[0].tolist():
        who = inventory.groups.get(recipients.values[r], (recipients.values[r],))
        outside = all(key in inventory.places and _by_role(inventory, inventory.places[key]) for key in who)
        theirs = (outside or kinds.values[k] in _BY_KIND) and not set(who) & {*own, systems.values[s]}
        for key in inventory.groups.get(systems.values[s], (systems.values[s],)):
            kept.setdefault(key, set()).update(who)
            if not theirs:
                ours.add(key)
    return {key: frozenset(who) for key, who in kept.items() if key and key not in ours}


def _collecting(inventory: Inventory) -> set[str]:
    rows = zip(inventory.coded("kind").texts(), inventory.coded("recipient").texts(), strict=True)
    cells = {recipient for kind, recipient in rows if kind == Kind.COLLECTION}
    keys = {key for cell in cells for key in inventory.groups.get(cell, (cell,))}
    return {key for key in keys if not inventory.places[key].role}


def relations_of(
    inventory: Inventory, place: Place, kinds: Iterable[str], own: frozenset[str]
) -> tuple[Relation, ...]:
    """Return what a place is to us, given the kinds of the flows by which items came there.

    Parameters
    ----------
    kinds : of the flows into the place. own : see `own_places`.

    A place may be several things at once (an entrustee that also receives as a third party): each
    asks for something else. Where the flow says neither (a collection, an internal use), the role
    of the place does; somebody outside into whom nothing runs, or who collects from people, holds
    the items by itself. What a place makes (a derivation) it holds as it holds the rest.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,source,recipient
    ... F1,entrustment,name,shop,mailer
    ... ''')
    >>> [found.value for found in relations_of(table, table.places["mailer"], ["entrustment"], frozenset())]
    ['entrusted']
    """
    if place.key in own:
        return (Relation.OWN,)
    came = set(kinds)
    found = {_of_kind(inventory, place, kind) for kind in came if kind != Kind.DERIVATION}
    if not found and came:
        found.add(_by_role(inventory, place) or Relation.BY_ITSELF)
    return tuple(sorted(found or {Relation.BY_ITSELF}, key=list(Relation).index))


def _by_role(inventory: Inventory, place: Place) -> Relation | None:
    ancestors = inventory.vocabulary.ancestors("roles", place.role)
    return next((_BY_ROLE[role] for role in ancestors if role in _BY_ROLE), None)


def _of_kind(inventory: Inventory, place: Place, kind: str) -> Relation:
    if kind in _BY_KIND:
        return _BY_KIND[Kind(kind)]
    by_role = _by_role(inventory, place)
    if kind == Kind.COLLECTION:
        return by_role if by_role is Relation.ENTRUSTED else Relation.BY_ITSELF
    return Relation.UNDETERMINED if kind == Kind.UNDETERMINED else by_role or Relation.UNDETERMINED
