"""Drafted documents: what is recorded is said, what is not is asked, and nothing is made up."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from datamap.inventory import Workbook, read_inventory, read_workbook
from datamap.model import LANGS, Lang
from datamap.report.documents import DOCUMENTS, Case, Drafted, draft_documents, drafted_files
from datamap.report.documents.case import we
from datamap.report.documents.data_mapping_table import read_items
from datamap.report.documents.draft import Draft
from datamap.report.documents.notice_people import left_out, outside
from datamap.report.documents.sources import read_sources
from datamap.report.html import texts_of
from datamap.vocabulary import texts

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 11, 22)

FORBIDDEN = re.compile(
    r"violat|(?<!未)違反|consent was obtained|同意を得ています|compliant|適法|complies with", re.IGNORECASE
)

BLANKS = {
    "joint use": "joint_list_date joint_boundary joint_items_open joint_purposes_per_item joint_since "
    "responsible_name responsible_address responsible_representative",
    "third parties": "items_unspecified provision_means provision_ground consent_place stop_route",
    "foreign": "country_name country_candidates regime_link measures_link foreign_consent",
    "entrustees": "recipient_country supervision",
    "retention": "retention retention_law",
    "purposes": "analysis provision_as_purpose purpose_vague",
    "requests": "desk_for_everybody request_form agent fee electronic_disclosure request_kind "
    "complaint_desk certified_body",
    "operator": "operator_address operator_representative",
    "measures": "measures_heading external_environment",
    "tags": "transmitted_content tag_recipient their_purposes",
    "people": "may_be_sensitive companions minors",
    "version": "notice_date notice_version",
}
"""What a completed notice of the sample would still need (acceptance 6.10), by matter."""


@pytest.fixture(scope="module")
def school() -> Case:
    """A made-up school in Ireland: no joint use, another law in the foreground."""
    return Case.of(read_workbook(ROOT / "tests" / "workbooks" / "language-school"), AS_OF)


@pytest.fixture(scope="module")
def operator() -> Case:
    """A made-up tour operator with 170 flows."""
    return Case.of(read_workbook(ROOT / "examples" / "tour-operator"), AS_OF)


@pytest.fixture(scope="module")
def case(sample: Workbook) -> Case:
    """The sample."""
    return Case.of(sample, AS_OF)


def drafted(case: Case, name: str, lang: Lang = "ja") -> Drafted:
    """Draft one document."""
    return DOCUMENTS[name](case, lang)


def said(made: Drafted) -> str:
    """Return every word of a document and its sheets."""
    sheets = (cell for sheet in made.sheets for row in sheet.rows for cell in row if isinstance(cell, str))
    return "\n".join([*texts_of(made.book), *sheets])


def before_officer(made: Drafted) -> str:
    """Return the words of the document itself, without the officer's part."""
    ids = [part["id"] for part in made.book["sections"]]
    return "\n".join(texts_of(made.book["sections"][: ids.index("officer")]))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("matter", BLANKS)
def test_each_blank_of_the_sample_stands_as_a_marked_question(case: Case, lang: Lang, matter: str) -> None:
    """What the law expects and the text does not state is asked, with a mark in its place."""
    made = drafted(case, "privacy-notice", lang)
    asked = {question.key for question in made.questions}
    assert set(BLANKS[matter].split()) <= asked
    mark = r"【要確認】[^【]*?（問(\d+)[、）]" if lang == "ja" else r"\[To be stated: [^\[]*?\(Q(\d+)[,)]"
    marked = {int(number) for number in re.findall(mark, before_officer(made))}
    assert marked == {question.number for question in made.questions}


def test_what_is_recorded_is_said(case: Case) -> None:
    """Users, items, purposes, measures and desks of the records stand in the notice."""
    text = before_officer(drafted(case, "privacy-notice"))
    group = case.workbook.inventory.groups["group_companies"]
    names = [case.workbook.inventory.places[key].label.ja for key in group]
    assert len(names) == 15
    for known in (
        *names,
        "旅券番号",
        "商品購入履歴",
        "旅行先での買い物の便宜",
        "監査",
        "定期的な教育",
        "個人情報管理責任者",
    ):
        assert known in text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_question_has_its_mark_its_law_and_its_line(case: Case, lang: Lang, name: str) -> None:
    """A question of the list is marked in the document or its sheets, numbered without a gap."""
    made = drafted(case, name, lang)
    text = said(made)
    first = made.questions[0].number if made.questions else 1  # 0 = how words are to read in this language
    assert [one.number for one in made.questions] == list(range(first, first + len(made.questions)))
    assert first in {0, 1}
    for question in made.questions:
        assert re.search(rf"[問Q]{question.number}[、）,)]", text), question
        assert question.asked
    assert "{" not in text


@pytest.mark.parametrize("which", ["case", "operator", "school"])
def test_no_document_claims_what_it_must_not(which: str, request: pytest.FixtureRequest) -> None:
    """No document says that law is kept or broken or that anybody consented."""
    told: Case = request.getfixturevalue(which)
    for name in DOCUMENTS:
        for lang in LANGS:
            assert FORBIDDEN.search(said(drafted(told, name, lang))) is None, name


def test_both_languages_ask_the_same_of_the_same_rows(operator: Case) -> None:
    """The questions and their numbers do not hang on the language, but for how words are to read in it."""
    for name in DOCUMENTS:
        ja, en = (drafted(operator, name, lang) for lang in LANGS)
        assert [(q.number, q.key, list(q.flows), q.clauses) for q in ja.questions if q.number] == [
            (q.number, q.key, list(q.flows), q.clauses) for q in en.questions if q.number
        ]


def test_rows_named_are_those_of_the_file(case: Case) -> None:
    """`FL05 (20)` is the flow FL05 and the twentieth row of the inventory."""
    rows = (ROOT / "inventory.csv").read_text(encoding="utf-8").splitlines()
    found = re.findall(r"\b([A-Z]{2}\d\d) \((\d+)\)", said(drafted(case, "privacy-notice")))
    assert len(found) > 100
    assert all(rows[int(row) - 1].startswith(f"{flow},") for flow, row in found)


def test_the_mapping_table_has_the_shape_and_claims_no_match() -> None:
    """11 + 10 + 13 + 4 items, none matched with the official sheet."""
    groups = [item["group"] for item in read_items()]
    assert [groups.count(key) for key in ("basic", "inside", "entrusted", "provided")] == [11, 10, 13, 4]
    assert {item["ppc_item_ref"] for item in read_items()} == {""}


def test_sheets_hold_a_line_for_each_thing(case: Case) -> None:
    """Activities, entrustments, provisions, questions of both checklists: each has its line."""
    sheets = {sheet.name: sheet for name in DOCUMENTS for sheet in drafted(case, name, "en").sheets}
    kinds = [flow.kind for flow in case.flows]
    activities = {flow.activity for flow in case.flows}
    assert len(sheets["mapping-own"].rows) == len(activities) == len(sheets["processing-activities"].rows)
    assert len(sheets["mapping-own"].heads) == 21 + 2
    assert (
        len(sheets["mapping-entrusted"].rows) == len(sheets["entrustees"].rows) == kinds.count("entrustment")
    )
    given = [kinds.count(kind) for kind in ("third_party", "authority", "undetermined")]
    assert len(sheets["records-given"].rows) == sum(given)
    assert len(sheets["joint-use"].rows) == kinds.count("joint_use")
    assert [len(sheets[f"checklist-{name}"].rows) for name in ("provision", "handling")] == [14, 5]
    assert len(sheets["mapping-items"].rows) == 38


def test_a_document_with_nothing_to_say_says_why(school: Case) -> None:
    """Documents of Japanese law are not drafted for a school in Ireland, and the page says so."""
    for name in ("joint-use", "foreign-provision", "provision-records", "external-transmission"):
        made = drafted(school, name, "en")
        assert "Ireland" in made.nothing
        assert made.nothing in said(made)
        assert made.questions == ()


def test_the_notice_of_the_school_speaks_of_its_own_law(school: Case) -> None:
    """Legal bases, transfers and rights of the GDPR stand in it; no article of the APPI is cited."""
    made = drafted(school, "privacy-notice", "en")
    text = said(made)
    for known in (
        "adequacy",
        "Right to erasure",
        "external data protection officer",
        "Medical history",
        "Brazil",
    ):
        assert known in text
    assert "APPI" not in text
    assert {"transfer_tool", "interest", "authority"} <= {question.key for question in made.questions}
    assert drafted(school, "processing-record", "en").nothing == ""


def test_a_large_inventory_gives_a_notice_without_its_workers(operator: Case) -> None:
    """Staff flows are left to another notice; what is recorded of joint use is stated, not asked."""
    made = drafted(operator, "privacy-notice", "en")
    keys = {question.key for question in made.questions}
    assert not keys & {
        "operator_address",
        "operator_representative",
        "responsible_name",
        "responsible_address",
    }
    assert len(left_out(operator)) > 0
    shown = {flow.id for flow in outside(operator)}
    staff = [f for f in operator.flows if f.subjects.named and set(f.subjects.named) <= {"employee"}]
    assert staff
    assert not shown & {flow.id for flow in staff}


def test_dependants_of_workers_go_where_the_workers_go() -> None:
    """Their notice is that of the people who work here; what is on record is not asked for."""
    rows = (
        "id,activity,kind,subjects,items,source,recipient",
        "A1,shop,collection,customer,name,customer,operator",
        "A2,shop,collection,gift_recipient,name,customer,operator",
        "B1,payroll,collection,part_time_worker,my_number,part_time_worker,operator",
        "B2,payroll,collection,dependant,my_number,part_time_worker,operator",
        "B3,payroll,entrustment,part_time_worker;dependant,my_number,operator,labour office",
        "C1,camera,collection,customer;employee,photo,customer,operator",
        "C2,personnel,collection,employee,name,employee,operator",
        "C3,camera,entrustment,customer;employee,photo,operator,guards",
    )
    bare = Case.of(Workbook.from_inventory(read_inventory("\n".join(rows).encode())), AS_OF)
    made = drafted(bare, "privacy-notice", "en")

    assert bare.workforce == {"part_time_worker", "employee", "dependant"}
    assert left_out(bare).ids == ("B1", "B2", "B3", "C2")
    assert "people_elsewhere" not in {question.key for question in made.questions}
    assert "labour office" not in said(made)


@pytest.mark.parametrize(
    ("lang", "address"), [("ja", "見本県見本市見本町1番地"), ("en", "1 Mihon-cho, Mihon-shi")]
)
def test_the_address_of_the_responsible_party_is_said_in_each_language(
    operator: Case, lang: Lang, address: str
) -> None:
    """As the operator's own: a statement in English does not ask how the address is worded there."""
    assert address in said(drafted(operator, "joint-use", lang))


def test_a_bare_table_is_enough() -> None:
    """Five columns without records give every document, blanks asked for or the reason told."""
    rows = (
        "id,kind,items,source,recipient",
        "A1,collection,name,customer,operator",
        "A2,third_party,*,operator,P",
    )
    table = "\n".join(rows)
    bare = Case.of(Workbook.from_inventory(read_inventory(table.encode())), AS_OF)
    for name in DOCUMENTS:
        made = drafted(bare, name, "en")
        assert made.nothing or made.questions
    assert "operator_name" in {question.key for question in drafted(bare, "privacy-notice").questions}


def test_law_behind_the_questions_is_data() -> None:
    """Each question names a source that exists; what was not read says so."""
    sources, asks = read_sources()
    worded = {key.split(".")[1] for key in texts("documents") if key.startswith("ask.")}
    assert worded == set(asks)
    assert {key for keys in asks.values() for key in keys.split()} <= set(sources)
    assert all("not checked" in one.in_lang("en") for one in sources.values() if not one.verified)
    assert not any(one.verified for one in sources.values() if one.act in {"gdpr", "tba", "kit"})


def test_files_are_written_whole_and_the_same_each_time(sample: Workbook, tmp_path: Path) -> None:
    """Word file and spreadsheet read back; a second run gives the same bytes; other files stay."""
    other = tmp_path / "out" / "ja" / "mine.txt"
    other.parent.mkdir(parents=True)
    other.write_text("mine", encoding="utf-8")
    asked = {"names": ["joint-use"], "langs": ["ja"], "formats": ["docx", "xlsx"]}
    first = draft_documents(sample, tmp_path / "out", AS_OF, **asked)
    bytes_of = {file: (tmp_path / "out" / file).read_bytes() for file in first[0].files}
    draft_documents(sample, tmp_path / "out", AS_OF, **asked)
    assert {file: (tmp_path / "out" / file).read_bytes() for file in first[0].files} == bytes_of
    document = Document(io.BytesIO(bytes_of["ja/joint-use.docx"]))
    assert "【要確認】" in "\n".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )
    assert "Heading 1" in {paragraph.style.name for paragraph in document.paragraphs}
    assert load_workbook(io.BytesIO(bytes_of["ja/joint-use.xlsx"])).sheetnames[-1] == "要確認事項の一覧"
    assert other.read_text(encoding="utf-8") == "mine"


def test_page_and_pdf_of_a_document_are_drawn(case: Case) -> None:
    """A short document is a page and a PDF too, whole."""
    files = drafted_files(drafted(case, "external-transmission", "en"), AS_OF, ["html", "pdf"])
    assert files["external-transmission.pdf"].startswith(b"%PDF")
    assert b"To be stated" in files["external-transmission.html"]


def test_command_lists_writes_and_refuses(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    """Without a name it lists, with one it writes and counts, an unknown one is refused in words."""
    common = ["--workbook", ROOT, "--as-of", AS_OF, "--lang", "en"]
    listed = json.loads(run("draft", *common, "--format", "json")[1])
    assert [one["name"] for one in listed["results"]] == list(DOCUMENTS)
    code, told, wrong = run("draft", "entrustees", *common, "--form", "docx", "--out", tmp_path / "o")
    assert code == 0, wrong
    assert (tmp_path / "o" / "en" / "entrustees.docx").is_file()
    assert "To be stated: 10" in told
    assert run("draft", "nothing-like-it", *common)[0] == 2


TABLE = (
    "id,kind,subjects,items,source,recipient,recipient_role,countries,purposes,basis,retention\n"
    "A1,collection,patient,name;medical_history,patient,Desk,department,JP,provide_medical_care,,consent_withdrawn\n"
    "A2,entrustment,patient;prospect,name,Desk,Mailer,processor,US,email_marketing,entrustment,\n"
    "A3,third_party,patient,name,Desk,Office,third_party,JP,settle_payment,exception_27_1_i,\n"
    "A4,joint_use,patient,name,Desk,Clinics nearby,joint_user,JP,provide_medical_care,joint_use,\n"
    "A5,collection,,name,member,Desk,department,JP,provide_medical_care,,\n"
)


@pytest.fixture(scope="module")
def bare() -> Case:
    """A bare table: purposes and people in rows of handing over only, a user whom nobody declared."""
    return Case.of(Workbook.from_inventory(read_inventory(TABLE.encode())), AS_OF)


def test_what_only_handing_over_records_is_asked_about(bare: Case) -> None:
    """A purpose and a group of people without a row of collection are asked about, not lost."""
    asked = {q.key: q for q in drafted(bare, "privacy-notice", "en").questions}
    assert set(asked["purposes_elsewhere"].flows) == {"A2", "A3"}
    assert "E-mail marketing" in asked["purposes_elsewhere"].what
    assert set(asked["people_elsewhere"].flows) == {"A2"}


def test_nothing_is_concluded_from_a_blank(bare: Case) -> None:
    """A law's call is not to be stopped, a circle closed or a giver another person unless recorded."""
    made = drafted(bare, "privacy-notice")
    words_, keys = said(made), {q.key for q in made.questions}
    assert "stop_route" not in keys
    assert "joint_boundary" in keys
    assert "上に挙げた者に限ります" not in words_
    assert "foreign_route" in keys
    assert "foreign_consent" not in keys
    assert "本人以外から：" not in words_
    assert "渡し手：会員" in words_
    assert "同意の撤回まで" in words_
    assert not re.search("【要確認】[^】]*（[^）]*【要確認】", words_)


def test_the_route_abroad_is_asked_in_the_sheet_too(bare: Case) -> None:
    """The sheet on a country asks for the route where none is recorded."""
    assert "foreign_route" in {q.key for q in drafted(bare, "foreign-provision").questions}


def test_an_operator_calls_itself_as_its_kind_does(bare: Case) -> None:
    """Without a name it is 当方; the mark for the name stands in its row."""
    assert "当社" not in said(drafted(bare, "privacy-notice"))
    assert [we(name) for name in ("山の医院", "海の商会", "森のサークル協会", "医療法人")] == [
        "当院",
        "当社",
        "当会",
        "当法人",
    ]


def test_words_in_another_language_are_marked(bare: Case) -> None:
    """A cell written in one language asks in the other edition how it is to read there, once for all."""
    ja, en = Draft(bare, "privacy-notice", "ja"), Draft(bare, "privacy-notice", "en")
    assert en.recorded("総務部長") == "総務部長 [To be stated: the wording in English (Q0)]"
    assert ja.recorded("Head of support") == "Head of support【要確認】日本語での書き方（問0）"
    assert [ja.recorded(words) for words in ("総務部長", "CTO", "")] == ["総務部長", "CTO", ""]
    assert en.recorded("Head of support") == "Head of support"
    assert [one.key for one in (*ja.questions.values(), *en.questions.values())] == ["wording"] * 2


WORK = (
    "id,activity,kind,subjects,items,source,recipient,countries,purposes,basis,retention,measures,gdpr_basis\n"
    "A1,Sales,collection,customer,name;address,customer,operator,JP,"
    "Delivery of what you order;deliver_goods,,P7Y,,"
    "art6_1_b\n"
    "A2,Canvassing,internal_use,prospect,name,operator,Sales desk,JP,promotion,,P1Y,,\n"
    "A3,Delivery,entrustment,customer,name;address,operator,Carrier,JP,deliver_goods,entrustment,P6M,encryption,\n"
    "B1,Call centre,entrustment,patient,name,North Hospital,operator,JP,customer_support,entrustment,P3Y,"
    "access_control,\n"
    "B2,Call centre,entrustment,patient,name,operator,Night desk,JP,customer_support,entrustment,,,\n"
)


@pytest.fixture(scope="module")
def works() -> Case:
    """A shop that also does a call centre for a hospital."""
    return Case.of(Workbook.from_inventory(read_inventory(WORK.encode())), AS_OF)


def test_work_done_for_others_is_told_of_by_them(works: Case) -> None:
    """Its people, purposes and measures stay out of our notice; the processor's record has all of it."""
    assert works.work_given_us.ids == ("B1",)
    assert works.for_others.ids == ("B1", "B2")
    notice = drafted(works, "privacy-notice", "en")
    assert not re.search("Patient|Night desk|North Hospital|Access control", said(notice))
    assert "flows left out: 2" in notice.book["subtitle"]
    record = drafted(works, "processing-record", "en")
    own, others = (
        next(s for s in record.sheets if s.name == name).rows
        for name in ("processing-activities", "processing-for-others")
    )
    assert [row[0] for row in own] == ["Sales", "Delivery"]
    assert others[0][0].startswith("North Hospital")
    assert "B2" in others[0][-1]
    listed = next(s for s in drafted(works, "entrustees", "en").sheets if s.name == "entrustees").rows
    assert [row[0].splitlines()[0] for row in listed] == ["Carrier", "Night desk"]


def test_the_notice_asks_once_and_only_what_matters(works: Case) -> None:
    """One question for all headings and requests; companions only where something points to them."""
    made = drafted(works, "privacy-notice", "en")
    asked = {question.key: question for question in made.questions}
    keys = [question.key for question in made.questions]
    assert keys.count("measures_heading") == keys.count("request_kind") == 1
    assert "companions" not in keys
    assert "Prospects" in asked["people_within"].what
    assert set(asked["purposes_alike"].flows) == {"A1"}
    assert "kept by Carrier — Name, Postal address: 6 months" in said(made)


def test_a_list_with_a_limit_says_so(bare: Case) -> None:
    """The decision on the United States holds for certified importers only, and the sheet says it."""
    assert "Data Privacy Framework" in said(drafted(bare, "foreign-provision", "en"))
