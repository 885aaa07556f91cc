"""One of their rows as it was read, and one of ours in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from datamap.exchange.account import Entry


@dataclass(slots=True)
class Read:
    """A row of theirs, read column by column.

    Attributes
    ----------
    number : theirs. id : of the row, before it becomes flows. cells : what it is read as -> text.
    raw : the same -> their heading and words. notes : what it was read as, words that no cell could hold.
    told : what it was read as, what is said about it; `""` stands for the row as a whole.
    """

    number: int
    id: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    raw: dict[str, list[str]] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    told: list[tuple[str, Entry]] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A row of ours: `number` is theirs, `cells` our column -> text, `told` why these are as they are."""

    number: int
    cells: dict[str, str]
    told: list[Entry] = field(default_factory=list)
