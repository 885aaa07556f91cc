"""Changes that one might make, and the workbook as it would then be (`change_file` reads them)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.arguments import refused
from datamap.analysis.asked import inventory_of
from datamap.analysis.universe import Universe, items_of
from datamap.inventory import Inventory, Workbook, read_inventory
from datamap.inventory.keylists import parse_keylist
from datamap.model import Notice, Organisation, Party, Status

PART = "~"
"""Ends the id of the part of a row that a change treats otherwise."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that might be done; what is blank stays as it is.

    Attributes
    ----------
    end, start : ids of flows that end, of planned flows that start.
    place, countries : a place and the countries to which it moves.
    flows : ids of the flows that the rest is about. items : only these items of theirs.
    cells : column -> new value. measures : added. without : items no longer handed over.
    """

    end: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    place: str = ""
    countries: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    measures: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Every flow that it names."""
        return (*self.end, *self.start, *self.flows)


def changed(asked: Inventory | Workbook, changes: Sequence[Change]) -> Workbook:
    """Return the workbook as it would be after the changes, checked like any other.

    Raises
    ------
    BadQuestion if a change names a flow or place that is not there. BadInput if what comes of the changes
    is no sound inventory.
    """
    inventory = inventory_of(asked)
    organisation = _organisation(asked)
    rows = [dict(zip(inventory.columns, cells, strict=True)) for cells in _cells(inventory)]
    known = {row["id"] for row in rows}
    for change in changes:
        if missing := sorted({*change.named} - known):
            raise refused("unknown_flow", missing[0], known, flow=", ".join(missing))
        rows = [new for row in rows for new in _applied(row, change, items_of(inventory))]
        rows = _with_own_ids(rows)
        if change.place:
            organisation = _moved(organisation, inventory, change)
    records = SimpleNamespace(organisation=organisation, notice=_notice(asked), own_terms=())
    after = read_inventory(
        _csv(inventory.columns, rows), vocabulary=inventory.vocabulary, records=records, file=inventory.file
    )
    book = asked if isinstance(asked, Workbook) else Workbook.from_inventory(inventory)
    return replace(book, inventory=after, organisation=organisation)


def idle(inventory: Inventory, changes: Iterable[Change]) -> Iterator[Change]:
    """Yield the changes that would leave every row, and the countries of every place, as they are."""
    rows = [dict(zip(inventory.columns, cells, strict=True)) for cells in _cells(inventory)]
    for change in changes:
        known = inventory.places.get(change.place)
        moved = bool(change.place) and (known is None or {*known.countries} != {*change.countries})
        if not moved and all(_applied(row, change, items_of(inventory)) == [row] for row in rows):
            yield change


def _cells(inventory: Inventory) -> Iterable[tuple[str, ...]]:
    return zip(*(inventory.coded(column).texts() for column in inventory.columns), strict=True)


def _applied(row: Row, change: Change, items: Universe) -> list[Row]:
    """Return a row as it is after a change: one row, or two where it is split by items."""
    if row["id"] in change.end:
        return [row | {"status": Status.ENDED.value}]
    if row["id"] in change.start:
        return [row | {"since": ""} | ({"status": Status.CURRENT.value} if row["status"] else {})]
    if change.place and row["recipient"] == change.place and change.countries:
        return [row | {"countries": SEPARATOR.join(change.countries)}]
    if row["id"] not in change.flows:
        return [row]
    if change.without:
        rest = _items_but(row["items"], change.without, items)
        row = row | {"items": rest} if rest else row | {"status": Status.ENDED.value}
    if not change.items:
        return [_filled(row, change)]
    part, rest = _items_of(row["items"], change.items, items), _items_but(row["items"], change.items, items)
    split = [_filled(row | {"id": row["id"] + PART, "items": part}, change)] if part else []
    return ([row | {"items": rest}] if rest else []) + split


def _with_own_ids(rows: list[Row]) -> list[Row]:
    """Return rows of which none has the id of another: the later one gets a further tilde."""
    seen: set[str] = set()
    for row in rows:
        while row["id"] in seen:
            row["id"] += PART
        seen.add(row["id"])
    return rows


def _filled(row: Row, change: Change) -> Row:
    measures = [key for key in row["measures"].split(SEPARATOR) if key]
    measures += [key for key in change.measures if key not in measures]
    return row | dict(change.cells) | {"measures": SEPARATOR.join(measures)}


def _items_of(cell: str, wanted: Sequence[str], items: Universe) -> str:
    """Return the cell of those items of a cell that are wanted; blank if it has none of them."""
    parsed, chosen = parse_keylist(cell), items.below(_spoken(wanted, items))
    if parsed.everything:
        held = items.recorded - items.below(parsed.excluded)
    else:
        held = items.recorded if not parsed.closed else items.below(parsed.named)
    return SEPARATOR.join(items.keys[number] for number in sorted(chosen & held))


def _items_but(cell: str, unwanted: Sequence[str], items: Universe) -> str:
    """Return a cell without some items; a broader key gives way to the keys below it that are left."""
    parsed, gone = parse_keylist(cell), items.below(_spoken(unwanted, items))
    if parsed.unspecified:
        return cell
    if parsed.everything:
        names = sorted(items.keys[number] for number in gone | items.below(parsed.excluded))
        return SEPARATOR.join(["all", *(f"-{name}" for name in names)])
    named = (items.keys[number] for key in parsed.named for number in sorted(items.below([key])))
    whole = [key for key in parsed.named if not items.below([key]) & gone]
    left = whole + [
        key for key in named if not items.below([key]) & gone and not items.below([key]) <= items.below(whole)
    ]
    if not left:
        return "*" if parsed.open else ""
    return SEPARATOR.join([*dict.fromkeys(left), *(["+"] if parsed.open else [])])


def _spoken(keys: Sequence[str], items: Universe) -> list[str]:
    """Return the keys that the inventory speaks of, and those below keys that it does not name."""
    return [k for key in keys for k in (key, *items.vocabulary.children("items", key)) if k in items.index]


def _organisation(asked: Inventory | Workbook) -> Organisation:
    """Return what is declared; of an inventory alone, what it was read with."""
    if isinstance(asked, Workbook):
        return asked.organisation
    names = asked.names
    own = names.parties[names.operator]
    others = tuple(party for key, party in names.parties.items() if key != names.operator)
    return Organisation(
        key=names.operator,
        name=own.name,
        countries=own.countries,
        parties=others,
        groups=tuple(names.groups.values()),
    )


def _notice(asked: Inventory | Workbook) -> Notice:
    return asked.notice if isinstance(asked, Workbook) else Notice()


def _moved(organisation: Organisation, inventory: Inventory, change: Change) -> Organisation:
    """Return the organisation with a place in other countries, declared if it was not."""
    if change.place == inventory.names.operator:
        return replace(organisation, countries=change.countries)
    if any(party.key == change.place for party in organisation.parties):
        parties = tuple(
            replace(party, countries=change.countries) if party.key == change.place else party
            for party in organisation.parties
        )
    else:
        place = inventory.places[change.place]
        declared = Party(
            key=place.key,
            name=place.label,
            type=place.type.value,
            role=place.role,
            countries=change.countries,
        )
        parties = (*organisation.parties, declared)
    return replace(organisation, parties=parties)


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return out.getvalue().encode()
