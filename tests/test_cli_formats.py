"""`datamap check --format sarif|junit`: what code hosts and build servers read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from datamap.cli.check import find, read_all
from datamap.rules import finding_record
from datamap.rules.waiting import waiting

Run = Callable[..., tuple[int, str, str]]
AS_OF = ("--as-of", "2026-11-22")
WHY = ("--reason", "規程で確認中", "--role", "officer", "--until", "2027-03-31")
GRAVE = "JP-27-5-3e:J1"


@pytest.fixture
def book(root: Path, tmp_path: Path) -> Path:
    """Give a copy of the sample in which one cell holds a line break and one finding is accepted."""
    shutil.copytree(root / "records", tmp_path / "records")
    header, first, *rest = (root / "inventory.csv").read_text(encoding="utf-8").splitlines()
    broken = f'{first.rsplit(",", 1)[0]},"two\nlines"'
    (tmp_path / "inventory.csv").write_text("\n".join([header, broken, *rest]) + "\n", encoding="utf-8")
    return tmp_path


def sarif(out: str) -> dict[str, Any]:
    """Return the one run of a SARIF log."""
    log = json.loads(out)
    assert log["version"] == "2.1.0"
    (found,) = log["runs"]
    return dict(found)


def tree(out: str) -> Element:
    """Return the JUnit file that a command printed."""
    return fromstring(out)


def cases_with(whole: Element, tag: str) -> list[str]:
    """Return the ids of the cases that hold such an element."""
    return [one.get("name", "").split()[0] for one in whole.iter("testcase") if one.find(tag) is not None]


def test_sarif_names_rule_level_place_and_fingerprint(run: Run, book: Path) -> None:
    """Each open finding has a rule of the run, a level, an existing line and a fingerprint of its own."""
    code, out, _ = run("check", "-w", book, *AS_OF, "--format", "sarif", "--lang", "en")
    found = sarif(out)
    rules = found["tool"]["driver"]["rules"]
    prints = [one["partialFingerprints"]["findingId/v1"] for one in found["results"]]

    assert code == 1
    assert len(set(prints)) == len(prints) > 100
    assert {one["properties"]["status"] for one in found["results"]}.isdisjoint({"no_gap"})
    for one in found["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["level"] in {"error", "warning", "note"}
        for place in [*one["locations"], *one.get("relatedLocations", [])]:
            spot = place["physicalLocation"]
            lines = (book / spot["artifactLocation"]["uri"]).read_text(encoding="utf-8").splitlines()
            assert 1 <= spot["region"]["startLine"] <= len(lines)
    assert all("質問: " in rule["help"]["text"] for rule in rules if ":" not in rule["id"])
    assert all("question: " in rule["help"]["text"] for rule in rules if ":" not in rule["id"])


def test_sarif_counts_lines_where_a_cell_holds_a_line_break(run: Run, book: Path) -> None:
    """A row is pointed to by the line it begins on, not by its number."""
    _, out, _ = run("check", "-w", book, *AS_OF, "--format", "sarif")
    lines = (book / "inventory.csv").read_text(encoding="utf-8").splitlines()

    for one in sarif(out)["results"]:
        for place in [*one["locations"], *one.get("relatedLocations", [])]:
            name = place.get("logicalLocations", [{"fullyQualifiedName": ""}])[0]["fullyQualifiedName"]
            if name.startswith("flow:"):
                begin = lines[place["physicalLocation"]["region"]["startLine"] - 1]
                assert begin.startswith(name.removeprefix("flow:") + ",")


def test_an_accepted_finding_is_suppressed_and_skipped(run: Run, book: Path) -> None:
    """SARIF carries a suppression with the reason; JUnit skips the case; the rest stays as it was."""
    run("accept", GRAVE, *WHY, "-w", book, *AS_OF)
    found = sarif(run("check", "-w", book, *AS_OF, "--format", "sarif")[1])
    suppressed = [one for one in found["results"] if "suppressions" in one]
    whole = tree(run("check", "-w", book, *AS_OF, "--format", "junit")[1])

    assert [one["properties"]["findingId"] for one in suppressed] == [GRAVE]
    assert "規程で確認中" in suppressed[0]["suppressions"][0]["justification"]
    assert cases_with(whole, "skipped") == [GRAVE]


def test_junit_fails_exactly_what_makes_the_check_fail(run: Run, book: Path) -> None:
    """Failures are the findings named as failing by JSON; the counts add up."""
    failing = json.loads(run("check", "-w", book, *AS_OF, "--format", "json")[1])["failing"]
    code, out, _ = run("check", "-w", book, *AS_OF, "--format", "junit")
    whole = tree(out)
    failed = cases_with(whole, "failure")

    assert code == 1
    assert failed == failing
    assert whole.get("failures") == str(len(failing))
    assert whole.get("tests") == str(sum(1 for _ in whole.iter("testcase")))


def test_against_an_older_workbook_results_are_new_or_unchanged(run: Run, root: Path, book: Path) -> None:
    """With `--against` each result says whether the older workbook has it."""
    rows = (book / "inventory.csv").read_text(encoding="utf-8")
    share = next(row for row in rows.splitlines() if row.startswith("FL06,"))
    (book / "inventory.csv").write_text(rows + share.replace("FL06,", "NEW1,", 1) + "\n", encoding="utf-8")
    _, out, _ = run("check", "-w", book, *AS_OF, "--format", "sarif", "--against", root)
    new = {one["properties"]["findingId"] for one in sarif(out)["results"] if one["baselineState"] == "new"}

    assert new
    assert all("NEW1" in name for name in new)


@pytest.mark.parametrize("form", ["sarif", "junit"])
def test_input_that_cannot_be_read_is_told_in_the_same_form(run: Run, tmp_path: Path, form: str) -> None:
    """A broken table exits with 2; the file for programs is whole and holds the problem."""
    (tmp_path / "inventory.csv").write_bytes(b"id,kind,items,source,recipient\nA,non\x0bsense,name,x,y\n")
    code, out, _ = run("check", "-w", tmp_path, *AS_OF, "--format", form)

    assert code == 2
    if form == "sarif":
        found = sarif(out)
        assert found["invocations"] == [{"executionSuccessful": False}]
        assert {one["ruleId"].split(":")[0] for one in found["results"]} == {"input"}
    else:
        assert len(cases_with(tree(out), "failure")) >= 1


def test_json_says_of_each_finding_what_the_finding_says(run: Run, book: Path) -> None:
    """What many findings say alike is worded once; each line is still that of its own finding."""
    run("accept", GRAVE, *WHY, "-w", book, *AS_OF)
    told = json.loads(run("check", "-w", book, *AS_OF, "--format", "json", "--lang", "en")[1])["results"]
    findings = find(read_all(book, "en"), date(2026, 11, 22), "en")

    assert [{key: one[key] for key in one if key not in {"topic", "waits_for"}} for one in told] == [
        finding_record(one, "en") for one in findings
    ]
    assert [one["id"] for one in told if one["assumption"]] == [GRAVE]
    assert {one["id"]: one["waits_for"] for one in told if one["waits_for"]} == waiting(findings)


@pytest.mark.parametrize("most", [3, 40])
def test_a_file_holds_no_more_than_its_readers_take(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Of too many results those that fail come first; file and terminal say what was left out."""
    whole = tree(run("check", "-w", book, *AS_OF, "--format", "junit")[1])
    monkeypatch.setattr("datamap.cli.entries.MOST", most)
    _, out, err = run("check", "-w", book, *AS_OF, "--format", "sarif", "--lang", "en")
    found = sarif(out)
    cut = tree(run("check", "-w", book, *AS_OF, "--format", "junit", "--lang", "en")[1])
    failed = cases_with(whole, "failure")

    assert (len(found["results"]), cut.get("tests")) == (most, str(most))
    assert sum(one["properties"]["fails"] for one in found["results"]) == min(most, len(failed))
    assert cases_with(cut, "failure") == failed[:most]
    assert f"holds the {most} gravest of" in err
    assert found["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] in err
    assert next(suite.findtext("system-out") or "" for suite in cut).startswith("The file holds the")


def test_the_same_workbook_gives_the_same_bytes(run: Run, root: Path) -> None:
    """Nothing in the files depends on the run."""
    for form in ("sarif", "junit"):
        words = ("check", "-w", root, *AS_OF, "--format", form)
        assert run(*words) == run(*words)
