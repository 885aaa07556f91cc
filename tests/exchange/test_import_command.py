"""`datamap export` and `datamap import` as commands: folders, backups, records, exit codes."""

from __future__ import annotations

import io
import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from registers import japanese_register

from datamap.inventory import read_workbook
from datamap.model import LANGS, Lang, Text
from datamap.vocabulary import read_vocabulary

ROOT = Path(__file__).resolve().parents[2]
DAY = ("--as-of", "2026-11-22")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a workbook of its own, and stand in it."""
    folder = tmp_path / "w"
    folder.mkdir()
    shutil.copy(ROOT / "inventory.csv", folder)
    shutil.copytree(ROOT / "records", folder / "records")
    monkeypatch.chdir(folder)
    return folder


def work_on(file: Path, change: Callable[[Any], None]) -> None:
    """Change an Excel file as a person would."""
    made = openpyxl.load_workbook(file)
    change(made)
    made.save(file)


@pytest.mark.parametrize("lang", LANGS)
def test_out_and_into_the_same_workbook_changes_nothing(run: Run, home: Path, lang: Lang) -> None:
    """A file that nobody touched writes nothing at all."""
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file()}

    assert run("export", "a.xlsx", "--lang", lang, *DAY)[0] == 0
    code, out, _ = run("import", "a.xlsx", "--into", home, "--lang", lang)

    assert code == 0
    assert ("変わらない 32" if lang == "ja" else "same 32") in out
    (home / "a.xlsx").unlink()
    assert {p: p.read_bytes() for p in home.rglob("*") if p.is_file()} == before


def test_a_japanese_table_keeps_its_headings_and_the_cells_nobody_changed(run: Run, home: Path) -> None:
    """Words, order and one's own columns stay as written; only the changed cell and the new row differ."""
    lines = [
        "区画,id,種類,項目,渡し手,受け手,件数",
        "一,F1,取得,氏名;電話番号,お客さま,受付,1万",
        "二,F2,委託,氏名,受付,倉庫,",
    ]
    shutil.rmtree(home / "records")  # what they name is not in this table
    file = home / "inventory.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = file.read_bytes()
    assert run("export", "a.xlsx", *DAY)[0] == 0
    assert run("import", "a.xlsx", "--into", home)[0] == 0
    assert file.read_bytes() == before
    assert not (home / "backup").exists()

    items = next(at for at, c in enumerate(read_vocabulary().columns) if c.key == "items")
    work_on(home / "a.xlsx", lambda made: made["台帳"].cell(3, items + 1, "メールアドレス"))
    assert run("import", "a.xlsx", "--into", home)[0] == 0
    assert file.read_text(encoding="utf-8").split("\n") == [*lines[:2], "二,F2,委託,email,受付,倉庫,", ""]


def test_new_places_clauses_and_words_reach_the_records(run: Run, home: Path) -> None:
    """Rows of the other sheets are added to the records or change them; every other byte stays."""
    run("export", "a.xlsx", *DAY)

    def change(made: Any) -> None:
        places, clauses, words = (made[n] for n in ("部署・関係先・グループ", "公表文の条項", "自社の用語"))
        places.append(["party", "new_cloud", "新しいクラウド", "New cloud", "委託先", "US"])
        places["C3"] = "当社のウェブサイト"
        clauses.append(
            ["Z9", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "追加の条項", "Added"]
        )
        words.append(["items", "badge", "official_id", "入館証", "Badge"])
        made["台帳"].append(["NEW1", "入館", "委託", "", "入館証", "operator", "新しいクラウド"])

    work_on(home / "a.xlsx", change)
    code, out, err = run("import", "a.xlsx", "--into", home)
    book = read_workbook(home)
    text = (home / "records" / "organisation.toml").read_text(encoding="utf-8")
    old = (ROOT / "records" / "organisation.toml").read_text(encoding="utf-8")
    new = {p["key"]: p for p in tomllib.loads(text)["party"]}

    assert (code, err) == (0, "")
    assert "new_cloud" in out
    assert new["new_cloud"]["countries"] == ["US"]
    assert tomllib.loads(text)["system"][0]["name"]["ja"] == "当社のウェブサイト"
    assert [line for line in old.splitlines() if line not in text.splitlines()] == [
        line for line in old.splitlines() if line.startswith("name") and "自社ウェブサイト" in line
    ]
    assert book.inventory.flow("NEW1").items.named == ("badge",)
    assert book.inventory.flow("NEW1").recipient == "new_cloud"
    assert book.notice.clauses[-1].gist.en == "Added"


def test_who_answers_is_written_in_both_languages(run: Run, home: Path) -> None:
    """A manager has a cell for each language; both come back, and an older file's one cell serves both."""
    path = home / "records" / "organisation.toml"
    one = 'manager = "個人情報管理責任者"'
    both = 'manager = { ja = "個人情報管理責任者", en = "Privacy manager" }'
    path.write_text(path.read_text(encoding="utf-8").replace(one, both), encoding="utf-8")
    before = path.read_bytes()
    run("export", "a.xlsx", *DAY)
    assert run("import", "a.xlsx", "--into", home)[0] == 0
    assert path.read_bytes() == before

    def older(made: Any) -> None:
        places = made["部署・関係先・グループ"]
        at = next(cell.column for cell in places[1] if cell.value == "責任者（役職、英語）")
        places.delete_cols(at)

    work_on(home / "a.xlsx", older)
    assert run("import", "a.xlsx", "--into", home)[0] == 0
    managers = {party.manager for party in read_workbook(home).organisation.parties}
    assert Text.same("個人情報管理責任者") in managers


def test_refused_rows_leave_the_workbook_alone_unless_told_otherwise(run: Run, home: Path) -> None:
    """A row with a wrong word holds the import back; --partly takes the rest, and the old row stays."""
    run("export", "a.xlsx", *DAY)
    work_on(home / "a.xlsx", lambda made: made["台帳"].__setitem__("C2", "よく分からない"))
    before = (home / "inventory.csv").read_bytes()
    code, out, err = run("import", "a.xlsx", "--into", home)

    assert code == 1
    assert "CL01" in out
    assert "--partly" in err
    assert (home / "inventory.csv").read_bytes() == before
    assert run("import", "a.xlsx", "--into", home, "--partly")[0] == 1
    assert len(read_workbook(home).inventory) == 32


def test_flows_that_the_file_lacks_go_only_when_asked(run: Run, home: Path) -> None:
    """Without --replace a shorter file takes nothing away."""
    run("export", "a.xlsx", *DAY)
    work_on(home / "a.xlsx", lambda made: made["台帳"].delete_rows(2, 5))

    assert run("import", "a.xlsx", "--into", home)[0] == 0
    assert len(read_workbook(home).inventory) == 32
    assert run("import", "a.xlsx", "--into", home, "--replace")[0] == 0
    assert len(read_workbook(home).inventory) == 27
    assert len(list((home / "backup").iterdir())) == 1


def test_foreign_register_by_its_draft_into_a_new_folder(run: Run, tmp_path: Path, monkeypatch: Any) -> None:
    """--guess drafts, --map reads, the folder is a workbook that `check` takes; nothing is written over."""
    monkeypatch.chdir(tmp_path)
    Path("r.xlsx").write_bytes(japanese_register(60))

    assert run("import", "--guess", "r.xlsx")[0] == 0
    assert run("import", "--guess", "r.xlsx")[0] == 2
    code, out, _ = run("import", "r.xlsx", "--map", "r.map.toml", "--format", "json")
    told = json.loads(out)

    assert code == 0
    assert told["counts"]["refused"] == 0
    assert told["counts"]["new"] == len(read_workbook("r-imported").inventory)
    assert run("import", "r.xlsx", "--map", "r.map.toml")[0] == 2
    assert run("check", "--workbook", "r-imported", "--fail-on", "never")[0] == 0


@pytest.mark.parametrize("lang", LANGS)
def test_files_that_cannot_be_read_are_bad_input(run: Run, tmp_path: Path, lang: Lang) -> None:
    """No file, no spreadsheet, no known headings: exit code 2 and what to do, never a traceback."""
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7")
    target = io.BytesIO()
    openpyxl.Workbook().save(target)
    (tmp_path / "empty.xlsx").write_bytes(target.getvalue())
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    for name in ("none.xlsx", "x.pdf", "empty.xlsx", "other.csv"):
        code, _, err = run("import", tmp_path / name, "--lang", lang)
        assert code == 2
        assert name in err
        assert "Traceback" not in err


def test_export_does_not_write_over_a_file(run: Run, home: Path) -> None:
    """An existing file stays unless --force is given; the name has to end in .xlsx."""
    (home / "a.xlsx").write_bytes(b"mine")

    assert run("export", "a.xlsx")[0] == 2
    assert (home / "a.xlsx").read_bytes() == b"mine"
    assert run("export", "a.csv")[0] == 2
    assert run("export", "a.xlsx", "--force", *DAY)[0] == 0
