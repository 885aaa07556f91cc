"""What the reports of the sample say, and what they never say."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from datamap.inventory import Workbook, read_inventory
from datamap.model import LANGS, Lang, Organisation
from datamap.report.context.cover import cover
from datamap.report.context.description import is_outside
from datamap.report.context.necessity import necessity_chapter
from datamap.report.context.results import compute
from datamap.report.context.speech import Speech

BOOKS = ("data-map", "impact-assessment", "audit")
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
FORBIDDEN = {
    "ja": ("違反", "同意を得ています", "適法", "違法"),
    "en": ("violat", "consent was obtained", "unlawful", "illegal", "compliant"),
}


def said(page: Path) -> str:
    """Return the text of a page as people read it."""
    body = page.read_text().split("</style>")[1]
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def tables(built: Path, lang: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield every table of the export with its rows."""
    for path in sorted((built / lang / "tables").glob("*.csv")):
        yield path.stem, list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", BOOKS)
def test_the_first_page_says_what_was_read(name: str, built: Path) -> None:
    """One text of unknown date, other papers may fill gaps, no advice, no finding about conduct."""
    ja = said(built / "ja" / f"{name}.html").split("目次")[0]
    en = said(built / "en" / f"{name}.html").split("Contents")[0]

    for words in (
        "日付のない公表文一つだけ",
        "ほかの資料が補っている",
        "法的な助言ではありません",
        "行いについての判断でもありません",
    ):
        assert words in ja
    for words in (
        "one published text of unknown date",
        "may supply what is missing",
        "legal advice",
        "how the company behaves",
    ):
        assert words in en


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("lang", LANGS)
def test_the_first_page_says_where_it_comes_from(
    name: str, lang: Lang, built: Path, sample: Workbook
) -> None:
    """Organisation, day, version and the hash of every input stand on the cover."""
    cover = said(built / lang / f"{name}.html").split("目次" if lang == "ja" else "Contents")[0]

    assert sample.organisation.name.in_lang(lang) in cover
    assert "2026-11-22" in cover
    assert "datamap" in cover
    assert all(digest in cover for digest in sample.sha256.values())


@pytest.mark.parametrize("lang", LANGS)
def test_no_output_claims_what_a_tool_cannot_know(lang: Lang, built: Path) -> None:
    """Neither pages nor tables say that a law is broken, kept, or that consent was given."""
    texts = [said(path) for path in (built / lang).glob("*.html")]
    texts += [" ".join(part for row in rows for part in row) for _, rows in tables(built, lang)]

    for text in texts:
        for words in FORBIDDEN[lang]:
            found = [
                text[max(0, m.start() - 40) : m.end() + 40] for m in re.finditer(words, text, re.IGNORECASE)
            ]
            assert found == []


@pytest.mark.parametrize("name", [*BOOKS])
def test_the_english_report_is_in_english(name: str, built: Path) -> None:
    """No Japanese is left in it."""
    lines = [line for line in said(built / "en" / f"{name}.html").splitlines() if JAPANESE.search(line)]

    assert lines == []


@pytest.mark.parametrize("name", BOOKS)
def test_the_japanese_report_is_in_japanese(name: str, built: Path) -> None:
    """No English sentence is left in it, only names, keys and file names."""
    words = re.findall(r"(?:\b[a-z]{2,}\b[ ,.]+){3,}", said(built / "ja" / f"{name}.html"))

    assert words == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_column_of_the_tables_is_labelled(lang: Lang, built: Path) -> None:
    """No head of a table is a bare key: Japanese heads are Japanese, and none has an underscore."""
    for name, rows in tables(built, lang):
        assert all(rows[0]), name
        assert not any("_" in head for head in rows[0]), (name, rows[0])
        if lang == "ja":
            assert all(JAPANESE.search(head) for head in rows[0]), (name, rows[0])


@pytest.mark.parametrize("lang", LANGS)
def test_every_flow_has_its_row_and_every_activity_its_section(
    lang: Lang, built: Path, sample: Workbook
) -> None:
    """The data map leaves no flow, no activity and no class of recipient out."""
    page = (built / lang / "data-map.html").read_text()
    flows = sample.inventory.flows

    assert all(f'id="flow-{flow.id}"' in page for flow in flows)
    assert page.count('id="activity-') == len({flow.activity for flow in flows})
    assert page.count('id="class-') >= 5


def test_the_joint_use_table_is_the_one_of_the_acceptance(built: Path) -> None:
    """Items of enquirers are open, those of applicants listed; the responsible party is not stated."""
    page = said(built / "en" / "data-map.html").split("Joint use")[-1]
    rows = {
        row[1]: row
        for name, rows in tables(built, "en")
        if name == "joint-use"
        for row in rows
        if row[0] == "J1"
    }

    assert page
    assert [row[2] for row in rows.values()] == [
        "stated",
        "weak or ambiguous",
        "weak or ambiguous",
        "stated",
        "not stated in this text",
        "not stated in this text",
        "not stated in this text",
        "for a person to answer",
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbook_of_tables_holds_every_table(lang: Lang, built: Path) -> None:
    """One sheet a CSV, under a name Excel takes, with the same number of rows."""
    pages = openpyxl.load_workbook(built / lang / "tables.xlsx")
    sizes = sorted(len(rows) for _, rows in tables(built, lang))

    assert sorted(page.max_row for page in pages) == sizes
    assert all(len(name) <= 31 for name in pages.sheetnames)
    assert all(page.freeze_panes == "B2" for page in pages)


@pytest.mark.parametrize("lang", LANGS)
def test_no_cell_of_the_export_could_run(lang: Lang, built: Path) -> None:
    """No cell of any table begins with a sign of a formula."""
    for name, rows in tables(built, lang):
        starts = {part.lstrip()[:1] for row in rows for part in row}
        assert not starts & set("=+-@＝＋－＠"), name


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", BOOKS)
def test_the_pdf_is_tagged_and_complete(lang: Lang, name: str, built: Path) -> None:
    """Language, title, standards, bookmarks for every chapter, fonts inside, one page across."""
    with pikepdf.open(built / lang / f"{name}.pdf") as pdf, pdf.open_outline() as outline:
        about = pdf.open_metadata()
        fonts = [
            part
            for part in pdf.objects
            if isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/FontDescriptor"
        ]
        page = (built / lang / f"{name}.html").read_text()
        chapters = [html.unescape(found) for found in re.findall(r"<h2[^>]*>([^<]+)</h2>", page)]

        assert str(pdf.Root.Lang) == lang
        part = "3" if name == "impact-assessment" else "2"  # PDF/A-3 where data is attached
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == (part, "A", "1")
        assert [entry.title for entry in outline.root] == chapters
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
        assert any(float(sheet.mediabox[2]) > float(sheet.mediabox[3]) for sheet in pdf.pages)


@pytest.mark.parametrize("lang", LANGS)
def test_no_page_asks_for_anything(lang: Lang, built: Path) -> None:
    """No address is loaded from, in any page, and every policy forbids it; only the explorer has a script."""
    for path in (built / lang).glob("*.html"):
        page = path.read_text()
        if path.name == "explorer.html":
            page = page.split("<script", 1)[0]

        assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?\s*(?:https?:)?//""", page) == []
        assert "<script" not in page
        assert "default-src 'none'" in page


@pytest.mark.parametrize("lang", LANGS)
def test_rows_lead_to_the_explorer_and_back(lang: Lang, built: Path) -> None:
    """Each row of the table of all flows opens its flow in the explorer, which leads back to the row."""
    page = (built / lang / "data-map.html").read_text()
    live = (built / lang / "explorer.html").read_text()
    opened = re.findall(r'href="explorer.html#at=f%3A(\w+)"', page)

    assert opened
    assert f'<tr role="row" id="flow-{opened[0]}">' in page
    assert '"row":"data-map.html#"' in live
    assert f'"anchor":"flow-{opened[0]}"' in live
    assert '<a href="index.html">' in live


@pytest.mark.parametrize("lang", LANGS)
def test_links_between_reports_lead_to_files(lang: Lang, built: Path) -> None:
    """Every link of the index is there."""
    page = (built / lang / "index.html").read_text()
    links = re.findall(r'href="([^"#]+)"', page)

    made = {path.relative_to(built / lang).as_posix() for path in (built / lang).rglob("*.csv")}

    assert {"data-map.html", "data-map.pdf", "impact-assessment.html", "tables.xlsx"} | made <= set(links)
    assert all((built / lang / link).is_file() for link in links)


def test_the_assessment_keeps_person_and_proposal_apart(built: Path) -> None:
    """A person's rating stands beside the proposal with role and reason, and decides nothing by itself."""
    page = said(built / "en" / "impact-assessment.html")

    assert "Contains a worked example" in page
    assert "privacy officer, 2026-11-05" in page
    assert "State of the decision: not decided" in page
    assert "Person's rating" in page


def test_parts_of_the_operator_are_no_outside_recipients() -> None:
    """Departments, by column or by role, systems and people stay inside; who only has a name does not."""
    inventory = read_inventory(
        b"""id,kind,items,source,recipient,recipient_role,system,department
F1,collection,name,patient,Ward,group_company,Records,Ward
F2,collection,name,patient,Security,department,,Facilities
F3,internal_use,name,Ward,Records,,,Ward
F4,entrustment,name,Ward,Laboratory,processor,,Ward
F5,internal_use,name,Ward,operator,,,Ward
F6,collection,name,Ward,patient,,,Ward
"""
    )
    recipients = ("Ward", "Security", "Records", "operator", "patient", "Laboratory")

    assert [key for key in recipients if is_outside(key, inventory)] == ["Laboratory"]


@pytest.mark.parametrize(
    ("countries", "answer", "said"),
    [
        (("JP",), "", "nobody has answered"),
        (("JP",), "no", "answered as not applying"),
        (("JP",), "yes", ""),
        (("DE", "JP"), "", ""),
    ],
)
def test_the_first_page_says_where_the_gdpr_was_not_checked(
    countries: tuple[str, ...], answer: str, said: str
) -> None:
    """It says why, and where to answer; where the rules of the GDPR ran it says nothing of the sort."""
    asked = ("eu_establishment", "eu_offering", "eu_monitoring") if answer else ()
    us = Organisation(key="us", countries=countries, answers=tuple((name, answer) for name in asked))
    table = read_inventory(b"id,kind,items,source,recipient\nF1,collection,name,customer,us\n")
    workbook = replace(Workbook.from_inventory(table), organisation=us)
    blocks = str(cover(compute(workbook, date(2026, 11, 22)), Speech(workbook, "en")))

    assert ("Not checked" in blocks) is bool(said)
    assert said in blocks
    assert ("records/organisation.toml" in blocks) is (said == "nobody has answered")


def test_a_balancing_test_that_nobody_recorded_is_shown_as_such() -> None:
    """A purpose on legitimate interests has its line; a step left blank is "not recorded"."""
    table = read_inventory(
        b"id,kind,items,subjects,source,recipient,purposes,gdpr_basis\n"
        b"F1,collection,name,customer,customer,us,contact_customers,art6_1_f\n"
    )
    workbook = Workbook.from_inventory(table)
    made = necessity_chapter(compute(workbook, date(2026, 11, 22)), Speech(workbook, "en"))
    shown = next(str(part) for part in made if part["id"] == "balancing")

    assert shown.count("not recorded") == 3
    assert "F1" in shown


def test_words_of_the_tool_begin_with_a_capital(built: Path) -> None:
    """Event, stage and rating of a risk read like the other cells of the row; a person's words stay."""
    page = said(built / "en" / "impact-assessment.html")

    assert "Lies in the design" in page
    assert "Residual, after the plan" in page
    assert "Voluntary under APPI" in page
