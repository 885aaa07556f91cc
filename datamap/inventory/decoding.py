"""Bytes of a file -> text, or why they are no text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from datamap.model import Problem
from datamap.vocabulary import problem

_WIDE = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
NO_CP932 = re.compile("[\x80\uf8f0-\uf8f3]")
"""What Python makes of bytes that Shift_JIS leaves undefined; such a file is of another encoding."""

_JAPANESE = re.compile(rb"[\x81-\x9f]")
_LONGEST_LINE = 1 << 20
_OTHER_FILES = {
    b"PK\x03\x04": "Excel (.xlsx) / ZIP",
    b"\xd0\xcf\x11\xe0": "Excel (.xls)",
    b"%PDF": "PDF",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The encoding of a file and, where it is no readable text, the problem."""

    encoding: str
    problem: Problem | None = None


def recognise(data: bytes, file: str) -> Decoded:
    """Return the encoding of a CSV file without byte order mark: UTF-8 or CP932.

    Bytes that are valid UTF-8 are UTF-8; the rest is tried as CP932, as Excel in Japan
    saves it. Everything else is an error that says where the first bad byte is.
    """
    try:
        _try(data, "utf-8")
    except UnicodeDecodeError as utf8:
        try:
            _try(data, "cp932")
        except UnicodeDecodeError as cp932:
            return Decoded("", _neither(data, utf8, cp932, file))
        return Decoded("cp932")
    return Decoded("utf-8")


def without_mark(data: bytes) -> bytes:
    """Return the file without the byte order mark of UTF-8 that Excel puts first."""
    return data.removeprefix(codecs.BOM_UTF8)


def first_line(data: bytes) -> str:
    """Return the first line as text, whatever the rest is; characters that cannot be read are marked."""
    ends = [at for at in (data.find(b"\n", 0, _LONGEST_LINE), data.find(b"\r", 0, _LONGEST_LINE)) if at >= 0]
    line = data[: min(ends, default=_LONGEST_LINE)]
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp932", errors="replace")


def _try(data: bytes, encoding: str) -> None:
    """Decode piece by piece, keeping nothing, so that a large file needs no second copy."""
    decoder = codecs.getincrementaldecoder(encoding)()
    step = 1 << 22
    done = 0
    for start in range(0, len(data), step):
        piece = data[start : start + step]
        try:
            text = decoder.decode(piece, final=start + step >= len(data))
        except UnicodeDecodeError as error:
            waiting = len(error.object) - len(piece)
            raise _bad_byte(encoding, data, start - waiting + error.start) from error
        odd = NO_CP932.search(text) if encoding == "cp932" else None
        if odd:
            raise _bad_byte(encoding, data, done + len(text[: odd.start()].encode(encoding)))
        done = start + step - len(decoder.getstate()[0])


def _bad_byte(encoding: str, data: bytes, at: int) -> UnicodeDecodeError:
    return UnicodeDecodeError(encoding, data[at : at + 1], 0, 1, str(at))


def doubt(data: bytes, file: str) -> tuple[Problem, ...]:
    """Return a warning where text read as CP932 holds none of the bytes of ordinary Japanese.

    Kana and the kanji of level 1 begin with 0x81 to 0x9F. Latin letters with accents, saved in
    another encoding, are read without an error as half-width kana and kanji of level 2.
    """
    if _JAPANESE.search(data):
        return ()
    return (problem("doubtful_encoding", severity="warning", file=file),)


def not_csv(data: bytes, file: str) -> Problem | None:
    """Return why a file can be no CSV at all: empty, of another format, or with NUL bytes."""
    if not data or data.isspace():
        return problem("empty_file", severity="error", file=file)
    for mark, name in (_WIDE | _OTHER_FILES).items():
        if data.startswith(mark):
            return problem("not_csv", severity="error", file=file, kind=name)
    at = data.find(b"\x00")
    if at >= 0:
        row = _line(data, at)
        if data[1:2] == b"\x00" or data[:1] == b"\x00":
            return problem("not_csv", severity="error", file=file, kind="UTF-16")
        return problem("nul_bytes", severity="error", file=file, row=row, count=data.count(b"\x00"), line=row)
    return None


def _neither(data: bytes, utf8: UnicodeDecodeError, cp932: UnicodeDecodeError, file: str) -> Problem:
    at = max(int(utf8.reason), int(cp932.reason))
    row = _line(data, at)
    return problem(
        "unknown_encoding", severity="error", file=file, row=row, line=row, value=f"0x{data[at]:02X}"
    )


def _line(data: bytes, at: int) -> int:
    """Return the physical line of a byte: all that can be said while rows cannot be told."""
    return data.count(b"\n", 0, at) + 1
