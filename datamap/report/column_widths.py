"""Widths of table columns on paper: what cannot be broken has room, and the table is as low as can be.

The weights that a table asks for are where it begins; then width goes, step by step, from the column that
misses it least to the one whose text makes the rows high. Lines are estimated from letters, in the same way
on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datamap.report.blocks import Block

PORTRAIT, LANDSCAPE = 487, 757
"""Room of a table in points, on a page upright and on a page across (`templates/book.typ`)."""

UPRIGHT_FILLED = 0.85
"""Share of the room upright that unbreakable words may take, so that the rest has room to run on."""

_SIZES = ((9, 6.9), (6, 7.6), (0, 8.2))
"""From so many columns on, a table is set in this size."""

_PADDING, _CHIP, _LETTER = 10.0, 10.0, 0.62
_NARROW, _CHIP_WHOLE = 5.0, 9.0
"""Ems that a column of running Japanese keeps, and up to which a chip stays on one line."""

_RUN = re.compile(r"[!-~\u00a1-\u024f]+")
_JOINT = re.compile(r"(?<=[/_.:;,@&=?-])")
_LONGEST_WHOLE = 14
_SMALLER = 0.88
_ROWS_LOOKED_AT, _MOST_MOVES = 60, 40
_STEPS = (8, 20, 50)
"""Parts of the room that are moved: wide steps first, since a line less may need several narrow ones."""

_EVERY_LINE, _EVEN = 0.15, 0.01
"""How much the lines of all cells count beside the height of the rows, and how full they are beside that."""

_Numbers = NDArray[np.float64]


def balanced(it: Block, *, wide: bool) -> list[dict[str, Any]]:
    """Return the columns of a table with weights under which no word is cut and few lines are wasted.

    Parameters
    ----------
    it : a table as `blocks.table` makes it. wide : the page lies across.
    """
    room = LANDSCAPE if wide else PORTRAIT
    heads = it["columns"]
    size = _size(len(heads))
    cells = [row["cells"] for row in it["rows"][:_ROWS_LOOKED_AT]]
    needs = _needed(heads, cells)
    begun = widths([float(head["weight"]) for head in heads], needs, room)
    for at, column in enumerate(zip(*cells, strict=True)):
        if not any(one["text"] or one["sub"] for one in column):
            needs[at] = begun[at]  # to be written in by hand: it keeps the room wished for
    made = _lowered(np.array(begun), np.array(needs), _ems(heads, cells) * size, room)
    return [head | {"weight": round(float(width), 1)} for head, width in zip(heads, made, strict=True)]


def fits_upright(it: Block) -> bool:
    """Say whether every column of a table has room for what is not broken on a page that stands upright."""
    return sum(_needed(it["columns"], [row["cells"] for row in it["rows"]])) <= PORTRAIT * UPRIGHT_FILLED


def _needed(heads: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[Mapping[str, str]]]) -> list[float]:
    """Return how wide each column has to be, in points."""
    size = _size(len(heads))
    columns = zip(*rows, strict=True) if rows else ([] for _ in heads)
    return [
        max([_need(head["label"], size), *(_need_of(one, size) for one in cells)])
        for head, cells in zip(heads, columns, strict=True)
    ]


def _size(columns: int) -> float:
    return next(points for count, points in _SIZES if columns >= count)


def widths(weights: Sequence[float], needs: Sequence[float], room: float) -> list[float]:
    """Share a room by weight, where each gets at least what it needs.

    Examples
    --------
    >>> widths([1, 1, 2], [30, 10, 10], 80)
    [30, 16.666666666666668, 33.333333333333336]
    """
    if sum(needs) >= room:
        return [room * need / sum(needs) for need in needs]
    short: set[int] = set()
    while True:
        left = room - sum(needs[n] for n in short)
        rest = sum(weight for n, weight in enumerate(weights) if n not in short)
        more = {n for n, w in enumerate(weights) if n not in short and left * w / rest < needs[n]}
        if not more:
            return [needs[n] if n in short else left * w / rest for n, w in enumerate(weights)]
        short |= more


def _ems(heads: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[Mapping[str, str]]]) -> _Numbers:
    """Return how long the text of each cell would be on one line, in ems; the heads are the first row."""
    told = [[_long(head["label"]) for head in heads]]
    told += [[_long(one["text"]) + _SMALLER * _long(one["sub"]) for one in row] for row in rows]
    return np.array(told)


def _long(words: str) -> float:
    """Return the length of a text in ems.

    Examples
    --------
    >>> _long("氏名"), round(_long("name"), 2)
    (2.0, 2.48)
    """
    if words.isascii():
        return _LETTER * len(words)
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else _LETTER for letter in words)


def _lowered(made: _Numbers, needs: _Numbers, texts: _Numbers, room: float) -> _Numbers:
    """Move width between columns as long as the table gets lower by it."""
    for parts in _STEPS:
        made = _climbed(made, needs, texts, np.eye(len(made)) * room / parts)
    return made


def _climbed(made: _Numbers, needs: _Numbers, texts: _Numbers, moves: _Numbers) -> _Numbers:
    """Move width in steps of one size: to the column that gains most, from the one that loses least."""
    height = _height(made, texts)
    for _ in range(_MOST_MOVES):
        gains = [_height(made + one, texts) for one in moves]
        losses = np.array([_height(made - one, texts) for one in moves])
        taker = int(np.argmin(gains))
        losses[(made - moves.sum(axis=1) < needs) | (np.arange(len(made)) == taker)] = np.inf
        giver = int(np.argmin(losses))
        lower = _height(made + moves[taker] - moves[giver], texts)
        if not np.isfinite(losses[giver]) or lower >= height:
            break
        made, height = made + moves[taker] - moves[giver], lower
    return made


def _height(made: _Numbers, texts: _Numbers) -> float:
    """Estimate the lines of a table: each row is as high as its fullest cell."""
    filled = texts / np.maximum(made - _PADDING, 1.0)
    lines = np.ceil(filled)
    return float(lines.max(axis=1).sum() + _EVERY_LINE * lines.sum() + _EVEN * filled.sum())


def _need_of(one: Mapping[str, str], size: float) -> float:
    """Return how wide a cell has to be."""
    ems = _long(one["text"])
    whole = _PADDING + _CHIP + size * ems if one["tone"] and ems <= _CHIP_WHOLE else 0.0
    return max(_need(one["text"], size), whole, _need(one["sub"], size))


def _need(words: str, size: float) -> float:
    return _PADDING + size * max(_LETTER * longest_run(words), min(_long(words), _NARROW))


def longest_run(words: str) -> int:
    """Return the length of the longest word that is never broken; a very long one is, at its joints.

    Examples
    --------
    >>> longest_run("期限は2027-01-31です"), longest_run("https://example.jp/privacy")
    (10, 8)
    """
    runs = _RUN.findall(words)
    whole = (part for run in runs for part in (_JOINT.split(run) if len(run) > _LONGEST_WHOLE else [run]))
    return max(map(len, whole), default=0)
