"""How a command is typed: mistakes are told in the chosen language, with what was meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("check --fail-on erorr", ("--fail-on", "erorr", "error, warning", "did you mean: error")),
        ("check --formta text", ("--formta", "did you mean: --format")),
        ("chek", ("chek", "did you mean: check")),
        ("check --lang", ("--lang needs a value",)),
        ("check one two", ("one two",)),
        ("check --all=3", ("--all takes no value",)),
        ("erase", ("SUBJECT is missing",)),
        ("breach --place x --known then", ("--known", "then is not a moment")),
    ],
)
def test_a_mistyped_command_names_option_value_and_what_was_meant(
    run: Run, typed: str, said: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error is in the chosen language alone, and points to the help of the command."""
    monkeypatch.setenv("DATAMAP_LANG", "en")
    code, out, err = run(*typed.split())

    assert (code, out) == (2, "")
    assert all(word in err for word in said), err
    assert "--help" in err
    assert not re.search(r"[\u3040-\u30ff]|Value error|Usage", err)

    monkeypatch.setenv("DATAMAP_LANG", "ja")
    assert re.search(r"[\u3040-\u30ff]", run(*typed.split())[2])


def test_the_language_asked_for_counts_even_where_something_else_is_wrong(run: Run) -> None:
    """`--lang` is heard before, after and with an equals sign; an unknown one falls back."""
    assert "does not take" in run("check", "--fail-on", "x", "--lang", "en")[2]
    assert "does not take" in run("check", "--lang=en", "--fail-on", "x")[2]
    assert "指定できません" in run("check", "--lang", "de")[2]


def test_results_are_not_written_among_the_inputs(run: Run, tmp_path: Path) -> None:
    """`--out` on a folder that holds an inventory is refused before anything is written."""
    table = "id,kind,items,subjects,source,recipient\nA,collection,name,customer,customer,shop\n"
    (tmp_path / "inventory.csv").write_text(table, encoding="utf-8")
    for command in (("build",), ("erase", "customer"), ("ask",)):
        code, _, err = run(*command, "-w", tmp_path, "--out", tmp_path, "--lang", "en")
        assert code == 2, command
        assert "holds an inventory.csv" in err
    assert [path.name for path in tmp_path.iterdir()] == ["inventory.csv"]
