"""The first hour: what `init` asks, templates that are read at once, mistakes that read well in notebooks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from datamap.analysis.completeness import completeness
from datamap.analysis.holdings import holdings
from datamap.cli import init as init_module
from datamap.cli.here import NoWorkbook, here
from datamap.cli.starter import starter_files
from datamap.cli.templates import Template, template_files
from datamap.inventory import read_workbook
from datamap.model import LANGS, Lang

Run = Callable[..., tuple[int, str, str]]
LIGHT = 2
"""Severities from this rank on are remarks."""


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("template", list(Template))
def test_each_template_is_read_without_a_remark(tmp_path: Path, template: Template, lang: Lang) -> None:
    """The rows of a template are right as they stand: words, places, ids, in either language."""
    files = starter_files(lang)
    for name, content in (files | template_files([template], lang, files, name="見本商店")).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    book = read_workbook(tmp_path, lang=lang)

    assert len(book.inventory) >= 5
    assert [p for p in book.problems if p.severity.rank < LIGHT] == []
    assert book.organisation.name.ja == "見本商店"
    assert {place.type.value for place in book.inventory.places.values()} >= {
        "subject",
        "department",
        "party",
    }
    assert not any("|" in cell for cell in book.inventory.table.to_numpy().ravel())


def test_templates_are_the_same_map_in_both_languages() -> None:
    """Japanese and English templates differ in words only."""
    for template in Template:
        told = []
        for lang in LANGS:
            files = starter_files(lang)
            made = template_files([template], lang, files)["inventory.csv"].decode()
            told.append([line.split(",")[0] for line in made.splitlines()[1:]])
        assert told[0] == told[1]


@pytest.mark.parametrize("lang", LANGS)
def test_all_templates_stand_in_one_workbook_and_are_checked(run: Run, tmp_path: Path, lang: Lang) -> None:
    """`init` with every template, then `check`: findings may stand, the input is right."""
    words = [word for template in Template for word in ("--template", template.value)]
    code, out, _ = run("init", tmp_path / "w", "--lang", lang, "--name", "Example Widgets", *words)

    assert code == 0
    assert "datamap check" in out
    assert run("check", "--workbook", tmp_path / "w", "--lang", lang, "--fail-on", "never")[0] == 0


def test_unknown_template_is_refused_with_those_there_are(run: Run, tmp_path: Path) -> None:
    """A misspelt template writes nothing."""
    code, _, err = run("init", tmp_path / "w", "--template", "shopp", "--lang", "en")

    assert code == 2
    assert "travel" in err
    assert not (tmp_path / "w").exists()


def test_init_asks_on_a_terminal(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name and templates are asked for; a wrong answer is asked again; Enter leaves them out."""
    answers = iter(["見本商店", "shopp", "shop、hr"])
    monkeypatch.setattr(init_module.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(init_module.typer, "prompt", lambda *_, **__: next(answers))
    code, out, _ = run("init", tmp_path / "w")
    ids = {flow.id[:2] for flow in read_workbook(tmp_path / "w").inventory.flows}

    assert code == 0
    assert "ネットショップ" in out
    assert ids == {"SH", "HR"}


def test_no_workbook_says_what_to_do(tmp_path: Path) -> None:
    """A notebook opened outside of a workbook names `datamap init`."""
    with pytest.raises(NoWorkbook, match="datamap init"):
        here(tmp_path)


def test_mistakes_in_a_notebook_are_sentences(tmp_path: Path) -> None:
    """Bad input and unknown words show what is wrong and what to do; other errors keep their traceback."""
    folder = tmp_path / "notebooks" / "en"
    folder.mkdir(parents=True)
    table = "id,kind,items,source,recipient\nF1,{},name,desk,Acme\n"
    (tmp_path / "good.csv").write_text(table.format("entrustment"), encoding="utf-8")
    (tmp_path / "inventory.csv").write_text(table.format("entrustmnt"), encoding="utf-8")
    cells = [
        "import datamap, datetime, pathlib\ndatamap.here()",
        "pathlib.Path('../../good.csv').replace('../../inventory.csv')\nbook = datamap.here()",
        "datamap.reach(book, as_of=datetime.date(2026, 11, 22), item='naem')",
        "{}['x']",
    ]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    client = NotebookClient(
        made,
        allow_errors=True,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--IPKernelApp.log_level=40"],
    )
    asyncio.run(client.async_execute())
    shown = ["\n".join(o["traceback"]) for c in made.cells for o in c.outputs if o.output_type == "error"]

    assert len(shown) == 3
    assert "Traceback" not in shown[0] + shown[1]
    assert "Did you mean" in shown[0]
    assert "naem" in shown[1]
    assert "Traceback" in shown[2]


def test_an_empty_table_is_answered_and_not_a_mistake(tmp_path: Path) -> None:
    """Before the first row is written, the first answers say that there is nothing yet."""
    for name, content in starter_files("ja").items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    book = read_workbook(tmp_path)

    assert len(completeness(book)) == len(completeness(book, by="activity")) == 0
    assert len(holdings(book, as_of=date(2026, 11, 22))) == 0
