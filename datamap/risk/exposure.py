"""What is at stake in some flows: the people, the items, who gets them, where, and what protects them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from datamap.analysis.border import HOME, Border, seen_from
from datamap.inventory import Inventory
from datamap.inventory.coded import Coded
from datamap.inventory.formats import read_persons
from datamap.model import Range
from datamap.vocabulary import Vocabulary

Rows = npt.NDArray[np.intp]

_MARKS = frozenset({"all", "*", "+", ""})


@dataclass(frozen=True, slots=True)
class Exposure:
    """What the flows under one risk amount to; every field is read from the table, nothing guessed.

    Attributes
    ----------
    items, subjects : keys named; the items are those at risk. items_open : a list is open or missing.
    item_flags, subject_flags : their flags. recipients : as written (a group stands as a group).
    systems : where they keep it.
    places : recipients with groups counted member by member. open_ended : one has no boundary.
    countries : codes, or `abroad`. country_blank : for at least one recipient none is recorded.
    at_home : those countries that are abroad on none of the flows (`analysis.border`).
    persons : the largest range recorded on a flow; None at both ends = not recorded.
    measures : measure -> on how many of the flows it is recorded. count : number of flows.
    """

    flows: tuple[str, ...]
    activities: tuple[str, ...]
    clauses: tuple[str, ...]
    subjects: tuple[str, ...]
    items: tuple[str, ...]
    items_open: bool
    item_flags: frozenset[str]
    subject_flags: frozenset[str]
    recipients: tuple[str, ...]
    systems: tuple[str, ...]
    places: int
    open_ended: bool
    countries: tuple[str, ...]
    country_blank: bool
    persons: Range
    measures: tuple[tuple[str, int], ...]
    at_home: frozenset[str] = HOME

    @property
    def count(self) -> int:
        """How many flows there are."""
        return len(self.flows)


@dataclass(frozen=True, eq=False)
class Ledger:
    """The inventory, asked about any choice of its rows; each distinct cell is read once a question.

    Parameters
    ----------
    inventory : the flows. items : the column `items` with what a recorded `all` stands for
    (`World.items`); None = as written. border : what is abroad; None = as the operator is declared.
    """

    inventory: Inventory
    items: Coded | None = None
    border: Border | None = None

    def coded(self, column: str) -> Coded:
        """Return a column as codes of its distinct cells."""
        return self.items if column == "items" and self.items is not None else self.inventory.coded(column)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row number of each flow id."""
        return {flow: row for row, flow in enumerate(self.coded("id").texts())}

    def rows(self, flows: Iterable[str]) -> Rows:
        """Return the row numbers of some flows, sorted: their order makes no difference."""
        return np.array(sorted(self.row_of[flow] for flow in flows), dtype=np.intp)

    def ids(self, rows: Rows) -> tuple[str, ...]:
        """Return the flow ids of some rows, sorted."""
        coded = self.coded("id")
        return tuple(sorted(coded.values[code] for code in coded.codes[rows].tolist()))

    def cells(self, column: str, rows: Rows) -> tuple[str, ...]:
        """Return the distinct cells that some rows have in a column, sorted."""
        coded = self.coded(column)
        return tuple(sorted(coded.values[code] for code in np.unique(coded.codes[rows]).tolist()))

    def entries(self, column: str, rows: Rows) -> tuple[str, ...]:
        """Return the distinct entries of a list column in some rows, sorted; blank ones left out."""
        return tuple(sorted({e for cell in self.cells(column, rows) for e in cell.split(";") if e}))

    def named(self, column: str, rows: Rows) -> tuple[str, ...]:
        """Return the keys that `items` or `subjects` cells name."""
        return tuple(e for e in self.entries(column, rows) if e not in _MARKS and not e.startswith("-"))

    def flagged(self, items: Iterable[str], flags: Collection[str]) -> tuple[str, ...]:
        """Return those items that have one of the flags; a category of items, what stands below it too."""
        wanted = frozenset(flags)
        return tuple(item for item in items if self._item_flags([item]) & wanted)

    def naming(self, item: str, rows: Rows) -> Rows:
        """Return those rows whose `items` cell names an item."""
        return rows[self._has("items", item)[self.coded("items").codes[rows]]]

    def holding(self, column: str, entry: str, rows: Rows) -> tuple[str, ...]:
        """Return the ids of those flows whose list cell in a column has an entry."""
        return self.ids(rows[self._has(column, entry)[self.coded(column).codes[rows]]])

    def _has(self, column: str, entry: str) -> npt.NDArray[np.bool_]:
        """Return which distinct cells of a list column have an entry; each cell is taken apart once."""
        values = self.coded(column).values
        if column not in self._entries:
            found = self._entries[column] = {}
            for code, value in enumerate(values):
                for one in value.split(";"):
                    found.setdefault(one, []).append(code)
        has = np.zeros(len(values), dtype=np.bool_)
        has[self._entries[column].get(entry, [])] = True
        return has

    @cached_property
    def _entries(self) -> dict[str, dict[str, list[int]]]:
        """Column -> entry -> codes of the cells that have it, as far as asked for."""
        return {}

    def exposure(self, rows: Rows, items: Collection[str] | None = None) -> Exposure:
        """Return what some rows amount to; `items` narrows the items at risk."""
        named = self.named("items", rows)
        at_risk = named if items is None else tuple(item for item in named if item in items)
        subjects = self.named("subjects", rows)
        recipients = tuple(key for key in self.cells("recipient", rows) if key)
        members = tuple(sorted({m for key in recipients for m in self.inventory.groups.get(key, (key,))}))
        countries, away, blank = self._countries(rows)
        return Exposure(
            flows=self.ids(rows),
            activities=tuple(a for a in self.cells("activity", rows) if a),
            clauses=self.entries("notice", rows),
            subjects=subjects,
            items=at_risk,
            items_open=any(c in {"", "*"} or "+" in c.split(";") for c in self.cells("items", rows)),
            item_flags=self._item_flags(at_risk),
            subject_flags=self._subject_flags(subjects),
            recipients=recipients,
            systems=tuple(key for key in self.cells("system", rows) if key),
            places=len(members),
            open_ended=any(p.open_ended for m in members if (p := self.inventory.places.get(m))),
            countries=countries,
            country_blank=blank,
            persons=widest(self.cells("persons", rows)),
            measures=self._measures(rows),
            at_home=frozenset(countries) - away,
        )

    def _item_flags(self, items: Iterable[str]) -> frozenset[str]:
        """Return the flags of items: a category stands for all below it, an item for itself."""
        terms = self.inventory.vocabulary
        return frozenset().union(*(item_flags(terms, item) for item in items))

    def _subject_flags(self, subjects: Iterable[str]) -> frozenset[str]:
        """Return the flags of groups of people; "customers" does not mean that patients are among them."""
        terms = self.inventory.vocabulary
        return frozenset().union(*(terms.flags("subjects", subject) for subject in subjects))

    def _countries(self, rows: Rows) -> tuple[tuple[str, ...], frozenset[str], bool]:
        """Return where the recipients are, what of it is abroad, and whether it is missing for one."""
        border = self.border or Border.of(self.inventory)
        sources, recipients, cells = (self.coded(c) for c in ("source", "recipient", "countries"))
        from_ = np.zeros_like(rows) if border.one else sources.codes[rows]
        columns = (from_, recipients.codes[rows], cells.codes[rows])
        found, away, blank = set[str](), set[str](), False
        for s, r, c in set(zip(*(column.tolist() for column in columns), strict=True)):
            here = frozenset(filter(None, cells.values[c].split(";"))) or self._declared(recipients.values[r])
            source = sources.values[s]
            away |= seen_from(border.homes(source), here, complete=True).away
            blank |= not here
            found |= here
        return tuple(sorted(found)), frozenset(away), blank

    def _declared(self, recipient: str) -> frozenset[str]:
        """Return the countries declared for a place; those of its members for a group."""
        members = self.inventory.groups.get(recipient, (recipient,))
        places = (self.inventory.places.get(member) for member in members)
        return frozenset(country for place in places if place for country in place.countries)

    def _measures(self, rows: Rows) -> tuple[tuple[str, int], ...]:
        """Return each measure with the number of rows that record it."""
        coded = self.coded("measures")
        counts = np.bincount(coded.codes[rows], minlength=len(coded.values))
        found: dict[str, int] = {}
        for cell, count in zip(coded.values, counts.tolist(), strict=True):
            for measure in filter(None, cell.split(";") if count else ()):
                found[measure] = found.get(measure, 0) + count
        return tuple(sorted(found.items()))


def item_flags(terms: Vocabulary, item: str) -> frozenset[str]:
    """Return the flags of an item; of a category (an item without parent) those of all below it.

    What is sensitive is not said to be perhaps sensitive as well.

    Examples
    --------
    >>> from datamap.vocabulary import read_vocabulary
    >>> words = read_vocabulary()
    >>> "sensitive" in item_flags(words, "health"), "may_be_sensitive" in item_flags(words, "gender")
    (True, False)
    """
    flags = terms.flags_within("items", item)
    return flags - {"may_be_sensitive"} if "sensitive" in terms.flags("items", item) else flags


def widest(cells: Iterable[str]) -> Range:
    """Return the largest number of people that a cell allows: flows may be about the same people.

    Of two that reach as far, the one without an upper end.

    Examples
    --------
    >>> widest(["100", "", ">1000", "200-900"])
    Range(low=1000, high=None, about=False)
    """
    found = [people for cell in cells if cell and (people := read_persons(cell))]
    return max(found, key=lambda one: (most_of(one) or 0, one.high is None), default=Range())


def most_of(people: Range) -> int | None:
    """Return the largest number that is recorded of people; None = none is."""
    return people.low if people.high is None else people.high
