"""Which drafted rows can stand in an inventory, and what is wrong with each of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.inventory import cells as cell_readers
from datamap.inventory.cells import Known, Remark
from datamap.inventory.checking import READERS, read_cell
from datamap.inventory.coded import Coded
from datamap.inventory.crosschecking import check_rows
from datamap.inventory.gathering import Gathering
from datamap.model import Column, Problem, Severity
from datamap.vocabulary import problem

Index = npt.NDArray[np.int64]
_NAMED = 10
_MENDED = frozenset({"wrong_separator", "bad_date"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with a row: the column, and the remark on its cell."""

    column: str
    remark: Remark

    def worded(self, file: str, row: int, known: Known) -> Problem:
        """Return it as a problem of a row of a file."""
        label = known.vocabulary.label("columns", self.column)
        remark = self.remark
        values: dict[str, Any] = remark.values
        return problem(
            remark.code,
            severity=remark.severity,
            file=file,
            row=row,
            column=self.column,
            value=remark.value,
            allowed=remark.allowed,
            nearest=remark.nearest,
            meant=remark.meant,
            heading=label,
            **values,
        )


@dataclass(slots=True)
class Judged:
    """Rows as canonical cells, and what is wrong with those that cannot stand.

    Attributes
    ----------
    columns : column -> canonical cells of all rows. wrong : index of a row -> what is wrong with it.
    mended : cells of which only the way of writing was wrong: index of the row, column, was, became.
    """

    columns: dict[str, Coded]
    wrong: dict[int, list[Wrong]] = field(default_factory=dict)
    mended: list[tuple[int, str, str, str]] = field(default_factory=list)

    def kept(self) -> Index:
        """Return the indices of the rows that can stand."""
        count = len(next(iter(self.columns.values())))
        return np.array([row for row in range(count) if row not in self.wrong], dtype=np.int64)


def judge(raw: Mapping[str, Coded], known: Known, numbers: Sequence[int]) -> Judged:
    """Hold drafted rows against the schema, cell by cell and then against each other.

    Parameters
    ----------
    raw : column -> cells; every column of the schema, then columns of one's own.
    numbers : row of the spreadsheet that each row comes from.
    """
    judged = Judged({})
    schema = {column.key: column for column in known.vocabulary.columns}
    for key, cells in raw.items():
        column = schema.get(key)
        canonical, remarks = list(cells.values), list[tuple[int, Remark]]()
        for code, value in enumerate(cells.values):
            if column is not None:
                canonical[code], said = read_cell(column, known, value, READERS[column.type])
                meant = mended(column, known, said)
                if meant is not None:
                    canonical[code], said = meant, ()
                    rows = np.flatnonzero(cells.codes == code).tolist()
                    judged.mended += [(row, key, value, meant) for row in rows]
            else:
                odd = cell_readers.suspicious(value, free=True)
                said = (odd,) if odd else ()
            remarks += [(code, r) for r in said if r.severity == Severity.ERROR]
        for code, remark in remarks:
            shown = replace(remark, value=cells.values[code]) if remark.value is None else remark
            for row in np.flatnonzero(cells.codes == code).tolist():
                judged.wrong.setdefault(row, []).append(Wrong(key, shown))
        judged.columns[key] = cells.replace(canonical)
    while again := _across(judged, known, numbers):
        for row, wrong in again:
            judged.wrong.setdefault(row, []).append(wrong)
    return judged


def mended(column: Column, known: Known, said: Sequence[Remark]) -> str | None:
    """Return the cell that somebody plainly meant: `、` for `;`, or a day of a Japanese era; else None.

    Only what the reader itself offers is taken, and only if it is then read without an error.
    """
    errors = [remark for remark in said if remark.severity == Severity.ERROR]
    if len(errors) != 1 or errors[0].code not in _MENDED or not errors[0].nearest:
        return None
    canonical, more = read_cell(column, known, errors[0].nearest, READERS[column.type])
    return None if any(remark.severity == Severity.ERROR for remark in more) else canonical


def _across(judged: Judged, known: Known, numbers: Sequence[int]) -> list[tuple[int, Wrong]]:
    """Return what is wrong between the rows that still stand, or within them."""
    kept = judged.kept()
    if not len(kept):
        return []
    columns = {key: Coded(cells.values, cells.codes[kept]) for key, cells in judged.columns.items()}
    recorder = _Recorder()
    check_rows(columns, known.names, recorder, np.arange(len(kept), dtype=np.int32))
    found = []
    for remark, at, column in recorder.errors:
        for row in _rows(columns, remark, at):
            told = _with_rows(remark, columns, numbers, kept) if remark.code == "duplicate_id" else remark
            found.append((int(kept[row]), Wrong(column, told)))
    return found


def _rows(columns: Mapping[str, Coded], remark: Remark, at: int) -> Iterator[int]:
    """Yield every row that a remark on one of them is about; of rows with one id the first may stay."""
    if remark.code == "duplicate_id":
        ids = columns["id"]
        yield from np.flatnonzero(ids.codes == ids.codes[at]).tolist()[1:]
    elif remark.code == "until_before_since":
        since, until = columns["since"], columns["until"]
        same = (since.codes == since.codes[at]) & (until.codes == until.codes[at])
        yield from np.flatnonzero(same).tolist()
    else:
        yield at


def _with_rows(remark: Remark, columns: Mapping[str, Coded], numbers: Sequence[int], kept: Index) -> Remark:
    """Return the remark on a repeated id with the rows as the spreadsheet numbers them."""
    ids = columns["id"]
    same = np.flatnonzero(ids.codes == ids.values.index(str(remark.value))).tolist()
    rows = [str(numbers[int(kept[row])]) for row in same]
    listed = ", ".join(rows[:_NAMED]) + (" …" if len(rows) > _NAMED else "")
    return replace(remark, values={"first": rows[0], "rows": listed})


class _Recorder(Gathering):
    """Takes remarks one by one, none folded."""

    def __init__(self) -> None:
        super().__init__("", int)
        self.errors: list[tuple[Remark, int, str]] = []

    def add(
        self,
        remark: Remark,
        *,
        row: int | None,
        column: str | None,
        raw: str | None = None,  # noqa: ARG002 - as its parent has it
        rows: int = 1,  # noqa: ARG002 - the same
    ) -> None:
        """Keep an error; warnings are told by the reader of the finished inventory."""
        if remark.severity == Severity.ERROR and row is not None:
            self.errors.append((remark, row, column or ""))
