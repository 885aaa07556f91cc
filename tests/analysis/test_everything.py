"""What a recorded `all` stands for, held against the rules applied one flow at a time; and what it costs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from maps import DAY, Case, cases, inventory
from oracle import Book, runs

from datamap.analysis import lanes
from datamap.analysis.everything import items_written_out
from datamap.analysis.net import Net
from datamap.inventory import Inventory
from datamap.model import Flow


def stands_for(book: Book, held: set[tuple[str, str, str]], flow: Flow) -> str:
    """Write out one cell by the book: what the source holds of the row's people, but what is left out."""
    if not flow.items.everything or not runs(flow, DAY, include_planned=False):
        return book.inventory.coded("items").texts()[book.inventory.flows.index(flow)]
    whose = flow.subjects
    people = book.widened("subjects", whose.named)
    if whose.unspecified or whose.everything:
        people = {"", *book.subjects} - book.widened("subjects", whose.excluded)
    places = set(book.members(flow.source)) - book.people
    left_out = book.widened("items", flow.items.excluded)
    found = {item for place, subject, item in held if place in places and subject in people} - left_out
    return ";".join(["all", *(f"-{key}" for key in flow.items.excluded), *sorted(found)])


@settings(max_examples=60, deadline=None)
@given(case=cases(most=12))
def test_all_is_written_out_by_the_book(case: Case) -> None:
    """Whatever the map: circles, groups, derivations, treatments, planned rows, people as a source."""
    table = case.inventory()
    book = Book(table, DAY, "certain")
    held = {(place, subject, item) for place, subject, item, _ in book.held()}

    assert items_written_out(table, DAY).texts() == [stands_for(book, held, flow) for flow in table.flows]


def test_what_came_by_a_long_way_is_written_out() -> None:
    """Behind more places than are searched step by step with whole arrays, `all` stands for the same."""
    chain = [f"F{step} entrustment customer name;email P{step - 1} P{step}" for step in range(1, 200)]

    table = inventory(
        "F0 collection customer name;email;phone customer P0", *chain, "L internal_use . all P199 end"
    )

    assert items_written_out(table, DAY).texts()[-1] == "all;email;name"


def test_what_a_place_begins_with_is_told_by_rows_that_lead_elsewhere() -> None:
    """Into the shop nothing runs; what it holds is known from a row by which it hands it to somebody."""
    table = inventory("F1 entrustment customer phone shop mailer", "F2 entrustment customer all shop cloud")

    assert items_written_out(table, DAY).texts() == ["phone", "all;phone"]


@pytest.fixture
def edges(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give how many edges are searched, a number for each search."""
    counted: list[int] = []

    def counting(net: Net) -> Iterator[object]:
        counted.append(len(net.edges))
        return held_by_word(net)

    held_by_word = lanes.held_by_word
    monkeypatch.setattr(lanes, "held_by_word", counting)
    return counted


def many(rows: int, ends: str) -> Inventory:
    """Return a shop that hands to a mailer, row by row, and a mailer that hands on everything."""
    items = ("name", "email", "phone", "age", "gender")
    further = [f"F{row} entrustment customer {items[row % 5]} {ends}" for row in range(rows)]
    collected = "C collection customer name;email customer shop"
    return inventory(collected, *further, "A entrustment customer all mailer cloud")


def test_rows_that_differ_in_their_items_alone_are_searched_as_one(edges: list[int]) -> None:
    """A thousand rows between two places cost no more than five."""
    few, lots = (items_written_out(many(rows, "shop mailer"), DAY).texts()[-1] for rows in (5, 1_000))

    assert few == lots == "all;email;name"
    assert edges[0] == edges[1]


def test_what_cannot_come_to_a_row_that_says_all_is_not_searched(edges: list[int]) -> None:
    """Rows that lead elsewhere cost nothing, however many there are."""
    asked = [" ".join(_cells(flow)) for flow in many(1, "shop mailer").flows]
    for count in (50, 500):
        beside = [f"G{row} entrustment customer name shop P{row}" for row in range(count)]
        assert items_written_out(inventory(*asked, *beside), DAY).texts()[2] == "all;name"

    assert edges[0] == edges[1]


def _cells(flow: Flow) -> tuple[str, ...]:
    """Return the cells of a flow as they are written."""
    items = "all" if flow.items.everything else ";".join(flow.items.named)
    return flow.id, flow.kind, "customer", items, flow.source, flow.recipient
