"""The graph as two tables, as GraphML, and back."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot carry (production [2] Char)."""

ENDS = ("from_place", "to_place", "flow")
"""Columns of the flows table that say which edge a line is."""


def to_tables(graph: nx.MultiDiGraph[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the graph as two tables; `from_tables` makes the same graph of them.

    Returns
    -------
    places : one line a node: `place` and the node's attributes.
    flows : one line an edge: `from_place`, `to_place`, `flow` (the key) and the edge's attributes.

    Raises
    ------
    ValueError if an attribute is named like one of those columns.
    """
    places = [_line({"place": key}, data) for key, data in graph.nodes(data=True)]
    flows = [
        _line(dict(zip(ENDS, ends, strict=True)), data)
        for *ends, data in graph.edges(keys=True, data=True)
    ]  # fmt: skip
    return _frame(places, ("place",)), _frame(flows, ENDS)


def from_tables(places: pd.DataFrame, flows: pd.DataFrame) -> nx.MultiDiGraph[str]:
    """Return the graph of two tables such as `to_tables` makes; order as in the tables."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for place in _lines(places):
        graph.add_node(place.pop("place"), **place)
    for flow in _lines(flows):
        source, target, key = (flow.pop(column) for column in ENDS)
        graph.add_edge(source, target, key=key, **flow)
    return graph


def to_graphml(graph: nx.MultiDiGraph[str]) -> str:
    """Return the graph as GraphML, which networkx, Gephi, yEd and others read.

    Characters that XML cannot carry (control characters in notes) become U+FFFD, and line
    breaks become line feeds, as every XML reader would make them.
    """
    clean: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    clean.add_nodes_from((_xml(key), _xml_all(data)) for key, data in graph.nodes(data=True))
    for source, target, key, data in graph.edges(keys=True, data=True):
        clean.add_edge(_xml(source), _xml(target), key=_xml(key), **_xml_all(data))
    out = io.BytesIO()
    nx.write_graphml_xml(clean, out)
    return out.getvalue().decode("utf-8")


def write_graphml(graph: nx.MultiDiGraph[str], path: str | Path) -> None:
    """Write the graph as GraphML (UTF-8)."""
    Path(path).write_text(to_graphml(graph), encoding="utf-8", newline="\n")


def from_graphml(text: str) -> nx.MultiDiGraph[str]:
    """Return the graph of a GraphML text, keys and attributes as they were."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.parse_graphml(text, force_multigraph=True))
    return graph


def _line(ends: dict[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    if clash := sorted(set(ends) & set(data)):
        message = f"attributes named like a column of the table: {', '.join(clash)}"
        raise ValueError(message)
    return {**ends, **data}


def _frame(lines: list[dict[str, Any]], first: tuple[str, ...]) -> pd.DataFrame:
    """Return lines as a table that keeps every value as it is (dtype object)."""
    columns = list(dict.fromkeys([*first, *(name for line in lines for name in line)]))
    cells = [[line.get(column) for column in columns] for line in lines]
    return pd.DataFrame(cells, columns=columns, dtype=object)


def _lines(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the lines of a table, leaving out what a line does not have."""
    return [
        {str(name): cell for name, cell in line.items() if cell is not None}
        for line in frame.to_dict(orient="records")
    ]


def _xml(words: str) -> str:
    return _NOT_XML.sub("\ufffd", words).replace("\r\n", "\n").replace("\r", "\n")


def _xml_all(data: Mapping[str, Any]) -> dict[str, Any]:
    return {_xml(name): _xml(value) if isinstance(value, str) else value for name, value in data.items()}
