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
_TOGETHER = 1 << 16

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Where the cells of one column of a block stand, and the bytes of the file eight at a time.

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


class _Known:
    """A hash table of cells met before; of cells in one bucket only the first is found again."""

    def __init__(self) -> None:
        self._bits = 12
        self._hashed = np.zeros(0, np.uint64)
        self._lengths = np.zeros(0, np.int64)
        self._codes = np.zeros(0, np.int32)
        self._words: list[Words] = []
        self._buckets = np.full(1 << self._bits, -1, np.int32)

    def __len__(self) -> int:
        return len(self._hashed)

    def find(self, hashed: Words, packed: list[Words], lengths: Places) -> Codes:
        """Return the numbers of cells that are known, -1 for the others."""
        entry = self._buckets[(hashed >> np.uint64(64 - self._bits)).astype(np.int64)]
        same = (entry >= 0) & (self._lengths[entry] == lengths)
        for word, known in zip(packed, self._words, strict=False):
            same &= word == known[entry]
        return np.where(same, self._codes[entry], np.int32(-1))

    def add(self, hashed: Words, packed: list[Words], lengths: Places, codes: Codes) -> None:
        """Remember cells that are not known."""
        before = len(self._hashed)
        self._hashed = np.concatenate([self._hashed, hashed])
        self._lengths = np.concatenate([self._lengths, lengths])
        self._codes = np.concatenate([self._codes, codes])
        self._words += [np.zeros(before, np.uint64)] * (len(packed) - len(self._words))
        packed = packed + [np.zeros(len(hashed), np.uint64)] * (len(self._words) - len(packed))
        self._words = [np.concatenate(both) for both in zip(self._words, packed, strict=True)]
        if 8 * len(self._hashed) > 1 << self._bits:
            self._bits = (8 * len(self._hashed)).bit_length()
            self._buckets = np.full(1 << self._bits, -1, np.int32)
            before = 0
        entries = np.arange(len(self._hashed) - 1, before - 1, -1, dtype=np.int32)
        buckets = (self._hashed[entries] >> np.uint64(64 - self._bits)).astype(np.int64)
        free = self._buckets[buckets] < 0
        self._buckets[buckets[free]] = entries[free]


@dataclass(slots=True)
class Distinct:
    """The distinct cells of a column, met block by block, in the order in which they are first met.

    Attributes
    ----------
    codes : numbers of the cells, block by block. starts, lengths : where the distinct cells stand
        in the file. A cell may be among them more than once: who makes texts of them merges these.
    """

    codes: list[Codes] = field(default_factory=list)
    starts: list[Places] = field(default_factory=list)
    lengths: list[Places] = field(default_factory=list)
    _count: int = 0
    _blank: int = -1
    _long: dict[bytes, int] = field(default_factory=dict)
    _known: _Known | None = field(default_factory=_Known)

    def places(self) -> tuple[Places, Places]:
        """Return starts and lengths of the distinct cells."""
        none = [np.zeros(0, np.int64)]
        return np.concatenate(none + self.starts), np.concatenate(none + self.lengths)

    def add(self, block: Block) -> None:
        """Give numbers to the cells of one block."""
        lengths = block.lengths
        codes = np.full(len(lengths), -1, np.int32)
        lead = np.arange(len(lengths))
        self._join_blank(lengths, codes, lead)
        self._join_long(block, codes, lead)
        rows = np.flatnonzero((lengths > 0) & (lengths <= LONGEST))
        if len(rows):
            self._join_short(block, rows, codes, lead)
        else:
            self._number(block, codes, lead)

    def _number(self, block: Block, codes: Codes, lead: Places) -> Places:
        """Give numbers to the cells that have none, and return the rows that lead those alike."""
        unknown = codes < 0
        leads = np.flatnonzero(unknown & (lead == np.arange(len(lead))))
        codes[leads] = np.arange(self._count, self._count + len(leads), dtype=np.int32)
        codes[unknown] = codes[lead[unknown]]
        self._count += len(leads)
        self.codes.append(codes)
        self.starts.append(block.starts[leads])
        self.lengths.append(block.lengths[leads])
        for row in leads[block.lengths[leads] > LONGEST].tolist():
            self._long[block.cell(row)] = int(codes[row])
        blank = leads[block.lengths[leads] == 0]
        if len(blank):
            self._blank = int(codes[blank[0]])
        return leads

    def _join_blank(self, lengths: Places, codes: Codes, lead: Places) -> None:
        blank = np.flatnonzero(lengths == 0)
        if len(blank):
            codes[blank] = self._blank
            lead[blank] = blank[0]

    def _join_long(self, block: Block, codes: Codes, lead: Places) -> None:
        met: dict[bytes, int] = {}
        for row in np.flatnonzero(block.lengths > LONGEST).tolist():
            cell = block.cell(row)
            codes[row] = self._long.get(cell, -1)
            lead[row] = met.setdefault(cell, row)

    def _join_short(self, block: Block, rows: Places, codes: Codes, lead: Places) -> None:
        packed = pack(block, rows)
        hashed = hash_of(packed)
        waiting = np.arange(len(rows))
        if self._known is not None and len(self._known):
            codes[rows] = found = self._known.find(hashed, packed, block.lengths[rows])
            waiting = np.flatnonzero(found < 0)
            if len(waiting) > (1 - _WORTH_IT) * len(rows):
                self._known = None
        apart = [word[waiting] for word in packed] if len(waiting) < len(rows) else packed
        lead[rows[waiting]] = rows[waiting[first_alike(hashed[waiting], apart)]]
        leads = self._number(block, codes, lead)
        if self._known is not None:
            sizes = block.lengths[leads]
            new = np.searchsorted(rows, leads[(sizes > 0) & (sizes <= LONGEST)])
            at = rows[new]
            self._known.add(hashed[new], [word[new] for word in packed], block.lengths[at], codes[at])


def pack(block: Block, rows: Places) -> list[Words]:
    """Return the bytes of some cells as numbers of eight bytes.

    A cell starts anywhere, so each number is put together from two neighbouring words. What
    lies behind the end of a cell is shifted out. Since no byte is NUL, two cells have the same
    numbers only if they have the same bytes.
    """
    everything = len(rows) == len(block.starts)
    starts = (block.starts if everything else block.starts[rows]) - block.base
    lengths = block.lengths if everything else block.lengths[rows]
    at = starts >> 3
    low = ((starts & 7) << 3).astype(np.uint64)
    high = np.uint64(64) - low
    beyond = 64 - 8 * lengths
    packed: list[Words] = []
    here = block.words.take(at)
    for begin in range(0, int(lengths.max()), 8):
        at += 1
        following = block.words.take(at)
        number = (here >> low) | (following << high)
        packed.append(number << np.maximum(beyond + 8 * begin, 0).astype(np.uint64))
        here = following
    return packed


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
        bucket = (hashed >> np.uint64(64 - bits)).astype(np.int64)
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
