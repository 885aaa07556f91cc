"""Use in pipelines: the hook definition and the example files say commands that exist and work."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pre_commit.clientlib import load_manifest

ROOT = Path(__file__).resolve().parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"
PIPELINES = sorted((ROOT / "examples" / "ci").glob("*.yml"))

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Give a small workbook of its own."""
    shutil.copy(ROOT / "inventory.csv", tmp_path)
    shutil.copytree(ROOT / "records", tmp_path / "records")
    return tmp_path


def words_in(content: Any) -> list[str]:
    """Return every text of a parsed YAML file."""
    if isinstance(content, dict):
        return [word for value in content.values() for word in words_in(value)]
    if isinstance(content, list):
        return [word for value in content for word in words_in(value)]
    return [content] if isinstance(content, str) else []


def test_hook_definition_is_one_that_pre_commit_takes() -> None:
    """pre-commit itself reads the definition; the hook looks at the workbook, not at single files."""
    (hook,) = load_manifest(str(HOOKS))

    assert hook["id"] == "datamap-check"
    assert hook["pass_filenames"] is False


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("inventory.csv", True),
        ("privacy/map/inventory.csv", True),
        ("records/notice.toml", True),
        ("map/records/vocabulary.csv", True),
        ("reports/ja/inventory.csv.html", False),
        ("inventory.example.csv", False),
    ],
)
def test_hook_runs_for_the_files_of_a_workbook(file: str, wanted: bool) -> None:  # noqa: FBT001 - a table of cases
    """The table and the records call for a check, reports and examples do not."""
    (hook,) = load_manifest(str(HOOKS))

    assert bool(re.search(hook["files"], file)) is wanted


def test_entry_of_the_hook_runs(run: Run, workbook: Path) -> None:
    """The command of the hook ends with 0 or 1 on a sound workbook and with 2 on a broken one."""
    (hook,) = load_manifest(str(HOOKS))
    program, *words = shlex.split(hook["entry"])

    assert program == "datamap"
    assert run(*words, "--workbook", workbook)[0] in {0, 1}
    (workbook / "inventory.csv").write_text("id,kind\nF1,nonsense\n", encoding="utf-8")
    assert run(*words, "--workbook", workbook)[0] == 2


@pytest.mark.parametrize("file", PIPELINES, ids=lambda path: path.name)
def test_commands_of_the_example_pipelines_are_understood(run: Run, file: Path, workbook: Path) -> None:
    """Each `check` and `diff` of an example runs; an older revision is a folder here."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    commands = [
        line for words in words_in(content) for line in words.splitlines() if line.startswith("datamap ")
    ]

    assert any("--against" in command for command in commands)
    for command in commands:
        words = shlex.split(command.partition(">")[0])[1:]
        if words[0] not in {"check", "diff"}:
            continue
        words = [str(workbook) if word == "origin/main" else word for word in words]
        code, out, _ = run(*words, "--workbook", workbook)
        assert code == 0
        assert out
