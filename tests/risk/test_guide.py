"""The guide in docs/ says what the code does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from risk_made import make_workbook

from datamap.inventory import read_workbook
from datamap.model import BadInput, Severity
from datamap.risk.human_sheet import judge_sheet, read_human_part


def example(root: Path) -> dict[str, object]:
    """Return the example sheet of the guide."""
    page = (root / "docs" / "impact-assessment.md").read_text(encoding="utf-8")
    found = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert found is not None
    return tomllib.loads(found[1])


def test_the_example_sheet_of_the_guide_can_be_read(root: Path) -> None:
    """Every table and word of the example is one the reader knows."""
    sheet = example(root)
    book = make_workbook({"id": "FL02", "items": "name"}, record=sheet)
    part = read_human_part(book)

    assert part.levels == 4
    assert part.decision.outcome == "consultation"
    assert part.own_risks[0].flows == ("FL02",)
    assert part.actions[0].cost == 1


def test_files_that_the_guide_names_exist(root: Path) -> None:
    """A path in the guide leads somewhere."""
    page = (root / "docs" / "impact-assessment.md").read_text(encoding="utf-8")
    named = [path for path in re.findall(r"`(datamap/[\w./*-]+)`", page) if "*" not in path]

    assert named
    assert [path for path in named if not (root / path).exists()] == []


def test_a_wrong_word_in_the_sheet_names_those_there_are() -> None:
    """`outcome = "aproved"`: the message offers the outcomes and the nearest one."""
    book = make_workbook({"items": "name"}, record={"decision": {"outcome": "aproved"}})
    with pytest.raises(BadInput) as caught:
        read_human_part(book)
    problem = caught.value.problems[0]

    assert problem.nearest == "approved"
    assert "consultation" in problem.allowed.en


def test_everything_wrong_with_the_sheet_is_told_at_once(tmp_path: Path) -> None:
    """A rating out of scale, an answer without its reason and a date that is none: one list, with lines."""
    (tmp_path / "records").mkdir()
    (tmp_path / "inventory.csv").write_text(
        "id,kind,items,source,recipient\nF1,collection,name,customer,shop\n"
    )
    (tmp_path / "records" / "assessment.toml").write_text(
        '[[rating]]\nrisk = "r"\nstage = "inherent"\nlikelihood = 9\n'
        '[[answer]]\nquestion = "screening.large_scale"\nvalue = "n/a"\n'
        '[[measure]]\nmeasure = "item_reduction"\ndue = "soon"\ncost = 7\n'
    )
    with pytest.raises(BadInput) as caught:
        read_workbook(tmp_path, judge=judge_sheet)
    errors = [found for found in caught.value.problems if found.severity is Severity.ERROR]

    assert {found.column for found in errors} == {
        "rating[0].likelihood",
        "answer[0].reason",
        "measure[0].due",
        "measure[0].cost",
    }
    assert all(found.line for found in errors)
