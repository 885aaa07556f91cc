"""The distinct cells of a column of a large file, told apart as numbers of eight bytes.

Cells come block by block. Those that were met before are found in a table of what is known; of
the others the first of those alike gets the next number. No cell becomes a Python object before
all are known, and then only the distinct ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from datamap.inventory.coded import Codes

LONGEST = 64
"""Bytes of the longest cell that is compared by words; longer ones are looked up one by one."""

_WORTH_IT = 0.25
"""Share of cells met before below which looking for them is given up: ids, say, are all new."""

_FACTORS = np.arange(1, 2 * (LONGEST // 8 + 1), 2, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(32)
_WORD = np.uint64(64)
_TOGETHER = 1 << 16

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Where the cells of one column of a block stand, and the bytes of the file eight at a time.

    A cell may span neighbouring columns, with the delimiters between them.

    Attributes
    ----------
    data : the whole file. words : bytes of it from `base` on, with room behind the last cell.
    starts, lengths : of the cells, row by row, counted from the beginning of the file.
    """

    data: bytes
    words: Words
    base: int
    starts: Places
    lengths: Places

    def cell(self, row: int) -> bytes:
        """Return the bytes of one cell."""
        start = int(self.starts[row])
        return self.data[start : start + int(self.lengths[row])]

    def some(self, rows: Places) -> Block:
        """Return the block with some of its rows."""
        return Block(self.data, self.words, self.base, self.starts[rows], self.lengths[rows])


class _Known:
    """A hash table of cells met before; of cells in one bucket only the first is found again."""

    def __init__(self) -> None:
        self._bits = 12
        self._size = 0
        self._hashed = np.zeros(0, np.uint64)
        self._lengths = np.zeros(0, np.int64)
        self._codes = np.zeros(0, np.int32)
        self._words: list[Words] = []
        self._buckets = np.full(1 << self._bits, -1, np.int32)

    def __len__(self) -> int:
        return self._size

    def find(self, hashed: Words, packed: list[Words], lengths: Places) -> Codes:
        """Return the numbers of cells that are known, -1 for the others."""
        entry = self._buckets.take((hashed >> np.uint64(64 - self._bits)).view(np.int64))
        same = self._lengths.take(entry, mode="wrap") == lengths
        for word, known in zip(packed, self._words, strict=False):
            same &= word == known.take(entry, mode="wrap")
        same &= entry >= 0
        return np.where(same, self._codes.take(entry, mode="wrap"), np.int32(-1))

    def add(self, hashed: Words, packed: list[Words], lengths: Places, codes: Codes) -> None:
        """Remember cells that are not known."""
        before, self._size = self._size, self._size + len(hashed)
        if self._size > len(self._hashed):
            self._make_room(2 * self._size)
        lacking = len(packed) - len(self._words)
        self._words += [np.zeros(len(self._hashed), np.uint64) for _ in range(lacking)]
        here = slice(before, self._size)
        self._hashed[here], self._lengths[here], self._codes[here] = hashed, lengths, codes
        for kept, word in zip(self._words, packed, strict=False):
            kept[here] = word
        if 8 * self._size > 1 << self._bits:
            self._bits = (8 * self._size).bit_length()
            self._buckets = np.full(1 << self._bits, -1, np.int32)
            before = 0
        entries = np.arange(self._size - 1, before - 1, -1, dtype=np.int32)
        buckets = (self._hashed[entries] >> np.uint64(64 - self._bits)).view(np.int64)
        free = self._buckets[buckets] < 0
        self._buckets[buckets[free]] = entries[free]

    def _make_room(self, room: int) -> None:
        more = room - len(self._hashed)
        self._hashed = np.append(self._hashed, np.zeros(more, np.uint64))
        self._lengths = np.append(self._lengths, np.zeros(more, np.int64))
        self._codes = np.append(self._codes, np.zeros(more, np.int32))
        self._words = [np.append(word, np.zeros(more, np.uint64)) for word in self._words]


@dataclass(slots=True)
class Distinct:
    """The distinct cells of a column, met block by block, in the order in which they are first met.

    Attributes
    ----------
    codes : numbers of the cells, block by block. count : how many distinct cells there are. A cell
        may be among them more than once: who makes texts of them merges these.
    """

    codes: list[Codes] = field(default_factory=list)
    count: int = 0
    _blank: int = -1
    _long: dict[bytes, int] = field(default_factory=dict)
    _known: _Known | None = field(default_factory=_Known)

    def add(self, block: Block) -> Places:
        """Give numbers to the cells of one block, and return the first rows of those not met before."""
        if self._blank >= 0 and not block.lengths.any():
            self.codes.append(np.full(len(block.lengths), self._blank, np.int32))
            return np.zeros(0, np.int64)
        codes = np.full(len(block.lengths), -1, np.int32)
        long = np.flatnonzero(block.lengths > LONGEST)
        if len(long):
            short = np.flatnonzero(block.lengths <= LONGEST)
            found, new, lead = self._find_short(block.some(short))
            codes[short] = found
            others, firsts = self._find_long(block, long, codes)
            new, lead = np.append(short[new], others), np.append(short[lead], firsts)
            order = np.argsort(new)
            new, lead = new[order], lead[order]
        else:
            codes, new, lead = self._find_short(block)
        leads: Places = new[new == lead]
        codes[leads] = np.arange(self.count, self.count + len(leads), dtype=np.int32)
        codes[new] = codes[lead]
        self.count += len(leads)
        self.codes.append(codes)
        self._remember(block, leads, codes)
        return leads

    def _find_short(self, block: Block) -> tuple[Codes, Places, Places]:
        """Return the numbers known, the rows that have none, and for each of these the first one alike."""
        size = len(block.lengths)
        if not size:
            none = np.zeros(0, np.int64)
            return np.zeros(0, np.int32), none, none
        if self._known is None:
            every = np.arange(size)
            return np.full(size, -1, np.int32), every, every
        packed = pack(block)
        hashed = hash_of(packed)
        if not len(self._known):
            return np.full(size, -1, np.int32), np.arange(size), first_alike(hashed, packed)
        found = self._known.find(hashed, packed, block.lengths)
        new = np.flatnonzero(found < 0)
        if len(new) > (1 - _WORTH_IT) * size:
            self._known = None
        return found, new, new[first_alike(hashed[new], [word[new] for word in packed])]

    def _find_long(self, block: Block, rows: Places, codes: Codes) -> tuple[Places, Places]:
        """Look long cells up one by one; return the rows of those not met before and the first one alike."""
        met: dict[bytes, int] = {}
        new: list[int] = []
        for row in rows.tolist():
            cell = block.cell(row)
            known = self._long.get(cell)
            if known is None:
                new.append(row)
                met.setdefault(cell, row)
            else:
                codes[row] = known
        lead = [met[block.cell(row)] for row in new]
        return np.array(new, np.int64), np.array(lead, np.int64)

    def _remember(self, block: Block, leads: Places, codes: Codes) -> None:
        lengths = block.lengths[leads]
        for row in leads[lengths == 0].tolist():
            self._blank = int(codes[row])
        long = lengths > LONGEST
        for row in leads[long].tolist():
            self._long[block.cell(row)] = int(codes[row])
        short = leads[~long]
        if self._known is not None and len(short):
            cells = block.some(short)
            packed = pack(cells)
            self._known.add(hash_of(packed), packed, cells.lengths, codes[short])


def pack(block: Block) -> list[Words]:
    """Return the bytes of the cells as numbers of eight bytes.

    A cell starts anywhere, so each number is put together from two neighbouring words. What
    lies behind the end of a cell is shifted out. Since no byte is NUL, two cells have the same
    numbers only if they have the same bytes.
    """
    starts = block.starts - block.base
    at = starts >> 3
    low = ((starts & 7) << 3).view(np.uint64)
    left = block.lengths
    rows: Places | None = None  # those that are not yet at their end, once they are the fewer
    packed: list[Words] = []
    here = block.words.take(at)
    for _ in range(0, max(int(left.max()), 1), 8):
        more = np.flatnonzero(left > 0)
        if packed and 2 * len(more) < len(left):
            rows = more if rows is None else rows[more]
            at, low, left, here = at[more], low[more], left[more], here[more]
        at = at + 1
        following = block.words.take(at)
        number = (here >> low) | (following << (_WORD - low))
        if int(left.min()) < 8:  # noqa: PLR2004 - bytes of a word
            number <<= np.maximum(64 - (left << 3), 0).view(np.uint64)
        packed.append(number if rows is None else _spread(number, rows, len(block.lengths)))
        here, left = following, left - 8
    return packed


def _spread(words: Words, rows: Places, size: int) -> Words:
    spread = np.zeros(size, np.uint64)
    spread[rows] = words
    return spread


def hash_of(packed: list[Words]) -> Words:
    """Return a number for each cell that is the same for the same bytes, however many words there are."""
    hashed = packed[0] * _FACTORS[0]
    for word, factor in zip(packed[1:], _FACTORS[1:], strict=False):
        hashed += word * factor
    mixed: Words = (hashed ^ (hashed >> _SHIFT)) * _MIX
    return mixed


def first_alike(hashed: Words, packed: list[Words]) -> Places:
    """Return for each cell the index of the first cell with the same bytes.

    A hash table filled all at once: cells go to buckets, the first of each bucket leads, and
    those that are really equal to it follow; the rest tries again with other buckets.
    """
    size = len(hashed)
    first = np.arange(size)
    waiting = first
    bits = max(size.bit_length() + 1, 4)
    buckets = np.zeros(1 << bits, np.int64)
    while len(waiting):
        bucket = (hashed >> np.uint64(64 - bits)).view(np.int64)
        buckets[bucket[::-1]] = waiting[::-1]
        lead = buckets[bucket]
        same = np.ones(len(waiting), np.bool_)
        for word in packed:
            same &= word[waiting] == word[lead]
        first[waiting[same]] = lead[same]
        waiting, hashed = waiting[~same], hashed[~same]
        hashed = (hashed ^ (hashed >> _SHIFT)) * _MIX + np.uint64(1)
    return first


def joined(data: bytes, starts: Places, lengths: Places) -> bytes:
    """Return cells with a NUL behind each; the file has none."""
    whole = np.frombuffer(data, np.uint8)
    pieces = []
    for begin in range(0, len(starts), _TOGETHER):
        some, sizes = starts[begin : begin + _TOGETHER], lengths[begin : begin + _TOGETHER] + 1
        ends = np.cumsum(sizes)
        at = np.arange(ends[-1]) + np.repeat(some - (ends - sizes), sizes)
        piece = whole.take(at, mode="clip")
        piece[ends - 1] = 0
        pieces.append(piece.tobytes())
    return b"".join(pieces)


def quoted(data: bytes, starts: Places, lengths: Places) -> Places:
    """Return the numbers of the cells that begin with a quotation mark."""
    begins = np.frombuffer(data, np.uint8).take(starts, mode="clip") == ord('"')
    return np.flatnonzero(begins & (lengths > 0))
