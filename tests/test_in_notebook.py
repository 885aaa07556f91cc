"""Mistakes in a notebook cell: sentences for what a person at it does wrong, tracebacks for the rest."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import datamap
from datamap.cli.in_notebook import sentence_of
from datamap.figures import draw_routes
from datamap.inventory import read_inventory
from datamap.model import BadQuestion

TABLE = read_inventory(
    b"id,kind,items,subjects,source,recipient\nF1,collection,name,customer,customer,shop\n"
)


def said_of(cell: str) -> str | None:
    """Return the English sentence that a cell ends in, as a notebook would show it."""
    names: dict[str, Any] = {
        "__name__": "__main__",
        "datamap": datamap,
        "workbook": TABLE,
        "draw_routes": draw_routes,
    }
    with pytest.raises(Exception) as caught:  # noqa: PT011  every sort of error is meant
        exec(cell, names)
    said = sentence_of(caught.value, names)
    return None if said is None else said.en


DAY = "as_of=__import__('datetime').date(2026, 4, 1)"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (f"datamap.reach(workbook, {DAY}, reading='certan')", "certan is no reading"),
        (f"datamap.reach(workbook, {DAY}, item='nmae')", "Did you mean Name (name)?"),
        (f"datamap.reach(workbook, {DAY}, place='shp')", "Did you mean shop?"),
        (f"datamap.reach(workbook, {DAY}, item='電話蕃号')", "Did you mean Phone number (phone)?"),
        (f"datamap.reach(workbook, {DAY}, itme='name')", "Did you mean item?"),
        (f"datamap.cut(workbook, {DAY}, csot='price')", "Nearest: cost"),
        (f"datamap.cut(workbook, {DAY}, place='shop', cost='itmes')", "Nearest: items"),
        (f"datamap.cut(workbook, {DAY}, place='shop', cost='items')", "no price"),
        (f"datamap.cut(workbook, {DAY}, place='shop', keep='colection')", "Nearest: collection"),
        (f"datamap.exposure(workbook, {DAY})", "at least one place or flow"),
        (f"datamap.exposure(workbook, {DAY}, flow='F11')", "Nearest: F1"),
        (f"datamap.reach(workbook, {DAY}).only('cuontry')", "Nearest: country"),
        ("datamap.reach(workbook, as_of='2026-04-01')", "date(2026, 4, 1)"),
        ("datamap.reach(workbook)", "reach needs as_of."),
        (f"datamap.reach('inventory.csv', {DAY})", "Pass an inventory or a workbook"),
        ("datamap.reech(workbook)", "Did you mean reach?"),
        ("draw_routes(workbok)", "Did you mean workbook?"),
        ("routes.only('place')", "Run the cells from the top"),
    ],
)
def test_a_slip_is_a_sentence(cell: str, words: str) -> None:
    """A misspelt word, a wrong argument, a name not made yet: each says what to do."""
    assert words in (said_of(cell) or "")


@pytest.mark.parametrize("cell", ["1 / 0", "len(3)", "(1).no", "{}['x']", "exec('int(x=1)')"])
def test_other_errors_keep_their_traceback(cell: str) -> None:
    """What is no slip of this sort is left to Python."""
    assert said_of(cell) is None


@pytest.mark.parametrize("name", ["04-where-does-it-go", "05-requests-and-incidents"])
def test_a_notebook_on_an_empty_table_says_so_and_goes_on(
    name: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its first cell says that there are no rows; the others show nothing, or say why they cannot."""
    (tmp_path / "inventory.csv").write_text("id,kind,items,source,recipient\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "__main__"}
    told = []
    for block in (root / "notebooks" / "source" / f"{name}.py").read_text(encoding="utf-8").split("# %%")[1:]:
        head, _, cell = block.partition("\n")
        if not head.strip():
            try:
                exec(cell, names)
            except (BadQuestion, NameError):
                said = sentence_of(*sys.exc_info()[1:2], names)
                told.append("" if said is None else said.ja)

    assert "まだ行がありません" in capsys.readouterr().out
    assert all(told), "an error that is no sentence"
    assert len(told) == (4 if name.startswith("05") else 0)
