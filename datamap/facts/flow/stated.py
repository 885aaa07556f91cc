"""What the clauses that a row names say of the flow: held against the row, not read from it."""

from __future__ import annotations

from collections.abc import Callable

from datamap.facts.cells import is_open, keys_of, split
from datamap.facts.flow.foreign import country_told, unnamed_country_explained
from datamap.facts.flow.view import FlowView
from datamap.facts.registry import fact
from datamap.facts.truth import Truth
from datamap.model import Clause


def _held_against(view: FlowView, column: str, verdict: Callable[[str, tuple[Clause, ...]], bool]) -> Truth:
    """Ask of each cell of a column what the clauses named in the same row say of it; no clause = no."""
    known = view.world.clause

    def held(cell: str, notice: str) -> bool:
        cited = tuple(known[key] for key in split(notice) if key in known)
        return bool(cited) and verdict(cell, cited)

    return view.pairs(column, "notice", held)


@fact("flow", "items", "notice", clause="items")
def some_items_stated(view: FlowView) -> Truth:
    """A clause that states the flow names some of its items (APPI 27(1), 28); known either way."""
    return _held_against(view, "items", lambda cell, cited: bool(_named(view, cell, cited)))


@fact("flow", "items", "notice", clause="items")
def items_stated_whole(view: FlowView) -> Truth:
    """The clauses that state the flow name all of its items, and their lists end.

    Serves APPI 27(1), 27(2), 28; known either way.
    """

    def whole(cell: str, cited: tuple[Clause, ...]) -> bool:
        ended = not any(clause.items_open or clause.items_unspecified for clause in cited)
        return ended and not is_open(cell) and _named(view, cell, cited) == keys_of(cell)

    return _held_against(view, "items", whole)


def _named(view: FlowView, cell: str, cited: tuple[Clause, ...]) -> frozenset[str]:
    """Return the items of a cell that clauses name, by themselves or by a word above them."""
    is_a, stated = view.world.vocabulary.is_a, {key for clause in cited for key in clause.items}
    return frozenset(key for key in keys_of(cell) if any(is_a("items", key, above) for above in stated))


@fact("flow", "recipient", "notice", clause="recipients")
def recipient_stated(view: FlowView) -> Truth:
    """The clauses that state the flow name its recipient, or a class with a boundary that it is in.

    Serves APPI 27(1), 27(2); known either way. A class without a boundary does not tell who receives.
    """
    members = view.world.members

    def stated(cell: str, cited: tuple[Clause, ...]) -> bool:
        named = {place.key for clause in cited for key in clause.recipients for place in members(key)}
        places = members(cell)
        bounded = bool(places) and not any(place.open_ended for place in places)
        return bounded and {place.key for place in places} <= named

    return _held_against(view, "recipient", stated)


@fact("flow", "measures", "notice", "country_told")
def country_or_reason_shown(view: FlowView) -> Truth:
    """People are told the country, or the reason and candidates, by a clause or otherwise.

    Serves APPI 28(2), Rule 17(2)(i), (3). A country that only the row records is not shown to anybody.
    """
    return country_told(view) | unnamed_country_explained(view)
