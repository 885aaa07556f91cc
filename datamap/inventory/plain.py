"""Cells that are plainly their own canonical text: most of a large table, told at one glance.

A plain cell is one that the reader of its column would return unchanged and without a remark
(a test holds one to the other). Whatever is not plain is read with care.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from datamap.inventory.cells import FORMULA, LONGEST, LONGEST_ID, Known
from datamap.model import Column

_ID = re.compile(rf"[A-Za-z0-9_.:][A-Za-z0-9_.:-]{{0,{LONGEST_ID - 1}}}").fullmatch


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
    terms = known.vocabulary.terms(column.vocabulary)
    keys = frozenset(term.key for term in terms if not term.deprecated)
    several = column.type != "key"

    def is_plain(cell: str) -> bool:
        if cell in keys:
            return True
        words = cell.split(";")
        return several and keys.issuperset(words) and len(set(words)) == len(words)

    return is_plain


def _never(cell: str) -> bool:  # noqa: ARG001 - it looks like the other tests
    return False
