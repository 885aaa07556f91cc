"""Reading of `records/`: what is understood, and that every mistake is told with its place."""

from __future__ import annotations

import csv
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from datamap.model import BadInput, Severity, Text
from datamap.records import FILES, read_records
from datamap.records.lines import Lines
from datamap.records.values import iso_date, likely_date, retention
from datamap.vocabulary import read_vocabulary, texts

BROKEN = Path(__file__).parent / "broken_records"
EXPECTED = list(csv.DictReader((BROKEN / "expected.csv").read_text(encoding="utf-8").splitlines()))


def write(root: Path, **files: str) -> Path:
    """Write `records/<name>.toml` (or `vocabulary.csv`) under a folder and return the folder."""
    (root / "records").mkdir(exist_ok=True)
    for name, content in files.items():
        suffix = "csv" if name == "vocabulary" else "toml"
        (root / "records" / f"{name}.{suffix}").write_text(content, encoding="utf-8")
    return root


# --- one broken file per mistake ----------------------------------------------------------------


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: row["file"].removesuffix(".toml"))
def test_each_mistake_is_told_with_its_place(expected: dict[str, str], tmp_path: Path) -> None:
    """A broken file yields exactly its problem: code, key path, line and nearest match."""
    shutil.copytree(BROKEN / "sound", tmp_path / "records")
    target = f"{expected['file'].split('.')[0]}.toml"
    shutil.copy(BROKEN / expected["file"], tmp_path / "records" / target)

    found = read_records(tmp_path).problems

    told = [
        {
            "file": expected["file"],
            "severity": p.severity.value,
            "code": p.code,
            "column": p.column or "",
            "line": str(p.line or ""),
            "nearest": p.nearest or "",
        }
        for p in found
    ]
    assert [expected] == told
    assert {f"records/{target}"} == {p.file for p in found}


def test_every_broken_file_is_expected() -> None:
    """No broken file lies about untested, and there are enough kinds of mistakes."""
    files = {path.name for path in BROKEN.glob("*.toml")}

    assert files == {row["file"] for row in EXPECTED}
    assert len(files) >= 40


def test_sound_records_have_no_problem(tmp_path: Path) -> None:
    """The files that the broken ones start from are without mistakes."""
    shutil.copytree(BROKEN / "sound", tmp_path / "records")

    assert read_records(tmp_path).problems == ()


def test_problems_are_worded_in_both_languages_without_leftovers(tmp_path: Path) -> None:
    """Message and next step exist in ja and en, differ, and have no unfilled placeholder."""
    shutil.copytree(BROKEN / "sound", tmp_path / "records")
    for row in EXPECTED:
        target = tmp_path / "records" / f"{row['file'].split('.')[0]}.toml"
        kept = target.read_bytes() if target.exists() else b""
        shutil.copy(BROKEN / row["file"], target)
        for found in read_records(tmp_path).problems:
            for said in (found.message, found.next_step):
                assert said.ja
                assert said.en
                assert said.ja != said.en
                assert not re.search(r"\{\w+\}", said.ja + said.en)
        target.write_bytes(kept)


def test_every_text_of_records_exists_in_both_languages() -> None:
    """Each code has a message and a next step."""
    keys = texts("records")
    codes = {key.removesuffix(".message") for key in keys if key.endswith(".message")}

    assert all(f"{code}.next_step" in keys for code in codes)


# --- what is understood -------------------------------------------------------------------------


def test_a_workbook_without_records_is_empty(tmp_path: Path) -> None:
    """Nothing recorded is no mistake."""
    read = read_records(tmp_path)

    assert read.problems == ()
    assert read.organisation.key == ""
    assert read.notice.clauses == ()
    assert read.sha256 == {}


def test_empty_files_are_no_mistake(tmp_path: Path) -> None:
    """An empty TOML file states nothing."""
    read = read_records(write(tmp_path, organisation="", notice="", assessment="", policy=""))

    assert read.problems == ()


def test_labels_and_aliases_mean_their_keys(tmp_path: Path) -> None:
    """Words may be written as key, Japanese label, English label or alias, in any width."""
    notice = '[[clause]]\nid = "A"\nitems = ["氏名", "パスポート番号", "Ｐhone number"]\nkind = "委託"\n'
    clause = read_records(write(tmp_path, notice=notice)).notice.clauses[0]

    assert clause.items == ("name", "passport_no", "phone")
    assert clause.kind == "entrustment"


def test_places_may_be_named_by_name_or_alias(tmp_path: Path) -> None:
    """Members, contracts and recipients resolve to the declared key."""
    organisation = """
[[group]]
key = "partners"
members = ["印刷会社", "Bindery"]
[[party]]
key = "printer"
name = { ja = "印刷会社", en = "Printer" }
[[party]]
key = "binder"
name = { ja = "製本会社", en = "Binder" }
aliases = ["bindery"]
[[contract]]
party = "製本会社"
"""
    notice = '[[clause]]\nid = "A"\nrecipients = ["印刷会社", "partners"]\n'
    read = read_records(write(tmp_path, organisation=organisation, notice=notice))

    assert read.problems == ()
    assert read.organisation.groups[0].members == ("printer", "binder")
    assert read.organisation.contracts[0].party == "binder"
    assert read.notice.clauses[0].recipients == ("printer", "partners")


def test_roles_and_addresses_are_read_in_both_languages(tmp_path: Path) -> None:
    """Who answers, where we are: `{ja, en}`, or one text for both as before; one language is told."""
    root = write(
        tmp_path,
        organisation="""
            [operator]
            address = { ja = "東京都", en = "Tokyo" }
            representative = "代表取締役"
            officer = { ja = "個人情報保護管理者" }
            [[department]]
            key = "sales"
            manager = { ja = "営業部長", en = "Head of sales" }
        """,
    )
    records = read_records(root)
    own = records.organisation

    assert own.address == Text("東京都", "Tokyo")
    assert own.representative == Text.same("代表取締役")
    assert own.officer == Text.same("個人情報保護管理者")
    assert own.parties[0].manager == Text("営業部長", "Head of sales")
    assert [problem.code for problem in records.problems] == ["record_one_language"]


def test_one_text_serves_both_languages(tmp_path: Path) -> None:
    """A plain text is the same in both; a table that lacks one language borrows the other, with a warning."""
    organisation = (
        '[operator]\nkey = "operator"\nname = "ABC"\n[[party]]\nkey = "p"\nname = { en = "Printer" }\n'
    )
    read = read_records(write(tmp_path, organisation=organisation))

    assert Text.same("ABC") == read.organisation.name
    assert Text.same("Printer") == read.organisation.parties[0].name
    assert [p.code for p in read.problems] == ["record_one_language"]


def test_dates_may_be_toml_dates_or_texts(tmp_path: Path) -> None:
    """Both forms become ISO 8601 texts; blank stays blank."""
    contract = '[[contract]]\nparty = "p"\nsigned = 2025-04-01\nchecked = "2026-05-01"\nends = ""\n'
    organisation = f'[[party]]\nkey = "p"\n{contract}'
    read = read_records(write(tmp_path, organisation=organisation)).organisation.contracts[0]

    assert (read.signed, read.checked, read.ends) == ("2025-04-01", "2026-05-01", "")


def test_lines_may_be_one_number_or_a_range(tmp_path: Path) -> None:
    """A clause of one line needs no range."""
    notice = '[[clause]]\nid = "A"\nlines = 7\n[[clause]]\nid = "B"\nlines = [8, 9]\n'
    clauses = read_records(write(tmp_path, notice=notice)).notice.clauses

    assert [clause.lines for clause in clauses] == [(7, 7), (8, 9)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [('"yes"', "yes"), ('"No"', "no"), ('"はい"', "yes"), ("false", "no"), ('""', "")],
)
def test_answers_are_yes_no_or_blank(written: str, meant: str, tmp_path: Path) -> None:
    """Blank is *not recorded*, never no."""
    read = read_records(write(tmp_path, organisation=f"[answers]\nlarge_scale = {written}\n"))

    assert (("large_scale", meant),) == read.organisation.answers


def test_own_words_are_known_to_the_records(tmp_path: Path) -> None:
    """A word declared in vocabulary.csv is accepted in the notice and listed as the workbook's own."""
    vocabulary = "list,key,parent,label_ja,label_en\nitems,badge,identity,名札,Badge\n"
    notice = '[[clause]]\nid = "A"\nitems = ["名札"]\n'
    read = read_records(write(tmp_path, vocabulary=vocabulary, notice=notice))

    assert read.problems == ()
    assert read.notice.clauses[0].items == ("badge",)
    assert read.own_terms[0].own


def test_own_words_in_cp932_are_read(tmp_path: Path) -> None:
    """Excel in Japan saves CSV as CP932."""
    (tmp_path / "records").mkdir()
    vocabulary = "list,key,parent,label_ja,label_en\nitems,badge,identity,名札,Badge\n"
    (tmp_path / "records" / "vocabulary.csv").write_bytes(vocabulary.encode("cp932"))

    assert read_records(tmp_path).own_terms[0].label.ja == "名札"


def test_a_refused_parent_is_told_once(tmp_path: Path) -> None:
    """A word below a refused word is left out quietly: one mistake, one problem."""
    vocabulary = "list,key,parent,label_ja,label_en\nitems,bad;key,,悪,Bad\nitems,badge,bad;key,名札,Badge\n"
    read = read_records(write(tmp_path, vocabulary=vocabulary))

    assert [p.code for p in read.problems] == ["bad_term_key"]
    assert read.own_terms == ()


def test_the_assessment_is_kept_as_written(tmp_path: Path) -> None:
    """Ratings are typed; every other table stays as read, for the room that judges it."""
    assessment = """
title = "t"
example = true
[[rating]]
risk = "leak"
stage = "residual"
likelihood = 2
severity = 3
reason = "because"
date = 2026-11-05
[decision]
outcome = ""
"""
    read = read_records(write(tmp_path, assessment=assessment)).assessment

    assert read.example
    assert (read.ratings[0].likelihood, read.ratings[0].severity, read.ratings[0].date) == (
        2,
        3,
        "2026-11-05",
    )
    assert read.raw["decision"] == {"outcome": ""}


def test_policy_is_kept_raw(tmp_path: Path) -> None:
    """The policy has a grammar of its own; records only parse it."""
    read = read_records(write(tmp_path, policy='[[rule]]\nid = "r1"\n'))

    assert read.policy_raw == {"rule": [{"id": "r1"}]}


# --- gathering ----------------------------------------------------------------------------------


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    """A broken file does not hide the mistakes of the others, and errors come first."""
    organisation = "[operator\n"
    notice = '[[clause]]\nid = "A"\nitems = ["zzzz"]\nkind = "zzzz"\n'
    found = read_records(write(tmp_path, organisation=organisation, notice=notice)).problems

    assert [p.code for p in found] == ["record_unknown_word", "record_bad_toml", "record_new_word"]
    assert sorted(p.severity.rank for p in found) == [p.severity.rank for p in found]


def test_nothing_is_called_unknown_while_a_file_is_unreadable(tmp_path: Path) -> None:
    """Where the organisation cannot be read, recipients of the notice are not doubted."""
    notice = '[[clause]]\nid = "A"\nrecipients = ["somebody"]\n'
    found = read_records(write(tmp_path, organisation="[operator\n", notice=notice)).problems

    assert [p.code for p in found] == ["record_bad_toml"]


def test_a_stray_file_is_told(tmp_path: Path) -> None:
    """A misspelt file name would otherwise say nothing, silently."""
    write(tmp_path)
    (tmp_path / "records" / "organization.toml").write_text("", encoding="utf-8")
    found = read_records(tmp_path).problems

    assert [(p.code, p.nearest) for p in found] == [("record_unknown_file", "organisation.toml")]
    assert [p.severity for p in found] == [Severity.WARNING]


def test_hashes_are_of_the_bytes(tmp_path: Path) -> None:
    """Each file that exists has its SHA-256; files that are absent have none."""
    read = read_records(write(tmp_path, organisation=""))

    assert read.sha256 == {
        "records/organisation.toml": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    }


def test_reading_twice_gives_the_same(root: Path) -> None:
    """Same input, same result."""
    assert read_records(root).organisation == read_records(root).organisation


def test_problems_can_be_raised_as_bad_input(tmp_path: Path) -> None:
    """The inventory room raises what is gathered here; nothing is lost on the way."""
    found = read_records(write(tmp_path, organisation="x = 1\n")).problems

    assert found == BadInput(found).problems


# --- the small parts ----------------------------------------------------------------------------


def test_lines_are_found_through_tables_arrays_and_strings() -> None:
    """The index survives repeated tables, sub-tables, multi-line strings and lists."""
    lines = Lines('a = 1\n[[t]]\nb = """\nb = 2\n"""\nc = [\n "x",\n]\n[t.sub]\nd = 1\n[[t]]\nb = 1\n')

    assert lines.of("a") == 1
    assert lines.of("t[0].b") == 3
    assert lines.of("t[0].c[0]") == 6
    assert lines.of("t[0].sub.d") == 10
    assert lines.of("t[1].b") == 12
    assert lines.of("t[1].missing") == 11
    assert None is lines.of("nowhere")


def test_dates_and_periods_in_other_spellings_are_offered() -> None:
    """Usual Japanese spellings are recognised for the nearest match, not silently read."""
    assert None is iso_date("2026/4/1")
    assert likely_date("2026年4月1日") == "2026-04-01"
    assert None is likely_date("soon")
    assert iso_date(date(2026, 4, 1)) == "2026-04-01"
    assert None is retention("P", read_vocabulary())
    assert retention("契約の終了", read_vocabulary()) == "contract_end"


def test_the_known_files_are_those_of_the_design() -> None:
    """Every file of the folder has a reader."""
    assert {"organisation.toml", "notice.toml", "assessment.toml", "vocabulary.csv", "policy.toml"} <= set(
        FILES
    )


def test_an_entry_is_named_by_its_id(tmp_path: Path) -> None:
    """Nobody counts to the eleventh clause; one without an id is counted."""
    words = '[[clause]]\nid = "J1"\nitems = 3\n[[clause]]\nitems = 3\n'
    told = [p.message.ja + p.message.en for p in read_records(write(tmp_path, notice=words)).problems]

    assert any("[[clause]] の J1 の items" in one and "items of [[clause]] J1" in one for one in told)
    assert any("[[clause]] の2番目の items" in one for one in told)
