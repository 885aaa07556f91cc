"""Text of a CSV file -> columns of dictionary codes, and what is wrong with its shape.

Uses the C reader of the standard library, which keeps quoted commas and line breaks right.
Record numbers are those a spreadsheet shows; blank records are passed over but counted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.inventory.coded import Coded, Encoder
from datamap.model import Problem
from datamap.vocabulary import problem

_CHUNK = 50_000
_SHOWN = 20


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """A CSV file as it stands, cells untouched.

    Attributes
    ----------
    header : cells of row 1.
    columns : one per header cell.
    rows : record number of each row (the header is row 1).
    problems : unclosed quotes, ragged rows, blank rows.
    line_of : record number -> physical line.
    """

    header: tuple[str, ...]
    columns: tuple[Coded, ...]
    rows: npt.NDArray[np.int32]
    problems: tuple[Problem, ...]
    line_of: Callable[[int], int]


def parse(text: str, delimiter: str, file: str) -> RawTable:
    """Return the columns of a CSV text.

    Parameters
    ----------
    text : the decoded file. delimiter : what stands between cells. file : for the problems.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines = Lines(text, delimiter)
    shape = _Shape(file, lines)
    try:
        header = tuple(next(reader, []))
    except csv.Error as error:
        return RawTable((), (), np.zeros(0, np.int32), (shape.broken(1, error),), lines)
    shape.width = len(header)
    while header and not header[-1].strip():
        header = header[:-1]
    if not header:
        return RawTable((), (), np.zeros(0, np.int32), (), lines)
    encoders: list[Encoder[str]] = [Encoder() for _ in header]
    pieces: list[list[npt.NDArray[np.int32]]] = [[] for _ in header]
    rows: list[int] = []
    for numbers, records in shape.records(reader, len(header)):
        rows += numbers
        for encoder, piece, cells in zip(encoders, pieces, zip(*records, strict=True), strict=True):
            piece.append(encoder.encode(cells))
    columns = tuple(
        Coded(tuple(encoder), np.concatenate(piece) if piece else np.zeros(0, np.int32))
        for encoder, piece in zip(encoders, pieces, strict=True)
    )
    return RawTable(header, columns, np.array(rows, np.int32), shape.problems(), lines)


class Lines:
    """Tells the physical line on which a record starts; counts only when asked."""

    def __init__(self, text: str, delimiter: str) -> None:
        self._text, self._delimiter = text, delimiter
        self._starts: list[int] | None = None

    def __call__(self, row: int) -> int:
        """Return the physical line of a record, both counted from 1."""
        if self._starts is None:
            reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=self._delimiter)
            self._starts = [1]
            with suppress(csv.Error):  # beyond a broken record nothing is read, so nothing is asked for
                self._starts.extend(reader.line_num + 1 for _ in reader)
        return self._starts[min(row, len(self._starts)) - 1]


class _Shape:
    """Watches the number of cells of each record while they go by."""

    def __init__(self, file: str, lines: Lines) -> None:
        self._file, self._lines = file, lines
        self._short: list[tuple[int, int]] = []
        self._long: list[tuple[int, int]] = []
        self._blank: list[int] = []
        self._broken: Problem | None = None
        self.width = 0

    def records(self, reader: Iterator[list[str]], width: int) -> Iterator[tuple[list[int], list[list[str]]]]:
        """Yield chunks of record numbers and records of exactly `width` cells."""
        row = 2
        while chunk := self._take(reader, row):
            numbers = range(row, row + len(chunk))
            row += len(chunk)
            if set(map(len, chunk)) == {width} and all(map(any, chunk)):
                yield list(numbers), chunk
                continue
            kept, mended = self._mend(numbers, chunk, width)
            if kept:
                yield kept, mended

    def _take(self, reader: Iterator[list[str]], row: int) -> list[list[str]]:
        chunk: list[list[str]] = []
        if self._broken is None:
            try:
                chunk.extend(islice(reader, _CHUNK))
            except csv.Error as error:
                self._broken = self.broken(row + len(chunk), error)
        return chunk

    def _mend(self, numbers: range, chunk: list[list[str]], width: int) -> tuple[list[int], list[list[str]]]:
        """Take out blank rows, and ragged ones: in those no cell is sure to stand in its column."""
        kept: list[int] = []
        mended: list[list[str]] = []
        for row, record in zip(numbers, chunk, strict=True):
            if not any(cell.strip() for cell in record):
                self._blank.append(row)
            elif len(record) > self.width:
                self._long.append((row, len(record)))
            elif len(record) < width:
                self._short.append((row, len(record)))
            else:
                kept.append(row)
                mended.append(record[:width])
        return kept, mended

    def broken(self, row: int, error: csv.Error) -> Problem:
        """Return the problem of a record that the reader could not finish."""
        line = self._lines(row)
        place = {"severity": "error", "file": self._file, "row": row, "line": line}
        if "limit" in str(error) or "end of data" in str(error):
            return problem("unclosed_quote", **place)  # type: ignore[arg-type]
        return problem("stray_quote", **place)  # type: ignore[arg-type]

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the shape; the last one shown says how many more there are."""
        found = [] if self._broken is None else [self._broken]
        found += self._ragged("too_many_cells", self._long) + self._ragged("too_few_cells", self._short)
        if self._blank:
            found.append(self._at("blank_rows", self._blank[0], "information", more=len(self._blank) - 1))
        return tuple(found)

    def _ragged(self, code: str, rows: list[tuple[int, int]]) -> list[Problem]:
        more = max(len(rows) - _SHOWN, 0)
        return [
            self._at(
                code, row, "error", more=more if number == _SHOWN else 0, cells=cells, expected=self.width
            )
            for number, (row, cells) in enumerate(rows[:_SHOWN], start=1)
        ]

    def _at(self, code: str, row: int, severity: str, *, more: int, **values: Any) -> Problem:
        line = self._lines(row)
        return problem(code, severity=severity, file=self._file, row=row, line=line, more=more, **values)
