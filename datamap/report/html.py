"""Draws a report as one self-contained page: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from datamap.report.blocks import CHAPTER, SECTION, TONES, Book
from datamap.report.cleaning import cleaned
from datamap.report.editions import PAGE, edition
from datamap.report.glyphs import embedded
from datamap.report.lean import as_address
from datamap.report.looks import LOOKS


@cache
def templates() -> Environment:
    """Return the template environment: everything escaped, an unknown name is an error."""
    return Environment(
        loader=PackageLoader("datamap.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_html(book: Book) -> bytes:
    """Return the report as an HTML file.

    The policy in its head forbids every request; fonts and drawings are inside the file.
    Values are escaped by the template environment, whatever they contain.
    """
    shown = edition(book, PAGE)
    chapters: list[dict[str, Any]] = []
    for part in shown["sections"]:
        if part["level"] == CHAPTER:
            chapters.append({**part, "parts": []})
        elif part["level"] == SECTION:
            chapters[-1]["parts"].append(part)
    drawings = {name: as_address(svg.decode()) for name, svg in book["files"].items()}
    return draw_page("book.html.j2", {**shown, "chapters": chapters}, drawings)


def draw_page(template: str, content: Mapping[str, Any], drawings: Mapping[str, str]) -> bytes:
    """Fill a template of this room; the fonts hold just the letters the content uses."""
    clean = cleaned({key: value for key, value in content.items() if key != "files"})
    page = (
        templates()
        .get_template(template)
        .render(
            **clean,
            files=drawings,
            fonts=embedded(texts_of(clean)),
            looks=LOOKS,
            tones=[tone for tone in TONES if tone],
        )
    )
    return page.encode("utf-8")


def texts_of(value: Any) -> Iterator[str]:
    """Yield every text inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        for part in value:
            yield from texts_of(part)
