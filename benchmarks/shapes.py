"""Shapes that hurt: one long way, one dense cycle, a star, parallel rows; and a diagram of many flows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inventories import SHAPES, shape, write_inventory
from measuring import Line, least, same
from pictures import graph_lines, picture_lines
from reaching import AS_OF

from datamap.analysis.asked import running
from datamap.analysis.encoding import Encoded
from datamap.analysis.reach import reach
from datamap.analysis.search import search
from datamap.inventory import Inventory, read_inventory
from datamap.model import Reading


def lines(folder: Path, sizes: list[int]) -> Iterator[Line]:
    """Yield one line for each shape and size."""
    for rows in sizes:
        if rows > 100_000:  # noqa: PLR2004
            continue
        for name in SHAPES:
            yield from _shape(name, rows)
        yield from _beside_layers(folder, rows)
        yield from graph_lines(folder / f"{rows}.plain.csv", rows)
    yield from picture_lines(folder)


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
