"""Draws a report as a tagged PDF with typst; what users wrote goes in as data, never as markup."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pikepdf
import typst

from datamap.figures.fonts import font_paths
from datamap.model import Lang
from datamap.report.blocks import Book, cell, column, section, table, words
from datamap.report.editions import PAPER, Medium, edition
from datamap.report.glyphs import printable
from datamap.report.looks import LOOKS
from datamap.vocabulary import text

STANDARDS = ["a-2a", "ua-1"]
"""PDF/A-2a (ISO 19005-2, accessible) and PDF/UA-1 (ISO 14289-1)."""

CARRYING = ["a-3a", "ua-1"]
"""PDF/A-3a (ISO 19005-3): the same with files attached, which PDF/A-2 allows for PDF/A files only."""

TEMPLATE = Path(__file__).parent / "templates" / "book.typ"


def render_pdf(book: Book, as_of: date, medium: Medium = PAPER) -> bytes:
    """Return the report as a PDF, built to PDF/A-2a (3a where it carries data) and PDF/UA-1.

    Characters that no typeface of the package has are printed as 〓 and listed, with the
    place where they stand, in a last chapter: the standards refuse a file with missing glyphs.

    Parameters
    ----------
    as_of
        The date in the document's metadata: the clock is never read.
    medium
        How much of long tables and texts the file carries.

    Raises
    ------
    typst.TypstError if the template fails; a report is never printed in part.
    """
    shown = edition(book, medium)
    missing: dict[str, str] = {}
    kept = {key: value for key, value in shown.items() if key not in {"files", "carries"}}
    content = {key: _printable(value, "", missing) for key, value in kept.items()}
    if missing:
        content["sections"].append(_missing_chapter(missing, book["lang"]))
    content["looks"] = LOOKS
    carried: Mapping[str, bytes] = book.get("carries", {})
    about = text("report", "carried").in_lang(book["lang"])
    content["carries"] = [{"file": name, "about": about} for name in sorted(carried)]
    sources = {
        "main": TEMPLATE.read_bytes(),
        "book.json": json.dumps(content, ensure_ascii=False, sort_keys=True).encode(),
        **book["files"],
        **carried,
    }
    made: bytes = typst.compile(
        sources,  # type: ignore[call-overload]  # a dictionary of files is taken, the stubs do not say so
        format="pdf",
        font_paths=[next(iter(font_paths().values())).parent],
        ignore_system_fonts=True,
        pdf_standards=CARRYING if carried else STANDARDS,
        timestamp=datetime.combine(as_of, time(), UTC),
    )
    return _dense(made)


def _dense(made: bytes) -> bytes:
    """Return the same PDF with its objects packed together (ISO 32000-1, 7.5.7): tags weigh as much as text.

    Its identifier comes from its content, so the same report gives the same bytes.
    """
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as opened:
        opened.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()


def _printable(value: Any, place: str, missing: dict[str, str]) -> Any:
    """Return a copy that the typefaces can show; note what they cannot, and where it first stood."""
    if isinstance(value, str):
        kept, lost = printable(value)
        for character in lost:
            missing.setdefault(character, place)
        return kept
    if isinstance(value, Mapping):
        here = str(value.get("heading") or "") or place
        ids = ("id", "to", "kind", "file", "tone")
        return {key: part if key in ids else _printable(part, here, missing) for key, part in value.items()}
    return [_printable(part, place, missing) for part in value] if isinstance(value, list) else value


def _missing_chapter(missing: Mapping[str, str], lang: Lang) -> dict[str, Any]:
    """List the characters that could not be printed."""

    def said(key: str) -> str:
        return text("report", key).in_lang(lang)

    rows = [[f"U+{ord(lost):04X}", place or said("cover")] for lost, place in sorted(missing.items())]
    heads = [column(said("character_code"), 1), column(said("first_place"), 4)]
    blocks = [words(said("missing_glyphs_about")), table(said("missing_glyphs"), heads, rows)]
    part = section("missing-glyphs", said("missing_glyphs"), blocks)
    part["runs_on"] = False
    blocks[1] |= {"quiet": True, "whole": False}
    for row in blocks[1]["rows"]:
        row["long"] = False
        row["cells"] = [cell(printable(one["text"])[0]) for one in row["cells"]]
    return {**part, "heading": part["title"]}
