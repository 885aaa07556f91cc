"""One cell of a foreign table -> our cell, and what has to be said or kept beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from datamap.exchange.entries import AND_SO_ON, ASIDE, BULLET, CIRCLED, NUMBERED, OTHERS, parted
from datamap.exchange.mapping import ColumnRule, Mapping, base_of
from datamap.exchange.people import is_about, people, unfloated
from datamap.inventory.cells import DASHES, LONGEST_ID, Known
from datamap.inventory.periods import loose_date, loose_retention
from datamap.model import Column
from datamap.vocabulary import fold
from datamap.vocabulary.spelling import squash

LISTED = frozenset({"keys", "keylist", "countries"})

_HIDDEN_IN_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]"
)
_HIDDEN = re.compile(_HIDDEN_IN_TEXT.pattern + r"|[\u200c\u200d]")
_DASHES = "".join(DASHES) + "― "
_ARTICLE = re.compile(r"(?:art(?:icle|\.)?\s*)?([69])\s*\(?([12])\)?\s*\(?([a-j])\)?(?!\w)", re.IGNORECASE)
"""How an article of the GDPR is cited as a ground, words about it behind it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a cell.

    Attributes
    ----------
    text : our cell. notes : what it cannot hold, to be kept in the note.
    changes : codes of what was done to it, for the account.
    """

    text: str
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


class Wording:
    """Reads the cells of one table; every distinct cell of a column is read once.

    Parameters
    ----------
    mapping : how the table is read. known : our words, declared places, clauses.
    """

    def __init__(self, mapping: Mapping, known: Known) -> None:
        self._mapping, self._known = mapping, known
        self._columns = {column.key: column for column in known.vocabulary.columns}
        self._blanks = {squash(word) for word in mapping.blanks}
        words = "|".join(re.escape(word) for word in mapping.marks)
        self._mark = (
            re.compile(rf"[\[【〔(（<＜]\s*(?:{words})[^\]】〕)）>＞]*[\]】〕)）>＞]", re.IGNORECASE)
            if words
            else None
        )
        self._met: dict[tuple[int, str], Reading] = {}

    def read(self, rule: ColumnRule, raw: str) -> Reading:
        """Return the reading of a cell."""
        key = (id(rule), raw)
        if key not in self._met:
            self._met[key] = self._read(rule, raw)
        return self._met[key]

    def _read(self, rule: ColumnRule, raw: str) -> Reading:
        changes, notes = [], []
        words = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
        column = self._columns.get(base_of(rule.to))
        free = column is None or column.type == "text"
        hidden = _HIDDEN_IN_TEXT if free else _HIDDEN
        if hidden.search(words):
            words = hidden.sub("", words).strip()
            changes.append("hidden_characters")
        if self._mark and (marks := self._mark.findall(words)):
            words = self._mark.sub(" ", words).strip()
            notes += marks
            changes.append("mark_taken_out")
        if not words:
            return Reading("", tuple(notes), tuple(changes))
        if column is None or free:
            return Reading(rule.values.get(squash(words), words), tuple(notes), tuple(changes))
        meant = squash(words) in rule.values or self._word(column, rule, words)
        if self._says_nothing(words) and not meant:
            kept = [] if not words.strip(_DASHES) else [words]
            return Reading("", (*notes, *kept), (*changes, "said_to_be_blank"))
        reading = self._typed(column, rule, words)
        return Reading(reading.text, (*notes, *reading.notes), (*changes, *reading.changes))

    def _says_nothing(self, words: str) -> bool:
        return squash(words) in self._blanks or not words.strip(_DASHES)

    def _typed(self, column: Column, rule: ColumnRule, words: str) -> Reading:
        if column.type in LISTED:
            return self._list(column, rule, words)
        whole = rule.values.get(squash(words))
        if whole is not None:
            return Reading(whole, (), ("value_mapped",))
        if column.type == "key":
            found = self._word(column, rule, words)
            return Reading(found, (), self._said_otherwise(words, found)) if found else self._unread(words)
        return self._plain(column, rule, words)

    def _plain(self, column: Column, rule: ColumnRule, words: str) -> Reading:
        """Read a cell that is neither a word of a list nor free text."""
        if column.type == "place":
            name = fold(words).replace(";", "／").replace("；", "／")
            return Reading(name, (), ("separator_in_name",) if "／" in name and "／" not in words else ())
        if column.type == "id":
            name = re.sub(r"[\s;\"'`\\]+", "-", unfloated(fold(words)))[:LONGEST_ID]
            return Reading(name, (), ("id_changed",) if name != words else ())
        readers: dict[str, Callable[[str], str | None]] = {
            "date": lambda cell: loose_date(cell, rule.dates),
            "duration": lambda cell: loose_retention(cell, self._known.vocabulary),
            "range": people,
        }
        read = readers.get(column.type)
        if read is None:
            return Reading(";".join(part for part in re.split(r"[\s;；、,，/]+", fold(words)) if part))
        found = read(fold(words)) or read(fold(ASIDE.sub(" ", words)))
        if not found:
            return self._unread(words)
        kept = (words,) if column.type == "range" and is_about(fold(words)) else ()
        return Reading(found, kept, self._said_otherwise(words, found))

    def _list(self, column: Column, rule: ColumnRule, words: str) -> Reading:
        whole = rule.values.get(squash(words))
        parts = [whole] if whole is not None else self._parts(column, rule, words)
        found: dict[str, None] = {}
        notes: list[str] = []
        changes: set[str] = set() if whole is None else {"value_mapped"}
        is_open = False
        for part in parts:
            bare, more = self._entry(column, part)
            is_open |= more
            blank = self._says_nothing(bare) and not self._word(column, rule, bare)
            keys = () if blank else self._keys(column, rule, bare)
            for key in keys:
                found[key] = None
                if key != bare and not self._exact(column, bare):
                    changes.add("read_without_aside" if squash(bare) not in rule.values else "value_mapped")
            if bare and not keys:
                notes.append(bare)
                changes.add("said_to_be_blank" if blank else "word_not_read")
        if is_open:
            changes.add("and_so_on")
            if column.type == "keylist":
                found.setdefault("+" if found else "*")
        if self._mapping.unreadable == "refuse" and notes:
            return Reading(words)
        return Reading(_listed(found), tuple(notes), tuple(sorted(changes)))

    def _parts(self, column: Column, rule: ColumnRule, words: str) -> list[str]:
        """Part a list; an entry that is a known word is not parted further."""
        parts = [CIRCLED.sub("\n", words)] if CIRCLED.search(words) else [words]
        for mark in (*rule.separators, "\n"):
            parts = [
                piece
                for part in parts
                for piece in (
                    [part]
                    if self._word(column, rule, BULLET.sub("", part))
                    else parted(part, [mark], self._mapping.blanks)
                )
            ]
        entries = [BULLET.sub("", part).strip() for part in parts if part.strip()]
        return [piece for entry in entries for piece in self._words_apart(column, rule, entry)]

    def _words_apart(self, column: Column, rule: ColumnRule, entry: str) -> list[str]:
        """Return the words of an entry that only spaces part, if every one of them is known."""
        words = entry.split()
        apart = len(words) > 1 and not self._word(column, rule, entry)
        return words if apart and all(self._word(column, rule, word) for word in words) else [entry]

    def _entry(self, column: Column, part: str) -> tuple[str, bool]:
        """Return an entry without `など`, and whether it had it or says that there are others."""
        if self._exact(column, part):
            return part, False
        bare = AND_SO_ON.sub("", part).strip()
        if fold(bare).casefold() in OTHERS:
            return "", True
        return bare, bare != part

    def _keys(self, column: Column, rule: ColumnRule, word: str) -> tuple[str, ...]:
        """Return what an entry means: one key, several where a value says so, or nothing."""
        mapped = rule.values.get(squash(word))
        if mapped is not None:
            return tuple(part for part in mapped.split(";") if part)
        found = self._word(column, rule, word)
        if found:
            return (found,)
        if column.closed or not word:
            return ()
        kept = re.sub(r"[;*]", " ", fold(word)).lstrip("-－−▲+ ").rstrip("+＋ ")
        return (kept,) if kept else ()

    def _word(self, column: Column, rule: ColumnRule, word: str) -> str:
        """Return the key of a word, with what stands in brackets or without it; "" if there is none."""
        if not column.vocabulary:
            return ""
        mapped = rule.values.get(squash(word))
        if mapped is not None:
            return mapped
        find = self._known.vocabulary.find
        cited = _ARTICLE.match(fold(word)) if column.vocabulary == "gdpr_bases" else None
        if cited and (key := find("gdpr_bases", f"art{cited[1]}_{cited[2]}_{cited[3].lower()}")):
            return key
        if column.type == "keylist" and word.strip() in {"*", "+"}:
            return word.strip()
        spellings = (word, ASIDE.sub(" ", word), NUMBERED.sub("", fold(word)))
        return next((key for spelling in spellings if (key := find(column.vocabulary, spelling))), "")

    def _exact(self, column: Column, word: str) -> bool:
        return self._known.vocabulary.find(column.vocabulary, word) is not None

    def _said_otherwise(self, words: str, found: str) -> tuple[str, ...]:
        return () if fold(words) == found or squash(words) == squash(found) else ("read_as",)

    def _unread(self, words: str) -> Reading:
        if self._mapping.unreadable == "refuse":
            return Reading(words)
        return Reading("", (words,), ("not_read",))


def _listed(found: Iterable[str]) -> str:
    words = [word for word in found if word != "+"]
    return ";".join([*words, *(["+"] if "+" in found and words != ["*"] else [])])
