"""Assumptions: how they are written, when they hold, and how they come to an end."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from datamap.facts import establish_facts
from datamap.inventory import read_workbook
from datamap.model import Assumption, AssumptionState, FindingStatus, Severity, Text
from datamap.records import read_records
from datamap.report.context.audit.themes import counted, theme_of
from datamap.rules import assumptions_of, evaluate, fingerprint
from datamap.rules.order import in_order

Run = Callable[..., tuple[int, str, str]]
DAY = date(2026, 11, 22)
AS_OF = ("--as-of", "2026-11-22")
GRAVE = "JP-27-5-3e:J1"
WHY = ("--reason", '規程で確認中 "x"', "--role", "個人情報管理責任者", "--until", "2027-03-31")


@pytest.fixture
def book(root: Path, tmp_path: Path) -> Path:
    """Give a copy of the sample workbook that a test may change."""
    shutil.copytree(root / "records", tmp_path / "records")
    shutil.copy(root / "inventory.csv", tmp_path)
    return tmp_path


def state(folder: Path, finding: str = GRAVE, on: date = DAY) -> AssumptionState | None:
    """Return what has become of the assumption about a finding."""
    found = evaluate(establish_facts(read_workbook(folder), on)).get(finding).assumption
    return found.state if found else None


def test_an_accepted_finding_stays_listed_and_fails_nothing(run: Run, book: Path) -> None:
    """`accept` writes the entry; check lists who decided and why, and exits with 0 once all are accepted."""
    assert run("check", "-w", book, *AS_OF)[0] == 1
    assert run("accept", GRAVE, "jp-27-5-3E:j2", *WHY, "-w", book, *AS_OF)[0] == 0

    code, out, _ = run("check", "-w", book, *AS_OF)
    _, shown, _ = run("check", "-w", book, *AS_OF, "--format", "json")
    found = {one["id"]: one for one in json.loads(shown)["results"]}

    assert code == 0
    assert f"受け入れ中  {GRAVE}" in out
    assert '規程で確認中 "x"' in out
    assert found[GRAVE]["severity"] == "error"
    assert found[GRAVE]["assumption"]["until"] == "2027-03-31"
    assert json.loads(shown)["failing"] == []


def test_the_themes_of_an_audit_count_what_is_accepted_apart(run: Run, book: Path) -> None:
    """Counted as numbers it is the same as reading the findings one by one."""
    run("accept", GRAVE, *WHY, "-w", book, *AS_OF)
    found = evaluate(establish_facts(read_workbook(book), DAY))
    one_by_one: Counter[tuple[str, str]] = Counter()
    for one in found:
        settled, accepted = one.status is FindingStatus.NO_GAP, one.assumption and one.assumption.closes
        word = "settled" if settled else "accepted" if accepted else one.severity.value
        one_by_one[theme_of(one.rule), word] += 1

    assert one_by_one["joint_use", "accepted"] == 1
    assert +counted(found.lines) == one_by_one


def test_it_ends_on_its_last_day(run: Run, book: Path) -> None:
    """It holds on the last day; the day after, the finding weighs what it did."""
    run("accept", GRAVE, *WHY, "-w", book, *AS_OF)

    assert state(book, on=date(2027, 3, 31)) is AssumptionState.ACCEPTED
    assert state(book, on=date(2027, 4, 1)) is AssumptionState.EXPIRED
    assert state(book, on=date(2026, 11, 21)) is AssumptionState.NOT_YET
    assert run("check", "-w", book, "--as-of", "2027-04-01")[0] == 1


def test_it_ends_when_a_fact_under_it_changes(run: Run, book: Path) -> None:
    """Another row changes nothing; a claim of the clause does, and the finding says so."""
    run("accept", GRAVE, *WHY, "-w", book, *AS_OF)
    inventory = book / "inventory.csv"
    rows = inventory.read_text(encoding="utf-8")
    inventory.write_text(rows.replace("FL16,", "FL16x,", 1), encoding="utf-8")
    assert state(book) is AssumptionState.ACCEPTED

    notice = book / "records" / "notice.toml"
    words = notice.read_text(encoding="utf-8")
    before, after = words.split('id = "J1"')
    assert "claims = [" in after
    notice.write_text(
        before + 'id = "J1"' + after.replace("claims = [", 'claims = ["country_named", ', 1), "utf-8"
    )

    assert state(book) is AssumptionState.CHANGED
    assert "前提の事実が変わった" in run("check", "-w", book, *AS_OF)[1]


def test_a_lowered_finding_counts_with_its_lighter_weight(run: Run, book: Path) -> None:
    """Lowering changes the weight alone; nothing can be lowered to what it weighs already."""
    assert run("accept", GRAVE, *WHY, "--severity", "question", "-w", book, *AS_OF)[0] == 0
    found = evaluate(establish_facts(read_workbook(book), DAY))
    assert found.get(GRAVE).severity is Severity.QUESTION
    assert found.table["severity"].tolist().count("error") == 1

    table = found.table[found.table["severity"] == "question"]
    asked = next(one for one in table["id"] if one != GRAVE)
    assert run("accept", asked, *WHY, "--severity", "warning", "-w", book, *AS_OF)[0] == 2


def test_writing_leaves_what_stands_there(run: Run, book: Path) -> None:
    """Comments and line ends stay; of several entries about one finding the last counts."""
    path = book / "records" / "assumptions.toml"
    path.write_bytes(b"# ours\r\n")
    run("accept", GRAVE, *WHY, "-w", book, *AS_OF)
    run("accept", GRAVE, *WHY[:-1], "2027-12-31", "-w", book, *AS_OF)
    written = path.read_bytes()

    assert written.startswith(b"# ours\r\n")
    assert written.count(b"\r\n") == written.count(b"\n")
    assert state(book, on=date(2027, 12, 31)) is AssumptionState.ACCEPTED
    assert [p.name for p in path.parent.glob(".*")] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("JP-27-5-3e", *WHY), "JP-27-5-3e:J2"),
        (("JP-27-5-3z:J1", *WHY), "JP-27-5-3e:J1"),
        (("zzz", *WHY), "datamap check"),
        ((GRAVE, *WHY[:-1], "2026-01-01"), "2026-01-01"),
        ((GRAVE, "--reason", " ", *WHY[2:]), "--reason"),
    ],
)
def test_what_cannot_be_accepted_is_told(run: Run, book: Path, words: tuple[str, ...], told: str) -> None:
    """An unclear name, a day that has passed or a blank reason exits with 2, and nothing is written."""
    code, _, err = run("accept", *words, "-w", book, *AS_OF)

    assert code == 2
    assert told in err
    assert not (book / "records" / "assumptions.toml").exists()


def test_what_is_settled_cannot_be_accepted(run: Run, book: Path) -> None:
    """A finding without a gap needs no assumption."""
    table = evaluate(establish_facts(read_workbook(book), DAY)).table
    settled = table[table["status"] == "no_gap"]["id"].iloc[0]

    assert run("accept", settled, *WHY, "-w", book, *AS_OF)[0] == 2


def test_an_assumption_about_nothing_open_is_listed(root: Path) -> None:
    """What was settled since, or never was a finding, is told and does no harm."""
    entry = Assumption("JP-1:X", Text.same("r"), "officer", "2026-01-01", "2027-01-01", "0" * 16)
    book = replace(read_workbook(root), assumptions=(entry,))
    found = evaluate(establish_facts(book, DAY))

    assert assumptions_of(found).table["assumption"].tolist() == ["idle"]
    assert found.assumed == {}


def test_the_fingerprint_does_not_depend_on_rows(root: Path, book: Path) -> None:
    """The same facts give the same fingerprint, in another process and in another order of rows."""
    lines = (book / "inventory.csv").read_text(encoding="utf-8").splitlines()
    (book / "inventory.csv").write_text("\n".join([lines[0], *lines[:0:-1]]) + "\n", encoding="utf-8")
    one, other = (establish_facts(read_workbook(folder), DAY) for folder in (root, book))

    assert fingerprint(one, evaluate(one).get(GRAVE)) == fingerprint(other, evaluate(other).get(GRAVE))
    assert fingerprint(one, evaluate(one).get(GRAVE)) == "84a7e0afd2ded9f0"


def test_accepted_findings_are_a_matter_of_their_own(run: Run, book: Path) -> None:
    """In the order of what to fix first they come after all that is open, before what is settled."""
    run("accept", GRAVE, *WHY, "-w", book, *AS_OF)
    groups = list(in_order(evaluate(establish_facts(read_workbook(book), DAY)), frozenset()))
    accepted = [number for number, key in enumerate(groups) if key[2]]
    settled = [number for number, key in enumerate(groups) if key[1] == "no_gap"]

    assert groups[accepted[0]] == ("JP-27-5-3e", "not_stated", True)
    assert max(number for number in range(len(groups)) if number not in {*accepted, *settled}) < accepted[0]
    assert accepted[-1] < settled[0]


def test_reading_gives_typed_entries(book: Path) -> None:
    """A reason in two languages and a lowered weight are read as written."""
    (book / "records" / "assumptions.toml").write_text(
        '[[assumption]]\nfinding = "JP-28-1:FL06"\nseverity = "question"\nrole = "officer"\n'
        'reason = { ja = "確認中", en = "being checked" }\ndate = 2026-04-01\nuntil = 2026-09-30\n'
        'facts = "0123456789abcdef"\n',
        encoding="utf-8",
    )
    found = read_records(book)

    assert found.problems == ()
    assert found.assumptions[0].reason.en == "being checked"
    assert found.assumptions[0].severity is Severity.QUESTION
    assert state(book, found.assumptions[0].finding) is AssumptionState.CHANGED
