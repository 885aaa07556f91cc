"""The running flows, column by column: each distinct cell is judged once, however many rows have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from datamap.analysis.border import Homes, Seen, seen_from
from datamap.analysis.listed import Entries, entries_of
from datamap.facts.cells import split, yes_or_no
from datamap.facts.flow.lists import CellLists, cell_lists
from datamap.facts.truth import Truth, judge
from datamap.facts.world import World
from datamap.inventory.coded import Coded
from datamap.model import Place, Status
from datamap.vocabulary import read_vocabulary

Codes = npt.NDArray[np.int32]
Verdict = Callable[[str], bool | None]

DENSE = 100_000_000
"""Most pairs of cells that are numbered by looking in a table; beyond, they are sorted."""


@cache
def word_list(column: str) -> str:
    """Return the list of words that the entries of a column come from.

    Raises
    ------
    KeyError
        If there is no such column, or its entries come from no list.

    Examples
    --------
    >>> word_list("mode"), word_list("purposes")
    ('modes', 'purposes')
    """
    lists = {one.key: one.vocabulary for one in read_vocabulary().columns if one.vocabulary}
    return lists[column]


@dataclass(frozen=True, eq=False)
class FlowView:
    """What facts about flows may look at.

    Flows that do not run on `as_of` (ended, planned, outside since … until) are left out.
    """

    world: World
    _lists: dict[str, CellLists] = field(default_factory=dict)
    _codes: dict[str, Codes] = field(default_factory=dict)
    _paired: dict[tuple[str, str], tuple[list[int], Codes]] = field(default_factory=dict)

    @cached_property
    def rows(self) -> npt.NDArray[np.intp]:
        """Row numbers of the flows that run on the day."""
        day = self.world.as_of.isoformat()
        running = ~self._all("status", lambda s: s in {Status.ENDED, Status.PLANNED}).yes
        begun = ~self._all("since", lambda since: bool(since) and since > day).yes
        going = ~self._all("until", lambda until: bool(until) and until < day).yes
        return np.flatnonzero(running & begun & going)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of the flows that run on the day."""
        coded = self.world.inventory.coded("id")
        return tuple(map(coded.values.__getitem__, coded.codes[self.rows].tolist()))

    @property
    def as_of(self) -> date:
        """The day the facts are established for."""
        return self.world.as_of

    def __len__(self) -> int:
        return len(self.rows)

    def values(self, column: str) -> tuple[str, ...]:
        """Return the distinct cells of a column."""
        return self._coded(column).values if self.has(column) else ("",)

    def codes(self, column: str) -> Codes:
        """Return, for each running flow, the place of its cell in `values`."""
        if column not in self._codes:
            known = self._coded(column).codes if self.has(column) else self._blank
            every = len(self) == len(known)
            self._codes[column] = known if every else known[self.rows]
        return self._codes[column]

    @cached_property
    def _blank(self) -> Codes:
        return np.zeros(len(self.world.inventory), dtype=np.int32)

    def _coded(self, column: str) -> Coded:
        """Return a column; of `items` with what a recorded `all` stands for."""
        return self.world.items if column == "items" else self.world.inventory.coded(column)

    def has(self, column: str) -> bool:
        """Whether the table has this column."""
        return column in self.world.inventory.columns

    def cell(self, column: str, verdict: Verdict) -> Truth:
        """Ask one question of each distinct cell of a column."""
        return judge(self.values(column), verdict).take(self.codes(column))

    def recorded(self, column: str) -> Truth:
        """Whether anything stands in the cell; this is known either way."""
        return self.cell(column, bool)

    def among(self, column: str, keys: Iterable[str]) -> Truth:
        """Whether a single-key cell holds one of these keys; blank or undetermined = not recorded."""
        wanted = frozenset(keys)
        return self.cell(column, lambda c: None if c in {"", "undetermined", "unknown"} else c in wanted)

    def lists(self, column: str) -> CellLists:
        """Return the distinct cells of a list column, taken apart."""
        if column not in self._lists:
            self._lists[column] = cell_lists(self._entries(column))
        return self._lists[column]

    def _entries(self, column: str) -> Entries:
        """Return the entries of the distinct cells; those of cells that were written out stand last."""
        if not self.has(column):
            return Entries.of(("",))
        as_read = entries_of(self.world.inventory, column)
        further = self.values(column)[len(as_read.count) :]
        return Entries.of(further, as_read) if further else as_read

    def holds(self, column: str, verdict: Callable[[str], bool]) -> Truth:
        """Whether a list cell has an entry like that; a blank cell is not recorded."""
        lists = self.lists(column)
        found = lists.any(verdict)
        return Truth(yes=found, no=~found & ~lists.blank).take(self.codes(column))

    def every(self, column: str, verdict: Callable[[str], bool]) -> Truth:
        """Whether all entries of a list cell are like that; a blank cell is not recorded."""
        return ~self.holds(column, lambda key: not verdict(key))

    def includes(self, column: str, verdict: Callable[[str], bool]) -> Truth:
        """Whether a qualified list includes an entry like that; where it is open, not known."""
        lists = self.lists(column)
        found = lists.any(verdict)
        return Truth(yes=found, no=~found & lists.closed).take(self.codes(column))

    def flagged(self, column: str, *flags: str) -> Truth:
        """Whether a list cell of keys has one with any of these flags; a blank cell is not recorded."""
        wanted, words, terms = frozenset(flags), word_list(column), self.world.vocabulary
        return self.holds(column, lambda key: bool(terms.flags(words, key) & wanted))

    def under(self, column: str, *ancestors: str) -> Truth:
        """Whether a list cell has a key at or below one of these; a blank cell is not recorded."""
        words, is_a = word_list(column), self.world.vocabulary.is_a
        return self.holds(column, lambda key: any(is_a(words, key, above) for above in ancestors))

    def recorded_under(self, column: str, *ancestors: str) -> Truth:
        """As `under`, for what counts only when it is written down: a blank cell is a no."""
        found = self.under(column, *ancestors)
        return Truth.known(found.yes)

    def items(self, verdict: Callable[[str], bool]) -> Truth:
        """Whether the items include one like that; where the list is open, not known."""
        return self.includes("items", verdict)

    def items_flagged(self, *flags: str) -> Truth:
        """Whether the items include one with any of these flags; a category stands for all below it."""
        wanted, terms = frozenset(flags), self.world.vocabulary

        def flagged(key: str) -> bool:
            term = terms.get("items", key)
            category = term is not None and not term.parent
            below = terms.children("items", key) if category else (key,)
            return any(terms.flags("items", child) & wanted for child in below)

        return self.items(flagged)

    def items_under(self, *ancestors: str) -> Truth:
        """Whether the items include one at or below one of these; where the list is open, not known."""
        is_a = self.world.vocabulary.is_a
        return self.items(lambda key: any(is_a("items", key, above) for above in ancestors))

    def items_marked(self, flag: str) -> Truth:
        """Whether an item named one by one has a flag; a category does not count."""
        flags = self.world.vocabulary.flags
        return self.items(lambda key: flag in flags("items", key))

    def subjects_flagged(self, *flags: str) -> Truth:
        """Whether the people concerned include a group with any of these flags."""
        wanted, terms = frozenset(flags), self.world.vocabulary
        return self.includes("subjects", lambda key: bool(terms.flags("subjects", key) & wanted))

    def place(self, column: str, verdict: Callable[[tuple[Place, ...]], bool | None]) -> Truth:
        """Ask a question of the place, or of the members of the group, that a cell names."""
        members = self.world.members
        return self.cell(column, lambda key: verdict(members(key)) if key else None)

    def pairs(self, one: str, other: str, verdict: Callable[[str, str], bool | None]) -> Truth:
        """Ask one question of each distinct pair of cells in two columns."""
        ones, others = self.values(one), self.values(other)
        distinct, place = self._pairs(one, other)
        asked = (verdict(ones[m // len(others)], others[m % len(others)]) for m in distinct)
        return Truth.of(asked).take(place)

    def _pairs(self, one: str, other: str) -> tuple[list[int], Codes]:
        """Return the distinct pairs of cells in two columns, and which of them each row has."""
        if (one, other) not in self._paired:
            mixed = self.codes(one).astype(np.int64) * len(self.values(other)) + self.codes(other)
            self._paired[one, other] = _numbered(mixed, len(self.values(one)) * len(self.values(other)))
        return self._paired[one, other]

    def countries(self, verdict: Callable[[frozenset[str], bool], bool | None]) -> Truth:
        """Ask a question of where the recipient is: countries known, and whether that is all of them."""
        world = self.world
        return self.pairs("recipient", "countries", lambda r, c: verdict(*world.countries(r, c)))

    def away(self, verdict: Callable[[Seen], bool | None]) -> Truth:
        """Ask a question of where the recipient is, seen from the place that hands over."""
        homes = [self.world.border.homes(source) for source in self.values("source")]
        numbers = {one: number for number, one in enumerate(dict.fromkeys(homes))}
        home = np.array([numbers[one] for one in homes], dtype=np.int32)[self.codes("source")]
        yes, no = np.zeros(len(self), np.bool_), np.zeros(len(self), np.bool_)
        for one, number in numbers.items():
            found = self._seen_from(one, verdict)
            yes |= found.yes & (home == number)
            no |= found.no & (home == number)
        return Truth(yes, no)

    def _seen_from(self, homes: Homes, verdict: Callable[[Seen], bool | None]) -> Truth:
        return self.countries(lambda known, complete: verdict(seen_from(homes, known, complete=complete)))

    def clauses(self, verdict: Callable[[frozenset[str]], bool | None]) -> Truth:
        """Ask a question of the clauses that a flow says it is stated in."""
        return self.cell("notice", lambda cell: verdict(frozenset(split(cell))))

    def stated(self, *claims: str) -> Truth:
        """Whether a clause that states the flow makes one of these claims; silence leaves it open."""
        clause, wanted = self.world.clause, frozenset(claims)

        def made(cited: frozenset[str]) -> bool | None:
            found = any(wanted & set(clause[key].claims) for key in cited if key in clause)
            return True if found else None

        return self.clauses(made)

    def asked(self, column: str) -> Truth:
        """Read a yes-or-no answer that a person gave in a column of this name."""
        return self.cell(column, yes_or_no)

    def _all(self, column: str, verdict: Verdict) -> Truth:
        if not self.has(column):
            return Truth.constant(value=False, length=len(self.world.inventory))
        coded = self.world.inventory.coded(column)
        return judge(coded.values, verdict).take(coded.codes)


def _numbered(keys: npt.NDArray[np.int64], below: int) -> tuple[list[int], Codes]:
    """Return the distinct keys, ascending, and the number of each key among them.

    Parameters
    ----------
    below : what all keys are below; up to `DENSE` each has a place in a table (5 bytes).
    """
    if below > DENSE:
        distinct, place = np.unique(keys, return_inverse=True)
        return distinct.tolist(), place.astype(np.int32)
    met = np.zeros(below, dtype=np.bool_)
    met[keys] = True
    distinct = np.flatnonzero(met)
    number = np.empty(below, dtype=np.int32)
    number[distinct] = np.arange(len(distinct), dtype=np.int32)
    return distinct.tolist(), number[keys]
