"""Widths of table columns on paper: what cannot be broken has to have room, the rest is shared by weight."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

PORTRAIT, LANDSCAPE = 487, 757
"""Room of a table in points, on a page upright and on a page across (`templates/book.typ`)."""

_SIZES = ((9, 6.9), (6, 7.6), (0, 8.2))
"""From so many columns on, a table is set in this size."""

_PADDING, _CHIP, _LETTER = 10.0, 10.0, 0.62
_RUN = re.compile(r"[!-~\u00a1-\u024f]+")
_JOINT = re.compile(r"(?<=[/_.:;,@&=?-])")
_LONGEST_WHOLE = 14


def fitted(
    heads: Sequence[dict[str, Any]], rows: Sequence[Sequence[Mapping[str, Any] | str]], *, wide: bool
) -> list[dict[str, Any]]:
    """Return the heads with weights under which no word runs into the next column.

    Parameters
    ----------
    heads : columns with the weights wished for. rows : their cells. wide : the page lies across.
    """
    room = LANDSCAPE if wide else PORTRAIT
    size = next(points for count, points in _SIZES if len(heads) >= count)
    columns = zip(heads, zip(*rows, strict=True), strict=True)
    needs = [
        max(_need(head["label"], size), *(_need_of(one, size) for one in cells)) for head, cells in columns
    ]
    weights = [float(head["weight"]) for head in heads]
    return [
        head | {"weight": round(width * sum(weights) / room, 3)}
        for head, width in zip(heads, widths(weights, needs, room), strict=True)
    ]


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


def _need_of(one: Mapping[str, Any] | str, size: float) -> float:
    """Return how wide a cell has to be."""
    if isinstance(one, str):
        return _need(one, size)
    chip = _CHIP if one["tone"] else 0.0
    return max(_need(one["text"], size) + chip, _need(one["sub"], size))


def _need(words: str, size: float) -> float:
    return _PADDING + _LETTER * size * longest_run(words)


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
