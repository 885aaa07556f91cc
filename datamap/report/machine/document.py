"""What every JSON document of ours begins with, and how its bytes come about."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from datamap import __version__
from datamap.inventory import Workbook
from datamap.model import Range, Text

WORKBOOK = "datamap.workbook"
ASSESSMENT = "datamap.assessment"
"""Values of `format`: what a document is."""

VERSION = 1
"""Version of both schemas (`datamap/schemas/`). A key that goes or changes its meaning raises it."""


ATTACHED = "assessment.json"
"""Name under which the PDF of the impact assessment carries the document."""


def head(sort: str, workbook: Workbook, as_of: date) -> dict[str, Any]:
    """Return what a document begins with: what it is, from which inputs, on which day."""
    return {
        "format": sort,
        "version": VERSION,
        "datamap": __version__,
        "as_of": as_of.isoformat(),
        "inventory_sha256": workbook.inventory.sha256,
        "inputs": dict(sorted(workbook.sha256.items())),
        "organisation": {
            "key": workbook.organisation.key,
            "name": both(workbook.organisation.name),
        },
    }


def both(words: Text) -> dict[str, str]:
    """Return a text in both languages.

    Examples
    --------
    >>> both(Text("氏名", "name"))
    {'ja': '氏名', 'en': 'name'}
    """
    return {"ja": words.ja, "en": words.en}


def ends(number: Range) -> dict[str, int | None]:
    """Return both ends of a number of people; null = not recorded."""
    return {"low": number.low, "high": number.high}


def json_bytes(document: Any) -> bytes:
    """Return a document as UTF-8 JSON: keys in their order, one line feed at the end.

    Raises
    ------
    ValueError
        If a figure is not a number: JSON has no word for it.
    """
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
