"""From the whole report to what one medium can carry: long tables cut, and saying so.

The page and the PDF are drawn from the same dictionary. A table of 2,000 rows is of use in
a spreadsheet, not on paper; what is cut here is named beside the table, with the file that
holds all of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from datamap.model import Lang
from datamap.report.blocks import CHAPTER, SECTION, Block, Book, Section
from datamap.report.column_widths import balanced
from datamap.report.running_on import let_run_on, letters_of
from datamap.vocabulary import text


@dataclass(frozen=True, slots=True)
class Medium:
    """How much one medium carries.

    Attributes
    ----------
    rows : rows of a table. rows_in_series : rows of a table in one section of a series.
    rows_in_annex : rows of a table in a section of an annex. sheets : it is paper: columns have widths.
    cards : cards in one place. series : sections of a series. letters : letters of one text.
    """

    rows: int
    rows_in_series: int
    cards: int
    series: int
    letters: int
    rows_in_annex: int = 200
    sheets: bool = True


PAPER = Medium(rows=120, rows_in_series=20, cards=60, series=40, letters=700, rows_in_annex=10)
PAGE = Medium(rows=3_000, rows_in_series=300, cards=600, series=400, letters=4_000, sheets=False)
FEW_ROWS, FEW_LETTERS = 7, 1_400
"""A table of so few rows and letters is not broken over two pages."""
LONG_ROW, LONG_CARD = 600, 450
"""Letters from which a row, or a card, may break over two pages."""


def edition(book: Book, medium: Medium) -> Book:
    """Return the report cut to a medium, its chapters numbered, its dead links unlinked.

    Parameters
    ----------
    book
        What `context` made; it is not changed.

    Returns
    -------
    The same shape; every section has a `heading` (number and title), every row and card a
    `long` mark (may break over pages), every table a `quiet` mark (its caption need not show),
    and each cut is said in the note of its table.
    """
    lang: Lang = book["lang"]
    parts = [_section(part, medium, lang) for part in _kept(book["sections"], medium, lang)]
    let_run_on(parts, lang, form=bool(book.get("own_numbers")))
    made = {**book, "cover": [_block(it, medium, lang) for it in book["cover"]], "sections": parts}
    _number(parts, own=bool(book.get("own_numbers")))
    _unlink(made)
    return made


def _kept(sections: list[Section], medium: Medium, lang: Lang) -> list[Section]:
    """Leave out what goes beyond the length of a series, and say so after its last one."""
    seen: Counter[str] = Counter()
    total = Counter(part["series"] for part in sections if part["series"])
    kept: list[Section] = []
    for part in sections:
        name = part["series"]
        seen[name] += 1
        if not name or seen[name] <= medium.series:
            kept.append(part)
        if name and seen[name] == medium.series < total[name]:
            left = total[name] - medium.series
            said = text("report", "cut_series", left=left, total=total[name]).in_lang(lang)
            note = {"kind": "notice", "title": "", "lines": [said], "tone": "mute"}
            kept[-1] = {**part, "blocks": [*part["blocks"], note]}
    return kept


def _section(part: Section, medium: Medium, lang: Lang) -> Section:
    room = replace(medium, rows=medium.rows_in_series) if part["series"] else medium
    if part["paper"] == "dense":
        room = replace(medium, rows=medium.rows_in_annex)
    blocks = [_block(it, room, lang) for it in part["blocks"]]
    for it in blocks:
        if it["kind"] == "table":  # a caption that only repeats the heading is not shown
            it["quiet"] = it["caption"] == part["title"]
            if medium.sheets:
                it["columns"] = balanced(it, wide=part["wide"])
    return {**part, "blocks": blocks}


def _block(it: Block, medium: Medium, lang: Lang) -> Block:
    made: Block = _shortened(it, medium.letters)
    if it["kind"] == "table":
        return _table(made, medium, lang)
    if it["kind"] == "cards":
        return _cards(made, medium, lang)
    return made


def _table(it: Block, medium: Medium, lang: Lang) -> Block:
    rows = [{**row, "long": letters_of(row) > LONG_ROW} for row in it["rows"][: medium.rows]]
    note = it["note"]
    if len(it["rows"]) > medium.rows:
        key = "cut_rows" if it["more"] else "cut_rows_only"
        said = text("report", key, shown=len(rows), total=len(it["rows"]), file=it["more"])
        note = "\n".join(part for part in (said.in_lang(lang), note) if part)
    whole = len(rows) <= FEW_ROWS and letters_of(rows) <= FEW_LETTERS
    return {**it, "rows": rows, "note": note, "quiet": False, "whole": whole}


def _cards(it: Block, medium: Medium, lang: Lang) -> Block:
    kept = [{**one, "long": letters_of(one) > LONG_CARD} for one in it["cards"][: medium.cards]]
    if len(it["cards"]) > medium.cards:
        said = text("report", "cut_cards", shown=len(kept), total=len(it["cards"])).in_lang(lang)
        kept.append(
            {"title": said, "status": "…", "tone": "mute", "meta": "", "id": "", "lines": [], "long": False}
        )
    return {**it, "cards": kept}


def _shortened(value: Any, letters: int) -> Any:
    """Return a copy in which no text is longer than `letters`."""
    if isinstance(value, str):
        return value if len(value) <= letters else value[:letters] + "…"
    if isinstance(value, dict):
        return {key: _shortened(part, letters) for key, part in value.items()}
    return [_shortened(part, letters) for part in value] if isinstance(value, list) else value


def _number(parts: list[Section], *, own: bool) -> None:
    """Put the number of the chapter and section before its title, unless titles have numbers of their own."""
    counts = [0, 0]
    for part in parts:
        if own:
            part["heading"] = part["title"]
        elif part["level"] == CHAPTER:
            counts = [counts[0] + 1, 0]
            part["heading"] = f"{counts[0]} {part['title']}"
        elif part["level"] == SECTION:
            counts[1] += 1
            part["heading"] = f"{counts[0]}.{counts[1]} {part['title']}"
        else:
            part["heading"] = part["title"]


def _unlink(book: Book) -> None:
    """Empty every link whose target is not in this edition, and every second use of an id."""
    known: set[str] = set()
    for thing in _things(book["sections"], "id"):
        if thing["id"] in known:
            thing["id"] = ""
        known.add(thing["id"])
    for thing in _things([book["cover"], book["sections"]], "to"):
        if thing["to"] not in known:
            thing["to"] = ""


def _things(value: Any, key: str) -> list[dict[str, Any]]:
    """Return every dictionary inside a value that has a key, in reading order."""
    found: list[dict[str, Any]] = []
    waiting = [value]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, dict):
            if key in thing:
                found.append(thing)
            waiting.extend(reversed([part for part in thing.values() if isinstance(part, dict | list)]))
        elif isinstance(thing, list):
            waiting.extend(reversed(thing))
    return found
