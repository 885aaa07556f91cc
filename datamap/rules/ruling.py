"""One rule held against everything it is about: the implication *applies → ground*."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from datamap.facts.truth import Truth, all_of, any_of
from datamap.model import FindingStatus, Rule, RuleVersion, Severity

if TYPE_CHECKING:
    from datamap.facts import Facts

STATUSES: tuple[FindingStatus, ...] = tuple(FindingStatus)
"""A status is kept as its place in this tuple."""

CODE: dict[FindingStatus, int] = {status: code for code, status in enumerate(STATUSES)}


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """What one version of one rule says about every thing of its sort.

    `ids` are the things, `codes` the status of each (an index into `STATUSES`).
    """

    rule: Rule
    version: RuleVersion
    ids: tuple[str, ...]
    codes: npt.NDArray[np.int8]

    def severity(self, code: int) -> Severity:
        """Return how much a status of this rule weighs."""
        return severity_of(self.rule, self.version, STATUSES[code])


def severity_of(rule: Rule, version: RuleVersion, status: FindingStatus) -> Severity:
    """Return how much one status of one rule weighs.

    Silence weighs `severity_not_stated`, unless silence itself is what the text shows
    (`found = "not_stated"`), which then weighs as much as the rule.
    """
    if status in {FindingStatus.NO_GAP, FindingStatus.NOT_APPLICABLE}:
        return Severity.INFORMATION
    if status is version.found:
        return rule.severity
    return rule.severity_weak if status is FindingStatus.WEAK else rule.severity_not_stated


def rule_on(facts: Facts, rule: Rule, version: RuleVersion) -> Ruling:
    """Hold one version of one rule against the facts.

    Examples
    --------
    See `statuses` for the logic; `evaluate` for the whole of a law.
    """
    ids = facts.ids(rule.applies_to)
    terms = {condition: _condition(facts, condition) for condition in version.conditions}
    codes = statuses(
        all_of((terms[c] for c in version.when), len(ids)),
        any_of((terms[c] for c in version.unless_any), len(ids)),
        any_of((terms[c] for c in version.weak_if_any), len(ids)),
        version.found,
    )
    return Ruling(rule, version, ids, codes)


def statuses(applies: Truth, ground: Truth, part: Truth, found: FindingStatus) -> npt.NDArray[np.int8]:
    """Turn the implication into statuses.

    Parameters
    ----------
    applies, ground, part : whether the duty applies, is met, is met in part.
    found : status where the duty applies and the ground is recorded as missing.

    Returns
    -------
    One index into `STATUSES` per thing.

    Examples
    --------
    >>> yes, no, open_ = Truth.of([True]), Truth.of([False]), Truth.of([None])
    >>> def say(*terms): return STATUSES[statuses(*terms, FindingStatus.GAP)[0]].value
    >>> say(no, open_, no), say(yes, yes, no), say(yes, no, no), say(yes, open_, no)
    ('not_applicable', 'no_gap', 'gap', 'not_stated')
    >>> say(open_, yes, no), say(open_, no, no), say(yes, no, yes)
    ('no_gap', 'not_stated', 'weak')
    """
    holds = ~applies | ground
    codes = np.full(len(applies), CODE[FindingStatus.NOT_STATED], dtype=np.int8)
    codes[holds.no] = CODE[found]
    codes[applies.yes & ~ground.yes & part.yes] = CODE[FindingStatus.WEAK]
    codes[ground.yes] = CODE[FindingStatus.NO_GAP]
    codes[applies.no] = CODE[FindingStatus.NOT_APPLICABLE]
    return codes


def _condition(facts: Facts, condition: str) -> Truth:
    truth = facts.truth(condition.removeprefix("!"))
    return ~truth if condition.startswith("!") else truth
