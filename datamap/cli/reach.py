"""`datamap reach`: where items end up, and by which rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from datamap.cli.followed import (
    Countries,
    Flag,
    Items,
    Overseas,
    Places,
    Planned,
    Read,
    Subjects,
    countries_meant,
    items_with,
    show_unreceived,
    unreceived,
    why_nothing,
)
from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output
from datamap.cli.progress import steps
from datamap.cli.say import said, show, show_rows
from datamap.cli.sheets import All, words_checked
from datamap.model import Reading

if TYPE_CHECKING:
    from datamap.analysis.reach import Reach
    from datamap.inventory import Workbook

PART = 20_000
"""Rows that are turned into words for programs at a time."""


def reach(  # noqa: PLR0913 - one parameter an option
    as_of: AsOf,
    *,
    item: Items = None,
    subject: Subjects = None,
    place: Places = None,
    country: Countries = None,
    flag: Flag = None,
    overseas: Overseas = False,
    reading: Read = Reading.CERTAIN,
    planned: Planned = False,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    everything: All = False,
) -> None:
    """Say which items end up at which places and in which countries."""
    from datamap.analysis.reach import reach as follow
    from datamap.inventory import read_workbook

    with steps(lang, workbook, "read", "follow", "write") as step:
        step()
        book = read_workbook(workbook, lang=lang)
        step()
        with words_checked():
            items = items_with(book, item, flag, reading)
            found = follow(
                book,
                as_of=as_of,
                reading=reading,
                item=items,
                subject=subject or None,
                place=place or None,
                country=countries_meant(book, country, overseas=overseas),
                include_planned=planned,
            )
        step()
        if output is Output.JSON:
            rows = unreceived(book, as_of, items=items, reading=reading, planned=planned)
            _show_object(found, book, as_of, rows)
            return
    _show(found, book, everything=everything)
    if (found.table["hops"] == 0).all():
        for hint in why_nothing(book, as_of, items=items, reading=reading, planned=planned):
            show(f"  → {said(hint, lang)}")
    show_unreceived(book, as_of, items=items, reading=reading, planned=planned)


def _show_object(found: Reach, book: Workbook, as_of: date, passed_on: list[dict[str, str]]) -> None:
    show_rows(
        _records(found),
        as_of=as_of,
        sha256=book.inventory.sha256,
        title=found.title.in_lang(found.lang),
        summary=found.text(),
        reading=found.reading.value,
        unreceived=passed_on,
    )


def _records(found: Reach) -> Iterator[dict[str, Any]]:
    """Yield the rows as `Answer.as_records` gives them, of which a large inventory has millions."""
    from datamap.analysis.answer import SEPARATOR

    names = list(map(str, found.table.columns))
    for start in range(0, len(found), PART):
        part = found.table.iloc[start : start + PART]
        columns = {name: part[name].tolist() for name in names}
        columns["flows"] = [cell.split(SEPARATOR) if cell else [] for cell in columns["flows"]]
        for cells in zip(*columns.values(), strict=True):
            yield dict(zip(names, cells, strict=True))


def _show(found: Reach, book: Workbook, *, everything: bool) -> None:
    from datamap.cli.arrivals import show_arrivals

    show(found.title.in_lang(found.lang), bold=True)
    show(found.text())
    if len(found):
        show(said(f"reading_{found.reading.value}", found.lang))
    show_arrivals(found, book, everything=everything)
