"""Where a fact was read: cells of the inventory, clauses of the notice, records of the organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from datamap.facts.cells import split
from datamap.facts.registry import Fact
from datamap.model import Clause

if TYPE_CHECKING:
    from datamap.facts.flow.view import FlowView
    from datamap.facts.world import World

Objects = npt.NDArray[np.object_]
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
    finders = {"clause": _of_clause, "group": _of_group, "place": _of_place, "activity": _of_activity}
    finder = finders.get(kind)
    pairs = [finder(world, flows, thing) if finder else Links() for thing in ids]
    joined = [(";".join(pair.flows), ";".join(pair.clauses)) for pair in pairs]
    return _column(flow for flow, _ in joined), _column(clause for _, clause in joined)


def _column(cells: Iterable[str]) -> Objects:
    return np.array(list(cells), dtype=object)


def _texts(flows: FlowView, column: str) -> Objects:
    return np.array(flows.values(column), dtype=object)[flows.codes(column)]


def _of_clause(_: World, flows: FlowView, clause: str) -> Links:
    cited = flows.clauses(lambda keys: clause in keys)
    return Links(_ids(flows, cited.yes), (clause,))


def _of_group(world: World, flows: FlowView, group: str) -> Links:
    own = set(world.inventory.groups.get(group, ()))
    within = flows.place("recipient", lambda places: bool(places) and {p.key for p in places} <= own)
    named = tuple(clause.id for clause in world.notice.clauses if group in clause.recipients)
    return Links(_ids(flows, within.yes), named)


def _of_place(world: World, flows: FlowView, place: str) -> Links:
    received = flows.place("recipient", lambda places: any(p.key == place for p in places))
    named = tuple(clause.id for clause in world.notice.clauses if place in clause.recipients)
    return Links(_ids(flows, received.yes), named)


def _of_activity(_: World, flows: FlowView, activity: str) -> Links:
    inside = flows.cell("activity", lambda cell: cell == activity)
    clauses = {key for cell in _texts(flows, "notice")[inside.yes] for key in split(cell)}
    return Links(_ids(flows, inside.yes), tuple(sorted(clauses)))


def _ids(flows: FlowView, chosen: npt.NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(flows.ids[row] for row in np.flatnonzero(chosen))


def trace_of(world: World, fact: Fact, kind: str, thing: str, links: Links) -> tuple[Trace, ...]:
    """Return the places that a fact about a thing was read from.

    For a flow: the cells of its row that the fact looks at, and the clauses where it looks at
    those. For an activity, a group or a place: the cells of its flows. For a clause: its fields.
    """
    if kind == "clause":
        return tuple(_of_field(world.clause[thing], field) for field in fact.reads)
    cells = tuple(_of_cell(world, flow, column) for flow in links.flows for column in _columns(world, fact))
    if kind == "flow" and "notice" in fact.reads:
        known = (world.clause[key] for key in links.clauses if key in world.clause)
        return (*cells, *(_of_field(clause, "claims") for clause in known))
    if cells:
        return cells
    file = NOTICE_FILE if kind == "notice" else ORGANISATION_FILE
    return tuple(Trace(file, None, field, "", thing) for field in fact.reads)


def _columns(world: World, fact: Fact) -> tuple[str, ...]:
    return tuple(column for column in fact.reads if column in world.inventory.columns)


def _of_cell(world: World, flow: str, column: str) -> Trace:
    inventory = world.inventory
    row = world.row_of[flow]
    cells = inventory.coded(column)
    return Trace(inventory.file, int(inventory.rows[row]), column, cells.values[cells.codes[row]], flow)


def _of_field(clause: Clause, field: str) -> Trace:
    value = getattr(clause, field, "")
    words = ";".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return Trace(NOTICE_FILE, None, f"clause.{clause.id}.{field}", words, clause.id)
