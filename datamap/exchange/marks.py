"""Which cells of the inventory are to be coloured, and why: what the check says, put on its cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from datamap.inventory import Inventory, Workbook
from datamap.model import FindingStatus, Problem, Severity, Text
from datamap.rules import Findings
from datamap.rules.ruling import Ruling

Sort = Literal["missing", "contradiction", "doubt"]

CONTRADICTIONS = frozenset(
    {"two_roles", "two_countries", "until_before_since", "lookalike_names", "lookalike_declared"}
)
"""Problems of the input in which two cells say different things."""

_MISSING = (FindingStatus.NOT_STATED.value, FindingStatus.GAP.value)
_CONFLICT = FindingStatus.CONFLICT.value


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell to be coloured: `row` is its index in the table, `about` says why, `todo` what to do."""

    row: int
    column: str
    sort: Sort
    about: Text
    todo: Text
    source: str = ""


def marks_of(workbook: Workbook, findings: Findings | None = None) -> list[Mark]:
    """Return the cells that the check has something to say about, by row and column of the table.

    Parameters
    ----------
    findings : what the rules say about the workbook; only problems of the input if not given.

    Returns
    -------
    One mark a cell: a contradiction before what is missing, and that before a doubt.

    Notes
    -----
    A finding about a flow is put on the cells that the facts of its ground read: on the blank ones
    where something is not recorded, on the filled ones where records contradict one another. What
    rests on other things (clauses, contracts, the organisation) is no cell of this table.
    """
    inventory = workbook.inventory
    found: dict[tuple[int, str], Mark] = {}
    weight = {"contradiction": 0, "missing": 1, "doubt": 2}
    every = [*_of_problems(inventory, workbook.problems), *(_of_findings(inventory, findings))]
    for mark in every:
        place = mark.row, mark.column
        if place not in found or weight[mark.sort] < weight[found[place].sort]:
            found[place] = mark
    order = {key: number for number, key in enumerate(inventory.columns)}
    return sorted(found.values(), key=lambda mark: (mark.row, order[mark.column]))


def _of_problems(inventory: Inventory, problems: tuple[Problem, ...]) -> Iterator[Mark]:
    index = {number: row for row, number in enumerate(inventory.rows.tolist())}
    for found in problems:
        known = found.file == inventory.file and found.row in index and found.column in inventory.columns
        if known and found.row is not None and found.column and found.severity is not Severity.INFORMATION:
            sort: Sort = "contradiction" if found.code in CONTRADICTIONS else "doubt"
            yield Mark(index[found.row], found.column, sort, found.message, found.next_step, found.code)


def _of_findings(inventory: Inventory, findings: Findings | None) -> Iterator[Mark]:
    if findings is None:
        return
    index = {flow: row for row, flow in enumerate(inventory.coded("id").texts())}
    rulings = {ruling.rule.id: ruling for ruling in findings.rulings}
    weighty = findings.at_least(Severity.QUESTION).table
    weighty = weighty[weighty["about_type"] == "flow"]
    for (rule, status), rows in weighty.groupby(["rule", "status"], sort=True)["about"]:
        flows = np.array([index[flow] for flow in rows], dtype=np.int64)
        if status in _MISSING:
            yield from _cells(inventory, rulings[str(rule)], flows, blank=True)
        elif status == _CONFLICT:
            yield from _cells(inventory, rulings[str(rule)], flows, blank=False)


def _cells(
    inventory: Inventory, ruling: Ruling, flows: npt.NDArray[np.int64], *, blank: bool
) -> Iterator[Mark]:
    rule = ruling.rule
    sort: Sort = "missing" if blank else "contradiction"
    about = rule.title if blank else rule.message
    todo = Text(ja=rule.question.ja or rule.remedy.ja, en=rule.question.en or rule.remedy.en)
    for column in ruling.fields:
        if column not in inventory.columns or column in {"id", "status", "notice"}:
            continue
        cells = inventory.coded(column)
        empty = np.array([not value for value in cells.values], dtype=np.bool_)[cells.codes[flows]]
        for row in flows[empty if blank else ~empty].tolist():
            yield Mark(row, column, sort, about, todo, rule.id)
