"""Columns on paper: no date and no head runs into its neighbour."""

from __future__ import annotations

from datamap.report.blocks import cell, column
from datamap.report.column_widths import LANDSCAPE, fitted, longest_run


def test_every_column_has_room_for_its_longest_word() -> None:
    """Eight columns across: dates and the longest head stay whole, whatever was wished for."""
    heads = [column("Likelihood", 0.1), column("期限", 0.1), *(column(str(n), 3) for n in range(6))]
    rows = [[cell("3 likely"), cell("2026-12-20", tone="ask"), *(cell("長い文" * 20) for _ in range(6))]]
    found = fitted(heads, rows, wide=True)
    total = sum(head["weight"] for head in found)
    room = [LANDSCAPE * head["weight"] / total for head in found]

    assert room[0] > len("Likelihood") * 4.5
    assert room[1] > len("2026-12-20") * 4.5
    assert min(room[2:]) > 50


def test_an_address_is_broken_at_its_joints() -> None:
    """What the page may break needs no room as a whole."""
    assert longest_run("https://example.jp/a/very/long/address") == len("example.")
