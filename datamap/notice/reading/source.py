"""Bytes of a notice -> numbered lines of text, or why they are no text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from datamap.model import BadInput, Problem
from datamap.notice.reading.web import looks_like_html, text_of_html
from datamap.vocabulary import problem

ENCODINGS = ("cp932", "euc_jp")
"""Tried, besides UTF-8; the one that gives more kana wins, since bytes of one often pass as the other."""

_WIDE = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_OTHER_FILES = {
    b"PK\x03\x04": "Word / Excel / ZIP",
    b"\xd0\xcf\x11\xe0": "Word / Excel (.doc, .xls)",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
}
_KANA = re.compile("[ぁ-んァ-ヶ]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_LEAST_CONTROL = 3
LARGEST = 16 << 20
"""Bytes; a notice is some kilobytes, and everything read is held in memory."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the file (from 1), as written, and folded (NFKC, trimmed)."""

    number: int
    raw: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, its encoding, and its lines."""

    lines: tuple[Line, ...]
    encoding: str
    html: bool = False


def read_source(data: bytes, file: str) -> Source:
    """Return the lines of a notice; plain text, Markdown or HTML.

    Parameters
    ----------
    data : UTF-8 with or without mark, UTF-16 with mark, CP932, EUC-JP or ISO-2022-JP.
    file : the name that problems carry.

    Raises
    ------
    BadInput
        For an empty file, another format, or bytes that are no text.
    """
    wrong = _no_text(data, file)
    if wrong:
        raise BadInput([wrong])
    content, encoding = _decode(data, file)
    html = looks_like_html(content)
    if html:
        rows = text_of_html(content)
    else:
        rows = [(number, row) for number, row in enumerate(_BREAKS.split(content), start=1)]
    lines = tuple(Line(number, row, folded(row)) for number, row in rows)
    if not any(line.text for line in lines):
        raise BadInput([problem("notice_empty", severity="error", file=file)])
    return Source(lines, encoding, html)


def folded(row: str) -> str:
    """Return a line as it is compared: NFKC, white space collapsed, trimmed.

    Examples
    --------
    >>> folded("　第１条　（目的） ")
    '第1条 (目的)'
    """
    return " ".join(unicodedata.normalize("NFKC", row.expandtabs(4)).split())


def _no_text(data: bytes, file: str) -> Problem | None:
    if not data.strip(b" \t\r\n\x0c\xef\xbb\xbf"):
        return problem("notice_empty", severity="error", file=file)
    if len(data) > LARGEST:
        return problem("notice_too_large", severity="error", file=file, size=LARGEST >> 20)
    for mark, name in _OTHER_FILES.items():
        if data.startswith(mark):
            return problem("notice_no_text", severity="error", file=file, kind=name)
    return None


def _decode(data: bytes, file: str) -> tuple[str, str]:
    for mark, name in _WIDE.items():
        if data.startswith(mark):
            return _checked(data, name, file)
    try:
        return _checked(data, "utf-8-sig", file)
    except UnicodeDecodeError:
        pass
    found = [(text, name) for name in ENCODINGS if (text := _tried(data, name)) is not None]
    if b"\x1b$" in data and (text := _tried(data, "iso2022_jp")) is not None:
        found.insert(0, (text, "iso2022_jp"))
    if not found:
        raise BadInput([problem("notice_no_text", severity="error", file=file, kind="–")])
    content, name = max(found, key=lambda pair: _kana(pair[0]))
    return _printable(content, name, file)


def _checked(data: bytes, name: str, file: str) -> tuple[str, str]:
    try:
        content = data.decode(name)
    except UnicodeDecodeError:
        if name == "utf-8-sig":
            raise
        raise BadInput([problem("notice_no_text", severity="error", file=file, kind=name)]) from None
    if name == "utf-8-sig" and "\x1b$" in content and (mail := _tried(data, "iso2022_jp")) is not None:
        return _printable(mail, "iso2022_jp", file)
    return _printable(content, name.removesuffix("-sig"), file)


def _printable(content: str, name: str, file: str) -> tuple[str, str]:
    """Refuse what holds control characters: bytes of another kind of file can pass as text."""
    odd = len(_CONTROL.findall(content))
    if odd > max(_LEAST_CONTROL, len(content) // 200):
        raise BadInput([problem("notice_no_text", severity="error", file=file, kind="–")])
    return _CONTROL.sub(" ", content), name


def _tried(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _kana(content: str) -> int:
    """Return how Japanese a text looks; half-width kana are what EUC-JP read as CP932 turns into."""
    return len(_KANA.findall(content)) - 2 * len(_HALF_KANA.findall(content))
