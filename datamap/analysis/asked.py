"""What a question is put to: an inventory or a workbook, a day, and keys that people spell their way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from datamap.analysis.listed import listed
from datamap.analysis.universe import UNSPECIFIED, items_of
from datamap.analysis.words import Words
from datamap.inventory import Inventory, Workbook
from datamap.model import BadQuestion, Lang, Reading, Status, Text
from datamap.records.page import nearest_of
from datamap.vocabulary import text
from datamap.vocabulary.spelling import slipped

Flags = npt.NDArray[np.bool_]


def inventory_of(asked: Inventory | Workbook) -> Inventory:
    """Return the inventory of a workbook, or the inventory itself.

    Raises
    ------
    BadQuestion if something else is asked.
    """
    if isinstance(asked, Inventory):
        return asked
    if not isinstance(asked, Workbook):
        raise BadQuestion(text("analysis", "no_workbook", given=type(asked).__name__))
    return asked.inventory


def lang_of(asked: Inventory | Workbook) -> Lang:
    """Return the language of a workbook; Japanese for an inventory alone."""
    return "ja" if isinstance(asked, Inventory) else asked.lang


def words_of(inventory: Inventory) -> Words:
    """Return the labels in which answers about this inventory speak.

    Parties that no flow touches (a department that only answers for rows) have names too.
    """
    names = inventory.names
    named = {key: names.label(key) for key in (*names.parties, *inventory.groups)}
    return Words(inventory.vocabulary, inventory.places, named)


def running(inventory: Inventory, as_of: date, *, include_planned: bool = False) -> Flags:
    """Return which rows run on a day.

    A row runs if its status is current (or blank), it has begun (`since` is blank or not later)
    and it has not ended (`until` is blank or not earlier). A planned row runs only if asked
    for, and then whatever its `since`.

    Raises
    ------
    BadQuestion if the day is none (a text, a moment).
    """
    day = _day(as_of).isoformat()
    status = _cells(inventory, "status", lambda cell: cell in {"", Status.CURRENT.value})
    begun = _cells(inventory, "since", lambda cell: cell <= day)
    going = _cells(inventory, "until", lambda cell: not cell or cell >= day)
    now = status & begun
    if include_planned:
        now |= _cells(inventory, "status", lambda cell: cell == Status.PLANNED.value)
    return now & going


def _day(given: object) -> date:
    """Return the day of a question; a notebook gives texts and moments too, which are none."""
    if not isinstance(given, date) or isinstance(given, datetime):
        raise BadQuestion(text("analysis", "no_day", given=given))
    return given


def _cells(inventory: Inventory, column: str, test: Callable[[str], bool]) -> Flags:
    cells = inventory.coded(column)
    passed = np.array([test(value) for value in cells.values], dtype=np.bool_)
    return passed[cells.codes]


def keys_below(
    inventory: Inventory, list_name: str, asked: str | Sequence[str] | None
) -> frozenset[str] | None:
    """Return the keys asked for and all below them; None if nothing in particular is asked for.

    Parameters
    ----------
    asked : one key or label, or several; "" asks for what is not recorded.

    Raises
    ------
    BadQuestion if neither the vocabulary nor the inventory knows one; the message offers the nearest.
    """
    if asked is None:
        return None
    vocabulary, keys = inventory.vocabulary, set[str]()
    for word in [asked] if isinstance(asked, str) else asked:
        key = "" if not word else vocabulary.find(list_name, word) or _own(inventory, list_name, word)
        if key is None:
            near = vocabulary.nearest(list_name, word) or slipped(word, vocabulary.spellings(list_name))
            raise _unknown(word, near, vocabulary.label(list_name, near or ""))
        keys.update((key, *vocabulary.children(list_name, key)))
    return frozenset(keys)


def items_asked(
    inventory: Inventory, asked: str | Sequence[str] | None, reading: Reading
) -> frozenset[str] | None:
    """Return the items asked for and all below them; None if nothing in particular is asked for.

    Unless the reading is *certain*, the words above them are meant too: a row that names "financial"
    may be about a card number.

    Raises
    ------
    BadQuestion if neither the vocabulary nor the inventory knows one; the message offers the nearest.
    """
    keys = keys_below(inventory, "items", asked)
    if keys is None or reading is Reading.CERTAIN:
        return keys
    ancestors = inventory.vocabulary.ancestors
    return keys.union({UNSPECIFIED}, *(ancestors("items", key) for key in keys if key))


def places_of(inventory: Inventory, asked: str | Sequence[str] | None) -> frozenset[str] | None:
    """Return the places asked for (keys, names, aliases; a group stands for its members).

    Raises
    ------
    BadQuestion if there is no such place; the message offers the nearest.
    """
    if asked is None:
        return None
    keys: set[str] = set()
    for word in [asked] if isinstance(asked, str) else asked:
        found = [word] if word in inventory.places else inventory.names.members(inventory.names.resolve(word))
        if not inventory.places.keys() & found:
            near = _nearest_place(inventory, word)
            raise _unknown(word, near, words_of(inventory).label("place", near or ""))
        keys.update(found)
    return frozenset(keys)


_COLUMNS = {"roles": "recipient_role"}
"""Lists whose words stand in a column of another name."""


def _own(inventory: Inventory, list_name: str, word: str) -> str | None:
    """Return a word that no list has but some cell names; `*` where no cell names an item."""
    if list_name == "items" and word in items_of(inventory).index:
        return word
    return word if word in listed(inventory, _COLUMNS.get(list_name, list_name)).named else None


def _nearest_place(inventory: Inventory, word: str) -> str | None:
    """Return the place or group whose key or name is nearest: of those there are, however unlike."""
    words = words_of(inventory)
    named: dict[str, str] = {}
    for key in (*inventory.groups, *inventory.places):
        label = words.label("place", key)
        named |= {label.ja: key, label.en: key, key: key}
    near = nearest_of(word, filter(None, named))
    return named[near] if near is not None else slipped(word, named)


def _unknown(word: str, nearest: str | None, label: Text) -> BadQuestion:
    """Return what says that nobody knows a word, and which one was probably meant."""
    key = "unknown_word_nearest" if nearest else "unknown_word"
    meant = Text(
        *(nearest or "" if name in {"", nearest} else f"{name} ({nearest})" for name in (label.ja, label.en))
    )
    return BadQuestion(text("analysis", key, word=word, nearest=meant))
