"""`build_graph`: the flows of an inventory as a networkx graph."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from datamap.graph.edges import Cells, EdgeData
from datamap.graph.legs import Flags, legs_between
from datamap.graph.spread import Ints
from datamap.inventory import Inventory
from datamap.model import Kind, Place

HAND_OVER = "hand_over"
KEPT_IN = "kept_in"
OURS = ("row", "leg", "via_group")
"""Edge attributes that are not columns; a column of that name gets a trailing underscore."""


def build_graph(inventory: Inventory, *, flows: Collection[str] | None = None) -> nx.MultiDiGraph[str]:
    """Return the flows as a `networkx.MultiDiGraph`: places are nodes, flows are edges.

    Parameters
    ----------
    flows : ids of the flows wanted; None = all. Places are always all there, so that a place
        without flows is not lost.

    Returns
    -------
    networkx.MultiDiGraph

    **Nodes** are place keys, sorted. Attributes, none of them ever None:

    ``label_ja``, ``label_en``
        the names shown.
    ``type``
        ``subject``, ``department``, ``system`` or ``party``.
    ``role``
        key of the list ``roles``; "" = not recorded.
    ``countries``
        ISO 3166-1 alpha-2 codes or ``abroad``, joined by ";"; "" = not recorded.
    ``member_of``
        keys of the groups it belongs to, joined by ";".
    ``open_ended``
        True if it stands for parties that the inventory does not name.

    **Edges** run from who hands over to who receives, keyed by flow id, in the order of their
    sources, targets and keys. Attributes: every column of the row as a canonical string (lists
    joined by ";"), and

    ``row``
        record number in the file (the header is row 1).
    ``leg``
        ``hand_over``; or ``kept_in`` from the recipient to the ``system`` where it keeps the items,
        if that is another place.
    ``via_group``
        key of the group that the row names in place of this member (two joined by ";"), or "".

    A row that names a group stands for one edge a member. Members do not hand to themselves,
    unless the row is an internal use or a derivation.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from((key, _node(place)) for key, place in sorted(inventory.places.items()))
    columns = {name + "_" * (name in OURS): inventory.coded(name) for name in inventory.columns}
    cells, ids = Cells(columns, inventory.rows), inventory.coded("id").texts()
    chosen = None if flows is None else np.isin(ids, sorted(set(flows)))
    with _collector_paused():
        _join(graph, tuple(inventory.places), ids, cells, _edges(inventory, ids, chosen))
    return graph


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep Python from searching for circles among objects that are all still in use."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _join(
    graph: nx.MultiDiGraph[str], names: Sequence[str], ids: Sequence[str], cells: Cells, edges: Edges
) -> None:
    """Put edges that are in order into the graph, as `add_edge` would, which takes thrice as long."""
    after, before = graph._succ, graph._pred  # type: ignore[attr-defined]  # noqa: SLF001
    last = (-1, -1)
    between: dict[str, EdgeData] = {}
    numbers = (column.tolist() for column in (edges.source, edges.target, edges.row, edges.more))
    for source, target, row, more in zip(*numbers, strict=True):
        if last != (source, target):
            last, between = (source, target), {}
            after[names[source]][names[target]] = before[names[target]][names[source]] = between
        between[ids[row]] = EdgeData(cells, row, edges.said[more])


def _node(place: Place) -> dict[str, str | bool]:
    return {
        "label_ja": place.label.ja,
        "label_en": place.label.en,
        "type": place.type.value,
        "role": place.role,
        "countries": ";".join(place.countries),
        "member_of": ";".join(place.member_of),
        "open_ended": place.open_ended,
    }


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Edges in the order of their sources, targets and keys.

    Attributes
    ----------
    source, target : index of the place in `tuple(inventory.places)`. row : index of the flow.
    more : which of `said` the edge has. said : attributes that are no columns.
    """

    source: Ints
    target: Ints
    row: Ints
    more: Ints
    said: tuple[dict[str, Any], ...]


def _edges(inventory: Inventory, ids: Sequence[str], chosen: Flags | None) -> Edges:
    """Return every edge; where a recipient is also the system, only the handing over."""
    within = np.array([not _passed_on(kind) for kind in inventory.coded("kind").values], np.bool_)
    inside = within[inventory.coded("kind").codes]
    said: dict[tuple[str, str], int] = {}
    parts = []
    for leg, ends in {HAND_OVER: ("source", "recipient"), KEPT_IN: ("recipient", "system")}.items():
        found = legs_between(inventory, *ends, chosen)
        more = np.full(len(inventory), said.setdefault((leg, ""), len(said)), np.int64)
        plain = np.ones(len(inventory), np.bool_)
        for row, via in _groups(inventory, *ends).items():
            more[row], plain[row] = said.setdefault((leg, via), len(said)), False
        stays = (plain | inside)[found.row] if leg == HAND_OVER else np.zeros(len(found), np.bool_)
        kept = (found.source != found.target) | stays
        parts.append(np.stack([found.source, found.target, found.row, more[found.row]])[:, kept])
    source, target, row, more = np.concatenate(parts, axis=1)
    order = _in_order(source, target, _ranks(ids)[row])
    shared = tuple({"leg": leg, "via_group": via} for leg, via in said)
    return Edges(source[order], target[order], row[order], more[order], shared)


def _in_order(source: Ints, target: Ints, key: Ints) -> Ints:
    """Return the edges by source, target and key; of those alike in all three the first."""
    order = np.lexsort((key, target, source))  # stable
    columns = np.stack([source, target, key])[:, order]
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = (columns[:, 1:] != columns[:, :-1]).any(axis=0)
    return order[fresh]


def _ranks(ids: Sequence[str]) -> Ints:
    """Return the place of each id among all of them sorted."""
    ranks = np.empty(len(ids), np.int64)
    ranks[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return ranks


def _groups(inventory: Inventory, *ends: str) -> dict[int, str]:
    """Return for each row that names a group at one of its ends the groups, joined by ";"."""
    cells = [inventory.coded(end) for end in ends]
    named = [[value in inventory.groups for value in column.values] for column in cells]
    some = np.logical_or.reduce([np.array(n, bool)[c.codes] for n, c in zip(named, cells, strict=True)])
    found = {}
    for row in np.flatnonzero(some).tolist():
        values = (column.values[column.codes[row]] for column in cells)
        found[row] = ";".join(dict.fromkeys(value for value in values if value in inventory.groups))
    return found


def _passed_on(kind: str) -> bool:
    """Whether a row of this kind is about what members of a group give each other."""
    return kind not in {Kind.DERIVATION.value, Kind.INTERNAL_USE.value}
