"""Dates and periods as records state them: text -> canonical text, or None."""

from __future__ import annotations

import re
from datetime import date, datetime

from datamap.vocabulary import Vocabulary

_DURATION = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?")
_WRITTEN_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def iso_date(value: object) -> str | None:
    """Return a TOML date or an ISO 8601 text as an ISO text; None if it is no such day.

    Examples
    --------
    >>> iso_date(date(2026, 4, 1)), iso_date("2026-04-01"), iso_date("2026-02-30")
    ('2026-04-01', '2026-04-01', None)
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def likely_date(value: object) -> str | None:
    """Return the ISO form of a day written another common way (2026/4/1, 2026年4月1日)."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    match = _WRITTEN_DATE.fullmatch(str(value))
    return iso_date(f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}") if match else None


def is_duration(value: str) -> bool:
    """Tell whether a text is an ISO 8601 duration of years, months, weeks and days.

    Examples
    --------
    >>> is_duration("P1Y6M"), is_duration("1Y")
    (True, False)
    """
    return _DURATION.fullmatch(value) is not None


def retention(value: str, vocabulary: Vocabulary) -> str | None:
    """Return a period in its canonical form: a duration, an event, or `event+duration`.

    Examples
    --------
    >>> from datamap.vocabulary import read_vocabulary
    >>> retention("contract_end + P1Y", read_vocabulary())
    'contract_end+P1Y'
    """
    if is_duration(value):
        return value
    event, plus, after = value.partition("+")
    key = vocabulary.find("retention_events", event.strip())
    if key is None or not plus:
        return key
    return f"{key}+{after.strip()}" if is_duration(after.strip()) else None
