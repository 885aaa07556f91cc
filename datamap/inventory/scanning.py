"""Large CSV files -> dictionary codes without a Python object per cell.

The same result as `parsing.parse`, which is the reference (a test holds one to the other), in a
fraction of the time: the bytes are searched for delimiters and quotes in blocks, cells are
told apart by their bytes (`distinct`), and only distinct cells become text. What is out of the ordinary
(ragged or blank records, quotes inside unquoted cells, lone carriage returns, bytes that are
no text) is not handled here: `scan` then gives None and the reference reader is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from datamap.inventory.coded import Coded
from datamap.inventory.decoding import NO_CP932
from datamap.inventory.distinct import LONGEST, Block, Bytes, Distinct, Places, Words, joined
from datamap.inventory.parsing import RawTable

WORTH_IT = 1 << 20
"""Bytes from which on scanning is faster than the reference reader."""

_BLOCK = 1 << 23
_ROOM = LONGEST + 16
"""Bytes behind a cell that may be looked at while it is compared."""

_QUOTE, _NEWLINE, _RETURN = 34, 10, 13


class _OutOfTheOrdinary(Exception):
    """The file has something in it that only the reference reader handles."""


def scan(data: bytes, delimiter: str, *, block: int = _BLOCK) -> tuple[RawTable, str] | None:
    """Return the columns of a CSV file and its encoding, or None for the reference reader to try.

    Parameters
    ----------
    data : the file, without byte order mark and without NUL bytes.
    delimiter : what stands between cells.
    block : bytes that are looked at in one go; only the speed depends on it.
    """
    try:
        return _scan(data, delimiter, block)
    except _OutOfTheOrdinary:
        return None


def _scan(data: bytes, delimiter: str, block: int) -> tuple[RawTable, str]:
    columns: list[Distinct] = []
    records: list[Places] = []
    for words, base, starts, lengths in _blocks(data, ord(delimiter), block):
        records.append(starts[0])
        first = 0 if columns else 1
        if first:
            heading = starts[:, 0], lengths[:, 0]
            columns = [Distinct() for _ in starts]
        if len(starts) != len(columns):
            raise _OutOfTheOrdinary
        for column, begin, size in zip(columns, starts[:, first:], lengths[:, first:], strict=True):
            if len(begin):
                column.add(Block(data, words, base, begin, size))
    places = [heading, *(column.places() for column in columns)]
    texts, encoding = _decode([joined(data, *place) for place in places])
    cells = [_coded(column, text) for column, text in zip(columns, texts[1:], strict=True)]
    return _table(texts[0], cells, Lines(data, np.concatenate(records))), encoding


def _coded(column: Distinct, texts: Sequence[str]) -> Coded:
    return Coded((), np.concatenate([np.zeros(0, np.int32), *column.codes])).replace(texts)


def _table(header: Sequence[str], columns: Sequence[Coded], lines: Lines) -> RawTable:
    width = max((n for n, cell in enumerate(header, start=1) if cell.strip()), default=0)
    cells = tuple(columns[:width])
    rows = np.arange(2, len(lines) + 1, dtype=np.int32)
    if not cells or _has_blank_row(cells):
        raise _OutOfTheOrdinary
    return RawTable(tuple(header[:width]), cells, rows, (), lines)


def _has_blank_row(columns: Sequence[Coded]) -> bool:
    """Tell whether a record is blank in all columns; the column with the fewest texts mostly says no."""
    left: Places | None = None
    for column in sorted(columns, key=lambda column: len(column.values)):
        blank = np.fromiter((not text or text.isspace() for text in column.values), np.bool_)
        if not blank.any():
            return False
        left = np.flatnonzero(blank[column.codes]) if left is None else left[blank[column.codes[left]]]
    return left is not None and len(left) > 0


class Lines:
    """Tells the physical line on which a record starts, from where it starts in the file."""

    def __init__(self, data: bytes, starts: Places) -> None:
        self._data, self._starts = data, starts

    def __len__(self) -> int:
        return len(self._starts)

    def __call__(self, row: int) -> int:
        """Return the physical line of a record, both counted from 1."""
        return int(self._lines[row - 1])

    @cached_property
    def _lines(self) -> Places:
        newlines = np.flatnonzero(np.frombuffer(self._data, np.uint8) == _NEWLINE)
        return np.searchsorted(newlines, self._starts) + 1


def _blocks(data: bytes, delimiter: int, size: int) -> Iterator[tuple[Words, int, Places, Places]]:
    """Yield whole records: words, where they begin, and starts and lengths of the cells, a row a column."""
    whole = np.frombuffer(data, np.uint8)
    words = np.frombuffer(data, "<u8", len(data) // 8)
    offset, step = 0, size
    while offset < len(whole):
        last = offset + step >= len(whole)
        piece = whole[offset : offset + step]
        if last and piece[-1] != _NEWLINE:
            piece = np.append(piece, np.uint8(_NEWLINE))
        found = _cells(piece, delimiter, last=last)
        if found is None:
            step *= 2  # one record is longer than the block
            continue
        starts, lengths, stop = found
        starts += offset
        if offset + stop + _ROOM <= len(whole):
            yield words, 0, starts, lengths
        else:
            yield *_padded(whole, offset), starts, lengths
        offset, step = offset + stop, size


def _padded(whole: Bytes, offset: int) -> tuple[Words, int]:
    """Return the words from a place on with room behind the end, and where they begin."""
    base = offset & ~7
    rest = whole[base:]
    return np.append(rest, np.zeros(_ROOM + 8 - len(rest) % 8, np.uint8)).view("<u8"), base


def _cells(piece: Bytes, delimiter: int, *, last: bool) -> tuple[Places, Places, int] | None:
    """Return starts and lengths of the cells of all whole records, a row a column, and where they stop."""
    at = np.flatnonzero((piece <= _QUOTE) | (piece == delimiter))
    kind = piece[at]
    quotes = at[kind == _QUOTE]
    wanted = (kind == delimiter) | (kind == _NEWLINE)
    marks, kind = at[wanted], kind[wanted]
    if len(quotes):
        outside = _outside(marks, quotes, closed=last)
        marks, kind = marks[outside], kind[outside]
    newlines = np.flatnonzero(kind == _NEWLINE)
    if not len(newlines):
        return None
    width = int(newlines[0]) + 1
    ends = marks[: newlines[-1] + 1]
    if len(ends) != width * len(newlines) or np.any(np.diff(newlines) != width):
        raise _OutOfTheOrdinary  # ragged or blank records
    stop = int(ends[-1]) + 1
    starts = np.empty_like(ends)
    starts[0], starts[1:] = 0, ends[:-1] + 1
    quotes = quotes[: np.searchsorted(quotes, stop)]
    _drop_returns(piece[:stop], quotes, ends, width)
    if len(quotes):
        _require_whole_quotes(piece, quotes, starts, ends)
    lengths = ends - starts
    begin, size = (np.ascontiguousarray(cells.reshape(-1, width).T) for cells in (starts, lengths))
    return begin, size, stop


def _outside(marks: Places, quotes: Places, *, closed: bool) -> npt.NDArray[np.bool_]:
    """Tell which marks do not stand between an opening and a closing quotation mark."""
    if len(quotes) & 1:
        if closed:
            raise _OutOfTheOrdinary  # a quotation mark is never closed
        quotes = np.append(quotes, np.iinfo(np.int64).max)
    inside = np.searchsorted(marks, quotes).reshape(-1, 2)
    change = np.zeros(len(marks) + 1, np.int8)
    np.add.at(change, inside[:, 0], 1)
    np.add.at(change, inside[:, 1], -1)
    return np.equal(np.cumsum(change[:-1], dtype=np.int8), 0)


def _drop_returns(piece: Bytes, quotes: Places, ends: Places, width: int) -> None:
    """Move the end of a record's last cell before its carriage return; others outside quotes are odd."""
    returns = np.flatnonzero(piece == _RETURN)
    if not len(returns):
        return
    closing = ends[width - 1 :: width]
    has = piece[closing - 1] == _RETURN
    others = np.setdiff1d(returns, closing[has] - 1, assume_unique=True)
    if np.any(np.searchsorted(quotes, others) & 1 == 0) or np.any(piece[others + 1] != _NEWLINE):
        raise _OutOfTheOrdinary
    closing -= has


def _require_whole_quotes(piece: Bytes, quotes: Places, starts: Places, ends: Places) -> None:
    """Refuse quotes that do not enclose the whole cell; those inside are looked at later."""
    first = np.searchsorted(starts, quotes, side="right") - 1
    holding = np.unique(first)
    opens = piece[starts[holding]] == _QUOTE
    closes = (piece[ends[holding] - 1] == _QUOTE) & (ends[holding] - starts[holding] > 1)
    if not np.all(opens & closes):
        raise _OutOfTheOrdinary


def _decode(columns: Sequence[bytes]) -> tuple[list[list[str]], str]:
    """Return the distinct cells of each column as text, and the encoding."""
    for encoding in ("utf-8", "cp932"):
        try:
            return [_texts(column, encoding) for column in columns], encoding
        except UnicodeDecodeError:
            continue
    raise _OutOfTheOrdinary


def _texts(cells: bytes, encoding: str) -> list[str]:
    together = cells.decode(encoding)
    if encoding == "cp932" and NO_CP932.search(together):
        raise _OutOfTheOrdinary
    texts = together.split("\x00")[:-1]
    if '"' not in together:
        return texts
    return [_unquoted(cell) if cell.startswith('"') else cell for cell in texts]


def _unquoted(cell: str) -> str:
    inner = cell[1:-1]
    if '"' in inner.replace('""', ""):
        raise _OutOfTheOrdinary
    return inner.replace('""', '"')
