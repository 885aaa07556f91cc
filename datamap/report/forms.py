"""Writes the assessment in the order of an outline: page, PDF with its data, Word file, sheet of cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from datamap.inventory import Workbook
from datamap.model import LANGS, Lang
from datamap.report.build import Progress
from datamap.report.context.books import assessment_form
from datamap.report.context.outlines import outline_sheet
from datamap.report.context.results import Results, compute, results_of
from datamap.report.context.speech import Speech
from datamap.report.docx import render_docx
from datamap.report.html import render_html
from datamap.report.pdf import render_pdf
from datamap.report.publish import publish, staging
from datamap.report.spreadsheets import xlsx_bytes
from datamap.risk import Assessment
from datamap.vocabulary import text


def write_form(
    workbook: Workbook,
    key: str,
    out_dir: Path,
    as_of: date,
    langs: Sequence[Lang] = LANGS,
    progress: Progress | None = None,
    *,
    assessment: Assessment | None = None,
) -> list[Path]:
    """Write the assessment in the order of an outline, or leave what was there as it is.

    Parameters
    ----------
    key : one of `risk.outline_keys()`.
    out_dir : folder for `ja/` and `en/`; files in it that are not ours are left alone.
    as_of : the day whose law is used and whose flows run.
    assessment : of this workbook and day, where it is at hand: it is not made again.

    Returns
    -------
    list of Path
        The files written, sorted: HTML, PDF (carries the data of the assessment), DOCX and XLSX a language.

    Raises
    ------
    KeyError
        If there is no such outline.
    BadInput
        If the records or a law file cannot be read.
    """
    tell = progress or (lambda *_: None)
    tell(text("report", "progress_compute"), 0, 1 + len(langs))
    results = results_of(assessment) if assessment else compute(workbook, as_of)
    with staging(out_dir) as stage:
        for number, lang in enumerate(langs, start=1):
            name = text("report", "title_impact-assessment")
            said = text("report", "progress_report", name=name, lang=text("report", f"lang_{lang}"))
            tell(said, number, 1 + len(langs))
            for file, content in _files(results, key, lang).items():
                target = stage / file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        return publish(stage, out_dir, None)


def _files(results: Results, key: str, lang: Lang) -> dict[str, bytes]:
    """Return every form of the report in one language, with its drawings."""
    book, speech, day = assessment_form(results, lang, key), Speech(results.workbook, lang), results.as_of
    stem = f"{lang}/{book['name']}"
    sheet = outline_sheet(results.assessment.outline(key), speech)
    files = {
        f"{stem}.html": render_html(book),
        f"{stem}.pdf": render_pdf(book, day),
        f"{stem}.docx": render_docx(book, day),
        f"{stem}.xlsx": xlsx_bytes(
            [sheet], title=book["title"], author=book["organisation"], as_of=day, lang=lang
        ),
    }
    return files | {f"{lang}/figures/{name}": drawing for name, drawing in book["files"].items()}
