"""`datamap choke`: the places through which every way of an item goes; or every place left out in turn."""

from __future__ import annotations

from datamap.cli.followed import (
    Countries,
    Flag,
    Items,
    Overseas,
    Places,
    Planned,
    Read,
    Roles,
    Subjects,
    show_unreceived,
    target_of,
    unreceived,
    why_nothing,
)
from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output
from datamap.cli.progress import steps
from datamap.cli.say import said, show, show_rows
from datamap.cli.sheets import All, show_sheet, words_checked
from datamap.model import Reading


def choke(  # noqa: PLR0913 - one parameter an option
    as_of: AsOf,
    *,
    item: Items = None,
    subject: Subjects = None,
    place: Places = None,
    country: Countries = None,
    role: Roles = None,
    flag: Flag = None,
    overseas: Overseas = False,
    reading: Read = Reading.CERTAIN,
    planned: Planned = False,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    everything: All = False,
) -> None:
    """Name the places where one control protects most of what arrives."""
    from datamap.analysis.choke import choke_points
    from datamap.analysis.left_out import left_out
    from datamap.inventory import read_workbook

    rank = choke_points if place or country or role or overseas else left_out

    with steps(lang, workbook, "read", "follow") as step:
        step()
        book = read_workbook(workbook, lang=lang)
        step()
        with words_checked():
            target = target_of(book, item, subject, place, country, role, flag, overseas=overseas)
            found = rank(book, target, as_of=as_of, reading=reading, include_planned=planned)
    if output is Output.JSON:
        show_rows(
            found.as_records(),
            as_of=as_of,
            sha256=book.inventory.sha256,
            title=found.title.in_lang(lang),
            summary=found.text(lang),
            reading=reading.value,
            unreceived=unreceived(book, as_of, items=item, reading=reading, planned=planned),
        )
        return
    counted = ("also_stops",) if rank is left_out else ()
    more = (*counted, "role", "countries", "items", "subjects")
    show_sheet(found, ("place", "share_pairs"), more, everything=everything)
    if not len(found):
        for hint in why_nothing(book, as_of, items=item, reading=reading, planned=planned):
            show(f"  → {said(hint, lang)}")
    show_unreceived(book, as_of, items=item, reading=reading, planned=planned)
