"""docs/reach.md: the map that is worked by hand there is computed again here."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import datamap
from datamap.analysis.change_file import read_changes
from datamap.inventory import Inventory
from datamap.model import Reading

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "reach.md").read_text(encoding="utf-8")
DAY = date(2026, 11, 22)


def block(language: str) -> str:
    """Return the first block of the page in a language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture(scope="module")
def table() -> Inventory:
    """Give the map of the page."""
    return datamap.read_inventory(block("csv").encode())


@pytest.mark.parametrize("reading", list(Reading))
def test_the_table_of_the_page_is_what_reach_finds(table: Inventory, reading: Reading) -> None:
    """Place by place and reading by reading; ~ marks what is pseudonymised."""
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)
    told = {
        row[0]: {*row[list(Reading).index(reading) + 1].split(", ")} - {"–"}
        for row in rows
        if row[0] in table.places
    }
    found: dict[str, set[str]] = {place: set() for place in told}
    lines = datamap.reach(table, as_of=DAY, reading=reading).table
    for place, item, form in zip(lines["place"], lines["item"], lines["form"], strict=True):
        if reading is not Reading.WORST_CASE or form == "plain":
            found[place].add(item + ("~" if form == "pseudonymised" else ""))

    assert len(told) == 5
    assert found == told


def test_the_cut_of_the_page(table: Inventory) -> None:
    """One row keeps the name out of Thailand; the collection comes last."""
    assert datamap.cut(table, as_of=DAY, item="name", country="TH").choices == (("F4",), ("F2",), ("F1",))


def test_the_change_file_of_the_page_is_read(table: Inventory, tmp_path: Path) -> None:
    """Each key that it shows means something."""
    file = tmp_path / "changes.toml"
    file.write_text(block("toml"), encoding="utf-8")
    changes = read_changes(file, table)

    assert changes[0].end == ("F3",)
    assert (changes[1].place, changes[1].countries) == ("hotel", ("VN",))
    assert changes[2].flows == ("F4",)
    assert (changes[3].measures, changes[3].without) == (("encryption",), ("email",))
