"""The days on which something has to be erased, as a file that calendars read.

References
----------
RFC 5545 (iCalendar): sections 3.1 (lines of at most 75 octets), 3.3.11 (escaped text), 3.6.1 (events).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.retention import Retention
from datamap.model import Lang
from datamap.vocabulary import text

OCTETS = 75
"""Octets of one line, its end apart."""


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
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//datamap//retention//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(found.title.in_lang(lang))}")
    lines += _events(found, as_of, lang)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _events(found: Retention, as_of: date, lang: Lang) -> Iterator[str]:
    stamp = f"{as_of:%Y%m%d}T000000Z"
    for due, flow, recipient, items in found.calendar.itertuples(index=False, name=None):
        day = date.fromisoformat(due)
        keys = [found.words.in_lang("items", key, lang) for key in items.split(SEPARATOR)]
        place = found.words.in_lang("place", recipient, lang)
        listed = ("、" if lang == "ja" else ", ").join(keys)
        yield "BEGIN:VEVENT"
        yield f"UID:{_escaped(flow)}-erase@datamap"
        yield f"DTSTAMP:{stamp}"
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{_escaped(text('requests', 'calendar_event', place=place, flow=flow).in_lang(lang))}"
        yield f"DESCRIPTION:{_escaped(text('requests', 'calendar_items', items=listed).in_lang(lang))}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"


def _escaped(words: str) -> str:
    r"""Return a text in which nothing can end a value or a line.

    Examples
    --------
    >>> _escaped("a;b,c\\d\ne")
    'a\\;b\\,c\\\\d\\ne'
    """
    plain = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(plain.splitlines())


def _folded(line: str) -> Iterator[bytes]:
    """Yield a line in parts of at most 75 octets, no character cut, further ones beginning with a space."""
    part = b""
    for character in line:
        encoded = character.encode("utf-8", errors="replace")
        if len(part) + len(encoded) > OCTETS:
            yield part
            part = b" "
        part += encoded
    yield part
