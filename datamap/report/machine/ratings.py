"""The scale and the ratings of a risk for programs: proposal with its steps, person, what counts."""

from __future__ import annotations

from typing import Any

from datamap.model import PersonRating, Rating
from datamap.report.machine.document import both
from datamap.risk import RatedRisk, Scale
from datamap.risk.rating import STAGES, Points
from datamap.risk.scales import PRIORITIES, acceptance


def scale(used: Scale) -> dict[str, Any]:
    """Return a scale: the names of its levels, lowest first, and the matrix of priorities."""
    levels = range(1, used.levels + 1)
    return {
        "levels": used.levels,
        "likelihood": [both(used.name("likelihood", level)) for level in levels],
        "severity": [both(used.name("severity", level)) for level in levels],
        "matrix": [list(row) for row in used.matrix],
        "acceptance": {priority: both(acceptance(priority)) for priority in PRIORITIES},
    }


def ratings(one: RatedRisk, used: Scale) -> dict[str, Any]:
    """Return the ratings of a risk, stage by stage."""
    return {
        stage: {
            "proposal": _levels(one.proposals.get(stage)),
            "points": _points(one.points.get(stage)),
            "person": _person(one.persons.get(stage)),
            "counts": _levels(one.standing(stage)),
            "priority": one.priority(stage, used),
        }
        for stage in STAGES
    }


def _levels(rating: Rating | None) -> dict[str, int] | None:
    return {"likelihood": rating.likelihood, "severity": rating.severity} if rating else None


def _points(points: Points | None) -> dict[str, Any] | None:
    if points is None:
        return None
    return {
        "likelihood": points.likelihood,
        "severity": points.severity,
        "steps": [
            {"dimension": s.dimension, "factor": s.factor, "points": s.points, "said": both(s.said)}
            for s in points.steps
        ],
    }


def _person(person: PersonRating | None) -> dict[str, Any] | None:
    if person is None:
        return None
    return {
        "likelihood": person.likelihood,
        "severity": person.severity,
        "reason": both(person.reason),
        "role": person.role,
        "date": person.date,
    }
