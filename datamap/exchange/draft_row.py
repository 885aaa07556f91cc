"""One of our rows in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from datamap.exchange.account import Entry


@dataclass(slots=True)
class Draft:
    """A row: `number` is theirs, `cells` our column -> text, `notes` what no cell could hold, `told` why."""

    number: int
    cells: dict[str, str]
    notes: list[str] = field(default_factory=list)
    told: list[Entry] = field(default_factory=list)
