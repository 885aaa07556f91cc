"""Numbers of people as registers write them: 約1万2千人, `more than 5k`, `1200.0`."""

from __future__ import annotations

import re
from dataclasses import replace

from datamap.inventory import formats

_AND_SO = re.compile(r"(?:程度|前後|くらい|ぐらい|ほど)$")
_ABOVE = re.compile(r"^(?:more than|over|above)\s*", re.IGNORECASE)
_BELOW = re.compile(r"^(?:less than|fewer than|under|below|up to)\s*", re.IGNORECASE)
_TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
_THOUSANDS = re.compile(r"(\d+(?:\.\d+)?)\s*(k|thousand|m|million)\b", re.IGNORECASE)
_MYRIADS = re.compile(r"(\d+)万(\d)千")
_ABOUT = re.compile(r"^(?:approx(?:imately)?\.?|circa|c\.|about|around|概ね|およそ)\s*", re.IGNORECASE)
_WHOLE = re.compile(r"(-?\d+)\.0+")


def people(cell: str) -> str | None:
    """Return the canonical cell of a number of people, or None if the cell states none.

    Examples
    --------
    >>> people("約1万2千件"), people("more than 1.2 million"), people("数百件") is None
    ('~12000', '>1200000', True)
    """
    found = formats.read_persons(unfloated(_in_figures(cell)))
    if found is None or (found.low is not None and found.high is not None and found.low > found.high):
        return None
    return formats.write_persons(replace(found, about=found.low == found.high and is_about(cell)))


def _in_figures(cell: str) -> str:
    """Return a number of people with what words say of it in signs: `more than`, `k`, `1万2千`, `程度`."""
    words = _AND_SO.sub("", _ABOUT.sub("", cell))
    words = _THOUSANDS.sub(lambda m: str(int(float(m[1]) * _TIMES[m[2].lower()])), words)
    words = _MYRIADS.sub(lambda m: str(int(m[1]) * 10_000 + int(m[2]) * 1_000), words)
    return _BELOW.sub("<", _ABOVE.sub(">", words))


def is_about(cell: str) -> bool:
    """Tell whether a number of people is only about right: that is more than its figure says.

    Examples
    --------
    >>> is_about("約1,000名"), is_about("50名程度"), is_about("1,000名")
    (True, True, False)
    """
    return bool(re.match(r"約|~", cell) or _ABOUT.match(cell) or _AND_SO.search(cell))


def unfloated(cell: str) -> str:
    """Return a whole number without the `.0` that some programs put behind it."""
    match = _WHOLE.fullmatch(cell)
    return match[1] if match else cell
