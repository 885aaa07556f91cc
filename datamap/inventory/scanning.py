"""Large CSV files -> dictionary codes without a Python object per cell.

The same result as `parsing.parse`, which is the reference (a test holds one to the other), in a
fraction of the time: the bytes are searched for delimiters and quotes in blocks, cells are
compared eight bytes at a time, and only distinct cells become text. What is out of the ordinary
(ragged or blank records, quotes inside unquoted cells, lone carriage returns, bytes that are
no text) is not handled here: `scan` then gives None and the reference reader is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from datamap.inventory.coded import Coded, Codes
from datamap.inventory.decoding import NO_CP932
from datamap.inventory.parsing import RawTable

WORTH_IT = 1 << 20
"""Bytes from which on scanning is faster than the reference reader."""

_BLOCK = 1 << 23
_QUOTE, _NEWLINE, _RETURN = 34, 10, 13
_LONGEST = 64
"""Bytes of the longest cell that is compared by words; longer ones are looked up one by one."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(32)

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


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
    heading: list[dict[bytes, int]] = []
    columns: list[_Column] = []
    records: list[Places] = []
    for offset, block_of_bytes, starts, ends in _blocks(data, ord(delimiter), block):
        records.append(starts[:, 0] + offset)
        if not columns:
            cells = zip(starts[0].tolist(), ends[0].tolist(), strict=True)
            heading = [{block_of_bytes.text[a:b]: 0} for a, b in cells]
            columns = [_Column() for _ in heading]
        if starts.shape[1] != len(columns):
            raise _OutOfTheOrdinary
        rows = slice(1 if offset == 0 else 0, None)
        by_column = np.ascontiguousarray(starts[rows].T), np.ascontiguousarray((ends - starts)[rows].T)
        for column, begin, lengths in zip(columns, *by_column, strict=True):
            if len(begin):
                column.add(block_of_bytes, begin, lengths)
    texts, encoding = _decode([*heading, *(column.distinct for column in columns)])
    header = [text[0] for text, _ in texts[: len(heading)]]
    return _table(header, columns, texts[len(heading) :], Lines(data, np.concatenate(records))), encoding


def _table(
    header: Sequence[str], columns: Sequence[_Column], texts: Sequence[tuple[list[str], bool]], lines: Lines
) -> RawTable:
    width = max((n for n, cell in enumerate(header, start=1) if cell.strip()), default=0)
    cells = [
        column.coded(text).replace(text) if quoted else column.coded(text)
        for column, (text, quoted) in zip(columns[:width], texts, strict=False)
    ]
    rows = np.arange(2, len(lines) + 1, dtype=np.int32)
    if not cells or _has_blank_row(cells):
        raise _OutOfTheOrdinary
    return RawTable(tuple(header[:width]), tuple(cells), rows, (), lines)


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


class _Block:
    """Bytes of some whole records, one by one and eight at a time."""

    def __init__(self, piece: Bytes) -> None:
        self.text = piece.tobytes()
        spare = np.zeros(_LONGEST + 16 - len(piece) % 8, np.uint8)
        self.words: Words = np.append(piece, spare).view("<u8")


def _blocks(data: bytes, delimiter: int, size: int) -> Iterator[tuple[int, _Block, Places, Places]]:
    """Yield whole records: offset, bytes, and starts and ends of the cells, one row a record."""
    whole = np.frombuffer(data, np.uint8)
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
        starts, ends, stop = found
        yield offset, _Block(piece[:stop]), starts, ends
        offset, step = offset + stop, size


def _cells(piece: Bytes, delimiter: int, *, last: bool) -> tuple[Places, Places, int] | None:
    """Return starts and ends of the cells of all whole records, one row a record, and where they stop."""
    quotes = np.flatnonzero(piece == _QUOTE)
    marks = np.flatnonzero((piece == delimiter) | (piece == _NEWLINE))
    if len(quotes):
        marks = _outside(marks, quotes, closed=last)
    newlines = np.flatnonzero(piece[marks] == _NEWLINE)
    if not len(newlines):
        return None
    width = int(newlines[0]) + 1
    marks = marks[: newlines[-1] + 1]
    if len(marks) != width * len(newlines) or np.any(np.diff(newlines) != width):
        raise _OutOfTheOrdinary  # ragged or blank records
    stop = int(marks[-1]) + 1
    ends = marks.astype(np.int64)
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])
    quotes = quotes[: np.searchsorted(quotes, stop)]
    _drop_returns(piece[:stop], quotes, ends, width)
    if len(quotes):
        _require_whole_quotes(piece, quotes, starts, ends)
    return starts.reshape(-1, width), ends.reshape(-1, width), stop


def _outside(marks: Places, quotes: Places, *, closed: bool) -> Places:
    """Return the marks that do not stand between an opening and a closing quotation mark."""
    if len(quotes) & 1:
        if closed:
            raise _OutOfTheOrdinary  # a quotation mark is never closed
        quotes = np.append(quotes, np.iinfo(np.int64).max)
    inside = np.searchsorted(marks, quotes).reshape(-1, 2)
    change = np.zeros(len(marks) + 1, np.int8)
    np.add.at(change, inside[:, 0], 1)
    np.add.at(change, inside[:, 1], -1)
    outside: Places = marks[np.cumsum(change[:-1], dtype=np.int8) == 0]
    return outside


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


@dataclass(slots=True)
class _Column:
    """The distinct cells of a column, met block by block.

    Attributes
    ----------
    distinct : cell -> number. Numbers rise in the order of first meeting but leave gaps, so
        that one look into the dictionary does for a cell, known or new.
    codes : numbers of the cells, block by block. asked : cells looked up so far.
    """

    distinct: dict[bytes, int] = field(default_factory=dict)
    codes: list[Codes] = field(default_factory=list)
    asked: int = 0

    def add(self, block: _Block, starts: Places, lengths: Places) -> None:
        """Code the cells of one block."""
        longest = int(lengths.max())
        if longest == 0:
            self.codes.append(np.repeat(self._numbers([b""]), len(starts)))
        elif longest <= _LONGEST:
            self.codes.append(self._coded(block, starts, lengths))
        else:
            codes = np.empty(len(starts), np.int32)
            short = lengths <= _LONGEST
            codes[~short] = self._looked_up(block, starts[~short], lengths[~short])
            if short.any():
                codes[short] = self._coded(block, starts[short], lengths[short])
            self.codes.append(codes)

    def _coded(self, block: _Block, starts: Places, lengths: Places) -> Codes:
        """Return the codes of short cells; only the first of those alike is looked up."""
        first = _first_alike(_packed(block.words, starts, lengths))
        leads = np.flatnonzero(first == np.arange(len(first)))
        codes = np.empty(len(first), np.int32)
        codes[leads] = self._looked_up(block, starts[leads], lengths[leads])
        return codes[first]

    def _looked_up(self, block: _Block, starts: Places, lengths: Places) -> Codes:
        text = block.text
        spans = zip(starts.tolist(), (starts + lengths).tolist(), strict=True)
        return self._numbers([text[a:b] for a, b in spans])

    def _numbers(self, cells: Sequence[bytes]) -> Codes:
        offered = range(self.asked, self.asked + len(cells))
        self.asked += len(cells)
        return np.fromiter(map(self.distinct.setdefault, cells, offered), np.int32, len(cells))

    def coded(self, texts: Sequence[str]) -> Coded:
        """Return the column, its numbers closed up and its distinct cells as text."""
        closed_up = np.zeros(self.asked + 1, np.int32)
        closed_up[np.fromiter(self.distinct.values(), np.int64, len(self.distinct))] = np.arange(
            len(self.distinct)
        )
        codes = np.concatenate([np.zeros(0, np.int32), *self.codes])
        return Coded(tuple(texts), closed_up[codes])


def _packed(words: Words, starts: Places, lengths: Places) -> list[Words]:
    """Return the bytes of cells as numbers of eight bytes.

    A cell starts anywhere, so each number is put together from two neighbouring words. What
    lies behind the end of a cell is shifted out. Since no byte is NUL, two cells have the same
    numbers only if they have the same bytes.
    """
    at = starts >> 3
    low = ((starts & 7) << 3).astype(np.uint64)
    high = np.uint64(64) - low
    beyond = 64 - 8 * lengths
    packed: list[Words] = []
    here = words.take(at)
    for begin in range(0, max(int(lengths.max()), 1), 8):
        at += 1
        following = words.take(at)
        number = (here >> low) | (following << high)
        packed.append(number << np.maximum(beyond + 8 * begin, 0).astype(np.uint64))
        here = following
    return packed


def _first_alike(packed: Sequence[Words]) -> Places:
    """Return for each cell the index of the first cell with the same bytes.

    A hash table filled all at once: cells go to buckets, the first of each bucket leads, and
    those that are really equal to it follow; the rest tries again with other buckets.
    """
    hashed = packed[0] * _MIX
    for word in packed[1:]:
        hashed = ((hashed ^ (hashed >> _SHIFT)) ^ word) * _MIX
    size = len(hashed)
    first = np.arange(size)
    waiting = first
    bits = max(size.bit_length() + 1, 4)
    buckets = np.zeros(1 << bits, np.int64)
    while len(waiting):
        hashed_now = hashed[waiting]
        bucket = (hashed_now >> np.uint64(64 - bits)).astype(np.int64)
        buckets[bucket[::-1]] = waiting[::-1]
        lead = buckets[bucket]
        same = np.ones(len(waiting), np.bool_)
        for word in packed:
            same &= word[waiting] == word[lead]
        first[waiting[same]] = lead[same]
        waiting = waiting[~same]
        hashed[waiting] = (hashed[waiting] ^ (hashed[waiting] >> _SHIFT)) * _MIX + np.uint64(1)
    return first


def _decode(columns: Sequence[dict[bytes, int]]) -> tuple[list[tuple[list[str], bool]], str]:
    """Return the distinct cells of each column as text, whether any was quoted, and the encoding."""
    for encoding in ("utf-8", "cp932"):
        try:
            return [_texts(column, encoding) for column in columns], encoding
        except UnicodeDecodeError:
            continue
    raise _OutOfTheOrdinary


def _texts(column: dict[bytes, int], encoding: str) -> tuple[list[str], bool]:
    # NUL stands between the cells while they are decoded together; the file has none.
    together = b"\x00".join(column).decode(encoding)
    if encoding == "cp932" and NO_CP932.search(together):
        raise _OutOfTheOrdinary
    cells = together.split("\x00")
    if '"' not in together:
        return cells, False
    return [_unquoted(cell) if cell.startswith('"') else cell for cell in cells], True


def _unquoted(cell: str) -> str:
    inner = cell[1:-1]
    if '"' in inner.replace('""', ""):
        raise _OutOfTheOrdinary
    return inner.replace('""', '"')
