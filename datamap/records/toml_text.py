"""A table written as TOML: the standard library reads TOML and does not write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
_CONTROL = re.compile(r"[\"\\\x00-\x1f\x7f]")


def toml_text(table: Mapping[str, Any]) -> str:
    r"""Return a table as TOML that reads back as the same table.

    Values come first, then tables (`[decision]`) and lists of tables (`[[rating]]`), each in the
    order given; what stands deeper is written in line.

    Parameters
    ----------
    table : as `tomllib` returns one: text, figures, flags, days and moments, lists, tables.

    Raises
    ------
    ValueError
        If a value is none of those, or a text holds half a character (a lone surrogate).

    Examples
    --------
    >>> print(toml_text({"version": "0.1", "rating": [{"risk": "a", "likelihood": 3}]}), end="")
    version = "0.1"
    <BLANKLINE>
    [[rating]]
    risk = "a"
    likelihood = 3
    """
    plain = {key: value for key, value in table.items() if not _opens(value)}
    parts = [_lines(plain)] if plain else []
    for key, value in table.items():
        if isinstance(value, Mapping):
            parts.append(f"[{_key(key)}]\n{_lines(value)}")
        elif _opens(value):
            parts += [f"[[{_key(key)}]]\n{_lines(entry)}" for entry in value]
    return "\n".join(parts)


def _opens(value: Any) -> bool:
    """Tell whether a value of the file gets a heading of its own."""
    listed = isinstance(value, list) and bool(value) and all(isinstance(entry, Mapping) for entry in value)
    return listed or isinstance(value, Mapping)


def _lines(table: Mapping[str, Any]) -> str:
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in table.items())


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(words: str) -> str:
    words.encode()  # a lone surrogate has no place in a file: UnicodeEncodeError is a ValueError
    return '"' + _CONTROL.sub(lambda m: _ESCAPES.get(m[0], f"\\u{ord(m[0]):04X}"), words) + '"'


def _value(value: Any) -> str:
    """Return one value in line."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(entry) for entry in value)}]"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return _single(value)


def _single(value: Any) -> str:
    """Return one value that holds no others."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)  # nan and inf are words of TOML too
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise ValueError(f"{type(value).__name__}: no value of TOML")
