"""The word tables of this room: `datamap/notice/words/*.csv`, each read once and compiled."""

from __future__ import annotations

import csv
import io
import re
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


@cache
def cues(name: str, lang: Lang) -> tuple[Cue, ...]:
    """Return the patterns of `cues`, `sections` or `wording` in one language, in the order of the file."""
    flags = re.IGNORECASE if lang == "en" or name == "sections" else 0
    return tuple(
        Cue(row[_KEYS[name]], re.compile(row["pattern"], flags))
        for row in _rows(name)
        if row["lang"] == lang
    )


@cache
def recipient_classes(lang: Lang) -> tuple[Recipient, ...]:
    """Return the classes of recipients in one language."""
    flags = re.IGNORECASE if lang == "en" else 0
    edges = r"\b(?:{})\b" if lang == "en" else "(?:{})"
    return tuple(
        Recipient(
            row["key"],
            Text(ja=row["label_ja"], en=row["label_en"]),
            row["role"],
            re.compile(edges.format(row["pattern"]), flags),
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


_KEYS = {"cues": "claim", "sections": "section", "wording": "wording"}


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip().casefold() for part in cell.split(";") if part.strip())


def _rows(name: str) -> list[dict[str, str]]:
    file = files("datamap").joinpath("notice", "words", f"{name}.csv")
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
