"""What a recorded `all` stands for: the items that the row's source holds for certain.

Who asks which rows carry an item looks at what a row names. A row that hands on *everything the
source holds* names nothing, and yet `reach` knows what that is; here it is written out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.asked import running
from datamap.analysis.listed import listed
from datamap.analysis.reach import reach
from datamap.analysis.universe import items_of, subjects_of
from datamap.inventory import Inventory
from datamap.inventory.coded import Coded, coded
from datamap.inventory.keylists import parse_keylist
from datamap.model import KeyList, PlaceType, Reading

Held = dict[str, set[tuple[str, str]]]
"""Place -> what it holds, as pairs of subject and item."""


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
    items = inventory.coded("items")
    everything = {code: cell for code, cell in listed(inventory, "items").others.items() if cell.everything}
    rows = np.flatnonzero(np.isin(items.codes, list(everything)) & running(inventory, as_of))
    if not rows.size:
        return items
    held, texts = _held(inventory, as_of), items.texts()
    subjects, sources = inventory.coded("subjects"), inventory.coded("source")
    for row in rows.tolist():
        whose = parse_keylist(subjects.values[subjects.codes[row]])
        there = _at(inventory, held, sources.values[sources.codes[row]])
        found = _carried(inventory, everything[int(items.codes[row])], whose, there)
        texts[row] = SEPARATOR.join([texts[row], *sorted(found)])
    return coded(texts)


def _held(inventory: Inventory, as_of: date) -> Held:
    """Return what every place holds for certain; people are no place that anybody recorded."""
    table = reach(inventory, as_of=as_of, reading=Reading.CERTAIN).table
    found: Held = {}
    columns = (table[name].tolist() for name in ("place", "subject", "item"))
    for place, subject, item in zip(*columns, strict=True):
        if inventory.places[place].type is not PlaceType.SUBJECT:
            found.setdefault(place, set()).add((subject, item))
    return found


def _at(inventory: Inventory, held: Held, source: str) -> Iterable[tuple[str, str]]:
    """Return what a source holds, or any member of the group that a source is."""
    members = inventory.groups.get(source, (source,))
    return set().union(*(held.get(member, set()) for member in members))


def _carried(
    inventory: Inventory, items: KeyList, subjects: KeyList, held: Iterable[tuple[str, str]]
) -> set[str]:
    """Return which of the items held a row carries: all but those it leaves out, of the people it names."""
    known, people = items_of(inventory), subjects_of(inventory)
    left_out = {known.keys[number] for number in known.below(items.excluded)}
    if subjects.unspecified or subjects.everything:
        moved = set(range(len(people.keys))) - people.below(subjects.excluded)
    else:
        moved = set(people.below(subjects.named))
    wanted = {people.keys[number] for number in moved}
    return {item for subject, item in held if subject in wanted and item not in left_out}
