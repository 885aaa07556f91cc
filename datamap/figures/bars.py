"""How complete the inventory is: for each column what is recorded, unknown, not recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from datamap.analysis.completeness import By, completeness
from datamap.figures.display import Display
from datamap.figures.fonts import CENTRE, printable, width
from datamap.figures.frame import MARGIN, ROOM, TITLE_BOTTOM, framed
from datamap.figures.home import inventory_of
from datamap.figures.legend import Entry
from datamap.figures.lettering import fit
from datamap.figures.scene import Box, Shape, Words
from datamap.figures.style import GAP, INK, INK_SOFT, NOTE_SIZE, PAPER, READING_CERTAIN, READING_POSSIBLE
from datamap.inventory import Inventory, Workbook
from datamap.model import Lang, Text
from datamap.vocabulary import text

MOST_BARS = 34
_ROW_LEAST, _ROW_MOST = 11.5, 18.0
_FIGURES = 96.0
PARTS = ("recorded", "recorded_unknown", "not_recorded")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name and how many cells are in each part."""

    key: str
    label: Text
    counts: tuple[int, int, int]

    @property
    def cells(self) -> int:
        """Return how many cells there are."""
        return sum(self.counts)

    @property
    def share(self) -> float:
        """Return the share that is recorded."""
        return self.counts[0] / self.cells if self.cells else 0.0


def _say(key: str, **values: object) -> Text:
    return text("figures", f"completeness.{key}", **values)


def _part(part: int, x: float, y: float, wide: float, high: float, name: str) -> Box:
    """Return one part of a bar: full, hatched, or an empty box with a red dashed edge."""
    if part == 0:
        return Box(x, y, wide, high, READING_CERTAIN, READING_CERTAIN, 0.6, part=name)
    if part == 1:
        return Box(x, y, wide, high, READING_POSSIBLE, READING_CERTAIN, 0.6, hatch="/////", part=name)
    return Box(x, y, wide, high, PAPER, GAP, 0.8, dash=(2.4, 1.6), part=name)


def _shapes(bars: list[Bar], lang: Lang, top: float, row: float) -> Iterator[Shape]:
    """Yield the bars with their names on the left and their figures on the right."""
    side = min(
        190.0, max((width(printable(b.label.in_lang(lang)), NOTE_SIZE) for b in bars), default=0.0) + 8.0
    )
    room = ROOM - side - _FIGURES
    for number, bar in enumerate(bars):
        y = top + row * number
        name = fit(bar.label.in_lang(lang), side - 8.0, NOTE_SIZE)
        base = y + row / 2 + CENTRE * NOTE_SIZE
        yield Words(
            MARGIN + side - 8.0, base, name.lines[0], name.size, INK, align="right", part=f"bar:{bar.key}"
        )
        x = MARGIN + side
        for part, count in enumerate(bar.counts):
            wide = room * count / bar.cells if bar.cells else 0.0
            if wide:
                yield _part(part, x, y + 2.0, wide, row - 4.0, f"bar:{bar.key}:{PARTS[part]}")
            x += wide
        said = _say("figures", share=f"{bar.share:.0%}", recorded=bar.counts[0], cells=bar.cells)
        yield Words(
            MARGIN + side + room + 8.0, base, said.in_lang(lang), NOTE_SIZE, INK_SOFT, part=f"bar:{bar.key}"
        )


def _entries(lang: Lang) -> list[Entry]:
    def entry(part: int) -> Entry:
        words = _say(PARTS[part]).in_lang(lang)
        return Entry(words, 16.0, lambda x, y: [_part(part, x, y - 4.0, 16.0, 8.0, "legend")])

    return [entry(part) for part in range(len(PARTS))]


def draw_completeness(source: Workbook | Inventory, *, by: By = "column", lang: Lang = "ja") -> Display:
    """Return how complete the inventory is, a bar for each column, activity or department.

    Parameters
    ----------
    source : a workbook, or a table alone. by : what a bar stands for. lang : of the figure.

    Returns
    -------
    Display
        `.numbers`: `cells recorded recorded_unknown not_recorded bars left_out`. `.table`:
        the counts with names in full, least complete first.

    Raises
    ------
    ValueError
        `by` is something else.
    """
    counted = completeness(source, by=by).table
    bars = [
        Bar(
            str(row[by]),
            _label(inventory_of(source), by, str(row[by])),
            (int(row[PARTS[0]]), int(row[PARTS[1]]), int(row[PARTS[2]])),
        )
        for row in counted.to_dict("records")
    ]
    bars.sort(key=lambda bar: (bar.share, -bar.cells, bar.key))
    shown = bars[:MOST_BARS]
    totals = {part: sum(bar.counts[n] for bar in bars) for n, part in enumerate(PARTS)}
    cells = sum(totals.values())
    numbers = {"cells": cells, **totals, "bars": len(bars), "left_out": len(bars) - len(shown)}
    title = _say(f"title_{by}").in_lang(lang)
    share = f"{totals['recorded'] / cells:.0%}" if cells else "–"
    fact = _say("fact", share=share, **numbers).in_lang(lang)
    row = max(_ROW_LEAST, min(_ROW_MOST, 400.0 / max(1, len(shown))))
    top = TITLE_BOTTOM + 4.0
    notes = (_say("left_out", count=numbers["left_out"]).in_lang(lang),) if numbers["left_out"] else ()
    scene = framed(
        _shapes(shown, lang, top, row), top + row * len(shown), (title, fact), _entries(lang), notes
    )
    return Display(scene, title, fact, numbers, _table(bars, by, lang), lang, notes)


def _label(inventory: Inventory, by: str, key: str) -> Text:
    """Return the name of a bar."""
    if not key:
        return _say("blank")
    if by == "department":
        return inventory.names.label(key)
    if by == "activity":
        return inventory.vocabulary.label("activities", key)
    found = [column.label for column in inventory.vocabulary.columns if column.key == key]
    return found[0] if found else Text.same(key)


def _table(bars: list[Bar], by: str, lang: Lang) -> pd.DataFrame:
    rows = [
        {by: bar.label.in_lang(lang), "cells": bar.cells, **dict(zip(PARTS, bar.counts, strict=True))}
        for bar in bars
    ]
    return pd.DataFrame(rows, columns=[by, "cells", *PARTS])
