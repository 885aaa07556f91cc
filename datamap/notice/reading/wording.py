"""Vague and open wording: which words, in which line, which guideline names them, what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from datamap.notice.reading.outline import Passage
from datamap.notice.reading.tables import cues, lang_of
from datamap.vocabulary import read_vocabulary

LIST = "wording"
"""The list of `datamap/vocab/` that labels ways of wording, with advice and guideline."""

_MOST = 24


@dataclass(frozen=True, slots=True)
class Vague:
    """One place: the key of `vocab/wording.csv`, the line, the words themselves, their place in the passage."""

    key: str
    line: int
    words: str
    start: int
    end: int

    @property
    def guideline(self) -> str:
        """The guideline or article that names such wording; "" where none is known to."""
        term = read_vocabulary().get(LIST, self.key)
        return (term.appi or (f"GDPR {term.gdpr}" if term.gdpr else "")) if term else ""

    @property
    def verified(self) -> bool:
        """Whether that guideline was read."""
        return "verified" in read_vocabulary().flags(LIST, self.key)


def vague_words(passage: Passage) -> list[Vague]:
    """Return the vague and open words of a passage, in order.

    Examples
    --------
    >>> [one.key for one in vague_words(Passage(((1, "住所などを適切に管理します。"),)))]
    ['open_list', 'properly']
    """
    text = passage.text
    found = [
        Vague(cue.key, passage.line_at(hit.start()), hit[0][:_MOST].strip(), hit.start(), hit.end())
        for cue in cues(LIST, lang_of(text))
        for hit in cue.pattern.finditer(text)
        if hit[0].strip()
    ]
    return sorted(found, key=lambda one: (one.start, one.key))


def vague_lines(passages: Sequence[Passage]) -> list[Vague]:
    """Return the vague words of a whole notice."""
    return [one for passage in passages for one in vague_words(passage)]


def kinds(found: Iterable[Vague]) -> tuple[str, ...]:
    """Return the ways of wording found, each once, in the order of the list."""
    keys = {one.key for one in found}
    return tuple(term.key for term in read_vocabulary().terms(LIST) if term.key in keys)
