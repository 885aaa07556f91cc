"""What a command may load before it answers: nobody waits for a library that the answer does not need."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from datamap.cli.commands import COMMANDS

LIBRARIES = ("pydantic", "numpy", "pandas", "scipy", "networkx", "matplotlib", "jinja2", "typst")
SCRIPT = """
import contextlib, io, json, sys
from datamap.cli import main
codes = []
for words in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            main(words)
        except SystemExit as end:
            codes.append(end.code)
print(json.dumps([codes, [name for name in json.loads(sys.argv[2]) if name in sys.modules]]))
"""


def loaded(*calls: str) -> set[str]:
    """Run commands in one new process, which have to succeed, and return the libraries it has then."""
    given = [json.dumps([call.split() for call in calls]), json.dumps(LIBRARIES)]
    done = subprocess.run([sys.executable, "-c", SCRIPT, *given], capture_output=True, check=True, text=True)
    codes, found = json.loads(done.stdout)

    assert set(codes) <= {0, 1}, done.stderr
    return set(found)


def names(commands: Mapping[str, object] = COMMANDS, before: str = "") -> list[str]:
    """Return the words of every command."""
    return [
        name
        for word, held in commands.items()
        for name in ([f"{before}{word}"] if isinstance(held, str) else names(held, f"{before}{word} "))  # type: ignore[arg-type]
    ]


def test_help_loads_no_room() -> None:
    """The help of every command is shown without a library that answers questions or reads values."""
    assert loaded(*(f"{name} -h" for name in names())) == set()


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
def test_a_check_lays_out_no_table_and_loads_no_search(root: Path, form: str) -> None:
    """A workbook with rules of the house and an assessment is checked with numpy alone, in every form."""
    book = root / "examples" / "tour-operator"

    assert loaded(f"check --as-of 2026-11-22 --format {form} -w {book}") == {"pydantic", "numpy"}


def test_a_small_map_is_followed_without_scipy_and_drawing(root: Path) -> None:
    """What is searched for in a small workbook is found without libraries for large graphs and figures."""
    book = root / "examples" / "tour-operator"
    asked = ("reach", "routes --item name", "choke", "retention", "ask", "assess risks", "breach --place crm")

    assert loaded(*(f"{name} --as-of 2026-11-22 -w {book}" for name in asked)) == {
        "pydantic",
        "numpy",
        "pandas",
    }
