"""`records/assessment.toml` inside JSON and back: nothing lost, days and moments included."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

TAG = "$toml"
"""Key of an object that stands for a value that JSON has no word for."""


def tagged(value: Any) -> Any:
    """Return a value of TOML as one of JSON; days, moments and odd figures become tagged objects.

    Examples
    --------
    >>> tagged({"completed": date(2026, 11, 20), "levels": 4})
    {'completed': {'$toml': 'date', 'value': '2026-11-20'}, 'levels': 4}
    """
    if isinstance(value, Mapping):
        plain = {str(key): tagged(part) for key, part in value.items()}
        return {TAG: "table", "value": plain} if TAG in plain else plain
    if isinstance(value, list | tuple):
        return [tagged(part) for part in value]
    if isinstance(value, datetime | date | time):
        return {TAG: type(value).__name__, "value": value.isoformat()}
    if isinstance(value, float) and not math.isfinite(value):
        return {TAG: "float", "value": str(value)}
    return value


def untagged(value: Any) -> Any:
    """Return a value of JSON as the value of TOML that it stands for.

    Raises
    ------
    ValueError
        If a tag is unknown, its value cannot be read, or the value is one that TOML cannot hold.

    Examples
    --------
    >>> untagged({"completed": {"$toml": "date", "value": "2026-11-20"}})
    {'completed': datetime.date(2026, 11, 20)}
    """
    if isinstance(value, Mapping):
        if TAG in value:
            return _read(value)
        return {str(key): untagged(part) for key, part in value.items()}
    if isinstance(value, list):
        return [untagged(part) for part in value]
    if value is None:
        raise ValueError("null")
    return value


def _read(value: Mapping[str, Any]) -> Any:
    """Return what a tagged object stands for."""
    words = value.get("value")
    if value[TAG] == "table" and isinstance(words, Mapping):
        return {str(key): untagged(part) for key, part in words.items()}
    readers = {
        "date": date.fromisoformat,
        "datetime": datetime.fromisoformat,
        "time": time.fromisoformat,
        "float": float,
    }
    if value[TAG] not in readers or not isinstance(words, str):
        raise ValueError(str(value[TAG]))
    return readers[str(value[TAG])](words)
