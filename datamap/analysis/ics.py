"""Days as a file that calendars read.

References
----------
RFC 5545 (iCalendar): sections 3.1 (lines of at most 75 octets), 3.3.11 (escaped text), 3.6 (at least one
component), 3.6.1 (events), 3.6.5 (time zones).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

OCTETS = 75
"""Octets of one line, its end apart."""


_NOTHING = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Tokyo",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0900",
    "TZNAME:JST",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""What a calendar without events holds: a component there has to be, and a time zone is no entry."""


@dataclass(frozen=True, slots=True)
class Event:
    """One whole day: an id that stays the same, so that a calendar replaces what it has."""

    uid: str
    day: date
    summary: str
    description: str = ""


def ics(title: str, events: Iterable[Event], as_of: date) -> bytes:
    r"""Return events as an iCalendar file; the day asked about stamps them, so that bytes repeat.

    Examples
    --------
    >>> made = ics("t", [Event("a@b", date(2026, 4, 1), "x;y")], date(2026, 1, 1)).decode()
    >>> [line for line in made.splitlines() if line.startswith(("DTEND", "SUMMARY"))]
    ['DTEND;VALUE=DATE:20260402', 'SUMMARY:x\\;y']
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//datamap//calendar//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(title)}")
    body = [line for event in events for line in _lines(event, as_of)]
    lines += body or _NOTHING
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _lines(event: Event, as_of: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(event.uid)}"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_escaped(event.description)}"
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
