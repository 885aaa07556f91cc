"""From threats and facts to risks: what the flows themselves bring up, nothing typed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from datamap.facts import Facts
from datamap.model import Text
from datamap.risk.conditions import held
from datamap.risk.exposure import Exposure, Ledger, Rows
from datamap.risk.spread import Reached, Spread
from datamap.risk.threats import Threat
from datamap.risk.wording import Wording, worded


@dataclass(frozen=True, slots=True)
class Case:
    """One risk that the facts bring up, or that they cannot exclude.

    Attributes
    ----------
    id : the threat, and what it is about (`identifier_spread:passport_no`); stable.
    threat : the entry of the catalogue. about : item, recipient or activity; "" = the whole.
    exposure : what is at stake in the flows on which the threat is known to hold; for a case that
        is only possible, in those on which it may. Its `places` count where the items end up.
    reached : where the items at risk end up; empty for threats that are not about certain items.
    possible : flows on which it cannot be excluded. certain : it is known to hold somewhere.
    clauses : clauses of the notice that state the flows, or make the claim that the threat names.
    title, scenario, question : worded for this case.
    """

    id: str
    threat: Threat
    about: str
    exposure: Exposure
    reached: Reached
    possible: tuple[str, ...]
    certain: bool
    clauses: tuple[str, ...]
    title: Text
    scenario: Text
    question: Text


def elicit(
    threats: Iterable[Threat], facts: Facts, ledger: Ledger, spread: Spread, within: Rows | None = None
) -> tuple[Case, ...]:
    """Return the risks that some flows bring up, and those that cannot be excluded.

    Parameters
    ----------
    threats : the catalogue. facts : facts of the workbook.
    ledger : the inventory. spread : where each item ends up.
    within : row numbers to look at; None = all running flows.

    Returns
    -------
    Cases, certain ones first, then in the order of the catalogue. The order of the rows of the
    inventory changes nothing: ids, flows and figures stay the same.
    """
    told = _Told(facts, ledger, spread, Wording(ledger.inventory, _silent(facts)))
    scene = _Scene(facts, ledger, within)
    cases = [told.case(threat, *found) for threat in threats for found in scene.found(threat)]
    return tuple(sorted(cases, key=lambda case: not case.certain))


def brought_up(
    threats: Iterable[Threat], facts: Facts, ledger: Ledger, within: Rows | None = None
) -> frozenset[str]:
    """Return the ids of the risks that some flows bring up for certain; see `elicit`."""
    scene = _Scene(facts, ledger, within)
    found = ((threat, about, rows) for threat in threats for about, rows, _ in scene.found(threat))
    return frozenset(_id(threat, about) for threat, about, rows in found if rows.size)


def _id(threat: Threat, about: str) -> str:
    return f"{threat.key}:{about}" if about else threat.key


GATES = {
    "sensitive": "appi_in_scope",
    "may_be_sensitive": "appi_in_scope",
    "eu_sensitive": "gdpr_in_scope",
}
"""Flag of a list of special items -> the fact that says whether its law applies to the organisation."""


def _silent(facts: Facts) -> frozenset[str]:
    """Return the flags whose law is known not to apply; a question nobody answered silences nothing."""
    return frozenset(flag for flag, gate in GATES.items() if facts.truth(gate).at(0) is False)


def running_rows(facts: Facts, ledger: Ledger) -> Rows:
    """Return the row number of each flow that the facts are about, in their order."""
    return np.array([ledger.row_of[flow] for flow in facts.ids("flow")], dtype=np.intp)


@dataclass(frozen=True, eq=False)
class _Scene:
    """What every threat is held against."""

    facts: Facts
    ledger: Ledger
    within: Rows | None

    @cached_property
    def rows(self) -> Rows:
        """The rows that run."""
        return running_rows(self.facts, self.ledger)

    @cached_property
    def inside(self) -> npt.NDArray[np.bool_]:
        """Which of the running flows are looked at."""
        return (
            np.ones(len(self.rows), dtype=np.bool_)
            if self.within is None
            else np.isin(self.rows, self.within)
        )

    def found(self, threat: Threat) -> Iterator[tuple[str, Rows, Rows]]:
        """Yield for each case what it is about, the rows on which it holds, and those on which it may."""
        found = held(self.facts.truth, len(self.rows), threat.when, threat.unless_any)
        certain, possible = self.rows[found.yes & self.inside], self.rows[found.unknown & self.inside]
        for about, chosen in _split(threat, certain, self.ledger):
            yield about, chosen, possible
        if not certain.size and possible.size:
            yield "", certain, possible


@dataclass(frozen=True, eq=False)
class _Told:
    """What is said of a case."""

    facts: Facts
    ledger: Ledger
    spread: Spread
    wording: Wording

    def case(self, threat: Threat, about: str, rows: Rows, possible: Rows) -> Case:
        """Build one case with its words."""
        chosen = rows if rows.size else possible
        items = {about} if threat.per == "item" and about else None
        if items is None and threat.item_flags:
            items = set(_at_risk(threat, chosen, self.ledger))
        exposure = self.ledger.exposure(chosen, items)
        reached = self.spread.of(exposure.items) if items is not None else Reached()
        exposure = replace(exposure, places=max(exposure.places, len(reached.certain)))
        clauses = self.facts.workbook.notice.clauses
        claiming = {clause.id for clause in clauses if set(clause.claims) & set(threat.claims)}
        words = self.wording.of(exposure)
        return Case(
            id=_id(threat, about),
            threat=threat,
            about=about,
            exposure=exposure,
            reached=reached,
            possible=self.ledger.ids(possible),
            certain=bool(rows.size),
            clauses=tuple(sorted(claiming.union(exposure.clauses))),
            title=worded(threat.title, words),
            scenario=worded(threat.scenario, words),
            question=worded(threat.question, words),
        )


def _split(threat: Threat, rows: Rows, ledger: Ledger) -> Iterator[tuple[str, Rows]]:
    """Yield what each risk of a threat is about, and the rows under it."""
    if not rows.size:
        return
    if threat.per == "whole":
        yield "", rows
    elif threat.per == "item":
        yield from ((item, ledger.naming(item, rows)) for item in _at_risk(threat, rows, ledger))
    else:
        column = ledger.inventory.coded(threat.per)
        for cell in ledger.cells(threat.per, rows):
            yield cell, rows[[column.values[code] == cell for code in column.codes[rows].tolist()]]


def _at_risk(threat: Threat, rows: Rows, ledger: Ledger) -> Iterator[str]:
    """Yield the items named in some rows that a threat is about."""
    items = ledger.flagged(ledger.named("items", rows), threat.item_flags)
    others = frozenset(ledger.flagged(items, threat.not_item_flags))
    return (item for item in items if item not in others)
