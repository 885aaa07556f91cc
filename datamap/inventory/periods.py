"""Periods and days as registers write them: 「契約終了後5年」, `six years after the end of the contract`."""

from __future__ import annotations

import re
from datetime import date

from datamap.inventory import formats
from datamap.vocabulary import Vocabulary
from datamap.vocabulary.spelling import squash

_FIGURES = {
    word: str(number)
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        start=1,
    )
}
_KANJI = {word: str(number) for number, word in enumerate("一二三四五六七八九", start=1)} | {"十": "10"}
_UNIT = r"(?:years?|yrs?|months?|weeks?|days?|年間?|[かヶカケ箇]月間?|月間|週間|日間?)"
_LENGTH = re.compile(rf"(\d+)\s*{_UNIT}", re.IGNORECASE)
_SPELT = re.compile(rf"\b({'|'.join(_FIGURES)})\b(?=\s*(?:\(\d+\)\s*)?{_UNIT})", re.IGNORECASE)
_SPELT_JA = re.compile(r"([一二三四五六七八九十])(?=\s*(?:年|[かヶカケ箇]月|週間|日))")
_IN_FIGURES_TOO = re.compile(r"(\d+)\s*\(\1\)")
_EVENT_FIRST = re.compile(
    rf"(.+?)\s*(?:の?日?(?:から|より|後の?)|以後|起算で?|,|\+)\s*({_LENGTH.pattern})(?:保[存管](?:する)?)?$",
    re.IGNORECASE,
)
_LENGTH_FIRST = re.compile(
    rf"({_LENGTH.pattern})\s*(?:after|from|following|since|post|beyond)\s*(?:the\s+)?(.+)", re.IGNORECASE
)
_FILLERS = re.compile(
    r"^(?:for|until|up to|max(?:imum)?\.?(?: of)?|at least|retained for|kept for|約|最長|最低)\s*"
    r"|(?:保存|保管)$",
    re.IGNORECASE,
)
_DAY = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_OTHERWISE = tuple(
    (re.compile(pattern, re.IGNORECASE), whole)
    for pattern, whole in (
        (r"半年間?", "6か月"),
        (r"(?<=\d)\s*(?:yrs?|ans?)\b\.?", " years"),
        (r"(?<=\d)\s*(?:mos?|mths?|mois)\b\.?", " months"),
        (r"(?<=\d)\s*jours?\b", " days"),
        (r"\baprès (?:le |la |l['’])?", "after "),
    )
)
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2})?.*$")
_UNTIL = re.compile(r"まで$|するまで$|^until\s+(?:the\s+)?", re.IGNORECASE)


def loose_retention(cell: str, vocabulary: Vocabulary) -> str | None:
    """Return a period in its canonical form, also from a sentence that names an event and a length.

    Examples
    --------
    >>> from datamap.vocabulary import read_vocabulary
    >>> words = read_vocabulary()
    >>> [
    ...     loose_retention(c, words)
    ...     for c in ("契約終了後5年", "5 years after end of contract", "seven (7) years")
    ... ]
    ['contract_end+P5Y', 'contract_end+P5Y', 'P7Y']
    >>> loose_retention("as long as needed", words) is None
    True
    """
    spelt = _SPELT.sub(lambda m: _FIGURES[m[1].lower()], cell.strip().rstrip("。."))
    spelt = _SPELT_JA.sub(lambda m: _KANJI[m[1]], spelt).replace("箇月", "か月")
    spelt = _IN_FIGURES_TOO.sub(r"\1", spelt)
    for short, whole in _OTHERWISE:
        spelt = short.sub(whole, spelt)
    for words in dict.fromkeys((spelt, _FILLERS.sub("", spelt).strip(), _UNTIL.sub("", spelt).strip())):
        found = formats.read_retention(words, vocabulary) or _with_event(words, vocabulary)
        if found:
            return found
    return None


def _with_event(words: str, vocabulary: Vocabulary) -> str | None:
    for pattern, event_at, length_at in ((_EVENT_FIRST, 1, 2), (_LENGTH_FIRST, 3, 1)):
        match = pattern.fullmatch(words)
        if match:
            event = _event(match[event_at], vocabulary)
            length = formats.read_duration(match[length_at].replace("yr", "year"))
            if event and length:
                return f"{event}+{length}"
    return None


def _event(words: str, vocabulary: Vocabulary) -> str | None:
    """Return the event that words name, articles and the like apart."""
    bare = re.sub(r"\b(?:the|of|a|an|termination|expiry)\b", " ", words, flags=re.IGNORECASE)
    for written in (words, bare, f"end of {bare.strip()}"):
        found = vocabulary.find("retention_events", written)
        if found:
            return found
    plain = {squash(word).replace("の", ""): key
             for word, key in vocabulary.spellings("retention_events").items()}  # fmt: skip
    return plain.get(squash(words).replace("の", ""))


def loose_date(cell: str, order: str = "ymd") -> str | None:
    """Return the ISO form of a day; a time behind it is left out, an era is counted.

    Parameters
    ----------
    order : how a day is read that begins with one or two figures: `dmy` or `mdy`; else not at all.

    Examples
    --------
    >>> loose_date("2024-04-01 09:30"), loose_date("令和6年4月1日"), loose_date("4/1/2024", "mdy")
    ('2024-04-01', '2024-04-01', '2024-04-01')
    >>> loose_date("4/1/2024") is None
    True
    """
    bare = _CLOCK.sub("", cell.strip())
    found = formats.read_date(bare) or formats.suggest_date(bare)
    match = _DAY.fullmatch(bare)
    if found or match is None or order == "ymd":
        return found
    day, month = (match[1], match[2]) if order == "dmy" else (match[2], match[1])
    try:
        return date(int(match[3]), int(month), int(day)).isoformat()
    except ValueError:
        return None
