"""Which of our columns a heading speaks of, by the words that registers use."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files

from datamap.vocabulary import read_vocabulary
from datamap.vocabulary.spelling import squash

EXACT = 0.95
_INSIDE, _SHARE = 0.45, 0.45
_SHORTEST_JA, _SHORTEST = 2, 4


@cache
def register_words() -> dict[str, str]:
    """Return every heading that is known, squashed, with the column it speaks of.

    The labels and aliases of `vocab/columns.csv` come first, then `register_words.csv`: words of the
    registers that are usual in Japan and under Article 30 GDPR.
    """
    known = dict(read_vocabulary().spellings("columns"))
    source = files("datamap.exchange").joinpath("register_words.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(source)):
        for word in row["words"].split(";"):
            known.setdefault(squash(word), row["key"])
    return known


def match_heading(heading: str) -> dict[str, float]:
    """Return how surely a heading speaks of each of our columns, 0 to 1; those it does not are left out.

    Examples
    --------
    >>> (
    ...     match_heading("Categories of personal data")["items"],
    ...     match_heading("提供先の国名")["countries"] > 0.5,
    ... )
    (0.95, True)
    """
    form = squash(heading)
    if not form:
        return {}
    known = register_words()
    if form in known:
        return {known[form]: EXACT}
    found: dict[str, float] = {}
    for word, key in known.items():
        long_enough = len(word) >= (_SHORTEST if word.isascii() else _SHORTEST_JA)
        if long_enough and word in form:
            tail = 0.05 if form.endswith(word) else 0.0  # 「提供先の国名」 is about the country
            sure = _INSIDE + tail + _SHARE * len(word) / len(form)
            found[key] = max(found.get(key, 0.0), round(min(sure, EXACT - 0.05), 2))
    return found
