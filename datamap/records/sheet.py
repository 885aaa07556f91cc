"""Typed reading of one TOML table: every getter notes what is wrong, `done` what nobody read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from datamap.model import EMPTY, Severity, Text
from datamap.records.page import Page, nearest_of
from datamap.records.values import is_duration, iso_date, likely_date, retention
from datamap.vocabulary import fold, text

_KEY = re.compile(r"[^\s;*+,][^;*+,]*")
_MANY = 30


class Sheet:
    """A TOML table with its key path; absent and blank values are *not recorded*.

    Parameters
    ----------
    page : the file the table belongs to. table : its content. path : its key path, "" for the file.
    """

    def __init__(self, page: Page, table: Mapping[str, Any], path: str = "") -> None:
        self.page = page
        self.path = path
        self._table = table
        self._asked: dict[str, None] = {}

    def at(self, key: str) -> str:
        """Return the key path of one of the table's keys."""
        return f"{self.path}.{key}" if self.path else key

    def has(self, key: str) -> bool:
        """Tell whether the key is written at all."""
        return key in self._table

    def _get(self, key: str, kinds: type | tuple[type, ...], expected: str) -> Any:
        """Return a value of the right type, or None; a wrong type is noted."""
        self._asked[key] = None
        value = self._table.get(key)
        # bool is a kind of int in Python, but true is no figure
        if value is None or (isinstance(value, kinds) and isinstance(value, bool) <= (kinds is bool)):
            return value
        words = text("records", f"record_expected.{expected}")
        self.page.wrong("wrong_type", self.at(key), value, expected=words, allowed=words)
        return None

    def raw(self, key: str) -> Any:
        """Return a value as written; the caller judges it."""
        self._asked[key] = None
        return self._table.get(key)

    def words(self, key: str) -> str:
        """Return a text, trimmed."""
        return str(self._get(key, str, "text") or "").strip()

    def figure(self, key: str) -> str:
        """Return a text or a whole number, as text."""
        value = self._get(key, (str, int), "text")
        return "" if value is None else str(value).strip()

    def number(self, key: str) -> int | None:
        """Return a whole number."""
        value: int | None = self._get(key, int, "number")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false; absent is false."""
        return bool(self._get(key, bool, "flag"))

    def said(self, key: str) -> Text:
        """Return a text in both languages: `{ja = …, en = …}`, or one text for both."""
        value = self._get(key, (str, dict), "said")
        if value is None:
            return EMPTY
        if isinstance(value, str):
            return Text.same(value.strip())
        inner = Sheet(self.page, value, self.at(key))
        found = Text(ja=inner.words("ja"), en=inner.words("en"))
        inner.done()
        if bool(found.ja) != bool(found.en):
            missing = "ja" if found.en else "en"
            self.page.wrong("one_language", self.at(key), severity=Severity.WARNING, missing=missing)
        return Text(ja=found.ja or found.en, en=found.en or found.ja)

    def id(self, key: str) -> str:
        """Return the required name of the table: no separators, no stars."""
        value = fold(self.words(key))
        if not value:
            if not self.has(key) or self._table[key] == "":
                self.page.wrong("missing_key", self.at(key), key=key)
        elif not _KEY.fullmatch(value) or value.startswith("-"):
            self.page.wrong("bad_key", self.at(key), value)
        return value

    def date(self, key: str) -> str:
        """Return an ISO 8601 date."""
        self._asked[key] = None
        value = self._table.get(key, "")
        if value == "":
            return ""
        found = iso_date(value)
        if found is None:
            self.page.wrong("bad_date", self.at(key), value, nearest=likely_date(value), allowed="2026-04-01")
        return found or ""

    def duration(self, key: str) -> str:
        """Return an ISO 8601 duration."""
        value = self.words(key)
        if value and not is_duration(value):
            self.page.wrong("bad_duration", self.at(key), value, allowed="P1Y, P6M, P30D")
            return ""
        return value

    def retention(self, key: str) -> str:
        """Return a retention period: duration, event, or event and duration."""
        value = self.words(key)
        found = retention(value, self.page.vocabulary) if value else ""
        if found is None:
            event, plus, _ = value.partition("+")
            states_a_length = not plus and any(letter.isdigit() for letter in event)
            near = None if states_a_length else self.page.vocabulary.nearest("retention_events", event)
            self.page.wrong(
                "bad_retention",
                self.at(key),
                value,
                nearest=near,
                allowed="P7Y, contract_end, contract_end+P1Y",
            )
        return found or ""

    def key(self, key: str, list_name: str, *, open_list: bool = False) -> str:
        """Return one key of a vocabulary list, from its key, label or alias."""
        value = fold(self.words(key))
        return self._word(value, list_name, self.at(key), open_list=open_list) if value else ""

    def keys(self, key: str, list_name: str, *, open_list: bool = False) -> tuple[str, ...]:
        """Return keys of a vocabulary list, in the order written."""
        return self.each(key, lambda word, at: self._word(word, list_name, at, open_list=open_list))

    def each(self, key: str, resolve: Callable[[str, str], str]) -> tuple[str, ...]:
        """Return a list of texts, each resolved with its key path; blanks and repeats are dropped."""
        found: dict[str, None] = {}
        for index, value in enumerate(self._get(key, list, "list") or ()):
            at = f"{self.at(key)}[{index}]"
            if not isinstance(value, str):
                words = text("records", "record_expected.text")
                self.page.wrong("wrong_type", at, value, expected=words, allowed=words)
            elif fold(value):
                found[resolve(fold(value), at)] = None
        return tuple(name for name in found if name)

    def _word(self, word: str, list_name: str, at: str, *, open_list: bool) -> str:
        vocabulary = self.page.vocabulary
        key = vocabulary.find(list_name, word)
        if key is not None:
            return key
        near = vocabulary.nearest(list_name, word)
        if open_list:
            self.page.wrong("new_word", at, word, severity=Severity.WARNING, nearest=near, list=list_name)
            return word
        known = [term.key for term in vocabulary.terms(list_name)]
        allowed = ", ".join(known) if len(known) <= _MANY else f"datamap/vocab/{list_name}.csv"
        self.page.wrong("unknown_word", at, word, nearest=near, allowed=allowed, list=list_name)
        return ""

    def severity(self, key: str, default: Severity) -> Severity:
        """Return how much something weighs; blank = the default."""
        written = self.words(key)
        if not written or written in list(Severity):
            return Severity(written) if written else default
        known = [severity.value for severity in Severity]
        near = nearest_of(written, known)
        self.page.wrong(
            "unknown_word", self.at(key), written, nearest=near, allowed=", ".join(known), list=key
        )
        return default

    def table(self, key: str) -> Sheet:
        """Return a table, empty if absent."""
        return Sheet(self.page, self._get(key, dict, "table") or {}, self.at(key))

    def tables(self, key: str) -> tuple[Sheet, ...]:
        """Return the tables of `[[key]]`, each with its path `key[n]`."""
        found = self._get(key, list, "tables") or ()
        if not all(isinstance(entry, dict) for entry in found):
            words = text("records", "record_expected.tables")
            self.page.wrong("wrong_type", self.at(key), found, expected=words, allowed=words)
            return ()
        return tuple(Sheet(self.page, entry, f"{self.at(key)}[{n}]") for n, entry in enumerate(found))

    def items(self) -> tuple[tuple[str, Any], ...]:
        """Return every key and value as written; the caller reads them all."""
        self._asked |= dict.fromkeys(self._table)
        return tuple(self._table.items())

    def done(self) -> None:
        """Note every key that nobody asked for: a misspelt key must not vanish in silence."""
        for key in self._table:
            if key not in self._asked:
                self.page.wrong(
                    "unknown_key",
                    self.at(key),
                    key,
                    nearest=nearest_of(key, self._asked),
                    allowed=", ".join(self._asked),
                )
