"""`build_graph`: the flows of an inventory as a networkx graph."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import networkx as nx
import numpy as np

from datamap.graph.legs import legs_between
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
    for source, target, key, attributes in sorted(_edges(inventory, flows), key=lambda edge: edge[:3]):
        graph.add_edge(source, target, key)
        graph.get_edge_data(source, target, key).update(attributes)  # unpacked arguments are copied twice
    return graph


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


Edge = tuple[str, str, str, dict[str, str | int]]


def _edges(inventory: Inventory, flows: Collection[str] | None) -> Iterator[Edge]:
    """Yield every edge; where a recipient is also the system, only the handing over."""
    ids = inventory.coded("id").texts()
    chosen = None if flows is None else np.isin(ids, sorted(set(flows)))
    names = tuple(inventory.places)
    headings = [name + "_" * (name in OURS) for name in inventory.columns]
    records = list(zip(*(inventory.coded(name).texts() for name in inventory.columns), strict=True))
    kinds, rows = inventory.coded("kind").texts(), inventory.rows.tolist()
    seen: set[tuple[int, int, int]] = set()
    for leg, ends in {HAND_OVER: ("source", "recipient"), KEPT_IN: ("recipient", "system")}.items():
        found = legs_between(inventory, *ends, chosen)
        groups = _groups(inventory, *ends)
        for pair in zip(found.row.tolist(), found.source.tolist(), found.target.tolist(), strict=True):
            row, source, target = pair
            via = groups.get(row, "")
            if pair in seen or (source == target and (leg == KEPT_IN or (via and _passed_on(kinds[row])))):
                continue
            seen.add(pair)
            attributes: dict[str, str | int] = dict(zip(headings, records[row], strict=True))
            attributes |= {"row": rows[row], "leg": leg, "via_group": via}
            yield names[source], names[target], ids[row], attributes


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
