"""The days on which something has to be erased, as a file that calendars read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.ics import Event, ics
from datamap.analysis.retention import Retention
from datamap.model import Lang
from datamap.vocabulary import text


def calendar_file(found: Retention, as_of: date, lang: Lang = "ja") -> bytes:
    """Return what is due as an iCalendar file, one whole-day event for each flow that has an end.

    Parameters
    ----------
    found : the answer of `retention`. as_of : the day it was asked for, which stamps the events: the
        same inventory and day give the same bytes, and a calendar replaces an event by its id.

    Examples
    --------
    >>> from datamap.analysis.retention import retention
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,source,recipient,retention,status,until
    ... F1,collection,name,customer,shop,P1M,ended,2026-01-31
    ... ''')
    >>> made = calendar_file(retention(table, as_of=date(2026, 2, 1)), date(2026, 2, 1), "en").decode()
    >>> [line for line in made.splitlines() if line.startswith(("DTSTART", "SUMMARY"))]
    ['DTSTART;VALUE=DATE:20260228', 'SUMMARY:Erase: shop (F1)']
    """
    return ics(found.title.in_lang(lang), _events(found, lang), as_of)


def _events(found: Retention, lang: Lang) -> Iterator[Event]:
    for due, flow, recipient, items in found.calendar.itertuples(index=False, name=None):
        keys = [found.words.in_lang("items", key, lang) for key in items.split(SEPARATOR)]
        place = found.words.in_lang("place", recipient, lang)
        listed = ("、" if lang == "ja" else ", ").join(keys)
        yield Event(
            f"{flow}-erase@datamap",
            date.fromisoformat(due),
            text("requests", "calendar_event", place=place, flow=flow).in_lang(lang),
            text("requests", "calendar_items", items=listed).in_lang(lang),
        )
