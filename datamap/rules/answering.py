"""In which columns of the inventory a finding is answered."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from datamap.model import Finding, FindingStatus
from datamap.rules.findings import Findings

_ABOUT_THE_ROW = frozenset({"id", "status", "kind", "source", "recipient", "notice"})


def columns_of(findings: Findings, alike: Sequence[Finding]) -> tuple[str, ...]:
    """Return the columns in which findings of one rule about flows are answered.

    Parameters
    ----------
    alike : findings of one rule and one status.

    Returns
    -------
    Keys of columns in their order; where something is not recorded, those that are blank in one of
    the rows. None where the answer belongs elsewhere (contracts, clauses, the organisation).
    """
    first = alike[0]
    if findings.facts is None or first.about_type != "flow":
        return ()
    table = findings.facts.world.inventory.table
    ruling = next(ruling for ruling in findings.rulings if ruling.rule.id == first.rule)
    named = _answers(table, ruling.fields) or _answers(table, ruling.applies_by)
    if first.status is not FindingStatus.NOT_STATED:
        return named
    rows = table[table["id"].isin([flow for one in alike for flow in one.flows])]
    return tuple(key for key in named if (rows[key] == "").any())


def _answers(table: pd.DataFrame, fields: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that people fill in to answer; the others say what a row is about."""
    return tuple(key for key in table.columns if key in fields and key not in _ABOUT_THE_ROW)
