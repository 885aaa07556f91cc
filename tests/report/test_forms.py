"""The assessment in the order of an outline: every section, its own numbers, data that can be read back."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from pdf_check import faults

from datamap.inventory import read_workbook
from datamap.report.context.books import assessment_form
from datamap.report.context.results import Results, compute
from datamap.report.editions import PAPER, edition
from datamap.report.forms import write_form
from datamap.report.machine.carried import data_of_pdf
from datamap.risk import outline_keys
from datamap.risk.outline import read_outline

DAY = date(2026, 11, 22)
SCHOOL = Path(__file__).parents[1] / "workbooks" / "language-school"


@pytest.fixture(scope="module")
def results() -> Results:
    """Everything about the made-up language school."""
    return compute(read_workbook(SCHOOL, lang="en"), DAY)


@pytest.mark.parametrize("key", outline_keys())
def test_a_form_has_every_section_under_its_own_number(results: Results, key: str) -> None:
    """Sections come in the order of the outline; no number of ours stands before theirs; none is skipped."""
    parts = edition(assessment_form(results, "en", key), PAPER)["sections"]
    wanted = [f"{one.number} {one.title.en}" for one in read_outline(key).sections]
    levels = [part["level"] for part in parts]

    assert [part["heading"] for part in parts if part["heading"] in wanted] == wanted
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert any(block["kind"] == "figure" for part in parts for block in part["blocks"])


def test_a_form_is_written_whole_and_can_be_read_back(tmp_path: Path) -> None:
    """Page, PDF, Word file and sheet of cells; the PDF is tagged and carries the assessment."""
    out = tmp_path / "form"
    written = write_form(read_workbook(SCHOOL, lang="en"), "ico", out, DAY, ["en"])
    names = {path.relative_to(out).as_posix() for path in written}
    stem = out / "en" / "impact-assessment-ico"

    assert {f"en/impact-assessment-ico.{form}" for form in ("html", "pdf", "docx", "xlsx")} <= names
    assert zipfile.ZipFile(io.BytesIO(stem.with_suffix(".docx").read_bytes())).testzip() is None
    assert data_of_pdf(stem.with_suffix(".pdf"))["sheet"] is not None
    with pikepdf.open(stem.with_suffix(".pdf")) as pdf:
        assert faults(pdf, pages=3) == []


def test_an_assessment_at_hand_is_not_made_again(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written from an assessment, the form has the same bytes as one computed anew; nothing is computed."""
    write_form(results.workbook, "cnil", tmp_path / "anew", DAY, ["en"])
    monkeypatch.setattr("datamap.report.forms.compute", lambda *_: pytest.fail("computed twice"))
    write_form(results.workbook, "cnil", tmp_path / "held", DAY, ["en"], assessment=results.assessment)

    def written(folder: str) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (tmp_path / folder).rglob("*.*")}

    assert written("anew") == written("held")


def test_a_form_says_each_thing_once_and_no_field_partly_that_is_empty(results: Results) -> None:
    """Rows that stand in an earlier field are named, not printed again; 0% is open; chapters run on."""
    parts = edition(assessment_form(results, "en", "edpb-1.0-consultation"), PAPER)["sections"]
    blocks = [block for part in parts for block in part["blocks"]]
    tables = [str(block["rows"]) for block in blocks if block["kind"] == "table"]
    captions = [block["caption"] for block in blocks if block["kind"] in {"table", "pairs"}]
    said = [row["value"]["text"] for block in blocks if block["kind"] == "pairs" for row in block["rows"]]

    assert len(tables) == len(set(tables))
    assert any(text.startswith("As in 0.3") for text in said)
    assert not [caption for caption in captions if "(0%)" in caption]
    assert sum(part["fresh"] for part in parts if part["level"] == 1) == 3
