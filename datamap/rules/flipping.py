"""What would change a finding: the facts of its rule turned, one by one or a few together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from datamap.facts import Truth
from datamap.facts.truth import all_of, any_of
from datamap.model import RuleVersion
from datamap.rules.ruling import Outcome, outcomes

TOGETHER = 3
"""Facts that are turned together at most."""

Known = Mapping[str, bool | None]


@dataclass(frozen=True, slots=True)
class Flip:
    """Facts that would have to be otherwise, and what would come of it."""

    facts: tuple[tuple[str, bool], ...]
    outcome: Outcome


def outcome_of(version: RuleVersion, known: Known) -> Outcome:
    """Return what a version of a rule says about one thing of which these facts are known.

    Examples
    --------
    >>> from datamap.rules.read import read_laws
    >>> rule = read_laws().rule("JP-28-r").versions[-1]
    >>> outcome_of(rule, {"route_written": True, "given_to_other_person": True}).name
    'OPEN'
    """

    def terms(conditions: tuple[str, ...]) -> Iterator[Truth]:
        for condition in conditions:
            truth = Truth.of([known.get(condition.removeprefix("!"))])
            yield ~truth if condition.startswith("!") else truth

    applies = all_of(terms(version.when), 1)
    ground, part = any_of(terms(version.unless_any), 1), any_of(terms(version.weak_if_any), 1)
    return Outcome(int(outcomes(applies, ground, part)[0]))


def flips(version: RuleVersion, known: Known) -> tuple[Flip, ...]:
    """Return the smallest changes of facts that change the outcome.

    Every single fact is turned to what it is not; two or three together are only shown where no
    part of them does the same. Facts are taken as independent: whether a cell turns one fact alone
    is seen when it is filled in.

    Examples
    --------
    >>> from datamap.rules.read import read_laws
    >>> rule = read_laws().rule("JP-28-r").versions[-1]
    >>> known = {"route_written": True, "given_to_other_person": True, "route_fits_country": False}
    >>> [(flip.facts, flip.outcome.name) for flip in flips(rule, known)][-1]
    ((('route_fits_country', True),), 'MET')
    """
    now = outcome_of(version, known)
    found: list[Flip] = []
    for size in range(1, TOGETHER + 1):
        found += [flip for flip in _of_size(version, known, size, now) if not _needless(flip, found)]
    return tuple(found)


def _of_size(version: RuleVersion, known: Known, size: int, now: Outcome) -> Iterator[Flip]:
    for names in combinations(version.fact_names, size):
        for values in product((False, True), repeat=size):
            setting = tuple(zip(names, values, strict=True))
            if any(known.get(name) is value for name, value in setting):
                continue
            outcome = outcome_of(version, {**known, **dict(setting)})
            if outcome is not now:
                yield Flip(setting, outcome)


def _needless(flip: Flip, smaller: list[Flip]) -> bool:
    """Tell whether a part of the change has the same outcome."""
    return any(one.outcome is flip.outcome and set(one.facts) < set(flip.facts) for one in smaller)
