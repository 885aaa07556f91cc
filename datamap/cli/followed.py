"""What the commands that follow items share: options, words, and what to say where nothing is found."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.lines import Rows, comma, show_entries
from datamap.cli.options import help_of
from datamap.cli.say import said, show
from datamap.cli.usage import Refused
from datamap.model import BadQuestion, Reading

if TYPE_CHECKING:
    from datamap.analysis.targets import Target
    from datamap.inventory import Workbook

Many = list[str] | None


def reading_of(word: str) -> Reading:
    """Read the name of a reading: its key, or its label in either language."""
    from datamap.analysis.arguments import reading_named

    try:
        return reading_named(word)
    except BadQuestion as wrong:
        raise Refused(wrong.said) from None


Items = Annotated[Many, typer.Option("--item", metavar="ITEM", help=help_of("item"), show_default=False)]
Subjects = Annotated[
    Many, typer.Option("--subject", metavar="GROUP", help=help_of("only_subject"), show_default=False)
]
Places = Annotated[
    Many, typer.Option("--place", metavar="PLACE", help=help_of("only_place"), show_default=False)
]
Countries = Annotated[
    Many, typer.Option("--country", metavar="COUNTRY", help=help_of("only_country"), show_default=False)
]
Roles = Annotated[Many, typer.Option("--role", metavar="ROLE", help=help_of("only_role"), show_default=False)]
Flag = Annotated[str | None, typer.Option("--flag", metavar="FLAG", help=help_of("flag"), show_default=False)]
Overseas = Annotated[bool, typer.Option("--overseas", help=help_of("overseas"))]
Read = Annotated[
    Reading,
    typer.Option(
        "--reading",
        metavar="READING",
        parser=reading_of,
        help=help_of("reading"),
        show_default=False,
    ),
]
Planned = Annotated[bool, typer.Option("--planned", help=help_of("planned"))]


def countries_meant(book: Workbook, named: Many, *, overseas: bool) -> Many:
    """Return the countries that are asked for: those named, and with `overseas` all but one's own."""
    from datamap.analysis.handing import home_of

    if not overseas:
        return named or None
    known = {code for place in book.inventory.places.values() for code in place.countries}
    return sorted({*(named or ()), *(known - home_of(book))}) or ["abroad"]


def items_with(book: Workbook, items: Many, flag: str | None, reading: Reading) -> Many:
    """Return the items asked for, those alone that have (or may have) a flag where one is named."""
    from datamap.analysis.asked import items_asked
    from datamap.analysis.targets import flagged

    if flag is None:
        return items or None
    chosen = flagged(book.inventory, flag, reading)
    named = items_asked(book.inventory, items or None, reading)
    return sorted(chosen if named is None else chosen & named)


def target_of(
    book: Workbook,
    item: Many,
    subject: Many,
    place: Many,
    country: Many,
    role: Many,
    flag: str | None,
    *,
    overseas: bool,
) -> Target:
    """Return what is not to be reached, as the options say it."""
    from datamap.analysis.targets import Target

    return Target(
        item=item or None,
        flag=flag,
        subject=subject or None,
        place=place or None,
        country=countries_meant(book, country, overseas=overseas),
        role=role or None,
    )


def why_nothing(book: Workbook, as_of: date, *, items: Many, reading: Reading, planned: bool) -> list[str]:
    """Return what else to try where nothing was found: keys of `texts/cli.toml`."""
    from datamap.analysis.asked import keys_below, running
    from datamap.analysis.listed import listed

    inventory = book.inventory
    wanted = keys_below(inventory, "items", items or None)
    hints = []
    if wanted is not None and wanted.isdisjoint(listed(inventory, "items").named):
        hints.append("nothing_item")
    if reading is Reading.CERTAIN:
        hints.append("nothing_reading")
    if not planned and "planned" in inventory.coded("status").values:
        hints.append("nothing_planned")
    if not running(inventory, as_of, include_planned=planned).any():
        hints.append("nothing_runs")
    return hints


def unreceived(
    book: Workbook, as_of: date, *, items: Many, reading: Reading, planned: bool
) -> list[dict[str, str]]:
    """Return the rows that pass on an item asked for without a record of how its source came by it.

    Nothing is followed from there: what a row passes on begins where something was received.

    Returns
    -------
    One entry for each `item`, `place` and `flow`; none where no item is asked for.
    """
    if items is None:
        return []
    from datamap.analysis.appearing import appearing_items
    from datamap.analysis.asked import keys_below

    found = appearing_items(book, as_of=as_of, include_planned=planned)
    unmoved = {"never", "possibly"} if reading is Reading.CERTAIN else {"never"}
    wanted: Collection[str] = keys_below(book.inventory, "items", items) or ()
    table = found.table[found.table["received"].isin(unmoved) & found.table["item"].isin(wanted)]
    flows = {
        (row.item, row.place, flow): None for row in table.itertuples() for flow in str(row.flows).split(";")
    }
    return [{"item": str(item), "place": str(place), "flow": flow} for item, place, flow in flows]


def show_unreceived(book: Workbook, as_of: date, *, items: Many, reading: Reading, planned: bool) -> None:
    """Name the rows that pass on an item asked for without a record of how its source came by it."""
    from datamap.analysis.asked import words_of

    flows = unreceived(book, as_of, items=items, reading=reading, planned=planned)
    if not flows:
        return
    lang, rows, words = book.lang, Rows(book.inventory), words_of(book.inventory)
    show(f"  → {said('unreceived', lang)}")
    told = [
        said(
            "unreceived_row",
            lang,
            item=words.in_lang("item", one["item"], lang),
            place=words.in_lang("place", one["place"], lang),
            row=rows.of(one["flow"]),
        )
        for one in flows
    ]
    show_entries(told, 5, between=comma(lang))
