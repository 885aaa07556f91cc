"""Worksheets as files: a spreadsheet to fill in, and a PDF to print, sign and file."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from datamap import __version__
from datamap.analysis.worksheet import FILLED_IN, Worksheet
from datamap.inventory import Workbook
from datamap.model import Lang
from datamap.report.blocks import Block, Book, Section, column, form, notice, pairs, section, table, words
from datamap.report.context.cover import labels
from datamap.report.context.speech import SHORT_HASH, Speech
from datamap.report.pdf import render_pdf
from datamap.report.publish import publish, staging
from datamap.report.spreadsheets import Cell, Sheet, xlsx_bytes
from datamap.vocabulary import text

ACROSS = 9
"""Columns that fit across a page where a sheet does not say which."""

WIDE = frozenset(
    {"items", "items_possible", "to_ask", "because", "known_so_far", "counted", "applies", "keep"}
)
WIDE |= {"action", "remark", "answer", "content", "places", "purposes", "recipients", "ground", "subjects"}
"""Columns that need more room than others."""

NARROW = frozenset({*FILLED_IN[:2], "phase", "rank", "number", "line", "places_counted"})
"""Columns that need less."""


def write_worksheet(
    sheet: Worksheet, workbook: Workbook, *, as_of: date, lang: Lang, out_dir: Path
) -> list[Path]:
    """Write a worksheet as XLSX and PDF, both or neither; other files in the folder are left alone.

    Returns
    -------
    list of Path
        The files written, sorted.

    Raises
    ------
    FileExistsError
        If a file of that name is there and is another one: a person may have filled it in. Nothing is
        written then; `filename` lists them.
    """
    files = worksheet_files(sheet, workbook, as_of, lang)
    if there := [name for name, content in files.items() if _another(out_dir / name, content)]:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), ", ".join(there))
    with staging(out_dir) as stage:
        for name, content in files.items():
            (stage / name).write_bytes(content)
        return publish(stage, out_dir, None)


def _another(file: Path, content: bytes) -> bool:
    """Tell whether something else than this content lies where a file is to be written."""
    return file.exists() and not (file.is_file() and file.read_bytes() == content)


def worksheet_files(sheet: Worksheet, workbook: Workbook, as_of: date, lang: Lang) -> dict[str, bytes]:
    """Return a worksheet as files: `<name>.xlsx` and `<name>.pdf`; the same bytes for the same input."""
    speech = Speech(workbook, lang)
    organisation = speech.either(workbook.organisation.name) or speech.say("organisation_unnamed")
    whole = [_first_sheet(sheet, workbook, as_of, speech), *map(_sheet_of, _filled(sheet.in_lang(lang)))]
    title = sheet.title.in_lang(lang)
    made = xlsx_bytes(whole, title=title, author=organisation, as_of=as_of, lang=lang)
    return {
        f"{sheet.name}.xlsx": made,
        f"{sheet.name}.pdf": render_pdf(_book(sheet.in_lang(lang), workbook, as_of, speech), as_of),
    }


def _filled(sheet: Worksheet) -> Iterator[Worksheet]:
    """Yield the sheets that have a line; the first one always."""
    for part in sheet.sheets():
        if part is sheet or len(part):
            yield part


def _first_sheet(sheet: Worksheet, workbook: Workbook, as_of: date, speech: Speech) -> Sheet:
    """Return the sheet that says what this is and what it rests on."""
    rows: list[tuple[Cell, ...]] = [(label, value) for label, value in _told(sheet, workbook, as_of, speech)]
    rows += [(_said("worksheet_note", speech), note.in_lang(speech.lang)) for note in sheet.notes]
    heads = (sheet.title.in_lang(speech.lang), "")
    return Sheet("about", _said("worksheet_about", speech), heads, tuple(rows))


def _told(sheet: Worksheet, workbook: Workbook, as_of: date, speech: Speech) -> Iterator[tuple[str, str]]:
    yield _said("worksheet_result", speech), sheet.text(speech.lang)
    yield speech.say("as_of"), as_of.isoformat()
    yield speech.say("inputs"), f"{workbook.inventory.file}  {workbook.inventory.sha256}"
    yield speech.say("made_with"), f"datamap {__version__}"


def _sheet_of(sheet: Worksheet) -> Sheet:
    """Return a sheet with all its columns: labels as people read them, numbers as numbers."""
    worded = sheet.worded()
    columns = []
    for place, key in enumerate(sheet.table.columns):
        raw = sheet.table[key]
        numbers = pd.api.types.is_integer_dtype(raw)
        columns.append(raw.tolist() if numbers else worded.iloc[:, place].astype(str).tolist())
    rows = tuple(zip(*columns, strict=True))
    return Sheet(
        sheet.name, sheet.title.in_lang(sheet.lang), tuple(map(str, worded.columns)), rows, sheet.text()
    )


def _book(sheet: Worksheet, workbook: Workbook, as_of: date, speech: Speech) -> Book:
    organisation = speech.either(workbook.organisation.name) or speech.say("organisation_unnamed")
    notes = [note.in_lang(speech.lang) for note in sheet.notes]
    cover: list[Block] = [
        notice(speech.say("caution"), [*notes, speech.say("caution_not_advice")], tone="warn")
    ]
    cover.append(pairs(list(_told(sheet, workbook, as_of, speech))))
    return {
        "name": sheet.name,
        "lang": speech.lang,
        "title": _said(f"worksheet_{sheet.name}", speech),
        "kicker": organisation,
        "subtitle": sheet.title.in_lang(speech.lang),
        "organisation": organisation,
        "as_of": as_of.isoformat(),
        "hash": workbook.inventory.sha256[:SHORT_HASH],
        "version": __version__,
        "labels": labels(speech),
        "cover": cover,
        "sections": [
            *(_chapter(part, sheet) for part in sheet.chapters() if part is sheet or len(part)),
            _signatures(speech),
        ],
        "files": {},
    }


def _chapter(sheet: Worksheet, whole: Worksheet) -> Section:
    """Return one sheet of a whole as a chapter across the page, with the columns that fit."""
    title = sheet.title.in_lang(sheet.lang)
    blocks: list[Block] = [words(sheet.text())]
    if len(sheet):
        shown = list(sheet.paper or sheet.table.columns[:ACROSS])
        places = [list(sheet.table.columns).index(key) for key in shown]
        worded = sheet.worded(most=whole.folded).iloc[:, places]
        said = [str(head)[:1].upper() + str(head)[1:] for head in worded.columns]
        heads = [column(head, _share(key)) for head, key in zip(said, shown, strict=True)]
        rows = [list(map(str, row)) for row in worded.itertuples(index=False, name=None)]
        blocks.append(table(title, heads, rows, more=f"{whole.name}.xlsx"))
    return section(sheet.name.replace("_", "-"), title, blocks, wide=True)


def _share(key: str) -> float:
    """Return the share of the width that a column gets."""
    return 2.2 if key in WIDE else 0.8 if key in NARROW else 1.3


def _signatures(speech: Speech) -> Section:
    """Return the page on which those who worked on it put their names and dates."""
    fields = [
        (_said(key, speech), "", "")
        for key in ("worksheet_done_by", "worksheet_checked_by", "worksheet_told")
    ]
    return section(
        "signed", _said("worksheet_signed", speech), [form(_said("worksheet_signed", speech), fields)]
    )


def _said(key: str, speech: Speech) -> str:
    return speech.of(text("requests", key))
