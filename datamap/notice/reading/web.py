"""HTML -> lines of text, each with the line of the file it stands in. Standard library only."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_HTML = re.compile(
    r"\s*(<!doctype html|<html|<head|<body|<\?xml|<!--|<(div|p|h[1-6]|main|article|section)[\s>])",
    re.IGNORECASE,
)
_BLOCKS_WORDS = """
address article aside blockquote body br dd div dl dt fieldset figcaption footer form h1 h2 h3
h4 h5 h6 header hr html li main nav ol p pre section table tbody td th thead tr ul
"""
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_SILENT = frozenset(["head", "nav", "noscript", "script", "style", "svg", "template", "title"])
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_VOID = frozenset(["br", "hr", "img", "input", "meta", "link"])


def looks_like_html(content: str) -> bool:
    """Tell whether a text is a web page.

    Examples
    --------
    >>> looks_like_html("<!DOCTYPE html><p>x"), looks_like_html("1 < 2")
    (True, False)
    """
    return _HTML.match(content) is not None


def text_of_html(content: str) -> list[tuple[int, str]]:
    """Return `(line of the file, words)`, headings marked with `#`, list items with `-`.

    Examples
    --------
    >>> text_of_html("<h2>A</h2><ul><li>b<script>c</script></ul>")
    [(1, '## A'), (1, ''), (1, '- b'), (1, '')]
    """
    page = _Page()
    page.feed(content)
    page.close()
    page.end_line()
    return page.rows


class _Page(HTMLParser):
    """Gathers words into one row a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[int, str]] = []
        self._words: list[str] = []
        self._at = 1
        self._mark = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the signature of HTMLParser
        """Begin a row with each block; list items and headings get their mark."""
        if tag == "body":  # the end of the head may be left out
            self._silent = 0
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS:
            self.end_line(gap=tag in {"p", "ul", "ol", "table", "dl", "section"} or tag in _HEADINGS)
            self._mark = _HEADINGS.get(tag) or ("- " if tag in {"li", "dt"} else self._mark)

    def handle_endtag(self, tag: str) -> None:
        """End the row of a block."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in _BLOCKS and tag not in _VOID:
            self.end_line(gap=tag in {"p", "ul", "ol", "table", "dl"} or tag in _HEADINGS)

    def handle_data(self, data: str) -> None:
        """Keep the words outside of scripts and styles."""
        if self._silent or not data.strip():
            return
        if not self._words:
            leading = data[: len(data) - len(data.lstrip())]
            self._at = self.getpos()[0] + leading.count("\n")
        self._words.append(data)

    def end_line(self, *, gap: bool = False) -> None:
        """Put what was gathered into a row; a gap is a blank row."""
        words = " ".join("".join(self._words).split())
        if words:
            self.rows.append((self._at, self._mark + words))
            self._mark = ""
        self._words = []
        if gap and self.rows and self.rows[-1][1]:
            self.rows.append((self.rows[-1][0], ""))
