"""Which of our columns a heading speaks of, by the words that registers use."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from datamap.exchange.entries import ASIDE
from datamap.vocabulary import fold, read_vocabulary
from datamap.vocabulary.spelling import squash

EXACT = 0.95
_NEARLY = 0.9
_INSIDE, _SHARE = 0.45, 0.45
_SHORTEST_JA, _SHORTEST = 2, 4
_AT_THE_END, _BEHIND = 0.05, 0.25
_ABOUT = 0.9

_LEADS = re.compile(
    r"^(?:the\s+)?(?:(?:general description|descriptions?|names?(?: and contact details)?|categor(?:y|ies)"
    r"|types?|lists?|details|kinds?) of\s+(?:the\s+)?)?",
    re.IGNORECASE,
)
"""What a heading begins with that says nothing of what it is about."""

_TURN = re.compile(r"\s(?:of|for|to|in|from|by|with|that|where)\s", re.IGNORECASE)
"""Behind these an English heading only says more about what stands before them."""

_LATIN = re.compile(r"[^\W\d_]+|\d+")


@cache
def register_words() -> dict[str, str]:
    """Return every heading that is known, squashed, with the column it speaks of ("" = none of ours).

    The labels and aliases of `vocab/columns.csv` come first, then `register_words.csv`: words of the
    registers that are usual in Japan, in France and under Article 30 GDPR.
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
    >>> match_heading("Rights available to individuals (if applicable)")
    {}
    """
    known = register_words()
    for form, sure in _forms(heading):
        if form in known:
            return {known[form]: sure} if known[form] else {}
    bare = _LEADS.sub("", ASIDE.sub(" ", fold(heading)).strip())
    turn = _TURN.search(bare)
    head, behind = (bare[: turn.start()], bare[turn.start() :]) if turn else (bare, "")
    if key := _last_word(head):
        return {key: _ABOUT}
    found = _inside(head)
    for key, sure in _inside(behind).items():
        found.setdefault(key, round(sure - _BEHIND, 2))
    return found or _inside(heading)  # 「外部委託（委託先）」 says it in brackets


def _last_word(heading: str) -> str:
    """Return the column that the last word of a heading names: 「委託先の国」 is about the country.

    Words in Latin letters are read otherwise.
    """
    for mark in ("の", " "):
        before, _, last = heading.rpartition(mark)
        key = register_words().get(squash(last), "") if before and not last.isascii() else ""
        if key not in {"", "note"}:  # 「項目 その他」 is about other items
            return key
    return ""


def is_known_as_other(heading: str) -> bool:
    """Tell whether a heading is known to speak of something that we have no column for."""
    known = register_words()
    return next((not known[form] for form, _ in _forms(heading) if form in known), False)


def _forms(heading: str) -> Iterator[tuple[str, float]]:
    """Yield a heading as it stands, then with less and less around it."""
    bare = ASIDE.sub(" ", fold(heading)).strip().rstrip("?？")
    for words, sure in ((heading, EXACT), (bare, EXACT), (_LEADS.sub("", bare), _NEARLY)):
        form = squash(words)
        if form:
            yield form, sure


def _inside(words: str) -> dict[str, float]:
    """Return the columns whose words stand inside a heading; Latin words count as wholes only."""
    form = squash(words)
    latin = [squash(word) for word in _LATIN.findall(words)]
    found: dict[str, float] = {}
    for word, key in register_words().items():
        long_enough = len(word) >= (_SHORTEST if word.isascii() else _SHORTEST_JA)
        if long_enough and word in form and (not word.isascii() or _whole(word, latin)):
            tail = _AT_THE_END if form.endswith(word) else 0.0  # 「提供先の国名」 is about the country
            sure = _INSIDE + tail + _SHARE * len(word) / len(form)
            found[key] = max(found.get(key, 0.0), round(min(sure, EXACT - 0.05), 2))
    other = found.pop("", 0.0)
    return {key: sure for key, sure in found.items() if sure > other}


def _whole(word: str, words: list[str]) -> bool:
    """Tell whether some words side by side make a word, a plural apart."""
    for first in range(len(words)):
        made = ""
        for piece in words[first:]:
            made += piece
            if made in {word, word + "s"} or made + "s" == word:
                return True
            if len(made) > len(word):
                break
    return False
