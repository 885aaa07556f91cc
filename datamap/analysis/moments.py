"""Days and moments as people read them; tables and programs keep the ISO form."""

from __future__ import annotations

from datetime import date, datetime

from datamap.model import Text
from datamap.vocabulary import text

MOMENTS = frozenset({"by_when", "from_moment", "until_moment"})
"""Columns that hold days and moments by which something is due."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def moment_in_words(written: str) -> Text:
    """Return a day or a moment with its weekday; what is neither is said as it is written.

    Examples
    --------
    >>> moment_in_words("2026-12-31").en, moment_in_words("2026-12-31T09:05").ja
    ('Thu 31 Dec 2026', '2026年12月31日（木）9:05')
    >>> moment_in_words("2026-12-31T09:05+09:00").en
    'Thu 31 Dec 2026, 09:05 (UTC+09:00)'
    """
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return Text.same(written)
    day = text(
        "requests",
        "day",
        year=moment.year,
        month=text("requests", f"month_{moment.month}"),
        day=moment.day,
        weekday=text("requests", f"weekday_{_DAYS[moment.weekday()]}"),
    )
    if len(written) == len(date.min.isoformat()):
        return day
    zone = moment.isoformat()[-6:] if moment.tzinfo else ""
    clock = Text(ja=str(moment.hour), en=f"{moment:%H}")
    hour = text("requests", "hour", day=day, hour=clock, minutes=f"{moment:%M}")
    return text("requests", "hour_in_zone", hour=hour, zone=zone) if zone else hour
