"""The made-up tour operator: a workbook with depth that reads clean and keeps its teaching points."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import networkx as nx
import pytest

from datamap.graph import build_graph
from datamap.inventory import Workbook, read_workbook


@pytest.fixture(scope="module")
def tour(root: Path) -> Workbook:
    """Give the made-up tour operator."""
    return read_workbook(root / "examples" / "tour-operator")


def test_it_reads_without_a_problem(tour: Workbook) -> None:
    """Its gaps are gaps of handling, not mistakes of writing."""
    assert tour.problems == ()


def test_it_is_large_enough_to_explore(tour: Workbook) -> None:
    """About 150 flows or more, over a hundred places, a dozen countries and more."""
    countries = {c for flow in tour.inventory.flows for c in flow.countries} - {"JP", "abroad"}

    assert len(tour.inventory) >= 150
    assert len(tour.inventory.places) >= 100
    assert len(countries) >= 12
    assert 20 <= len(tour.notice.clauses) <= 30


def test_every_clause_named_by_a_flow_exists_and_some_flows_have_none(tour: Workbook) -> None:
    """The notice is behind the flows, as real ones are."""
    ids = {clause.id for clause in tour.notice.clauses}
    flows = tour.inventory.flows

    assert {c for flow in flows for c in flow.notice} <= ids
    assert [flow for flow in flows if not flow.notice and flow.kind == "third_party"]


def test_warehouse_and_crm_feed_each_other(tour: Workbook) -> None:
    """There is a cycle that erasure has to break."""
    graph = build_graph(tour.inventory)

    assert any({"crm", "data_warehouse"} <= part for part in nx.strongly_connected_components(graph))


def test_it_has_flows_of_every_sort(tour: Workbook) -> None:
    """Kinds, treatments and states that the answers tell apart all occur."""
    flows = tour.inventory.flows

    assert {f.kind for f in flows} >= {
        "collection",
        "internal_use",
        "entrustment",
        "joint_use",
        "third_party",
        "authority",
        "external_transmission",
        "derivation",
    }
    assert {f.treatment for f in flows} >= {"pseudonymised", "anonymised", "aggregated"}
    assert {f.status for f in flows} >= {"planned", "ended"}
    assert {f.recipient_role for f in flows} >= {"sub_processor", "joint_user", "authority"}
    assert {f.gdpr_tool for f in flows} >= {"adequacy"}


def test_some_checks_of_entrustees_are_overdue(tour: Workbook, as_of: date) -> None:
    """Contracts unchecked for over a year, and entrustees with no contract on record."""
    overdue = [
        c
        for c in tour.organisation.contracts
        if c.checked and (as_of - date.fromisoformat(c.checked)).days > 366
    ]
    entrustees = {f.recipient for f in tour.inventory.flows if f.recipient_role == "processor"}

    assert len(overdue) >= 3
    assert entrustees - {c.party for c in tour.organisation.contracts}


def test_nothing_in_it_looks_like_a_person_or_a_number(root: Path) -> None:
    """Made-up through and through: no telephone number, no mail address."""
    tour = root / "examples" / "tour-operator"
    for path in sorted([*tour.glob("*.*"), *(tour / "records").rglob("*.*")]):
        written = path.read_text(encoding="utf-8")

        assert not re.search(r"\b0\d{1,4}-\d{1,4}-\d{3,4}\b", written), path.name
        assert not re.search(r"[\w.]+@[\w.]+\.\w+", written), path.name
