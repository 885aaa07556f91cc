"""The flows as a networkx graph: what stands on nodes and edges, and that nothing is lost on the way."""

from __future__ import annotations

import pickle

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import Case, cases, group, inventory, party

from datamap.graph import build_graph, from_graphml, from_tables, to_graphml, to_tables, write_graphml

NODE = {"label_ja", "label_en", "type", "role", "countries", "member_of", "open_ended"}


def same(one: nx.MultiDiGraph, other: nx.MultiDiGraph) -> bool:
    """Whether two graphs have the same nodes, edges, keys and attributes, in the same order."""
    return list(one.nodes(data=True)) == list(other.nodes(data=True)) and (
        list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))
    )


def test_attributes_are_those_of_the_contract() -> None:
    """Nodes and edges carry exactly what the docstring of `build_graph` promises, never None."""
    table = inventory(
        "F1 collection customer name customer desk crm",
        columns="id kind subjects items source recipient system",
        parties=(party("crm", "JP", kind="system"), party("desk", "JP", "US", kind="department")),
    )

    graph = build_graph(table)

    assert list(graph.nodes) == ["crm", "customer", "desk"]
    assert all(set(data) == NODE for _, data in graph.nodes(data=True))
    assert graph.nodes["desk"] == {
        "label_ja": "desk",
        "label_en": "desk",
        "type": "department",
        "role": "",
        "countries": "JP;US",
        "member_of": "",
        "open_ended": False,
    }
    edge = graph.edges["customer", "desk", "F1"]
    assert set(edge) == {*table.columns, "row", "leg", "via_group"}
    assert (edge["items"], edge["row"], edge["leg"], edge["via_group"]) == ("name", 2, "hand_over", "")
    assert graph.edges["desk", "crm", "F1"]["leg"] == "kept_in"
    assert None not in [value for *_, data in graph.edges(data=True) for value in data.values()]


def test_groups_are_spelt_out() -> None:
    """A row that names a group has one edge a member; an open-ended group stands for one more."""
    table = inventory(
        "F1 joint_use customer name desk friends",
        groups=(group("friends", "a", "b", open_ended=True),),
        parties=(party("a"), party("b")),
    )

    graph = build_graph(table)

    assert sorted(graph.successors("desk")) == ["a", "b", "friends?"]
    assert {data["via_group"] for *_, data in graph.edges(data=True)} == {"friends"}
    assert [key for key, open_ended in graph.nodes(data="open_ended") if open_ended] == ["friends?"]
    assert graph.nodes["a"]["member_of"] == "friends"


def test_members_do_not_hand_to_themselves() -> None:
    """Between a group and one of its own members no edge goes from the member to itself."""
    table = inventory(
        "F1 joint_use customer name a friends",
        "F2 internal_use customer name friends friends",
        groups=(group("friends", "a", "b"),),
        parties=(party("a"), party("b")),
    )

    graph = build_graph(table)

    assert [(s, t) for s, t, key in graph.edges(keys=True) if key == "F1"] == [("a", "b")]
    assert graph.has_edge("a", "a", "F2")  # an internal use is each member's own


def test_nodes_and_edges_are_sorted() -> None:
    """Nodes come by key and edges by source, target and id, whatever the order of the rows."""
    rows = ("F2 third_party . name b c", "F1 third_party . name a c", "F3 third_party . name a b")

    graph = build_graph(inventory(*rows))

    assert list(graph.nodes) == ["a", "b", "c"]
    assert list(graph.edges(keys=True)) == [("a", "b", "F3"), ("a", "c", "F1"), ("b", "c", "F2")]


def test_part_of_the_flows() -> None:
    """Asked for some flows, the graph has their edges and every place all the same."""
    table = inventory("F1 third_party . name a b", "F2 third_party . name b c")

    graph = build_graph(table, flows=["F2"])

    assert list(graph.nodes) == ["a", "b", "c"]
    assert list(graph.edges(keys=True)) == [("b", "c", "F2")]


def test_own_columns_are_kept() -> None:
    """A column of one's own is an attribute; one named like ours gets a trailing underscore."""
    table = inventory(
        "F1 third_party . name a b yes 7", columns="id kind subjects items source recipient audited row"
    )

    edge = build_graph(table).edges["a", "b", "F1"]

    assert (edge["audited"], edge["row_"], edge["row"]) == ("yes", "7", 2)


@settings(max_examples=40)
@given(case=cases())
def test_round_trips_lose_nothing(case: Case) -> None:
    """Graph, tables, graph and graph, GraphML, graph are the same graph."""
    graph = build_graph(case.inventory())

    assert same(from_tables(*to_tables(graph)), graph)
    assert same(from_graphml(to_graphml(graph)), graph)


_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_values = st.one_of(_words, st.booleans(), st.integers(-9, 9))
_names = st.text("abcdefgh_", min_size=1, max_size=3)


@settings(max_examples=40)
@given(
    nodes=st.dictionaries(_words, st.dictionaries(_names, _values, max_size=2), max_size=4),
    edges=st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), _words, st.dictionaries(_names, _values, max_size=2)),
        max_size=5,
    ),
)
def test_tables_hold_any_graph(
    nodes: dict[str, dict[str, object]], edges: list[tuple[int, int, str, dict[str, object]]]
) -> None:
    """Any attributes, missing ones included, survive the way through two tables."""
    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    graph.add_nodes_from(nodes.items())
    places = list(nodes)
    for source, target, key, data in edges if places else []:
        graph.add_edge(places[source % len(places)], places[target % len(places)], key=key, **data)

    assert same(from_tables(*to_tables(graph)), graph)


def test_tables_refuse_a_clash() -> None:
    """An attribute named like a column of the tables is refused rather than lost."""
    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    graph.add_edge("a", "b", key="F1", to_place="elsewhere")

    with pytest.raises(ValueError, match="to_place"):
        to_tables(graph)


def test_graphml_survives_control_characters(tmp_path: object) -> None:
    """What XML cannot carry is replaced, so that the file can always be read back."""
    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    graph.add_node("a", note="one\x0btwo\r\nthree & <four> 氏名")
    path = tmp_path / "flows.graphml"  # type: ignore[operator]

    write_graphml(graph, path)

    assert nx.read_graphml(path).nodes["a"]["note"] == "one\ufffdtwo\nthree & <four> 氏名"


def test_tables_of_the_sample(workbook: object) -> None:
    """The sample's graph has its places and flows, one line each, every cell as the table has it."""
    table = workbook.inventory  # type: ignore[attr-defined]

    places, flows = to_tables(build_graph(table))

    assert places["place"].tolist() == list(table.places)
    assert set(flows["flow"]) == set(table.table["id"])
    assert isinstance(flows, pd.DataFrame)
    assert len(flows[flows["flow"] == "FL02"]) == 15


def test_what_is_written_on_an_edge_stays_with_it() -> None:
    """Edges share the columns of the table; networkx may write on one, copy the graph, or save it."""
    graph = build_graph(
        inventory("F1 collection customer name customer desk", "F2 entrustment customer phone desk x")
    )
    (_, _, first), (_, _, second) = graph.edges(data=True)
    before = dict(second)
    first["weight"] = 2
    del first["leg"]
    nx.set_edge_attributes(graph, "x", "colour")

    assert (first["items"], first["weight"], first["colour"], "leg" in first) == ("name", 2, "x", False)
    assert dict(second) == before | {"colour": "x"}
    for other in (graph.copy(), nx.MultiDiGraph(graph), pickle.loads(pickle.dumps(graph))):
        assert nx.utils.graphs_equal(other, graph)
