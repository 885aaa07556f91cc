"""The catalogue of measures, and how far each one is in place for a risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from datamap.risk.sheets import BrokenSheet, read_sheet
from datamap.vocabulary import read_vocabulary

HEADINGS = (
    "basic_policy",
    "rules_of_handling",
    "organisational",
    "human",
    "physical",
    "technical",
    "external_environment",
)
"""The seven headings of safety control (PPC General Guideline, chapter 10), in its order."""

STATES = ("unknown", "stated", "planned", "partly", "done")
"""How far a measure is; `stated` = a published text says so, nobody has looked."""


@dataclass(frozen=True, slots=True)
class Safeguard:
    """What the catalogue knows of one measure.

    Attributes
    ----------
    key : key of `vocab/measures.csv`. heading : one of the seven headings, or another duty.
    likelihood, severity : points it lowers when done. cost : 1 (little) to 5 (much).
    """

    key: str
    heading: str
    likelihood: int
    severity: int
    cost: int


@dataclass(frozen=True, slots=True)
class InPlace:
    """A measure as it stands for one risk: how far it is, and on which share of the flows.

    Attributes
    ----------
    state : one of `STATES`. flows : on how many of the flows of the risk it holds, and how many there are;
    (1, 1) = on all. pledged : somebody answers for it by a day, or it is no line of the plan; what nobody
    answers for counts after the plan as it stands now.
    """

    measure: str
    state: str
    flows: tuple[int, int] = (1, 1)
    pledged: bool = True

    @property
    def everywhere(self) -> bool:
        """Whether it holds on all flows of the risk."""
        return self.flows[0] == self.flows[1]


@cache
def read_safeguards() -> Mapping[str, Safeguard]:
    """Return the catalogue by measure key.

    Raises
    ------
    BrokenSheet
        If a measure is no word of the vocabulary, or its figures are out of bounds.

    Examples
    --------
    >>> read_safeguards()["tokenisation"].heading
    'technical'
    """
    terms = read_vocabulary()
    found: dict[str, Safeguard] = {}
    for heading, entries in read_sheet("measures.toml").items():
        for key, (likelihood, severity, cost) in entries.items():
            if terms.get("measures", key) is None or min(likelihood, severity) < 0 or cost not in range(1, 6):
                raise BrokenSheet(f"measures.toml, {heading}.{key}: unknown measure or figure out of bounds")
            found[key] = Safeguard(key, heading, likelihood, severity, cost)
    return found


def heading_of(measure: str) -> str:
    """Return the heading of a measure: from the catalogue, else the top of its branch in the vocabulary."""
    known = read_safeguards().get(measure)
    return known.heading if known else list(read_vocabulary().ancestors("measures", measure))[-1]


def lowered(measures: Iterable[InPlace], *, after_plan: bool) -> tuple[tuple[str, int, int], ...]:
    """Return how many points each measure takes off likelihood and severity.

    What is partly in place counts for part of its effect. What holds on some of the flows only takes
    nothing off the severity, as the gravest flow may be without it, and off the likelihood as much as
    its share of the flows, half at most. A measure named twice counts once, as it stands best; no
    measure ever adds a point.

    Parameters
    ----------
    measures : measures of one risk.
    after_plan : count what is planned as done.

    Returns
    -------
    (measure, points of likelihood, points of severity), sorted by measure; those without effect left out.

    Examples
    --------
    >>> lowered([InPlace("tokenisation", "planned")], after_plan=False)
    ()
    >>> lowered([InPlace("tokenisation", "planned")], after_plan=True)
    (('tokenisation', 4, 3),)
    >>> lowered([InPlace("tokenisation", "done", flows=(1, 2))], after_plan=False)
    (('tokenisation', 2, 0),)
    """
    shares: dict[str, tuple[int, int]] = {}
    for one in measures:
        best, held = shares.get(one.measure, (0, 0)), held_quarters(one, after_plan=after_plan)
        shares[one.measure] = (max(best[0], held[0]), max(best[1], held[1]))
    known = read_safeguards()
    effects = (
        (measure, known[measure].likelihood * share[0] // 4, known[measure].severity * share[1] // 4)
        for measure, share in sorted(shares.items())
        if measure in known
    )
    return tuple(effect for effect in effects if effect[1:] != (0, 0))


def held_quarters(one: InPlace, *, after_plan: bool) -> tuple[int, int]:
    """Return how many quarters of its effect on likelihood and severity a measure has for a risk."""
    quarters, (some, every) = quarters_of(one, after_plan=after_plan), one.flows
    return (quarters, quarters) if one.everywhere else (min(quarters * some // every, quarters // 2), 0)


def quarters_of(one: InPlace, *, after_plan: bool) -> int:
    """Return how many quarters of its effect a measure has where it holds; see `rating.toml`."""
    sheet = read_sheet("rating.toml")["measures"]
    quarters: int = (sheet["after_plan"] if after_plan and one.pledged else sheet)[one.state]
    return quarters


def unpledged(measures: Iterable[InPlace]) -> tuple[str, ...]:
    """Return measures that would count after the plan if their line had an owner and a date."""
    lacking = {
        one.measure
        for one in measures
        if not one.pledged and quarters_of(one, after_plan=True) < _quarters_kept(one)
    }
    return tuple(sorted(lacking & set(read_safeguards())))


def _quarters_kept(one: InPlace) -> int:
    return quarters_of(replace(one, pledged=True), after_plan=True)
