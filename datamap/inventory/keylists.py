"""List cells whose entries may be qualified: `items` and `subjects`.

Canonical forms: blank (not recorded), `*`, `all`, `all;-key;…`, `key;…` and `key;…;+`.
"""

from __future__ import annotations

from collections.abc import Sequence

from datamap.inventory.cells import Cell, Known, Remark, entries, read_word
from datamap.model import Column, KeyList
from datamap.vocabulary import fold

ALL = ("all", "すべて", "全て", "全部", "全項目")
"""Spellings of `all`; they are taken before any word of the list."""

_STARS = ("*", "＊", "※")
_MINUS = ("-", "－", "−", "▲")
_PLUS = ("+", "＋")


def parse_keylist(canonical: str) -> KeyList:
    """Return the parts of a canonical cell.

    Examples
    --------
    >>> parse_keylist("name;phone;+")
    KeyList(named=('name', 'phone'), everything=False, excluded=(), unspecified=False, open=True)
    >>> parse_keylist("all;-passport_no").excluded, parse_keylist("").unspecified
    (('passport_no',), True)
    """
    words = canonical.split(";") if canonical else []
    if not words or words == ["*"]:
        return KeyList(unspecified=True)
    return KeyList(
        named=tuple(w for w in words if w not in {"all", "+"} and not w.startswith("-")),
        everything="all" in words,
        excluded=tuple(w[1:] for w in words if w.startswith("-")),
        open="+" in words,
    )


def read_keylist(column: Column, known: Known, raw: str) -> Cell:
    """Read an `items` or `subjects` cell."""
    words, remarks = entries(column, known, raw)
    named: list[str] = []
    excluded: list[str] = []
    everything = open_list = star = False
    for written in words:
        word, is_open = _without_plus(written)
        open_list |= is_open
        if not word:
            continue
        if word in _STARS:
            star = True
        elif fold(word).casefold() in ALL:
            everything = True
        else:
            minus = word.startswith(_MINUS)
            key, more = read_word(column, known, word[1:].strip() if minus else word)
            remarks += more + _repeat(key, word, excluded if minus else named)
            (excluded if minus else named).append(key)
    remarks += _contradictions(raw, named, excluded, everything=everything, open_list=open_list, star=star)
    return _canonical(named, excluded, everything=everything, open_list=open_list, star=star), remarks


def _without_plus(word: str) -> tuple[str, bool]:
    """Return the word without its trailing plus sign, and whether there was one."""
    bare = word.rstrip("".join(_PLUS)).strip()
    return bare, bare != word.strip()


def _repeat(key: str, word: str, seen: Sequence[str]) -> tuple[Remark, ...]:
    return (Remark("repeated_key", "warning", word, values={"key": key}),) if key in seen else ()


def _contradictions(
    raw: str, named: Sequence[str], excluded: Sequence[str], *, everything: bool, open_list: bool, star: bool
) -> tuple[Remark, ...]:
    both = [key for key in named if key in excluded]
    if both:
        return (Remark("listed_and_excluded", "error", raw, values={"key": both[0]}),)
    if star and (named or excluded or everything or open_list):
        return (Remark("star_beside_keys", "error", raw, nearest=";".join([*named, "+"]) if named else None),)
    if named and (everything or excluded):
        return (Remark("mixed_list", "error", raw),)
    if open_list and not named:
        return (Remark("plus_without_keys", "error", raw, nearest="*"),)
    return ()


def _canonical(
    named: Sequence[str], excluded: Sequence[str], *, everything: bool, open_list: bool, star: bool
) -> str:
    if star:
        return "*"
    if everything or excluded:
        return ";".join(["all", *(f"-{key}" for key in dict.fromkeys(excluded))])
    return ";".join([*dict.fromkeys(named), *(["+"] if open_list else [])])
