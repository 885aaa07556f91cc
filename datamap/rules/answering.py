"""In which columns of the inventory a finding is answered."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.model import FindingStatus
from datamap.rules.findings import Findings
from datamap.rules.ruling import Outcome

_ABOUT_THE_ROW = frozenset({"id", "status", "kind", "source", "recipient", "notice"})


def columns_of(alike: Findings) -> tuple[str, ...]:
    """Return the columns in which findings of one rule about flows are answered.

    Parameters
    ----------
    alike : findings of one rule and one status.

    Returns
    -------
    Keys of columns in their order; where something is not recorded, those that are blank in one of
    the rows. None where the answer belongs elsewhere (contracts, clauses, the organisation).
    """
    ruling = alike.rulings[alike.lines.number[0]]
    if ruling.rule.applies_to != "flow":
        return ()
    inventory = alike.known.world.inventory
    named = _answers(inventory.columns, ruling.fields) or _answers(inventory.columns, ruling.applies_by)
    if ruling.status(Outcome(int(alike.lines.outcome[0]))) is not FindingStatus.NOT_STATED:
        return named
    rows = alike.known.flow_rows[alike.lines.thing]
    return tuple(key for key in named if "" in inventory.coded(key).among(rows))


def _answers(columns: Sequence[str], fields: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that people fill in to answer; the others say what a row is about."""
    return tuple(key for key in columns if key in fields and key not in _ABOUT_THE_ROW)
