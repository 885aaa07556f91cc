"""Reading law files strictly: every key known, every text in two languages, every date a date."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from datamap.model import EMPTY, LANGS, Problem, Severity, Text
from datamap.vocabulary import text

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(slots=True)
class Fields:
    """One table of a law file, read key by key; what is wrong is gathered, not raised.

    Attributes
    ----------
    file : path shown to people. table : the TOML table. path : where it stands in the file.
    problems : list that all tables of one reading share.
    """

    file: str
    table: Mapping[str, Any]
    path: str = ""
    problems: list[Problem] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def refuse(self, code: str, key: str, value: object = "", known: Iterable[str] = ()) -> None:
        """Note one mistake: its code, its key path, what stands there and what may stand there."""
        names = sorted(known)
        near = difflib.get_close_matches(str(value), names, n=1)
        self.problems.append(
            Problem(
                code=code,
                severity=Severity.ERROR,
                file=self.file,
                column=self._at(key),
                value=str(value),
                message=text("rules", f"problem_{code}", key=self._at(key), value=value),
                next_step=text("rules", f"problem_{code}_next"),
                allowed=Text.same(", ".join(names)) if names else EMPTY,
                nearest=near[0] if near else None,
            )
        )

    def word(self, key: str, *, default: str | None = None) -> str:
        """Take a string; without a default it must be there."""
        value = self._take(key)
        if isinstance(value, str) and (value or default is not None):
            return value
        if value is None and default is not None:
            return default
        self.refuse("missing_key" if value is None else "not_a_string", key, value)
        return ""

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """Take one value of a closed list."""
        known = [member.value for member in kind]
        value = self.word(key, default=default.value if default else None)
        if value in known:
            return kind(value)
        self.refuse("unknown_value", key, value, known)
        return next(iter(kind))

    def one_of(self, key: str, known: Collection[str], *, default: str | None = None) -> str:
        """Take one word of a closed list."""
        value = self.word(key, default=default)
        if value not in known and value != default:
            self.refuse("unknown_value", key, value, known)
        return value

    def words(self, key: str, *, known: Mapping[str, str] | None = None, kind: str = "") -> tuple[str, ...]:
        """Take a list of fact names, each perhaps behind a `!`; known maps a name to its sort of thing."""
        value = self._take(key)
        entries = [] if value is None else value
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            self.refuse("not_a_list", key, value)
            return ()
        if known is not None:
            for entry in entries:
                self._check_fact(key, entry.removeprefix("!"), known, kind)
        return tuple(entries)

    def said(self, key: str, *, required: bool = True) -> Text:
        """Take a text that stands in every language."""
        value = self._take(key)
        if value is None and not required:
            return EMPTY
        if not isinstance(value, dict):
            self.refuse("missing_key", key)
            return EMPTY
        inner = Fields(self.file, value, self._at(key), self.problems)
        words = {lang: inner.language(lang) for lang in LANGS}
        inner.done()
        return Text(**words)

    def language(self, lang: str) -> str:
        """Take the wording in one language, which must be there and say something."""
        value = self._take(lang)
        if isinstance(value, str) and value.strip():
            return value
        self.refuse("missing_language", lang, value or "")
        return ""

    def day(self, key: str) -> date | None:
        """Take a TOML date; None = not recorded."""
        value = self._take(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.refuse("bad_date", key, value)
        return None

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Take true or false."""
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.refuse("not_true_or_false", key, value)
        return default

    def tables(self, key: str) -> list[Fields]:
        """Take an array of tables."""
        value = self._take(key)
        entries = [] if value is None else value
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.refuse("not_a_table", key, value)
            return []
        return [
            Fields(self.file, entry, f"{self._at(key)}[{number}]", self.problems)
            for number, entry in enumerate(entries, start=1)
        ]

    def raw(self, key: str) -> Any:
        """Take a value as it stands, or None."""
        return self._take(key)

    def done(self) -> None:
        """Refuse every key that nobody took."""
        for key in self.table:
            if key not in self._taken:
                self.refuse("unknown_key", key, key, self._taken)

    def _take(self, key: str) -> Any:
        self._taken.add(key)
        return self.table.get(key)

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _check_fact(self, key: str, name: str, known: Mapping[str, str], kind: str) -> None:
        if name not in known:
            self.refuse("unknown_fact", key, name, [n for n, k in known.items() if not kind or k == kind])
        elif kind and known[name] != kind:
            self.refuse("fact_of_other_kind", key, name, [n for n, k in known.items() if k == kind])
