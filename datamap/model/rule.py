"""Law as dated data, and what comes of holding facts against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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

    `when`, `unless_any` hold fact names, or `!` and a fact name. `found` is the status given
    where the ground is recorded as missing (default `gap`).
    """

    article: str
    in_force: date | None
    promulgated: date | None
    href: str
    when: tuple[str, ...]
    unless_any: tuple[str, ...]
    found: FindingStatus = FindingStatus.GAP
    repealed: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One duty or good practice that an inventory can be checked against (`laws/<law>/<matter>.toml`).

    `kind` is `law`, `guideline`, `readiness` or `house`; `applies_to` is the sort of thing it
    judges: `flow place activity clause group organisation notice`. `verified_on` None = nobody has read
    the primary text for us. `severity_not_stated` is used where nothing is recorded.
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
    file: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says about one thing on one date, with all that led there.

    `id` is stable: rule, then what it is about (`JP-27-5-3e:J1`). `facts` are (name, value)
    pairs, value True, False or None (not recorded). A finding never says that a law is broken.
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
