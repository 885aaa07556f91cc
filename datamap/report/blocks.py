"""The shapes a report is made of.

A report is one plain dictionary of text, numbers and lists, in one language, built
once and drawn twice: as a page (`html.py`) and as a PDF (`pdf.py`). Nothing in it is
markup, so nothing a user wrote can become markup. The functions here are the only
places where the shapes are written down; both templates read exactly these keys.

Tones say in colour what the text says in words: `bad` `warn` `ask` `good` `info` `mute`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Block = dict[str, Any]
Cell = dict[str, str]
Row = dict[str, Any]
Section = dict[str, Any]
Book = dict[str, Any]

CHAPTER, SECTION, PART = 1, 2, 3
"""Levels of headings."""

TONES = ("", "bad", "warn", "ask", "good", "info", "mute")


def anchor(kind: str, key: str) -> str:
    """Return the name by which other parts of the report link to a thing.

    Characters that may not stand in an HTML id are written as their code, so two
    keys never share an anchor.

    Examples
    --------
    >>> anchor("flow", "FL05"), anchor("flow", "a b")
    ('flow-FL05', 'flow-a_20_b')
    """
    return f"{kind}-" + re.sub(r"[^\w.-]|_", lambda match: f"_{ord(match[0]):x}_", key)


def cell(text: object = "", *, tone: str = "", to: str = "", sub: str = "") -> Cell:
    """Return one cell: its text, its tone, the anchor it links to and a smaller second line."""
    return {"text": str(text), "tone": tone, "to": to, "sub": sub}


def column(label: str, weight: float = 1, *, align: str = "left") -> dict[str, Any]:
    """Return one column head; `weight` is its share of the width."""
    return {"label": label, "weight": weight, "align": align}


def table(
    caption: str,
    columns: Sequence[Mapping[str, Any]],
    rows: Iterable[Sequence[Cell | str]],
    *,
    note: str = "",
    ids: Sequence[str] = (),
    more: str = "",
    opens: Sequence[str] = (),
) -> Block:
    """Return a table; the first cell of each row is its row header.

    Parameters
    ----------
    ids
        Anchors of the rows, where other parts link to them.
    more
        File of `tables/` that holds every row, named where a long table is cut.
    opens
        Addresses beside the report that show a row in another way; on HTML pages alone.
    """
    made: list[Row] = []
    for number, row in enumerate(rows):
        cells = [part if isinstance(part, dict) else cell(part) for part in row]
        made.append(
            {
                "id": ids[number] if ids else "",
                "opens": opens[number] if opens else "",
                "cells": cells,
            }
        )
    return {
        "kind": "table",
        "caption": caption,
        "columns": [dict(head) for head in columns],
        "rows": made,
        "note": note,
        "more": more,
    }


def words(*paragraphs: str, lead: bool = False) -> Block:
    """Return running text; `lead` sets it larger, as the opening of a chapter."""
    return {"kind": "words", "paragraphs": [part for part in paragraphs if part], "lead": lead}


def notice(title: str, lines: Sequence[str], *, tone: str = "info") -> Block:
    """Return a box with a title that must not be overlooked."""
    return {"kind": "notice", "title": title, "lines": list(lines), "tone": tone}


def pairs(rows: Iterable[tuple[str, Cell | str]], *, caption: str = "") -> Block:
    """Return labels with their values, one a line, under a caption if they are a whole of their own."""
    made = [
        {"label": label, "value": value if isinstance(value, dict) else cell(value)} for label, value in rows
    ]
    return {"kind": "pairs", "caption": caption, "rows": made}


def tile(value: object, label: str, *, tone: str = "", note: str = "") -> dict[str, str]:
    """Return one key figure."""
    return {"value": str(value), "label": label, "tone": tone, "note": note}


def tiles(figures: Sequence[Mapping[str, str]]) -> Block:
    """Return key figures side by side."""
    return {"kind": "tiles", "tiles": [dict(figure) for figure in figures]}


def figure(file: str, *, alt: str, caption: str = "", note: str = "") -> Block:
    """Return a drawing; `file` names it in the report's `files`, `alt` says what it shows.

    One that carries its own title under a heading that says the same needs no `caption`.
    """
    return {"kind": "figure", "file": file, "alt": alt, "caption": caption, "note": note}


def card(
    title: str,
    *,
    status: str,
    tone: str,
    lines: Iterable[tuple[str, str]],
    meta: str = "",
    id: str = "",  # noqa: A002 - the word both templates use
) -> dict[str, Any]:
    """Return one card: a title with its status, then labelled lines; empty lines are left out."""
    kept = [{"label": label, "text": text} for label, text in lines if text]
    return {"title": title, "status": status, "tone": tone, "meta": meta, "id": id, "lines": kept}


def cards(made: Sequence[Mapping[str, Any]]) -> Block:
    """Return cards one below the other."""
    return {"kind": "cards", "cards": [dict(one) for one in made]}


def steps(title: str, taken: Iterable[tuple[str, str, str]], *, outcome: str, tone: str) -> Block:
    """Return a chain of questions, each (question, answer, tone), and where it ends."""
    made = [{"question": asked, "answer": said, "tone": kind} for asked, said, kind in taken]
    return {"kind": "steps", "title": title, "steps": made, "outcome": outcome, "tone": tone}


def bullets(entries: Sequence[str]) -> Block:
    """Return a list."""
    return {"kind": "bullets", "entries": list(entries)}


def form(title: str, fields: Iterable[tuple[str, str, str]]) -> Block:
    """Return lines for a person to fill in: (label, what is recorded, hint)."""
    made = [{"label": label, "value": value, "hint": hint} for label, value, hint in fields]
    return {"kind": "form", "title": title, "fields": made}


def page_break() -> Block:
    """Return a place where the PDF starts a new page; a page on a screen does not show it."""
    return {"kind": "page_break"}


def section(
    id: str,  # noqa: A002 - the word both templates use
    title: str,
    blocks: Sequence[Block],
    *,
    level: int = CHAPTER,
    wide: bool = False,
    series: str = "",
    fresh: bool = False,
    paper: str = "",
) -> Section:
    """Return a chapter (level 1) or one of its sections (level 2 or 3).

    Parameters
    ----------
    wide
        The PDF turns the page to landscape.
    series
        Name of the series it is one of (`activity`): a long series is cut in the PDF.
    fresh
        Starts on a page of its own.
    paper
        How the PDF treats it beyond that: `dense` = one of many like it (an annex), its tables are
        cut sooner; `one_page` = has a page to itself and is set smaller until it fits.
    """
    return {
        "id": id,
        "title": title,
        "level": level,
        "blocks": list(blocks),
        "wide": wide,
        "series": series,
        "fresh": fresh,
        "paper": paper,
    }
