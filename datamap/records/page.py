"""One TOML file of `records/`: decoded, parsed, and able to say where something is wrong."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from datamap.model import EMPTY, Problem, Severity, Text
from datamap.records.lines import Lines
from datamap.vocabulary import Vocabulary, problem, text
from datamap.vocabulary.spelling import Neighbours, squash

_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_ENTRY = re.compile(r"(\w+)\[(\d+)\]\.?(.*?)(?:\[\d+\])?$")
_REASONS = (
    ("Expected '=' after a key", "equals"),
    ("Invalid value", "value"),
    ("Cannot overwrite a value", "twice"),
    ("Cannot declare", "twice"),
    ("Cannot mutate immutable", "twice"),
    ("Duplicate inline table key", "twice"),
    ("Unclosed array", "array"),
    ("Unclosed inline table", "table"),
    ("Unterminated string", "quote"),
    ("Expected \"'''\"", "quote"),
    ("Illegal character '\\n'", "quote"),
    ("Illegal character", "character"),
    ("Expected newline or end of document", "newline"),
    ("Invalid date or datetime", "date"),
)


@dataclass
class Page:
    """A file being read and the problems found so far.

    Attributes
    ----------
    file : name that problems carry. vocabulary : the lists its words come from.
    table : the parsed content; empty where it could not be parsed.
    readable : whether it could be parsed; what is not readable is not compared with the rest.
    """

    file: str
    vocabulary: Vocabulary
    table: dict[str, object] = field(default_factory=dict)
    readable: bool = True
    sha256: str = ""
    problems: list[Problem] = field(default_factory=list)
    lines: Lines = field(default_factory=lambda: Lines(""))

    def wrong(
        self,
        code: str,
        path: str | None = None,
        value: object = None,
        *,
        severity: Severity = Severity.ERROR,
        allowed: Text | str = EMPTY,
        nearest: str | None = None,
        line: int | None = None,
        **values: Any,
    ) -> None:
        """Note a problem at a key path."""
        at = self.lines.of(path) if line is None and path else line
        self.problems.append(
            problem(
                f"record_{code}",
                severity=severity,
                file=self.file,
                line=at,
                column=path,
                value=None if value is None else str(value),
                allowed=allowed,
                nearest=nearest,
                where=where(path or "", self.table),
                **values,
            )
        )


def read_page(path: Path, file: str, vocabulary: Vocabulary) -> Page:
    """Read a TOML file; a file that does not exist is an empty page."""
    page = Page(file, vocabulary)
    if not path.is_file():
        return page
    data = path.read_bytes()
    page.sha256 = hashlib.sha256(data).hexdigest()
    try:
        content = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        page.readable = False
        page.wrong("not_utf8", line=data.count(b"\n", 0, error.start) + 1)
        return page
    page.lines = Lines(content)
    try:
        page.table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        page.readable = False
        _note_syntax(page, str(error), content)
    return page


def _note_syntax(page: Page, message: str, content: str) -> None:
    """Say in both languages what the parser found, and where."""
    at = _AT.search(message)
    line = int(at[1]) if at and at[1] else content.count("\n") + 1
    reason = next((key for start, key in _REASONS if message.startswith(start)), "other")
    page.wrong("bad_toml", line=line, at=line, reason=text("records", f"record_reason.{reason}"))


def where(path: str, table: Mapping[str, Any] = MappingProxyType({})) -> Text:
    """Return a key path as a person would say it: an entry by its id or key, else counted from one.

    Examples
    --------
    >>> where("clause[2].items[0]").ja, where("clause[2].items[0]").en
    ('[[clause]] の3番目の items', 'items of the 3rd [[clause]]')
    >>> where("clause[0].items", {"clause": [{"id": "J1"}]}).ja
    '[[clause]] の J1 の items'
    """
    head = _ENTRY.match(path)
    if head is None:
        return Text.same(path)
    at, rest = int(head[2]), head[3]
    form = "key" if rest else "entry"
    named = _name_of(table.get(head[1]), at)
    if named:
        return text("records", f"record_where.{form}_named", key=rest, name=head[1], named=named)
    entry = {"name": head[1], "nth": at + 1, "ordinal": _ordinal(at + 1)}
    return text("records", f"record_where.{form}", key=rest, **entry)


def _name_of(entries: Any, at: int) -> str:
    """Return what an entry is called by, "" if it has no id or key, or its table is none."""
    entry = entries[at] if isinstance(entries, list) and at < len(entries) else None
    named = (entry.get("id") or entry.get("key")) if isinstance(entry, dict) else None
    return named if isinstance(named, str) and named.isprintable() else ""


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def nearest_of(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that somebody probably meant, or None."""
    return Neighbours({squash(name): name for name in known}).nearest(word)
