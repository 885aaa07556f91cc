"""Where fields end up: our `reach` beside graph libraries on the same question, from the same rows.

The question is put to inventories in which every row says which items of whom it moves, so that the
others need no rules of ours: nodes are (subject, item, place), a row is an edge for each subject and item.
All have to find the same nodes. Ours gives the routes, too, and the table; the others only the nodes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import searches
from inventories import write_inventory
from measuring import RUNS, Line, absent, least, peer, same
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from datamap.analysis.reach import reach
from datamap.inventory import Inventory, read_inventory

AS_OF = date(2026, 11, 22)
ROOT = ("", "", "")

Held = tuple[str, str, str]
"""subject, item, place"""

Row = tuple[list[str], list[str], str, str]
"""subjects, items (the keys below them spelt out), source, recipient"""

Steps = list[tuple[Held, Held]]


def rows_of(inventory: Inventory) -> list[Row]:
    """Return the rows as plain Python, each key with those below it that are named anywhere."""
    known = {
        name: {key for cell in inventory.coded(name).values for key in cell.split(";")}
        for name in ("items", "subjects")
    }
    below = {
        name: {key: [k for k in inventory.vocabulary.children(name, key) if k in keys] for key in keys}
        for name, keys in known.items()
    }
    return [
        (
            sorted({k for key in subjects.split(";") for k in below["subjects"][key]}),
            sorted({k for key in items.split(";") for k in below["items"][key]}),
            source,
            recipient,
        )
        for subjects, items, source, recipient in zip(
            *(inventory.coded(c).texts() for c in ("subjects", "items", "source", "recipient")), strict=True
        )
    ]


@dataclass(frozen=True, slots=True)
class Begins:
    """Where fields begin: the groups of people, and the places into which nothing runs from elsewhere."""

    people: frozenset[str]
    origins: frozenset[str]

    @classmethod
    def of(cls, inventory: Inventory, rows: list[Row]) -> Begins:
        """Work it out with networkx; of places in a circle that nothing feeds, each one is an origin."""
        people = frozenset(key for key, place in inventory.places.items() if place.type == "subject")
        graph = nx.DiGraph((a, b) for _, _, a, b in rows)
        circles = nx.condensation(graph)
        origins = {
            place for n in circles if not circles.in_degree(n) for place in circles.nodes[n]["members"]
        }
        return cls(people, frozenset(origins) - people)


def steps_of(rows: list[Row], begins: Begins) -> Steps:
    """Return the edges: from people and from places that nothing feeds, everything begins at the root."""
    people, origins = begins.people, begins.origins
    steps: Steps = []
    for subjects, items, source, recipient in rows:
        for subject in subjects:
            for item in items:
                there = (subject, item, recipient)
                if source in people:
                    steps.append((ROOT, there))
                    continue
                here = (subject, item, source)
                steps.append((here, there))
                if source in origins:
                    steps.append((ROOT, here))
    return steps


def with_networkx(rows: list[Row], begins: Begins) -> set[Held]:
    """Return everything held: one search in the graph of all fields."""
    graph = nx.DiGraph()
    graph.add_node(ROOT)
    graph.add_edges_from(steps_of(rows, begins))
    return set(nx.descendants(graph, ROOT))


def with_networkx_by_field(rows: list[Row], begins: Begins) -> set[Held]:
    """Return everything held: a graph and a search for each field, as one would write it first."""
    fields: defaultdict[tuple[str, str], nx.DiGraph] = defaultdict(nx.DiGraph)
    for here, there in steps_of(rows, begins):
        fields[there[:2]].add_edge(here, there)
    return {node for graph in fields.values() if ROOT in graph for node in nx.descendants(graph, ROOT)}


def _numbered(steps: Steps) -> tuple[list[Held], list[tuple[int, int]]]:
    number: dict[Held, int] = {ROOT: 0}
    pairs = [(number.setdefault(a, len(number)), number.setdefault(b, len(number))) for a, b in steps]
    return list(number), pairs


def with_scipy(rows: list[Row], begins: Begins) -> set[Held]:
    """Return everything held with scipy's search."""
    nodes, pairs = _numbered(steps_of(rows, begins))
    ends = np.array(pairs).T
    graph = csr_array((np.ones(len(pairs)), (ends[0], ends[1])), (len(nodes), len(nodes)))
    order = breadth_first_order(graph, 0, return_predecessors=False)
    return {nodes[n] for n in order[1:].tolist()}


def with_rustworkx(rows: list[Row], begins: Begins) -> set[Held]:
    """Return everything held with rustworkx."""
    rx: Any = peer("rustworkx")
    nodes, pairs = _numbered(steps_of(rows, begins))
    graph = rx.PyDiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from_no_data(pairs)
    return {nodes[n] for n in rx.descendants(graph, 0)}


def with_igraph(rows: list[Row], begins: Begins) -> set[Held]:
    """Return everything held with igraph."""
    ig: Any = peer("igraph")
    nodes, pairs = _numbered(steps_of(rows, begins))
    graph = ig.Graph(n=len(nodes), edges=pairs, directed=True)
    return {nodes[n] for n in graph.subcomponent(0, mode="out")} - {ROOT}


def with_duckdb(rows: list[Row], begins: Begins) -> set[Held]:
    """Return everything held with a recursive query of DuckDB."""
    duckdb: Any = peer("duckdb")
    nodes, pairs = _numbered(steps_of(rows, begins))
    ends = np.array(pairs, dtype=np.int64).T
    with duckdb.connect() as database:
        database.execute("create table steps(a bigint, b bigint)")
        database.execute(
            "insert into steps select unnest(?), unnest(?)", [ends[0].tolist(), ends[1].tolist()]
        )
        found = database.execute(
            "with recursive held(n) as (select 0::bigint union select b from steps join held on a = n) "
            "select n from held"
        ).fetchall()
    return {nodes[n] for (n,) in found} - {ROOT}


LARGE = 100_000
"""Flows from which on goals count, and the most that the others are given."""

PEERS: dict[str, tuple[Callable[[list[Row], Begins], set[Held]], str, float | None]] = {
    "networkx, all fields": (with_networkx, "networkx", 90),
    "networkx per field": (with_networkx_by_field, "networkx", None),
    "scipy": (with_scipy, "scipy", None),
    "rustworkx": (with_rustworkx, "rustworkx", None),
    "igraph": (with_igraph, "igraph", 10),
    "duckdb (two threads)": (with_duckdb, "duckdb", 5),
}
"""Peer -> how it answers, the module it needs, the goal from 100,000 flows on."""


def lines(folder: Path, sizes: list[int]) -> Iterator[Line]:
    """Yield one line for each size and peer, and how much wider the readings are."""
    for rows in sizes:
        path = folder / f"{rows}.plain.csv"
        write_inventory(path, rows, plain=True)
        ours = _fresh(path, RUNS if rows < LARGE else 2)
        yield Line("reach with table", f"{rows:,} flows", ours, note="all fields, with a way to each")
        if rows <= LARGE:
            yield from _beside_others(path, rows, ours)
            yield from _readings(folder, rows)
        yield from searches.lines(read_inventory(path), rows)
        yield from searches.many_fields(folder, rows)


def _beside_others(path: Path, rows: int, ours: float) -> Iterator[Line]:
    """Yield one line for each peer, on the same question from the same rows."""
    plain = read_inventory(path)
    given = rows_of(plain)
    begins = Begins.of(plain, given)
    held = reach(plain, as_of=AS_OF).table
    expected = set(zip(held["subject"], held["item"], held["place"], strict=True))
    for name, (answer, module, goal) in PEERS.items():
        title, wanted = f"reach / {name}", goal if rows >= LARGE else None
        if peer(module) is None:
            yield absent(title, f"{rows:,} flows", module, wanted)
            continue
        same(title, expected, answer(given, begins))
        runs = 1 if rows >= LARGE else RUNS
        took = least(lambda a=answer: a(given, begins), runs=runs)[0]  # type: ignore[misc]
        note = f"{len(expected):,} holdings, the same in both; ours from cells to the table with every way"
        yield Line(title, f"{rows:,} flows", ours, took, wanted, note=note)


def _fresh(path: Path, runs: int) -> float:
    """Return the least time of `reach` on an inventory that nothing is known of yet."""
    inventories = [read_inventory(path) for _ in range(runs)]
    return least(lambda: reach(inventories.pop(), as_of=AS_OF), runs=runs)[0]


def _readings(folder: Path, rows: int) -> Iterator[Line]:
    """Yield how much wider the readings *possible* and *worst case* are; each holds the one before."""
    path = folder / f"{rows}.csv"
    if not path.exists():
        write_inventory(path, rows)
    inventory = read_inventory(path)
    found = []
    for reading in ("certain", "possible", "worst_case"):
        table = reach(inventory, as_of=AS_OF, reading=reading).table
        found.append(set(zip(table["subject"], table["item"], table["form"], table["place"], strict=True)))
    same("readings", [True, True], [found[0] <= found[1], found[1] <= found[2]])
    yield Line("reach: holdings worst case / certain", f"{rows:,} flows", len(found[0]), len(found[2]), unit="",  # noqa: E501
               note=f"possible: {len(found[1]):,}; each reading holds the one before")  # fmt: skip
