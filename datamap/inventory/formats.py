"""Dates, durations, numbers of people: text -> canonical text, or None."""

from __future__ import annotations

import re
from datetime import date

from datamap.model import Range
from datamap.vocabulary import Vocabulary

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_ERA = re.compile(
    r"(令和|平成|昭和|[RrHhSs])\s*(\d{1,2}|元)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
)
_FIRST_YEARS = {"令和": 2019, "R": 2019, "平成": 1989, "H": 1989, "昭和": 1926, "S": 1926}
_DURATION = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_SPOKEN = re.compile(
    r"(\d+)\s*(年間?|か月間?|ヶ月間?|カ月間?|ケ月間?|月間|週間|日間?|years?|months?|weeks?|days?)",
    re.IGNORECASE,
)
_UNITS = {"年": "Y", "か": "M", "ヶ": "M", "カ": "M", "ケ": "M", "月": "M", "週": "W", "日": "D",
          "y": "Y", "m": "M", "w": "W", "d": "D"}  # fmt: skip
_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d)(?=\s*[万千億]))?\s*([万千億]?)"
_PERSONS = re.compile(rf"(約|およそ|ca\.?|~)?\s*{_NUMBER}\s*[人名件]?")
_BETWEEN = re.compile(rf"{_NUMBER}\s*[人名件]?\s*[-~–—−〜]\s*{_NUMBER}\s*[人名件]?")
_ABOVE = re.compile(rf"(?:>=?|≧|≥)\s*{_NUMBER}\s*[人名件]?|{_NUMBER}\s*[人名件]?(?:以上|超|\+)")
_BELOW = re.compile(rf"(?:<=?|≦|≤)\s*{_NUMBER}\s*[人名件]?|{_NUMBER}\s*[人名件]?(?:以下|未満)")
_SCALE = {"": 1, "千": 1_000, "万": 10_000, "億": 100_000_000}


def read_date(cell: str) -> str | None:
    """Return the ISO 8601 form of a date that begins with its year, or None if it is no such day.

    Examples
    --------
    >>> read_date("2024-04-01"), read_date("2024/4/1"), read_date("2024年4月1日"), read_date("4/1/2024")
    ('2024-04-01', '2024-04-01', '2024-04-01', None)
    """
    match = _DATE.fullmatch(cell)
    return None if match is None else _iso(*map(int, match.groups()))


def is_like_date(cell: str) -> bool:
    """Tell whether a text has the shape of a date, even if there is no such day."""
    return _DATE.fullmatch(cell) is not None


def suggest_date(cell: str) -> str | None:
    """Return the ISO form of a date that is counted in a Japanese era, or None.

    Examples
    --------
    >>> suggest_date("令和6年4月1日"), suggest_date("R6.4.1"), suggest_date("4/1/2024")
    ('2024-04-01', '2024-04-01', None)
    """
    match = _ERA.fullmatch(cell)
    if match is None:
        return None
    era, year, month, day = match.groups()
    first = _FIRST_YEARS[era.upper() if era.isascii() else era]
    return _iso(first - 1 + (1 if year == "元" else int(year)), int(month), int(day))


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


_A_LENGTH = re.compile(r"\d|[半一二三四五六七八九十](?:年|[かヶカケ箇]?月|週|日)")
"""What says in a cell that it states a length."""


def is_duration(cell: str) -> bool:
    """Tell whether a text is an ISO 8601 duration in years, months, weeks and days.

    Examples
    --------
    >>> is_duration("P1Y6M"), is_duration("P"), is_duration("7Y")
    (True, False, False)
    """
    return _DURATION.fullmatch(cell) is not None


def read_duration(cell: str) -> str | None:
    """Return the ISO 8601 form of a duration, written so or in words, or None.

    Examples
    --------
    >>> read_duration("P7Y"), read_duration("7年間"), read_duration("6 months"), read_duration("7")
    ('P7Y', 'P7Y', 'P6M', None)
    """
    upper = cell.upper()
    if is_duration(upper):
        return upper
    match = _SPOKEN.fullmatch(cell)
    return f"P{int(match[1])}{_UNITS[match[2][0].lower()]}" if match else None


def read_retention(cell: str, vocabulary: Vocabulary) -> str | None:
    """Return a retention cell in its canonical form, or None.

    A duration (`P7Y`), an event of the list `retention_events`, or an event, `+` and a
    duration (`contract_end+P1Y`).
    """
    duration = read_duration(cell)
    if duration is not None:
        return duration
    event, plus, rest = cell.rpartition("+")
    if not plus:
        return vocabulary.find("retention_events", cell)
    key = vocabulary.find("retention_events", event)
    after = read_duration(rest.strip())
    return f"{key}+{after}" if key and after else None


def suggest_retention(cell: str, vocabulary: Vocabulary) -> str | None:
    """Return what a misspelt retention cell may mean (`7Y` is P7Y), or None.

    A length that cannot be placed is no reason to name the event alone: it would be lost.
    """
    if re.fullmatch(r"\d+[YMWD]", cell.upper()):
        return f"P{cell.upper()}"
    event, plus, rest = cell.partition("+")
    if not plus and _A_LENGTH.search(event):
        return None
    nearest = vocabulary.find("retention_events", event) or vocabulary.nearest("retention_events", event)
    after = read_duration(rest.strip()) or suggest_retention(rest.strip(), vocabulary) if plus else ""
    return None if nearest is None or after is None else f"{nearest}+{after}" if plus else nearest


def read_persons(cell: str) -> Range | None:
    """Return the range of people that a cell states, or None if it states none.

    Japanese figures (1万2千 is not read, 1万 and 1.5万 are) and thousands separators count.

    Examples
    --------
    >>> [write_persons(read_persons(cell)) for cell in ("1000-5000", "1.5万人", "約1,000人", "1,000人以上")]
    ['1000-5000', '15000', '~1000', '>1000']
    """
    between = _BETWEEN.fullmatch(cell)
    if between:
        return Range(_figure(*between.groups()[:3]), _figure(*between.groups()[3:]))
    above = _ABOVE.fullmatch(cell)
    if above:
        return Range(_figure(*(above.groups()[:3] if above[1] else above.groups()[3:])), None)
    below = _BELOW.fullmatch(cell)
    if below:
        return Range(None, _figure(*(below.groups()[:3] if below[1] else below.groups()[3:])))
    exact = _PERSONS.fullmatch(cell)
    if exact is None:
        return None
    number = _figure(*exact.groups()[1:])
    return Range(number, number, about=bool(exact[1]))


def _figure(whole: str, tenths: str | None, scale: str) -> int:
    unit = _SCALE[scale]
    return int(whole.replace(",", "")) * unit + (int(tenths) * unit // 10 if tenths else 0)


def write_persons(people: Range) -> str:
    """Return the canonical cell of a range: `1200`, `~1200` (about), `1000-5000`, `>1000`, `<1000`."""
    if people.high is None:
        return f">{people.low}"
    if people.low is None:
        return f"<{people.high}"
    if people.low != people.high:
        return f"{people.low}-{people.high}"
    return f"{'~' * people.about}{people.low}"
