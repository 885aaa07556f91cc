"""Names typed on the command line, turned into the finding that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamap.cli.outcome import Stop
from datamap.model import Finding, Text
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.rules import Findings

NAMED = 8
"""Candidates that are listed before it is said how many more there are."""


def the_finding(word: str, findings: Findings) -> Finding:
    """Return the finding that a word stands for: its id, or the only one that begins so.

    Raises
    ------
    Stop
        Naming those it may stand for, or the nearest ones.
    """
    from datamap.rules.lookup import meant

    found = meant(word, findings.table["id"])
    if found.exact:
        return findings.get(found.exact)
    raise Stop(unclear("finding", word, found.candidates))


def unclear(sort: str, word: str, candidates: tuple[str, ...]) -> Text:
    """Say that a word stands for several things or for none, and name what it may stand for."""
    folded = word.strip().casefold()
    several = bool(candidates) and all(name.casefold().startswith(folded) for name in candidates)
    key = "several" if several else "near" if candidates else "none"
    more = f" … +{len(candidates) - NAMED}" if len(candidates) > NAMED else ""
    return text("cli", f"{sort}_{key}", word=word, names=", ".join(candidates[:NAMED]) + more)
