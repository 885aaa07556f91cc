"""One rule held against everything it is about: the implication *applies → ground*."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from datamap.facts import Facts, Truth
from datamap.facts.registry import FACTS
from datamap.facts.truth import all_of, any_of
from datamap.model import FindingStatus, Rule, RuleVersion, Severity


class Outcome(IntEnum):
    """What comes of one rule about one thing."""

    NOT_APPLICABLE = 0
    MET = 1
    PART = 2
    MISSING = 3
    OPEN = 4


def _read_by(conditions: Iterable[str]) -> tuple[str, ...]:
    names = (condition.removeprefix("!") for condition in conditions)
    return tuple(dict.fromkeys(field for name in names for field in FACTS[name].reads))


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """What one version of one rule says about every thing of its sort.

    `ids` are the things, `codes` the `Outcome` of each.
    """

    rule: Rule
    version: RuleVersion
    ids: tuple[str, ...]
    codes: npt.NDArray[np.int8]

    @property
    def fields(self) -> tuple[str, ...]:
        """What would settle it: the columns, or keys of the records, that the facts of its ground read."""
        return _read_by(self.version.unless_any)

    @property
    def applies_by(self) -> tuple[str, ...]:
        """What the facts read by which the rule applies."""
        return _read_by(self.version.when)

    def status(self, outcome: Outcome) -> FindingStatus:
        """Return the status that an outcome of this rule is shown as.

        Silence (`OPEN`) is *not stated*; a missing ground is what the version says it is.
        """
        return {
            Outcome.NOT_APPLICABLE: FindingStatus.NOT_APPLICABLE,
            Outcome.MET: FindingStatus.NO_GAP,
            Outcome.PART: FindingStatus.WEAK,
            Outcome.MISSING: self.version.found,
            Outcome.OPEN: FindingStatus.NOT_STATED,
        }[outcome]

    def severity(self, outcome: Outcome) -> Severity:
        """Return how much an outcome of this rule weighs."""
        weights = {
            Outcome.PART: self.rule.severity_weak,
            Outcome.MISSING: self.rule.severity,
            Outcome.OPEN: self.rule.severity_not_stated,
        }
        return weights.get(outcome, Severity.INFORMATION)


def rule_on(facts: Facts, rule: Rule, version: RuleVersion) -> Ruling:
    """Hold one version of one rule against the facts; see `outcomes` for the logic."""
    ids = facts.ids(rule.applies_to)
    terms = {condition: _condition(facts, condition) for condition in version.conditions}
    codes = outcomes(
        all_of((terms[c] for c in version.when), len(ids)),
        any_of((terms[c] for c in version.unless_any), len(ids)),
        any_of((terms[c] for c in version.weak_if_any), len(ids)),
    )
    return Ruling(rule, version, ids, codes)


def outcomes(applies: Truth, ground: Truth, part: Truth) -> npt.NDArray[np.int8]:
    """Turn the implication *applies → ground* into outcomes.

    Parameters
    ----------
    applies, ground, part : whether the duty applies, is met, is met in part.

    Returns
    -------
    One `Outcome` per thing.

    References
    ----------
    Kleene's strong implication `~applies | ground`: what is not recorded is neither met nor missing.

    Examples
    --------
    >>> yes, no, open_ = Truth.of([True]), Truth.of([False]), Truth.of([None])
    >>> def say(*terms):
    ...     return Outcome(outcomes(*terms)[0]).name
    >>> say(no, open_, no), say(yes, yes, no), say(yes, no, no), say(yes, open_, no)
    ('NOT_APPLICABLE', 'MET', 'MISSING', 'OPEN')
    >>> say(open_, yes, no), say(open_, no, no), say(yes, open_, yes)
    ('MET', 'OPEN', 'PART')
    """
    codes = np.full(len(applies), Outcome.OPEN, dtype=np.uint8)
    for outcome, holds in (
        (Outcome.MISSING, applies.yes & ground.no),
        (Outcome.PART, applies.yes & part.yes),
        (Outcome.MET, ground.yes),
        (Outcome.NOT_APPLICABLE, applies.no),
    ):
        if holds.any():  # the outcome that goes before others has the lower number: the least one counts
            cap = holds.view(np.uint8) * np.uint8(Outcome.OPEN - outcome)
            np.subtract(np.uint8(Outcome.OPEN), cap, out=cap)
            np.minimum(codes, cap, out=codes)
    return codes.view(np.int8)


def _condition(facts: Facts, condition: str) -> Truth:
    truth = facts.truth(condition.removeprefix("!"))
    return ~truth if condition.startswith("!") else truth
