"""`datamap check`: what it shows, when it fails, and how it compares with an older workbook."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from datamap import __version__
from datamap.cli.check import FailOn, gate
from datamap.cli.matters import matters_of
from datamap.facts import establish_facts
from datamap.inventory import read_workbook
from datamap.model import FindingStatus, Severity
from datamap.report.context.matters import gather
from datamap.rules import Findings, evaluate

Run = Callable[..., tuple[int, str, str]]

AS_OF = ("--as-of", "2026-11-22")


@pytest.fixture
def book(root: Path, tmp_path: Path) -> Path:
    """Give a copy of the sample workbook that a test may change."""
    folder = tmp_path / "book"
    folder.mkdir()
    shutil.copy(root / "inventory.csv", folder)
    shutil.copytree(root / "records", folder / "records")
    return folder


def git(folder: Path, *words: str) -> None:
    """Run git in a folder as nobody in particular."""
    who = ["-c", "user.name=tester", "-c", "user.email=tester@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_sample_fails_on_errors_and_says_what_to_mend_first(run: Run, root: Path) -> None:
    """The sample has errors, so `check` exits with 1, and begins with what to mend."""
    code, out, _ = run("check", "-w", root, *AS_OF, "--lang", "en")
    lines = out.splitlines()

    assert code == 1
    assert lines[2] == "Mend first"
    assert "Details" in lines
    assert "JP-27-5-3e" in out
    assert "inventory.csv:" in out
    assert "not legal advice" in out


def test_japanese_is_the_default(run: Run, root: Path) -> None:
    """Without `--lang` the result is in Japanese."""
    _, out, _ = run("check", "-w", root, *AS_OF)

    assert "まず直すところ" in out
    assert "Mend first" not in out


@pytest.mark.parametrize(("level", "code"), [("error", 1), ("warning", 1), ("information", 1), ("never", 0)])
def test_fail_on_sets_the_weight_that_fails(run: Run, root: Path, level: str, code: int) -> None:
    """`--fail-on` decides from which weight on the exit code is 1; `never` never fails."""
    assert run("check", "-w", root, *AS_OF, "--fail-on", level)[0] == code


def test_result_as_json_is_one_object_with_every_finding(run: Run, root: Path, findings: Findings) -> None:
    """JSON holds version, day, hash and all findings; a fact is true, false or, not recorded, null."""
    code, out, _ = run("check", "-w", root, *AS_OF, "--lang", "en", "--format", "json")
    found = json.loads(out)
    keys = {
        "id",
        "rule",
        "law",
        "article",
        "status",
        "severity",
        "flows",
        "clauses",
        "message",
        "question",
        "remedy",
        "facts",
    }

    assert code == 1
    assert (found["datamap"], found["as_of"]) == (__version__, "2026-11-22")
    assert len(found["inventory_sha256"]) == 64
    assert [r["id"] for r in found["results"]] == findings.table["id"].tolist()
    assert all(keys <= set(r) for r in found["results"])
    assert {v for r in found["results"] for v in r["facts"].values()} <= {True, False, None}
    assert set(found["failing"]) == {
        r["id"] for r in found["results"] if r["severity"] == "error" and r["status"] != "no_gap"
    }


def test_the_same_input_gives_the_same_words(run: Run, root: Path) -> None:
    """Two runs print the same."""
    assert run("check", "-w", root, *AS_OF) == run("check", "-w", root, *AS_OF)


def test_no_finding_of_severity_information_unless_all_is_asked_for(run: Run, root: Path) -> None:
    """Notes are counted and left out; `--all` shows them."""
    _, short, _ = run("check", "-w", root, *AS_OF, "--lang", "en")
    _, full, _ = run("check", "-w", root, *AS_OF, "--lang", "en", "--all")

    assert "--all shows them" in short
    assert "--all shows them" not in full
    assert len(full) > len(short)


# ----------------------------------------------------------------------------------- against


def test_against_itself_nothing_is_new(run: Run, root: Path, book: Path) -> None:
    """A workbook without a new finding passes, whatever its old ones are."""
    code, out, _ = run(
        "check", "-w", root, *AS_OF, "--against", book, "--fail-on", "information", "--lang", "en"
    )

    assert code == 0
    assert "does not have: errors 0, warnings 0, questions 0, notes 0 (fails from" in out
    assert out.rstrip().count("Details") == 0


def test_against_an_older_folder_fails_only_on_what_is_new(run: Run, root: Path, book: Path) -> None:
    """A new flow with a gap fails the check, and the new finding alone is named as failing."""
    rows = (root / "inventory.csv").read_text(encoding="utf-8")
    header, share = (
        rows.splitlines()[0].split(","),
        next(r for r in rows.splitlines() if r.startswith("FL06,")),
    )
    assert header[0] == "id"
    (book / "inventory.csv").write_text(rows + share.replace("FL06,", "NEW1,", 1) + "\n", encoding="utf-8")
    words = ("check", "-w", book, *AS_OF, "--against", root, "--fail-on", "question", "--format", "json")
    code, out, _ = run(*words)
    failing = json.loads(out)["failing"]

    assert code == 1
    assert failing
    assert all("NEW1" in name for name in failing)


def test_against_says_what_is_new_but_too_light_to_fail_and_what_is_gone(run: Run, book: Path) -> None:
    """A recipient of whom nothing but the name is written, and a flow taken out: green, and told."""
    old = book.parent / "old"
    shutil.copytree(book, old)
    inventory = book / "inventory.csv"
    header, *rows = inventory.read_text(encoding="utf-8").splitlines()
    told = {"id": "NEW1", "kind": "third_party", "items": "name", "source": "operator", "recipient": "Quxx"}
    bare = ",".join(told.get(column, "") for column in header.split(","))
    inventory.write_text("\n".join([header, *rows[:-1], bare]) + "\n", encoding="utf-8")
    code, out, _ = run("check", "-w", book, *AS_OF, "--against", old, "--lang", "en")
    (line,) = [line for line in out.splitlines() if "does not have" in line]
    details = out[out.index("Details") :] if "Details" in out else ""

    assert code == 0
    assert "errors 0" in line
    assert "questions 0" not in line
    assert f"Gone since {old}: 0" not in line
    assert "JP-27-1: NEW1" in out
    assert "FL01" not in details


def test_against_a_git_revision(run: Run, book: Path) -> None:
    """OLD may be a revision of the repository that the workbook is in, also in a folder below its top."""
    git(book.parent, "init", "-q")
    git(book.parent, "add", ".")
    git(book.parent, "commit", "-qm", "as it was")
    assert run("check", "-w", book, *AS_OF, "--against", "HEAD", "--fail-on", "information")[0] == 0

    inventory = book / "inventory.csv"
    rows = inventory.read_text(encoding="utf-8").splitlines()
    share = next(r for r in rows if r.startswith("FL06,")).replace("FL06,", "NEW1,", 1)
    inventory.write_text("\n".join([*rows, share]) + "\n", encoding="utf-8")
    assert run("check", "-w", book, *AS_OF, "--against", "HEAD", "--fail-on", "information")[0] == 1


def test_against_nothing_known_is_bad_input(run: Run, book: Path) -> None:
    """An OLD that is neither folder nor revision exits with 2 and says what it may be."""
    for old in ("no-such-thing", "--help-me"):
        code, _, err = run("check", "-w", book, *AS_OF, f"--against={old}", "--lang", "en")
        assert code == 2
        assert old in err


def test_against_a_broken_workbook_says_which_one_is_broken(run: Run, root: Path, book: Path) -> None:
    """Where OLD cannot be read, its problems are shown under its name."""
    (book / "inventory.csv").write_text(
        "id,kind,items,source,recipient\nA,nonsense,name,x,y\n", encoding="utf-8"
    )
    code, _, err = run("check", "-w", root, *AS_OF, "--against", book, "--lang", "en")

    assert code == 2
    assert f"({book}) cannot be read" in err


def test_a_finding_that_got_heavier_is_new(findings: Findings) -> None:
    """What OLD had as a question and NEW has as an error fails at `--fail-on error`."""
    errors = findings.at_least(Severity.ERROR)

    assert [f.id for f in gate(findings, findings, FailOn.ERROR)] == []
    assert {f.id for f in gate(findings, None, FailOn.ERROR)} == set(errors.table["id"])
    lighter = findings.select(severity="question")
    assert {f.id for f in gate(findings, lighter, FailOn.ERROR)} == set(errors.table["id"])


def test_what_is_said_alike_is_said_once(findings: Findings, root: Path) -> None:
    """Findings of one rule with the same words are told together; each open one exactly once."""
    matters = matters_of(findings.open(), read_workbook(root))
    parts = [part for matter in matters for part in matter.worded_alike]
    gathered = [f.id for part in parts for f in part.findings]

    assert sorted(gathered) == sorted(findings.open().table["id"])
    assert len(matters) <= len(parts) < len(gathered)
    assert all(len({f.message for f in part.findings}) == 1 for part in parts)
    ranks = [m.first.severity.rank for m in matters]
    assert ranks == sorted(ranks)
    assert all(f.status is not FindingStatus.NO_GAP for m in matters for f in m.findings)


def test_terminal_and_pages_name_the_same_matters_first(findings: Findings, root: Path) -> None:
    """What to fix first is one list: `check`, the reports and their tables take it from one function."""
    book = read_workbook(root)
    told = [(m.first.rule, m.first.status) for m in matters_of(findings.open(), book)]
    printed = gather(findings, date(2026, 11, 22), book)

    assert told == [(m.rule, m.status) for m in printed if m.status is not FindingStatus.NO_GAP]


def test_what_hurts_most_comes_before_others_of_its_weight(tmp_path: Path) -> None:
    """Of questions alike, the one about health data that leaves the house stands first."""
    (tmp_path / "inventory.csv").write_text(
        "id,kind,subjects,items,source,recipient,purposes\n"
        "A,third_party,customer,name,shop,seller,send_newsletter\n"
        "B,third_party,patient,medical_history,clinic,seller,\n",
        encoding="utf-8",
    )
    book = read_workbook(tmp_path)
    matters = matters_of(evaluate(establish_facts(book, date(2026, 11, 22))).open(), book)

    assert matters[0].grave == 1
    assert "B" in {flow for finding in matters[0].findings for flow in finding.flows}


# -------------------------------------------------------------------------- what the input says


def test_records_that_the_assessment_cannot_use_are_bad_input(run: Run, book: Path) -> None:
    """A mistake in `records/assessment.toml` is found by `check`, not first by `build`."""
    (book / "records" / "assessment.toml").write_text('publication = "perhaps"\n', encoding="utf-8")
    code, _, err = run("check", "-w", book, *AS_OF, "--lang", "en")

    assert code == 2
    assert "assessment.toml" in err


def test_remarks_about_the_input_are_shown_and_count(run: Run, tmp_path: Path) -> None:
    """A warning from reading is shown with its row and fails at `--fail-on warning`."""
    table = "id,kind,items,source,recipient\nA,collection,nmae,customer,shop\n"
    (tmp_path / "inventory.csv").write_text(table, encoding="utf-8")
    code, out, _ = run("check", "-w", tmp_path, *AS_OF, "--lang", "en", "--fail-on", "warning")

    assert code == 1
    assert "About inventory and records" in out
    assert "row 2" in out


# -------------------------------------------------------------------------- many findings


def test_counting_choosing_and_gathering_need_no_table(findings: Findings, root: Path) -> None:
    """Findings are laid out as a table when somebody looks at it; it says the same as the numbers."""
    part = findings.open().at_least(Severity.WARNING)
    gathered = matters_of(part, read_workbook(root))

    assert sum(len(matter.findings) for matter in gathered) == len(part)
    assert callable(vars(part)["table"])
    assert part.table["id"].tolist() == part.ids() == [one.id for one in part]
    assert part.without(part.ids()[1:]).ids() == part.ids()[:1]
