"""How flows stand to the rules of the house, and what is said of each that does not keep one."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from datamap.model import Severity, Text


class Held(StrEnum):
    """How a flow stands to a rule of the house."""

    BROKEN = "broken"
    OPEN = "cannot_be_excluded"


class Line(NamedTuple):
    """A rule of the house that a flow breaks at a place, or may; lists are joined by ";"."""

    assertion: str
    title: Text
    policy_status: str
    severity: str
    flow: str
    line: int
    source: str
    place: str
    countries: str
    subjects: str
    items: str
    unrecorded: str
    way: str

    @property
    def weight(self) -> Severity:
        """How much it weighs."""
        return Severity(self.severity)
