"""The commands for requests, breaches, differences and questions, as they are typed."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from datamap.model import LANGS, Lang

Run = Callable[..., tuple[int, str, str]]

DAY = ("--as-of", "2026-11-22")

TABLE = """id,kind,items,subjects,source,recipient,countries,persons,retention,status,until
F1,collection,name;passport_no,customer,customer,shop,JP,1500,P1Y,,
F2,entrustment,name,customer,shop,mailer,JP,,,,
F3,third_party,*,customer,shop,hotel,,,,,
F4,collection,name,customer,customer,shop,JP,,P1M,ended,2026-01-31
"""
RULE = '[[assertion]]\nid = "stay"\nitems = ["passport_no"]\nonly = { countries = ["JP"] }\n'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Give the folder of a small workbook with one rule of the house."""
    folder = tmp_path / "book"
    (folder / "records").mkdir(parents=True)
    (folder / "inventory.csv").write_text(TABLE, encoding="utf-8")
    (folder / "records" / "policy.toml").write_text(RULE, encoding="utf-8")
    return folder


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("erase", "customer"), {"ja": "先に止めるフロー", "en": "Flows to stop first"}),
        (("disclose", "customer"), {"ja": "渡した相手と提供記録", "en": "records of provision"}),
        (("breach", "--place", "shop"), {"ja": "報告を要する事態", "en": "Cases that have to be reported"}),
        (("retention",), {"ja": "消去の期日を過ぎている", "en": "past the day of erasure"}),
        (("ask",), {"ja": "どの項目を渡していますか", "en": "which items go from shop to hotel"}),
    ],
)
def test_each_command_speaks_both_languages(
    run: Run, book: Path, command: tuple[str, ...], words: dict[Lang, str], lang: Lang
) -> None:
    """Words, not keys, in the language chosen."""
    code, out, err = run(*command, "--workbook", book, "--lang", lang, *DAY)

    assert (code, err) == (0, "")
    assert words[lang] in out
    assert "_is_" not in out


@pytest.mark.parametrize(
    "command", [("erase", "customer"), ("disclose", "customer"), ("breach", "--flow", "F2"), ("ask",)]
)
def test_each_worksheet_is_one_object_for_programs(run: Run, book: Path, command: tuple[str, ...]) -> None:
    """Rows as `results`, further sheets by name, keys instead of words."""
    code, out, _ = run(*command, "--workbook", book, "--format", "json", *DAY)
    found = json.loads(out)

    assert code == 0
    assert found["as_of"] == "2026-11-22"
    assert found["results"]
    assert all({"name", "rows"} <= set(sheet) for sheet in found["sheets"])


def test_a_worksheet_is_written_as_spreadsheet_and_pdf(run: Run, book: Path, tmp_path: Path) -> None:
    """Both files, the same bytes each time; what else lies in the folder stays."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    command = ("erase", "customer", "--workbook", book, "--out", out, *DAY)

    assert run(*command)[0] == 0
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    assert run(*command)[0] == 0

    assert sorted(first) == ["erasure.pdf", "erasure.xlsx", "mine.txt"]
    assert first == {path.name: path.read_bytes() for path in out.iterdir()}


def test_no_worksheet_is_written_over_another_one(run: Run, book: Path, tmp_path: Path) -> None:
    """A worksheet that somebody filled in, or one of another request, stays byte for byte."""
    out = tmp_path / "out"
    command = ("erase", "customer", "--workbook", book, "--lang", "en", "--out", out, *DAY)
    assert run(*command)[0] == 0
    (out / "erasure.xlsx").write_bytes(b"filled in")
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    for question in (command, (*command, "--item", "name")):
        code, _, err = run(*question)
        assert code == 2
        assert "erasure.xlsx" in err
        assert "--out" in err
    assert run("disclose", "customer", "--workbook", book, "--out", out, *DAY)[0] == 0

    assert before.items() <= {path.name: path.read_bytes() for path in out.iterdir()}.items()


def test_unknown_words_are_bad_input_with_the_nearest(run: Run, book: Path) -> None:
    """A misspelt group, item, place or flow exits with 2 and is no fault of the program."""
    for command in (
        ("erase", "custmer"),
        ("disclose", "customer", "--item", "pasport_no"),
        ("breach", "--place", "nowhere"),
        ("breach", "--flow", "F99"),
        ("breach",),
    ):
        code, out, err = run(*command, "--workbook", book, "--lang", "en", *DAY)
        assert (code, out) == (2, ""), command
        assert err
    assert "customer" in run("erase", "custmer", "--workbook", book, "--lang", "en", *DAY)[2]


def test_a_question_that_is_refused_is_one_object_too(run: Run, book: Path) -> None:
    """A program that reads the output gets the reason, whatever was wrong."""
    code, out, err = run("erase", "custmer", "--workbook", book, "--lang", "en", "--format", "json", *DAY)
    found = json.loads(out)

    assert (code, found["results"]) == (2, [])
    assert [(one["code"], one["severity"]) for one in found["problems"]] == [("refused", "error")]
    assert "customer" in found["problems"][0]["message"]
    assert "customer" in err


@pytest.mark.parametrize(
    ("known", "expected"),
    [("2026-11-20T09:00", "Mon 23 Nov 2026, 09:00"), ("2026-11-20", "Mon 23 Nov 2026, 00:00")],
)
def test_deadlines_count_from_the_moment_given(run: Run, book: Path, known: str, expected: str) -> None:
    """With a moment of knowledge the deadlines are shown; a day counts from its first minute."""
    code, out, _ = run(
        "breach", "--place", "shop", "--known", known, "--workbook", book, "--lang", "en", *DAY
    )

    assert code == 0
    assert expected in out
    assert "Mon 21 Dec 2026" in out


def test_a_bad_moment_says_how_to_write_it(run: Run, book: Path) -> None:
    """What is no moment exits with 2."""
    code, _, err = run("breach", "--place", "shop", "--known", "yesterday", "--workbook", book)

    assert code == 2
    assert "2026-11-20T09:00" in err


def test_the_days_of_erasure_are_written_as_a_calendar(run: Run, book: Path, tmp_path: Path) -> None:
    """One event for each flow that has an end and a period."""
    target = tmp_path / "erase.ics"
    code, _, _ = run("retention", "--workbook", book, "--ics", target, *DAY)

    assert code == 0
    assert target.read_bytes().count(b"BEGIN:VEVENT") == 1
    assert b"DTSTART;VALUE=DATE:20260228" in target.read_bytes()


# ----------------------------------------------------------------------------------- diff


def changed(book: Path, *rows: str) -> Path:
    """Return a copy of a workbook with further rows."""
    folder = book.parent / "newer"
    shutil.copytree(book, folder)
    (folder / "inventory.csv").write_text(TABLE + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


def test_nothing_differs_from_itself(run: Run, book: Path) -> None:
    """The same folder twice is no difference, and nothing fails."""
    code, out, _ = run("diff", book, "--workbook", book, "--lang", "en", "--fail-on", "any", *DAY)

    assert code == 0
    assert "Nothing differs" in out


def test_a_change_is_told_in_a_sentence_and_gates(run: Run, book: Path) -> None:
    """What an item newly reaches comes first; each condition that holds is named."""
    newer = changed(book, "F5,third_party,passport_no,customer,shop,agent,TH,,,,")
    options = ("--fail-on", "certain", "--fail-on", "rules", "--fail-on", "never")
    code, out, _ = run("diff", book, newer, "--workbook", book, "--lang", "en", *options, *DAY)

    assert code == 1
    assert "Passport number: 1 new recipient (agent), 1 new country (Thailand)" in out
    assert "stay  F5  agent" in out
    assert "certain, rules" in out

    code, out, _ = run("diff", newer, book, "--workbook", book, *options, "--format", "json", *DAY)
    found = json.loads(out)
    assert code == 0
    assert found["rules_mended"] == [{"assertion": "stay", "flow": "F5", "place": "agent"}]
    assert found["failing"] == []


def test_git_revisions_are_compared(run: Run, book: Path) -> None:
    """OLD and NEW may be revisions of the workbook."""
    git = ["git", "-C", str(book), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *command], check=True)
    (book / "inventory.csv").write_text(
        TABLE + "F5,third_party,name,customer,shop,agent,TH,,,,\n", encoding="utf-8"
    )

    code, out, _ = run("diff", "HEAD", "--workbook", book, "--format", "json", *DAY)
    assert code == 0
    assert json.loads(out)["results"][0]["recipients_new"] == ["agent"]
    assert run("diff", "HEAD", "HEAD", "--workbook", book, "--fail-on", "any", *DAY)[0] == 0
    assert run("diff", "no-such-revision", "--workbook", book)[0] == 2


def test_one_workbook_on_two_days(run: Run, book: Path) -> None:
    """A flow that ended in between is a holding that is gone."""
    code, out, _ = run(
        "diff",
        book,
        "--as-of-before",
        "2025-12-01",
        "--workbook",
        book,
        "--lang",
        "en",
        "--fail-on",
        "reach",
        *DAY,
    )

    assert code == 0
    assert "Rows added 0" in out


def test_a_finding_that_stays_open_with_another_status_is_told(run: Run, tmp_path: Path) -> None:
    """Half a remedy settles nothing, but it does something: neither is kept quiet."""
    head = "id,kind,items,subjects,source,recipient,countries,basis,foreign_route"
    rows = head + "\nF1,entrustment,name,customer,shop,mailer,US,{}"
    for name, cells in (("before", ","), ("after", "consent,consent_informed")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "inventory.csv").write_text(rows.format(cells), encoding="utf-8")
    folders = (tmp_path / "before", tmp_path / "after")

    _, out, _ = run("diff", *folders, "--lang", "en", *DAY)
    _, data, _ = run("diff", *folders, "--format", "json", *DAY)

    moved = {one["id"]: (one["status_before"], one["status"]) for one in json.loads(data)["findings_moved"]}
    assert moved["JP-28-1:F1"] == ("not_stated", "weak")
    assert "(not stated, not recorded) → warning (weak or ambiguous)" in out


def test_a_finding_that_the_day_alone_closes_says_which_list_of_countries_it_is(
    run: Run, tmp_path: Path
) -> None:
    """The table of designated countries is known for one of the two days only: nobody changed anything."""
    rows = ["id,kind,items,subjects,source,recipient,countries,basis"]
    rows += ["F1,collection,name,customer,customer,shop,JP,", "F2,third_party,name,customer,shop,hotel,FR,"]
    (tmp_path / "inventory.csv").write_text("\n".join(rows), encoding="utf-8")
    days = ("--as-of-before", "2026-04-01", "--as-of", "2027-04-01")

    _, out, _ = run("diff", tmp_path, tmp_path, "--lang", "en", *days)
    code, data, _ = run("diff", tmp_path, tmp_path, "--lang", "en", "--format", "json", *days)

    closed = {one["id"]: one["by_day"] for one in json.loads(data)["findings_closed"]}
    assert code == 0
    assert "come from the other day alone (2026-04-01, 2027-04-01)" in out
    assert "Designated countries" in closed["JP-28-1:F2"]
    assert "France" in closed["JP-28-1:F2"]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2026-10-01", "", "Not running on 2026-09-01: F2 (from 2026-10-01)"),
        ("", "2026-10-01", "Not running on 2026-11-22: F2 (until 2026-10-01)"),
    ],
)
def test_a_flow_that_begins_or_ends_is_the_reason_not_the_law(
    run: Run, tmp_path: Path, since: str, until: str, expected: str
) -> None:
    """Nothing is said of a law's coming into force where a flow merely runs on one of the days only."""
    rows = ["id,kind,items,subjects,source,recipient,countries,since,until"]
    rows += ["F1,collection,name,customer,customer,shop,JP,,"]
    rows += [f"F2,third_party,name,customer,shop,partner,JP,{since},{until}"]
    (tmp_path / "inventory.csv").write_text("\n".join(rows), encoding="utf-8")
    days = ("--as-of-before", "2026-09-01", "--as-of", "2026-11-22")

    _, out, _ = run("diff", tmp_path, tmp_path, "--lang", "en", *days)

    assert expected in out
    assert "not in force" not in out


# ---------------------------------------------------------------------------------- check


def test_check_holds_the_rules_of_the_house(run: Run, book: Path) -> None:
    """A broken rule fails the check with its way; what cannot be excluded does not."""
    quiet = ("--workbook", book, "--lang", "en", "--format", "json", *DAY)
    found = json.loads(run("check", *quiet)[1])
    assert found["failing_rules"] == []
    assert found["policy"][0]["policy_status"] == "cannot_be_excluded"

    newer = changed(book, "F5,third_party,passport_no,customer,shop,agent,TH,,,,")
    code, out, _ = run("check", "--workbook", newer, "--lang", "en", *DAY)
    assert code == 1
    assert "F5 (row 6) → agent: Passport number (way: F1 → F5)" in out

    found = json.loads(run("check", "--workbook", newer, "--against", newer, "--format", "json", *DAY)[1])
    assert found["failing_rules"] == []
    found = json.loads(run("check", "--workbook", newer, "--against", book, "--format", "json", *DAY)[1])
    assert found["failing_rules"] == ["stay"]


def test_a_policy_with_a_mistake_is_bad_input(run: Run, book: Path) -> None:
    """A misspelt key never lets a rule pass in silence."""
    (book / "records" / "policy.toml").write_text(RULE.replace("only", "onyl"), encoding="utf-8")
    code, _, err = run("check", "--workbook", book, "--lang", "en")

    assert code == 2
    assert "only" in err
    assert "onyl" in err
