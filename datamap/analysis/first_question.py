"""A question to begin with in an inventory that one does not know yet: which item, of whom, where."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from datamap.analysis.asked import inventory_of
from datamap.analysis.reach import reach
from datamap.inventory import Inventory, Workbook
from datamap.vocabulary import Vocabulary

GRAVE = frozenset({"sensitive", "id_code", "property_damage"})
"""What an item may be that makes its way abroad worth looking at first."""


class FirstQuestion(NamedTuple):
    """What to ask: keys of an item, a subject group and a country."""

    item: str
    subject: str
    country: str


NOTHING_YET = FirstQuestion("name", "customer", "JP")
"""Asked of an inventory in which nobody holds anything: it answers that, too."""


def first_question(asked: Inventory | Workbook, *, as_of: date) -> FirstQuestion:
    """Return an item that certainly goes somewhere, the people it is about, and the farthest country.

    Abroad comes before at home, grave items (special care-required, identification codes, property
    damage: APPI 2(3), 2(2), Rule 7(ii)) before others, many places before few; of the countries the
    one at the end of the longest way. It is a place to begin, no judgement; the notebooks use it
    until a person writes a question of their own.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient,countries
    ... F1,collection,name;bank_account,customer,customer,shop,JP
    ... F2,entrustment,bank_account,customer,shop,payer,SG
    ... F3,entrustment,name,customer,shop,mailer,US
    ... ''')
    >>> first_question(table, as_of=date(2026, 4, 1))
    FirstQuestion(item='bank_account', subject='customer', country='SG')
    """
    found = reach(asked, as_of=as_of)
    held = found.table[["item", "subject", "country", "place", "hops"]].astype({"item": str, "country": str})
    held = held[(held["country"] != "") & (held["subject"] != "")]
    away = held[~held["country"].isin(found.home)]
    told = away if len(away) else held
    if not len(told):
        return NOTHING_YET
    vocabulary = inventory_of(asked).vocabulary
    places = told.groupby("item")["place"].nunique()
    item = min(places.index, key=lambda key: (not _grave(vocabulary, key), -places[key], key))
    told = told[told["item"] == item]
    hops = told.groupby("country")["hops"].max()
    people = told["subject"].astype(str).value_counts()
    return FirstQuestion(
        item,
        min(people.index, key=lambda key: (-people[key], key)),
        min(hops.index, key=lambda key: (-hops[key], key)),
    )


def _grave(vocabulary: Vocabulary, item: str) -> bool:
    return bool(GRAVE & vocabulary.flags("items", item))
