"""Shapes that hurt: one long way, one dense cycle, a star, parallel rows; and a diagram of many flows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd
from inventories import SHAPES, shape, write_inventory
from measuring import Line, least, same
from reaching import AS_OF

from datamap.analysis.asked import running
from datamap.analysis.encoding import Encoded
from datamap.analysis.reach import reach
from datamap.analysis.search import search
from datamap.figures import draw_flows
from datamap.graph import build_graph
from datamap.inventory import Inventory, read_inventory
from datamap.model import Reading

DRAWN = 5_000
"""Flows of the diagram that is drawn."""


def lines(folder: Path, sizes: list[int]) -> Iterator[Line]:
    """Yield one line for each shape and size."""
    for rows in sizes:
        if rows > 100_000:  # noqa: PLR2004
            continue
        for name in SHAPES:
            yield from _shape(name, rows)
        yield from _beside_layers(folder, rows)
        yield from _graph(folder, rows)
    yield from _drawn(folder, DRAWN)


def _shape(name: str, rows: int) -> Iterator[Line]:
    inventory = read_inventory(shape(name, rows))
    inventory.places  # noqa: B018 (made when first asked for)
    table = reach(inventory, as_of=AS_OF).table
    if name == "chain":
        same("chain", 2 * rows + 1, len(table))
    took = [
        least(work, runs=2)[0] for work in (lambda: _search(inventory), lambda: reach(inventory, as_of=AS_OF))
    ]
    most = 0.5 if name == "chain" and rows >= 100_000 else None  # noqa: PLR2004
    yield Line(f"shape {name}: search", f"{rows:,} flows", took[0], most=most)
    yield Line(f"shape {name}: reach with table", f"{rows:,} flows", took[1], note=f"{len(table):,} lines")


def _search(inventory: Inventory) -> Any:
    return search(Encoded(inventory, running(inventory, AS_OF), Reading.CERTAIN))


def _beside_layers(folder: Path, rows: int) -> Iterator[Line]:
    """Yield the dense cycle beside layers with as many rows."""
    dense, layers = read_inventory(shape("circle", rows)), folder / f"{rows}.plain.csv"
    if not layers.exists():
        write_inventory(layers, rows, plain=True)
    layered = read_inventory(layers)
    ours, other = least(lambda: _search(dense), lambda: _search(layered))
    yield Line("search: dense cycle / layers of as many rows", f"{rows:,} flows", ours, other, 0.5)


def _drawn(folder: Path, rows: int) -> Iterator[Line]:
    path = folder / f"{rows}.csv"
    if not path.exists():
        write_inventory(path, rows)
    inventory = read_inventory(path)
    drawn: list[Any] = []
    ours, other = least(
        lambda: drawn.append(draw_flows(inventory, lang="ja")._repr_html_()),
        lambda: _with_networkx(inventory),
        runs=2,
    )
    yield Line("flow diagram, drawn", f"{rows:,} flows", ours, most=1)
    note = "ours groups what cannot be read one by one; theirs draws each flow"
    yield Line("flow diagram / networkx.draw to SVG", f"{rows:,} flows", ours, other, 300, note=note)


def _with_networkx(inventory: Inventory) -> str:
    """Return the flows drawn by networkx, one arrow each, in columns by type of place."""
    graph = build_graph(inventory)
    figure = plt.figure()
    place = nx.multipartite_layout(graph, subset_key="type")
    nx.draw(graph, place, ax=figure.add_subplot(), node_size=10)
    found = io.StringIO()
    figure.savefig(found, format="svg")
    plt.close(figure)
    return found.getvalue()


def _graph(folder: Path, rows: int) -> Iterator[Line]:
    """Yield our graph beside pandas and networkx on the same rows."""
    inventory = read_inventory(folder / f"{rows}.plain.csv")
    columns = {key: inventory.coded(key).texts() for key in inventory.columns}

    def others() -> Any:
        frame = pd.DataFrame(columns)
        return nx.from_pandas_edgelist(
            frame, "source", "recipient", edge_attr=True, create_using=nx.MultiDiGraph
        )

    same("edges", build_graph(inventory).number_of_edges(), others().number_of_edges())
    ours, other = least(lambda: build_graph(inventory), others, runs=2)
    yield Line(
        "build_graph / networkx.from_pandas_edgelist",
        f"{rows:,} flows",
        ours,
        other,
        note="all columns on each edge in both",
    )
