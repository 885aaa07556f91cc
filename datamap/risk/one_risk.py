"""One risk by itself: its line of the register, its ratings, and the steps that moved them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from datamap.analysis.answer import Answer
from datamap.model import Text
from datamap.risk.rating import STAGES, Points
from datamap.risk.register import RatedRisk
from datamap.risk.words import listing
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment


@dataclass(frozen=True, eq=False)
class OneRisk:
    """What an assessment says of one risk; every figure is that risk's own.

    Attributes
    ----------
    assessment : the whole. rated : the risk.
    """

    assessment: Assessment
    rated: RatedRisk

    @cached_property
    def line(self) -> Answer:
        """Its line of the register, under its title and scenario."""
        risk = self.rated.risk
        return replace(self._own(self.assessment.risks), title=risk.title, summary=risk.scenario)

    @cached_property
    def ratings(self) -> Answer:
        """Proposal, person and what counts, stage by stage; the summary says who has rated."""
        persons = [text("risk", f"stage_is_{stage}") for stage in STAGES if stage in self.rated.persons]
        if persons:
            said = text("risk", "one_rated_by_person", stages=listing(persons))
        else:
            said = text("risk", "one_rated_by_nobody")
        return replace(self._own(self.assessment.ratings), summary=said)

    @cached_property
    def steps(self) -> Answer:
        """Every step of its proposals; the summary says what they add up to."""
        return replace(self._own(self.assessment.steps), summary=self._sums())

    @cached_property
    def moving_steps(self) -> Answer:
        """The steps that moved a proposal, each where it begins; steps of no points are left out."""
        whole = self.steps
        shown = [key for stage in STAGES for key in self._moving(stage)]
        table = whole.table[whole.table["step"].isin(shown)].reset_index(drop=True)
        told = text("risk", "one_steps_left", sums=whole.summary, count=len(whole) - len(table))
        return replace(whole, table=table, summary=told)

    def _moving(self, stage: str) -> list[str]:
        """Return the keys of the steps of a stage that give or take points, or say why none are taken."""
        points = self.rated.points.get(stage)
        earlier = self.rated.points.get(STAGES[max(STAGES.index(stage) - 1, 0)])
        known = earlier.steps if earlier and stage != STAGES[0] else ()
        return [
            f"{self.rated.id}/{stage}/{number}"
            for number, step in enumerate(points.steps if points else (), start=1)
            if (step.points or step.factor == "unpledged") and step not in known
        ]

    def _sums(self) -> Text:
        """Return the points at each stage, and the levels they amount to."""
        if not self.rated.points:
            return text("risk", "one_no_proposal")
        said = listing(self._sum(stage, self.rated.points[stage]) for stage in STAGES)
        return text("risk", "one_steps_summary", sums=said)

    def _sum(self, stage: str, points: Points) -> Text:
        rating = points.rating(self.assessment.scale)
        return text(
            "risk",
            "one_stage_sum",
            stage=text("risk", f"stage_is_{stage}"),
            likelihood=points.likelihood,
            likelihood_level=rating.likelihood,
            severity=points.severity,
            severity_level=rating.severity,
        )

    def _own(self, answer: Answer) -> Answer:
        """Return the lines of an answer that are about this risk."""
        table = answer.table
        return replace(answer, table=table[table["risk"] == self.rated.id].reset_index(drop=True))
