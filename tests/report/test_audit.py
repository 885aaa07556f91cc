"""The audit report: what is new, open, closed and accepted, one page for a board, no judgement."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest

from datamap.cli.audit import show_standing
from datamap.facts import establish_facts
from datamap.inventory import Workbook, read_workbook
from datamap.model import LANGS, Lang
from datamap.report.blocks import Book
from datamap.report.build import kept_findings
from datamap.report.context.books import audit, impact_assessment
from datamap.report.context.results import Results, compute
from datamap.report.context.wish import Wish
from datamap.report.editions import PAPER, edition
from datamap.report.former import CLOSED, NEW, OPEN, NotFormer, former_of, read_former
from datamap.report.pdf import render_pdf
from datamap.report.running_on import letters_of
from datamap.risk import outline_keys
from datamap.rules import evaluate, fingerprint

DAY = date(2026, 11, 22)
HEAD = "id,activity,kind,subjects,items,source,recipient,countries,purposes,basis,retention\n"
BEFORE = HEAD + (
    "F1,booking,collection,customer,name;email,customer,shop,,contact_customers,,P3Y\n"
    "F2,booking,third_party,customer,name;passport_no,shop,inn,FR,arrange_transport_lodging,,\n"
    "F3,news,third_party,customer,email,shop,printer,JP,contact_customers,,\n"
)
AFTER = HEAD + (
    "F1,booking,collection,customer,name;email,customer,shop,,contact_customers,,P3Y\n"
    "F2,booking,third_party,customer,name;passport_no,shop,inn,FR,arrange_transport_lodging,consent,P1Y\n"
    "F4,news,third_party,customer,email,shop,agency,US,contact_customers,,\n"
)
FORBIDDEN = re.compile(
    "違反|適法|違法|同意を得て|violat|unlawful|illegal|compliant|consent was obtained", re.IGNORECASE
)


def workbook(folder: Path, table: str, **records: str) -> Workbook:
    """Write a workbook and read it."""
    (folder / "records").mkdir(parents=True, exist_ok=True)
    (folder / "inventory.csv").write_text(table)
    for name, words in records.items():
        (folder / "records" / f"{name}.toml").write_text(words)
    return read_workbook(folder)


def found(book: Workbook) -> Any:
    """Return the findings about a workbook."""
    return evaluate(establish_facts(book, DAY))


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """The later of two made-up workbooks, held against the earlier one."""
    tmp_path = tmp_path_factory.mktemp("books")
    before = workbook(tmp_path / "before", BEFORE)
    former = former_of(found(before), "before", before)
    return compute(workbook(tmp_path / "after", AFTER), DAY, Wish(former=former))


def texts(book: Book) -> str:
    """Return every text of a report."""
    gathered: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, str):
            gathered.append(value)
        elif isinstance(value, dict):
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk([book["cover"], book["sections"]])
    return "\n".join(gathered)


def test_findings_are_new_open_or_closed_by_rule_and_thing(compared: Results) -> None:
    """What only the later workbook has is new, what only the earlier had is closed and says how."""
    state = compared.standing.state
    closed = {line.id: line.how for line in compared.standing.of(CLOSED)}

    assert state["JP-27-1:F4"] == NEW
    assert state["JP-29-1:F2"] == OPEN
    assert closed["JP-27-1:F3"] == "gone"
    assert {line.how for line in compared.standing.of(CLOSED)} >= {"gone", "met"}
    assert {line.id for line in compared.standing.of(NEW)}.isdisjoint(
        {line.id for line in compared.standing.of(OPEN)}
    )


def test_without_a_former_state_nothing_is_new_and_that_is_said(tmp_path: Path) -> None:
    """A first audit counts everything as open, and the summary says that no former state was given."""
    results = compute(workbook(tmp_path, AFTER), DAY)

    assert {line.state for line in results.standing.lines} == {OPEN}
    assert "前回の状態は与えられていない" in texts(audit(results, "ja"))
    assert "No former state was given" in texts(audit(results, "en"))


def test_law_that_changed_since_the_last_audit_is_told(compared: Results) -> None:
    """The scope says whether the law data of the two days differ, and where."""
    later = replace(compared, as_of=date(2027, 2, 1))

    assert "No version of the law data has changed since." in texts(audit(compared, "en"))
    assert "Law that has changed since: Act No. 56 of 2026" in texts(audit(later, "en"))


def test_what_an_officer_accepted_is_accepted_until_its_facts_change(tmp_path: Path) -> None:
    """An assumption takes a finding out of the open ones; another country brings it back."""
    book = workbook(tmp_path, AFTER)
    findings = found(book)
    one = findings.get("JP-27-1:F4")
    entry = f"""
    [[assumption]]
    finding = "{one.id}"
    reason = {{ ja = "理由", en = "reason" }}
    role = "privacy_officer"
    date = 2026-11-01
    until = 2027-03-31
    facts = "{fingerprint(findings.facts, one)}"
    """
    accepted = compute(workbook(tmp_path, AFTER, assumptions=entry), DAY)
    moved = compute(workbook(tmp_path, AFTER.replace(",US,", ",CN,"), assumptions=entry), DAY)
    said = texts(audit(accepted, "en"))

    assert accepted.standing.state[one.id] == "accepted"
    assert one.id not in {f"{m.rule}:{about}" for m in accepted.open_matters for about in m.about}
    assert "2027-03-31" in said
    assert moved.standing.state[one.id] in {OPEN, "accepted"}
    assert "not_yet" not in said


def test_the_results_of_an_audit_serve_the_next_one(compared: Results) -> None:
    """findings.json read back gives the state it was written from; other files are refused."""
    kept = read_former(kept_findings(compared, "ja"), "audit")
    again = compute(compared.workbook, DAY, Wish(former=kept))

    assert {line.state for line in again.standing.lines} == {OPEN}
    assert kept.as_of == DAY
    for broken in (b"", b"[]", b'{"as_of": "x"}', b'{"as_of": "2026-01-01", "results": [{}]}'):
        with pytest.raises(NotFormer, match="no_json" if not broken else "other_json"):
            read_former(broken, "x")


@pytest.mark.parametrize("lang", LANGS)
def test_the_summary_for_the_board_has_one_page_of_the_pdf(
    lang: Lang, tmp_path: Path, compared: Results
) -> None:
    """The page after the cover is the summary, whole; the next one is the contents."""
    long = workbook(
        tmp_path / "long",
        AFTER,
        organisation='[operator]\nname = { ja = "'
        + "長い名前の会社" * 9
        + '", en = "'
        + "Long name " * 16
        + '" }\n',
    )
    for results in (compared, compute(long, DAY)):
        book = audit(results, lang)
        with pikepdf.open(io.BytesIO(render_pdf(book, DAY))) as pdf, pdf.open_outline() as outline:
            pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
            starts = [pages[entry.destination[0].objgen] for entry in outline.root]

        assert starts[0] == 1
        assert starts[1] == 3  # cover, summary, contents


@pytest.mark.parametrize("lang", LANGS)
def test_the_board_gets_three_to_five_matters_with_numbers(lang: Lang, compared: Results) -> None:
    """Each matter says what to decide and what is on record, and leaves the decision blank."""
    first = audit(compared, lang)["sections"][0]
    matters = next(it for it in first["blocks"] if it["kind"] == "table")

    assert 3 <= len(matters["rows"]) <= 5
    assert all(row["cells"][3]["text"] == "" for row in matters["rows"])
    assert first["paper"] == "one_page"


def test_both_languages_have_the_same_sections_and_tables(compared: Results) -> None:
    """Ids, block kinds and numbers of rows are the same in Japanese and in English."""

    def shape(lang: Lang) -> list[Any]:
        return [
            (part["id"], part["level"], [(it["kind"], len(it.get("rows", ()))) for it in part["blocks"]])
            for make in (audit, impact_assessment)
            for part in make(compared, lang)["sections"]
        ]

    assert shape("ja") == shape("en")


@pytest.mark.parametrize("lang", LANGS)
def test_the_reports_pass_no_judgement(lang: Lang, compared: Results) -> None:
    """No word says that a law is kept or broken, or that consent was given."""
    assert FORBIDDEN.findall(texts(audit(compared, lang)) + texts(impact_assessment(compared, lang))) == []


@pytest.mark.parametrize("lang", LANGS)
def test_evidence_names_file_and_row(lang: Lang, compared: Results) -> None:
    """Each box of a finding names the rows it rests on."""
    said = texts(audit(compared, lang))

    assert ("F4（4行）" if lang == "ja" else "F4 (row 4)") in said
    assert compared.workbook.inventory.sha256 in said


def test_the_sign_off_is_left_blank(compared: Results) -> None:
    """Auditor, officer and representative have lines to sign; no name is made up."""
    last = audit(compared, "ja")["sections"][-1]
    forms = [it for it in last["blocks"] if it["kind"] == "form"]

    assert [form["title"] for form in forms] == [
        "監査を行った者",
        "個人情報保護の責任者（受領・回答）",
        "代表者（承認）",
    ]
    assert all(field["value"] == "" for form in forms for field in form["fields"])


@pytest.mark.parametrize("key", outline_keys())
def test_every_outline_is_printed_field_by_field(key: str, compared: Results) -> None:
    """Each section stands in the annex; what only a person knows is a question there."""
    wish = Wish(outlines=(key,))
    results = Results(
        compared.workbook, DAY, compared.laws, compared.facts, compared.findings, compared.assessment, wish
    )
    filled = results.assessment.outline(key)
    parts = [
        part
        for part in impact_assessment(results, "en")["sections"]
        if part["id"].startswith(f"outline-{key}-")
    ]
    fields = [one for section in filled.sections for one in section.fields]
    said = texts({"cover": [], "sections": parts})

    assert len(parts) == len(filled.sections)
    assert all(one.field.label.en in said for one in fields)
    assert all(one.question.en in said for one in fields if one.state == "open")


def test_an_unknown_outline_is_refused_with_those_there_are() -> None:
    """A wish for an outline that does not exist names the outlines that do."""
    with pytest.raises(KeyError, match="cnil"):
        Wish(outlines=("edpb-9",))


def test_ranges_are_printed_only_when_asked_for_and_in_whole_levels(compared: Results) -> None:
    """With a seed there is a section of ranges, without decimals; the same seed prints the same."""

    def ids(wish: Wish) -> list[str]:
        results = Results(
            compared.workbook,
            DAY,
            compared.laws,
            compared.facts,
            compared.findings,
            compared.assessment,
            wish,
        )
        return [
            json.dumps(part)
            for part in impact_assessment(results, "en")["sections"]
            if part["id"] == "ranges"
        ]

    assert ids(Wish()) == []
    assert ids(Wish(seed=7)) == ids(Wish(seed=7)) != []
    rows = json.loads(ids(Wish(seed=7))[0])["blocks"][1]["rows"]
    assert not re.search(r"\d\.\d", json.dumps([row["cells"] for row in rows]))


def test_a_template_says_so_on_the_cover(tmp_path: Path) -> None:
    """A record that is all comments shows no hash; one that says something shows it."""
    book = workbook(tmp_path, AFTER, notice="# nothing\n", policy="# [[assert]]\n")
    said = json.dumps(impact_assessment(compute(book, DAY), "en")["cover"])

    assert said.count("template, nothing recorded") == 2
    assert book.sha256["inventory.csv"] in said
    assert book.sha256["records/notice.toml"] not in said


def test_short_chapters_share_a_page_and_long_ones_do_not(compared: Results) -> None:
    """A chapter of a few lines runs on; one that lies across, or has a form, has a page of its own."""
    parts = edition(audit(compared, "ja"), PAPER)["sections"]
    by_id = {part["id"]: part for part in parts}

    assert any(part["runs_on"] for part in parts)
    assert not by_id["sign-off"]["runs_on"]
    assert not by_id["board"]["runs_on"]
    assert letters_of([]) == 0


def test_the_terminal_names_what_is_new_and_what_is_closed(
    compared: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    """Counts alone say nothing to an auditor: the findings are named, gravest first, with their flows."""
    show_standing(compared.standing, compared.findings, "en")
    told = capsys.readouterr().out
    closed = compared.standing.of(CLOSED)
    new = next(line for line in compared.standing.of(NEW) if line.now and line.now.flows)

    assert told.index("\nNew\n") < told.index("\nClosed\n")
    assert new.id in told
    assert closed[0].id in told


def test_audit_on_the_command_line_names_states_and_keeps_results(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    """An audit held against an older workbook writes its files; a name that is nothing is told."""
    workbook(tmp_path / "before", BEFORE)
    workbook(tmp_path / "after", AFTER)
    say = ["--lang", "en", "--as-of", "2026-11-22"]
    then, after = tmp_path / "before", tmp_path / "after"
    code, out, _ = run(
        "audit", "-w", after, "--since", then, "--out", tmp_path / "a2", "--format", "json", *say
    )
    wrong = run("audit", "-w", after, "--since", __file__, *say)
    told = json.loads(out)

    assert code == 0
    assert told["since"]["name"] == str(tmp_path / "before")
    assert told["states"]["new"] == sum(one["state"] == "new" for one in told["results"]) > 0
    assert wrong[0] == 2
    assert "cannot be read as JSON" in wrong[2]
    assert {path.name for path in (tmp_path / "a2" / "ja").iterdir()} == {
        "audit.html", "audit.pdf", "audit.docx", "audit.xlsx", "figures", "findings.json",
    }  # fmt: skip
    register = openpyxl.load_workbook(tmp_path / "a2" / "en" / "audit.xlsx")
    states = {cell.value for cell in register["Findings, gravest first"]["C"][1:]}
    assert {"new", "open"} <= states
    page = html.unescape((tmp_path / "a2" / "en" / "audit.html").read_text())
    assert "F3" in page


def test_the_same_input_gives_the_same_bytes(compared: Results) -> None:
    """The audit report drawn twice is the same file."""
    assert render_pdf(audit(compared, "ja"), DAY) == render_pdf(audit(compared, "ja"), DAY)


@pytest.mark.parametrize("size", [120])
def test_a_large_workbook_keeps_its_summary_on_one_page(
    size: int, many_flows: Callable[[int], Workbook]
) -> None:
    """However much there is, the board gets one page."""
    results = compute(many_flows(size), DAY)
    with (
        pikepdf.open(io.BytesIO(render_pdf(audit(results, "en"), DAY))) as pdf,
        pdf.open_outline() as outline,
    ):
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        starts = [pages[entry.destination[0].objgen] for entry in outline.root]

    assert starts[:2] == [1, 3]


def test_planned_flows_are_named_and_not_counted(tmp_path: Path) -> None:
    """An item that only a planned flow names is none of what is assessed; the flows left out are told."""
    planned = (
        "id,activity,kind,subjects,items,source,recipient,countries,status\n"
        "F1,care,collection,patient,name,patient,clinic,,\n"
        "F2,triage,entrustment,patient,voiceprint,clinic,model maker,US,planned\n"
        "F3,old list,collection,patient,name,patient,clinic,,ended\n"
    )
    results = compute(workbook(tmp_path, planned), DAY)
    sections = {part["id"]: str(part) for part in impact_assessment(results, "en")["sections"]}
    scope = next(str(part) for part in audit(results, "en")["sections"] if part["id"] == "scope")

    assert "voiceprint" not in sections["description"].lower()
    assert all(
        "1 planned flow is not assessed here (triage)" in sections[key] for key in ("summary", "description")
    )
    assert "Planned: 1 (triage)" in scope
    assert "ended, or outside their dates: 1" in scope
    assert "old list" not in scope


def test_what_lacks_something_is_told_apart(tmp_path: Path) -> None:
    """One item for two purposes: a cross-check names the purpose beside the item."""
    table = (
        "id,activity,kind,subjects,items,source,recipient,purposes\n"
        "F1,shop,collection,customer,bank_account,customer,us,contact_customers;fundraising\n"
    )
    results = compute(workbook(tmp_path, table), DAY, Wish(outlines=("ppc-pia",)))

    assert re.search(
        r"Bank account \([A-Z][^)]+\), Bank account \([A-Z]", texts(impact_assessment(results, "en"))
    )
