"""Cells that are plainly their own canonical text: most of a large table, told at one glance.

A plain cell is one that the reader of its column would return unchanged and without a remark
(a test holds one to the other). Whatever is not plain is read with care.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from datamap.inventory.cells import FORMULA, LONGEST, LONGEST_ID, Known
from datamap.model import Column

_IDS = re.compile(rf"(?:[A-Za-z0-9_.:][A-Za-z0-9_.:-]{{0,{LONGEST_ID - 1}}}+\x00)*+").fullmatch
_ODD_IN_TEXTS = re.compile(rf"\x00(?=[{re.escape(''.join(FORMULA))} ])| (?=\x00)|\n")
_ID = re.compile(rf"[A-Za-z0-9_.:][A-Za-z0-9_.:-]{{0,{LONGEST_ID - 1}}}").fullmatch


def odd_cells(column: Column, known: Known, cells: Sequence[str]) -> list[int]:
    """Return the numbers of the cells that are not plain, most of them looked at together.

    Parameters
    ----------
    column : what the schema says. cells : distinct texts of the column.
    """
    # no cell has a NUL in it: files that do are refused before
    if column.type == "id" and _IDS("\x00".join([*cells, ""])):
        return []
    if column.type == "text":
        return _odd_texts(cells)
    if column.type in {"keys", "keylist", "countries"} and cells:
        return _odd_lists(column, known, cells)
    is_plain = plain_cells(column, known)
    return [number for number, cell in enumerate(cells) if not is_plain(cell)]


def _odd_texts(cells: Sequence[str]) -> list[int]:
    """Return the cells that are no plain texts; that all are printable is mostly told at one glance."""
    if not "".join(cells).replace("\n", "").isprintable():
        return [number for number, cell in enumerate(cells) if not is_plain_text(cell)]
    lengths = np.fromiter(map(len, cells), np.int64, len(cells))
    together = "\x00".join(["", *cells, ""])
    at = np.fromiter((match.end() for match in _ODD_IN_TEXTS.finditer(together)), np.int64)
    odd = lengths > LONGEST
    odd[np.searchsorted(np.cumsum(lengths + 1), at)] = True
    return np.flatnonzero(odd).tolist()


def _odd_lists(column: Column, known: Known, cells: Sequence[str]) -> list[int]:
    """Return the cells that name something that is no key, or a key twice."""
    keys = _keys(column, known)
    together = "\x00".join([*cells, ""])
    if column.type == "keylist":  # an open list is as plain as the closed one
        together = together.replace(";+\x00", "\x00")
    words = together.replace("\x00", ";\x00;").split(";")[:-1]
    index = {word: number for number, word in enumerate(dict.fromkeys(words))}
    word = np.fromiter(map(index.__getitem__, words), np.int64, len(words))
    ends = word == index["\x00"]
    cell = np.cumsum(ends)[~ends]
    word = word[~ends]
    odd = np.zeros(len(cells), np.bool_)
    odd[cell[~np.array([word in keys for word in index], np.bool_)[word]]] = True
    named = np.sort(cell * len(index) + word)
    odd[named[1:][named[1:] == named[:-1]] // len(index)] = True
    return np.flatnonzero(odd).tolist()


def _keys(column: Column, known: Known) -> frozenset[str]:
    return frozenset(t.key for t in known.vocabulary.terms(column.vocabulary) if not t.deprecated)


def plain_cells(column: Column, known: Known) -> Callable[[str], object]:
    """Return the test that tells whether a cell of a column is plain."""
    if column.type == "id":
        return _ID
    if column.type == "text":
        return is_plain_text
    if column.type in {"key", "keys", "keylist", "countries"}:
        return _lists_of(column, known)
    return _never


def is_plain_text(cell: str) -> bool:
    """Tell whether a text has nothing odd: no white space around, no formula, no hidden character."""
    return not cell or (
        cell[0] not in FORMULA and cell.isprintable() and cell.strip() == cell and len(cell) <= LONGEST
    )


def _lists_of(column: Column, known: Known) -> Callable[[str], bool]:
    keys = _keys(column, known)
    several = column.type != "key"

    def is_plain(cell: str) -> bool:
        if cell in keys:
            return True
        words = (cell.removesuffix(";+") if column.type == "keylist" else cell).split(";")
        return several and keys.issuperset(words) and len(set(words)) == len(words)

    return is_plain


def _never(cell: str) -> bool:  # noqa: ARG001 - it looks like the other tests
    return False
