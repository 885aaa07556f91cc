"""What a question is about, in words: which items of whom, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from datamap.analysis.asked import words_of
from datamap.inventory import Inventory
from datamap.model import Text
from datamap.vocabulary import text, texts

Keys = str | Sequence[str] | None
"""One key or label, several, or None for everything."""

FEW = 3
"""Names that are told before it is said how many more there are."""


def aimed_at(
    inventory: Inventory,
    *,
    item: Keys = None,
    flag: str | None = None,
    subject: Keys = None,
    place: Keys = None,
    country: Keys = None,
    role: Keys = None,
) -> Text:
    r"""Return what a question is about, as the end of a title; nothing if it is about everything.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b"id,kind,items,source,recipient\nF1,third_party,name,a,b\n")
    >>> aimed_at(table, item="name", country=["TH", "US"]).en
    ': Name → Thailand, United States'
    """
    what = [*_named(inventory, "subject", subject), *_named(inventory, "item", item)]
    if flag is not None:
        what.append(_flagged(flag))
    ends = (("place", place), ("role", role), ("country", country))
    where = [name for column, keys in ends for name in _named(inventory, column, keys)]
    if not what and not where:
        return Text("", "")
    said = _listed(what) if what else text("analysis", "aimed_everything")
    return text("analysis", "aimed_at" if where else "aimed_items", what=said, where=_listed(where))


def _flagged(flag: str) -> Text:
    """Return what items with a flag are called; a flag of one's own by its key."""
    return texts("analysis").get(f"flag_is_{flag}") or text("analysis", "aimed_flag", flag=flag)


_LISTS = {"subject": "subjects", "item": "items", "role": "roles", "country": "countries"}


def _named(inventory: Inventory, column: str, asked: Keys) -> Iterator[Text]:
    """Yield the labels of words that were asked for by key or label."""
    words = words_of(inventory)
    for word in [asked] if isinstance(asked, str) else asked or ():
        if not word:
            yield text("analysis", "not_recorded")
            continue
        found = inventory.vocabulary.find(_LISTS[column], word) if column in _LISTS else None
        key = found or (inventory.names.resolve(word) if column == "place" else word)
        yield words.label(column, word if column == "place" and word in inventory.places else key)


def _listed(names: list[Text]) -> Text:
    shown = names[:FEW]
    said = Text("、".join(one.ja for one in shown), ", ".join(one.en for one in shown))
    rest = len(names) - len(shown)
    return text("analysis", "aimed_more", names=said, count=rest) if rest else said
