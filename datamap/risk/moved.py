"""Which steps of a proposed rating a change moves: each one as it was and as it would be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from datamap.model import Text
from datamap.risk.rating import Step
from datamap.risk.register import RatedRisk
from datamap.vocabulary import text


@dataclass(frozen=True, slots=True)
class Moved:
    """One step before and after; None = there is none."""

    before: Step | None
    after: Step | None

    @property
    def points(self) -> int:
        """By how many points the rating moves for it."""
        return (self.after.points if self.after else 0) - (self.before.points if self.before else 0)

    @property
    def said(self) -> Text:
        """Say the step before and after."""
        if self.before and self.after:
            return text("risk", "moved_step", before=self.before.said, after=self.after.said)
        if self.after:
            return text("risk", "moved_new", after=self.after.said)
        return text("risk", "moved_gone", before=self.before.said if self.before else "")


def moved(before: RatedRisk | None, after: RatedRisk | None) -> tuple[Moved, ...]:
    """Return the steps that differ between a risk as it is and as it would be; none if it is new or gone.

    Steps of other points alone, where there are any: that one more place is reached need not move a
    rating. The measures on record are looked at first; the plan only where nothing differs before it.
    """
    if before is None or after is None:
        return ()
    for stage in ("current", "residual"):
        then, now = (one.points[stage].steps if stage in one.points else () for one in (before, after))
        if found := _pairs(then, now):
            return tuple(one for one in found if one.points) or found
    return ()


def _pairs(then: Iterable[Step], now: Iterable[Step]) -> tuple[Moved, ...]:
    """Return the steps that differ, those about the same thing side by side."""
    then, now = list(then), list(now)
    gone = [step for step in then if step not in now]
    found = []
    for step in now:
        if step not in then:
            before = next((one for one in gone if _alike(one, step)), None)
            if before:
                gone.remove(before)
            found.append(Moved(before, step))
    return (*found, *(Moved(one, None) for one in gone))


def _alike(one: Step, other: Step) -> bool:
    """Tell whether two steps are about the same thing: people, country, items …, but not two measures."""
    sorts = {step.factor.partition("_")[0] for step in (one, other)}
    return one.dimension == other.dimension and len(sorts) == 1 and "measure" not in sorts
