"""One cell: what was written -> its canonical text and what is to be remarked about it.

Each reader sees a distinct text once, however many rows have it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from datamap.inventory import formats
from datamap.inventory.names import Names
from datamap.inventory.periods import loose_retention
from datamap.model import EMPTY, Column, Text
from datamap.vocabulary import Vocabulary, fold, squash, text
from datamap.vocabulary.spelling import one_slip

LONGEST = 32_767
"""Characters that a spreadsheet cell can hold; longer ones are cut there without a word."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins with one of these is run as a formula by spreadsheets."""

DASHES = frozenset("-‐‑‒–—―−ー─━/")
"""What people put into a cell that has nothing in it."""

SEPARATORS = ("；", "、", "，", ",", "/", "／", "・", "\n")
"""What people write between entries where `;` is meant."""

_WITHIN_NAMES = "・"
"""Stands within names too: it parts entries only where each of them is a known word."""

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]"
)
_JOINERS = str.maketrans("", "", "\u200c\u200d")
"""What holds the parts of an emoji or a ligature together: part of a text, a trap in a name."""

LONGEST_ID = 64
"""Characters of a flow id."""

_ID = re.compile(r"[^\s;\"'`\\]+")
_MANY = 20
_WEIGHTY = frozenset({"sensitive", "id_code"})


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about a cell; becomes a `Problem` where the row is known."""

    code: str
    severity: str = "error"
    value: str | None = None
    allowed: Text = EMPTY
    nearest: str | None = None
    meant: Text = EMPTY
    values: dict[str, object] = field(default_factory=dict)


Cell = tuple[str, tuple[Remark, ...]]
Reader = Callable[[str], Cell]


@dataclass(frozen=True, slots=True)
class Known:
    """What cells may refer to: the words, the declared names, the clauses of the notice."""

    vocabulary: Vocabulary
    names: Names
    clauses: frozenset[str] | None = None


def allowed_words(vocabulary: Vocabulary, list_name: str) -> Text:
    """Return the words of a list for a message: all of a short list, the size of a long one."""
    terms = vocabulary.terms(list_name)
    if len(terms) > _MANY:
        return text("problems", f"allowed_{list_name}" if list_name == "countries" else "allowed_list",
                    list=list_name, count=len(terms))  # fmt: skip
    return Text(
        ja="、".join(t.key if t.label.ja == t.key else f"{t.key}（{t.label.ja}）" for t in terms),
        en=", ".join(t.key if t.label.en == t.key else f"{t.key} ({t.label.en})" for t in terms),
    )


def unknown(column: Column, known: Known, word: str) -> Remark:
    """Return the remark on a word that the column's list does not have."""
    nearest = known.vocabulary.nearest(column.vocabulary, word)
    if nearest and _says_more(column, known, word, nearest):
        nearest = None
    meant = known.vocabulary.label(column.vocabulary, nearest) if nearest else EMPTY
    if column.closed:
        allowed = allowed_words(known.vocabulary, column.vocabulary)
        code = "unknown_country" if column.type == "countries" else "unknown_key"
        return Remark(code, "error", word, allowed, nearest, meant, {"hint": _if_not_known(column, known)})
    return Remark(
        "unknown_word", "warning", word, nearest=nearest, meant=meant, values={"list": column.vocabulary}
    )


def _if_not_known(column: Column, known: Known) -> Text:
    """Say what to write where no value is known: a required cell cannot be left blank."""
    if not column.required:
        return text("problems", "blank_allowed")
    undetermined = known.vocabulary.get(column.vocabulary, "undetermined") is not None
    return text("problems", "blank_kind" if undetermined else "blank_other")


def _says_more(column: Column, known: Known, word: str, nearest: str) -> bool:
    """Tell whether a suggestion would make an item sensitive or an identification code.

    Somebody who follows it by mistake records what is not there; so such an item is only
    offered where one character is wrong.
    """
    if not known.vocabulary.flags(column.vocabulary, nearest) & _WEIGHTY:
        return False
    spellings = known.vocabulary.spellings(column.vocabulary)
    asked = squash(word)
    return not any(one_slip(asked, known_as) for known_as, key in spellings.items() if key == nearest)


def read_word(column: Column, known: Known, word: str) -> Cell:
    """Return the key of one word; in an open list an unknown word stays, folded."""
    key = known.vocabulary.find(column.vocabulary, word)
    if key is None:
        return "" if column.closed else fold(word), (unknown(column, known, word),)
    term = known.vocabulary.get(column.vocabulary, key)
    if term is not None and term.deprecated:
        successor = term.replaced_by or None
        meant = known.vocabulary.label(column.vocabulary, term.replaced_by) if successor else EMPTY
        values: dict[str, object] = {"since": term.deprecated}
        return key, (
            Remark("deprecated_key", "warning", word, nearest=successor, meant=meant, values=values),
        )
    return key, ()


def entries(column: Column, known: Known, raw: str) -> tuple[list[str], tuple[Remark, ...]]:
    """Return the entries of a list cell, and the remark where something else than `;` parts them.

    A full-width `；` is read as `;`. Other marks may belong to a word, so they are an error
    only where a part of the entry is a known word, or the list is closed.
    """
    remarks: list[Remark] = []
    if "；" in raw:
        remarks.append(Remark("wide_semicolon", "warning", raw))
    words = [word.strip() for word in raw.replace("；", ";").split(";")]
    words = [word for word in words if word]
    marks = {word: mark for word in words if (mark := _stray_separator(column, known, word))}
    if marks:
        mark = next(iter(marks.values()))
        parts = [part.strip() for word in words for part in word.split(marks.get(word, ";")) if part.strip()]
        shown = text("problems", "line_break") if mark == "\n" else Text(ja=f"「{mark}」", en=f"“{mark}”")
        remarks.append(
            Remark("wrong_separator", "error", raw, nearest=";".join(parts), values={"mark": shown})
        )
        return [], tuple(remarks)
    return words, tuple(remarks)


def _stray_separator(column: Column, known: Known, word: str) -> str | None:
    def means(part: str) -> bool:
        bare = part.strip().lstrip("-").rstrip("+")
        return known.vocabulary.find(column.vocabulary, bare) is not None

    if means(word):
        return None
    for mark in SEPARATORS:
        parts = [part for part in word.split(mark) if part.strip()]
        every = column.closed or mark == _WITHIN_NAMES
        if len(parts) > 1 and (all if every else any)(map(means, parts)):
            return mark
    return None


def read_key(column: Column, known: Known, raw: str) -> Cell:
    """Read a cell that holds one key."""
    if ";" in raw or "；" in raw:
        return "", (Remark("one_value_only", "error", raw),)
    return read_word(column, known, raw)


def read_keys(column: Column, known: Known, raw: str) -> Cell:
    """Read a cell that holds a list of keys; the result is joined by `;` in the order written."""
    words, remarks = entries(column, known, raw)
    keys: list[str] = []
    for word in words:
        key, more = read_word(column, known, word)
        remarks += more
        if not key:
            continue
        if key in keys:
            remarks += (Remark("repeated_key", "warning", word, values={"key": key}),)
        else:
            keys.append(key)
    return ";".join(keys), remarks


def read_place(column: Column, known: Known, raw: str) -> Cell:
    """Read a cell that names a place: a declared key, or the folded name as its own key."""
    name = fold(raw)
    if ";" in name:
        return name, (Remark("one_value_only", "error", raw),)
    subjects = column.key in {"source", "recipient"}
    key = known.names.find(name, subjects=subjects)
    if key is not None:
        return key, ()
    if not known.names.declared:
        return name, ()
    return name, (_stranger(known.names, name, raw),)


def _stranger(names: Names, name: str, raw: str) -> Remark:
    """Return the remark on a name that is not declared, where others are."""
    alike = names.lookalike(name)
    if alike is not None:
        label = names.label(alike)
        return Remark(
            "lookalike_declared", "warning", raw, nearest=alike, meant=label, values={"other": label}
        )
    nearest = names.nearest(name)
    if nearest is None:
        return Remark("undeclared_place", "information", raw)
    return Remark("unknown_place", "warning", raw, nearest=nearest, meant=names.label(nearest))


def read_id(_column: Column, _known: Known, raw: str) -> Cell:
    """Read a flow id: short, printable, without white space or separators."""
    name = fold(raw)
    if _ID.fullmatch(raw.strip()) and name.isprintable() and len(name) <= LONGEST_ID:
        return name, ()
    return name, (Remark("bad_id", "error", raw),)


def read_date(_column: Column, _known: Known, raw: str) -> Cell:
    """Read a date, year first; `2024/4/1` is what Excel makes of an ISO date."""
    cell = fold(raw)
    canonical = formats.read_date(cell)
    if canonical is not None:
        return canonical, ()
    code = "impossible_date" if formats.is_like_date(cell) else "bad_date"
    allowed = text("problems", "allowed_date")
    return "", (Remark(code, "error", raw, allowed, formats.suggest_date(cell)),)


def read_retention(_column: Column, known: Known, raw: str) -> Cell:
    """Read a duration, an event, or an event and a duration."""
    cell = fold(raw)
    canonical = formats.read_retention(cell, known.vocabulary)
    if canonical is not None:
        return canonical, ()
    nearest = loose_retention(cell, known.vocabulary) or formats.suggest_retention(cell, known.vocabulary)
    return "", (Remark("bad_duration", "error", raw, text("problems", "allowed_duration"), nearest),)


def read_persons(_column: Column, _known: Known, raw: str) -> Cell:
    """Read a number of people or a range."""
    people = formats.read_persons(fold(raw))
    if people is None:
        return "", (Remark("bad_persons", "error", raw, text("problems", "allowed_persons")),)
    if people.low is not None and people.high is not None and people.low > people.high:
        return "", (Remark("range_upside_down", "error", raw, nearest=f"{people.high}-{people.low}"),)
    rough = (Remark("about_persons", "information", raw),) if people.about else ()
    return formats.write_persons(people), rough


def read_clauses(_column: Column, known: Known, raw: str) -> Cell:
    """Read clause ids; they are held against `notice.toml` where there is one."""
    words = [fold(word) for word in re.split(r"[;；、,，\n]", raw) if word.strip()]
    remarks: list[Remark] = []
    if known.clauses is not None:
        missing = [word for word in words if word not in known.clauses]
        near = {clause.casefold(): clause for clause in known.clauses}
        remarks = [
            Remark(
                "unknown_clause",
                "error",
                word,
                Text.same(", ".join(sorted(known.clauses))),
                near.get(word.casefold()),
            )
            for word in missing
        ]
    return ";".join(dict.fromkeys(words)), tuple(remarks)


def read_text(_column: Column, _known: Known, raw: str) -> Cell:
    """Read free text: kept as written, without white space around it."""
    return raw.strip(), ()


def suspicious(raw: str, *, free: bool) -> Remark | None:
    """Return what is wrong with the characters of a cell; in a `free` text characters may be joined."""
    if len(raw) > LONGEST:
        return Remark("cell_too_long", "error", raw[:80], values={"length": len(raw), "limit": LONGEST})
    found = None if raw.isprintable() else _CONTROL.search(raw.translate(_JOINERS) if free else raw)
    if found:
        return Remark("control_character", "error", raw, values={"code": f"U+{ord(found[0]):04X}"})
    return None
