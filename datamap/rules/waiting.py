"""Findings that cannot be settled before something else is: what to ask first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from datamap.model import FindingStatus
from datamap.rules.chain import open_routes
from datamap.rules.ruling import Outcome, Ruling

if TYPE_CHECKING:
    from datamap.rules.findings import Findings


def waiting(findings: Findings) -> dict[str, str]:
    """Return finding -> the fact that has to be known first.

    Rules marked `waits_for = "foreign_route"` are about what follows from one route of provision
    abroad or another. As long as a flow's route is open on what is recorded, they all wait for the
    first step of the decision chain that is not recorded (APPI 28(1), GL-F 2 to 6).
    """
    if findings.facts is None or findings.laws is None:
        return {}
    rules = {rule.id for rule in findings.laws.rules if rule.waits_for}
    lines = findings.lines
    open_ones = findings.part(
        lines.looked_up(lambda rule, outcome: rule.rule.id in rules and _is_open(rule, outcome), np.bool_)
    )
    if not len(open_ones):
        return {}
    asks = open_routes(findings.facts)
    return {finding: asks[flow] for finding in open_ones.ids() if (flow := finding.partition(":")[2]) in asks}


def _is_open(ruling: Ruling, outcome: Outcome) -> bool:
    return ruling.status(outcome) is FindingStatus.NOT_STATED
