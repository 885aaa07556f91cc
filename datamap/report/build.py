"""Builds the reports of a workbook: computed once, written beside the target, put in place together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from datamap import __version__
from datamap.inventory import Workbook
from datamap.model import LANGS, Lang, Text
from datamap.report.blocks import Book
from datamap.report.context.audit.registers import audit_sheets
from datamap.report.context.books import audit, data_map, impact_assessment
from datamap.report.context.index import index_page
from datamap.report.context.results import Results, compute
from datamap.report.context.sheets import sheets
from datamap.report.context.speech import Speech
from datamap.report.context.wish import Wish
from datamap.report.docx import render_docx
from datamap.report.explorer import MOST_FLOWS, explorer_page
from datamap.report.html import draw_page, render_html
from datamap.report.machine import ATTACHED, json_bytes, workbook_data
from datamap.report.pdf import render_pdf
from datamap.report.publish import publish, staging
from datamap.report.spreadsheets import csv_bytes, xlsx_bytes
from datamap.rules import finding_record
from datamap.vocabulary import text

Progress = Callable[[Text, int, int], None]
"""Called before each piece of work: what it is, how many are done, how many there are."""

REPORTS = ("data-map", "impact-assessment", "audit", "tables", "data", "explorer", "index")
"""What can be built, in this order."""

NEUTRAL = frozenset({"data"})
"""What speaks both languages at once, and is made once."""

EDITABLE = frozenset({"impact-assessment", "audit"})
"""Reports that people go on writing in: they come as a Word file too."""

Piece = tuple[Text, Callable[[], dict[str, bytes]]]


def build_reports(
    workbook: Workbook,
    out_dir: Path,
    as_of: date,
    langs: Sequence[Lang] = LANGS,
    progress: Progress | None = None,
    *,
    wish: Wish | None = None,
    names: Sequence[str] = REPORTS,
) -> list[Path]:
    """Build every report of a workbook, or leave the old ones as they are.

    Parameters
    ----------
    workbook
        What to report on.
    out_dir
        Folder for `ja/` and `en/`; files in it that we did not make are left alone.
    as_of
        The day whose law is used and whose flows run.
    langs
        Languages to build.
    progress
        Called before each piece of work with its name, the number done and the number in all.
    wish
        What was asked for beyond that: the state of the last audit, outlines, ranges.
    names
        Which of `REPORTS` are built. With some of them only, no manifest is written, and nothing
        that was built before is taken away.

    Returns
    -------
    list of Path
        The files written, `manifest.json` first.

    Raises
    ------
    ValueError
        If a name is none of `REPORTS`.
    BadInput
        If the records or a law file cannot be read. Whatever is raised, Ctrl-C included, the
        reports that were there before are still whole.
    """
    _known(names)
    work = _Work(workbook, out_dir, as_of, wish, progress)
    return _build(work, names, langs, manifest=set(names) >= set(REPORTS))


def render_report(
    workbook: Workbook,
    *,
    name: str,
    lang: Lang = "ja",
    out_dir: Path,
    as_of: date,
    progress: Progress | None = None,
    wish: Wish | None = None,
) -> list[Path]:
    """Build one report in one language; see `build_reports`.

    Parameters
    ----------
    name
        One of `REPORTS`: `data-map`, `impact-assessment`, `audit`, `tables`, `data`, `explorer`,
        `index`.
    out_dir
        The files go right into this folder; others in it are left alone, and so is a manifest.

    Returns
    -------
    list of Path
        The files written, sorted.

    Raises
    ------
    ValueError
        If there is no such report.
    BadInput
        If the records or a law file cannot be read.
    """
    _known([name])
    return _build(_Work(workbook, out_dir, as_of, wish, progress), [name], [lang], alone=True)


def _known(names: Iterable[str]) -> None:
    for name in names:
        if name not in REPORTS:
            message = f"{name}: no such report; reports: {', '.join(REPORTS)}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is built from what, where to, and who is told."""

    workbook: Workbook
    out_dir: Path
    as_of: date
    wish: Wish | None
    progress: Progress | None


def _build(
    work: _Work, names: Sequence[str], langs: Sequence[Lang], *, alone: bool = False, manifest: bool = False
) -> list[Path]:
    """Compute once, write every piece into a folder beside the target, then publish."""
    tell = work.progress or (lambda *_: None)
    wanted = [(name, lang) for lang in langs for name in names if name not in NEUTRAL or lang == langs[0]]
    total = 1 + len(wanted)
    tell(text("report", "progress_compute"), 0, total)
    results = compute(work.workbook, work.as_of, work.wish)
    with staging(work.out_dir) as stage:
        for number, (label, make) in enumerate(_pieces(results, wanted), start=1):
            tell(label, number, total)
            for file, content in make().items():
                target = stage / (file.partition("/")[2] if alone else file)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        return publish(stage, work.out_dir, _about(results) if manifest else None)


def _pieces(results: Results, wanted: Iterable[tuple[str, Lang]]) -> Iterable[Piece]:
    """Yield each report in each language as work still to be done."""
    makers: dict[str, Callable[[Results, Lang], dict[str, bytes]]] = {
        "data-map": partial(_book, make=data_map),
        "impact-assessment": partial(_book, make=impact_assessment),
        "audit": _audit,
        "tables": _tables,
        "data": _data,
        "explorer": _explorer,
        "index": _index,
    }
    for name, lang in wanted:
        label = text(
            "report",
            "progress_report",
            name=text("report", f"title_{name}"),
            lang=text("report", "lang_both" if name in NEUTRAL else f"lang_{lang}"),
        )
        yield label, partial(makers[name], results, lang)


def _book(results: Results, lang: Lang, make: Callable[[Results, Lang], Book]) -> dict[str, bytes]:
    """Return a report as page and PDF, as a Word file where people go on with it, and its drawings."""
    book = make(results, lang)
    stem = f"{lang}/{book['name']}"
    files = {f"{stem}.html": render_html(book), f"{stem}.pdf": render_pdf(book, results.as_of)}
    if book["name"] in EDITABLE:
        files[f"{stem}.docx"] = render_docx(book, results.as_of)
    return files | {f"{lang}/figures/{name}": drawing for name, drawing in book["files"].items()}


def _audit(results: Results, lang: Lang) -> dict[str, bytes]:
    """Return the audit report, its registers as one workbook, and the findings for the next audit."""
    speech = Speech(results.workbook, lang)
    made = audit_sheets(results, speech)
    author = speech.either(results.workbook.organisation.name)
    whole = xlsx_bytes(made, title=speech.say("title_audit"), author=author, as_of=results.as_of, lang=lang)
    kept = {f"{lang}/audit.xlsx": whole, f"{lang}/findings.json": kept_findings(results, lang)}
    return _book(results, lang, audit) | kept


def kept_findings(results: Results, lang: Lang) -> bytes:
    """Return the findings as JSON, as `datamap check` prints them: what the next audit is held against."""
    head = {
        "datamap": __version__,
        "as_of": results.as_of.isoformat(),
        "inventory_sha256": results.workbook.inventory.sha256,
        "results": [finding_record(one, lang) for one in results.findings.findings],
    }
    return (json.dumps(head, ensure_ascii=False, indent=1) + "\n").encode()


def _tables(results: Results, lang: Lang) -> dict[str, bytes]:
    """Return every table as CSV and all of them as one workbook."""
    speech = Speech(results.workbook, lang)
    made = results.once(sheets, speech)
    author = speech.either(results.workbook.organisation.name)
    whole = xlsx_bytes(made, title=speech.say("title_tables"), author=author, as_of=results.as_of, lang=lang)
    return {f"{lang}/tables.xlsx": whole} | {f"{lang}/tables/{one.name}.csv": csv_bytes(one) for one in made}


def _data(results: Results, _: Lang) -> dict[str, bytes]:
    """Return the workbook and its assessment as JSON, in both languages at once."""
    return {
        "data/workbook.json": json_bytes(workbook_data(results)),
        f"data/{ATTACHED}": results.assessment_json,
    }


def _explorer(results: Results, lang: Lang) -> dict[str, bytes]:
    """Return the live flow diagram; nothing where the map is too large for a page."""
    if len(results.workbook.inventory) > MOST_FLOWS:
        return {}
    former = results.wish.former
    page = explorer_page(
        results.workbook,
        as_of=results.as_of,
        lang=lang,
        findings=results.findings,
        before=former.workbook if former else None,
        beside=True,
    )
    return {f"{lang}/explorer.html": page}


def _index(results: Results, lang: Lang) -> dict[str, bytes]:
    """Return the page that links all reports of a language."""
    return {
        f"{lang}/index.html": draw_page(
            "index.html.j2", index_page(results, Speech(results.workbook, lang)), {}
        )
    }


def _about(results: Results) -> dict[str, Any]:
    """Return what the manifest says of the inputs."""
    return {
        "datamap": __version__,
        "as_of": results.as_of.isoformat(),
        "inputs": dict(sorted(results.workbook.sha256.items())),
        "input_sha256": results.input_hash,
    }
