"""Risks to people, their ratings, and the measures that answer them."""

from __future__ import annotations

from dataclasses import dataclass

from datamap.model.text import EMPTY, Text


@dataclass(frozen=True, slots=True)
class Measure:
    """A security or governance measure from the catalogue, or of the user's own."""

    key: str
    name: Text
    heading: str = ""
    status: str = ""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """Likelihood and severity on a scale of levels (1 = lowest), with the steps that led there."""

    likelihood: int
    severity: int
    steps: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk elicited from the flows: a scenario that holds on the recorded facts.

    `id` is stable: threat key, then what it is about. `proposal` is computed; `person` is a
    person's rating from `records/assessment.toml`, shown beside it and never overwritten.
    """

    id: str
    threat: str
    title: Text
    scenario: Text
    rights: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    proposal: Rating | None = None
    person: Rating | None = None
    existing: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    reason: Text = EMPTY
