"""Cuts and choke points, beside networkx, igraph and scipy on the map of one field.

The question is put to one item of one subject in an inventory whose rows say what they move: then the
field's own graph is an ordinary one, and a minimum cut of an ordinary library is the answer, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from inventories import write_inventory
from measuring import RUNS, Line, absent, least, peer, same
from reaching import AS_OF, Begins, Row, rows_of, steps_of
from reaching import ROOT as STEPS_ROOT

from datamap.analysis.choke import choke_points
from datamap.analysis.cut import cut
from datamap.analysis.field_graph import field_graph
from datamap.analysis.flow_cut import ENDLESS as ENDLESS_ROW
from datamap.analysis.flow_cut import FlowCut
from datamap.analysis.left_out import left_out
from datamap.analysis.reach import reach
from datamap.analysis.targets import Target, aim
from datamap.inventory import Inventory, read_inventory
from datamap.model import Reading

ITEM, SUBJECT = "email", "employee"
COUNTRY = "US"
LARGE = 100_000
ENDLESS = 10**8
END = "(end)"
ROOT = "(root)"

Arcs = dict[tuple[str, str], int]


def arcs_of(rows: list[Row], inventory: Inventory, country: str, *, worst: bool = False) -> Arcs:
    """Return the field's graph: pairs of places with the number of rows between them, from root to end.

    In the worst case every row between places passes the field on, whatever it lists.
    """
    begins = Begins.of(inventory, rows)
    arcs: defaultdict[tuple[str, str], int] = defaultdict(int)
    for subjects, items, source, recipient in rows:
        listed = SUBJECT in subjects and ITEM in items
        if listed or (worst and source not in begins.people):
            arcs[source if source not in begins.people else ROOT, recipient] += 1
        if listed and source in begins.origins:
            arcs[ROOT, source] = ENDLESS
    for key, place in inventory.places.items():
        if country in place.countries:
            arcs[key, END] = ENDLESS
    return dict(arcs)


def networkx_graph(arcs: Arcs) -> nx.DiGraph:
    """Return the arcs as a graph of networkx."""
    graph = nx.DiGraph()
    graph.add_nodes_from([ROOT, END])
    graph.add_weighted_edges_from(((a, b, n) for (a, b), n in arcs.items()), weight="capacity")
    return graph


def with_networkx(graph: nx.DiGraph) -> int:
    """Return the size of a least cut (preflow-push, the default)."""
    return int(nx.minimum_cut_value(graph, ROOT, END))


def igraph_graph(arcs: Arcs) -> tuple[Any, list[int]]:
    """Return the arcs as a graph of igraph, in which 0 is the root and 1 the end, and the capacities."""
    ig: Any = peer("igraph")
    ends = (end for pair in arcs for end in pair)
    names = {name: n for n, name in enumerate(dict.fromkeys([ROOT, END, *ends]))}
    graph = ig.Graph(n=len(names), edges=[(names[a], names[b]) for a, b in arcs], directed=True)
    return graph, list(arcs.values())


def with_igraph(graph: Any, capacities: list[int]) -> int:
    """Return the size of a least cut with igraph."""
    return int(graph.maxflow_value(0, 1, capacity=capacities))


def chokes_with_networkx(arcs: Arcs) -> set[str]:
    """Return the places through which every way to the targets goes: the dominators of their common end."""
    graph = nx.DiGraph([*arcs])
    graph.add_node(ROOT)
    above = nx.immediate_dominators(graph, ROOT)
    found: set[str] = set()
    node = above.get(END)
    while node not in {ROOT, None}:
        found.add(node)
        node = above.get(node)
    return found - {a for a, b in arcs if b == END}


def lines(folder: Path, sizes: list[int]) -> Iterator[Line]:
    """Yield one line for each size and peer."""
    for rows in sizes:
        path = folder / f"{rows}.plain.csv"
        if not path.exists():
            write_inventory(path, rows, plain=True)
        inventory = read_inventory(path)
        yield from _one_field(inventory, _busiest(inventory), f"{rows:,} flows", RUNS if rows <= LARGE else 1)
        if rows <= LARGE:
            yield from _all_fields(folder, rows)


def _busiest(inventory: Inventory) -> str:
    """Return the country abroad that most holdings of the field are in."""
    table = reach(inventory, as_of=AS_OF, item=ITEM, subject=SUBJECT).table
    abroad = table.loc[~table["country"].isin(["JP", ""]), "country"]
    return str(abroad.mode().iloc[0]) if len(abroad) else "US"


def _one_field(inventory: Inventory, country: str, size: str, runs: int) -> Iterator[Line]:
    given = rows_of(inventory)
    yield from _cuts(inventory, given, country, size, runs, worst=False)
    yield from _cuts(inventory, given, country, size, runs, worst=True)
    asked: dict[str, Any] = {"as_of": AS_OF, "item": ITEM, "subject": SUBJECT, "country": country}
    chokes, arcs = choke_points(inventory, **asked), arcs_of(given, inventory, country)
    same("choke points", set(chokes.table["place"]), chokes_with_networkx(arcs))
    ours, other = least(
        lambda: choke_points(inventory, **asked),
        lambda: chokes_with_networkx(arcs_of(given, inventory, country)),
        runs=runs,
    )
    yield Line(
        "choke points, one field / networkx dominators", size, ours, other, note=f"{len(chokes)} in both"
    )
    if len(given) <= LARGE:
        yield from _left_out(inventory, given, size, runs)


def _cuts(
    inventory: Inventory, given: list[Row], country: str, size: str, runs: int, *, worst: bool
) -> Iterator[Line]:
    """Yield the cut of one field: from rows to table, and the cut alone on ready graphs."""
    reading = Reading.WORST_CASE if worst else Reading.CERTAIN
    name = "cut, one field, worst case" if worst else "cut, one field"
    target = Target(item=ITEM, subject=SUBJECT, country=country)
    asked: dict[str, Any] = {"as_of": AS_OF, "reading": reading}
    answer, arcs = cut(inventory, target, **asked), arcs_of(given, inventory, country, worst=worst)
    least_cut = int(answer.least or 0)
    found = aim(inventory, target, **asked)
    graph = field_graph(found.net, found.states, found.wanted)

    flow = FlowCut(graph, np.where(graph.row < 0, ENDLESS_ROW, 1).astype(np.int32))
    same("least cut", least_cut, len(flow.least()))
    in_networkx = networkx_graph(arcs)
    same("cut", least_cut, with_networkx(in_networkx))
    ours, other = least(
        lambda: cut(inventory, target, **asked),
        lambda: with_networkx(networkx_graph(arcs_of(given, inventory, country, worst=worst))),
        runs=runs,
    )
    goal = 150 if len(given) >= LARGE else None
    note = f"{ITEM} of {SUBJECT} to {country}: {least_cut} in both; ours with other choices and the table"
    yield Line(f"{name} / networkx minimum_cut", size, ours, other, goal, note=note)
    alone, other = least(flow.room, lambda: with_networkx(in_networkx), runs=runs)
    note = f"{len(graph.row):,} edges in ours, one a row; {len(arcs):,} in theirs, rows side by side as one"
    yield Line(f"{name}: on a ready graph / networkx minimum_cut", size, alone, other, goal, note=note)
    title = f"{name}: on a ready graph / igraph maxflow"
    if peer("igraph") is None:
        yield absent(title, size, "igraph")
        return
    in_igraph = igraph_graph(arcs)
    same("cut", least_cut, with_igraph(*in_igraph))
    other = least(lambda: with_igraph(*in_igraph), runs=runs)[0]
    goal = None if len(given) < LARGE else 2 if len(given) == LARGE else 10
    yield Line(title, size, alone, other, goal, note=note)


def _left_out(inventory: Inventory, given: list[Row], size: str, runs: int) -> Iterator[Line]:
    """Yield every place left out in turn beside networkx leaving out one, on a ready graph."""
    answer = left_out(inventory, as_of=AS_OF)
    first = answer.table.iloc[0]
    graph = nx.DiGraph(steps_of(given, Begins.of(inventory, given)))
    held = nx.descendants(graph, STEPS_ROOT)

    def one() -> int:
        left = graph.copy()
        left.remove_nodes_from([node for node in graph if node[2] == first["place"]])
        return sum(node[2] != first["place"] for node in held - nx.descendants(left, STEPS_ROOT))

    same("left out", int(first["also_stops"]), one())
    ours, other = least(lambda: left_out(inventory, as_of=AS_OF), one, runs=min(runs, 2))
    note = f"all {len(inventory.places):,} places with the table; networkx: one of them on a ready graph"
    goal = 1 if len(given) >= LARGE else None
    yield Line("every place left out in turn / networkx, one place", size, ours, other, goal, note=note)


def _all_fields(folder: Path, rows: int) -> Iterator[Line]:
    path = folder / f"{rows}.csv"
    if not path.exists():
        write_inventory(path, rows)
    inventory = read_inventory(path)
    answers = []
    took = least(lambda: answers.append(cut(inventory, as_of=AS_OF, country=COUNTRY)), runs=1)[0]
    answer = answers[0]
    proven = "proven least" if answer.least == answer.at_least else f"none below {answer.at_least:g}"
    yield Line(
        "cut, all fields at once", f"{rows:,} flows", took, note=f"{answer.least or 0:g} flows, {proven}"
    )
