"""What trying a measure on paper does to each risk: points and priority before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from datamap.analysis.answer import Answer
from datamap.risk.leverage import choices, lay_out, tried, try_measures
from datamap.risk.tables import answer

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment

COLUMNS = (
    "rank", "measure", "risk", "title", "likelihood_points", "likelihood_points_after", "severity_points",
    "severity_points_after", "points_lowered", "priority_before", "priority_after",
)  # fmt: skip


def leverage_steps(assessment: Assessment, measure: str | None = None) -> Answer:
    """Return the what-if of each measure, risk by risk: how `leverage` comes to its points.

    Parameters
    ----------
    measure : only this one; None = every measure that takes something off.

    Returns
    -------
    One row a measure and risk whose points it lowers; points of likelihood and severity as they
    stand with what is in place, and with the measure carried out. Their products are what
    `leverage` adds up.
    """
    risks, measures = tried(assessment)
    trials = try_measures(assessment)
    board = lay_out(risks, measures, choices(assessment))
    now = np.maximum(board.raw - board.taken, board.floor)
    rows: list[dict[str, Any]] = []
    for rank, trial in enumerate(trials, start=1):
        if measure not in {None, trial.measure}:
            continue
        effect = board.effect[measures.index(trial.measure)]
        then = np.maximum(board.raw - board.taken - effect, board.floor)
        rows += [
            {"rank": rank, "measure": trial.measure, "risk": one.id, "title": one.id}
            | _points(now[:, r].tolist(), then[:, r].tolist())
            | {
                "priority_before": _priority(assessment, now[:, r].tolist()),
                "priority_after": _priority(assessment, then[:, r].tolist()),
            }
            for r, one in enumerate(risks)
            if one.id in trial.risks
        ]
    titles = {one.id: one.risk.title for one in risks}
    return answer(assessment, "leverage_steps", rows, COLUMNS, {"title": titles})


def _points(now: list[int], then: list[int]) -> dict[str, int]:
    """Return the points of a risk before and after, likelihood first."""
    return {
        "likelihood_points": now[0],
        "likelihood_points_after": then[0],
        "severity_points": now[1],
        "severity_points_after": then[1],
        "points_lowered": now[0] * now[1] - then[0] * then[1],
    }


def _priority(assessment: Assessment, points: list[int]) -> str:
    """Return the priority that points of likelihood and severity amount to."""
    scale = assessment.scale
    return scale.matrix[scale.level(points[1]) - 1][scale.level(points[0]) - 1]
