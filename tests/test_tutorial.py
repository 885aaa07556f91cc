"""The tutorial: every command of its pages runs, and prints what the page shows."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from datamap.cli import lab as lab_module
from datamap.model import LANGS, Lang
from datamap.report import build as build_module

ROOT = Path(__file__).parents[1]


def maker() -> ModuleType:
    """Load `docs/make_tutorial.py`, which is a script and in no package."""
    spec = importlib.util.spec_from_file_location("make_tutorial", ROOT / "docs" / "make_tutorial.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what other tests look at and what takes long: the books in print, the server of notebooks."""
    monkeypatch.setattr(build_module, "_book", lambda *_, **__: {})
    monkeypatch.setattr(lab_module, "_run", lambda *_: 0)


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("lang", LANGS)
def test_the_tutorial_shows_what_its_commands_print(lang: Lang, tmp_path: Path) -> None:
    """A page is what `python docs/make_tutorial.py` writes: each command runs, each output is real."""
    making = maker()
    page = making.PAGES[lang].read_text("utf-8")

    assert making.page_as_run(page, tmp_path) == page


def test_both_pages_go_the_same_way() -> None:
    """The two languages run the same commands in the same order, with the same number of cells typed in."""
    making = maker()
    pages = [making.PAGES[lang].read_text("utf-8") for lang in LANGS]
    steps = [
        [
            (
                *(
                    step["append"],
                    step["fill"],
                    (step["cells"] or "").count("\n"),
                    step["lines"],
                    step["exit"],
                ),
                *(line.split()[1] for line in (step["command"] or "").splitlines() if line[:3] != "cd "),
            )
            for step in making.STEP.finditer(page)
        ]
        for page in pages
    ]

    assert steps[0] == steps[1]
    assert all(page.count("```sh") == len(making.STEP.findall(page)) - 3 for page in pages)
