"""Vague and open wording: which words, in which line, which guideline names them, what to write instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from datamap.model import Text
from datamap.notice.reading.outline import Passage
from datamap.notice.reading.tables import cues, lang_of, levelled
from datamap.vocabulary import read_vocabulary, text

LIST = "wording"
"""The list of `datamap/vocab/` that labels ways of wording, with advice and guideline."""

_MOST = 24


@dataclass(frozen=True, slots=True)
class Vague:
    """One place: the key of `vocab/wording.csv`, its line, the words themselves, and where they stand."""

    key: str
    line: int
    words: str
    start: int
    end: int


def vague_words(passage: Passage) -> list[Vague]:
    """Return the vague and open words of a passage, in order.

    Examples
    --------
    >>> [one.key for one in vague_words(Passage(((1, "住所などを適切に管理します。"),)))]
    ['open_list', 'properly']
    """
    lang = lang_of(passage.text)
    words = levelled(passage.text, lang)
    found = [
        Vague(
            cue.key,
            passage.line_at(hit.start()),
            passage.text[hit.start() : hit.end()][:_MOST].strip(),
            hit.start(),
            hit.end(),
        )
        for cue in cues(LIST, lang)
        for hit in cue.pattern.finditer(words)
        if hit[0].strip()
    ]
    return sorted(found, key=lambda one: (one.start, one.key))


def guideline_of(key: str, sections: Collection[str] = ()) -> Text:
    """Return the guideline or article that names a way of wording, marked where it was not read.

    Parameters
    ----------
    sections : those in which it stands, if they are known: an act on cookies is not named elsewhere.

    Examples
    --------
    >>> guideline_of("guideline_only").en, guideline_of("as_needed").en, guideline_of("possibly").en
    ('PPC General Guideline 3-8-1', 'our own reading', 'GDPR Art. 12 (not verified)')
    """
    term = read_vocabulary().get(LIST, key)
    if term is None or not (term.appi or term.gdpr):
        return text("notice", "guideline_none")
    elsewhere = bool(sections) and "cookies" not in sections and term.appi.startswith(_ON_COOKIES)
    marked = [
        ("" if elsewhere else term.appi, is_verified(key)),
        (f"GDPR {term.gdpr}" if term.gdpr else "", False),
    ]
    names = [
        text("notice", "guideline_read" if read else "guideline_unread", name=_name(written))
        for written, read in marked
        if written
    ]
    if not names:
        return text("notice", "guideline_none")
    return Text(ja="、".join(one.ja for one in names), en="; ".join(one.en for one in names))


def is_verified(key: str) -> bool:
    """Tell whether the Japanese guideline that names a way of wording was read; the GDPR was not."""
    return "verified" in read_vocabulary().flags(LIST, key)


def advice(key: str, clauses: str, sections: Collection[str] = ()) -> Text:
    """Return one line on a way of wording: where it stands, who names it, what to write instead."""
    term = read_vocabulary().get(LIST, key)
    instead = term.help if term else Text.same("")
    label = read_vocabulary().label(LIST, key)
    return text(
        "notice",
        "advice_line",
        label=label,
        clauses=clauses,
        guideline=guideline_of(key, sections),
        instead=instead,
    )


def _name(written: str) -> Text:
    """Return a guideline by its name instead of the short form of the lists (`GL 3-1-1`)."""
    for start, key in _NAMES.items():
        if written.startswith(start):
            return text("notice", key, number=written.removeprefix(start).strip())
    return Text.same(written)


_ON_COOKIES = "Telecommunications Business Act"

_NAMES = {
    "GL ": "guideline_gl",
    "Rule ": "guideline_rule",
    "Telecommunications Business Act Rule ": "guideline_telecom",
    "GDPR ": "guideline_gdpr",
}


def kinds(found: Iterable[Vague]) -> tuple[str, ...]:
    """Return the ways of wording found, each once, in the order of the list."""
    keys = {one.key for one in found}
    return tuple(term.key for term in read_vocabulary().terms(LIST) if term.key in keys)
