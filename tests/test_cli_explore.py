"""`datamap explore`: one page written whole, what changed marked in it, and every obstacle told in words."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from datamap.model import LANGS, Lang
from datamap.report import explorer

Run = Callable[..., tuple[int, str, str]]

DAY = ("--as-of", "2026-11-22")
HEAD = "id,kind,items,subjects,source,recipient,countries\n"
OLD = (
    HEAD
    + "F1,collection,name;email,customer,customer,shop,JP\nF2,third_party,name,customer,shop,printer,JP\n"
)
NOW = OLD.replace("printer,JP", "printer,FR") + "F3,entrustment,email,customer,shop,mailer,\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Give a folder with a small table."""
    folder = tmp_path / "our book"
    folder.mkdir()
    (folder / "inventory.csv").write_text(NOW, encoding="utf-8")
    return folder


@pytest.mark.parametrize("lang", LANGS)
def test_it_writes_a_page_into_reports(run: Run, book: Path, lang: Lang) -> None:
    """The page has the language asked for and every flow; a second time gives the same bytes."""
    code, out, err = run("explore", "-w", book, "--lang", lang, *DAY)
    file = book / "reports" / f"explorer.{lang}.html"
    assert (code, err) == (0, "")
    assert file.name in out.replace("\n", "")
    page = file.read_bytes()
    assert f'<html lang="{lang}">'.encode() in page
    assert all(f'"id":"{flow}"'.encode() in page for flow in ("F1", "F2", "F3"))
    run("explore", "-w", book, "--lang", lang, *DAY)
    assert file.read_bytes() == page
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_it_names_the_file_for_programs(run: Run, book: Path, tmp_path: Path) -> None:
    """`--format json` says where the page is and how long; folders on the way to `--out` are made."""
    wanted = tmp_path / "new" / "folder" / "map.html"
    code, out, _ = run("explore", "-w", book, "--out", wanted, "--format", "json", *DAY)
    assert code == 0
    [found] = json.loads(out)["results"]
    assert found == {"file": str(wanted), "bytes": wanted.stat().st_size}


def test_what_changed_since_is_marked(run: Run, book: Path, tmp_path: Path) -> None:
    """Against a folder or a revision of git, each flow says whether it is new or changed."""
    (book / "inventory.csv").write_text(OLD, encoding="utf-8")
    git = ["git", "-C", str(book), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "old"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    folder = tmp_path / "before"
    folder.mkdir()
    (folder / "inventory.csv").write_text(OLD, encoding="utf-8")
    (book / "inventory.csv").write_text(NOW, encoding="utf-8")
    pages = []
    for before in (folder, "HEAD"):
        code, _, err = run("explore", "-w", book, "--before", before, *DAY)
        assert (code, err) == (0, "")
        pages.append((book / "reports" / "explorer.ja.html").read_text())
    assert pages[0] == pages[1]
    assert (pages[0].count('"change":"added"'), pages[0].count('"change":"changed"')) == (1, 1)


def test_obstacles_are_told_and_nothing_is_lost(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder in the way, no earlier state, no flows, too many: words, exit code 2, the old page whole."""
    file = book / "reports" / "explorer.ja.html"
    file.parent.mkdir()
    file.write_text("old")
    for words in (("--out", book), ("--before", "no-such-revision")):
        code, out, err = run("explore", "-w", book, *words, *DAY)
        assert (code, out) == (2, "")
        assert err
        assert "Traceback" not in err
    monkeypatch.setattr(explorer, "MOST_FLOWS", 2)
    assert run("explore", "-w", book, *DAY)[0] == 2
    (book / "inventory.csv").write_text(HEAD, encoding="utf-8")
    assert run("explore", "-w", book, *DAY)[0] == 2
    assert file.read_text() == "old"
