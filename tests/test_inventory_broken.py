"""Every kind of mistake, one broken file each, against `tests/broken/expected.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from datamap.inventory import read_inventory
from datamap.inventory.reading import examine
from datamap.model import BadInput, Problem, Severity
from datamap.records import read_records
from datamap.vocabulary import read_vocabulary
from datamap.vocabulary.problems import codes

BROKEN = Path(__file__).parent / "broken"
CASES: list[dict[str, Any]] = tomllib.loads((BROKEN / "expected.toml").read_text(encoding="utf-8"))["case"]


def told(case: dict[str, Any]) -> tuple[Problem, ...]:
    """Return everything that is said about the file of a case."""
    records = read_records(BROKEN) if case.get("records") else None
    data = (BROKEN / case["file"]).read_bytes()
    inventory, problems = examine(data, case["file"], read_vocabulary(), records)
    assert (inventory is None) == any(p.severity is Severity.ERROR for p in problems)
    return problems


def where(problem: Problem) -> tuple[Any, ...]:
    """Return what identifies a problem in the list of expectations."""
    return problem.code, problem.severity.value, problem.row, problem.column


@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case["file"]).stem)
def test_each_broken_file_is_told_exactly(case: dict[str, Any]) -> None:
    """A broken file gives exactly the expected problems, in their row and column, and no other."""
    expected = [(p["code"], p["severity"], p.get("row"), p.get("column")) for p in case.get("problem", ())]

    assert sorted(expected, key=str) == sorted(map(where, told(case)), key=str)


@pytest.mark.parametrize(
    "case", [c for c in CASES if "problem" in c], ids=lambda case: Path(case["file"]).stem
)
def test_each_problem_says_what_helps(case: dict[str, Any]) -> None:
    """A problem carries the value, the line, the nearest word and the words that help, in both languages."""
    problems = told(case)
    for expected in case["problem"]:
        alike = [p for p in problems if (p.code, p.row) == (expected["code"], expected.get("row"))]
        assert any(matches(p, expected) for p in alike), (expected, alike)
    for problem in problems:
        for lang in ("ja", "en"):
            assert problem.message.in_lang(lang).strip()
            assert problem.next_step.in_lang(lang).strip()
            assert "{" not in problem.message.in_lang(lang) + problem.next_step.in_lang(lang)


def matches(problem: Problem, expected: dict[str, Any]) -> bool:
    """Tell whether a problem has everything that is expected of it."""
    return (
        expected.get("words", "") in problem.message.ja
        and expected.get("words_next", "") in problem.next_step.ja
        and expected.get("line", problem.line) == problem.line
        and expected.get("value", problem.value) == problem.value
        and expected.get("nearest", problem.nearest or "") == (problem.nearest or "")
    )


def test_every_file_has_its_expectation() -> None:
    """No broken file lies there without being looked at, and there are at least 34 of them."""
    files = sorted(path.name for path in BROKEN.glob("*.csv"))
    broken = [case for case in CASES if "problem" in case]

    assert sorted(case["file"] for case in CASES) == files
    assert len(broken) >= 34


def test_every_code_of_the_inventory_is_shown_by_a_file() -> None:
    """Each problem that reading an inventory can raise has a file that raises it."""
    shown = {problem["code"] for case in CASES for problem in case.get("problem", ())}
    source = Path(__file__).parent.parent / "datamap" / "inventory"
    raised = {
        code
        for code in codes()
        for path in sorted(source.glob("*.py"))
        if not code.startswith("record_") and f'"{code}"' in path.read_text(encoding="utf-8")
    }

    assert raised - shown == {"deprecated_key", "further_problems", "no_inventory"}


@pytest.mark.parametrize(
    ("cell", "nearest"),
    [
        ("退会後1年", "account_closed+P1Y"),
        ("退職後から七年", "employment_end+P7Y"),
        ("半年", "P6M"),
        ("退会の後で1年ほど", None),
    ],
)
def test_a_suggested_period_keeps_its_length(cell: str, nearest: str | None) -> None:
    """An event alone would be taken up, and the year be gone."""
    table = f"id,kind,items,source,recipient,retention\nA1,collection,name,customer,operator,{cell}\n"
    with pytest.raises(BadInput) as caught:
        read_inventory(table.encode())

    assert [(p.code, p.nearest) for p in caught.value.problems] == [("bad_duration", nearest)]


def test_a_heading_with_one_wrong_letter_is_named() -> None:
    """The whole column would be passed over else."""
    table = "id,kind,items,source,recipient,利用目標\nA1,collection,name,customer,operator,x\n"
    found = {p.code: p for p in read_inventory(table.encode()).problems}

    assert found["unknown_column"].nearest == "purposes"


def test_a_suggested_list_keeps_what_stands_beside_the_wrong_mark() -> None:
    """The whole cell is mended, not the one entry with the mark; a dot within a name is no mark."""
    items = "phone;氏名、住所;生年月日／性別"
    rows = f"id,kind,items,source,recipient,purposes\nA1,collection,{items},customer,operator,{{}}\n"
    with pytest.raises(BadInput) as caught:
        read_inventory(rows.format("").encode())
    assert [p.nearest for p in caught.value.problems] == ["phone;氏名;住所;生年月日;性別"]

    sound = rows.replace(items, "email").format("グループ各社の商品・サービスのご案内")
    assert read_inventory(sound.encode()).flows[0].purposes == ("グループ各社の商品・サービスのご案内",)


def test_missing_columns_are_named_in_both_spellings() -> None:
    """Who writes Japanese headings is not told keys alone."""
    for table in ("id,kind,items,recipient\nA,collection,name,o\n", "x,y\n1,2\n"):
        with pytest.raises(BadInput) as caught:
            read_inventory(table.encode())
        assert "「渡し手」（source）" in caught.value.text("ja")
