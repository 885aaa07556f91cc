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
from datamap.analysis.encoding import Encoded
from datamap.analysis.listed import listed
from datamap.analysis.search import search
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
    subjects, sources, texts = inventory.coded("subjects"), inventory.coded("source"), items.texts()
    held = _held(inventory, as_of, sources.among(rows))
    written: dict[tuple[int, int, int], str] = {}
    cells = zip(*(column.codes[rows].tolist() for column in (items, subjects, sources)), strict=True)
    for row, (item, whose, source) in zip(rows.tolist(), cells, strict=True):
        if (item, whose, source) not in written:
            there = _at(inventory, held, sources.values[source])
            found = _carried(inventory, everything[item], parse_keylist(subjects.values[whose]), there)
            written[item, whose, source] = SEPARATOR.join([items.values[item], *sorted(found)])
        texts[row] = written[item, whose, source]
    return coded(texts)


def _held(inventory: Inventory, as_of: date, sources: Iterable[str]) -> Held:
    """Return what some places hold for certain; people are no place that anybody recorded."""
    encoded = Encoded(inventory, running(inventory, as_of), Reading.CERTAIN)
    states = search(encoded)
    wanted = {member for source in sources for member in inventory.groups.get(source, (source,))}
    asked = [
        place in wanted and inventory.places[place].type is not PlaceType.SUBJECT for place in encoded.places
    ]
    chosen = np.flatnonzero(np.array(asked, dtype=np.bool_)[states.place])
    found: Held = {}
    columns = (part[chosen].tolist() for part in (states.place, states.subject, states.item))
    for place, subject, item in zip(*columns, strict=True):
        pair = (encoded.subjects.keys[subject], encoded.items.keys[item])
        found.setdefault(encoded.places[place], set()).add(pair)
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
