"""A small report with everything in it that a report can hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

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


@pytest.fixture
def as_of() -> date:
    """The day every test builds for."""
    return date(2026, 11, 22)


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
