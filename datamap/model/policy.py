"""Rules of the house that must always hold: the typed content of `records/policy.toml`."""

from __future__ import annotations

from dataclasses import dataclass

from datamap.model.problem import Severity
from datamap.model.text import EMPTY, Text


@dataclass(frozen=True, slots=True)
class Match:
    """Conditions on a flow and on the place that it reaches; an empty one asks nothing.

    All that are given have to hold; within a list any one does. Keys stand for those below them,
    a group for its members. `abroad` None = not asked.
    """

    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    foreign_routes: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    abroad: bool | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """What a flow has to have; all that are given.

    `basis` `foreign_route` `gdpr_basis` `gdpr_tool` `treatment`: one of those listed. `measures`
    `contract_clauses`: every one listed. `retention_at_most`: a period no longer than this.
    `contract`: one with the recipient that has not ended. `notice`: some clause states the flow.
    `recorded`: columns that say something (`abroad`, `*`, `unknown` say nothing).
    """

    basis: tuple[str, ...] = ()
    foreign_route: tuple[str, ...] = ()
    gdpr_basis: tuple[str, ...] = ()
    gdpr_tool: tuple[str, ...] = ()
    treatment: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    contract_clauses: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    retention_at_most: str = ""
    contract: bool = False
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Assertion:
    """One rule of the house (`[[assertion]]`).

    It judges each flow that really carries one of the items (of one of the subjects) selected,
    where `when` holds and `unless` does not: `never` must not match it, `only` must, `needs` it must
    have. Exactly one of the three is given. `severity` weighs what is broken for certain,
    `severity_possible` what cannot be excluded.
    """

    id: str
    title: Text = EMPTY
    severity: Severity = Severity.ERROR
    severity_possible: Severity = Severity.QUESTION
    items: tuple[str, ...] = ()
    item_flags: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    when: Match | None = None
    unless: Match | None = None
    never: Match | None = None
    only: Match | None = None
    needs: Needs | None = None
