"""Days that a person counts on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.analysis.deadlines import answer_due, deadlines, is_working_day, last_day

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
TOKYO = ZoneInfo("Asia/Tokyo")


def until(known: datetime | date, *, attack: bool | None = None) -> dict[str, str]:
    """Return the end of each term."""
    table = deadlines(known, attack=attack).table
    return dict(zip(table["deadline"], table["until_moment"], strict=True))


@pytest.mark.parametrize(
    ("known", "days", "expected"),
    [
        (date(2026, 11, 20), 30, date(2026, 12, 21)),  # the 30th day is Saturday 19 December
        (date(2026, 11, 2), 30, date(2026, 12, 1)),  # a Tuesday: stays
        (date(2026, 11, 30), 30, date(2027, 1, 4)),  # 29 December: the turn of the year
        (date(2026, 12, 5), 30, date(2027, 1, 4)),  # 3 January, a Sunday
        (date(2026, 4, 4), 30, date(2026, 5, 7)),  # 3 May, then three more holidays
        (date(2026, 8, 24), 30, date(2026, 9, 24)),  # 22 September, a holiday between two holidays
        (date(2026, 1, 13), 60, date(2026, 3, 13)),  # a Friday
        (date(2026, 1, 20), 60, date(2026, 3, 23)),  # equinox on a Friday, then the weekend
        (date(2027, 2, 21), 30, date(2027, 3, 23)),  # a holiday moved from the Sunday before
    ],
)
def test_the_last_day_as_counted_by_hand(known: date, days: int, expected: date) -> None:
    """The day of knowledge is day 1; a term ends on a day that is no weekend, holiday or New Year."""
    assert last_day(known, days) == expected


@given(known=DAYS, days=st.sampled_from([30, 60]))
def test_a_term_ends_on_a_working_day_and_never_early(known: date, days: int) -> None:
    """It is never shorter than its days, and moves by no more than ten."""
    end = last_day(known, days)

    assert is_working_day(end)
    assert timedelta(days=days - 1) <= end - known <= timedelta(days=days + 9)


@given(known=DAYS, later=st.integers(0, 40), days=st.sampled_from([30, 60]))
def test_knowing_later_never_makes_a_term_end_earlier(known: date, later: int, days: int) -> None:
    """Ends grow with beginnings, and 60 days end after 30."""
    assert last_day(known, days) <= last_day(known + timedelta(days=later), days)
    assert last_day(known, 30) < last_day(known, 60)


@given(known=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001  as an officer writes it
def test_preliminary_report_and_72_hours_are_counted_without_holidays(known: datetime) -> None:
    """Three to five days and 72 hours run whatever day it is."""
    table = deadlines(known).table.set_index("deadline")
    first, last = table.loc["preliminary_report", ["from_moment", "until_moment"]]

    assert date.fromisoformat(first) - known.date() == timedelta(days=3)
    assert date.fromisoformat(last) - known.date() == timedelta(days=5)
    ends = datetime.fromisoformat(table.loc["supervisory_authority", "until_moment"])
    assert ends == known.replace(second=0, microsecond=0) + timedelta(hours=72)


def test_hours_pass_when_clocks_change() -> None:
    """72 hours over the end of summer time are 72 hours, shown in the zone asked in."""
    known = datetime(2026, 10, 24, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))

    ends = datetime.fromisoformat(until(known)["supervisory_authority"])

    assert ends.astimezone(UTC) - known.astimezone(UTC) == timedelta(hours=72)
    assert ends.hour == 11


def test_a_day_is_counted_from_its_first_minute() -> None:
    """Without a time nobody gains hours."""
    assert until(date(2026, 11, 20))["supervisory_authority"] == "2026-11-23T00:00"
    assert any("first minute" in note.en for note in deadlines(date(2026, 11, 20)).notes)
    assert not any("first minute" in note.en for note in deadlines(datetime(2026, 11, 20, 9)).notes)  # noqa: DTZ001  as an officer writes it


def test_the_zone_of_the_moment_decides_its_day() -> None:
    """Half past midnight in Tokyo is that day, although it is the day before elsewhere."""
    known = datetime(2026, 11, 2, 0, 30, tzinfo=TOKYO)

    assert until(known)["final_report"] == "2026-12-01"


@pytest.mark.parametrize(
    ("known", "final"),
    [
        ("2026-05-31T23:30Z", "2026-06-30"),
        ("2026-06-02T01:00+13:00", "2026-06-30"),
        ("2026-06-01T23:59", "2026-06-30"),
    ],
)
def test_days_of_the_japanese_act_are_days_in_japan(known: str, final: str) -> None:
    """Wherever somebody came to know, day 1 is the day it was in Japan, and that is said."""
    moment = datetime.fromisoformat(known)
    found = deadlines(moment)

    assert until(moment)["final_report"] == final
    assert any("in Japan (Mon 1 Jun 2026)" in note.en for note in found.notes) is (moment.tzinfo is not None)


@pytest.mark.parametrize(
    ("attack", "expected"),
    [
        (None, {"final_report", "final_report_attack"}),
        (True, {"final_report_attack"}),
        (False, {"final_report"}),
    ],
)
def test_sixty_days_stand_beside_thirty_until_the_cause_is_known(
    *, attack: bool | None, expected: set[str]
) -> None:
    """Even combined with other cases an act with an improper purpose has 60 days."""
    assert {key for key in until(date(2026, 11, 20), attack=attack) if key.startswith("final")} == expected


def test_every_deadline_says_its_source_in_both_languages() -> None:
    """How it is counted, when it applies, and where that is written."""
    found = deadlines(datetime(2026, 11, 20, 9, 0))  # noqa: DTZ001  as an officer writes it

    for column in ("counted", "applies", "source_of_law"):
        assert all(said.ja and said.en and said.ja != said.en for said in found.table[column])
    assert "2026年12月21日（月）" in found.text("ja")
    assert "Mon 18 Jan 2027" in found.text("en")


@given(received=DAYS)
def test_a_request_is_best_answered_before_the_month_is_over(received: date) -> None:
    """Two weeks (before a suit) come before one month (GDPR)."""
    court, month = answer_due(received)

    assert court - received == timedelta(days=14)
    assert timedelta(days=28) <= month - received <= timedelta(days=31)
