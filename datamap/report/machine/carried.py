"""Data that a PDF carries: attached by the report, found again by name, read without trust."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import pikepdf

from datamap.model import BadInput, Lang, Problem, Severity
from datamap.report.machine.document import ASSESSMENT, ATTACHED, VERSION
from datamap.vocabulary import text

LARGEST = 64 * 2**20
"""Bytes of JSON that are read: a file of a few kilobytes may unpack to more than a machine holds."""

DEEPEST = 40
"""Levels of JSON that are read; ours has twelve."""


def data_of_pdf(path: Path, *, lang: Lang = "ja") -> dict[str, Any]:
    """Return the assessment that a PDF carries.

    Parameters
    ----------
    path : a report that datamap made. lang : language of the messages.

    Raises
    ------
    BadInput
        If the file is no PDF, is damaged or encrypted, carries no such data, or data that are
        damaged, of another sort or of a later version; the problem says which.
    """
    packed = _attachment(path, lang)
    try:
        found = json.loads(packed.decode("utf-8"))
        deep = _depth(found)
    except (ValueError, RecursionError) as error:
        raise _bad("pdf_data_broken", path, lang) from error
    if not isinstance(found, dict) or found.get("format") != ASSESSMENT or deep > DEEPEST:
        raise _bad("pdf_data_other", path, lang)
    version = found.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _bad("pdf_data_other", path, lang)
    if version > VERSION:
        raise _bad("pdf_data_newer", path, lang, version=version, known=VERSION)
    if not isinstance(found.get("sheet"), dict):
        raise _bad("pdf_data_broken", path, lang)
    return found


def _attachment(path: Path, lang: Lang) -> bytes:
    """Return the attached file, unpacked no further than `LARGEST`."""
    if not path.is_file():
        raise _bad("pdf_missing", path, lang)
    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                raise _bad("pdf_encrypted", path, lang)
            if ATTACHED not in pdf.attachments:
                raise _bad("pdf_without_data", path, lang, names=", ".join(sorted(pdf.attachments)) or "–")
            stream = pdf.attachments[ATTACHED].get_file().obj
            return _unpacked(stream, path, lang)
    except pikepdf.PasswordError as error:
        raise _bad("pdf_encrypted", path, lang) from error
    except (pikepdf.PdfError, zlib.error, OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, BadInput):
            raise
        raise _bad("pdf_broken", path, lang) from error


def _unpacked(stream: pikepdf.Object, path: Path, lang: Lang) -> bytes:
    """Return the bytes of a stream that is plain or packed once with Flate, as ours is."""
    packed = stream.read_raw_bytes()
    filters = stream.get("/Filter", None)
    names = [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters or "")]
    if names == [""]:
        found = packed
    elif names == ["/FlateDecode"] and "/DecodeParms" not in stream:
        machine = zlib.decompressobj()
        found = machine.decompress(packed, LARGEST + 1)
        if not machine.eof and len(found) <= LARGEST:
            raise _bad("pdf_broken", path, lang)
    else:
        raise _bad("pdf_broken", path, lang)
    if len(found) > LARGEST:
        raise _bad("pdf_data_large", path, lang, most=LARGEST // 2**20)
    return found


def _depth(value: Any) -> int:
    """Return how many levels a document has, without trusting them to be few."""
    deep, level = 0, [value]
    while level:
        deep += 1
        level = [
            part
            for one in level
            if isinstance(one, dict | list)
            for part in (one.values() if isinstance(one, dict) else one)
        ]
    return deep


def _bad(code: str, path: Path, lang: Lang, **values: object) -> BadInput:
    found = Problem(
        code=code,
        severity=Severity.ERROR,
        file=path.name,
        message=text("report", code, **values),
        next_step=text("report", f"{code}_next"),
    )
    return BadInput([found], lang)
