"""Row 1: which column is which."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from datamap.model import Column, Problem, Text
from datamap.vocabulary import Vocabulary, fold, problem
from datamap.vocabulary.spelling import slipped

_DELIMITERS = (",", "\t", ";")
_NOT_DELIMITERS = ("，", "、", "；", "|", "│", "｜")


@dataclass(frozen=True, slots=True)
class Header:
    """What row 1 says.

    Attributes
    ----------
    columns : schema key -> position in the file.
    extra : heading of a column the schema does not know -> position.
    problems : missing, repeated and unknown columns.
    """

    columns: dict[str, int] = field(default_factory=dict)
    extra: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def choose_delimiter(row_1: str, vocabulary: Vocabulary) -> str:
    """Return the delimiter under which most headings of row 1 are known; the comma if in doubt."""

    def known(delimiter: str) -> int:
        cells = next(csv.reader(io.StringIO(row_1), delimiter=delimiter), [])
        return len({vocabulary.find("columns", cell) for cell in cells} - {None})

    best = max(_DELIMITERS, key=known)
    return best if known(best) > known(",") else ","


def read_header(cells: Sequence[str], vocabulary: Vocabulary, file: str, *, filled: Sequence[bool]) -> Header:
    """Return which position holds which column.

    Parameters
    ----------
    cells : row 1. filled : whether the column has any cell that is not blank; a column
        without heading and without cells is passed over.
    """
    columns: dict[str, int] = {}
    extra: dict[str, int] = {}
    found: list[Problem] = []
    for position, cell in enumerate(cells):
        name = fold(cell)
        key = vocabulary.find("columns", name) or name
        held = columns if vocabulary.get("columns", key) else extra
        if key in held:
            found.append(_twice(cell, key, held[key], position, file))
        elif key:
            held[key] = position
        elif filled[position]:
            found.append(_nameless(position, file))
    if not columns:
        return Header(problems=(_no_header(vocabulary, cells, file),))
    missing = [
        problem("missing_column", severity="error", file=file, row=1, column=c.key, named=_named(c))
        for c in vocabulary.columns
        if c.required and c.key not in columns
    ]
    unknown = [_unknown(name, cells[position], columns, vocabulary, file) for name, position in extra.items()]
    twice = {p.column for p in found if p.code == "duplicate_column"}  # which one is meant cannot be told
    columns = {key: position for key, position in columns.items() if key not in twice}
    return Header(columns, extra, (*missing, *found, *unknown))


def _unknown(name: str, cell: str, columns: Mapping[str, int], vocabulary: Vocabulary, file: str) -> Problem:
    """Return the remark on a heading that is not known; a column that is there is not what was meant."""
    nearest = vocabulary.nearest("columns", name) or slipped(name, vocabulary.spellings("columns"))
    if nearest is None or nearest in columns:
        return problem("unknown_column", severity="warning", file=file, row=1, column=name, value=cell)
    label = vocabulary.label("columns", nearest)
    return problem(
        "unknown_column",
        severity="warning",
        file=file,
        row=1,
        column=name,
        value=cell,
        nearest=nearest,
        meant=label,
    )


def _no_header(vocabulary: Vocabulary, cells: Sequence[str], file: str) -> Problem:
    """Return the problem of a row 1 without any known heading; nothing can be said of the rows then."""
    marks = [mark for mark in _NOT_DELIMITERS if any(mark in cell for cell in cells)]
    if marks:
        return problem("wrong_delimiter", severity="error", file=file, row=1, value=marks[0])
    needed = [_named(column) for column in vocabulary.columns if column.required]
    required = Text(ja="、".join(one.ja for one in needed), en=", ".join(one.en for one in needed))
    return problem("no_header", severity="error", file=file, row=1, value=",".join(cells), allowed=required)


def _twice(cell: str, key: str, first: int, position: int, file: str) -> Problem:
    places = Text(
        ja=f"{letter(first)}列と{letter(position)}列", en=f"columns {letter(first)} and {letter(position)}"
    )
    return problem(
        "duplicate_column", severity="error", file=file, row=1, column=key, value=cell, places=places
    )


def _nameless(position: int, file: str) -> Problem:
    return problem("column_without_heading", severity="warning", file=file, row=1, letter=letter(position))


def letter(position: int) -> str:
    """Return the letters a spreadsheet gives to a position counted from 0.

    Examples
    --------
    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _named(column: Column) -> Text:
    """Return a column's label and key in quotation marks; once where they are the same word."""
    key, label = column.key, column.label
    return Text(
        ja=f"「{key}」" if label.ja == key else f"「{label.ja}」（{key}）",
        en=f"“{key}”" if label.en == key else f"“{label.en}” ({key})",
    )
