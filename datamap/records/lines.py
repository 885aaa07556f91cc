"""Where in a TOML file a key stands, so that a problem can name the line."""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\-]+|\"[^\"]*\"|'[^']*')\s*=")
_LAST_STEP = re.compile(r"(\[\d+\]|\.?[^.\[\]]+)$")
_QUOTES = ('"""', "'''")


class Lines:
    r"""Key paths of a TOML text (`clause[2].items`, counted from 0) and the line each starts on.

    `tomllib` keeps no positions. This index reads headers and keys at the start of a line;
    keys inside inline tables and arrays fall back to the line of the key that holds them.

    Parameters
    ----------
    text : the file, decoded.

    Examples
    --------
    >>> Lines('[[clause]]\nid = "C1"\n').of("clause[0].id")
    2
    """

    def __init__(self, text: str) -> None:
        self._found: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        table, quoted = "", ""
        for number, line in enumerate(text.splitlines(), start=1):
            if not quoted:
                table = self._note(line, number, table)
            for quote in _QUOTES:
                if quoted in ("", quote) and line.count(quote) % 2:
                    quoted = "" if quoted else quote

    def of(self, path: str) -> int | None:
        """Return the line of a key path, or of the nearest table that holds it."""
        while path:
            for spelling in (path, f"{path}[0]"):
                if spelling in self._found:
                    return self._found[spelling]
            path = _LAST_STEP.sub("", path)
        return None

    def _note(self, line: str, number: int, table: str) -> str:
        header = _HEADER.match(line)
        if header:
            table = self._open(header[2].replace('"', "").replace("'", ""), header[1] == "[[")
            self._found.setdefault(table, number)
            return table
        key = _KEY.match(line)
        if key:
            name = key[1].strip("\"'")
            self._found.setdefault(f"{table}.{name}" if table else name, number)
        return table

    def _open(self, name: str, repeated: bool) -> str:  # noqa: FBT001  # two kinds of header
        parts, path = [part.strip() for part in name.split(".")], ""
        for depth, part in enumerate(parts, start=1):
            path = f"{path}.{part}" if path else part
            if repeated and depth == len(parts):
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = f"{path}[{self._counts[path]}]"
        return path
