"""Searches in graphs held as arrays: large ones by scipy, small ones by hand.

Scipy is loaded for a large graph only: that alone takes longer than to search a hundred small ones.
Both ways lead to the same (a test holds one to the other).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from datamap.graph.sorting import ordered, starts
from datamap.graph.spread import Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SMALL = 20_000
"""Nodes and edges, put together, of the largest graph that is searched by hand."""

NOTHING = -9999
"""Stands before a node that nothing comes before: scipy's number for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Following:
    """The nodes that follow each node.

    Attributes
    ----------
    after : the following nodes, those of node 0 first. begins : where those of each node begin in
        `after`; the last entry is their count.
    """

    after: npt.NDArray[np.int32]
    begins: npt.NDArray[np.int32]

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.begins) - 1

    @property
    def small(self) -> bool:
        """Whether it is searched by hand."""
        return len(self.after) + self.size <= SMALL

    def listed(self) -> list[list[int]]:
        """Return the following nodes of each node."""
        after, begins = self.after.tolist(), self.begins.tolist()
        return [after[begin:end] for begin, end in pairwise(begins)]


def following(source: Ints, target: Ints, size: int) -> Following:
    """Return which nodes follow which, of edges between nodes below `size`.

    Examples
    --------
    >>> following(np.array([0, 2, 0]), np.array([1, 0, 2]), 3).listed()
    [[1, 2], [], [0]]
    """
    return Following(target[ordered(source)].astype(np.int32), starts(source, size).astype(np.int32))


def breadth_first(graph: Following, root: int) -> tuple[Ints, Ints]:
    """Return what is reached from a node, the nearest first, and what comes before each node.

    Returns
    -------
    order : the nodes reached, the root first. before : for every node of the graph the one from which
        it was reached; `NOTHING` for the root and for those that are not.

    Examples
    --------
    >>> order, before = breadth_first(following(np.array([0, 2, 0]), np.array([1, 0, 2]), 4), 0)
    >>> order.tolist(), before.tolist()
    ([0, 1, 2], [-9999, 0, 0, -9999])
    """
    order, before = (_walk if graph.small else _walk_with_scipy)(graph, root)
    return np.asarray(order, np.int64), np.asarray(before, np.int64)


def _walk(graph: Following, root: int) -> tuple[list[int], list[int]]:
    after, before, order = graph.listed(), [NOTHING] * graph.size, [root]
    for node in order:  # it grows while it is read
        for step in after[node]:
            if before[step] == NOTHING and step != root:
                before[step] = node
                order.append(step)
    return order, before


def _walk_with_scipy(graph: Following, root: int) -> tuple[npt.ArrayLike, npt.ArrayLike]:
    from scipy.sparse.csgraph import breadth_first_order  # noqa: PLC0415 - see above

    order, before = breadth_first_order(_matrix(graph), root, directed=True, return_predecessors=True)
    return order, before


def circles(graph: Following) -> Ints:
    """Return for each node a number that it shares with those that it reaches and that reach it.

    Examples
    --------
    >>> one, other, apart = circles(following(np.array([0, 1, 1]), np.array([1, 0, 2]), 3)).tolist()
    >>> one == other, one == apart
    (True, False)
    """
    if graph.small:
        return _circles(graph.listed())
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - see above

    matrix = _matrix(graph)
    matrix.sum_duplicates()  # scipy may not come back from an edge that is there twice
    found = connected_components(matrix, directed=True, connection="strong")[1]
    return np.asarray(found, np.int64)


def _circles(after: list[list[int]]) -> Ints:
    """Return the circles by Kosaraju's two walks: a circle is what reaches the last node left behind."""
    into: list[list[int]] = [[] for _ in after]
    for node, steps in enumerate(after):
        for step in steps:
            into[step].append(node)
    met, circle = [False] * len(after), [NOTHING] * len(after)
    left = [node for root in range(len(after)) for node in _left_behind(after, root, met)]
    met = [False] * len(after)
    for root in reversed(left):
        for node in _left_behind(into, root, met):
            circle[node] = root
    return np.array(circle, np.int64)


def _left_behind(after: list[list[int]], root: int, met: list[bool]) -> Iterator[int]:
    """Yield the nodes not met before that are reached from one, each after all that it leads to."""
    if met[root]:
        return
    met[root] = True
    path = [(root, iter(after[root]))]
    while path:
        node, steps = path[-1]
        step = next((step for step in steps if not met[step]), None)
        if step is None:
            path.pop()
            yield node
        else:
            met[step] = True
            path.append((step, iter(after[step])))


def _matrix(graph: Following) -> csr_array:
    from scipy.sparse import csr_array  # noqa: PLC0415 - see above

    return csr_array((np.ones(len(graph.after)), graph.after, graph.begins), (graph.size, graph.size))
