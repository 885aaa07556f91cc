"""Where each row really moves which items, under each reading: what the page follows when somebody clicks.

The edges are those of `analysis.reach` (place, whose items, in which form), cut down to the items
that their source holds. Following them forwards from what a place holds gives its reach.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from datamap.analysis.asked import running
from datamap.analysis.encoding import Encoded
from datamap.analysis.net import Net
from datamap.analysis.search import search_net
from datamap.inventory import Inventory
from datamap.model import Reading

ROOT = -1
"""Number of the source of what people hand over and of what a place makes itself."""

MOST_EDGES = 400_000
"""Edges beyond which a page is no place to follow them."""


class _Sets:
    """Sets of items, each kept once."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, ...], int] = {}

    def number(self, items: frozenset[int]) -> int:
        """Return the number of a set."""
        return self.found.setdefault(tuple(sorted(items)), len(self.found))


def movements(inventory: Inventory, as_of: date, *, planned: bool = True) -> dict[str, Any] | None:
    """Return for each reading what is held and what is moved; None where there is too much of it.

    Parameters
    ----------
    inventory : the flows. as_of : the day. planned : whether planned rows count.

    Returns
    -------
    dict with `items`, `subjects`, `places` (keys, by number), `sets` (lists of item numbers), and
    for each reading `nodes` (flat: place, subject), `held` (set of each node) and `edges` (flat:
    row, source node or -1, target node, set).
    """
    rows, sets = running(inventory, as_of, include_planned=planned), _Sets()
    made: dict[str, Any] = {}
    for reading in Reading:
        encoded = Encoded(inventory, rows, reading)
        net = Net(encoded)
        if len(net.edges) > MOST_EDGES:
            return None
        made[reading.value] = _moved(net, sets)
        made |= {
            "items": list(encoded.items.keys),
            "subjects": list(encoded.subjects.keys),
            "places": list(encoded.places),
        }
    return made | {"sets": [list(found) for found in sets.found]}


def _moved(net: Net, sets: _Sets) -> dict[str, list[int]]:
    states = search_net(net)
    node = net.node(states.place, states.form, states.subject)
    held: dict[int, set[int]] = {}
    for where, item in zip(node.tolist(), states.item.tolist(), strict=True):
        held.setdefault(where, set()).add(item)
    used = sorted(held)
    number = {where: index for index, where in enumerate(used)}
    passing = [
        frozenset(net.sets.flat[start : start + count].tolist())
        for start, count in zip(net.sets.start.tolist(), net.sets.count.tolist(), strict=True)
    ]
    edges: list[int] = []
    listed = (getattr(net.edges, part).tolist() for part in ("row", "source", "target", "slot"))
    for row, source, target, slot in zip(*listed, strict=True):
        moved = passing[slot] if source == net.root else passing[slot] & held.get(source, set())
        if moved and target in number:
            edges += (row, number.get(source, ROOT), number[target], sets.number(frozenset(moved)))
    place, _, subject = net.parts(np.array(used, dtype=np.int64))
    return {
        "nodes": [each for pair in zip(place.tolist(), subject.tolist(), strict=True) for each in pair],
        "held": [sets.number(frozenset(held[where])) for where in used],
        "edges": edges,
    }
