"""List cells taken apart once: a question is then asked of each distinct key, not of each cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from datamap.analysis.listed import Entries
from datamap.facts.cells import QUALIFIERS
from datamap.facts.truth import Flags

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class CellLists:
    """The distinct cells of a list column as pairs of cell and key.

    Attributes
    ----------
    keys : the distinct keys. cell, key : one pair for each key that a cell names.
    closed : whether a cell says exactly which keys it means (no `all`, `*`, `+`, not blank).
    blank : whether nothing stands in the cell.
    """

    keys: tuple[str, ...]
    cell: Numbers
    key: Numbers
    closed: Flags
    blank: Flags

    def any(self, verdict: Callable[[str], bool]) -> Flags:
        """Tell for each cell whether it names a key like that.

        Examples
        --------
        >>> lists = cell_lists(Entries.of(["name;phone", "all;-name", "", "age;+"]))
        >>> lists.any(lambda key: key == "name").tolist(), lists.closed.tolist()
        ([True, False, False, False], [True, False, False, False])
        """
        wanted = np.array([verdict(key) for key in self.keys], dtype=np.bool_)
        found = np.zeros(len(self.blank), dtype=np.bool_)
        found[self.cell[wanted[self.key]]] = True
        return found


def cell_lists(entries: Entries) -> CellLists:
    """Return the cells of a list column, split already, as pairs of cell and key."""
    begins = np.cumsum(entries.count) - entries.count
    blank = (entries.count == 1) & entries.marked(_is_blank)[begins]
    everything = entries.marked(lambda word: word == "all")[begins]
    star = (entries.count == 1) & entries.marked(lambda word: word == "*")[begins]
    special = (
        blank | everything | star | entries.some(entries.marked(lambda word: "+" in word or "-" in word))
    )
    open_ended = entries.marked(lambda word: word.endswith("+"))[begins + entries.count - 1]
    unsettled = blank | open_ended | entries.some(entries.marked(lambda word: word in QUALIFIERS))
    counts = entries.marked(_is_key) | ~np.repeat(special, entries.count)
    word = entries.word[counts]
    used = np.flatnonzero(np.bincount(word, minlength=len(entries.words))).tolist()
    names: dict[str, int] = {}
    number = np.zeros(len(entries.words), dtype=np.int32)
    number[used] = [names.setdefault(_name(entries.words[one]), len(names)) for one in used]
    cell = entries.cell[counts].astype(np.int32)
    return CellLists(tuple(names), cell, number[word], ~(special & unsettled), blank)


def _is_blank(word: str) -> bool:
    return not word


def _name(word: str) -> str:
    """Return the key that an entry names; `name+` names it and leaves the list open."""
    return word.removesuffix("+")


def _is_key(word: str) -> bool:
    """Tell whether an entry is a key where some are marks."""
    return bool(_name(word)) and word not in QUALIFIERS and not word.startswith("-")
