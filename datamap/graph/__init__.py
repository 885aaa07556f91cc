"""The flows as a graph: places are nodes, flows are edges, groups are spelt out.

Tables are the truth and the graph is a view. `legs` says who hands to whom in arrays, without
networkx; `build` makes the `networkx.MultiDiGraph`; `exchange` turns it into tables, GraphML and
back. networkx is loaded when one of the public names is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datamap.graph.build import build_graph
    from datamap.graph.exchange import from_graphml, from_tables, to_graphml, to_tables, write_graphml

__all__ = ["build_graph", "from_graphml", "from_tables", "to_graphml", "to_tables", "write_graphml"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    room = "build" if name == "build_graph" else "exchange"
    return getattr(import_module(f"{__name__}.{room}"), name)
