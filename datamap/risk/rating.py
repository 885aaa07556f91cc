"""A proposed rating, computed from what is recorded; every step is a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from datamap.model import Rating, Text
from datamap.risk.exposure import Exposure, most_of
from datamap.risk.safeguards import InPlace, lowered, quarters_of, read_safeguards, unpledged
from datamap.risk.scales import FULL, Scale
from datamap.risk.sheets import read_sheet
from datamap.risk.threats import Threat
from datamap.vocabulary import read_vocabulary, text

STAGES = ("inherent", "current", "residual")
"""Before any measure; with what is in place; with everything planned carried out."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a rating: what was read, and the points it gave or took.

    Attributes
    ----------
    dimension : `likelihood` or `severity`. factor : name of the step. points : may be negative
    for a measure. said : the step in words.
    """

    dimension: str
    factor: str
    points: int
    said: Text


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a rating and the steps that add up to them.

    Attributes
    ----------
    likelihood, severity : points, 0 to 12. steps : in the order in which they were taken.
    """

    likelihood: int
    severity: int
    steps: tuple[Step, ...] = ()

    @property
    def score(self) -> int:
        """Likelihood by severity, for comparing measures: a convention, not a size of harm."""
        return self.likelihood * self.severity

    def rating(self, scale: Scale) -> Rating:
        """Return the levels that the points amount to on a scale."""
        return Rating(
            scale.level(self.likelihood), scale.level(self.severity), tuple(step.said for step in self.steps)
        )


@dataclass(frozen=True, slots=True)
class Start:
    """Where a rating starts: points of the threat before the data are looked at."""

    likelihood: int
    severity: int
    items_matter: bool = True

    @classmethod
    def of(cls, threat: Threat) -> Start:
        """Return the start that a threat of the catalogue gives."""
        return cls(threat.likelihood, threat.severity, threat.items_matter)


def propose(
    start: Start, exposure: Exposure, measures: Iterable[InPlace] = (), *, after_plan: bool = False
) -> Points:
    """Propose a rating from the recorded data.

    More people, a graver item, a further place, a less known country or a measure fewer never
    lower it. What is not recorded counts as the step between; `ranges` says how far that may be off.

    Parameters
    ----------
    start : points of the threat. exposure : what is at stake. measures : what is in place
    (none = the inherent rating). after_plan : count planned measures as done.

    References
    ----------
    EDPB DPIA template (consultation version 1.0), 4.1.b-c and 4.2.b; CNIL PIA methodology.
    The points are the product's own convention (`risk/rating.toml`).
    """
    steps = [
        *_severity(start, exposure),
        *_likelihood(start, exposure),
        *_measures(measures, after_plan=after_plan),
    ]
    sheet = read_sheet("rating.toml")
    totals = {}
    for dimension in ("likelihood", "severity"):
        raw = min(FULL, sum(s.points for s in steps if s.dimension == dimension and s.factor != "measure"))
        taken = sum(step.points for step in steps if step.dimension == dimension and step.factor == "measure")
        totals[dimension] = max(raw + taken, min(raw, sheet["floor"][dimension]))
    return Points(totals["likelihood"], totals["severity"], tuple(steps))


def climb(ladder: Iterable[tuple[int, int]], height: int) -> int:
    """Return the points of the highest rung that is not above a height.

    Examples
    --------
    >>> climb([(0, 0), (101, 1), (1001, 2)], 500)
    1
    """
    return max((points for rung, points in ladder if rung <= height), default=0)


def rated_as() -> int:
    """Return the largest number of people that is rated as an unrecorded one is."""
    sheet = read_sheet("rating.toml")["severity"]["persons"]
    above: int = min(rung for rung, points in sheet["ladder"] if points > sheet["not_recorded"])
    return above - 1


def _severity(start: Start, exposure: Exposure) -> list[Step]:
    """Return the steps of severity: the threat, the gravest item, the people, how many."""
    sheet = read_sheet("rating.toml")["severity"]
    steps = [_step("severity", "threat", start.severity)]
    flag, points = _gravest(exposure.item_flags, sheet["flags"], default="plain" if exposure.items else "")
    if flag and start.items_matter:
        steps.append(_step("severity", "items", points, flag=text("risk", f"flag_{flag}")))
    flag, points = _gravest(exposure.subject_flags, sheet["subjects"])
    if flag:
        steps.append(_step("severity", "subjects", points, flag=text("risk", f"flag_{flag}")))
    many = most_of(exposure.persons)
    if many is None:
        return [*steps, _step("severity", "persons_not_recorded", sheet["persons"]["not_recorded"])]
    return [
        *steps,
        _step("severity", "persons", climb(sheet["persons"]["ladder"], many), persons=f"{many:,}"),
    ]


def _likelihood(start: Start, exposure: Exposure) -> list[Step]:
    """Return the steps of likelihood: the threat, how many places, which countries, how open the list."""
    sheet = read_sheet("rating.toml")["likelihood"]
    steps = [_step("likelihood", "threat", start.likelihood)]
    spread = climb(sheet["places"]["ladder"], exposure.places)
    steps.append(_step("likelihood", "places", spread, places=exposure.places))
    if exposure.open_ended:
        steps.append(_step("likelihood", "open_ended", sheet["places"]["open_ended"]))
    kind = _gravest_country(exposure, sheet["countries"])
    if kind:
        steps.append(_step("likelihood", f"country_{kind}", sheet["countries"][kind]))
    if exposure.items_open:
        steps.append(_step("likelihood", "items_open", sheet["items"]["open"]))
    return steps


def _measures(measures: Iterable[InPlace], *, after_plan: bool) -> list[Step]:
    """Return what each measure takes off, and which count for nothing more as nobody answers for them."""
    measures = tuple(measures)
    steps = []
    for measure, likelihood, severity in lowered(measures, after_plan=after_plan):
        taken = {"likelihood": likelihood, "severity": severity}
        steps += [_of_measure(d, measure, -points, measures) for d, points in taken.items() if points]
    steps += _not_severity(measures, after_plan=after_plan)
    left = unpledged(measures) if after_plan else ()
    label = read_vocabulary().label
    return steps + [_step("likelihood", "unpledged", 0, measure=label("measures", one)) for one in left]


def _of_measure(dimension: str, measure: str, points: int, among: Iterable[InPlace]) -> Step:
    """Return the step of one measure; of one that holds on some of the flows only, on how many."""
    name = read_vocabulary().label("measures", measure)
    part = _in_part(measure, among)
    word, values = ("measure_in_part", {"some": part[0], "every": part[1]}) if part else ("measure", {})
    return replace(_step(dimension, word, points, measure=name, **values), factor="measure")


def _in_part(measure: str, among: Iterable[InPlace]) -> tuple[int, int] | None:
    """Return on how many flows a measure holds, of how many; None where it holds on all of them."""
    found = [one.flows for one in among if one.measure == measure]
    return None if any(some == every for some, every in found) else max(found)


def _not_severity(measures: Iterable[InPlace], *, after_plan: bool) -> list[Step]:
    """Return the measures that would lower the severity if they held on all flows."""
    measures, known, label = tuple(measures), read_safeguards(), read_vocabulary().label
    partial = sorted(
        {one.measure for one in measures if quarters_of(one, after_plan=after_plan)} & set(known)
    )
    found = {measure: _in_part(measure, measures) for measure in partial if known[measure].severity}
    return [
        _step("severity", "measure_elsewhere", 0, measure=label("measures", m), some=part[0], every=part[1])
        for m, part in found.items()
        if part
    ]


def _gravest(flags: Iterable[str], points: Mapping[str, int], default: str = "") -> tuple[str, int]:
    """Return the flag that weighs most, with its points."""
    known = [(points[flag], flag) for flag in sorted(flags) if flag in points]
    most, flag = max(known, default=(0, default))
    if default and points[default] > most:
        most, flag = points[default], default
    return flag, most


def _gravest_country(exposure: Exposure, points: Mapping[str, int]) -> str:
    """Return the sort of country that weighs most; "" where there is no recipient at all."""
    kinds = {
        "home" if country in exposure.at_home else "abroad" if country == "abroad" else "foreign"
        for country in exposure.countries
    }
    if exposure.country_blank:
        kinds.add("not_recorded")
    return max(sorted(kinds), key=lambda kind: points[kind], default="")


def _step(dimension: str, factor: str, points: int, **values: Any) -> Step:
    """Return a step with its sentence."""
    said = text("risk", f"step_{factor}", dimension=text("risk", dimension), points=f"{points:+d}", **values)
    return Step(dimension, factor, points, said)
