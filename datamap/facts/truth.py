"""Three-valued columns: yes, no, not recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import numpy as np
import numpy.typing as npt

from datamap.analysis.frames import pd

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """One three-valued column as two bit columns: *known to be so* and *known not to be so*.

    Where neither is set nothing is recorded. The connectives are Kleene's, so that
    "not recorded" never turns into "no".

    References
    ----------
    S. C. Kleene, *Introduction to Metamathematics* (1952), section 64: strong connectives.

    Examples
    --------
    >>> recorded = Truth.of([True, False, None])
    >>> (recorded | Truth.of([None, None, True])).values()
    (True, None, True)
    >>> (~recorded & recorded).values()
    (False, False, None)
    """

    yes: Flags
    no: Flags

    @classmethod
    def of(cls, values: Iterable[bool | None]) -> Truth:
        """Build a column from Python values; None = not recorded."""
        listed = list(values)
        return cls(
            yes=np.array([value is True for value in listed], dtype=np.bool_),
            no=np.array([value is False for value in listed], dtype=np.bool_),
        )

    @classmethod
    def known(cls, yes: Flags) -> Truth:
        """Build a column that leaves nothing open: what is not so is known not to be so."""
        return cls(yes=yes, no=~yes)

    @classmethod
    def constant(cls, value: bool | None, length: int) -> Truth:  # noqa: FBT001
        """Build a column that says the same of every row."""
        return cls(
            yes=np.full(length, value is True, dtype=np.bool_),
            no=np.full(length, value is False, dtype=np.bool_),
        )

    @property
    def unknown(self) -> Flags:
        """Where nothing is recorded."""
        return ~(self.yes | self.no)

    def __len__(self) -> int:
        return len(self.yes)

    def __invert__(self) -> Truth:
        return Truth(yes=self.no, no=self.yes)

    def __and__(self, other: Truth) -> Truth:
        return Truth(yes=self.yes & other.yes, no=self.no | other.no)

    def __or__(self, other: Truth) -> Truth:
        return Truth(yes=self.yes | other.yes, no=self.no & other.no)

    def or_else(self, other: Truth) -> Truth:
        """Return this column, and the other one where this one is silent."""
        silent = self.unknown
        return Truth(yes=self.yes | (silent & other.yes), no=self.no | (silent & other.no))

    def take(self, rows: npt.NDArray[np.integer]) -> Truth:
        """Return the values of some rows, in that order."""
        state = self.yes | (self.no.view(np.uint8) << 1)  # both columns at one look-up
        taken = state.take(rows)
        return Truth(yes=(taken & 1).view(np.bool_), no=(taken >> 1).view(np.bool_))

    def at(self, row: int) -> bool | None:
        """Return one value."""
        return True if self.yes[row] else False if self.no[row] else None

    def values(self) -> tuple[bool | None, ...]:
        """Return all values as Python objects."""
        return tuple(self.at(row) for row in range(len(self)))

    def to_pandas(self) -> pd.arrays.BooleanArray:
        """Return a pandas nullable boolean array."""
        return pd.arrays.BooleanArray(self.yes.copy(), self.unknown)


def judge(values: Iterable[str], verdict: Callable[[str], bool | None]) -> Truth:
    """Ask one question of each distinct value."""
    return Truth.of(verdict(value) for value in values)


def any_of(columns: Iterable[Truth], length: int) -> Truth:
    """Return "at least one of them"; of no columns: no."""
    some = list(columns)
    return reduce(or_, some) if some else Truth.constant(value=False, length=length)


def all_of(columns: Iterable[Truth], length: int) -> Truth:
    """Return "every one of them"; of no columns: yes."""
    some = list(columns)
    return reduce(and_, some) if some else Truth.constant(value=True, length=length)


def any_in_group(column: Truth, group: npt.NDArray[np.integer], groups: int) -> Truth:
    """Fold a column over groups of rows: "at least one row of the group".

    Parameters
    ----------
    column : one value per row.
    group : number of the group of each row; negative = in none.
    groups : how many groups there are.

    Examples
    --------
    >>> import numpy as np
    >>> rows = Truth.of([False, None, False, True])
    >>> any_in_group(rows, np.array([0, 0, 1, 2]), 4).values()
    (None, False, True, False)
    """
    inside = group >= 0
    yes = np.zeros(groups, dtype=np.bool_)
    maybe = np.zeros(groups, dtype=np.bool_)
    yes[group[inside & column.yes]] = True
    maybe[group[inside & ~column.no]] = True
    return Truth(yes=yes, no=~maybe)
