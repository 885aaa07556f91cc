"""What a recorded `all` stands for: the items that the row's source holds for certain.

Who asks which rows carry an item looks at what a row names. A row that hands on *everything the
source holds* names nothing, and yet `reach` knows what that is; here it is written out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.asked import running
from datamap.analysis.by_word import WORD, Words
from datamap.analysis.ground import Flags
from datamap.analysis.lanes import held_for_certain
from datamap.analysis.listed import listed
from datamap.analysis.universe import items_of, subjects_of
from datamap.graph.legs import members_of
from datamap.graph.sorting import combined
from datamap.graph.spread import Ints, spread
from datamap.inventory import Inventory
from datamap.inventory.coded import Coded
from datamap.inventory.keylists import parse_keylist
from datamap.model import PlaceType


def items_written_out(inventory: Inventory, as_of: date) -> Coded:
    """Return the column `items` with every `all` followed by what it stands for.

    Parameters
    ----------
    as_of : rows count that run on this day; the cells of other rows stay as they are.

    Returns
    -------
    The column; a cell `all;-email` becomes `all;-email;name;phone`. It stays an open list: more may
    be held than is recorded. From a group of people `all` stays as it is, since nobody recorded
    what people hold.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient
    ... F1,collection,name;email,customer,customer,shop
    ... F2,entrustment,all,customer,shop,support
    ... ''')
    >>> items_written_out(table, date(2026, 4, 1)).texts()
    ['name;email', 'all;email;name']
    """
    items, runs = inventory.coded("items"), running(inventory, as_of)
    everything = [code for code, cell in listed(inventory, "items").others.items() if cell.everything]
    rows = np.flatnonzero(np.isin(items.codes, everything) & runs)
    if not rows.size:
        return items
    cells, cell = _cells(inventory, rows)
    carried = _carried(inventory, cells, runs)
    values = list(items.values)
    codes = items.codes.copy()
    codes[rows] = np.array(_told(inventory, cells.items, carried, values), dtype=np.int32)[cell]
    return Coded(tuple(values), codes)


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Combinations of cells that occur in rows that say `all`, as codes of the columns."""

    items: Ints
    subjects: Ints
    source: Ints


def _cells(inventory: Inventory, rows: Ints) -> tuple[_Cells, Ints]:
    """Return the different combinations in some rows, and which of them each row has."""
    columns = [inventory.coded(column) for column in _Cells.__slots__]
    joint = combined(*((column.codes[rows], len(column.values)) for column in columns))
    _, first, number = np.unique(joint, return_index=True, return_inverse=True)
    return _Cells(*(column.codes[rows[first]].astype(np.int64) for column in columns)), number


def _carried(inventory: Inventory, cells: _Cells, runs: Flags) -> Words:
    """Return the items that combinations of cells stand for, as bits: one line for each."""
    people = [place.type is PlaceType.SUBJECT for place in inventory.places.values()]
    members = members_of(inventory, "source")
    cell, which = spread(members.count[cells.source])
    place = members.member[members.start[cells.source[cell]] + which]
    recorded = ~np.array(people, dtype=np.bool_)[place]  # nobody recorded what people hold
    cell, place = cell[recorded], place[recorded]
    asked = np.zeros(len(people), dtype=np.bool_)
    asked[place] = True
    found = np.zeros((len(cells.items), len(items_of(inventory).keys) // WORD + 1), dtype=np.uint64)
    for word, held in held_for_certain(inventory, runs, asked):
        for whose in np.unique(cells.subjects).tolist():
            mine = cells.subjects[cell] == whose
            theirs = held[:, _moved(inventory, whose)][place[mine]]
            np.bitwise_or.at(found[:, word], cell[mine], np.bitwise_or.reduce(theirs, axis=1))
    for code in np.unique(cells.items).tolist():
        found[cells.items == code] &= ~_left_out(inventory, code, found.shape[1])
    return found


def _moved(inventory: Inventory, whose: int) -> list[int]:
    """Return for which people a cell of `subjects` hands on what is held."""
    people, cell = subjects_of(inventory), parse_keylist(inventory.coded("subjects").values[whose])
    if cell.unspecified or cell.everything:
        return sorted(set(range(len(people.keys))) - people.below(cell.excluded))
    return sorted(people.below(cell.named))


def _left_out(inventory: Inventory, code: int, words: int) -> Words:
    """Return the items that a cell of `items` leaves out, as bits."""
    flags = np.zeros(words * WORD, dtype=np.bool_)
    cell = parse_keylist(inventory.coded("items").values[code])
    flags[list(items_of(inventory).below(cell.excluded))] = True
    return np.packbits(flags, bitorder="little").view("<u8").astype(np.uint64)


def _told(inventory: Inventory, items: Ints, carried: Words, values: list[str]) -> list[int]:
    """Return the code of each cell with what it stands for; `values` gets those that are new."""
    keys, nothing = items_of(inventory).keys, bytes(carried.itemsize * carried.shape[1])
    known: dict[tuple[int, bytes], int] = {(code, nothing): code for code in np.unique(items).tolist()}
    found = []
    for code, line in zip(items.tolist(), carried.astype("<u8"), strict=True):
        same = code, line.tobytes()
        if same not in known:
            numbers = np.flatnonzero(np.unpackbits(line.view(np.uint8), bitorder="little"))
            known[same] = len(values)
            values.append(SEPARATOR.join([values[code], *(keys[number] for number in numbers.tolist())]))
        found.append(known[same])
    return found
