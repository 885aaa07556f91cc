"""What an officer assumed about a finding: closed or lowered for a while, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from datamap.model.problem import Severity
from datamap.model.text import EMPTY, Lang, Text


@dataclass(frozen=True, slots=True)
class Assumption:
    """One entry of `records/assumptions.toml` (`[[assumption]]`).

    Attributes
    ----------
    finding : id of the finding it is about. reason, role : why, and who answers for it (a role,
        never a person's name).
    date, until : ISO dates of the decision and of its last day.
    facts : fingerprint of the facts it rests on (`datamap accept` writes it).
    severity : the weight it is lowered to; None = closed (accepted as it is).
    line : where it stands in the file.
    """

    finding: str
    reason: Text = EMPTY
    role: str = ""
    date: str = ""
    until: str = ""
    facts: str = ""
    severity: Severity | None = None
    line: int | None = None


class AssumptionState(StrEnum):
    """Whether an assumption holds on a day, and if not, why."""

    ACCEPTED = "accepted"
    LOWERED = "lowered"
    EXPIRED = "expired"
    CHANGED = "facts_changed"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Assumed:
    """An assumption held against a finding of today.

    Attributes
    ----------
    record : the entry. state : whether it holds. severity : what the finding weighs without it.
    """

    record: Assumption
    state: AssumptionState
    severity: Severity

    @property
    def holds(self) -> bool:
        """Whether the finding is closed or lowered by it today."""
        return self.state in {AssumptionState.ACCEPTED, AssumptionState.LOWERED}

    @property
    def closes(self) -> bool:
        """Whether the finding is accepted as it is, so that no gate fails on it."""
        return self.state is AssumptionState.ACCEPTED

    @property
    def weight(self) -> Severity:
        """What the finding weighs with it; an assumption never makes a finding heavier."""
        to = self.record.severity
        if to is None or not self.holds:
            return self.severity
        return max(self.severity, to, key=lambda severity: severity.rank)

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """Return it for JSON, worded in one language."""
        return {
            "state": self.state.value,
            "reason": self.record.reason.in_lang(lang),
            "role": self.record.role,
            "date": self.record.date,
            "until": self.record.until,
            "severity_without": self.severity.value,
        }
