"""A file of any sort -> its sheets, or what is wrong with it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from datamap.exchange.archive import Archive, Unreadable
from datamap.exchange.grid import Book, Grid
from datamap.exchange.ods_reader import read_ods
from datamap.exchange.xlsx_reader import read_xlsx
from datamap.inventory.cells import LONGEST
from datamap.inventory.decoding import not_csv, recognise, without_mark
from datamap.model import BadInput, Lang, Problem
from datamap.vocabulary import problem

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 40


def open_book(data: bytes, file: str, lang: Lang = "ja") -> Book:
    """Return the sheets of a spreadsheet or CSV file.

    Parameters
    ----------
    data : the file. file : its name, which problems carry. lang : language in which errors speak.

    Raises
    ------
    BadInput
        If it is no spreadsheet, is encrypted, damaged, larger than a table can be, or empty.
    """
    try:
        book = _read(data, file)
    except Unreadable as error:
        raise BadInput([error.as_problem(file)], lang) from error
    if isinstance(book, Problem):
        raise BadInput([book], lang)
    if not any(sheet.rows for sheet in book.sheets):
        raise BadInput([problem("exchange_empty", severity="error", file=file)], lang)
    for sheet in book.sheets:
        _mark_cut(sheet)
    return book


def _read(data: bytes, file: str) -> Book | Problem:
    if data.startswith(_ZIP):
        archive = Archive(data)
        if archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return Book(file, "ods", tuple(read_ods(archive)))
        return Book(file, "xlsx", tuple(read_xlsx(archive)))
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Unreadable("exchange_encrypted")
        raise Unreadable("exchange_other_format", kind="Excel 97-2003 (.xls)")
    return _read_csv(data, file)


def _read_csv(data: bytes, file: str) -> Book | Problem:
    """Return a CSV file as a book of one sheet; UTF-16, which Excel calls Unicode text, is read too."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} and data[2:4] != b"\x00\x00":
        try:
            words = data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Unreadable("exchange_damaged", reason=error) from error
    else:
        wrong = not_csv(data, file)
        if wrong is not None:
            return problem("exchange_not_a_table", severity="error", file=file, kind="PDF") if (
                data.startswith(b"%PDF")
            ) else wrong  # fmt: skip
        body = without_mark(data)
        decoded = recognise(body, file)
        if decoded.problem is not None:
            return decoded.problem
        words = body.decode(decoded.encoding)
    grid = Grid(Path(file).stem)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=_delimiter(words))
    try:
        for number, cells in enumerate(reader, start=1):
            grid.add(number, cells)
    except csv.Error as error:
        raise Unreadable("exchange_damaged", reason=error) from error
    return Book(file, "csv", (grid,))


def _delimiter(words: str) -> str:
    """Return the delimiter that gives the widest rows most often; title lines above do not count."""
    lines = words.splitlines()[:_SAMPLE]

    def score(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        wide = [width for width in widths if width > 1]
        return (len(wide), max(wide, default=0))

    try:
        return max(_DELIMITERS, key=score)
    except csv.Error:
        return ","


def _mark_cut(sheet: Grid) -> None:
    """Note the cells that are exactly as long as a cell can be: the rest of them may be lost."""
    for number, cells in sheet.numbered():
        for column, value in enumerate(cells):
            if len(value) >= LONGEST - 1:
                sheet.odd[number, column] = "cut_cell"
