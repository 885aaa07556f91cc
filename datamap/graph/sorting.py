"""Whole numbers put in order: the one step that everything else on arrays waits for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from datamap.graph.spread import Ints

BITS = 63
"""Bits of a whole number that is not negative."""

TABLE = 8
"""Numbers for each key up to which a table of them is faster than to sort the keys."""


def ordered(keys: Ints) -> Ints:
    """Return the positions of keys (0 or more) in the order of the keys; of equal ones the first comes first.

    Notes
    -----
    Key and position are packed into one number, and the numbers are sorted: several times faster than
    `numpy.argsort`, which has to look each key up. Where they do not fit together, it is asked all the same.

    Examples
    --------
    >>> ordered(np.array([3, 1, 3, 0])).tolist()
    [3, 1, 0, 2]
    """
    place = max(len(keys) - 1, 0).bit_length()
    if int(keys.max(initial=0)).bit_length() + place > BITS:
        return np.argsort(keys, kind="stable").astype(np.int64)
    packed = keys.astype(np.int64) << place
    packed |= np.arange(len(keys))
    packed.sort()
    packed &= (1 << place) - 1
    return packed


def combined(*parts: tuple[Ints | npt.NDArray[np.int32], int]) -> Ints:
    """Return one number for numbers that stand side by side: equal where all of them are.

    Parameters
    ----------
    *parts : numbers (equal lengths), and what they are below.

    Notes
    -----
    The order is that of the first numbers, then of the second ones, and so on.

    Examples
    --------
    >>> combined((np.array([0, 0, 1]), 2), (np.array([2, 3, 2]), 4)).tolist()
    [2, 3, 6]
    """
    joint, size = np.zeros(len(parts[0][0]), dtype=np.int64), 1
    for numbers, below in parts:
        if size * below >> BITS:  # too many combinations: keep those that occur
            occurring, joint = np.unique(joint, return_inverse=True)
            size = len(occurring)
        joint, size = joint * below + numbers, size * below
    return joint


def distinct(keys: Ints, below: int | None = None) -> Ints:
    """Return the different keys, ascending.

    Parameters
    ----------
    below : what all of them are below; if that is little, they are not sorted but looked up in a table.

    Examples
    --------
    >>> distinct(np.array([3, 1, 3])).tolist(), distinct(np.array([3, 1, 3]), 4).tolist()
    ([1, 3], [1, 3])
    """
    if below is not None and below <= TABLE * len(keys):
        met = np.zeros(below, dtype=np.bool_)
        met[keys] = True
        return np.flatnonzero(met)
    found = np.sort(keys)
    new = np.ones(len(found), dtype=np.bool_)
    np.not_equal(found[1:], found[:-1], out=new[1:])
    return found[new]


def starts(keys: Ints, size: int) -> Ints:
    """Return where each number below `size` begins among keys in order; the last entry is their count.

    Examples
    --------
    >>> starts(np.array([0, 0, 2]), 3).tolist()
    [0, 2, 2, 3]
    """
    begin = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys, minlength=size), out=begin[1:])
    return begin
