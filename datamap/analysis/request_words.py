"""The words in which requests, breaches, policies and comparisons are answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from datamap.analysis.asked import words_of
from datamap.analysis.moments import MOMENTS, moment_in_words
from datamap.analysis.periods import PARTS, Period
from datamap.analysis.words import Words
from datamap.inventory import Inventory
from datamap.model import Lang, Text
from datamap.vocabulary import text, texts

ALIKE = {
    "bases": "basis",
    "departments": "department",
    "kinds": "kind",
    "measure": "measures",
    "places": "place",
    "recipients": "place",
    "sources": "place",
    "through": "place",
    "unrecorded": "column",
    **{f"{column}_{way}": column for column in ("countries", "purposes") for way in ("gone", "new")},
    **{f"{column}_{way}": "place" for column in ("places", "plain", "recipients") for way in ("gone", "new")},
}
"""Columns of these answers -> the column whose words they are said in."""

PERIODS = frozenset({"period", "retention"})
"""Columns that hold periods."""


@dataclass(frozen=True)
class RequestWords(Words):
    """Labels of keys, those of `texts/requests.toml` (`<column>_is_<value>`) first."""

    def knows(self, column: str) -> bool:
        """Whether the cells of this column are keys that have labels."""
        spoken = column in ALIKE or column in PERIODS or column in MOMENTS
        return spoken or bool(_named(column)) or super().knows(column)

    def label(self, column: str, key: str) -> Text:
        """Return the label of one key in one column."""
        if named := _named(column).get(key):
            return named
        if column in PERIODS:
            return self._period(key)
        if column in MOMENTS:
            return moment_in_words(key)
        return super().label(ALIKE.get(column, column), key)

    def in_lang(self, column: str, key: str, lang: Lang) -> str:
        """Return the label of one key in one language; a day that there is none is blank."""
        return "" if not key and column in MOMENTS else super().in_lang(column, key, lang)

    def _period(self, key: str) -> Text:
        """Return a period as people say it: `journey_end+P5Y` -> five years after the journey."""
        period = Period.of(key)
        if period is None or (period.event and not period.duration):
            return self._vocabulary.label("retention_events", key)
        length = _length(period.duration)
        if not period.event:
            return length
        event = self._vocabulary.label("retention_events", period.event)
        return text("requests", "period_after", event=event, length=length)


def request_words(inventory: Inventory) -> RequestWords:
    """Return the words in which answers about this inventory speak."""
    plain = words_of(inventory)
    return RequestWords(plain.vocabulary, plain.places, plain.groups)


def _length(duration: str) -> Text:
    parts = [
        text("requests", f"length_{unit}" + ("" if number == "1" else "s"), number=number)
        for number, unit in PARTS.findall(duration)
    ]
    return Text(ja="".join(part.ja for part in parts), en=" ".join(part.en for part in parts))


@cache
def _named(column: str) -> dict[str, Text]:
    """Return the values of a column that `texts/requests.toml` names, by key."""
    start = column + "_is_"
    return {key[len(start) :]: said for key, said in texts("requests").items() if key.startswith(start)}


def joined(texts_of: list[Text], ja: str = "。", en: str = ". ") -> Text:
    """Return several statements as one.

    Examples
    --------
    >>> joined([Text("甲", "A"), Text("乙", "B")], "、", ", ").ja
    '甲、乙'
    """
    return Text(ja=ja.join(said.ja for said in texts_of), en=en.join(said.en for said in texts_of))


def in_words(words: Words, column: str, keys: list[str]) -> Text:
    """Return keys as a list in words; blank keys are *not recorded*."""
    said = [Text(ja=words.in_lang(column, key, "ja"), en=words.in_lang(column, key, "en")) for key in keys]
    return joined(said, "、", ", ")
