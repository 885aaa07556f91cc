"""Lists that laws publish by date: designated countries, adequacy decisions, standard clauses."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from datamap.model import EMPTY, Text

LAWS = Path(__file__).parent.parent / "laws"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a dated table.

    `since` and `until` None = that end is not recorded; then it is open whether the entry
    counts before `known_on`, the day on which the table was drawn up. `renewed` = `since` is the
    date of a renewal, and what held before it is not recorded.
    """

    key: str
    title: str = ""
    since: date | None = None
    until: date | None = None
    renewed: bool = False
    verified: bool = False
    limit: Text = EMPTY


@dataclass(frozen=True, slots=True)
class DatedTable:
    """A list of a law (`laws/<law>/tables/<name>.toml`)."""

    name: str
    title: Text
    known_on: date
    source: str
    entries: tuple[Entry, ...]

    def on(self, day: date) -> dict[str, bool | None]:
        """Return, for each key, whether it is on the list on a day; None = cannot be told.

        Examples
        --------
        >>> from datetime import date
        >>> table = DatedTable(
        ...     "t", EMPTY, date(2026, 1, 1), "", (Entry("JP", since=date(2019, 1, 23)), Entry("CH"))
        ... )
        >>> table.on(date(2018, 1, 1)), table.on(date(2026, 2, 1))
        ({'JP': False, 'CH': None}, {'JP': True, 'CH': True})
        """
        return {entry.key: self._counts(entry, day) for entry in self.entries}

    def _counts(self, entry: Entry, day: date) -> bool | None:
        if entry.until and day > entry.until:
            return False
        if entry.since:
            return True if day >= entry.since else None if entry.renewed else False
        return True if day >= self.known_on else None


@cache
def read_tables(root: Path = LAWS) -> Mapping[str, DatedTable]:
    """Read every dated table of every law, by name.

    Examples
    --------
    >>> sorted(read_tables())
    ['adequacy_decisions', 'designated_countries', 'eea_countries', 'retention_periods', 'scc_modules']
    """
    tables = (_read(path) for path in sorted(root.glob("*/tables/*.toml")))
    return {table.name: table for table in tables}


def _read(path: Path) -> DatedTable:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return DatedTable(
        name=path.stem,
        title=Text(**raw["title"]),
        known_on=raw["known_on"],
        source=raw["source"],
        entries=tuple(_entry(row) for row in raw["entry"]),
    )


def _entry(row: Mapping[str, object]) -> Entry:
    limit = row.get("limit")
    fields = {name: value for name, value in row.items() if name != "limit"}
    return Entry(**fields, limit=Text(**limit) if isinstance(limit, Mapping) else EMPTY)  # type: ignore[arg-type]
