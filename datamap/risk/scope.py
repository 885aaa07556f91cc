"""What an assessment is about: flows that run, some activities, or planned flows before they begin."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from datamap.inventory import Inventory
from datamap.risk.exposure import Ledger, Rows
from datamap.risk.human import HumanPart
from datamap.risk.starting import planned_flows


def flows_to_begin(inventory: Inventory, human: HumanPart, running: Collection[str]) -> tuple[str, ...]:
    """Return the planned flows that an assessment looks at as if they ran, sorted.

    With `planned_only`, every planned flow of its scope. Without, those of the activities named in the
    scope of which no flow runs yet: an assessment comes before the processing.

    Parameters
    ----------
    inventory : the flows. human : the scope that people stated. running : ids of the flows that run.

    References
    ----------
    GDPR 35(1), "prior to the processing"; ISO/IEC 29134, 6.2.
    """
    if not (human.planned_only or human.activities):
        return ()
    activity = dict(zip(inventory.coded("id").texts(), inventory.coded("activity").texts(), strict=True))
    alive = set() if human.planned_only else {activity[flow] for flow in running}
    wanted = set(human.activities or activity.values()) - alive
    return tuple(flow for flow in planned_flows(inventory) if activity[flow] in wanted)


def within_scope(
    ledger: Ledger, rows: Rows, human: HumanPart, begun: Collection[str], *, planned_only: bool
) -> Rows:
    """Return the rows that the assessment is about, of those that run or are looked at as if they did."""
    chosen = rows
    if human.activities:
        activities = ledger.inventory.coded("activity")
        wanted = np.array([value in human.activities for value in activities.values], dtype=np.bool_)
        chosen = chosen[wanted[activities.codes[chosen]]]
    if planned_only:
        chosen = chosen[np.isin(chosen, ledger.rows(begun))]
    return chosen


def left_for_later(inventory: Inventory, looked_at: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the planned flows that an assessment leaves out, by activity, both sorted."""
    activity = dict(zip(inventory.coded("id").texts(), inventory.coded("activity").texts(), strict=True))
    left = [flow for flow in planned_flows(inventory) if flow not in looked_at]
    names = sorted({activity[flow] for flow in left})
    return {name: tuple(flow for flow in left if activity[flow] == name) for name in names}
