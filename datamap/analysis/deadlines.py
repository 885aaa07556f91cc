"""`deadlines`: until when a breach has to be reported and a request be answered.

A person counts on these days, so each is counted as its source says, and says which source it is.

References
----------
APPI Art. 26, Rule 8(1) and (2), Guideline (General) 3-5-3-3 and 3-5-3-4; GDPR Art. 33(1); APPI Art.
39(1); GDPR Art. 12(3). National holidays: Act on National Holidays, from the offline tables of
`jpholiday` (the two equinox days of coming years are calculated until they are announced).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import jpholiday
from dateutil.relativedelta import relativedelta

from datamap.analysis.frames import pd
from datamap.analysis.moments import moment_in_words
from datamap.analysis.request_words import RequestWords
from datamap.analysis.worksheet import Worksheet
from datamap.model import Text
from datamap.vocabulary import text

PRELIMINARY = (3, 5)
"""Days from the moment of knowledge that the guideline gives for "promptly" (GL 3-5-3-3)."""

FINAL, FINAL_AFTER_ATTACK = 30, 60
"""Days for the final report, the day of knowledge being the first (Rule 8(2), GL 3-5-3-4)."""

HOURS = 72
"""Hours for the notification to the supervisory authority (GDPR Art. 33(1))."""

ANSWER_WITHIN = timedelta(weeks=2)
"""After two weeks without an answer a person may go to court (APPI Art. 39(1))."""

_JAPAN = timezone(timedelta(hours=9))
_SATURDAY = 5
_NEW_YEAR = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}

COLUMNS = ("deadline", "from_moment", "until_moment", "counted", "applies", "source_of_law")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Deadlines(Worksheet):
    """When what is due.

    `table` has one line a deadline: `deadline` (`preliminary_report`, `final_report`,
    `final_report_attack`, `supervisory_authority`, `people`), `from_moment` and `until_moment` (ISO
    8601; "" = the source gives no number of days), `counted` (how), `applies` (when it is owed),
    `source_of_law`.
    """


def is_working_day(day: date) -> bool:
    """Tell whether a term may end on this day: no weekend, no national holiday, not 29 Dec to 3 Jan.

    Examples
    --------
    >>> (
    ...     is_working_day(date(2026, 9, 22)),
    ...     is_working_day(date(2026, 12, 29)),
    ...     is_working_day(date(2027, 1, 4)),
    ... )
    (False, False, True)
    """
    return not (day.weekday() >= _SATURDAY or (day.month, day.day) in _NEW_YEAR or jpholiday.is_holiday(day))


def last_day(known: date, days: int) -> date:
    """Return the last day of a term whose first day is the day of knowledge (GL 3-5-3-4).

    Weekends and holidays count, but a term that would end on one ends on the next day that is none.

    Examples
    --------
    >>> last_day(date(2026, 12, 1), 30)  # 30 December, so 4 January
    datetime.date(2027, 1, 4)
    """
    day = known + timedelta(days=days - 1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def deadlines(known: datetime | date, *, attack: bool | None = None) -> Deadlines:
    """Return the deadlines of a breach, counted from the moment of knowledge.

    Parameters
    ----------
    known : when somebody in any department came to know, suspicion included. A day without a time
        counts from its first minute. Of a moment with a time zone, hours count in it, and the days of
        the APPI from the day that it is in Japan.
    attack : whether somebody acted with an improper purpose (Rule 7(iii)), so that 60 days apply;
        None = not known, both are given.

    Returns
    -------
    Deadlines

    Raises
    ------
    OverflowError if the term would end after the year 9999.

    Examples
    --------
    >>> found = deadlines(datetime(2026, 11, 20, 9, 30)).table.set_index("deadline")
    >>> found.loc["preliminary_report", ["from_moment", "until_moment"]].tolist()
    ['2026-11-23', '2026-11-25']
    >>> found.loc["final_report", "until_moment"], found.loc["supervisory_authority", "until_moment"]
    ('2026-12-21', '2026-11-23T09:30')
    """
    moment = known if isinstance(known, datetime) else datetime(known.year, known.month, known.day)  # noqa: DTZ001  a day has no zone
    day = moment.date() if moment.tzinfo is None else moment.astimezone(_JAPAN).date()
    first, last = (day + timedelta(days=days) for days in PRELIMINARY)
    lines = [("preliminary_report", first.isoformat(), last.isoformat())]
    if attack is not True:
        lines.append(("final_report", "", last_day(day, FINAL).isoformat()))
    if attack is not False:
        lines.append(("final_report_attack", "", last_day(day, FINAL_AFTER_ATTACK).isoformat()))
    lines.append(("supervisory_authority", "", _later(moment, HOURS).isoformat(timespec="minutes")))
    lines.append(("people", "", ""))
    table = pd.DataFrame(
        [
            (*line, *(text("requests", f"{line[0]}_{part}") for part in ("counted", "applies", "source")))
            for line in lines
        ],
        columns=list(COLUMNS),
    )
    final = {name: until for name, _, until in lines}
    return Deadlines(
        name="deadlines",
        table=table,
        title=text("requests", "deadlines_title", known=_said(known)),
        summary=text(
            "requests",
            "deadlines_found",
            first=moment_in_words(first.isoformat()),
            last=moment_in_words(last.isoformat()),
            final=_either(final.get("final_report"), final.get("final_report_attack")),
            hours=moment_in_words(final["supervisory_authority"]),
        ),
        words=RequestWords(),
        notes=tuple(_notes(known, day)),
    )


def _notes(known: datetime | date, day: date) -> Iterator[Text]:
    """Yield how the terms are counted."""
    yield text("requests", "deadlines_note_start")
    if not isinstance(known, datetime):
        yield text("requests", "deadlines_note_day")
    elif known.tzinfo is not None:
        yield text("requests", "deadlines_note_zone", day=moment_in_words(day.isoformat()))
    yield text("requests", "deadlines_note_holidays")


def _later(moment: datetime, hours: int) -> datetime:
    """Return the moment some hours later; hours that pass, whatever the clocks are set to."""
    if moment.tzinfo is None:
        return moment + timedelta(hours=hours)
    return (moment.astimezone(UTC) + timedelta(hours=hours)).astimezone(moment.tzinfo)


def _said(known: datetime | date) -> Text:
    whole = known.isoformat(timespec="minutes") if isinstance(known, datetime) else known.isoformat()
    return moment_in_words(whole)


def _either(plain: str | None, attack: str | None) -> Text:
    if plain and attack:
        both = {"plain": moment_in_words(plain), "attack": moment_in_words(attack)}
        return text("requests", "final_either", **both)
    return moment_in_words(plain or attack or "")


def answer_due(received: date) -> tuple[date, date]:
    """Return until when a request is best answered, and until when it must be under the GDPR.

    The first day is the last one before the person may go to court (APPI Art. 39(1): two weeks
    from the day the request arrived); the law itself says "without delay". The second is one
    month from receipt (GDPR Art. 12(3)), the last day of a shorter month where need be.

    Examples
    --------
    >>> answer_due(date(2027, 1, 31))
    (datetime.date(2027, 2, 14), datetime.date(2027, 2, 28))
    """
    return received + ANSWER_WITHIN, received + relativedelta(months=1)
