"""What stands around a breach: the places that hold copies, each alone or several of one sort together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.relation import Relation
from datamap.model import Reading, Text
from datamap.vocabulary import text

Row = dict[str, Any]

MOST = 75
"""Dots that the circle holds without touching; more places are drawn together, country by country."""

LISTED = 48
"""Dots that the list has lines for, headings apart."""


def say(key: str, **values: object) -> Text:
    """Return the words of this figure under a key."""
    return text("figures", f"breach.{key}", **values)


@dataclass(frozen=True, slots=True)
class Copy:
    """One dot: a place downstream that holds copies, or several of one sort; what it is, how sure that is."""

    number: int
    row: Row
    places: int = 1

    @property
    def reading(self) -> Reading:
        """How sure it is that the copy is there."""
        return Reading(self.row["reading"])

    @property
    def items(self) -> int:
        """How many items it holds."""
        return len([key for key in str(self.row["items"]).split(SEPARATOR) if key])


def copies_in(table: pd.DataFrame) -> list[Copy]:
    """Return what gets a dot, numbered: by what a place is to us, then by how sure, then by name."""
    relations = [relation.value for relation in Relation]
    ranks = {reading.value: rank for rank, reading in enumerate(Reading)}
    rows = sorted(
        ({str(k): v for k, v in row.items()} for row in table.to_dict("records")),
        key=lambda row: (
            [relations.index(each) for each in str(row["relation"]).split(SEPARATOR) if each],
            ranks[str(row["reading"])],
            str(row["place"]),
        ),
    )
    return [Copy(number, *one) for number, one in enumerate(_drawn_together(rows), start=1)]


def _drawn_together(rows: Sequence[Row]) -> list[tuple[Row, int]]:
    """Return what gets a dot, each with its places: all alone if there is room, else by country.

    What only misuse could reach is drawn together first, what is certain last. Where even the
    countries are too many, a relation is one dot for each reading.
    """
    if len(rows) <= MOST:
        return [(row, 1) for row in rows]
    sorts = ("relation", "reading", "countries")
    known = {Reading.CERTAIN, Reading.POSSIBLE}
    for alone, most in ((known, LISTED), ({Reading.CERTAIN}, LISTED), (set[Reading](), MOST)):
        dots = _grouped(rows, alone, sorts)
        if len(dots) <= most:
            return dots
    return _grouped(rows, set(), ("relation", "reading"))


def _grouped(rows: Sequence[Row], alone: set[Reading], parts: Sequence[str]) -> list[tuple[Row, int]]:
    """Return the rows that agree in some columns as one; those of some readings stay alone."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        columns = ("place",) if Reading(row["reading"]) in alone else parts
        groups.setdefault(tuple(str(row[part]) for part in columns), []).append(row)
    return [(_merged(members), len(members)) for members in groups.values()]


def _merged(members: Sequence[Row]) -> Row:
    """Return one row for several: all countries and items that any of them has."""

    def every(column: str) -> str:
        return SEPARATOR.join(sorted({key for row in members for key in str(row[column]).split(SEPARATOR)}))

    return members[0] | ({} if len(members) == 1 else {c: every(c) for c in ("countries", "items")})
