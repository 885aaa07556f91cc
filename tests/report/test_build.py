"""Building all reports: complete, the same every time, all or nothing, for any workbook."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from datamap.inventory import Workbook, read_inventory
from datamap.model import LANGS, Text
from datamap.report import REPORTS, build_reports, render_report
from datamap.report.context.books import data_map, impact_assessment
from datamap.report.context.results import compute
from datamap.report.pdf import render_pdf

REPOSITORY = Path(__file__).parents[2]


def test_every_report_is_there_in_both_languages(built: Path) -> None:
    """Page and PDF of each, DOCX where people go on, tables as CSV and XLSX, an index, in ja and en."""
    for lang in LANGS:
        names = {path.name for path in (built / lang).iterdir()}
        assert names >= {
            *(f"data-map.{kind}" for kind in ("html", "pdf")),
            *(f"impact-assessment.{kind}" for kind in ("docx", "html", "pdf")),
            *(f"audit.{kind}" for kind in ("docx", "html", "pdf", "xlsx")),
            "figures",
            "findings.json",
            "index.html",
            "tables",
            "tables.xlsx",
        }
        assert {path.suffix for path in (built / lang / "tables").iterdir()} == {".csv"}


def test_the_manifest_tells_what_was_made_from_what(built: Path, sample: Workbook) -> None:
    """Every file with its digest, every input with its digest, the day and the version."""
    manifest = json.loads((built / "manifest.json").read_text())
    made = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}

    assert manifest["inputs"] == sample.sha256
    assert manifest["as_of"] == "2026-11-22"
    assert set(manifest["files"]) == made - {"manifest.json"}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((built / name).read_bytes()).hexdigest() == digest


SCRIPT = """
import sys
from datetime import date
from pathlib import Path
from datamap.inventory import read_workbook
from datamap.report import build_reports
build_reports(read_workbook(sys.argv[1]), Path(sys.argv[2]), date(2026, 11, 22), langs=["ja"])
"""


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """Another process with another seed of Python's hashes writes the same files to the byte."""
    subprocess.run(
        [sys.executable, "-c", SCRIPT, str(REPOSITORY), str(tmp_path / "again")],
        env={"PYTHONHASHSEED": "12345", "PATH": ""},
        check=True,
    )

    again = json.loads((tmp_path / "again" / "manifest.json").read_text())["files"]
    before = json.loads((built / "manifest.json").read_text())["files"]
    assert again == {name: digest for name, digest in before.items() if not name.startswith("en/")}


@pytest.mark.parametrize("stop", [0, 1, 2])
def test_ctrl_c_leaves_the_old_reports_whole(stop: int, tmp_path: Path, as_of: date) -> None:
    """An interruption while the reports are made changes no file and leaves none behind."""
    book = Workbook.from_inventory(read_inventory(SMALL))
    out = tmp_path / "reports"
    (out / "ja").mkdir(parents=True)
    (out / "ja" / "index.html").write_text("old")

    def interrupt(_: Text, done: int, __: int) -> None:
        if done == stop:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_reports(book, out, as_of, progress=interrupt)

    assert {path.name for path in tmp_path.rglob("*")} == {"reports", "ja", "index.html"}
    assert (out / "ja" / "index.html").read_text() == "old"


def test_one_report_alone(tmp_path: Path, as_of: date) -> None:
    """A single report goes right into the folder named, beside whatever is there."""
    book = Workbook.from_inventory(read_inventory(SMALL))
    (tmp_path / "mine.txt").write_text("mine")
    written = render_report(book, name="data-map", lang="en", out_dir=tmp_path, as_of=as_of)

    assert [path.name for path in written] == [
        "data-map.html",
        "data-map.pdf",
        "completeness.svg",
        "flows.svg",
        "matrix.svg",
    ]
    assert not (tmp_path / "manifest.json").exists()
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_an_unknown_report_is_refused_with_those_there_are(tmp_path: Path, as_of: date) -> None:
    """The message names the reports that can be built."""
    book = Workbook.from_inventory(read_inventory(SMALL))

    with pytest.raises(ValueError, match="data-map, impact-assessment, audit, tables, data, explorer, index"):
        render_report(book, name="nothing", out_dir=tmp_path, as_of=as_of)


FOREIGN = (
    ("id", "activity", "kind", "items", "source", "recipient", "countries", "note"),
    ("A", "Payroll", "entrustment", "salary;bank_account", "HR department", "Lohn GmbH", "DE", "Ü"),
    ("B", "", "undetermined", "*", "us", "ไทย 한국 𠮷", "", "=1+1"),
    ("C", "<b>Bold</b>", "third_party", "all;-name", "us", '#panic() $x$ \\ *b* <l> "q"', "US", ""),
    ("D", "{{7*7}}", "collection", "all", "customer", "us", "JP", "</script>"),
)
"""A table of somebody else, with names that try to become something."""

SMALL = b"id,kind,items,source,recipient\nF1,third_party,name,us,inn\n"


def read_foreign() -> Workbook:
    """Return the foreign table as a workbook without records."""
    target = io.StringIO()
    csv.writer(target).writerows(FOREIGN)
    return Workbook.from_inventory(read_inventory(target.getvalue().encode()))


Told = list[tuple[Text, int, int]]


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory, as_of: date) -> tuple[Path, Told]:
    """The reports of the foreign table, and what was told while they were made."""
    out, told = tmp_path_factory.mktemp("foreign") / "reports", Told()
    build_reports(read_foreign(), out, as_of, progress=lambda *step: told.append(step))
    return out, told


@pytest.mark.parametrize("lang", LANGS)
def test_a_small_foreign_table_is_reported_as_it_is(lang: str, foreign: tuple[Path, Told]) -> None:
    """A table of somebody else, without records and with hostile names, gives every report in ja and en."""
    pages = {path.stem: path.read_text() for path in (foreign[0] / lang).glob("*.html")}

    assert set(pages) == {"data-map", "impact-assessment", "audit", "explorer", "index"}
    for name, page in pages.items():
        assert "<b>Bold</b>" not in page
        assert page.count("</script>") == (2 if name == "explorer" else 0)
        assert name == "index" or "{{7*7}}" in page


def test_progress_counts_every_piece_of_work(foreign: tuple[Path, Told]) -> None:
    """What is being done is said in both languages, counted up to the whole; data is made once for both."""
    told = foreign[1]
    whole = 1 + len(LANGS) * len(REPORTS) - 1

    assert [done for _, done, _ in told] == list(range(whole))
    assert {total for _, _, total in told} == {whole}
    assert all(step.ja and step.en for step, _, _ in told)


def test_an_inventory_without_rows_is_reported_too(tmp_path: Path, as_of: date) -> None:
    """One flow with only the required cells is enough for a whole report."""
    book = Workbook.from_inventory(read_inventory(b"id,kind,items,source,recipient\nF1,derivation,*,us,us\n"))

    assert build_reports(book, tmp_path / "r", as_of, langs=["ja"])


@pytest.mark.slow
def test_two_thousand_flows_stay_a_book(many_flows: Callable[[int], Workbook], as_of: date) -> None:
    """Long tables and series are cut on paper: the PDFs of 2,000 flows can still be printed."""
    results = compute(many_flows(2_000), as_of)
    for book in (data_map(results, "ja"), impact_assessment(results, "ja")):
        pages = render_pdf(book, as_of).count(b"/Type/Page/") or 0

        assert pages < 160
