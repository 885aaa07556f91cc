"""`datamap cut`: which flows to end so that items no longer arrive somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from datamap.cli.followed import (
    Countries,
    Flag,
    Items,
    Many,
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
from datamap.cli.lines import Rows, comma, show_entries
from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop
from datamap.cli.progress import steps
from datamap.cli.routes import count_of
from datamap.cli.say import said, show, show_rows
from datamap.cli.sheets import words_checked
from datamap.model import Reading, Text
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.analysis.cut import Cut
    from datamap.inventory import Workbook

Cost = Annotated[
    str | None, typer.Option("--cost", metavar="COLUMN", help=help_of("cost"), show_default=False)
]
Keep = Annotated[Many, typer.Option("--keep", metavar="FLOW", help=help_of("keep"), show_default=False)]
Choices = Annotated[int, typer.Option("--most", metavar="N", parser=count_of, help=help_of("most_choices"))]


def cut(  # noqa: PLR0913 - one parameter an option
    as_of: AsOf,
    *,
    item: Items = None,
    subject: Subjects = None,
    place: Places = None,
    country: Countries = None,
    role: Roles = None,
    flag: Flag = None,
    overseas: Overseas = False,
    cost: Cost = None,
    keep: Keep = None,
    reading: Read = Reading.CERTAIN,
    most: Choices = 5,
    planned: Planned = False,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
) -> None:
    """Name the fewest or cheapest flows whose end stops items from arriving, and alternatives."""
    from datamap.analysis.cut import cut as sever
    from datamap.inventory import read_workbook

    _need_aim(place, country, role, overseas=overseas)
    with steps(lang, workbook, "read", "follow") as step:
        step()
        book = read_workbook(workbook, lang=lang)
        step()
        with words_checked():
            target = target_of(book, item, subject, place, country, role, flag, overseas=overseas)
            found = sever(
                book,
                target,
                as_of=as_of,
                reading=reading,
                cost=cost,
                keep=keep or (),
                most=most,
                include_planned=planned,
            )
    if output is Output.JSON:
        show_rows(
            found.as_records(),
            as_of=as_of,
            sha256=book.inventory.sha256,
            **_whole(found, reading),
            unreceived=unreceived(book, as_of, items=item, reading=reading, planned=planned),
            notes=[note.in_lang(lang) for note in _notes(found, book, cost)],
        )
        return
    _show(found, book)
    for note in _notes(found, book, cost):
        show()
        show(f"* {note.in_lang(lang)}")
    if found.possible and not found.choices:
        for hint in why_nothing(book, as_of, items=item, reading=reading, planned=planned):
            show(f"  → {said(hint, lang)}")
    show_unreceived(book, as_of, items=item, reading=reading, planned=planned)


def _need_aim(*where: Many, overseas: bool) -> None:
    """Raise `Stop` unless it is said where items must not arrive."""
    if not overseas and not any(where):
        raise Stop(text("cli", "cut_of_what"))


def _unpriced(book: Workbook, cost: str | None) -> list[Text]:
    """Return how many rows have no price, if any: they count 1, which a column left blank does not say."""
    from datamap.analysis.prices import priced_by

    if cost is None:
        return []
    blank = sum(not value for value in book.inventory.coded(priced_by(book.inventory, cost)).texts())
    if blank == len(book.inventory):
        return [text("cli", "cost_blank", column=cost)]
    return [text("cli", "cost_partly", column=cost, count=blank)] if blank else []


def _notes(found: Cut, book: Workbook, cost: str | None) -> list[Text]:
    """Return what to know about the choices: unknown prices, and whether one ends a collection."""
    ends_collection = (found.table["kind"] == "collection").any()
    return [*_unpriced(book, cost), *([text("cli", "cut_ends_collection")] if ends_collection else [])]


def _whole(found: Cut, reading: Reading) -> dict[str, Any]:
    """Return what stands beside the rows."""
    return {
        "title": found.title.in_lang(found.lang),
        "summary": found.text(),
        "reading": reading.value,
        "possible": found.possible,
        "least": found.least,
        "choices": [list(choice) for choice in found.choices],
    }


def _show(found: Cut, book: Workbook) -> None:
    lang = found.lang
    show(found.title.in_lang(lang), bold=True)
    show(found.text())
    rows = Rows(book.inventory)
    for number, lines in found.table.groupby("choice", sort=True):
        also = int(lines["also_stops"].iloc[0])
        show()
        show(said("cut_choice", lang, number=number, count=len(lines), also=also), bold=True)
        for line in lines.to_dict("records"):
            _show_flow(found, {str(key): value for key, value in line.items()}, rows)


def _show_flow(found: Cut, line: dict[str, Any], rows: Rows) -> None:
    lang = found.lang
    source, recipient, kind = (
        found.words.in_lang(column, line[column], lang) for column in ("source", "recipient", "kind")
    )
    price = said("cut_price", lang, price=f"{line['price']:,g}") if line["price"] != 1 else ""
    show(f"  {rows.of(line['flows'])}  {source} → {recipient}{price}")
    items = [found.words.in_lang("items", key, lang) for key in line["items"].split(";") if key]
    head = Text(ja=f"{kind}：", en=f"{kind}: ").in_lang(lang)
    show_entries(items, 5, between=comma(lang), head=head)
