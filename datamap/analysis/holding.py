"""How flows stand to the rules of the house, and what is said of each that does not keep one."""

from __future__ import annotations

from enum import StrEnum

COLUMNS: tuple[str, ...] = ("assertion", "title", "policy_status", "severity", "flow", "line", "source")
COLUMNS += ("place", "countries", "subjects", "items", "unrecorded", "way")


class Held(StrEnum):
    """How a flow stands to a rule of the house."""

    BROKEN = "broken"
    OPEN = "cannot_be_excluded"
