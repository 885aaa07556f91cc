"""The days of erasure as a calendar reads them."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given, reject
from hypothesis import strategies as st
from maps import of_table

from datamap.analysis.calendar_file import calendar_file
from datamap.analysis.ics import Event, ics
from datamap.analysis.retention import retention
from datamap.model import BadInput

DAY = date(2026, 4, 1)
COLUMNS = ["id", "kind", "items", "source", "recipient", "retention", "status", "until"]

NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cf"]), min_size=1, max_size=60
).map(lambda name: "場所" + name)


def calendar(recipient: str, *, lang: str = "ja") -> bytes:
    """Return the calendar of one ended flow."""
    row = ["F1", "collection", "name;email", "customer", recipient, "P1M", "ended", "2026-01-31"]
    return calendar_file(retention(of_table([COLUMNS, row]), as_of=DAY), DAY, lang)  # type: ignore[arg-type]


def unfolded(made: bytes) -> list[str]:
    """Return the lines as RFC 5545 section 3.1 puts them together again."""
    return made.decode().replace("\r\n ", "").split("\r\n")


def test_an_event_is_a_whole_day_with_a_stable_id() -> None:
    """The same inventory and day give the same bytes; a new version replaces the event."""
    lines = unfolded(calendar("倉庫"))

    assert calendar("倉庫") == calendar("倉庫")
    assert "UID:F1-erase@datamap" in lines
    assert "DTSTART;VALUE=DATE:20260228" in lines
    assert "DTEND;VALUE=DATE:20260301" in lines
    assert "SUMMARY:消去の期日：倉庫（F1）" in lines
    assert "DESCRIPTION:Items: Name\\, E-mail address" in unfolded(calendar("倉庫", lang="en"))


@given(name=NAMES)
def test_any_name_is_carried_in_lines_of_75_octets(name: str) -> None:
    """No line is too long, no character is cut, and a hostile name adds no line."""
    try:
        made = calendar(name)
    except BadInput:  # not every text is the name of one place
        reject()

    assert made.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in made.split(b"\r\n")) <= 75
    assert len(unfolded(made)) == len(unfolded(calendar("倉庫")))
    assert all(re.match(r"[A-Z-]+[:;]", line) for line in unfolded(made)[:-1])


def test_a_calendar_without_days_still_has_a_component() -> None:
    """RFC 5545 3.6 wants at least one; a time zone is one that puts nothing on any day."""
    made = ics("t", [], DAY).decode()

    assert made.count("BEGIN:VTIMEZONE") == made.count("END:VTIMEZONE") == 1
    assert "VEVENT" not in made
    assert "VTIMEZONE" not in ics("t", [Event("a", DAY, "x")], DAY).decode()
