"""Texts without controls and without marks that turn the writing direction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datamap.report.glyphs import plain


def cleaned(value: Any) -> Any:
    """Return a copy of plain data with every text in it made safe to show."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return {key: cleaned(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        if value and isinstance(value[0], int):
            return value
        return [cleaned(part) for part in value]
    return value
