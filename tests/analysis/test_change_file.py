"""The change file of what-if: one broken file a mistake, and what it may leave out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from maps import group, inventory

from datamap.analysis.change_file import read_changes
from datamap.inventory import Inventory
from datamap.model import LANGS, BadInput, Text

BROKEN = Path(__file__).parents[1] / "broken_changes"
EXPECTED = list(csv.DictReader((BROKEN / "expected.csv").read_text(encoding="utf-8").splitlines()))


def shop() -> Inventory:
    """A desk that hands names and passport numbers to a hotel, and something to an insurer."""
    return inventory(
        "F1 collection customer name;passport_no customer desk JP .",
        "F2 third_party customer name;passport_no desk hotel TH .",
        "F3 entrustment customer name desk mailer US planned",
        "F4 third_party customer * desk insurer . .",
        columns="id kind subjects items source recipient countries status",
    )


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: row["file"].removesuffix(".toml"))
def test_each_mistake_is_told_with_its_place(expected: dict[str, str]) -> None:
    """A broken file yields exactly its problem: code, key path, line and nearest match."""
    with pytest.raises(BadInput) as caught:
        read_changes(BROKEN / expected["file"], shop())

    told = [
        {
            "file": problem.file,
            "code": problem.code,
            "column": problem.column or "",
            "line": str(problem.line or ""),
            "nearest": problem.nearest or "",
        }
        for problem in caught.value.problems
    ]
    assert told == [expected]


def test_every_broken_file_is_expected() -> None:
    """No broken file lies about untested."""
    assert {path.name for path in BROKEN.glob("*.toml")} == {row["file"] for row in EXPECTED}


@pytest.mark.parametrize("lang", LANGS)
def test_mistakes_are_told_in_the_language_asked_for(lang: str) -> None:
    """The message names the file and what to do."""
    with pytest.raises(BadInput) as caught:
        read_changes(BROKEN / "nothing_to_do.toml", shop(), lang="ja" if lang == "ja" else "en")

    assert "nothing_to_do.toml" in str(caught.value)


def test_without_flows_it_is_about_all_that_name_the_item_and_hand_it_on(tmp_path: Path) -> None:
    """Not about the collection, nor about a row that does not say what it moves."""
    file = tmp_path / "changes.toml"
    file.write_text('[[change]]\nitems = ["旅券番号"]\ntreatment = "pseudonymised"\n', encoding="utf-8")
    assert read_changes(file, shop())[0].flows == ("F2",)

    file.write_text('[[change]]\nwithout = ["name"]\n', encoding="utf-8")
    assert read_changes(file, shop())[0].flows == ("F2", "F3")


def test_a_group_does_not_move_but_its_members(tmp_path: Path) -> None:
    """The members are offered."""
    table = inventory(
        "F1 third_party customer name shop partners",
        groups=(group("partners", "asia", "europe"),),
    )
    file = tmp_path / "changes.toml"
    file.write_text('[[change]]\nplace = "partners"\ncountries = ["US"]\n', encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        read_changes(file, table)

    (problem,) = caught.value.problems
    assert (problem.code, problem.allowed) == ("record_change_of_group", Text.same("asia, europe"))
