"""The ratings as tables: stage by stage, and step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datamap.analysis.answer import Answer
from datamap.analysis.frames import pd
from datamap.risk.rating import STAGES
from datamap.risk.register import RatedRisk
from datamap.risk.tables import answer

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment


def ratings(assessment: Assessment) -> Answer:
    """Return each risk at each stage: the proposal, a person's rating, and what counts."""
    rows = [_rating_row(one, stage, assessment) for one in assessment.register for stage in STAGES]
    persons = sum(bool(one.persons) for one in assessment.register)
    columns = (
        "risk", "title", "stage", "likelihood", "severity", "likelihood_person", "severity_person",
        "priority", "person_role",
    )  # fmt: skip
    titles = assessment.titles
    return answer(assessment, "ratings", rows, columns, {"title": titles}, persons=persons, risks=len(titles))


def _rating_row(one: RatedRisk, stage: str, assessment: Assessment) -> dict[str, Any]:
    proposal, person = one.proposals.get(stage), one.persons.get(stage)
    return {
        "risk": one.id,
        "title": one.id,
        "stage": stage,
        "likelihood": proposal.likelihood if proposal else pd.NA,
        "severity": proposal.severity if proposal else pd.NA,
        "likelihood_person": person.likelihood if person else pd.NA,
        "severity_person": person.severity if person else pd.NA,
        "priority": one.shown(stage, assessment.scale),
        "person_role": person.role if person else "",
    }


def steps(assessment: Assessment) -> Answer:
    """Return how each proposal came about."""
    rows, said = [], {}
    for one in assessment.register:
        for stage in STAGES:
            found = one.points[stage].steps if stage in one.points else ()
            for number, step in enumerate(found, start=1):
                key = f"{one.id}/{stage}/{number}"
                said[key] = step.said
                rows.append(
                    {
                        "risk": one.id,
                        "stage": stage,
                        "dimension": step.dimension,
                        "points": step.points,
                        "step": key,
                    }
                )
    return answer(assessment, "steps", rows, ("risk", "stage", "dimension", "points", "step"), {"step": said})
