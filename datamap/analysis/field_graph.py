"""The graph of the fields that reach a target: every way from where they begin, and nothing else.

Items that take exactly the same ways are one *class*, so that nine items handed over together
cost as much as one. Ways that no flow makes (what an origin holds to begin with) have row -1.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from datamap.analysis.by_word import WORD, ByWord, Words
from datamap.analysis.ground import Flags
from datamap.analysis.net import Edges, Net
from datamap.analysis.states import States
from datamap.graph.searching import breadth_first, following
from datamap.graph.sorting import ordered, starts
from datamap.graph.spread import Ints

ROOT = 0
"""Number of the node where everything begins."""

BEGUN = -1
"""Row of an edge that no flow makes."""


@dataclass(frozen=True, slots=True, eq=False)
class FieldGraph:
    """Edges that lie on a way to a target, one copy for each class of items.

    Attributes
    ----------
    source, target : nodes, 0 is the root. row : the flow, or -1.
    place : for each node its place (-1 for the root). kind : for each node its class.
    end : which nodes are targets. node : for each node its number in `Net`.
    items : for each class the numbers of its items.
    """

    source: Ints
    target: Ints
    row: Ints
    place: Ints
    kind: Ints
    end: Flags
    node: Ints
    items: tuple[tuple[int, ...], ...]

    def spread(self, blocked: Flags) -> tuple[Ints, Ints]:
        """Return what is still reached without some edges: nodes in order, and what comes before each."""
        size = len(self.place)
        source, target = self.source[~blocked], self.target[~blocked]
        return breadth_first(following(source, target, size), ROOT)

    def without(self, rows: Collection[int]) -> Flags:
        """Return which edges go if rows are ended."""
        ended = np.zeros(int(self.row.max(initial=BEGUN)) + 2, dtype=np.bool_)  # BEGUN is -1
        gone = np.fromiter(rows, np.int64, len(rows)) + 1
        ended[gone[gone < len(ended)]] = True
        return ended[self.row + 1]

    def still_reached(self, blocked: Flags) -> Ints:
        """Return the targets that are reached without some edges, the nearest first."""
        order, _ = self.spread(blocked)
        return order[self.end[order]]

    def route(self, blocked: Flags) -> frozenset[int] | None:
        """Return the rows of a shortest way to some target without some edges, or None."""
        order, before = self.spread(blocked)
        ends = order[self.end[order]]
        if not len(ends):
            return None
        passed = np.zeros(len(self.place), dtype=np.bool_)
        node = int(ends[0])
        while node != ROOT:
            passed[node] = True
            node = int(before[node])
        steps = ~blocked & passed[self.target] & (before[self.target] == self.source)
        first = np.full(len(self.place), len(self.row) + np.max(self.row), dtype=np.int64)
        np.minimum.at(first, self.target[steps], self.row[steps])
        return frozenset(first[passed].tolist()) - {BEGUN}


def field_graph(net: Net, states: States, targets: Flags) -> FieldGraph:
    """Return the graph of all ways to some states.

    Parameters
    ----------
    net, states : one search. targets : which of the states are targets.
    """
    begun, edges = ByWord(net, net.begun), ByWord(net, net.edges)
    classes: dict[tuple[bytes, bytes], list[int]] = {}
    shapes: dict[tuple[bytes, bytes], tuple[Ints, Ints, Ints, Ints]] = {}
    nodes = net.node(states.place, states.form, states.subject)
    by_item, begin = ordered(states.item), starts(states.item, int(states.item.max(initial=-1)) + 1)
    word = -1
    passing: tuple[tuple[Edges, Words], ...] = ()
    for item in np.unique(states.item[targets]).tolist():
        if item // WORD != word:
            word = item // WORD
            passing = begun.of(word), edges.of(word)
        mine = by_item[begin[item] : begin[item + 1]]
        ends = nodes[mine[targets[mine]]]
        shape = _ways(net.root, [_passing(part, item) for part in passing], nodes[mine], ends)
        key = np.stack(shape).tobytes(), np.sort(ends).tobytes()
        classes.setdefault(key, []).append(item)
        shapes.setdefault(key, (*shape, ends))
    return _joined(net, list(shapes.values()), tuple(tuple(found) for found in classes.values()))


def _ways(root: int, parts: Sequence[Edges], held: Ints, ends: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the edges of one item from the root to its targets: source, target and row.

    Parameters
    ----------
    root : number of the root. parts : what is held to begin with, and all later edges.
    held : nodes that hold the item. ends : those that are targets.
    """
    first, later = parts
    source = np.concatenate([first.source, later.source])
    target = np.concatenate([first.target, later.target])
    row = np.concatenate([np.full(len(first), BEGUN), later.row])
    holds = np.zeros(root + 1, dtype=np.bool_)
    holds[held] = holds[root] = True
    alive = holds[source]
    source, target, row = source[alive], target[alive], row[alive]
    leads = np.zeros(root + 1, dtype=np.bool_)
    leads[_backwards(source, target, ends, root + 1)] = True
    kept = leads[target] & leads[source]
    return source[kept], target[kept], row[kept]


def _passing(part: tuple[Edges, Words], item: int) -> Edges:
    """Return the edges that let one item of their word pass."""
    edges, masks = part
    passes = (masks >> np.uint64(item % WORD)) & np.uint64(1) != 0
    return Edges(*(getattr(edges, name)[passes] for name in Edges.__slots__))


def _backwards(source: Ints, target: Ints, ends: Ints, size: int) -> Ints:
    """Return the nodes from which some end is reached."""
    goal = size
    head = np.concatenate([target, np.full(len(ends), goal)])
    tail = np.concatenate([source, ends])
    found, _ = breadth_first(following(head, tail, size + 1), goal)
    nodes: Ints = found[found != goal]
    return nodes


def _joined(
    net: Net, shapes: list[tuple[Ints, Ints, Ints, Ints]], items: tuple[tuple[int, ...], ...]
) -> FieldGraph:
    """Return the ways of all classes as one graph with one root."""
    parts: list[tuple[Ints, Ints, Ints]] = []
    nodes: list[Ints] = [np.array([net.root])]
    kinds: list[Ints] = [np.array([-1])]
    end: list[Flags] = [np.array([False])]
    offset = 1
    for kind, (source, target, row, ends) in enumerate(shapes):
        here = np.union1d(np.concatenate([source, target, ends]), [])
        here = here[here != net.root].astype(np.int64)
        parts.append(
            (_renamed(source, here, offset, net.root), _renamed(target, here, offset, net.root), row)
        )
        nodes.append(here)
        kinds.append(np.full(len(here), kind))
        end.append(np.isin(here, ends))
        offset += len(here)
    source, target, row = (
        np.concatenate([np.zeros(0, np.int64), *(part[i] for part in parts)]) for i in range(3)
    )
    node = np.concatenate(nodes)
    place = np.where(node == net.root, -1, net.parts(node)[0])
    return FieldGraph(source, target, row, place, np.concatenate(kinds), np.concatenate(end), node, items)


def _renamed(numbers: Ints, here: Ints, offset: int, root: int) -> Ints:
    return np.where(numbers == root, ROOT, np.searchsorted(here, numbers) + offset)
