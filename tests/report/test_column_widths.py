"""Columns and chapters on paper: nothing runs into its neighbour, and no page is left empty for nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datamap.report.blocks import Block, cell, column, section, table
from datamap.report.column_widths import LANDSCAPE, balanced, fits_upright, longest_run
from datamap.report.running_on import let_run_on


def test_every_column_has_room_for_its_longest_word() -> None:
    """Eight columns across: dates, chips and the longest head stay whole, whatever was wished for."""
    heads = [column("Likelihood", 0.1), column("期限", 0.1), *(column(str(n), 3) for n in range(6))]
    rows = [[cell("3 likely"), cell("2026-12-20", tone="ask"), *(cell("長い文" * 20) for _ in range(6))]]
    room = _shared(table("t", heads, rows), wide=True)

    assert room[0] > len("Likelihood") * 4.5
    assert room[1] > len("2026-12-20") * 4.5
    assert min(room[2:]) > 50
    assert abs(sum(room) - LANDSCAPE) < 1


def test_width_goes_where_the_text_is() -> None:
    """Of two columns that wish for the same, the one with long texts gets more."""
    rows = [["短い", "とても長い説明の文" * 6] for _ in range(5)]
    short, long = _shared(table("t", [column("a"), column("b")], rows), wide=False)

    assert long > 2 * short


def test_a_table_lies_across_only_where_it_has_to() -> None:
    """Many words that cannot be broken need the page across; many columns alone do not."""
    words = ["unbreakable" for _ in range(8)]

    assert fits_upright(table("t", [column(str(n)) for n in range(8)], [["短い文"] * 8]))
    assert not fits_upright(table("t", [column(str(n)) for n in range(8)], [words]))


def _shared(it: dict[str, Any], *, wide: bool) -> list[float]:
    return [float(head["weight"]) for head in balanced(it, wide=wide)]


def test_an_address_is_broken_at_its_joints() -> None:
    """What the page may break needs no room as a whole."""
    assert longest_run("https://example.jp/a/very/long/address") == len("example.")


def test_a_column_to_write_in_keeps_its_room() -> None:
    """An empty column is for a pen: no text takes its width."""
    rows = [["とても長い説明の文" * 8, ""] for _ in range(4)]
    told, written = _shared(table("t", [column("a"), column("b")], rows), wide=False)

    assert abs(told - written) < 1


def test_short_chapters_across_share_a_page(long_table: Callable[..., Block]) -> None:
    """Two short ones stand one below the other; a long one, and one after an upright page, do not."""
    sizes = {"one": 3, "two": 3, "long": 60, "last": 3}
    parts = [section(name, name, [long_table(rows)], wide=True) for name, rows in sizes.items()]
    upright = section("upright", "upright", [long_table(60)])
    made = [{**part, "fresh": False} for part in (*parts[:3], upright, parts[3])]
    let_run_on(made, "en")

    assert {part["id"]: part["runs_on"] for part in made} == {
        "one": False, "two": True, "long": False, "upright": False, "last": False,
    }  # fmt: skip
