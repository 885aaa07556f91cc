"""The graph and the diagram: made, ordered and drawn beside networkx, igraph and Graphviz."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
from inventories import write_inventory
from measuring import Line, absent, in_own_process, least, peer, same

from datamap.figures import draw_flows
from datamap.figures.flows.build import build_chart
from datamap.figures.flows.chart import Chart, with_passages
from datamap.figures.flows.ordering import Links, best_order, crossings, links_of
from datamap.figures.flows.selection import Selection, choose
from datamap.figures.flows.steps import Ground, Steps
from datamap.figures.home import border_of
from datamap.graph import build_graph
from datamap.inventory import Inventory, read_inventory

DRAWN = (500, 5_000)
"""Flows of the diagrams; the goals are those of the larger one."""

GROWN = """
import gc, sys
import networkx as nx, pandas as pd
from datamap.graph import build_graph
from datamap.inventory import read_inventory
def held():
    gc.collect()
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
inventory = read_inventory(sys.argv[1])
inventory.places
columns = {key: inventory.coded(key).texts() for key in inventory.columns}
before = held()
if sys.argv[2] == "ours":
    graph = build_graph(inventory)
else:
    graph = nx.from_pandas_edgelist(
        pd.DataFrame(columns), "source", "recipient", edge_attr=True, create_using=nx.MultiDiGraph
    )
print(1024 * (held() - before) / graph.number_of_edges())
"""
"""Bytes that a graph adds to a process, for each edge."""


def graph_lines(path: Path, rows: int) -> Iterator[Line]:
    """Yield our graph beside pandas and networkx on the same rows: time and memory."""
    inventory = read_inventory(path)
    columns = {key: inventory.coded(key).texts() for key in inventory.columns}
    size, large = f"{rows:,} flows", rows >= 100_000  # noqa: PLR2004

    def others() -> Any:
        frame = pd.DataFrame(columns)
        return nx.from_pandas_edgelist(
            frame, "source", "recipient", edge_attr=True, create_using=nx.MultiDiGraph
        )

    same("edges", build_graph(inventory).number_of_edges(), others().number_of_edges())
    ours, other = least(lambda: build_graph(inventory), others, runs=2)
    note = "all columns on each edge in both; ours looks them up in the table when asked"
    name = "build_graph / networkx.from_pandas_edgelist"
    yield Line(name, size, ours, other, 8 if large else None, note=note)
    if not large:  # too little to be seen in the memory of a process
        return
    mine, theirs = (float(in_own_process(GROWN, str(path), which)[2]) for which in ("ours", "theirs"))
    yield Line(f"{name}: memory of an edge", size, mine, theirs, 3, unit="bytes")


def picture_lines(folder: Path) -> Iterator[Line]:
    """Yield the flow diagram: drawn beside networkx, its order of cards beside igraph and Graphviz."""
    for rows in DRAWN:
        path = folder / f"{rows}.csv"
        if not path.exists():
            write_inventory(path, rows)
        inventory = read_inventory(path)
        yield from _ordered(inventory, f"{rows:,} flows")
    yield from _drawn(inventory, f"{rows:,} flows")


def _drawn(inventory: Inventory, size: str) -> Iterator[Line]:
    made = draw_flows(inventory, lang="ja")
    works = (
        lambda: draw_flows(inventory, lang="ja")._repr_html_(),
        lambda: _with_networkx(inventory, "svg"),
        lambda: draw_flows(inventory, lang="ja").png(),
        lambda: _with_networkx(inventory, "png"),
        made.svg,
        lambda: draw_flows(inventory, lang="ja"),
    )
    svg, their_svg, png, their_png, written, grouped = least(*works, runs=2)
    yield Line("flow diagram, drawn", size, svg, most=1)
    note = f"ours groups and lays out in {grouped:.2f} s, then matplotlib writes in {written:.2f} s"
    yield Line("flow diagram / networkx.draw to SVG", size, svg, their_svg, 300, note=note)
    yield Line("flow diagram / networkx.draw to PNG", size, png, their_png, 15)


def _with_networkx(inventory: Inventory, form: str) -> bytes:
    """Return the flows drawn by networkx, one arrow each, in columns by type of place."""
    graph = build_graph(inventory)
    figure = plt.figure()
    place = nx.multipartite_layout(graph, subset_key="type")
    nx.draw(graph, place, ax=figure.add_subplot(), node_size=10)
    found = io.BytesIO()
    figure.savefig(found, format=form)
    plt.close(figure)
    return found.getvalue()


def _ordered(inventory: Inventory, size: str) -> Iterator[Line]:
    """Yield crossings and time of the order of cards: the whole chart, nothing grouped, given to all."""
    border = border_of(inventory)
    selected = choose(inventory, Selection(), border)
    chart = build_chart(
        Steps(Ground(inventory, selected.flows), selected, border, by_subject=False), selected.flows
    )
    through, routes = with_passages(chart)
    kept, columns = links_of(through, routes)
    links = replace(kept, blocks=tuple(np.arange(size) for size in kept.sizes))
    found: list[Any] = []
    ours = least(lambda: found.append(best_order(links)), runs=2)[0]
    mine = crossings(links, found[-1][0])
    note = f"{len(chart.ribbons):,} ribbons, {len(through.cards):,} cards; nothing grouped, every card free"
    if peer("igraph") is not None:
        theirs, seconds = _igraph(links)
        yield Line("order of cards, crossings / igraph sugiyama", size, mine, theirs, 1, unit="", note=note)
        yield Line("order of cards, time / igraph sugiyama", size, ours, seconds)
    else:
        yield absent("order of cards, crossings / igraph sugiyama", size, "igraph", 1)
    if peer("pygraphviz") is None:
        yield absent("order of cards, time / Graphviz dot", size, "pygraphviz", 6)
    elif len(chart.ribbons) < 5_000:  # noqa: PLR2004 (dot takes minutes beyond)
        yield Line("order of cards, time / Graphviz dot", size, ours, _dot(through, columns, links), 6,
                   note="dot also places and draws the lines, straight ones")  # fmt: skip


def _igraph(links: Links) -> tuple[int, float]:
    """Return crossings and seconds of igraph's order of the same cards in the same columns."""
    import igraph  # noqa: PLC0415

    start = [sum(links.sizes[:column]) for column in range(len(links.sizes))]
    layer = [column for column, size in enumerate(links.sizes) for _ in range(size)]
    graph = igraph.Graph(len(layer), _hops(links, start), directed=True)
    places: list[Any] = []
    seconds = least(lambda: places.append(graph.layout_sugiyama(layers=layer)), runs=2)[0]
    across = [place[0] for place in places[-1].coords]
    order = [
        sorted(range(size), key=lambda card, first=first: across[first + card])
        for first, size in zip(start, links.sizes, strict=True)
    ]
    return crossings(links, order), seconds


def _hops(links: Links, start: list[int]) -> list[tuple[int, int]]:
    """Return the ribbons between neighbouring columns, each as often as there are of it."""
    return [
        (start[column] + int(left), start[column + 1] + int(right))
        for column, matrix in enumerate(links.between)
        for left, right in zip(*matrix.nonzero(), strict=True)
        for _ in range(int(matrix[left, right]))
    ]


def _dot(chart: Chart, columns: list[list[str]], links: Links) -> float:
    """Return the seconds that dot takes for the same cards in the same columns."""
    import pygraphviz  # noqa: PLC0415

    flat = [key for column in columns for key in column]
    start = [sum(links.sizes[:column]) for column in range(len(links.sizes))]
    same("cards", len(flat), len(chart.cards))

    def laid_out() -> None:
        graph = pygraphviz.AGraph(directed=True, strict=False, rankdir="LR", splines="line")
        graph.add_edges_from([(flat[left], flat[right]) for left, right in _hops(links, start)])
        for column in columns:
            graph.add_subgraph(column, rank="same")
        graph.layout(prog="dot")

    return least(laid_out, runs=1)[0]
