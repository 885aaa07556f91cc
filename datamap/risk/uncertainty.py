"""Ranges instead of points: how far a proposed rating may be off, and what drives it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from datamap.analysis.answer import Answer
from datamap.analysis.frames import pd
from datamap.risk.exposure import most_of
from datamap.risk.rating import STAGES, Step
from datamap.risk.register import RatedRisk
from datamap.risk.safeguards import InPlace, quarters_of, read_safeguards
from datamap.risk.scales import FULL, PRIORITIES, Scale
from datamap.risk.sheets import read_sheet
from datamap.risk.words import words_of
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment

Draws = npt.NDArray[np.float64]
ROUGH = 5
"""Hundredths to which a share of the spread is told: the draws do not bear out more."""

DIMENSIONS = ("likelihood", "severity")
COLUMNS = (
    "risk", "title", "stage", "likelihood_range", "severity_range", "priority", "priority_range",
    "driver", "driver_share",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interval:
    """A proposed rating with its range at one stage.

    Attributes
    ----------
    likelihood, severity : lowest and highest level; the proposal always lies within.
    priorities : priority -> share of the draws, in whole hundredths.
    drivers : input -> its share of the spread, largest first; empty where nothing is uncertain.
    """

    risk: str
    stage: str
    likelihood: tuple[int, int]
    severity: tuple[int, int]
    priorities: Mapping[str, int]
    drivers: tuple[tuple[str, int], ...]


def intervals(assessment: Assessment, *, seed: int, stage: str = "current") -> tuple[Interval, ...]:
    """Return the range of every proposed rating at one stage.

    Each unrecorded or judged input (the threat's starting points, unrecorded people, places that
    only the possible reading reaches, unrecorded countries, items left open, measures that a text
    merely states) is drawn from its range, independently; the rating is worked out for each draw.

    Parameters
    ----------
    assessment : the assessment. seed : the same seed gives the same ranges; each risk has its own
    stream, so that other risks and their order change nothing. stage : one of `STAGES`.

    Raises
    ------
    ValueError
        If there is no such stage.

    Notes
    -----
    An interval says how far the *inputs on record* leave the rating open. It is not the chance of a
    harm, and it is given in whole levels only. Shares of the spread are those of variances, which
    add up since the inputs are drawn independently and points are sums.

    References
    ----------
    JCGM 101:2008, *Propagation of distributions using a Monte Carlo method*; M. G. Morgan and
    M. Henrion, *Uncertainty* (1990), chapter 8 (what drives the spread).
    """
    if stage not in STAGES:
        raise ValueError(f"{stage}: no such stage; stages: {', '.join(STAGES)}")
    return tuple(_interval(one, assessment.scale, seed, stage) for one in assessment.register if one.start)


def ranges(assessment: Assessment, *, seed: int, stage: str = "current") -> Answer:
    """Return the ranges as a table that says itself; see `intervals`."""
    found = intervals(assessment, seed=seed, stage=stage)
    rows = [_row(one, assessment) for one in found]
    sheet = read_sheet("uncertainty.toml")
    open_ = sum(max(one.priorities.values()) < sheet["high"] for one in found)
    titles = {one.id: one.risk.title for one in assessment.register}
    return Answer(
        pd.DataFrame(rows, columns=list(COLUMNS)),
        text("risk", "ranges_title"),
        text("risk", "ranges_summary", count=len(rows), open=open_, draws=sheet["draws"], seed=seed),
        words_of(assessment.workbook.inventory, title=titles),
        lang=assessment.lang,
    )


def _row(one: Interval, assessment: Assessment) -> dict[str, Any]:
    driver, share = one.drivers[0] if one.drivers else ("", 0)
    likely = [
        priority
        for priority in PRIORITIES
        if one.priorities[priority] >= read_sheet("uncertainty.toml")["low"]
    ]
    return {
        "risk": one.risk,
        "title": one.risk,
        "stage": one.stage,
        "likelihood_range": "–".join(dict.fromkeys(map(str, one.likelihood))),
        "severity_range": "–".join(dict.fromkeys(map(str, one.severity))),
        "priority": assessment.risk(one.risk).priority(one.stage, assessment.scale) or "",
        "priority_range": ";".join(likely),
        "driver": driver,
        "driver_share": ROUGH * round(share / ROUGH),
    }


def _interval(one: RatedRisk, scale: Scale, seed: int, stage: str) -> Interval:
    """Draw one risk many times."""
    sheet = read_sheet("uncertainty.toml")
    stream = np.random.default_rng([seed, zlib.crc32(f"{one.id}/{stage}".encode())])
    drawn = _draw(one, stage, stream, sheet)
    points = {dimension: _total(drawn, dimension) for dimension in DIMENSIONS}
    levels = {
        d: 1 + np.minimum(scale.levels - 1, points[d] * scale.levels // FULL).astype(int) for d in DIMENSIONS
    }
    proposal = one.proposals[stage]
    bounds = {
        d: _bounds(levels[d], getattr(proposal, d), low=sheet["low"], high=sheet["high"]) for d in DIMENSIONS
    }
    codes = np.array([[PRIORITIES.index(cell) for cell in row] for row in scale.matrix])
    found = codes[levels["severity"] - 1, levels["likelihood"] - 1]
    counts = np.bincount(found, minlength=len(PRIORITIES))
    shares: dict[str, int] = {
        p: round(100 * count / len(found)) for p, count in zip(PRIORITIES, counts.tolist(), strict=True)
    }
    return Interval(one.id, stage, bounds["likelihood"], bounds["severity"], shares, _drivers(drawn))


def _bounds(levels: npt.NDArray[np.int_], proposal: int, *, low: int, high: int) -> tuple[int, int]:
    """Return the range of levels, which takes the proposal in."""
    ends = np.percentile(levels, [low, high], method="nearest").astype(int).tolist()
    return min(ends[0], proposal), max(ends[1], proposal)


def _total(drawn: Mapping[tuple[str, str], Draws], dimension: str) -> Draws:
    """Add up the points of a dimension, cut where the rating is cut."""
    floor = read_sheet("rating.toml")["floor"][dimension]
    gains = sum(
        (v for (d, factor), v in drawn.items() if d == dimension and factor != "measures"), np.zeros(1)
    )
    raw = np.clip(gains, 0, FULL)
    total: Draws = np.maximum(raw - drawn[dimension, "measures"], np.minimum(raw, floor))
    return total


def _drivers(drawn: Mapping[tuple[str, str], Draws]) -> tuple[tuple[str, int], ...]:
    """Return each input's share of the spread, in hundredths, largest first."""
    spread: dict[str, float] = {}
    for (_, factor), values in drawn.items():
        spread[factor] = spread.get(factor, 0.0) + float(np.var(values))
    whole = sum(spread.values())
    shares = [(factor, round(100 * part / whole)) for factor, part in spread.items()] if whole else []
    return tuple(sorted((one for one in shares if one[1]), key=lambda one: (-one[1], one[0])))


def _draw(
    one: RatedRisk, stage: str, stream: np.random.Generator, sheet: Mapping[str, Any]
) -> dict[tuple[str, str], Draws]:
    """Return the points of every input in every draw: what is recorded stays put, the rest varies.

    The order of the draws is fixed, so that a seed always means the same.
    """
    size = sheet["draws"]
    steps = {(s.dimension, s.factor): s for s in one.points["inherent"].steps}
    off = sheet["judgement"]["points"]
    found: dict[tuple[str, str], Draws] = {}
    for dimension in DIMENSIONS:
        start = steps[dimension, "threat"].points
        jitter = np.rint(stream.triangular(-off - 0.5, 0, off + 0.5, size)).clip(-off, off)
        found[dimension, "judgement"] = start + jitter
    found["severity", "persons"] = _persons(one, stream, sheet, size)
    found["likelihood", "places"] = _places(one, stream, size)
    found["likelihood", "countries"] = _countries(steps, stream, sheet, size)
    found["likelihood", "items"] = _open_items(steps, stream, size)
    for dimension, factor in (("severity", "items"), ("severity", "subjects"), ("likelihood", "open_ended")):
        fixed = steps.get((dimension, factor))
        found[dimension, f"recorded_{factor}"] = np.full(size, float(fixed.points if fixed else 0))
    taken = _measures(
        one.measures if stage != "inherent" else (), stream, sheet, size, after_plan=stage == "residual"
    )
    return found | {(dimension, "measures"): taken[dimension] for dimension in DIMENSIONS}


def _ladder(rungs: list[list[int]], heights: Draws) -> Draws:
    """Climb a ladder for many heights at once."""
    bounds, points = zip(*rungs, strict=True)
    climbed: Draws = np.array(points, dtype=np.float64)[np.searchsorted(bounds, heights, side="right") - 1]
    return climbed


def _persons(one: RatedRisk, stream: np.random.Generator, sheet: Mapping[str, Any], size: int) -> Draws:
    """Draw the number of people: within the recorded range; any order of magnitude beyond an open end."""
    people, plain = one.exposure.persons, sheet["persons"]
    low = people.low if people.low is not None else min(plain["from"], most_of(people) or plain["from"])
    high = people.high if people.high is not None else max(plain["to"], low)
    drawn = np.exp(stream.uniform(np.log(max(low, 1)), np.log(max(high, 1)), size))
    return _ladder(read_sheet("rating.toml")["severity"]["persons"]["ladder"], np.rint(drawn))


def _places(one: RatedRisk, stream: np.random.Generator, size: int) -> Draws:
    """Draw the number of places: from those reached on record to those that cannot be excluded."""
    low = one.exposure.places
    drawn = stream.integers(low, max(low, len(one.reached.possible)) + 1, size)
    return _ladder(read_sheet("rating.toml")["likelihood"]["places"]["ladder"], drawn.astype(np.float64))


def _countries(
    steps: Mapping[tuple[str, str], Step], stream: np.random.Generator, sheet: Mapping[str, Any], size: int
) -> Draws:
    """Draw the country of a recipient that has none on record: at home, or abroad."""
    points = read_sheet("rating.toml")["likelihood"]["countries"]
    abroad = stream.uniform(0, 100, size) < sheet["countries"]["abroad"]
    if ("likelihood", "country_not_recorded") in steps:
        return np.where(abroad, float(points["abroad"]), float(points["home"]))
    fixed = [step.points for (_, factor), step in steps.items() if factor.startswith("country_")]
    return np.full(size, float(sum(fixed)))


def _open_items(steps: Mapping[tuple[str, str], Step], stream: np.random.Generator, size: int) -> Draws:
    """Draw whether an open list holds more than is named."""
    more = stream.uniform(0, 1, size) < 0.5  # noqa: PLR2004  # an even chance: nobody knows
    step = steps.get(("likelihood", "items_open"))
    return np.where(more, 2.0 * step.points, 0.0) if step else np.zeros(size)


def _measures(
    measures: tuple[InPlace, ...],
    stream: np.random.Generator,
    sheet: Mapping[str, Any],
    size: int,
    *,
    after_plan: bool,
) -> dict[str, Draws]:
    """Draw how much each measure takes off; what is done or not done stays put."""
    taken = {dimension: np.zeros(size) for dimension in DIMENSIONS}
    known = read_safeguards()
    for one in measures:
        quarters = quarters_of(one, after_plan=after_plan)
        low, high = sheet["measures"].get(one.state, [quarters] * 2)
        if after_plan and one.pledged and one.state == "partly":
            low = high = quarters
        share = stream.uniform(low, high, size) / 4
        held = 1.0 if one.everywhere else min(one.flows[0] / one.flows[1], 0.5)
        if one.measure in known:
            taken["likelihood"] += known[one.measure].likelihood * share * held
            taken["severity"] += known[one.measure].severity * share * one.everywhere
    return taken
