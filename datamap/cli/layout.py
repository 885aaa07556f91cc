"""Words in lines of the terminal: how wide they are, where a line is broken, and two columns.

`datamap --help` rests on this file: it imports nothing heavy (regular expressions are).
"""

from __future__ import annotations

import os
import sys
import unicodedata

TYPE_CHECKING = False  # see commands.py
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDEST, NARROWEST = 100, 60
"""Columns of the terminal that lines use at most, and assume at least."""

_OPENING = "（「『“(["
_CLOSING = "、。，）」』”…ー々っゃゅょッャュョ]"
_MOST_LEFT = 26


def columns_wide(words: str) -> int:
    """Return how many columns of a terminal words take; a Japanese letter takes two.

    Examples
    --------
    >>> columns_wide("name"), columns_wide("氏名")
    (4, 4)
    """
    if words.isascii():
        return len(words)
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)


def room() -> int:
    """Return how many columns a line may take."""
    return min(max(_terminal(), NARROWEST), WIDEST)


def _terminal() -> int:
    """Return the columns of the terminal, as `shutil.get_terminal_size` does, which costs more to load."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or WIDEST  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # no terminal, or standard output is closed
        return WIDEST


def folded(words: str, width: int) -> Iterator[str]:
    """Yield words in lines of a terminal; a Japanese letter takes two columns, and no mark begins a line.

    Examples
    --------
    >>> list(folded("届く国を、行まで示します。", 12))
    ['届く国を、行', 'まで示しま', 'す。']
    """
    line, taken = "", 0
    for piece in _pieces(words):
        blank, wide = piece.isspace(), columns_wide(piece)
        if line and not blank and taken + wide > width:
            yield line.rstrip()
            line, taken = "", 0
        if line or not blank:
            line, taken = line + piece, taken + wide
    if line:
        yield line.rstrip()


def _pieces(words: str) -> Iterator[str]:
    """Yield what stays together: blanks, a word in Latin letters, or one other letter with its marks."""
    start, end, whole = 0, 0, len(words)
    while start < whole:
        if words[start].isspace():
            while end < whole and words[end].isspace():
                end += 1
        else:
            while end + 1 < whole and words[end] in _OPENING and not words[end + 1].isspace():
                end += 1
            latin = "!" <= words[end] <= "~"
            end += 1
            while latin and end < whole and "!" <= words[end] <= "~":
                end += 1
            while end < whole and words[end] in _CLOSING:
                end += 1
        yield words[start:end]
        start = end


def page_of(usage: str, about: str, lists: dict[str, list[tuple[str, str]]], epilog: str) -> Iterator[str]:
    """Yield the lines of a page of help: call, purpose, what is listed below each heading, last words."""
    widest = room()
    yield usage
    yield ""
    yield from _indented(about, widest)
    left = max(min(columns_wide(name), _MOST_LEFT) for rows in lists.values() for name, _ in rows) + 2
    for heading, rows in lists.items():
        if rows:
            yield ""
            yield f"{heading}:"
            yield from _table(rows, left, widest)
    if epilog:
        yield ""
        yield from _indented(epilog, widest)


def _table(rows: Iterable[tuple[str, str]], left: int, widest: int) -> Iterator[str]:
    """Yield two columns; what is too long for the first has a line of its own."""
    for name, words in rows:
        first, *rest = list(folded(words, widest - left - 2)) or [""]
        if columns_wide(name) > left - 2:
            yield f"  {name}"
            rest = [first, *rest]
        else:
            yield f"  {name}{' ' * (left - columns_wide(name))}{first}".rstrip()
        yield from (" " * (left + 2) + line for line in rest)


def _indented(words: str, widest: int) -> Iterator[str]:
    return (f"  {line}" for line in folded(words, widest - 2))
