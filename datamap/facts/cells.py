"""Reading canonical cells: lists, yes and no, periods."""

from __future__ import annotations

import re

QUALIFIERS = frozenset({"all", "*", "+"})
"""Entries of a list that are no keys: they say that it holds more."""

YES = frozenset({"yes", "y", "true", "1", "はい", "あり", "有", "済", "○", "stated"})
NO = frozenset({"no", "n", "false", "0", "いいえ", "なし", "無", "未", "×"})

DURATION = re.compile(r"(?:^|\+)P(?=\d|T)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?$")
"""An ISO 8601 duration, alone or after an event."""

DAYS = {"Y": 365, "M": 30, "W": 7, "D": 1}


def split(cell: str) -> tuple[str, ...]:
    """Return the entries of a canonical list cell.

    Examples
    --------
    >>> split("name;phone;+"), split("")
    (('name', 'phone', '+'), ())
    """
    return tuple(filter(None, cell.split(";")))


def keys_of(cell: str) -> frozenset[str]:
    """Return the keys that a qualified list cell names, without marks and without what it excludes.

    Examples
    --------
    >>> sorted(keys_of("name;-phone;age+")), keys_of("*"), keys_of("")
    (['age', 'name'], frozenset(), frozenset())
    """
    named = (entry.removesuffix("+") for entry in split(cell) if not entry.startswith("-"))
    return frozenset(named) - QUALIFIERS - {""}


def is_open(cell: str) -> bool:
    """Whether a qualified list cell may mean more than it names; a blank one may mean anything.

    Examples
    --------
    >>> is_open("member"), is_open("member;+"), is_open("*"), is_open("")
    (False, True, True, True)
    """
    entries = split(cell)
    return not entries or not QUALIFIERS.isdisjoint(entries) or entries[-1].endswith("+")


def yes_or_no(answer: str) -> bool | None:
    """Read an answer given by a person; anything but a plain yes or no is no answer.

    Examples
    --------
    >>> yes_or_no("はい"), yes_or_no("no"), yes_or_no("")
    (True, False, None)
    """
    word = answer.strip().casefold()
    return True if word in YES else False if word in NO else None


def fixed_period(retention: str) -> bool:
    """Whether a retention cell holds a length of time.

    Examples
    --------
    >>> fixed_period("P7Y"), fixed_period("contract_end+P1Y"), fixed_period("contract_end")
    (True, True, False)
    """
    return bool(DURATION.search(retention))


def days(duration: str) -> int | None:
    """Return about how many days an ISO 8601 duration lasts; None if it is none.

    Examples
    --------
    >>> days("P1Y6M"), days("P30D"), days("yearly")
    (545, 30, None)
    """
    if not DURATION.search(duration):
        return None
    parts = re.findall(r"(\d+)([YMWD])", duration)
    return sum(int(figure) * DAYS[unit] for figure, unit in parts)
