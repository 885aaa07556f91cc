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
from inventories import write_inventory
from measuring import RUNS, Line, absent, least, peer, same
from reaching import AS_OF, Begins, Row, rows_of

from datamap.analysis.choke import choke_points
from datamap.analysis.cut import cut
from datamap.analysis.reach import reach
from datamap.inventory import Inventory, read_inventory

ITEM, SUBJECT = "email", "employee"
COUNTRY = "US"
LARGE = 100_000
ENDLESS = 10**8
END = "(end)"
ROOT = "(root)"

Arcs = dict[tuple[str, str], int]


def arcs_of(rows: list[Row], inventory: Inventory, country: str) -> Arcs:
    """Return the field's graph: pairs of places with the number of rows between them, from root to end."""
    begins = Begins.of(inventory, rows)
    arcs: defaultdict[tuple[str, str], int] = defaultdict(int)
    for subjects, items, source, recipient in rows:
        if SUBJECT in subjects and ITEM in items:
            arcs[source if source not in begins.people else ROOT, recipient] += 1
            if source in begins.origins:
                arcs[ROOT, source] = ENDLESS
    for key, place in inventory.places.items():
        if country in place.countries:
            arcs[key, END] = ENDLESS
    return dict(arcs)


def with_networkx(arcs: Arcs) -> int:
    """Return the size of a least cut (preflow-push, the default)."""
    graph = nx.DiGraph()
    graph.add_nodes_from([ROOT, END])
    graph.add_weighted_edges_from(((a, b, n) for (a, b), n in arcs.items()), weight="capacity")
    return int(nx.minimum_cut_value(graph, ROOT, END))


def with_igraph(arcs: Arcs) -> int:
    """Return the size of a least cut with igraph."""
    ig: Any = peer("igraph")
    ends = (end for pair in arcs for end in pair)
    names = {name: n for n, name in enumerate(dict.fromkeys([ROOT, END, *ends]))}
    graph = ig.Graph(n=len(names), edges=[(names[a], names[b]) for a, b in arcs], directed=True)
    return int(graph.maxflow_value(names[ROOT], names[END], capacity=list(arcs.values())))


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
        yield from _all_fields(folder, rows)


def _busiest(inventory: Inventory) -> str:
    """Return the country abroad that most holdings of the field are in."""
    table = reach(inventory, as_of=AS_OF, item=ITEM, subject=SUBJECT).table
    abroad = table.loc[~table["country"].isin(["JP", ""]), "country"]
    return str(abroad.mode().iloc[0]) if len(abroad) else "US"


def _one_field(inventory: Inventory, country: str, size: str, runs: int) -> Iterator[Line]:
    given = rows_of(inventory)
    asked = {"as_of": AS_OF, "item": ITEM, "subject": SUBJECT, "country": country}
    answer, arcs = cut(inventory, **asked), arcs_of(given, inventory, country)
    least_cut = int(answer.least or 0)

    def prepared() -> Arcs:
        return arcs_of(given, inventory, country)

    same("cut", least_cut, with_networkx(arcs))
    ours, other = least(lambda: cut(inventory, **asked), lambda: with_networkx(prepared()), runs=runs)
    note = f"{ITEM} of {SUBJECT} to {country}: {least_cut} in both; ours with the table"
    goal = 150 if len(given) >= LARGE else None
    yield Line("cut, one field / networkx minimum_cut", size, ours, other, goal, note=note)
    if peer("igraph") is None:
        yield absent("cut, one field / igraph maxflow", size, "igraph")
    else:
        same("cut", least_cut, with_igraph(arcs))
        took = least(lambda: with_igraph(prepared()), runs=runs)[0]
        yield Line("cut, one field / igraph maxflow", size, ours, took)
    chokes = choke_points(inventory, **asked)
    same("choke points", set(chokes.table["place"]), chokes_with_networkx(arcs))
    ours, other = least(
        lambda: choke_points(inventory, **asked), lambda: chokes_with_networkx(prepared()), runs=runs
    )
    yield Line(
        "choke points, one field / networkx dominators", size, ours, other, note=f"{len(chokes)} in both"
    )


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
