"""Entries of a list that no list of the vocabulary knows: suggestions for words of one's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from datamap.model import EMPTY, Text
from datamap.notice.reading.companies import is_company
from datamap.notice.reading.lexicon import Hit
from datamap.notice.reading.outline import Passage
from datamap.notice.reading.spans import Spans
from datamap.notice.reading.tables import lang_of
from datamap.vocabulary import Vocabulary, text

_CUT = re.compile(r"[、,;\n]|(?<=[^\s])(?:及び|および|並びに|ならびに|又は|または)|\band\b|\bor\b")
_VERBAL = re.compile(
    r"(?:する|します|した|して|され|ます|です|ため|場合|こと|とき|おり|れる"
    r"|において|により|当社|弊社|目的|範囲|お客|もの|これ|その他|等$|など$"
    r"|⟦)"
    r"|\b(?:we|you|your|our|us|is|are|will|may|can|to|that|which|this|when"
    r"|if|not|have|has|for|with|by|on|from|it|other|such|how|what|who|about"
    r"|please|example)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:など|等|のうち|を|が|は|に関する(?:情報)?|に).{0,30}$|(?:で|より|から|へ|と)$")
_EDGES = " ()[]「」・:。.*-–'\""
_SHORTEST = 2
_FOR = re.compile(r"の?ため(?:に)?$|^(?:to|for) ", re.IGNORECASE)
_LONGEST_JA, _LONGEST_PURPOSE_JA, _LONGEST_EN, _MOST = 16, 24, 40, 40


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word that may be an item (or a purpose) of one's own, its line, and the nearest word of the list."""

    words: str
    line: int
    nearest: str
    list: str = "items"


def near_word(one: OwnWord, vocabulary: Vocabulary) -> Text:
    """Return the nearest word of its list in brackets; nothing if there is none."""
    label = vocabulary.label(one.list, one.nearest)
    return text("notice", "near_word", nearest=label) if one.nearest else EMPTY


def own_purposes(passage: Passage, known: Spans, vocabulary: Vocabulary) -> list[OwnWord]:
    """Return the entries of a list of purposes in which no purpose of the vocabulary was found."""
    found, start = [], 0
    for row in passage.text.split("\n") if passage.listed else ():
        words = _FOR.sub("", row).strip(_EDGES)
        longest = _LONGEST_PURPOSE_JA if lang_of(words) == "ja" else _LONGEST_EN
        if (
            _SHORTEST <= len(words) <= longest
            and "。" not in row
            and not known.meets(start, start + len(row))
        ):
            nearest = vocabulary.nearest("purposes", words) or ""
            found.append(OwnWord(words, passage.line_at(start), nearest, "purposes"))
        start += len(row) + 1
    return found[:_MOST]


def own_words(
    passage: Passage, items: Sequence[Hit], others: Sequence[Hit], vocabulary: Vocabulary
) -> list[OwnWord]:
    """Return what stands in a list between known items and is not known itself.

    Only entries with a known item right before or behind them count: elsewhere a comma parts sentences.
    """
    if len(items) < 2:  # noqa: PLR2004  one item makes no list
        return []
    text = passage.text
    known = Spans((hit.start, hit.end) for hit in items)
    busy = Spans((hit.start, hit.end) for hit in others)
    entries = _entries(text)
    held = [known.meets(*entry) for entry in entries]
    found: dict[str, OwnWord] = {}
    for n, (start, end) in enumerate(entries):
        beside = held[max(0, n - 1) : n] + held[n + 1 : n + 2]
        words = text[start:end].strip(_EDGES)
        if held[n] or not any(beside) or busy.meets(start, end) or not _is_noun(words):
            continue
        found.setdefault(
            words, OwnWord(words, passage.line_at(start), vocabulary.nearest("items", words) or "")
        )
    return list(found.values())[:_MOST]


def _entries(text: str) -> list[tuple[int, int]]:
    cuts = [hit.span() for hit in _CUT.finditer(text)]
    starts = [0, *(end for _, end in cuts)]
    return list(zip(starts, [*(start for start, _ in cuts), len(text)], strict=True))


def _is_noun(words: str) -> bool:
    longest = _LONGEST_JA if lang_of(words) == "ja" else _LONGEST_EN
    plain = _SHORTEST <= len(words) <= longest and not _VERBAL.search(words) and not _TAIL.search(words)
    return plain and not is_company(words) and not re.search(r"[。.::!?]|^\d+$", words)
