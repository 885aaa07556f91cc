"""Graphs from papers and textbooks as inventories: choke points, cuts, orders of work are the known ones."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from maps import DAY, inventory

from datamap.analysis.choke import choke_points
from datamap.analysis.cut import cut
from datamap.analysis.erasure import erasure
from datamap.inventory import Inventory

KNOWN = tomllib.loads(Path(__file__).with_name("known_graphs.toml").read_text(encoding="utf-8"))
WITH_PRICE = "id kind subjects items source recipient price"


def named(vertex: str, root: str) -> str:
    """Return a vertex as a place; the root is the group of people that the data come from."""
    return "customer" if vertex == root else f"v_{vertex.lower()}"


def map_of(edges: list[tuple[str, str, str]], root: str) -> Inventory:
    """Return the inventory of a graph: one flow of one item an edge, with what it costs to end."""
    rows = []
    for start, end, price in edges:
        kind = "collection" if start == root else "internal_use"
        ends = f"{named(start, root)} {named(end, root)}"
        rows.append(f"{start}>{end} {kind} customer name {ends} {price or '.'}")
    return inventory(*rows, columns=WITH_PRICE)


def edges_of(case: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the edges of a case: from, to, capacity."""
    found = []
    for edge in case["edges"].split():
        ends, _, price = edge.partition(":")
        start, _, end = ends.partition(">")
        found.append((start, end, price))
    return found


@pytest.mark.parametrize("case", KNOWN["dominators"], ids=lambda case: case["name"])
def test_choke_points_are_the_dominators(case: dict[str, Any]) -> None:
    """Of each vertex the choke points are its dominators in the published tree, the root apart."""
    table, root = map_of(edges_of(case), case["root"]), case["root"]
    above = dict(pair.split(":") for pair in case["immediate"].split())
    for vertex, directly in above.items():
        expected, higher = set(), directly
        while higher != root:
            expected.add(named(higher, root))
            higher = above[higher]

        found = set(choke_points(table, as_of=DAY, place=named(vertex, root)).table["place"])

        assert found - {"customer"} == expected, vertex


@pytest.mark.parametrize("case", KNOWN["cuts"], ids=lambda case: case["name"])
def test_the_cheapest_cut_is_the_published_one(case: dict[str, Any]) -> None:
    """With capacities as prices a cut costs the greatest flow, and the known cut is one of the choices."""
    table = map_of(edges_of(case), case["root"])

    answer = cut(table, as_of=DAY, place=named(case["sink"], case["root"]), cost="price")

    assert answer.least == answer.at_least == case["least"]
    assert tuple(sorted(case["cut"].split())) in answer.choices


@pytest.mark.parametrize(
    ("graph", "least"),
    [(nx.petersen_graph, 3), (nx.icosahedral_graph, 5), (nx.dodecahedral_graph, 3), (nx.cubical_graph, 3)],
)
def test_fewest_flows_of_strongly_cyclic_maps(graph: Any, least: int) -> None:
    """Where every edge runs both ways, as many flows have to end as the graph is connected."""
    ends = [(str(a), str(b), "") for a, b in graph().to_directed().edges if str(b) != "0"]
    table = map_of(ends, "0")
    far = str(max(nx.single_source_shortest_path_length(graph(), 0).items(), key=lambda pair: pair[1])[0])

    answer = cut(table, as_of=DAY, place=named(far, "0"), most=1)

    assert answer.least == least


@pytest.mark.parametrize("case", KNOWN["components"], ids=lambda case: case["name"])
def test_erasure_opens_each_circle_at_one_flow(case: dict[str, Any]) -> None:
    """Who feeds others comes first, flows to stop apart; these lie in circles, one in each."""
    table = map_of(edges_of(case), case["root"])
    parts = [{named(vertex, case["root"]) for vertex in part.split(",")} for part in case["order"].split()]

    found = erasure(table, as_of=DAY, subject="customer")

    phases = dict(zip(found.table["place"], found.table["phase"], strict=True)) | {"customer": 0}
    stops = set(found.part("stops").table["flow"])
    runs = [flow for flow in table.flows if flow.id not in stops and flow.source != "customer"]
    assert all(phases[flow.source] < phases[flow.recipient] for flow in runs)
    inside = [flow for flow in table.flows if flow.id in stops and flow.source != "customer"]
    opened = [
        index for flow in inside for index, part in enumerate(parts) if {flow.source, flow.recipient} <= part
    ]
    assert sorted(opened) == [index for index, part in enumerate(parts) if len(part) > 1]
    assert len(inside) == len(opened)
