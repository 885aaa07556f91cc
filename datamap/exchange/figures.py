"""Numbers of spreadsheets as the text that a person sees: whole numbers, days, leading zeros."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

BEFORE_FIRST = date(1899, 12, 30)
"""Day 0 of the serial numbers of days."""

_1904 = 1462
_LEAP_BUG = 60
_LARGEST_DAY = 2_958_465
_EXACT = 1e15
_BUILT_IN_DAYS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_BUILT_IN_TIMES = frozenset((*range(18, 22), *range(45, 48)))
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|e[+-]', re.IGNORECASE)
_ZEROS = re.compile(r"0{2,}")


def look_of(number: int, code: str = "") -> str:
    """Return what a number format makes of a number: `day`, `time`, zeros to fill up to, or nothing.

    Parameters
    ----------
    number : of a format that every spreadsheet has. code : a format of the file's own.

    Examples
    --------
    >>> look_of(14), look_of(164, "yyyy/m/d;@"), look_of(164, "0000"), look_of(164, '#,##0"人"')
    ('day', 'day', '0000', '')
    """
    if not code:
        return "day" if number in _BUILT_IN_DAYS else "time" if number in _BUILT_IN_TIMES else ""
    bare = _ASIDE.sub("", code.split(";", maxsplit=1)[0]).casefold()
    if bare == "general":
        return ""
    if "y" in bare or "d" in bare or "ge" in bare or ("m" in bare and not {"h", "s"} & set(bare)):
        return "day"
    if {"h", "s"} & set(bare):
        return "time"
    return bare if _ZEROS.fullmatch(bare) else ""


def figure(written: str, look: str = "", *, from_1904: bool = False) -> str:
    """Return the text of a number.

    Examples
    --------
    >>> figure("1.0"), figure("0.1"), figure("45383", "day"), figure("12", "0000"), figure("45383.5", "day")
    ('1', '0.1', '2024-04-01', '0012', '2024-04-01 12:00')
    """
    if not look and written.isdigit():
        return written
    try:
        number = float(written)
    except ValueError:
        return written
    if look in {"day", "time"}:
        return _moment(number, from_1904=from_1904) or _plain(number)
    return _plain(number).zfill(len(look)) if look and number >= 0 else _plain(number)


def _plain(number: float) -> str:
    return str(int(number)) if abs(number) < _EXACT and number.is_integer() else f"{number:.15g}"


def _moment(serial: float, *, from_1904: bool) -> str | None:
    if not 0 <= serial <= _LARGEST_DAY:
        return None
    days, part = divmod(serial, 1)
    seconds = round(part * 86_400)
    clock = f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
    if not days:
        return clock if seconds else None
    shift = _1904 if from_1904 else 1 if days < _LEAP_BUG else 0  # Excel counts a 29 February 1900
    day = (BEFORE_FIRST + timedelta(days=int(days) + shift)).isoformat()
    return f"{day} {clock}" if seconds else day


def day_of(written: str) -> str:
    """Return the date of a date-and-time text; a time of midnight is left out.

    Examples
    --------
    >>> day_of("2024-04-01T00:00:00"), day_of("2024-04-01T09:30:00"), day_of("2024-04-01")
    ('2024-04-01', '2024-04-01 09:30', '2024-04-01')
    """
    if "T" not in written:
        return written
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return written
    clock = moment.strftime("%H:%M")
    return moment.date().isoformat() if clock == "00:00" else f"{moment.date().isoformat()} {clock}"
