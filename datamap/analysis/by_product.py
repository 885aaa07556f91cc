"""A search for what is held where, each item by itself: for rows that name a few items each.

Nodes are pairs of a node of `Net` and an item; an edge that lets three items pass is three edges. Only
pairs into which some edge leads have a number, however many places and items there are.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from datamap.analysis.net import Edges, Net
from datamap.analysis.states import States
from datamap.graph.searching import breadth_first, following
from datamap.graph.sorting import distinct
from datamap.graph.spread import Ints, spread

DENSE = 100_000_000
"""Most pairs of which each has a place in a table (5 bytes); beyond, numbers are searched for."""

NEVER = -9
"""Flows on the way to what is never reached."""


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """Edges between pairs of a node and an item, in the order of targets and rows.

    Attributes
    ----------
    pair : for each number, node * items + item. source, target : numbers of pairs; the number after
        the last one is the root. edge : which edge of the net each stands for.
    begun, by : pairs that origins hold to begin with, and which edge of `net.begun` says so.
    """

    pair: Ints
    source: Ints
    target: Ints
    edge: Ints
    begun: Ints
    by: Ints


def product(net: Net) -> Product:
    """Return the edges of a net, one for each item that passes."""
    _, begun, by = _spelt_out(net, net.begun)
    source, target, edge = _spelt_out(net, net.edges)
    pair, number = _numbered(net, np.concatenate([begun, target, source]), len(begun) + len(target))
    begun, target, source = np.split(number, [len(begun), len(begun) + len(target)])
    source[net.edges.source[edge] == net.root] = len(pair)
    alive = source >= 0
    if not alive.all():
        source, target, edge = source[alive], target[alive], edge[alive]
    return Product(pair, source, target, edge, begun, by)


def _spelt_out(net: Net, edges: Edges) -> tuple[Ints, Ints, Ints]:
    """Return source and target with each item that passes, and which edge it is."""
    count, start = net.sets.count[edges.slot], net.sets.start[edges.slot]
    edge, place = spread(count)
    place += start[edge]
    item = net.sets.flat[place]
    return (edges.source * net.items)[edge] + item, (edges.target * net.items)[edge] + item, edge


def _numbered(net: Net, keys: Ints, targets: int) -> tuple[Ints, Ints]:
    """Return the different keys among the first ones, and the number of every key; -1 if it has none."""
    size = (net.root + 1) * net.items
    if size > DENSE:
        known = distinct(keys[:targets])
        if not len(known):
            return known, np.full(len(keys), -1)
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        return known, np.where(known[at] == keys, at, -1)
    met = np.zeros(size, dtype=np.bool_)
    met[keys[:targets]] = True
    known = np.flatnonzero(met)
    number = np.full(size, -1, dtype=np.int32)
    number[known] = np.arange(len(known), dtype=np.int32)
    return known, number[keys].astype(np.int64)


def search_by_product(net: Net) -> States:
    """Return every state that holds, each item followed by itself."""
    found = product(net)
    root = len(found.pair)
    order, hops = levels(found)
    last = np.zeros(root, dtype=np.int64)
    step = np.flatnonzero(hops[found.target] == hops[found.source] + 1)[::-1]
    last[found.target[step]] = step  # written last and kept: the first edge that is on a shortest way
    first = np.zeros(root, dtype=np.int64)
    first[found.begun[::-1]] = found.by[::-1]
    order = order[order < root]
    place = np.zeros(root + 1, dtype=np.int64)
    place[order] = np.arange(len(order))
    place[root] = -1
    begins = hops[order] == 0
    row, parent = net.begun.row[first[order[begins]]], np.full(len(order), -1)
    rows = np.empty(len(order), dtype=np.int64)
    rows[begins] = row
    edge = last[order[~begins]]
    rows[~begins] = net.edges.row[found.edge[edge]]
    parent[~begins] = place[found.source[edge]]
    node, item = np.divmod(found.pair[order], net.items)
    where, form, subject = net.parts(node)
    return States(where, subject, item, form, hops[order], rows, parent)


def levels(found: Product) -> tuple[Ints, Ints]:
    """Return what is reached, the nearest first, and the flows on the way to each pair and the root."""
    root = len(found.pair)
    start = root + 1
    tail = np.concatenate([found.source, np.full(len(found.begun) + 1, start)])
    head = np.concatenate([found.target, found.begun, [root]])
    order, before = breadth_first(following(tail, head, start + 1), start)
    at = np.empty(start + 1, dtype=np.int64)
    at[order] = np.arange(len(order))
    came = at[before[order[1:]]].tolist()  # never descending: a level ends where the one before it ended
    ends = [1]
    while ends[-1] < len(order):
        ends.append(bisect_left(came, ends[-1]) + 1)
    hops = np.full(start + 1, NEVER, dtype=np.int64)
    hops[order] = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0)) - 1
    return order[1:], hops[:start]
