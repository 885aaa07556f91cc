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

from datamap.inventory.coded import Coded
from datamap.inventory.decoding import NO_CP932
from datamap.inventory.distinct import LONGEST, Bytes, Places, Words, joined, quoted
from datamap.inventory.parsing import RawTable
from datamap.inventory.spans import Ends, Page, Span, make_spans

WORTH_IT = 1 << 20
"""Bytes from which on scanning is faster than the reference reader."""

_BLOCK = 1 << 22
_FARTHEST = 1 << 30
"""Most bytes of a block: places within it are numbers of four bytes."""

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
    spans: list[Span] = []
    records: list[Places] = []
    heading: tuple[Places, Places] | None = None
    for page in _pages(data, ord(delimiter), block):
        records.append(page.begins)
        if heading is None:
            heading = page.row(0)
            page.drop_first()
            spans = make_spans(page)
        if len(page.ends) != len(heading[0]):
            raise _OutOfTheOrdinary
        if len(page.begins):
            for span in spans:
                span.add(page)
    if heading is None:
        raise _OutOfTheOrdinary
    places = [heading, *(place for span in spans for place in span.places())]
    texts, encoding = _decode([(joined(data, *place), quoted(data, *place)) for place in places])
    remaining = iter(texts[1:])
    cells = [column for span in spans for column in span.coded(remaining)]
    return _table(texts[0], cells, Lines(data, np.concatenate(records))), encoding


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


def _pages(data: bytes, delimiter: int, size: int) -> Iterator[Page]:
    """Yield whole records, as many as stand in one block."""
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
            if step > _FARTHEST:
                raise _OutOfTheOrdinary
            continue
        begins, ends, stop = found
        begins += offset
        if offset + stop + _ROOM <= len(whole):
            yield Page(data, words, 0, offset, begins, ends)
        else:
            yield Page(data, *_padded(whole, offset), offset, begins, ends)
        offset, step = offset + stop, size


def _padded(whole: Bytes, offset: int) -> tuple[Words, int]:
    """Return the words from a place on with room behind the end, and where they begin."""
    base = offset & ~7
    rest = whole[base:]
    return np.append(rest, np.zeros(_ROOM + 8 - len(rest) % 8, np.uint8)).view("<u8"), base


def _cells(piece: Bytes, delimiter: int, *, last: bool) -> tuple[Places, Ends, int] | None:
    """Return where whole records begin, where their cells end, a row a column, and where they stop."""
    at = np.flatnonzero((piece == delimiter) | (piece == _NEWLINE) | (piece == _QUOTE))
    kind = piece[at]
    quoted = kind == _QUOTE
    quotes = at[np.flatnonzero(quoted)]
    if len(quotes):
        if last and len(quotes) & 1:
            raise _OutOfTheOrdinary  # a quotation mark is never closed
        outside = (np.cumsum(quoted, dtype=np.uint8) & 1) == 0
        outside &= ~quoted
        at, kind = at[outside], kind[outside]
    newlines = np.flatnonzero(kind == _NEWLINE)
    if not len(newlines):
        return None
    width = int(newlines[0]) + 1
    flat = at[: newlines[-1] + 1]
    if len(flat) != width * len(newlines) or np.any(np.diff(newlines) != width):
        raise _OutOfTheOrdinary  # ragged or blank records
    stop = int(flat[-1]) + 1
    begins = np.append(0, flat[width - 1 : -1 : width] + 1)
    quotes = quotes[: np.searchsorted(quotes, stop)]
    ends = np.empty((width, len(newlines)), np.int32)
    ends[...] = flat.reshape(-1, width).T
    _drop_returns(piece[:stop], quotes, ends[-1])
    if len(quotes):
        _require_whole_quotes(piece, quotes, flat)
    return begins, ends, stop


def _drop_returns(piece: Bytes, quotes: Places, closing: Ends) -> None:
    """Move the end of a record's last cell before its carriage return; others outside quotes are odd."""
    returns = np.flatnonzero(piece == _RETURN)
    if not len(returns):
        return
    has = piece[closing - 1] == _RETURN
    others = np.setdiff1d(returns, closing[has] - 1, assume_unique=True)
    if np.any(np.searchsorted(quotes, others) & 1 == 0) or np.any(piece[others + 1] != _NEWLINE):
        raise _OutOfTheOrdinary
    closing -= has


def _require_whole_quotes(piece: Bytes, quotes: Places, flat: Places) -> None:
    """Refuse quotes that do not enclose the whole cell; those inside are looked at later."""
    holding = np.unique(np.searchsorted(flat, quotes))
    begins = np.where(holding > 0, flat[holding - 1] + 1, 0)
    ends = flat[holding]
    ends -= piece[ends - 1] == _RETURN  # it ends the record: within quotes it is not the last
    if not np.all((piece[begins] == _QUOTE) & (piece[ends - 1] == _QUOTE) & (ends - begins > 1)):
        raise _OutOfTheOrdinary


def _decode(columns: Sequence[tuple[bytes, Places]]) -> tuple[list[list[str]], str]:
    """Return the distinct cells of each column as text, and the encoding."""
    for encoding in ("utf-8", "cp932"):
        try:
            return [_texts(column, which, encoding) for column, which in columns], encoding
        except UnicodeDecodeError:
            continue
    raise _OutOfTheOrdinary


def _texts(cells: bytes, which: Places, encoding: str) -> list[str]:
    together = cells.decode(encoding)
    if encoding == "cp932" and NO_CP932.search(together):
        raise _OutOfTheOrdinary
    texts = together.split("\x00")[:-1]
    for number in which.tolist():
        texts[number] = _unquoted(texts[number])
    return texts


def _unquoted(cell: str) -> str:
    inner = cell[1:-1]
    if '"' in inner.replace('""', ""):
        raise _OutOfTheOrdinary
    return inner.replace('""', '"')
