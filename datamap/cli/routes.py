"""`datamap routes`: by which rows an item comes to a place, hop by hop, and where that is weakest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
from datamap.cli.lines import Rows, comma, show_entries
from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop
from datamap.cli.progress import steps
from datamap.cli.say import said, show, show_rows
from datamap.cli.sheets import words_checked
from datamap.cli.usage import Refused
from datamap.model import Reading
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.analysis.answer import Answer
    from datamap.inventory import Workbook

Hop = dict[str, Any]


def count_of(written: str) -> int:
    """Read how many of something are asked for."""
    if str(written).isdecimal() and int(written):
        return int(written)
    raise Refused(text("cli", "bad_count", value=written))


Longest = Annotated[
    int | None,
    typer.Option("--longest", metavar="N", parser=count_of, help=help_of("longest"), show_default=False),
]
Most = Annotated[int, typer.Option("--most", metavar="N", parser=count_of, help=help_of("most"))]


def routes(  # noqa: PLR0913 - one parameter an option
    as_of: AsOf,
    *,
    item: Items = None,
    subject: Subjects = None,
    place: Places = None,
    country: Countries = None,
    flag: Flag = None,
    overseas: Overseas = False,
    reading: Read = Reading.CERTAIN,
    longest: Longest = None,
    most: Most = 20,
    planned: Planned = False,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
) -> None:
    """Say by which ways items arrive, and what is weakest about each."""
    from datamap.analysis.routes import routes as ways
    from datamap.inventory import read_workbook

    if not (item or place or country or flag or overseas):
        raise Stop(text("cli", "routes_of_what"))
    with steps(lang, workbook, "read", "follow") as step:
        step()
        book = read_workbook(workbook, lang=lang)
        step()
        with words_checked():
            items = items_with(book, item, flag, reading)
            found = ways(
                book,
                as_of=as_of,
                item=items,
                place=place or None,
                subject=subject or None,
                country=countries_meant(book, country, overseas=overseas),
                reading=reading,
                longest=longest,
                most=most,
                include_planned=planned,
            )
    if output is Output.JSON:
        show_rows(
            found.as_records(),
            as_of=as_of,
            sha256=book.inventory.sha256,
            title=found.title.in_lang(lang),
            summary=found.text(lang),
            reading=reading.value,
            unreceived=unreceived(book, as_of, items=items, reading=reading, planned=planned),
        )
        return
    _show(found, book)
    if found.summary == text("analysis", "reach_nothing"):
        for hint in why_nothing(book, as_of, items=items, reading=reading, planned=planned):
            show(f"  → {said(hint, lang)}")
    show_unreceived(book, as_of, items=items, reading=reading, planned=planned)


def _show(found: Answer, book: Workbook) -> None:
    """Print each way: what arrives where, then its hops; alike ways of several people are one."""
    show(found.title.in_lang(found.lang), bold=True)
    show(found.text())
    rows = Rows(book.inventory)
    for number, (hops, subjects) in enumerate(_alike(found), start=1):
        show()
        _show_head(found, number, hops, subjects)
        for hop in hops:
            _show_hop(found, hop, rows)


def _alike(found: Answer) -> Iterable[tuple[list[Hop], list[str]]]:
    """Return the ways; those of one item by the same flows are told once, with all their people."""
    ways: dict[int, list[Hop]] = {}
    for hop in found.table.to_dict("records"):
        ways.setdefault(int(hop["route_no"]), []).append({str(key): value for key, value in hop.items()})
    alike: dict[tuple[Any, ...], tuple[list[Hop], list[str]]] = {}
    for hops in ways.values():
        same = tuple((hop["flows"], hop["place"], hop["item"], hop["form"]) for hop in hops)
        alike.setdefault(same, (hops, []))[1].append(hops[-1]["subject"])
    return alike.values()


def _show_head(found: Answer, number: int, hops: list[Hop], subjects: list[str]) -> None:
    last, lang = hops[-1], found.lang
    about = said("reach_about", lang, subjects=_list(found, "subject", subjects)) if any(subjects) else ""
    where = _list(found, "country", str(last["country"]).split(";"))
    show(
        said(
            "routes_way",
            lang,
            number=number,
            item=found.words.in_lang("item", last["item"], lang),
            subjects=about,
            place=found.words.in_lang("place", last["place"], lang),
            countries=f"［{where}］" if lang == "ja" else f" [{where}]",
            hops=len(hops),
        ),
        bold=True,
    )


def _show_hop(found: Answer, hop: Hop, rows: Rows) -> None:
    """Print one hop: its row, who hands to whom, on which ground, what for; then what is weak."""
    lang = found.lang
    source, place = (found.words.in_lang("place", hop[name], lang) for name in ("source", "place"))
    show(f"  {hop['hop_no']}  {rows.of(str(hop['flows']))}  {source} → {place}")
    grounds = ("kind", "basis", "foreign_route")
    told = list(dict.fromkeys(found.words.in_lang(name, hop[name], lang) for name in grounds if hop[name]))
    told.append(
        said("routes_country", lang, countries=_list(found, "country", str(hop["country"]).split(";")))
    )
    purposes = _list(found, "purposes", str(hop["purposes"]).split(";"))
    show_entries([*told, said("routes_purposes", lang, purposes=purposes)], 5, between=comma(lang))
    if hop["purposes_beyond"]:
        key = "routes_beyond" if hop["purpose_told"] == "beyond" else "routes_unsaid"
        _show_remark(found, key, "purposes", str(hop["purposes_beyond"]), typer.colors.YELLOW)
    if hop["weakest"] and hop["weak"]:
        _show_remark(found, "routes_weak", "weak", str(hop["weak"]), typer.colors.RED)


def _show_remark(found: Answer, key: str, column: str, keys: str, colour: str) -> None:
    """Print what is to be looked at about a hop."""
    words = [found.words.in_lang(column, one, found.lang) for one in keys.split(";")]
    head = f"! {said(key, found.lang)}"
    show_entries(words, 5, between=comma(found.lang), head=head, colour=colour)


def _list(found: Answer, column: str, keys: Iterable[str]) -> str:
    return comma(found.lang).join(found.words.in_lang(column, key, found.lang) for key in keys)
