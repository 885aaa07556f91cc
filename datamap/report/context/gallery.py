"""The figures of the reports, each drawn once a language however many reports show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from datamap.analysis.year import Year
from datamap.figures import (
    Display,
    draw_completeness,
    draw_flows,
    draw_heat_map,
    draw_matrix,
    draw_places_at_risk,
    draw_standing,
    draw_timeline,
    draw_year,
)
from datamap.figures.timeline import Step
from datamap.inventory import Workbook
from datamap.model import EMPTY, Lang, Severity
from datamap.report.former import STATES, Standing
from datamap.report.lean import lean
from datamap.risk import Assessment
from datamap.risk.plan import plan_lines
from datamap.risk.words import role_label
from datamap.vocabulary import text

FLOWS, MATRIX, COMPLETENESS = "flows.svg", "matrix.svg", "completeness.svg"
HEAT_MAP, PLACES, STANDING, TIMELINE = "heat-map.svg", "places-at-risk.svg", "standing.svg", "timeline.svg"
YEAR = "year.svg"


@dataclass(frozen=True, eq=False)
class Gallery:
    """The figures of one workbook in one language, by the name of their file."""

    workbook: Workbook
    assessment: Assessment
    standing: Standing
    year: Year
    as_of: date
    lang: Lang
    _shown: dict[str, Display] = field(default_factory=dict)
    _drawn: dict[str, bytes] = field(default_factory=dict)

    def display(self, name: str) -> Display:
        """Return one figure, computed but not drawn.

        Raises
        ------
        KeyError
            If there is no figure of that name.
        """
        if name not in self._shown:
            self._shown[name] = self._makers[name]()
        return self._shown[name]

    def svg(self, name: str) -> bytes:
        """Return one figure as drawn."""
        if name not in self._drawn:
            self._drawn[name] = lean(self.display(name).svg()).encode()
        return self._drawn[name]

    @property
    def _makers(self) -> dict[str, Callable[[], Display]]:
        lang = self.lang
        return {
            FLOWS: partial(draw_flows, self.workbook, lang=lang, as_of=self.as_of),
            MATRIX: partial(draw_matrix, self.workbook, lang=lang, as_of=self.as_of),
            COMPLETENESS: partial(draw_completeness, self.workbook, lang=lang),
            HEAT_MAP: partial(draw_heat_map, self.assessment, lang=lang),
            PLACES: partial(draw_places_at_risk, self.assessment, lang=lang),
            STANDING: self._standing,
            TIMELINE: self._timeline,
            YEAR: self._year,
        }

    def _standing(self) -> Display:
        found = self.standing.counts
        counts = {s.value: {state: found[state, s] for state in STATES} for s in Severity}
        names = {s.value: text("rules", f"severity_is_{s.value}") for s in Severity}
        return draw_standing(counts, names, lang=self.lang)

    def _year(self) -> Display:
        return draw_year(self.year, lang=self.lang)

    def _timeline(self) -> Display:
        words = self.workbook.vocabulary
        steps = []
        for line in plan_lines(self.assessment):
            action = line.action
            label = action.action if action.action.ja else words.label("measures", action.measure)
            owner = role_label(action.owner) if action.owner else EMPTY
            steps.append(Step(str(line.number), label, owner, action.due, line.timing))
        return draw_timeline(steps, self.as_of, lang=self.lang)
