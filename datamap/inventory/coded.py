"""Dictionary codes: a column as its distinct texts and one small number a row.

A table of a million rows holds few distinct cells. Everything that looks at cells looks at
the distinct ones; everything that looks at rows works on the numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]
_Cell = TypeVar("_Cell", str, bytes)
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """One column as dictionary codes.

    Attributes
    ----------
    values : the distinct cell texts.
    codes : for each row, the index of its text in `values`.
    """

    values: tuple[str, ...]
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    def texts(self) -> list[str]:
        """Return the column row by row."""
        return [self.values[code] for code in self.codes.tolist()]

    def recode(self, change: Callable[[str], str]) -> Coded:
        """Return the column with every distinct text changed, equal results merged."""
        return self.replace([change(value) for value in self.values])

    def replace(self, values: Sequence[str]) -> Coded:
        """Return the column with `values` in place of the distinct texts, equal ones merged."""
        if len(values) == len(set(values)):
            return Coded(tuple(values), self.codes)
        different = dict.fromkeys(values)
        numbers = {value: number for number, value in enumerate(different)}
        merged = np.fromiter(map(numbers.__getitem__, values), np.int32, len(values))
        return Coded(tuple(different), merged.take(self.codes))

    def among(self, rows: npt.NDArray[np.intp]) -> tuple[str, ...]:
        """Return the distinct texts of some rows."""
        met = np.bincount(self.codes[rows], minlength=len(self.values))
        return tuple(self.values[code] for code in np.flatnonzero(met).tolist())

    def first_rows(self) -> Rows:
        """Return, for each distinct text, the index of the first row that has it."""
        first = np.full(len(self.values), len(self.codes), dtype=np.int64)
        backwards = np.arange(len(self.codes) - 1, -1, -1)
        first[self.codes[backwards]] = backwards
        return first

    def counts(self) -> Rows:
        """Return, for each distinct text, the number of rows that have it."""
        return np.bincount(self.codes, minlength=len(self.values)).astype(np.int64)


class Encoder(dict[_Cell, int]):
    """Gives cells their codes in the order in which they are first met."""

    def encode(self, cells: Sequence[_Cell]) -> Codes:
        """Return the codes of cells, new ones getting the next free numbers."""
        fresh = [cell for cell in dict.fromkeys(cells) if cell not in self]
        self.update(zip(fresh, range(len(self), len(self) + len(fresh)), strict=True))
        return np.fromiter(map(self.__getitem__, cells), np.int32, len(cells))


def coded(texts: Sequence[str]) -> Coded:
    """Return a column of texts as dictionary codes.

    Examples
    --------
    >>> column = coded(["a", "b", "a"])
    >>> column.values, column.codes.tolist()
    (('a', 'b'), [0, 1, 0])
    """
    encoder: Encoder[str] = Encoder()
    codes = encoder.encode(texts)
    return Coded(tuple(encoder), codes)


def pairs(*columns: Coded) -> tuple[Codes, Rows]:
    """Return the distinct combinations of several columns and the first row of each.

    Returns
    -------
    combinations : array of shape (number of combinations, number of columns), codes.
    rows : index of the first row of each combination; sorted, so that the order is the file's.
    """
    count = len(columns[0])
    joint = np.zeros(count, dtype=np.int64)
    size = 1
    for column in columns:
        joint = joint * max(len(column.values), 1) + column.codes
        size *= max(len(column.values), 1)
        if size > 4 * count:  # too many to give each combination a place: keep those that occur
            occurring, joint = np.unique(joint, return_inverse=True)
            size = len(occurring)
    first = np.full(size, count, dtype=np.int64)
    first[joint[::-1]] = np.arange(count - 1, -1, -1)
    rows = np.sort(first[first < count])
    return np.stack([column.codes[rows] for column in columns], axis=1), rows
