"""Where a fact was read: cells of the inventory, clauses of the notice, records of the organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from datamap.facts.cells import split
from datamap.facts.registry import RECORDS, Fact
from datamap.model import Clause

if TYPE_CHECKING:
    from datamap.facts.flow.view import FlowView
    from datamap.facts.world import World

Objects = npt.NDArray[np.object_]
CLAUSE = frozenset(one.name for one in fields(Clause))
"""Fields of a clause."""

NOTICE_FILE = "records/notice.toml"
ORGANISATION_FILE = "records/organisation.toml"


@dataclass(frozen=True, slots=True)
class Links:
    """The flows and the clauses that belong to a thing."""

    flows: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """One place that a fact was read from.

    `row` is the record number of the inventory (None for records), `column` the column or the
    field, `value` what stands there ("" = nothing recorded), `thing` the flow or clause.
    """

    file: str
    row: int | None
    column: str
    value: str
    thing: str


def links_of(world: World, kind: str, ids: tuple[str, ...], flows: FlowView) -> tuple[Objects, Objects]:
    """Return, for each thing, the ids of its flows and of its clauses, each joined by `;`."""
    if kind == "flow":
        return np.array(ids, dtype=object), _texts(flows, "notice")
    finders = {"clause": _of_clauses, "group": _of_groups, "place": _of_places, "activity": _of_activities}
    finder = finders.get(kind)
    links = finder(world, flows, ids) if finder else [Links()] * len(ids)
    joined = [(";".join(link.flows), ";".join(link.clauses)) for link in links]
    return _column(flow for flow, _ in joined), _column(clause for _, clause in joined)


def _column(cells: Iterable[str]) -> Objects:
    return np.array(list(cells), dtype=object)


def _texts(flows: FlowView, column: str) -> Objects:
    return np.array(flows.values(column), dtype=object)[flows.codes(column)]


def _rows_by_cell(flows: FlowView, column: str) -> dict[str, npt.NDArray[np.intp]]:
    """Return the rows of each distinct cell of a column, in the order of the file."""
    codes, values = flows.codes(column), flows.values(column)
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(values) + 1))
    return {value: order[bounds[c] : bounds[c + 1]] for c, value in enumerate(values)}


def _ids(flows: FlowView, rows: Iterable[npt.NDArray[np.intp]]) -> tuple[str, ...]:
    """Return the ids of the flows in some rows, in the order of the file."""
    found = list(rows)
    return tuple(flows.ids[row] for row in np.sort(np.concatenate(found)).tolist()) if found else ()


def _of_clauses(_: World, flows: FlowView, ids: tuple[str, ...]) -> list[Links]:
    cited: dict[str, list[npt.NDArray[np.intp]]] = {}
    for cell, rows in _rows_by_cell(flows, "notice").items():
        for clause in split(cell):
            cited.setdefault(clause, []).append(rows)
    return [Links(_ids(flows, cited.get(clause, [])), (clause,)) for clause in ids]


def _of_groups(world: World, flows: FlowView, ids: tuple[str, ...]) -> list[Links]:
    """Return the links of groups: a flow belongs to one if all who receive are members."""
    cells = _rows_by_cell(flows, "recipient")
    found = []
    for group in ids:
        own = set(world.inventory.groups.get(group, ()))
        within = [rows for key, rows in cells.items() if _keys(world, key) and _keys(world, key) <= own]
        found.append(Links(_ids(flows, within), _naming(world, group)))
    return found


def _of_places(world: World, flows: FlowView, ids: tuple[str, ...]) -> list[Links]:
    received: dict[str, list[npt.NDArray[np.intp]]] = {}
    for key, rows in _rows_by_cell(flows, "recipient").items():
        for place in _keys(world, key):
            received.setdefault(place, []).append(rows)
    return [Links(_ids(flows, received.get(place, [])), _naming(world, place)) for place in ids]


def _of_activities(_: World, flows: FlowView, ids: tuple[str, ...]) -> list[Links]:
    cells, notices = _rows_by_cell(flows, "activity"), _texts(flows, "notice")
    found = []
    for activity in ids:
        clauses = {key for cell in set(notices[cells[activity]]) for key in split(cell)}
        found.append(Links(_ids(flows, [cells[activity]]), tuple(sorted(clauses))))
    return found


def _keys(world: World, recipient: str) -> set[str]:
    return {place.key for place in world.members(recipient)}


def _naming(world: World, recipient: str) -> tuple[str, ...]:
    """Return the clauses that name a recipient."""
    return tuple(clause.id for clause in world.notice.clauses if recipient in clause.recipients)


def trace_of(world: World, fact: Fact, kind: str, thing: str, links: Links) -> tuple[Trace, ...]:
    """Return the places that a fact about a thing was read from.

    For a flow: the cells of its row that the fact looks at, and the clauses where it looks at
    those. For an activity, a group or a place: the cells of its flows. For a clause: its fields, and
    what only its flows have.
    """
    if kind == "clause":
        return _of_clause(world, fact, thing, links)
    own = _own_columns(fact) if kind == "flow" else ()
    columns = (*_columns(world, fact), *(one for one in own if one not in world.inventory.columns))
    cells = tuple(_of_cell(world, flow, column) for flow in links.flows for column in columns)
    records = tuple(_of_record(world, field, thing) for field in fact.reads if _in_records(field))
    if kind == "flow" and "notice" in fact.reads:
        known = (world.clause[key] for key in links.clauses if key in world.clause)
        return (*cells, *records, *(_of_field(clause, fact.clause) for clause in known))
    if cells or records:
        return (*cells, *records)
    file = NOTICE_FILE if kind == "notice" else ORGANISATION_FILE
    return tuple(Trace(file, None, field, "", thing) for field in fact.reads)


def _of_clause(world: World, fact: Fact, thing: str, links: Links) -> tuple[Trace, ...]:
    of_rows = {column.key for column in world.vocabulary.columns} - CLAUSE
    cells = [field for field in fact.reads if field in of_rows]
    found = (_of_cell(world, flow, column) for flow in links.flows for column in cells)
    own = (_of_field(world.clause[thing], field) for field in fact.reads if field not in cells)
    return (*own, *found)


def _columns(world: World, fact: Fact) -> tuple[str, ...]:
    return tuple(column for column in fact.reads if column in world.inventory.columns)


def _in_records(field: str) -> bool:
    """Tell whether a field is one of `organisation.toml`."""
    return field.partition(".")[0] in RECORDS


def _own_columns(fact: Fact) -> tuple[str, ...]:
    """Return the columns of the person's own that a fact about a flow asks for, there or not."""
    return tuple(field for field in fact.reads if not _in_records(field))


def _of_record(world: World, field: str, thing: str) -> Trace:
    value = world.answers.get(field.removeprefix("answers."), "") if field.startswith("answers.") else ""
    return Trace(ORGANISATION_FILE, None, field, value, thing)


def _of_cell(world: World, flow: str, column: str) -> Trace:
    inventory = world.inventory
    row = world.row_of[flow]
    if column not in inventory.columns:  # a column that nobody has added yet: the cell to fill in
        return Trace(inventory.file, int(inventory.rows[row]), column, "", flow)
    cells = inventory.coded(column)
    return Trace(inventory.file, int(inventory.rows[row]), column, cells.values[cells.codes[row]], flow)


def _of_field(clause: Clause, field: str) -> Trace:
    value = getattr(clause, field, "")
    words = ";".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return Trace(NOTICE_FILE, None, f"clause.{clause.id}.{field}", words, clause.id)
