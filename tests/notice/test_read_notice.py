"""`datamap notice read`: made-up notices in several styles, in our own words, read into drafts."""

from __future__ import annotations

import dataclasses
import json
import random
import re
import time
import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from datamap.inventory import read_workbook
from datamap.model import BadInput
from datamap.notice.reading import Account, Draft, read_draft, to_toml
from datamap.notice.reading.outline import outline
from datamap.notice.reading.source import read_source
from datamap.notice.reading.tables import cues, spellings
from datamap.notice.reading.wording import guideline_of
from datamap.records import read_records
from datamap.vocabulary import read_vocabulary

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TEXTS = HERE / "texts"
WORDS = read_vocabulary()
EXPECTED = yaml.safe_load((ROOT / "tests" / "acceptance.yaml").read_text(encoding="utf-8"))["expect"]
PHONE, ZIP = "0" + "3-1234-5678", "100" + "-0001"  # put together here, since no file holds such a number
PERSONS = [
    "見本 太郎",
    "見本　太郎",
    "見本　花子",
    "花子",
    "見本 一郎",
    "一郎",
    "例示 次郎",
    "次郎",
    "J. Example",
    "Mrs J",
]
STYLES = sorted(path.stem for path in TEXTS.glob("*.txt"))


def written(name: str) -> str:
    """Return a made-up notice as somebody would save it."""
    raw = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    return raw.replace("«PHONE»", PHONE).replace("«ZIP»", ZIP)


def draft_of(name: str, encoding: str = "utf-8", ends: str = "\n") -> Draft:
    """Return the draft of a made-up notice."""
    return read_draft(
        written(name).replace("\n", ends).encode(encoding), vocabulary=WORDS, file=f"{name}.txt"
    )


def by_section(draft: Draft, section: str) -> list[Any]:
    """Return the clauses of one section."""
    return [one.clause for one in draft.clauses if one.clause.section == section]


def stated(draft: Draft, column: str, section: str) -> set[str]:
    """Return what the clauses of one section name in one column."""
    return {key for clause in by_section(draft, section) for key in getattr(clause, column)}


# ------------------------------------------------------- a notice built like the sample's


def test_every_clause_of_a_notice_built_like_the_sample_is_found() -> None:
    """As many clauses as a person counts, each on lines of its own, in the order of the text."""
    draft = draft_of("agency.ja")
    lines = [one.clause.lines for one in draft.clauses]

    assert len(draft.clauses) == EXPECTED["clauses"]
    assert all(first <= last for first, last in lines)
    assert all(one[1] < after[0] for one, after in pairwise(lines))
    assert draft.unplaced == ()


def test_items_of_joint_use_are_those_that_are_listed() -> None:
    """All nine of the applicants' list, closed; three of the other, open."""
    inquirer, applicant = [c for c in by_section(draft_of("agency.ja"), "joint_use") if c.items]

    assert list(applicant.items) == EXPECTED["joint_items_applicant"]
    assert not applicant.items_open
    assert list(inquirer.items) == EXPECTED["joint_items_inquirer"]["listed"]
    assert inquirer.items_open


def test_joint_users_are_the_named_companies_and_one_open_class() -> None:
    """Fifteen names, spaces inside names kept; the open end is a clause of its own."""
    draft = draft_of("agency.ja")
    named, rest = by_section(draft, "joint_users")

    assert len(draft.companies) == len(named.recipients) == EXPECTED["joint_users"]["named"]
    assert "見本トラベル ホールディングス(株)" in draft.companies
    assert "(株)見本トラベル グローバル" in draft.companies
    assert not named.recipients_open
    assert rest.recipients_open
    assert rest.claims == ("open_class_without_boundary",)


def test_elements_of_joint_use_are_told_and_the_missing_ones_named() -> None:
    """Fact, items, scope and purposes are there; nothing is made up about the responsible party."""
    elements = draft_of("agency.ja").joint_use()

    assert {name for name, clauses in elements.items() if clauses} == {
        "joint_use_fact", "joint_use_items", "joint_use_scope", "joint_use_purposes",
    }  # fmt: skip


def test_what_the_sample_is_checked_for_is_recognised() -> None:
    """Subjects, card retention, items sent to shops, foreign provision without a country, card clause."""
    draft = draft_of("agency.ja")
    card = next(one.clause for one in draft.clauses if one.clause.items == ("card_information",))
    shops = [c for c in by_section(draft, "third_party") if "passport_no" in c.items]

    assert set(EXPECTED["subjects_stated"]) <= set(draft.keys("subjects"))
    assert card.retention == EXPECTED["retention_stated"]["card_information"]
    assert set(card.claims) >= {"retention_law_unnamed", "card_kept_after_settlement", "purpose_limited_to"}
    assert shops[0].items == ("name", "passport_no", "flight_information")
    assert shops[0].countries == ("abroad",)
    assert "consent_at_application" in shops[0].claims
    assert len(draft.keys("items")) == EXPECTED["items_concrete"]
    assert set(draft.keys("measures")) >= {
        "audit",
        "regular_training",
        "nda_with_contractors",
        "security_manager",
    }


# ---------------------------------------------------------------------- other styles


def test_articles_of_a_shop_are_read_with_processors_countries_and_periods() -> None:
    """第N条, numbers in brackets, circled numbers, lines broken inside sentences."""
    draft = draft_of("shop.ja")

    assert stated(draft, "recipients", "entrustment") == {
        "ミホン運輸株式会社",
        "株式会社例示便",
        "Example Mail Inc",
    }
    assert stated(draft, "countries", "entrustment") == {"US"}
    assert stated(draft, "items", "collection") >= {
        "name",
        "name_kana",
        "postal_code",
        "password",
        "card_information",
    }
    assert [one.words for clause in draft.clauses for one in clause.own] == ["のし名入れの文言"]
    assert by_section(draft, "retention")[0].retention == "account_closed+P3Y"
    assert draft.date == "2024-10-15"
    assert draft.publisher == "株式会社見本堂"
    assert draft.publisher not in draft.companies
    assert all(draft.joint_use().values())
    assert stated(draft, "rights", "rights") >= {"disclosure", "correction", "third_party_record_disclosure"}


def test_a_definition_is_no_list_of_items() -> None:
    """An article that says what personal information is collects nothing."""
    first = [one.clause for one in draft_of("shop.ja").clauses][1]

    assert first.section == "general"
    assert first.items == ()


def test_what_is_denied_is_no_provision() -> None:
    """Not without consent: that is a claim, not a flow; the sibling article that provides is one."""
    denied, provided = by_section(draft_of("shop.ja"), "third_party")

    assert denied.kind == ""
    assert "no_provision_without_consent" in denied.claims
    assert provided.kind == "third_party"
    assert provided.recipients == ("見本ペイメント株式会社",)


def test_bullets_of_a_clinic_are_read_with_sensitive_items() -> None:
    """■ and ● head, ・ lists; purposes that no list knows are suggested as words of one's own."""
    draft = draft_of("clinic.ja")

    assert stated(draft, "items", "collection") >= {
        "medical_history",
        "allergy",
        "health_insurance_no",
        "phone",
    }
    assert by_section(draft, "retention")[0].retention == "treatment_end+P5Y"
    assert stated(draft, "measures", "measures") >= {"locked_storage", "access_control"}
    assert stated(draft, "subjects", "purposes") == {"patient"}


def test_cookies_are_about_visitors_whoever_the_title_names() -> None:
    """A title that names patients says nothing about who visits the site; other clauses are about them."""
    words = (
        "患者さまの個人情報の取扱いについて\n\n1. 取得する情報\n氏名、住所、病歴を取得します。\n\n"
        "2. クッキーについて\n当サイトでは、アクセス解析のためにクッキーを使用し、閲覧履歴を取得します。\n"
    )
    draft = read_draft(words.encode(), vocabulary=WORDS, file="title.txt")

    assert stated(draft, "subjects", "cookies") == {"site_visitor"}
    assert stated(draft, "subjects", "collection") == {"patient"}


def test_a_short_notice_with_numbered_headings_is_read() -> None:
    """`1. 集める情報` above a single line is a heading, not an entry."""
    draft = draft_of("association.ja")

    assert stated(draft, "items", "collection") == {"name", "address", "phone"}
    assert stated(draft, "purposes", "purposes") == {"operate_membership", "event_operation"}
    assert stated(draft, "items", "third_party") == {"name", "birth_date"}
    assert draft.publisher == "一般社団法人例示町文化協会"


def test_a_notice_under_the_gdpr_is_read() -> None:
    """Markdown, a table of purposes, processors with countries, several periods in one clause."""
    draft = draft_of("saas.en")
    kept = next(one for one in draft.clauses if one.clause.section == "retention")

    assert set(draft.companies) == {"Example Hosting SE", "Mailsample Inc", "Paytest Ltd"}
    assert set(draft.keys("countries")) == {"DE", "US", "IE"}
    assert {kept.clause.retention, *kept.more_periods} >= {"account_closed+P30D", "P10Y", "P90D"}
    assert stated(draft, "rights", "rights") >= {
        "access",
        "rectification",
        "erasure",
        "portability",
        "withdraw_consent",
    }
    assert "transfer_tool_stated" in by_section(draft, "foreign")[0].claims
    assert draft.date == "2025-03-01"
    assert {"open_list", "as_long_as_needed", "third_parties_unnamed"} <= {
        one.key for clause in draft.clauses for one in clause.vague
    }


def test_a_schools_notice_is_read() -> None:
    """Questions as headings, a) and bullets as lists, classes of recipients beside one named company."""
    draft = draft_of("school.en")

    assert draft.companies == ("Sample Meals Ltd",)
    assert {one.key for one in draft.open_recipients} >= {
        "schools",
        "local_authority",
        "education_department",
        "health_service",
    }
    assert stated(draft, "items", "collection") >= {
        "name",
        "race",
        "health",
        "attendance",
        "photo",
        "disability",
    }
    assert stated(draft, "rights", "rights") >= {"access", "objection", "rectification"}


# ----------------------------------------------------------------- for every notice


@pytest.mark.parametrize("name", STYLES)
def test_no_contact_detail_and_no_name_of_a_person_is_carried(name: str) -> None:
    """Neither the draft nor the account holds a number, a mail address, a postal address or a name."""
    draft = draft_of(name)
    words = to_toml(draft, WORDS)
    words += "\n".join(line for lang in ("ja", "en") for _, line in Account(draft, WORDS).lines(lang))  # type: ignore[arg-type]
    words += json.dumps(Account(draft, WORDS).as_object("en"), ensure_ascii=False)

    assert [found for found in (*PERSONS, PHONE, ZIP, "1-2-3", "12 Sample Street") if found in words] == []
    assert re.search(r"[\w.]+@[\w.]+", words) is None


@pytest.mark.parametrize("name", STYLES)
def test_a_draft_renamed_is_read_with_a_warning_and_without_an_error(name: str, tmp_path: Path) -> None:
    """The strict reader takes it; it says that nothing is confirmed until a person takes the marks out."""
    folder = tmp_path / "records"
    folder.mkdir()
    draft = draft_of(name)
    words = to_toml(draft, WORDS)
    (folder / "notice.toml").write_text(words, encoding="utf-8")
    records = read_records(tmp_path)
    codes = {problem.code for problem in records.problems}

    assert {problem.severity.value for problem in records.problems} <= {"warning"}
    assert "record_notice_draft" in codes
    assert records.notice.drafted == tuple(one.clause.id for one in draft.clauses)
    assert [dataclasses.replace(c, gist=None) for c in records.notice.clauses] == [  # type: ignore[arg-type]
        dataclasses.replace(one.clause, gist=None)
        for one in draft.clauses  # type: ignore[arg-type]
    ]

    (folder / "notice.toml").write_text(words.replace('status = "draft"\n', ""), encoding="utf-8")
    assert "record_notice_draft" not in {problem.code for problem in read_records(tmp_path).problems}


@pytest.mark.parametrize("name", STYLES)
def test_no_line_is_passed_over(name: str) -> None:
    """Each line with words is in one passage or is a heading above one."""
    source = read_source(written(name).encode(), name)
    passages = outline(source)
    taken = [number for passage in passages for number, _ in passage.rows]
    headings = {heading.number for passage in passages for heading in passage.headings}
    said = {line.number for line in source.lines if line.text and not re.fullmatch(r"[=-]+", line.text)}

    assert len(taken) == len(set(taken))
    assert said - set(taken) - headings == set()


@pytest.mark.parametrize("width", [28, 40])
def test_lines_broken_inside_sentences_make_no_difference(width: int) -> None:
    """A text wrapped at some width keeps its clauses, items and names, even where a word is broken."""
    rows = []
    for line in written("agency.ja").split("\n"):
        whole = "㈱" in line or len(line) <= width
        rows += [line] if whole else [line[n : n + width] for n in range(0, len(line), width)]
    draft = read_draft("\n".join(rows).encode(), vocabulary=WORDS)
    flat = draft_of("agency.ja")

    assert len(draft.clauses) == EXPECTED["clauses"]
    assert [one.clause.items for one in draft.clauses] == [one.clause.items for one in flat.clauses]
    assert draft.companies == flat.companies


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "euc_jp", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_encoding_and_line_ends_make_no_difference(encoding: str, ends: str) -> None:
    """What Windows and old mail programs save reads like UTF-8, with the same line numbers."""
    clauses = [one.clause for one in draft_of("clinic.ja").clauses]

    assert [one.clause for one in draft_of("clinic.ja", encoding, ends).clauses] == clauses


def test_a_web_page_reads_like_its_text() -> None:
    """Tags, scripts and menus are left out; headings and lists are kept; lines are those of the file."""
    page = (
        "<!DOCTYPE html><html><head><title>x</title><script>var 電話番号;</script></head>\n<body><nav>会"
        "社案内</nav>\n"
        "<h2>取得する情報</h2>\n<p>次の情報を取得します。</p>\n<ul><li>氏名</li>\n<li>メールアドレス</li>"
        "</ul></body></html>"
    )
    (clause,) = [one.clause for one in read_draft(page.encode(), vocabulary=WORDS).clauses]

    assert (clause.section, clause.items, clause.lines) == ("collection", ("name", "email"), (4, 6))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "notice_empty"),
        (b"\xef\xbb\xbf \r\n", "notice_empty"),
        (b"%PDF-1.7\n...", "notice_no_text"),
        (b"PK\x03\x04....", "notice_no_text"),
        (bytes(range(256)) * 20, "notice_no_text"),
        (random.Random(4).randbytes(5000), "notice_no_text"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    """An empty file, another format and random bytes are told apart from a notice."""
    with pytest.raises(BadInput) as caught:
        read_draft(data, vocabulary=WORDS)

    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize(
    "words",
    [
        "氏名、住所、電話番号など。",
        "a " * 40,
        "株式会社",
        "@" * 40,
        "0-" * 40,
        "We share your data with Example Ltd, ",
        "1.1.1.1. ",
    ],
    ids=["items", "letters", "company", "at", "digits", "english", "numbers"],
)
def test_a_long_text_takes_seconds_whatever_is_in_it(words: str) -> None:
    """Time grows with length: 60 kB on one line, the worst case for every pattern."""
    data = (words * (60_000 // len(words.encode()) + 1)).encode()
    began = time.process_time()
    read_draft(data, vocabulary=WORDS)

    assert time.process_time() - began < 4


# ------------------------------------------------------------------- words as data


def test_every_pattern_names_a_key_that_exists() -> None:
    """Claims, sections, ways of wording and spellings point into the lists."""
    lists = {"cues": "claims", "sections": "sections", "wording": "wording"}
    wrong = [
        (name, cue.key)
        for name, list_name in lists.items()
        for lang in ("ja", "en")
        for cue in cues(name, lang)  # type: ignore[arg-type]
        if not WORDS.get(list_name, cue.key)
    ]

    assert wrong == []
    assert [one for one in spellings() if not WORDS.get(one.list, one.key)] == []


def test_every_way_of_wording_has_a_pattern_advice_and_an_honest_source() -> None:
    """Each is looked for in some language, gives advice, and is marked unless its source was read."""
    looked_for = {cue.key for lang in ("ja", "en") for cue in cues("wording", lang)}  # type: ignore[arg-type]

    for term in WORDS.terms("wording"):
        assert term.key in looked_for
        assert term.help.ja
        assert term.help.en
        assert "verified" not in term.flags or term.appi
        if term.flags == frozenset() and (term.appi or term.gdpr):
            assert "not verified" in guideline_of(term.key).en


# ----------------------------------------------------------------------- command line


Run = Callable[..., tuple[int, str, str]]


def test_the_command_writes_a_draft_and_never_overwrites(run: Run, tmp_path: Path) -> None:
    """First time a draft; second time, and for notice.toml, a refusal that leaves the file as it was."""
    file = tmp_path / "text.txt"
    file.write_text(written("shop.ja"), encoding="utf-8")
    target = tmp_path / "records" / "notice.draft.toml"
    first = run("notice", "read", file, "-w", tmp_path, "--lang", "en")
    kept = target.read_bytes()
    again = run("notice", "read", file, "-w", tmp_path)
    (tmp_path / "records" / "notice.toml").write_text("[notice]\n", encoding="utf-8")
    other = run("notice", "read", file, "-w", tmp_path, "--out", tmp_path / "records" / "notice.toml")

    assert first[0] == 0, first[2]
    assert "Elements of joint use" in first[1]
    assert tomllib.loads(kept.decode())["notice"]["status"] == "draft"
    assert (again[0], other[0]) == (2, 2)
    assert target.read_bytes() == kept
    assert (tmp_path / "records" / "notice.toml").read_text(encoding="utf-8") == "[notice]\n"
    assert sorted(p.name for p in (tmp_path / "records").iterdir()) == ["notice.draft.toml", "notice.toml"]


def test_a_draft_beside_the_notice_is_told_and_not_used(tmp_path: Path) -> None:
    """As notice.draft.toml it counts for nothing; the workbook says that it is waiting."""
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "notice.draft.toml").write_text(
        to_toml(draft_of("shop.ja"), WORDS), encoding="utf-8"
    )
    records = read_records(tmp_path)

    assert [(p.code, p.severity.value) for p in records.problems] == [("record_draft_waiting", "information")]
    assert records.notice.clauses == ()


def test_the_object_for_programs_has_clauses_counts_and_wording(run: Run, tmp_path: Path) -> None:
    """Lines and keys of each clause, and each vague word with its line, guideline and advice."""
    file = tmp_path / "text.txt"
    file.write_text(written("saas.en"), encoding="utf-8")
    code, out, _ = run("notice", "read", file, "-w", tmp_path, "--lang", "en", "--format", "json")
    found = json.loads(out)

    assert code == 0
    assert found["counts"]["clauses"] == len(found["results"])
    assert {"id", "status", "lines", "gist"} <= set(found["results"][0])
    assert {"wording", "line", "words", "guideline", "verified", "instead"} == set(found["wording"][0])


def test_parties_and_own_words_of_the_workbook_are_known(run: Run, tmp_path: Path) -> None:
    """A declared name gives its key; a word of one's own is found like a built-in one."""
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "organisation.toml").write_text(
        '[operator]\nkey = "us"\n[[party]]\nkey = "mihon_unyu"\nname = "ミホン運輸株式会社"\n',
        encoding="utf-8",
    )
    (folder / "vocabulary.csv").write_text(
        "list,key,parent,label_ja,label_en\nitems,gift_wording,transaction,のし名入れの文言,Wording on th"
        "e gift\n",
        encoding="utf-8",
    )
    file = tmp_path / "text.txt"
    file.write_text(written("shop.ja"), encoding="utf-8")
    found = json.loads(run("notice", "read", file, "-w", tmp_path, "--format", "json")[1])

    assert "mihon_unyu" in {name for clause in found["results"] for name in clause.get("recipients", ())}
    assert "gift_wording" in {item for clause in found["results"] for item in clause.get("items", ())}
    assert found["own_words"] == []


def test_the_notice_is_held_against_the_flows_on_the_command_line(run: Run, tmp_path: Path) -> None:
    """Without a notice it says how to make one; with a draft that it is one; with the text, vague lines."""
    (tmp_path / "inventory.csv").write_text(
        "id,kind,items,source,recipient\nF1,collection,name,customer,shop\n", encoding="utf-8"
    )
    file = tmp_path / "text.txt"
    file.write_text(written("shop.ja"), encoding="utf-8")
    bare = run("notice", "check", "-w", tmp_path, "--lang", "en")
    run("notice", "read", file, "-w", tmp_path, "--out", tmp_path / "records" / "notice.toml")
    drafted = run("notice", "check", "-w", tmp_path, "--lang", "en", "--text", file)

    assert "datamap notice read" in bare[1]
    assert "The notice is a draft" in drafted[1]
    assert "An aim without an act" in drafted[1]
    assert (bare[0], drafted[0]) == (0, 0)
    assert read_workbook(tmp_path).notice.status == "draft"


def test_a_missing_file_is_bad_input(run: Run, tmp_path: Path) -> None:
    """Exit code 2 and a sentence, nothing written."""
    assert run("notice", "read", tmp_path / "none.txt", "-w", tmp_path, "--lang", "en")[0] == 2
    assert not (tmp_path / "records").exists()


def test_periods_are_told_in_words_and_rights_read_from_plain_sentences() -> None:
    """A gist says 5年, not P5Y; “access and erase” are rights; not selling is no promise not to provide."""
    ja = read_draft(
        "保存\n診療録は5年間保存します。\n退会後は一年で名簿から消します。".encode(), vocabulary=WORDS
    )
    en = read_draft(
        b"Your rights\n\nYou have the right to access, rectify and erase your data. We do not sell your data"
        b" to third parties.\n\nHow long\n\nWe keep your data for as long as necessary.\n",
        vocabulary=WORDS,
    )

    gist = " ".join(one.clause.gist.ja for one in ja.clauses)
    assert "5年" in gist
    assert "P5Y" not in gist
    assert "purpose_fulfilled" not in " ".join(one.clause.gist.en for one in en.clauses)
    assert {"access", "rectification", "erasure"} <= {key for one in en.clauses for key in one.clause.rights}
    assert "no_provision_without_consent" not in {key for one in en.clauses for key in one.clause.claims}
    assert "account_closed+P1Y" in {one.clause.retention for one in ja.clauses} | {
        period for one in ja.clauses for period in one.more_periods
    }
