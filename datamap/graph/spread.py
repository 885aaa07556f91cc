"""Ragged products: every combination of the parts of many owners, without a Python loop."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def spread(*counts: Ints) -> tuple[Ints, ...]:
    """Return every combination of the parts of each owner.

    Parameters
    ----------
    *counts : for each kind of part, how many of them each owner has (equal lengths).

    Returns
    -------
    owner : index of the owner of each combination, ascending.
    *places : for each kind of part, which one it is (0 … count - 1); the last kind runs fastest.

    Examples
    --------
    >>> owner, left, right = spread(np.array([2, 0, 1]), np.array([2, 5, 1]))
    >>> owner.tolist(), left.tolist(), right.tolist()
    ([0, 0, 0, 0, 2], [0, 0, 1, 1, 0], [0, 1, 0, 1, 0])
    """
    whole = [np.asarray(count, dtype=np.int64) for count in counts]  # of no rows numpy makes floats
    total = whole[0] if len(whole) == 1 else np.prod(np.stack(whole), axis=0)
    if total.max(initial=0) <= 1:  # no owner has two of anything
        owner = np.flatnonzero(total)
        return (owner, *(np.zeros((len(whole), len(owner)), dtype=np.int64)))
    owner = np.repeat(np.arange(len(total)), total)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(total) - total, total)
    places: list[Ints] = []
    for count in reversed(whole[1:]):
        width = count[owner]
        places.insert(0, place % width)
        place //= width
    return (owner, place, *places)
