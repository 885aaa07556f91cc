"""What one cell means under one reading: which items move, whose, and in which form.

This is the whole of the meaning of `items`, `subjects` and `treatment` in `reach`; everything
else only applies it, a flow at a time.

======================  =============================  =================================================
cell                    certain                        possible
======================  =============================  =================================================
``name;phone``          these (with the keys below)    the same
``name;phone;+``        these                          everything the source holds
``all``, ``all;-key``   everything held (but those)    the same
``*`` or blank          items: nothing;                everything the source holds
                        subjects: see below
======================  =============================  =================================================

Subjects. A row that does not record them (blank or ``*``) moves items as those of the subject ""
(*not recorded*); in *possible* they also keep whosesoever they were. Items held for the subject
"" go on through such rows and through ``all``; through rows that list subjects only in
*possible*, where they become those of each subject listed.

*Worst case*: like *possible*, but every flow also moves everything else that its source holds, and
treatments stop nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from datamap.analysis.universe import NOT_RECORDED, Universe
from datamap.model import KeyList, Reading, Treatment

Pair = tuple[int, int]

ItemsMeaning = Callable[[KeyList, Universe, Reading], frozenset[int]]

PLAIN, PSEUDONYMISED = 0, 1
"""Forms in which an item is held."""

STOPS = frozenset({Treatment.ANONYMISED.value, Treatment.AGGREGATED.value})
"""Treatments after which nobody's items are left."""


def items_moved(cell: KeyList, items: Universe, reading: Reading) -> frozenset[int]:
    """Return the items that a flow moves if its source holds them."""
    if reading is Reading.WORST_CASE:
        return items.recorded
    if cell.everything:
        return items.recorded - items.below(cell.excluded)
    if cell.closed or reading is Reading.CERTAIN:
        return items.below(cell.named)
    return items.recorded


def items_made(cell: KeyList, items: Universe, reading: Reading) -> frozenset[int]:
    """Return the items that an origin hands over, or a derivation makes, by its own cell alone.

    `all` names nothing: who makes it known what an origin holds is the other rows, or nobody.
    """
    if cell.closed or reading is Reading.CERTAIN:
        return items.below(cell.named)
    return items.recorded


def all_as_unspecified(cell: KeyList, items: Universe, reading: Reading) -> frozenset[int]:
    """Return the items of an origin of which nothing is known but this cell: `all` counts like `*`."""
    if cell.everything and reading is not Reading.CERTAIN:
        return items.recorded - items.below(cell.excluded)
    return items_made(cell, items, reading)


def subjects_moved(cell: KeyList, subjects: Universe, reading: Reading) -> frozenset[Pair]:
    """Return, as pairs (held for, arrives for), whose items a flow moves."""
    if reading is Reading.CERTAIN:
        return _certain_subjects(cell, subjects)
    everybody = {(number, number) for number in subjects.index.values()}
    listed = subjects.below(cell.named)
    unknown = {(NOT_RECORDED, number) for number in listed}
    if cell.unspecified:
        unknown = {(number, NOT_RECORDED) for number in subjects.index.values()}
    if reading is Reading.WORST_CASE or not cell.closed:
        return frozenset(everybody | unknown)
    if cell.everything:
        left_out = subjects.below(cell.excluded)
        return frozenset(pair for pair in everybody if pair[0] not in left_out)
    return frozenset({(number, number) for number in listed} | unknown)


def _certain_subjects(cell: KeyList, subjects: Universe) -> frozenset[Pair]:
    if cell.unspecified:
        return frozenset((number, NOT_RECORDED) for number in subjects.index.values())
    if not cell.everything:
        return frozenset((number, number) for number in subjects.below(cell.named))
    left_out = subjects.below(cell.excluded) | ({NOT_RECORDED} if cell.excluded else frozenset())
    return frozenset((number, number) for number in subjects.index.values() if number not in left_out)


def subjects_made(cell: KeyList, subjects: Universe, reading: Reading) -> frozenset[int]:
    """Return whose items an origin hands over, or a derivation makes."""
    unknown = frozenset({NOT_RECORDED}) if not cell.named else frozenset()
    if reading is Reading.CERTAIN:
        return subjects.below(cell.named) | unknown
    if cell.closed and not cell.everything:
        return subjects.below(cell.named)
    return (subjects.recorded - subjects.below(cell.excluded)) | unknown


def forms_moved(treatment: str, reading: Reading) -> frozenset[Pair]:
    """Return, as pairs (held as, arrives as), what a treatment does; a blank one does nothing."""
    same = frozenset({(PLAIN, PLAIN), (PSEUDONYMISED, PSEUDONYMISED)})
    if treatment == Treatment.PSEUDONYMISED.value:
        changed = frozenset({(PLAIN, PSEUDONYMISED), (PSEUDONYMISED, PSEUDONYMISED)})
        return changed | same if reading is Reading.WORST_CASE else changed
    if treatment in STOPS and reading is not Reading.WORST_CASE:
        return frozenset()
    return same
