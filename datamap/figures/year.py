"""The coming year: how many things fall due in which month, and what is overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from datamap.analysis.year import DUE_FOR, Year
from datamap.figures.display import Display
from datamap.figures.fonts import CENTRE
from datamap.figures.lettering import fit
from datamap.figures.scene import Box, Line, Scene, Shape, Words
from datamap.figures.strips import STRIP_WIDTH
from datamap.figures.style import INK, INK_SOFT, NOTE_SIZE, PAPER, RULE_SOFT, SHADES, TEXT_FLOOR, ink_on
from datamap.model import Lang
from datamap.vocabulary import text

LATE = "late"
"""The column before the months."""

_LATE_GROUND = "#E08B62"
_MARGIN = 2.0
_NAME = 118.0
_TOP = 24.0
_ROW = 17.0
_MANY = (1, 3, 6, 10)
"""From how many on a cell is a shade darker."""


def draw_year(year: Year, *, lang: Lang | None = None) -> Display:
    """Return the calendar as a grid: one row for each sort of day, one column for each month.

    Parameters
    ----------
    year : from `year_calendar`. lang : of the figure; that of the calendar if not given.

    Returns
    -------
    Display
        `.numbers`: `due late`. `.table`: the calendar itself, worded.

    Examples
    --------
    >>> from datamap.analysis.year import year_calendar
    >>> from datamap.inventory import Workbook, read_inventory
    >>> table = read_inventory(b'''id,kind,items,source,recipient,until
    ... F1,collection,name,customer,shop,2026-06-30
    ... ''')
    >>> draw_year(year_calendar(Workbook.from_inventory(table), as_of=date(2026, 4, 1)), lang="en")
    <Falling due: 1. Overdue already: 0.>
    """
    speech = lang or year.lang
    months = _months(year.begins, year.ends)
    counts = Counter(
        (due.due_for, LATE if due.day < year.begins.isoformat() else due.day[:7]) for due in year.dues
    )
    rows = [name for name in DUE_FOR if any(sort == name for sort, _ in counts)]
    columns = [LATE, *months]
    wide = (STRIP_WIDTH - _NAME - 2 * _MARGIN) / len(columns)
    shapes = [*_heads(columns, wide, speech)]
    for number, name in enumerate(rows):
        shapes += _row(name, number, columns, wide, counts, speech)
    high = _TOP + _ROW * max(len(rows), 1) + 4.0
    late = sum(count for (_, column), count in counts.items() if column == LATE)
    return Display(
        Scene(STRIP_WIDTH, high, tuple(shapes)),
        year.title.in_lang(speech),
        year.text(speech),
        {"due": len(year.dues) - late, "late": late},
        lambda: year.worded(speech),
        speech,
    )


def _months(begins: date, ends: date) -> list[str]:
    """Return the months from one day to the day before another, as `2026-04`."""
    first, last = begins.year * 12 + begins.month - 1, ends.year * 12 + ends.month - 1
    if ends.day == 1:
        last -= 1
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1)]


def _heads(columns: list[str], wide: float, lang: Lang) -> Iterator[Shape]:
    """Yield what stands above the columns; the year is said where it begins."""
    said = ""
    for number, column in enumerate(columns):
        x = _MARGIN + _NAME + wide * (number + 0.5)
        if column == LATE:
            words = text("figures", "year.late").in_lang(lang)
        else:
            months, year = int(column[5:]), column[:4]
            words = text("figures", "year.month", month=months).in_lang(lang)
            if year != said:
                said = year
                yield Words(x, 8.0, year, TEXT_FLOOR, INK_SOFT, align="center", part="heads")
        head = fit(words, wide - 1.0, TEXT_FLOOR)
        yield Words(x, 18.0, head.lines[0], head.size, INK, align="center", part="heads")
    yield Line(((_MARGIN, _TOP - 2.0), (STRIP_WIDTH - _MARGIN, _TOP - 2.0)), RULE_SOFT, 0.6, part="rule")


def _row(
    name: str, number: int, columns: list[str], wide: float, counts: Counter[tuple[str, str]], lang: Lang
) -> Iterator[Shape]:
    y = _TOP + _ROW * number
    base = y + (_ROW - 3.0) / 2 + CENTRE * NOTE_SIZE
    label = fit(text("requests", f"due_for_is_{name}").in_lang(lang), _NAME - 6.0, NOTE_SIZE)
    yield Words(_MARGIN, base, label.lines[0], label.size, INK, part=f"row:{name}")
    for place, column in enumerate(columns):
        count = counts[name, column]
        x = _MARGIN + _NAME + wide * place
        ground = _ground(count, late=column == LATE)
        yield Box(x + 1.0, y, wide - 2.0, _ROW - 3.0, ground, RULE_SOFT, 0.5, part=f"cell:{name}:{column}")
        if count:
            ink = ink_on(ground)
            yield Words(
                x + wide / 2,
                base,
                str(count),
                NOTE_SIZE,
                ink,
                bold=True,
                align="center",
                part=f"cell:{name}:{column}",
            )


def _ground(count: int, *, late: bool) -> str:
    if not count:
        return PAPER
    return _LATE_GROUND if late else SHADES[sum(count >= many for many in _MANY)]
