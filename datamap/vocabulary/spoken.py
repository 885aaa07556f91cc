"""TOML files that hold mostly texts in two languages, read in a fraction of the time."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_PART = re.compile(
    r"""
    ^\[([\w.]+)\]\n ja\ =\ "([^"\\\x00-\x1f\x7f]*)"\n en\ =\ "([^"\\\x00-\x1f\x7f]*)"\n
        (?=(?:\n|\#.*\n)*(?:\[|\Z))            # a table of a text, and nothing more in it
    | \"""(?s:[^\\]|\\.)*?\""" | \'\'\'(?s:.)*?\'\'\'  # what else may have brackets in it
    | "(?:[^"\\\n]|\\.)*" | '[^'\n]*' | \#.*
    """,
    re.MULTILINE | re.ASCII | re.VERBOSE,
)
"""A table of a text, or what is passed over as a whole: other texts, and comments."""


def tables_of(source: str) -> dict[str, Any]:
    r"""Return what `tomllib.loads` returns for the text of a TOML file, or raise what it raises.

    Tables of three lines (name, Japanese, English, without escapes) are told apart first, since
    `tomllib` looks at each of their characters; it reads what is left.

    Examples
    --------
    >>> tables_of('id = "X"\n\n[title]\nja = "題"\nen = "Title"\n')
    {'id': 'X', 'title': {'ja': '題', 'en': 'Title'}}
    """
    try:
        found = _told_apart(source)
    except tomllib.TOMLDecodeError:  # said again below, with the line of the file
        found = None
    return tomllib.loads(source) if found is None else found


def _told_apart(source: str) -> dict[str, Any] | None:
    """Return the tables of a file; None where two of them meet."""
    spoken: list[tuple[str, str, str]] = []

    def take_out(part: re.Match[str]) -> str:
        if part[1] is None:
            return part[0]
        spoken.append((part[1], part[2], part[3]))
        return ""

    table = tomllib.loads(_PART.sub(take_out, source))
    for name, ja, en in spoken:
        *path, last = name.split(".")
        inner = table
        for key in path:
            inner = inner.setdefault(key, {})
            if not isinstance(inner, dict):
                return None
        if last in inner or "" in (*path, last):
            return None
        inner[last] = {"ja": ja, "en": en}
    return table
