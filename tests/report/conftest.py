"""A small report with everything in it that a report can hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from datamap.inventory import Workbook, read_inventory, read_workbook
from datamap.report import blocks

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h40v20z"/></svg>'
LABELS = {
    "as_of": "As of",
    "input": "Input",
    "contents": "Contents",
    "skip": "Skip",
    "outcome": "Ends at",
    "foot": "Not legal advice",
}


def _small_book(said: str = "a person's name", **changes: Any) -> blocks.Book:
    """Return a report with one block of every kind, each saying the same words."""
    heads = [blocks.column(said), blocks.column("second", 2, align="right")]
    every = [
        blocks.words(said, lead=True),
        blocks.notice(said, [said], tone="warn"),
        blocks.pairs([(said, blocks.cell(said, sub=said))]),
        blocks.tiles([blocks.tile(3, said, note=said)]),
        blocks.table(said, heads, [[blocks.cell(said, tone="bad"), said]], note=said),
        blocks.figure("drawing.svg", alt=said, caption=said, note=said),
        blocks.cards([blocks.card(said, status=said, tone="bad", meta=said, lines=[(said, said)])]),
        blocks.steps(said, [(said, said, "good")], outcome=said, tone="warn"),
        blocks.bullets([said]),
        blocks.form(said, [(said, said, said), (said, "", "")]),
    ]
    return {
        "name": "small",
        "lang": "en",
        "title": said,
        "kicker": said,
        "subtitle": said,
        "organisation": said,
        "as_of": "2026-11-22",
        "hash": "0123456789ab",
        "version": "0",
        "labels": LABELS,
        "cover": [blocks.words(said)],
        "sections": [
            blocks.section("one", said, every),
            blocks.section("two", said, [blocks.words(said)], level=blocks.SECTION),
            blocks.section("wide", "Drawing", every[5:6], wide=True),
        ],
        "files": {"drawing.svg": DRAWING},
        **changes,
    }


def _long_table(rows: int, **more: Any) -> blocks.Block:
    """Return a table of many rows."""
    heads = [blocks.column("number"), blocks.column("text")]
    return blocks.table("long", heads, [[str(n), f"row {n}"] for n in range(rows)], **more)


@pytest.fixture
def small_book() -> Callable[..., blocks.Book]:
    """A report with one block of every kind: `small_book(words, **changes)`."""
    return _small_book


@pytest.fixture
def long_table() -> Callable[..., blocks.Block]:
    """A table of many rows: `long_table(rows)`."""
    return _long_table


ROOT = Path(__file__).parents[2]
"""The repository, whose own workbook is the sample."""


@pytest.fixture(scope="session")
def sample() -> Workbook:
    """The sample workbook of the repository."""
    return read_workbook(ROOT)


def _many_flows(number: int) -> Workbook:
    """Return a workbook of so many flows: forty activities, a recipient for every twenty flows."""
    kinds = ("collection", "entrustment", "third_party", "joint_use", "internal_use", "undetermined")
    items = ("name", "email", "phone", "passport_no", "card_information", "purchase_history", "birth_date")
    countries = ("JP", "US", "", "abroad", "FR")
    rows = [
        "id,activity,kind,subjects,items,source,recipient,system,countries,purposes,basis,retention,department"
    ]
    for flow in range(number):
        kind = kinds[flow % 6]
        inside = kind in {"collection", "internal_use"}
        party = flow % (number // 20)
        cells = (
            f"F{flow:05d}",
            f"activity {flow % 40}",
            kind,
            "customer",
            f"{items[flow % 7]};{items[(flow * 3 + 1) % 7]}{';+' if flow % 7 == 0 else ''}",
            "customer" if kind == "collection" else "operator",
            "operator" if inside else f"party {party}",
            f"system {flow % 15}",
            "" if inside else countries[party % 5],
            "contact_customers",
            "consent" if kind == "third_party" else "",
            "P3Y" if flow % 3 else "",
            f"department {flow % 9}",
        )
        rows.append(",".join(cells))
    return Workbook.from_inventory(read_inventory("\n".join(rows).encode()))


@pytest.fixture
def many_flows() -> Callable[[int], Workbook]:
    """A made-up workbook of any size: `many_flows(2000)`."""
    return _many_flows
