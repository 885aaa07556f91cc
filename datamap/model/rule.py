"""Law as dated data, and what comes of holding facts against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from datamap.model.assumption import Assumed
from datamap.model.problem import Severity
from datamap.model.text import EMPTY, Text


class FindingStatus(StrEnum):
    """Outcome of one rule about one thing (OK WK CF NS in acceptance 6.5)."""

    NO_GAP = "no_gap"
    WEAK = "weak"
    CONFLICT = "conflict"
    NOT_STATED = "not_stated"
    GAP = "gap"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One rule as it stood from `in_force` on, until the next version.

    `when`, `unless_any`, `weak_if_any` hold fact names, or `!` and a fact name. The duty applies
    where all of `when` hold and is met by any of `unless_any`. `found` is the status given where
    the ground is recorded as missing (default `gap`); it is `weak` where one of `weak_if_any`
    holds, the part that is there. `in_force` None = the beginning is not recorded.
    """

    article: str
    in_force: date | None
    promulgated: date | None
    href: str
    when: tuple[str, ...]
    unless_any: tuple[str, ...]
    weak_if_any: tuple[str, ...] = ()
    found: FindingStatus = FindingStatus.GAP
    repealed: bool = False

    @property
    def conditions(self) -> tuple[str, ...]:
        """Every condition as written, `!` included, in the order when, unless, weak."""
        return self.when + self.unless_any + self.weak_if_any

    @property
    def fact_names(self) -> tuple[str, ...]:
        """Every fact the version names, once, in that order."""
        return tuple(dict.fromkeys(condition.removeprefix("!") for condition in self.conditions))


@dataclass(frozen=True, slots=True)
class Rule:
    """One duty or good practice that an inventory can be checked against (`laws/<law>/<matter>.toml`).

    `kind` is `law`, `guideline`, `readiness` or `house`; `applies_to` is the sort of thing it
    judges: `flow place activity clause group organisation notice`. `verified_on` None = nobody has
    read the primary text for us; a rule of kind `house` is a check of our own and has no such text.
    `severity_not_stated` is used where nothing is recorded, `severity_weak` where the ground is
    there in part. `message` says what was seen where the ground
    is missing, `message_weak` where it is there in part, `message_met` where it is there. `source` is
    the guideline or order behind it. `waits_for` names what has to be settled first, `foreign_route`
    or nothing: until then the rule is not asked about apart.
    """

    id: str
    law: str
    kind: str
    applies_to: str
    title: Text
    severity: Severity
    severity_not_stated: Severity
    verified_on: date | None
    versions: tuple[RuleVersion, ...]
    message: Text
    question: Text
    remedy: Text
    severity_weak: Severity = Severity.WARNING
    message_weak: Text = EMPTY
    message_met: Text = EMPTY
    source: str = ""
    file: str = ""
    waits_for: str = ""

    def version_on(self, as_of: date) -> RuleVersion | None:
        """Return the version in force on a day; None before the first and after a repeal."""
        begun = [v for v in self.versions if v.in_force is None or v.in_force <= as_of]
        latest = max(begun, key=lambda v: v.in_force or date.min, default=None)
        return None if latest is None or latest.repealed else latest


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change of an act (`[[amendment]]` of `act.toml`); an unknown date stays None."""

    title: Text
    promulgated: date | None = None
    in_force: date | None = None
    verified: bool = False
    note: Text = EMPTY


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one article is covered (`[[coverage]]`): `covered`, `partly` or `not`, and why."""

    article: str
    state: str
    why: Text
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """One act with its rules: a folder of `laws/`.

    `kind` is `law`, `readiness` (passed, not in force: hints only) or `neighbour`. `gate` is a
    fact about the organisation without which the act does not apply.
    """

    key: str
    kind: str
    name: Text
    short: Text
    href: str
    gate: str
    amendments: tuple[Amendment, ...]
    coverage: tuple[Coverage, ...]
    rules: tuple[Rule, ...]
    caution: Text = EMPTY


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says about one thing on one date, with all that led there.

    `id` is stable: rule, then what it is about (`JP-27-5-3e:J1`). `facts` are (name, value)
    pairs, value True, False or None (not recorded). `assumption` is what an officer decided about
    it (`records/assumptions.toml`), None if nothing. `house`: a check of our own, not a rule of
    law. A finding never says that a law is broken.
    """

    id: str
    rule: str
    law: str
    article: str
    href: str
    verified: bool
    in_force: date | None
    status: FindingStatus
    severity: Severity
    about: str
    about_type: str
    flows: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    title: Text = EMPTY
    message: Text = EMPTY
    question: Text = EMPTY
    remedy: Text = EMPTY
    facts: tuple[tuple[str, bool | None], ...] = ()
    assumption: Assumed | None = None
    house: bool = False
