"""The searches alone, without the table: from the same codes, and the worst case on ready graphs.

Ours starts from an inventory of which the cells have been taken apart, as every question after the first
one does, and finds all holdings with a way to each. The others are given the same edges between
(place, subject, item), made by numpy from the same codes and counted with their time; they make their
graph of them and find what is held, without the ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
from measuring import RUNS, Line, absent, least, peer, same
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from datamap.analysis.asked import running
from datamap.analysis.by_product import Product, product
from datamap.analysis.encoding import Encoded
from datamap.analysis.net import Net
from datamap.analysis.search import search_net
from datamap.inventory import Inventory
from datamap.model import Reading

AS_OF = date(2026, 11, 22)

LARGE = 100_000
"""Flows from which on goals count, and the most for which networkx and rustworkx make a graph."""

SAMPLED = {"scipy": 200, "igraph": 60, "rustworkx": 40, "networkx": 5}
"""Fields of the worst case that each of the others is asked about; the time of all is counted up."""

Pairs = npt.NDArray[np.int64]


def net_of(inventory: Inventory, reading: Reading = Reading.CERTAIN) -> Net:
    """Return the edges of all fields."""
    return Net(Encoded(inventory, running(inventory, AS_OF), reading))


def pairs_of(found: Product) -> tuple[Pairs, int]:
    """Return edges as pairs of numbers, and the number of the root, which comes after all others."""
    root = len(found.pair)
    begun = np.stack([np.full(len(found.begun), root), found.begun], axis=1)
    return np.concatenate([np.stack([found.source, found.target], axis=1), begun]), root


def by_scipy(pairs: Pairs, root: int) -> int:
    """Return how many are held, with scipy."""
    graph = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (root + 1, root + 1))
    return len(breadth_first_order(graph, root, return_predecessors=False)) - 1


def by_igraph(pairs: Pairs, root: int) -> int:
    """Return how many are held, with igraph."""
    ig: Any = peer("igraph")
    return len(ig.Graph(n=root + 1, edges=pairs, directed=True).subcomponent(root, mode="out")) - 1


def by_duckdb(pairs: Pairs, root: int) -> int:
    """Return how many are held, with a recursive query of DuckDB."""
    duckdb: Any = peer("duckdb")
    with duckdb.connect() as database:
        ends = {"a": np.ascontiguousarray(pairs[:, 0]), "b": np.ascontiguousarray(pairs[:, 1])}
        database.register("ends", ends)
        database.execute("create table steps as select * from ends")
        found = database.execute(
            "with recursive held(n) as (select ?::bigint union select b from steps join held on a = n) "
            "select count(*) from held",
            [root],
        ).fetchone()
    return int(found[0]) - 1


def by_rustworkx(pairs: Pairs, root: int) -> int:
    """Return how many are held, with rustworkx."""
    rx: Any = peer("rustworkx")
    graph = rx.PyDiGraph()
    graph.add_nodes_from(range(root + 1))
    graph.add_edges_from_no_data([(a, b) for a, b in pairs.tolist()])
    return len(rx.descendants(graph, root))


def by_networkx(pairs: Pairs, root: int) -> int:
    """Return how many are held, with networkx."""
    graph = nx.DiGraph()
    graph.add_node(root)
    graph.add_edges_from(pairs.tolist())
    return len(nx.descendants(graph, root))


PEERS: dict[str, tuple[Callable[[Pairs, int], int], str, float | None, float | None]] = {
    "networkx": (by_networkx, "networkx", 90, None),
    "rustworkx": (by_rustworkx, "rustworkx", None, None),
    "scipy": (by_scipy, "scipy", None, None),
    "igraph": (by_igraph, "igraph", 10, 10),
    "duckdb (two threads)": (by_duckdb, "duckdb", 5, 4),
}
"""Peer -> how it answers, the module it needs, the goal at 100,000 flows and beyond."""


def lines(inventory: Inventory, rows: int) -> Iterator[Line]:
    """Yield the search of every field beside others, and the worst case."""
    size = f"{rows:,} flows"
    held = len(search_net(net_of(inventory)))
    ours = least(lambda: search_net(net_of(inventory)), runs=RUNS)[0]
    yield Line("search from codes", size, ours, note=f"{held:,} holdings, with a way to each; no table")
    for name, (answer, module, goal, beyond) in PEERS.items():
        title = f"search from codes / {name}"
        wanted = None if rows < LARGE else goal if rows == LARGE else beyond
        if rows > LARGE and module in {"networkx", "rustworkx"}:
            continue
        if peer(module) is None:
            yield absent(title, size, module, wanted)
            continue

        def work(answer: Callable[[Pairs, int], int] = answer) -> int:
            return answer(*pairs_of(product(net_of(inventory))))

        same(title, held, work())
        took = least(work, runs=RUNS if rows < LARGE else 1)[0]
        note = "graph from numpy arrays of the same codes, without the ways; ours with them"
        yield Line(title, size, ours, took, wanted, note=note)
    yield from _worst(inventory, size, rows)


# ------------------------------------------------------------------------------------- worst case

Places = dict[int, list[int]]
"""Field -> places where it begins."""

Ask = Callable[[int], int]
"""How many places a field could reach."""


def _worst(inventory: Inventory, size: str, rows: int) -> Iterator[Line]:
    """Yield what every field could reach, on ready graphs: ours all at once, the others field by field."""
    net = net_of(inventory, Reading.WORST_CASE)
    states = search_net(net)
    fields = states.subject * net.items + states.item
    handed = np.isin(states.row, np.flatnonzero(_collects(inventory))) & (states.hops == 1)
    begins = handed | (states.hops == 0)
    starts: Places = {}
    for field, place in zip(fields[begins].tolist(), states.place[begins].tolist(), strict=True):
        starts.setdefault(field, []).append(place)
    moved = net.edges.source != net.root
    ends = np.stack([net.parts(part[moved])[0] for part in (net.edges.source, net.edges.target)], axis=1)
    graph = np.unique(ends, axis=0)
    ours = least(lambda: search_net(net), runs=RUNS)[0]
    yield Line("worst case, search on ready edges", size, ours, note=f"{len(states):,} holdings with ways")
    for name, goal in (("scipy", 10), ("igraph", 200), ("rustworkx", 500), ("networkx", 100_000)):
        title = f"worst case on ready edges / {name} field by field on a ready graph"
        if peer(name) is None:
            yield absent(title, size, name)
            continue
        sampled = sorted(starts)[:: max(1, len(starts) // SAMPLED[name])]
        ask = _READY[name](graph, {field: starts[field] for field in sampled}, len(inventory.places))
        for field in sampled:
            same(title, len(np.unique(states.place[fields == field])), ask(field))

        def work(ask: Ask = ask, sampled: list[int] = sampled) -> list[int]:
            return [ask(field) for field in sampled]

        took = least(work, runs=RUNS)[0] * len(starts) / len(sampled)
        note = f"{len(sampled)} of {len(starts):,} fields, counted up; places only, ours with every way"
        yield Line(title, size, ours, took, goal if rows > LARGE else None, note=note)


def _collects(inventory: Inventory) -> npt.NDArray[np.bool_]:
    """Return which rows hand over from groups of people."""
    people = {key for key, place in inventory.places.items() if place.type == "subject"}
    source = inventory.coded("source")
    return np.array([value in people for value in source.values], dtype=np.bool_)[source.codes]


def _with_roots(graph: Pairs, starts: Places, places: int) -> tuple[Pairs, dict[int, int]]:
    """Return the graph with a root for each field."""
    roots = {field: places + number for number, field in enumerate(starts)}
    more = [(roots[field], place) for field, found in starts.items() for place in found]
    return np.concatenate([graph, np.array(more, dtype=np.int64).reshape(-1, 2)]), roots


def _ready_scipy(graph: Pairs, starts: Places, places: int) -> Ask:
    pairs, roots = _with_roots(graph, starts, places)
    size = places + len(roots)
    ready = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (size, size))
    return lambda field: len(breadth_first_order(ready, roots[field], return_predecessors=False)) - 1


def _ready_igraph(graph: Pairs, starts: Places, places: int) -> Ask:
    ig: Any = peer("igraph")
    pairs, roots = _with_roots(graph, starts, places)
    ready = ig.Graph(n=places + len(roots), edges=pairs, directed=True)
    return lambda field: len(ready.subcomponent(roots[field], mode="out")) - 1


def _ready_rustworkx(graph: Pairs, starts: Places, places: int) -> Ask:
    rx: Any = peer("rustworkx")
    pairs, roots = _with_roots(graph, starts, places)
    ready = rx.PyDiGraph()
    ready.add_nodes_from(range(places + len(roots)))
    ready.add_edges_from_no_data([(a, b) for a, b in pairs.tolist()])
    return lambda field: len(rx.descendants(ready, roots[field]))


def _ready_networkx(graph: Pairs, starts: Places, places: int) -> Ask:
    pairs, roots = _with_roots(graph, starts, places)
    ready = nx.DiGraph(pairs.tolist())
    return lambda field: len(nx.descendants(ready, roots[field]))


_READY: dict[str, Callable[[Pairs, Places, int], Ask]] = {
    "scipy": _ready_scipy,
    "igraph": _ready_igraph,
    "rustworkx": _ready_rustworkx,
    "networkx": _ready_networkx,
}
