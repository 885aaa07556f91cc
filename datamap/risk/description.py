"""What is assessed, read from the inventory: one entry an activity, nothing typed a second time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datamap.model import Range
from datamap.risk.exposure import Ledger, Rows

UNNAMED = ""
"""Activity of the flows that name none."""


@dataclass(frozen=True, slots=True)
class Described:
    """One activity as its flows describe it (EDPB template 1.1 to 1.3; GDPR 35(7)(a)).

    Attributes
    ----------
    activity : as written; "" = not recorded. items_open : some list of items is open or missing.
    Every list holds keys; an empty one = not recorded.
    """

    activity: str
    flows: tuple[str, ...]
    kinds: tuple[str, ...]
    subjects: tuple[str, ...]
    items: tuple[str, ...]
    items_open: bool
    purposes: tuple[str, ...]
    sources: tuple[str, ...]
    recipients: tuple[str, ...]
    systems: tuple[str, ...]
    countries: tuple[str, ...]
    country_blank: bool
    bases: tuple[str, ...]
    retentions: tuple[str, ...]
    measures: tuple[str, ...]
    departments: tuple[str, ...]
    persons: Range
    clauses: tuple[str, ...]


def describe(ledger: Ledger, rows: Rows) -> tuple[Described, ...]:
    """Return each activity of some rows, in alphabetical order, unnamed ones last."""
    column = ledger.inventory.coded("activity")
    names = np.array([column.values[code] for code in column.codes[rows].tolist()], dtype=object)
    ordered = sorted(set(names.tolist()), key=lambda name: (name == UNNAMED, name))
    return tuple(_described(ledger, rows[names == name], name) for name in ordered)


def _described(ledger: Ledger, rows: Rows, activity: str) -> Described:
    exposure = ledger.exposure(rows)
    return Described(
        activity=activity,
        flows=exposure.flows,
        kinds=ledger.entries("kind", rows),
        subjects=exposure.subjects,
        items=exposure.items,
        items_open=exposure.items_open,
        purposes=ledger.entries("purposes", rows),
        sources=ledger.entries("source", rows),
        recipients=exposure.recipients,
        systems=ledger.entries("system", rows),
        countries=exposure.countries,
        country_blank=exposure.country_blank,
        bases=ledger.entries("basis", rows),
        retentions=ledger.entries("retention", rows),
        measures=ledger.entries("measures", rows),
        departments=ledger.entries("department", rows),
        persons=exposure.persons,
        clauses=exposure.clauses,
    )
