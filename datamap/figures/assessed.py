"""Figures of an assessment: its results -> the plain rows that the figures draw."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.figures.display import Display
from datamap.figures.heat_map import Axes, Levels, Risk, heat_map
from datamap.model import Lang
from datamap.risk.assess import Assessment
from datamap.risk.register import RatedRisk

BEFORE, AFTER = "inherent", "residual"


def _levels(risk: RatedRisk, stage: str) -> Levels | None:
    rating = risk.standing(stage)
    return (rating.likelihood, rating.severity) if rating else None


def _by_person(risk: RatedRisk, stage: str) -> bool:
    person = risk.persons.get(stage)
    return bool(person and person.likelihood and person.severity)


def _risks(assessment: Assessment) -> Iterator[Risk]:
    for risk in assessment.register:
        if risk.closed is None:
            yield Risk(
                risk.id,
                risk.risk.title,
                _levels(risk, BEFORE),
                _levels(risk, AFTER),
                _by_person(risk, BEFORE),
                _by_person(risk, AFTER),
            )


def draw_heat_map(assessment: Assessment, *, lang: Lang | None = None) -> Display:
    """Return the heat map of an assessment: inherent beside residual risk.

    The rating that counts is drawn: a person's where there is one, else the proposal, and the
    dots say which. Risks that a person closed are not drawn.

    Parameters
    ----------
    assessment : what `assess` returns. lang : of the figure; None = that of the assessment.

    Returns
    -------
    Display
        See `datamap.figures.heat_map.heat_map`.

    References
    ----------
    CNIL, *Privacy Impact Assessment: methodology* (2018): severity by likelihood.
    """
    scale = assessment.scale
    axes = Axes(scale.likelihood, scale.severity, scale.matrix)
    return heat_map(_risks(assessment), axes, lang=lang or assessment.lang)
