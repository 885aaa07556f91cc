"""Problems gathered from a table: one for each distinct mistake, however many rows share it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from datamap.inventory.cells import Remark
from datamap.model import EMPTY, Problem, Severity, Text
from datamap.vocabulary import problem

SHOWN = 50
"""Problems of one kind in one column that are shown one by one; the rest is counted."""


class Gathering:
    """Collects problems of one file and folds what would drown the reader.

    Parameters
    ----------
    file : name that the problems carry.
    line_of : record number -> physical line.
    headings : column key -> its label.
    """

    def __init__(
        self, file: str, line_of: Callable[[int], int], headings: Mapping[str, Text] | None = None
    ) -> None:
        self._headings = headings or {}
        self._file, self._line_of = file, line_of
        self._found: list[Problem] = []
        self._met: Counter[tuple[str, str | None]] = Counter()
        self._folded: Counter[tuple[str, str | None]] = Counter()
        self._severity: dict[tuple[str, str | None], Severity] = {}

    def add(
        self, remark: Remark, *, row: int | None, column: str | None, raw: str | None = None, rows: int = 1
    ) -> None:
        """Add what is to be said about a cell that `rows` rows have, first in `row`."""
        kind = (remark.code, column)
        self._met[kind] += 1
        self._severity[kind] = Severity(remark.severity)
        if self._met[kind] > SHOWN:
            self._folded[kind] += rows
            return
        self._found.append(
            problem(
                remark.code,
                severity=remark.severity,
                file=self._file,
                row=row,
                line=None if row is None else self._line_of(row),
                column=column,
                value=raw if remark.value is None else remark.value,
                allowed=remark.allowed,
                nearest=remark.nearest,
                meant=remark.meant,
                heading=self._headings.get(column or "", EMPTY),
                more=rows - 1,
                **remark.values,
            )
        )

    def extend(self, problems: tuple[Problem, ...]) -> None:
        """Add problems that are already worded."""
        self._found += problems

    def problems(self) -> tuple[Problem, ...]:
        """Return everything gathered, gravest first, then by row and column."""
        folded = [
            problem("further_problems", severity=self._severity[kind], file=self._file, column=kind[1],
                    code=kind[0], rows=rows, values=self._met[kind] - SHOWN, shown=SHOWN)
            for kind, rows in self._folded.items()
        ]  # fmt: skip
        return tuple(sorted([*self._found, *folded], key=order))

    @property
    def failed(self) -> bool:
        """Whether any problem is an error."""
        return any(p.severity is Severity.ERROR for p in self._found)


def order(found: Problem) -> tuple[int, str, float, str, str, Text]:
    """Return the sort key of a problem: gravest first, then file, row (whole file last), column."""
    row = float("inf") if found.row is None else found.row
    return found.severity.rank, found.file, row, found.column or "", found.code, found.message
