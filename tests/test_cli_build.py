"""`datamap build`: on a workbook elsewhere, all or nothing, the same bytes twice."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from datamap.cli import main
from datamap.cli.starter import starter_files

Run = Callable[..., tuple[int, str, str]]

AS_OF = ("--as-of", "2026-11-22")


def hashes(folder: Path) -> dict[str, str]:
    """Return every file below a folder with the hash of its bytes."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workbook of the example rows whose reports have been built once."""
    folder = tmp_path_factory.mktemp("elsewhere") / "our map"
    folder.mkdir()
    (folder / "inventory.csv").write_bytes(starter_files("en")["inventory.example.csv"])
    with pytest.raises(SystemExit) as ended:
        main(["build", "--workbook", str(folder), *AS_OF])
    assert not ended.value.code
    return folder


@pytest.fixture
def book(built: Path, tmp_path: Path) -> Path:
    """Give a copy of it that a test may change."""
    return Path(shutil.copytree(built, tmp_path / "book"))


def test_reports_are_written_to_the_workbook_in_both_languages(built: Path) -> None:
    """A workbook without records gets every report in Japanese and English, in its own `reports/`."""
    reports = built / "reports"

    assert (reports / "manifest.json").is_file()
    for lang in ("ja", "en"):
        kinds = {p.suffix for p in (reports / lang).rglob("*") if p.is_file()}
        assert {".html", ".pdf", ".xlsx", ".csv"} <= kinds


def test_building_again_somewhere_else_gives_the_same_bytes_and_says_what_was_written(
    run: Run, book: Path, tmp_path: Path
) -> None:
    """With `--out` the workbook's own reports stay; the bytes are the same, JSON names the files."""
    before, out_dir = hashes(book / "reports"), tmp_path / "deep" / "out"
    code, out, err = run("build", "-w", book, *AS_OF, "--out", out_dir, "--lang", "en", "--format", "json")
    found = json.loads(out)

    assert code == 0
    assert hashes(out_dir) == hashes(book / "reports") == before
    assert {r["file"] for r in found["results"]} == set(before)
    assert found["as_of"] == "2026-11-22"
    assert err.startswith("[1/")


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt, 130), (ZeroDivisionError, 3), (OSError, 3)])
def test_whatever_stops_a_build_leaves_the_old_reports_whole(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], code: int
) -> None:
    """Ctrl-C, a fault or a full disk in the middle of the work changes nothing and leaves nothing behind."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    before = hashes(book)
    monkeypatch.setattr("datamap.report.build.impact_assessment", fail)

    assert run("build", "-w", book, *AS_OF)[0] == code
    assert hashes(book) == before


def test_bad_input_leaves_the_old_reports_whole(run: Run, book: Path) -> None:
    """An inventory with a mistake is refused before anything is written."""
    (book / "inventory.csv").write_text(
        "id,kind,items,source,recipient\nA,nonsense,name,x,y\n", encoding="utf-8"
    )
    before = hashes(book)

    assert run("build", "-w", book, *AS_OF)[0] == 2
    assert hashes(book) == before


def test_an_empty_inventory_is_not_built(run: Run, tmp_path: Path) -> None:
    """A new workbook passes `check` but has nothing to report yet: `build` says so and exits with 2."""
    (tmp_path / "inventory.csv").write_bytes(starter_files("en")["inventory.csv"])
    code, _, err = run("build", "-w", tmp_path, *AS_OF, "--lang", "en")

    assert code == 2
    assert "inventory.csv" in err
    assert not (tmp_path / "reports").exists()
