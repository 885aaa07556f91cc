"""Findings that cannot be settled before something else is: what to ask first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamap.model import FindingStatus
from datamap.rules.chain import foreign_chain

if TYPE_CHECKING:
    from datamap.rules.findings import Findings

OPEN_ROUTE = "unknown"


def waiting(findings: Findings) -> dict[str, str]:
    """Return finding -> the fact that has to be known first.

    Rules marked `waits_for = "foreign_route"` are about what follows from one route of provision
    abroad or another. As long as a flow's route is open on what is recorded, they all wait for the
    first step of the decision chain that is not recorded (APPI 28(1), GL-F 2 to 6).
    """
    if findings.facts is None or findings.laws is None:
        return {}
    rules = {rule.id for rule in findings.laws.rules if rule.waits_for}
    table = findings.table
    rows = table[table["rule"].isin(rules) & (table["status"] == FindingStatus.NOT_STATED.value)]
    if rows.empty:
        return {}
    chain = foreign_chain(findings.facts).table
    open_ones = chain[chain["route"] == OPEN_ROUTE]
    asks = dict(zip(open_ones["flow"], open_ones["asks"], strict=True))
    pairs = zip(rows["id"], rows["about"], strict=True)
    return {finding: asks[flow] for finding, flow in pairs if flow in asks}
