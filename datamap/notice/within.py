"""Within the notice: clauses that state one thing two ways, and wording that leaves open what is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from datamap.inventory import Inventory
from datamap.model import Clause, Kind
from datamap.notice.matter import Difference, Matter, about
from datamap.notice.stated import Stated, members


def differing(inventory: Inventory, clauses: dict[str, Clause]) -> Iterator[Difference]:
    """Yield what clauses state differently from each other."""
    yield from _outside_collection(inventory, clauses)
    handled = [clause for clause in clauses.values() if clause.kind and clause.recipients]
    for one, other in combinations(handled, 2):
        if one.kind != other.kind and _alike(inventory, one.subjects, other.subjects):
            for place in sorted(members(inventory, one.recipients) & members(inventory, other.recipients)):
                yield Difference(Matter.TWO_KINDS, about("place", place), (one.id, other.id), ())
        elif one.kind == other.kind and _alike(inventory, one.subjects, other.subjects):
            yield from _two_descriptions(inventory, one, other)
    for one, other in combinations([clause for clause in clauses.values() if clause.retention], 2):
        if one.retention != other.retention:
            for key in sorted(set(one.items) & set(other.items)):
                yield Difference(
                    Matter.CLAUSES_RETENTION_DIFFERS, about("items", key), (one.id, other.id), ()
                )


def _two_descriptions(inventory: Inventory, one: Clause, other: Clause) -> Iterator[Difference]:
    """Yield where two clauses on one handing over differ: one kind, people, a purpose, a recipient shared.

    What only one of the two names at all is not a difference; a list that one leaves blank is not compared.
    """
    left, right = members(inventory, one.recipients), members(inventory, other.recipients)
    is_a = inventory.vocabulary.is_a
    shared = any(
        is_a("purposes", a, b) or is_a("purposes", b, a) for a in one.purposes for b in other.purposes
    )
    if not (shared and left & right):
        return
    ids = (one.id, other.id)
    for key in sorted(left ^ right):
        yield Difference(Matter.CLAUSES_RECIPIENTS_DIFFER, about("place", key), ids, ())
    for matter, name in _COMPARED:
        mine, theirs = getattr(one, name), getattr(other, name)
        for key in sorted(_only_in(is_a, name, mine, theirs)) if mine and theirs else ():
            yield Difference(matter, about(name, key), ids, ())


_COMPARED = (
    (Matter.CLAUSES_ITEMS_DIFFER, "items"),
    (Matter.CLAUSES_PURPOSES_DIFFER, "purposes"),
    (Matter.CLAUSES_COUNTRIES_DIFFER, "countries"),
)


def _only_in(
    is_a: Callable[[str, str, str], bool], name: str, mine: tuple[str, ...], theirs: tuple[str, ...]
) -> set[str]:
    """Return the keys that one of two lists holds and the other neither holds nor stands above or below."""
    return {
        key
        for keys, others in ((mine, theirs), (theirs, mine))
        for key in keys
        if not any(is_a(name, key, other) or is_a(name, other, key) for other in others)
    }


def _outside_collection(inventory: Inventory, clauses: dict[str, Clause]) -> Iterator[Difference]:
    """Yield items that clauses use but that no clause on collection lists (guideline 3-1-1, house rule)."""
    lists = [c for c in clauses.values() if c.kind == Kind.COLLECTION.value and c.items]
    if not lists:
        return
    collected = Stated(inventory, lists)
    for key in sorted({item for clause in clauses.values() for item in clause.items}):
        if not collected.names_item(key):
            users = tuple(clause.id for clause in clauses.values() if key in clause.items)
            yield Difference(Matter.ITEM_OUTSIDE_COLLECTION, about("items", key), users, ())


def open_worded(inventory: Inventory, clauses: dict[str, Clause]) -> Iterator[Difference]:
    """Yield lists that end openly, classes without a boundary, and purposes that name no act."""
    for clause in clauses.values():
        ids = (clause.id,)
        if clause.items_open or clause.items_unspecified:
            yield Difference(Matter.OPEN_ITEMS, "", ids, ())
        if clause.purposes_open:
            yield Difference(Matter.OPEN_PURPOSES, "", ids, ())
        if clause.recipients_open:
            yield Difference(Matter.OPEN_RECIPIENTS, "", ids, ())
        for key in clause.purposes:
            if "vague" in inventory.vocabulary.flags("purposes", key):
                yield Difference(Matter.VAGUE_PURPOSE, about("purposes", key), ids, ())
        yield from _weak(inventory, clause)


def _weak(inventory: Inventory, clause: Clause) -> Iterator[Difference]:
    """Yield what a clause claims weakly, and the ways of wording that a reader of the text marked in it."""
    vague = any("vague" in inventory.vocabulary.flags("purposes", key) for key in clause.purposes)
    for key in clause.claims:
        if "weak" in inventory.vocabulary.flags("claims", key) and not (vague and key == "vague_purpose"):
            yield Difference(Matter.WEAK_STATEMENT, about("claims", key), (clause.id,), ())
    for key in clause.wording:
        yield Difference(Matter.VAGUE_WORDING, about("wording", key), (clause.id,), ())


def _alike(inventory: Inventory, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two clauses may be about the same people (none named = anybody)."""
    is_a = inventory.vocabulary.is_a
    pairs = [(left, right) for left in one for right in other]
    return not pairs or any(is_a("subjects", a, b) or is_a("subjects", b, a) for a, b in pairs)
