"""Where items arrive, as a person reads it: country by country, place by place, with the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datamap.cli.lines import Rows, comma, item_in_words, show_entries, show_more
from datamap.cli.say import said, show
from datamap.model import ABROAD, Lang, PlaceType

if TYPE_CHECKING:
    import pandas as pd

    from datamap.analysis.answer import Answer
    from datamap.inventory import Workbook

PLACES = 40
"""Places that are shown unless all are asked for."""

WAYS = 3
"""Ways to one place that are shown unless all are asked for."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What comes to a place by one way: items with their form. Without flows it is held to begin with."""

    flows: tuple[str, ...]
    items: tuple[tuple[str, str], ...]
    subjects: tuple[str, ...]


def show_arrivals(found: Answer, book: Workbook, *, everything: bool) -> None:
    """Print a table of reach: countries abroad first, home last; in each, others before ourselves.

    Parameters
    ----------
    found : a table with `subject item form place country flows hops`.
    """
    table = found.table[~found.table["place"].isin(_people(book))]
    rows, shown, before = Rows(book.inventory), 0, None
    groups = table.groupby(["country", "place"], sort=False)
    order = _in_order(table, book)
    for country, place in order if everything else order[:PLACES]:
        if country != before:
            there = sum(1 for other, _ in order if other == country)
            show()
            show(_country(found, country, there), bold=True)
            before = country
        shown += 1
        _show_place(found, place, groups.get_group((country, place)), rows, everything=everything)
    show_more(len(order) - shown, found.lang)


def _people(book: Workbook) -> list[str]:
    """Return the places that are groups of people: what they hold, they hold of themselves."""
    return [key for key, place in book.inventory.places.items() if place.type is PlaceType.SUBJECT]


def _in_order(table: pd.DataFrame, book: Workbook) -> list[tuple[str, str]]:
    """Return the pairs of country and place in the order in which they are shown."""
    from datamap.analysis.handing import home_of
    from datamap.analysis.relation import own_places

    home, own = home_of(book), own_places(book.inventory)
    counts = table.groupby(["country", "place"], sort=True)["item"].nunique()
    many = table.groupby("country")["place"].nunique().to_dict()

    def rank(pair: tuple[str, str]) -> tuple[Any, ...]:
        country, place = pair
        sort = 3 if country in home else 1 if country == ABROAD else 2 if not country else 0
        return sort, -many[country], country, place in own, -int(counts[pair]), place

    return sorted(((str(c), str(p)) for c, p in counts.index), key=rank)


def _country(found: Answer, country: str, places: int) -> str:
    name = found.words.in_lang("country", country, found.lang)
    return said("reach_country", found.lang, country=name, places=places)


def _show_place(found: Answer, place: str, lines: pd.DataFrame, rows: Rows, *, everything: bool) -> None:
    lang, arrivals = found.lang, list(_arrivals(lines))
    show(f"  {found.words.in_lang('place', place, lang)}")
    for arrival in arrivals if everything else arrivals[:WAYS]:
        items = [item_in_words(found, *item) for item in arrival.items]
        if any(arrival.subjects):
            subjects = [found.words.in_lang("subject", key, lang) for key in arrival.subjects]
            items[-1] += said("reach_about", lang, subjects=comma(lang).join(subjects))
        show_entries(items, 4, between=comma(lang), head="・" if lang == "ja" else "- ")
        _show_way(arrival, rows, lang)
    if len(arrivals) > WAYS and not everything:
        show(said("reach_more_ways", lang, count=len(arrivals) - WAYS))


def _show_way(arrival: Arrival, rows: Rows, lang: Lang) -> None:
    if arrival.flows:
        show_entries(rows.each(arrival.flows), 6, between=" → ")
    else:
        show(f"      {said('reach_begun', lang)}")


def _arrivals(lines: pd.DataFrame) -> Iterator[Arrival]:
    """Yield the ways to one place, those of most items first; subjects with the same items together."""
    from datamap.analysis.answer import SEPARATOR

    held: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    columns = (lines[name] for name in ("flows", "hops", "subject", "item", "form"))
    for flows, hops, subject, item, form in zip(*columns, strict=True):
        held.setdefault((flows if hops else "", subject), {})[item, form] = None
    alike: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for (flows, subject), items in held.items():
        alike.setdefault((flows, tuple(items)), []).append(subject)
    for (flows, what), subjects in sorted(alike.items(), key=lambda one: (-len(one[0][1]), one[0])):
        yield Arrival(tuple(filter(None, flows.split(SEPARATOR))), what, tuple(subjects))
