"""The PDF of the assessment: sound in structure, with its data inside, read back without trust."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from pdf_check import elements, faults

from datamap.cli import main
from datamap.inventory import read_workbook
from datamap.model import LANGS, BadInput
from datamap.report.context.books import impact_assessment
from datamap.report.context.results import Results, compute
from datamap.report.machine import ATTACHED
from datamap.report.machine.carried import data_of_pdf
from datamap.report.pdf import render_pdf

Made = Callable[..., dict[str, Any]]
Spoil = Callable[[pikepdf.Pdf], None]
DAY = date(2026, 11, 22)
TABLE = """id,activity,kind,items,subjects,source,recipient,countries,persons
F1,booking,collection,name;passport_no,customer,customer,shop,JP,1500
F2,booking,third_party,passport_no,customer,shop,carrier,TH,1500
"""
SHEET = """version = "1"
completed = 2026-11-20

[[own_risk]]
key = "lost_list"
title = { ja = "名簿の紛失 𠮷", en = "A list is lost" }
flows = ["F1"]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a small workbook."""
    made = tmp_path_factory.mktemp("book")
    (made / "records").mkdir()
    (made / "inventory.csv").write_text(TABLE, encoding="utf-8")
    (made / "records" / "assessment.toml").write_text(SHEET, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def results(folder: Path) -> Results:
    """Give what a small workbook comes to."""
    return compute(read_workbook(folder), DAY)


@pytest.fixture(scope="module")
def report(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the printed assessment of a small workbook."""
    path = tmp_path_factory.mktemp("pdf") / "impact-assessment.pdf"
    path.write_bytes(render_pdf(impact_assessment(results, "ja"), DAY))
    return path


@pytest.fixture
def small(small_book: Made, results: Results, tmp_path: Path) -> Path:
    """Give a PDF with one block of every kind that carries the same data."""
    path = tmp_path / "small.pdf"
    path.write_bytes(render_pdf(small_book(carries={ATTACHED: results.assessment_json}), DAY))
    return path


# -------------------------------------------------------------------------------- structure


def test_the_printed_assessment_shows_no_fault_of_structure(report: Path) -> None:
    """Tags, language, titles, fonts, alternative texts, marks, attachment: nothing is missing."""
    with pikepdf.open(report) as pdf:
        about = pdf.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("3", "A", "1")
        assert faults(pdf, pages=12) == []


def test_a_report_without_data_stays_pdf_a_2(small_book: Made) -> None:
    """Only the file that carries data is PDF/A-3; the other has no fault either."""
    with pikepdf.open(io.BytesIO(render_pdf(small_book(), DAY))) as pdf:
        assert pdf.open_metadata()["pdfaid:part"] == "2"
        assert list(pdf.attachments) == []
        assert faults(pdf) == []


def test_an_independent_checker_finds_nothing(small: Path) -> None:
    """pdfua, which checks a part of PDF/UA-1, has no finding."""
    found = pdfua.validate(str(small))

    assert [str(one) for one in found.findings] == []


def _no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def _no_alternative(pdf: pikepdf.Pdf) -> None:
    for part in pdf.objects:
        if isinstance(part, pikepdf.Dictionary) and part.get("/S") == "/Figure":
            del part["/Alt"]


def _no_font(pdf: pikepdf.Pdf) -> None:
    for part in pdf.objects:
        if isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/FontDescriptor":
            for key in {"/FontFile2", "/FontFile3"} & set(part.keys()):
                del part[key]


def _no_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


def _no_mark(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.contents_add(b"BT /F 12 Tf (x) Tj ET", prepend=True)


def _other_part(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as about:
        about["pdfaid:part"] = "2"


def _no_bookmarks(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Outlines"]


def _no_scope(pdf: pikepdf.Pdf) -> None:
    for part in elements(pdf):
        if part.S == "/TH":
            del part["/A"]


def _named(kind: str, other: str) -> Spoil:
    """Return what gives the first element of a kind another name."""

    def rename(pdf: pikepdf.Pdf) -> None:
        next(part for part in elements(pdf) if str(part.S) == kind).S = pikepdf.Name(other)

    return rename


def _short_row(pdf: pikepdf.Pdf) -> None:
    row = [part for part in elements(pdf) if part.S == "/TR"][1]
    row.K = pikepdf.Array(list(row.K)[:-1])


@pytest.mark.parametrize(
    ("spoil", "clause"),
    [
        (_no_bookmarks, "UA 7.17"),
        (_no_scope, "UA 7.5: header"),
        (_named("/H2", "/H5"), "UA 7.4.2"),
        (_named("/TD", "/P"), "UA 7.2: /TR holds"),
        (_short_row, "UA 7.5: a table with rows"),
        (_no_language, "UA 7.2"),
        (_no_alternative, "UA 7.3"),
        (_no_font, "A 6.2.11.4"),
        (_no_tags, "UA 7.1: no structure"),
        (_no_mark, "neither content nor artefact"),
        (_other_part, "A-2 6.8"),
    ],
)
def test_the_checks_see_what_is_missing(small: Path, spoil: Spoil, clause: str) -> None:
    """A check that never complains would prove nothing."""
    with pikepdf.open(small) as pdf:
        assert faults(pdf) == []
        spoil(pdf)
        assert any(clause in fault for fault in faults(pdf))


# -------------------------------------------------------------------------------- read back


def test_the_pdf_carries_the_document_byte_for_byte(report: Path, results: Results) -> None:
    """What is attached is what lies beside the reports."""
    with pikepdf.open(report) as pdf:
        assert pdf.attachments[ATTACHED].get_file().read_bytes() == results.assessment_json
    assert data_of_pdf(report) == json.loads(results.assessment_json)


def replaced(report: Path, tmp_path: Path, content: bytes, **more: Any) -> Path:
    """Return a copy whose attachment says something else."""
    path = tmp_path / "changed.pdf"
    with pikepdf.open(report) as pdf:
        pdf.attachments[ATTACHED] = pikepdf.AttachedFileSpec(pdf, content, filename=ATTACHED)
        pdf.save(path, **more)
    return path


def words(**changes: Any) -> bytes:
    """Return a document in few words."""
    return json.dumps({"format": "datamap.assessment", "version": 1, "sheet": {}} | changes).encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "pdf_broken"),
        (b"{", "pdf_data_broken"),
        (b"\xff\xfe", "pdf_data_broken"),
        (b"[" * 100_000, "pdf_data_broken"),
        (b"[]", "pdf_data_other"),
        (words(format="something"), "pdf_data_other"),
        (words(version="1"), "pdf_data_other"),
        (words(version=True), "pdf_data_other"),
        (words(version=2), "pdf_data_newer"),
        (words(sheet=[]), "pdf_data_broken"),
        (words(sheet=json.loads("[" * 60 + "]" * 60)), "pdf_data_other"),
    ],
)
def test_data_that_are_none_of_ours_are_refused(
    small: Path, tmp_path: Path, content: bytes, code: str
) -> None:
    """Whatever is attached, the answer is a problem with a next step in both languages."""
    with pytest.raises(BadInput) as caught:
        data_of_pdf(replaced(small, tmp_path, content))

    (problem,) = caught.value.problems
    assert problem.code == code
    assert all(problem.next_step.in_lang(lang) for lang in LANGS)


def test_a_pdf_that_unpacks_without_end_is_refused(small: Path, tmp_path: Path) -> None:
    """A few kilobytes that stand for gigabytes are not unpacked."""
    path = tmp_path / "bomb.pdf"
    with pikepdf.open(small) as pdf:
        spec = pikepdf.AttachedFileSpec(pdf, b"", filename=ATTACHED)
        pdf.attachments[ATTACHED] = spec
        stream = pdf.attachments[ATTACHED].get_file().obj
        stream.write(zlib.compress(b" " * (65 * 2**20)), filter=pikepdf.Name.FlateDecode)
        pdf.save(path)
    assert path.stat().st_size < 2**22
    with pytest.raises(BadInput) as caught:
        data_of_pdf(path)

    assert caught.value.problems[0].code == "pdf_data_large"


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_pdf_is_refused(small: Path, tmp_path: Path, password: str) -> None:
    """With and without a password to open it."""
    path = replaced(small, tmp_path, words(), encryption=pikepdf.Encryption(owner="o", user=password))
    with pytest.raises(BadInput) as caught:
        data_of_pdf(path)

    assert caught.value.problems[0].code == "pdf_encrypted"


@pytest.mark.parametrize("share", [0, 1, 4])
def test_a_damaged_pdf_is_a_problem(report: Path, tmp_path: Path, share: int) -> None:
    """A torn file gives a problem, never a part of the document."""
    path = tmp_path / "torn.pdf"
    path.write_bytes(report.read_bytes()[: len(report.read_bytes()) * share // 5])
    with pytest.raises(BadInput) as caught:
        data_of_pdf(path)

    assert caught.value.problems[0].code in {"pdf_broken", "pdf_without_data", "pdf_data_broken"}


def test_import_accounts_for_everything_and_overwrites_nothing(
    report: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sheet comes back as it was; a second time is refused; the sheet that counts is left alone."""
    call = ["import", "dpia", str(report), "--workbook", str(folder), "--lang", "en"]
    with pytest.raises(SystemExit) as first:
        main([*call, "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    written = folder / "records" / "assessment.imported.toml"
    before = written.read_bytes()
    with pytest.raises(SystemExit) as second:
        main(call)

    assert (first.value.code, second.value.code) == (0, 2)
    assert {one["state"] for one in told["results"]} == {"same"}
    assert "名簿の紛失 𠮷" in before.decode()
    assert written.read_bytes() == before
    assert (folder / "records" / "assessment.toml").read_text(encoding="utf-8") == SHEET
    assert read_workbook(folder).problems == read_workbook(folder).problems
    assert [one.code for one in read_workbook(folder).problems if "imported" in one.file] == []


@pytest.mark.parametrize(
    ("declared", "said"), [('name = "Bakery"', True), ('name = "THE GROCER"', False), ("", False)]
)
def test_the_assessment_of_another_organisation_is_told(
    small: Path, tmp_path: Path, run: Callable[..., tuple[int, str, str]], declared: str, *, said: bool
) -> None:
    """Two names that differ are said; without a name on one side nothing is claimed."""
    carried = words(organisation={"key": "grocer", "name": {"ja": "青果店", "en": "The grocer"}})
    (tmp_path / "records").mkdir()
    (tmp_path / "inventory.csv").write_text(TABLE, encoding="utf-8")
    sheet = f'[operator]\nkey = "shop"\n{declared}\n'
    (tmp_path / "records" / "organisation.toml").write_text(sheet, encoding="utf-8")
    pdf = replaced(small, tmp_path, carried)

    told = run("import", "dpia", pdf, "-w", tmp_path, "--lang", "en")[1]
    assert ("assessment of another organisation (The grocer)" in told) is said
