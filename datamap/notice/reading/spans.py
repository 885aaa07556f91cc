"""Places in a text, asked for by overlap in logarithmic time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate


class Spans:
    """A set of `(start, end)` places.

    Examples
    --------
    >>> Spans([(2, 5), (9, 12)]).meets(4, 6), Spans([(2, 5)]).meets(5, 9)
    (True, False)
    """

    def __init__(self, places: Iterable[tuple[int, int]] = ()) -> None:
        kept = sorted(places)
        self._starts = [start for start, _ in kept]
        self._reach = list(accumulate((end for _, end in kept), max))

    def meets(self, start: int, end: int) -> bool:
        """Tell whether one of the places overlaps `start` to `end`."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start
