"""The notebooks against the rules of the house; nbval compares their outputs (`make notebooks-test`)."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest

from datamap.cli.here import here
from datamap.cli.starter import starter_files
from datamap.model import LANGS, Lang

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "notebooks"
NAMES = sorted(p.stem for p in (FOLDER / "source").glob("*.py"))
BOTH = [(name, lang) for name in NAMES for lang in LANGS]


def cells(name: str, lang: str) -> list[dict[str, Any]]:
    """Return the cells of a stored notebook."""
    stored = json.loads((FOLDER / lang / f"{name}.ipynb").read_text(encoding="utf-8"))
    return list(stored["cells"])


def code(name: str, lang: str) -> list[str]:
    """Return the code cells of a stored notebook."""
    return ["".join(c["source"]) for c in cells(name, lang) if c["cell_type"] == "code"]


def prose(name: str, lang: str) -> list[str]:
    """Return the text cells of a stored notebook."""
    return ["".join(c["source"]) for c in cells(name, lang) if c["cell_type"] == "markdown"]


@pytest.fixture(scope="module")
def make() -> ModuleType:
    """Give the script that writes the notebooks."""
    spec = importlib.util.spec_from_file_location("make_notebooks", FOLDER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_notebooks"] = module
    spec.loader.exec_module(module)
    return module


def test_notebooks_of_the_tour_are_there() -> None:
    """Start, inventory, flows, recipients, reach, requests, law and assessment exist; others may join."""
    tour = [
        "00-start",
        "01-inventory",
        "02-data-flows",
        "03-recipients-and-transfers",
        "04-where-does-it-go",
        "05-requests-and-incidents",
        "06-law-and-notice",
        "07-dpia",
    ]

    assert [name for name in tour if name not in NAMES] == []


def test_stored_notebooks_are_what_their_sources_say(make: ModuleType) -> None:
    """Nobody edited a notebook without its source, or a source without `make notebooks`."""
    assert make.stale() == []
    for lang in LANGS:
        assert sorted(p.stem for p in (FOLDER / lang).glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_code_is_the_same_in_both_languages(name: str) -> None:
    """Only the text differs between the languages."""
    assert code(name, "ja") == code(name, "en")


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_notebook_is_short_and_mostly_told(name: str, lang: str) -> None:
    """At most 16 code cells of at most 6 lines, about as much text as code, and nothing defined."""
    code_cells, text_cells = code(name, lang), prose(name, lang)

    assert len(code_cells) <= 16
    assert all(len(cell.splitlines()) <= 6 for cell in code_cells)
    assert not any(
        re.search(r"^\s*(def|class|lambda)\b|\blambda\b", cell, re.MULTILINE) for cell in code_cells
    )
    assert len(text_cells) >= len(code_cells)


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_notebook_has_one_title_and_speaks_one_language(name: str, lang: str) -> None:
    """One H1, at the top; Japanese text in the Japanese notebook, none in the English one."""
    text = prose(name, lang)
    titles = [line for cell in text for line in cell.splitlines() if line.startswith("# ")]
    japanese = [bool(re.search(r"[\u3040-\u30ff]", cell)) for cell in text]

    assert len(titles) == 1
    assert text[0].startswith("# ")
    assert all(japanese) if lang == "ja" else not any(japanese)


def test_every_notebook_begins_alike() -> None:
    """The first code cell is the same everywhere: the day, and the workbook one stands in."""
    first = {code(name, lang)[0] for name, lang in BOTH}

    assert len(first) == 1
    assert "datamap.here()" in first.pop()


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_outputs_are_stored_small_and_without_traces(name: str, lang: str) -> None:
    """Every cell ran once, in order, without error or warning; nothing tells of a machine or a script."""
    ran = [c for c in cells(name, lang) if c["cell_type"] == "code"]
    outputs = [o for c in ran for o in c["outputs"]]
    words = json.dumps(outputs, ensure_ascii=False)

    assert [c["execution_count"] for c in ran] == list(range(1, len(ran) + 1))
    assert all(o["output_type"] in {"execute_result", "display_data", "stream"} for o in outputs)
    assert not [o for o in outputs if o.get("name") == "stderr"]
    assert "<script" not in words
    assert str(ROOT) not in words
    assert "object at 0x" not in words
    assert (FOLDER / lang / f"{name}.ipynb").stat().st_size < 3_000_000


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_notebook_is_valid(name: str, lang: str) -> None:
    """The stored file is a notebook of the current format."""
    nbformat.validate(nbformat.read(FOLDER / lang / f"{name}.ipynb", as_version=4))


def test_a_picture_says_in_words_what_it_shows() -> None:
    """Each cell that draws prints a one-line fact, so that a change can be read in a diff."""
    for name, lang in BOTH:
        for cell in cells(name, lang):
            pictures = [o for o in cell.get("outputs", []) if "data:image" in json.dumps(o)]
            said = [o for o in cell.get("outputs", []) if o["output_type"] == "stream"]
            assert not pictures or said, f"{name} ({lang}): {''.join(cell['source'])}"


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_run_in_another_organisations_workbook(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `datamap init` writes runs on the example rows: no cell knows the sample."""
    for path, content in starter_files("en").items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    shutil.copy(tmp_path / "inventory.example.csv", tmp_path / "inventory.csv")
    folder = tmp_path / "notebooks" / "en"
    monkeypatch.chdir(folder)
    stored = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))
    names: dict[str, Any] = {}

    for cell in stored["cells"]:
        if cell["cell_type"] == "code":
            *steps, last = ast.parse("".join(cell["source"])).body
            exec(compile(ast.Module(steps, []), name, "exec"), names)
            if isinstance(last, ast.Expr):
                shown = eval(compile(ast.Expression(last.value), name, "eval"), names)
                assert repr(shown) is not None
                assert getattr(shown, "_repr_html_", str)() is not None
            else:
                exec(compile(ast.Module([last], []), name, "exec"), names)


@pytest.mark.parametrize("lang", LANGS)
def test_a_notebook_finds_its_workbook_and_its_language(tmp_path: Path, lang: Lang) -> None:
    """`here` walks up to the inventory; the folder's name chooses the language, Japanese otherwise."""
    shutil.copy(ROOT / "datamap" / "starter" / lang / "inventory.example.csv", tmp_path / "inventory.csv")
    folder = tmp_path / "notebooks" / lang / "drafts"
    folder.mkdir(parents=True)

    assert here(folder).lang == lang
    assert here(tmp_path).lang == "ja"
    assert len(here(folder).inventory) == 4


def test_a_notebook_outside_any_workbook_says_so(tmp_path: Path) -> None:
    """Where no folder above has an inventory, the error says what was looked for."""
    with pytest.raises(FileNotFoundError, match=r"inventory\.csv"):
        here(tmp_path)
