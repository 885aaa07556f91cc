"""Findings as numbers: which ruling, which outcome, about which thing; words come when they are asked for.

A million flows have some seven findings each. As text they are gigabytes, as numbers a few bytes
each; counting, choosing and grouping need no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from datamap.analysis.frames import pd
from datamap.facts import Facts
from datamap.model import Assumed, AssumptionState, Severity
from datamap.rules.ruling import Outcome, Ruling

COLUMNS = (
    "id",
    "rule",
    "finding",
    "law",
    "article",
    "status",
    "severity",
    "about",
    "about_type",
    "flows",
    "clauses",
)
"""Columns of the table of findings; `finding` is the rule's id, shown as its title."""

ASSUMED = "assumption"
"""A further column where the workbook has assumptions: what has become of the one about the finding."""

WEIGHTS = tuple(Severity)
MARKS = ("", *(state.value for state in AssumptionState))
_ACCEPTED = MARKS.index(AssumptionState.ACCEPTED.value)

Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Lines:
    """Findings in their order, a column of numbers for each thing that has to be known of them.

    Attributes
    ----------
    rulings : what the rules say. number : which of them a finding is. outcome : its `Outcome`.
    thing : number of what it is about, among the things of its sort. weight : rank of its severity,
        an assumption counted in. mark : index into `MARKS`; None where there are no assumptions.
    """

    rulings: tuple[Ruling, ...]
    number: npt.NDArray[np.int16]
    outcome: npt.NDArray[np.int8]
    thing: npt.NDArray[np.int32]
    weight: npt.NDArray[np.int8]
    mark: npt.NDArray[np.int8] | None = None

    @classmethod
    def of(cls, rulings: tuple[Ruling, ...]) -> Lines:
        """Return everything that applies, gravest first, what is settled last."""
        things = [np.flatnonzero(ruling.codes).astype(np.int32) for ruling in rulings]  # 0 = does not apply
        none = np.zeros(0, np.int8)
        outcome = np.concatenate([none, *(r.codes[t] for r, t in zip(rulings, things, strict=True))])
        number = np.repeat(np.arange(len(rulings), dtype=np.int16), [len(found) for found in things])
        thing = np.concatenate([none.astype(np.int32), *things])
        lines = cls(rulings, number, outcome, thing, none)
        weight = lines.looked_up(lambda ruling, outcome: ruling.severity(outcome).rank, np.int8)
        return replace(lines, weight=weight).ordered()

    def __len__(self) -> int:
        return len(self.number)

    def take(self, rows: Rows | Flags | slice) -> Self:
        """Return some of them, in that order."""
        return type(self)(
            self.rulings,
            self.number[rows],
            self.outcome[rows],
            self.thing[rows],
            self.weight[rows],
            None if self.mark is None else self.mark[rows],
        )

    def ordered(self) -> Self:
        """Put what is open first, gravest first, then what was accepted, then what is settled."""
        rank = self.weight.copy()
        rank[self.accepted] = len(WEIGHTS)
        rank[self.settled] = len(WEIGHTS) + 1
        return self.take(np.argsort(rank, kind="stable"))

    def assumed(self, assumed: Iterable[tuple[int, Assumed]]) -> Self:
        """Return them with what officers decided about some rows, put in order again."""
        weight, mark = self.weight.copy(), np.zeros(len(self), np.int8)
        for row, held in assumed:
            weight[row], mark[row] = held.weight.rank, MARKS.index(held.state.value)
        return replace(self, weight=weight, mark=mark).ordered()

    @cached_property
    def settled(self) -> Flags:
        """Where nothing is missing."""
        return np.equal(self.outcome, np.int8(Outcome.MET))

    @cached_property
    def accepted(self) -> Flags:
        """What an officer has accepted as it is."""
        if self.mark is None:
            return np.zeros(len(self), np.bool_)
        return np.equal(self.mark, np.int8(_ACCEPTED))

    def looked_up(self, of: Callable[[Ruling, Outcome], object], dtype: Any) -> npt.NDArray[Any]:
        """Return for each row what depends on its ruling and outcome alone; worked out once for each."""
        nothing = 0 if dtype is not object else ""
        cells = [
            nothing if outcome is Outcome.NOT_APPLICABLE else of(ruling, outcome)
            for ruling in self.rulings
            for outcome in Outcome
        ]
        which = self.number.astype(np.intp) * len(Outcome) + self.outcome
        found: npt.NDArray[Any] = np.array(cells, dtype=dtype)[which]
        return found

    def by_ruling(self) -> Iterator[tuple[Ruling, Rows]]:
        """Yield each ruling with its rows."""
        order = np.argsort(self.number, kind="stable")
        bounds = np.searchsorted(self.number, np.arange(len(self.rulings) + 1), sorter=order)
        for ruling, start, stop in zip(self.rulings, bounds[:-1], bounds[1:], strict=True):
            if stop > start:
                yield ruling, order[start:stop]

    def rows_of(self, facts: Facts, ids: Iterable[str]) -> Rows:
        """Return the rows of findings by their ids, sorted; ids that are not among them are passed over."""
        numbers = {
            ruling.rule.id: (n << 32, facts.numbers(ruling.rule.applies_to))
            for n, ruling in enumerate(self.rulings)
        }
        wanted = []
        for finding in ids:
            rule, _, about = finding.partition(":")
            number, things = numbers.get(rule, (0, {}))
            if about in things:
                wanted.append(number | things[about])
        mine = self.number.astype(np.int64) << 32 | self.thing
        return np.flatnonzero(np.isin(mine, np.array(wanted, np.int64)))

    def ids(self, facts: Facts) -> npt.NDArray[np.object_]:
        """Return the ids of the findings."""
        found = np.empty(len(self), object)
        for ruling, rows in self.by_ruling():
            found[rows] = f"{ruling.rule.id}:" + facts.id_array(ruling.rule.applies_to)[self.thing[rows]]
        return found

    def frame(self, facts: Facts) -> pd.DataFrame:
        """Lay them out as a table with `COLUMNS` (and `ASSUMED`)."""
        cells: dict[str, npt.NDArray[Any]] = {c: self.looked_up(of, object) for c, of in _BY_RULING.items()}
        cells["severity"] = np.array([weight.value for weight in WEIGHTS], object)[self.weight]
        cells["id"] = self.ids(facts)
        for column in ("about", "flows", "clauses"):
            cells[column] = np.empty(len(self), object)
        for ruling, rows in self.by_ruling():
            kind, things = ruling.rule.applies_to, self.thing[rows]
            flows, clauses = facts.link_arrays(kind)
            cells["about"][rows] = facts.id_array(kind)[things]
            cells["flows"][rows], cells["clauses"][rows] = flows[things], clauses[things]
        columns = [*COLUMNS] if self.mark is None else [*COLUMNS, ASSUMED]
        if self.mark is not None:
            cells[ASSUMED] = np.array(MARKS, object)[self.mark]
        return pd.DataFrame(
            {column: pd.Series(cells[column], dtype=object, copy=False) for column in columns}, copy=False
        )

    def counts(self) -> dict[str, int]:
        """Return how many open ones weigh how much, accepted ones left out."""
        unsettled = np.bincount(self.weight[~self.settled & ~self.accepted], minlength=len(WEIGHTS))
        return {weight.value: int(count) for weight, count in zip(WEIGHTS, unsettled, strict=True)}


_BY_RULING: dict[str, Callable[[Ruling, Outcome], str]] = {
    "rule": lambda ruling, _: ruling.rule.id,
    "finding": lambda ruling, _: ruling.rule.id,
    "law": lambda ruling, _: ruling.rule.law,
    "article": lambda ruling, _: ruling.version.article,
    "status": lambda ruling, outcome: ruling.status(outcome).value,
    "about_type": lambda ruling, _: ruling.rule.applies_to,
}
"""Columns whose cells depend on the ruling and its outcome alone."""
