"""Changes one entry of a TOML file and leaves every other byte of it as it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

_HEADER = re.compile(r"^\s*\[(\[)?\s*([A-Za-z0-9_.\-]+)\s*\]\]?\s*(?:#.*)?$")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_QUOTES = ('"""', "'''")
_PLAIN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def written(value: Any) -> str:
    r"""Return a value as TOML writes it, on one line.

    Examples
    --------
    >>> written('a"b'), written(["a", "b"]), written({"ja": "x", "en": "y"}), written(True), written(3)
    ('"a\\"b"', '["a", "b"]', '{ ja = "x", en = "y" }', 'true', '3')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {written(v)}" for k, v in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, (int, float, date)):
        return str(value)
    return '"' + "".join(_letter(c) for c in str(value)) + '"'


def _letter(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    control = ord(character) < ord(" ") or ord(character) == 0x7F  # noqa: PLR2004 - DEL, which TOML refuses
    return f"\\u{ord(character):04X}" if control else character


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else written(name)


def block(table: str, values: Mapping[str, Any]) -> str:
    """Return one `[[table]]` with its values, those that say nothing left out."""
    lines = [
        f"{_key(key)} = {written(value)}" for key, value in values.items() if value not in ("", [], None)
    ]
    return "\n".join([f"[[{table}]]", *lines]) + "\n"


def appended(content: str, blocks: list[str]) -> str:
    """Return a file with blocks at its end."""
    if not blocks:
        return content
    head = content.rstrip("\n") + "\n\n" if content.strip() else ""
    return head + "\n".join(blocks)


def changed(content: str, table: str, number: int, values: Mapping[str, Any]) -> str:
    """Return a file in which the nth `[[table]]` has other values for some of its keys.

    Parameters
    ----------
    number : of the entry, counted from 0. values : key -> new value; "" or [] takes the key out.

    Notes
    -----
    The entry is written anew with all its keys; lines of comment in it are kept, above them.

    Raises
    ------
    KeyError
        If there is no such entry.
    """
    lines = content.split("\n")
    first, last = _span(lines, table, number)
    comments = [line for line in lines[first + 1 : last] if line.lstrip().startswith("#")]
    whole = tomllib.loads("\n".join(lines[first:last]))[table][0] | dict(values)
    head, *body = block(table, whole).rstrip("\n").split("\n")
    return "\n".join([*lines[:first], head, *comments, *body, *lines[last:]])


def _span(lines: list[str], table: str, number: int) -> tuple[int, int]:
    """Return the first line of an entry and the line behind its last one that says something."""
    headers = [(at, match) for at, match in _headers(lines)]
    starts = [n for n, (_, match) in enumerate(headers) if match[1] and match[2] == table]
    if number >= len(starts):
        raise KeyError(f"[[{table}]] {number}")
    at = starts[number]
    first = headers[at][0]
    last = headers[at + 1][0] if at + 1 < len(headers) else len(lines)
    while last > first + 1 and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    return first, last


def _headers(lines: list[str]) -> list[tuple[int, re.Match[str]]]:
    found, quoted = [], ""
    for at, line in enumerate(lines):
        match = None if quoted else _HEADER.match(line)
        if match:
            found.append((at, match))
        for quote in _QUOTES:
            if quoted in ("", quote) and line.count(quote) % 2:
                quoted = "" if quoted else quote
    return found
