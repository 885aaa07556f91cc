"""The word tables of this room: `datamap/notice/words/*.csv`, each read once and compiled."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from datamap.model import Lang, Text

_JA = re.compile("[ぁ-んァ-ヶ一-龥]")


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that speaks for a key: a claim, a section, a way of wording."""

    key: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Recipient:
    """A class of recipients without names, as notices write it."""

    key: str
    label: Text
    role: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way to write a key, and words next to it that make it something else."""

    list: str
    key: str
    words: str
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


def lang_of(words: str) -> Lang:
    """Return the language of a passage: Japanese if any kana or kanji stands in it."""
    return "ja" if _JA.search(words) else "en"


def levelled(text: str, lang: Lang) -> str:
    """Return a text as patterns want it: English in lower case, every character at its place.

    Patterns that need not mind case find their first letters several times as fast.
    """
    if lang == "ja":
        return text
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def cues(name: str, lang: Lang) -> tuple[Cue, ...]:
    """Return the patterns of one table and language, for `levelled` text, in the order of the file."""
    return tuple(
        Cue(row[_KEYS[name]], re.compile(row["pattern"])) for row in _rows(name) if row["lang"] == lang
    )


@cache
def recipient_classes(lang: Lang) -> tuple[Recipient, ...]:
    """Return the classes of recipients in one language."""
    edges = r"\b(?:{})\b" if lang == "en" else "(?:{})"
    return tuple(
        Recipient(
            row["key"],
            Text(ja=unicodedata.normalize("NFKC", row["label_ja"]), en=row["label_en"]),
            row["role"],
            re.compile(edges.format(row["pattern"])),
        )
        for row in _rows("recipients")
        if row["lang"] == lang
    )


@cache
def spellings() -> tuple[Spelling, ...]:
    """Return the ways to write keys that notices use beside labels and aliases of the vocabulary."""
    return tuple(
        Spelling(row["list"], row["key"], words, _split(row["not_before"]), _split(row["not_after"]))
        for row in _rows("spellings")
        for words in _split(row["spellings"])
    )


@cache
def ambiguous() -> frozenset[str]:
    """Return labels and aliases that mean something else too often in sentences to be looked for there."""
    return frozenset(row["words"] for row in _rows("ambiguous"))


@cache
def events() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the events from which a period runs, each with its pattern for both languages."""
    return tuple((row["event"], re.compile(row["pattern"], re.IGNORECASE)) for row in _rows("events"))


_KEYS = {"cues": "claim", "sections": "section", "content": "section", "wording": "wording"}


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip().casefold() for part in cell.split(";") if part.strip())


def _rows(name: str) -> list[dict[str, str]]:
    file = files("datamap").joinpath("notice", "words", f"{name}.csv")
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
