"""Findings put together: those of one rule and status, and those that say the same of different things."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from datamap.analysis.asked import Flags
from datamap.graph.sorting import ordered
from datamap.model import FindingStatus, Severity, Text
from datamap.rules.findings import Findings
from datamap.rules.lines import Rows
from datamap.rules.order import STATUSES, weight_of
from datamap.rules.ruling import Outcome, Ruling


def matters(findings: Findings, grave: Flags) -> list[tuple[Findings, int]]:
    """Gather findings by rule, status and whether they are accepted, what to fix first at the head.

    Parameters
    ----------
    grave : for each row of the inventory, whether it is one of `order.grave_rows`.

    Returns
    -------
    The findings of each matter, and how many of its flows are grave; in the order of `order.in_order`.
    """
    lines, known = findings.lines, findings.known
    status = lines.looked_up(lambda ruling, outcome: STATUSES.index(ruling.status(outcome)), np.int64)
    found = []
    for rows in split((lines.number * len(STATUSES) + status) * 2 + lines.accepted):
        first, part = int(rows[0]), findings.part(rows)
        rule = findings.rulings[lines.number[first]].rule
        flows = known.flow_rows[part.lines.thing] if rule.applies_to == "flow" else np.zeros(0, np.intp)
        count = int(grave[flows].sum())
        shown = STATUSES[status[first]]
        closed = len(Severity) + (1 if shown is FindingStatus.NO_GAP else 0)
        settled = lines.settled[first] or lines.accepted[first]
        severity = closed if settled else int(part.lines.weight.min())
        found.append((weight_of(severity, shown, count, len(rows), rule.id), part, count))
    return [(part, count) for _, part, count in sorted(found, key=lambda matter: matter[0])]


def alike(findings: Findings) -> list[Findings]:
    """Return the parts that say the same of different things, gravest first, then the largest."""
    parts: dict[tuple[int, Text], list[Rows]] = {}
    for ruling, rows in findings.lines.by_ruling():
        for same in _same_answers(findings, ruling, rows):
            weight = int(findings.lines.weight[same[0]])
            parts.setdefault((weight, findings.row(int(same[0])).message), []).append(same)
    said = [(weight, findings.part(np.sort(np.concatenate(rows)))) for (weight, _), rows in parts.items()]
    return [part for _, part in sorted(said, key=lambda one: (one[0], -len(one[1]), one[1].first.id))]


def _same_answers(findings: Findings, ruling: Ruling, rows: Rows) -> Iterator[Rows]:
    """Split the findings of one rule by weight, outcome and, where it is open, by what is not recorded."""
    lines = findings.lines
    things, outcome = lines.thing[rows], lines.outcome[rows]
    key = outcome.astype(np.int64) * len(Severity) + lines.weight[rows]
    is_open = outcome == Outcome.OPEN
    for place, name in enumerate(ruling.version.fact_names, start=6):
        key |= (findings.known.truth(name).unknown[things] & is_open).astype(np.int64) << place
    yield from (rows[same] for same in split(key))


def split(keys: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Iterator[Rows]:
    """Yield the rows of each distinct key, in the order in which the keys are first met."""
    order = ordered(keys)
    ends = np.flatnonzero(np.diff(keys[order])) + 1
    parts = (rows for rows in np.split(order, ends) if len(rows))
    yield from sorted(parts, key=lambda rows: int(rows[0]))
