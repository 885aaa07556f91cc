"""The searches alone, without the table: from the same codes, and the worst case on ready graphs.

Ours starts from an inventory of which the cells have been taken apart, as every question after the first
one does, and finds all holdings with a way to each. The others are given the same edges between
(place, subject, item), made by numpy from the same codes and counted with their time; they make their
graph of them and find what is held, without the ways.

The worst case is asked as the others can answer it: which field could be at which place. Ours follows all
fields at once on the map of places, as `breach` does; the ways to them are another line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
from inventories import write_inventory
from measuring import RUNS, Line, absent, least, peer, same
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from datamap.analysis.asked import running
from datamap.analysis.by_product import Product, product
from datamap.analysis.by_word import Words
from datamap.analysis.encoding import Encoded
from datamap.analysis.net import Net
from datamap.analysis.search import search_net
from datamap.analysis.worst_case import WorstCase
from datamap.inventory import Inventory, read_inventory
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
    net = net_of(inventory, Reading.WORST_CASE)
    states, ways = len(search_net(net)), least(lambda: search_net(net), runs=RUNS)[0]
    case = WorstCase(net)
    same("worst case", states, int(np.bitwise_count(case.onward(case.begun)).sum()))
    yield Line("worst case, search on ready edges", size, ways, note=f"{states:,} holdings with ways")
    yield from _worst(inventory, "worst case", rows, goals=False)


# ------------------------------------------------------------------------------------- worst case

Places = dict[int, list[int]]
"""Field -> places where it begins."""

Ask = Callable[[int], int]
"""How many places a field could reach."""

GOALS = {"scipy": 10, "igraph": 200, "rustworkx": 500, "networkx": 100_000}
"""How many times longer each of the others may take, where fields are as many as rows' items."""

OWN_ITEMS = 50
"""Rows for each item of one's own in the inventory of many fields."""


def many_fields(folder: Path, rows: int) -> Iterator[Line]:
    """Yield the worst case of an inventory with many items, as those for which the goals were set."""
    path = folder / f"{rows}.fields.csv"
    if not path.exists():
        write_inventory(path, rows, own_items=rows // OWN_ITEMS, plain=True)
    yield from _worst(read_inventory(path), "worst case, many fields", rows, goals=rows > LARGE)


def _worst(inventory: Inventory, name: str, rows: int, *, goals: bool) -> Iterator[Line]:
    """Yield where every field could be, on ready graphs: ours all at once, the others field by field."""
    size, net = f"{rows:,} flows", net_of(inventory, Reading.WORST_CASE)
    case = WorstCase(net)
    begun = case.begun
    held, starts = _counted(net, case.onward(begun)), _by_field(net, begun)
    ours = least(lambda: case.onward(begun), runs=RUNS)[0]
    note = f"{int(held.sum()):,} holdings of {len(starts):,} fields, without ways"
    yield Line(f"{name}, on a ready graph", size, ours, note=note)
    moved = net.edges.source != net.root
    ends = np.stack([part[moved] // net.sides for part in (net.edges.source, net.edges.target)], axis=1)
    graph = np.unique(ends, axis=0)
    for module, goal in GOALS.items():
        title = f"{name}, on a ready graph / {module} field by field"
        if peer(module) is None:
            yield absent(title, size, module, goal if goals else None)
            continue
        sampled = sorted(starts)[:: max(1, len(starts) // SAMPLED[module])]
        ask = _READY[module](graph, {field: starts[field] for field in sampled}, len(inventory.places))
        for field in sampled:
            same(title, int(held[field]), ask(field))

        def work(ask: Ask = ask, sampled: list[int] = sampled) -> list[int]:
            return [ask(field) for field in sampled]

        took = least(work, runs=RUNS)[0] * len(starts) / len(sampled)
        note = f"the same places; {len(sampled)} of {len(starts):,} fields, counted up"
        yield Line(title, size, ours, took, goal if goals else None, note=note)


def _counted(net: Net, held: Words) -> Pairs:
    """Return for each field (subject and item) how many places hold it in some form."""
    people = net.sides // net.forms
    places = np.bitwise_or.reduce(held.reshape(-1, net.forms, people, held.shape[1]), axis=1)
    found = np.zeros((people, held.shape[1] * 64), dtype=np.int64)
    for place in places.astype("<u8"):
        found += np.unpackbits(place.view(np.uint8), axis=1, bitorder="little")
    return found[:, : net.items].ravel()


def _by_field(net: Net, held: Words) -> Places:
    """Return for each field the places that hold it."""
    bits = np.unpackbits(held.astype("<u8").view(np.uint8), axis=1, bitorder="little")
    node, item = np.nonzero(bits)
    place, _, subject = net.parts(node)
    field = subject * net.items + item
    order = np.argsort(field, kind="stable")
    known, first = np.unique(field[order], return_index=True)
    return dict(zip(known.tolist(), map(np.ndarray.tolist, np.split(place[order], first[1:])), strict=True))


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
