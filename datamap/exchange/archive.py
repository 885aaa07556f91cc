"""Parts of a zipped document, taken out only as far as they are of a reasonable size."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any
from xml.parsers import expat

from datamap.model import Problem
from datamap.vocabulary import problem

LARGEST = 1 << 30
"""Bytes of one part, unpacked, beyond which a file is refused."""

DENSEST, WORTH_A_LOOK = 500, 1 << 26
"""A part above `WORTH_A_LOOK` bytes that was packed to less than a `DENSEST`th of its size is a bomb."""

PARTS = 10_000


class Unreadable(Exception):
    """A document cannot be read; `code` is that of the problem to tell."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self._values = values

    def as_problem(self, file: str) -> Problem:
        """Return what is wrong, as a problem of a file."""
        return problem(self.code, severity="error", file=file, **self._values)


class Archive:
    """A zip file whose parts are read under watch.

    Raises
    ------
    Unreadable
        If it is no sound zip, is encrypted, or unpacks to more than a table can need.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Unreadable("exchange_damaged", reason=error) from error
        self.names = {info.filename: info for info in self._zip.infolist()}
        if len(self.names) > PARTS:
            raise Unreadable("exchange_too_large", part="*")
        if any(info.flag_bits & 1 for info in self.names.values()):
            raise Unreadable("exchange_encrypted")

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """Return a whole part; a part that is absent is empty."""
        if name not in self.names:
            return b""
        with self.open(name) as part:
            return part.read()

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open a part for reading piece by piece."""
        info = self.names[name]
        dense = info.file_size > WORTH_A_LOOK and info.file_size > DENSEST * max(info.compress_size, 1)
        if info.file_size > LARGEST or dense:
            raise Unreadable("exchange_too_large", part=name)
        try:
            # zipfile stops at the size the directory states, so that a part cannot be larger than it says
            with self._zip.open(info) as part:
                yield part
        except (zipfile.BadZipFile, EOFError, OSError, RuntimeError) as error:
            raise Unreadable("exchange_damaged", reason=error) from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise Unreadable("exchange_damaged", reason=error) from error
            raise


def parser() -> expat.XMLParserType:
    """Return an XML parser without name spaces that refuses documents with entities of their own."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.buffer_size = 1 << 16

    def refuse(*_: object) -> None:
        raise Unreadable("exchange_damaged", reason="DOCTYPE")

    made.StartDoctypeDeclHandler = refuse
    return made


def feed(archive: Archive, name: str, reader: expat.XMLParserType) -> None:
    """Run a parser over a part.

    Raises
    ------
    Unreadable
        If the part is no sound XML.
    """
    with archive.open(name) as part:
        try:
            reader.ParseFile(part)
        except expat.ExpatError as error:
            raise Unreadable("exchange_damaged", reason=f"{name}: {error}") from error
