"""Words of the vocabulary found in running text, in one pass over it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from datamap.notice.reading.spans import Spans
from datamap.notice.reading.tables import Spelling, ambiguous, spellings
from datamap.vocabulary import Vocabulary

_LONGEST_CODE = 4
"""A country written this short is an abbreviation and stands in capitals (`US`, not `us`)."""

LISTS = ("items", "purposes", "subjects", "rights", "measures", "countries")

_LEAST_JA, _LEAST_EN = 2, 3
_STARTS = re.compile(r"(?<![a-z0-9])[a-z0-9]|[^\x00-\x7f]")
"""Where a word can begin: an English one not inside another, a Japanese one anywhere."""

_KATAKANA = re.compile("[ァ-ヶー]")
_LETTER = re.compile("[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a list found in a text: `text[start:end]`."""

    list: str
    key: str
    start: int
    end: int


class Lexicon:
    """Finds words of several lists in text.

    Words are indexed by their first characters, so that one pass over a text meets a handful of
    candidates at each place, whatever the size of the vocabulary. The longest word wins.

    Parameters
    ----------
    vocabulary : labels and aliases of `LISTS` (own words included), beside `words/spellings.csv`.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._heads: dict[str, list[Spelling]] = {}
        self._known: dict[str, list[Hit]] = {}
        seen: set[tuple[str, str]] = set()
        for one in (
            *spellings(),
            *_of_vocabulary(vocabulary),
        ):  # ours first: they know what must not stand beside
            if (one.list, one.words) not in seen:
                seen.add((one.list, one.words))
                self._heads.setdefault(_head(one.words), []).append(one)
        for entries in self._heads.values():
            entries.sort(key=lambda one: (-len(one.words), one.list, one.key))

    def in_heading(self, words: str) -> list[Hit]:
        """Return the words of a heading, remembered, since many passages stand under one."""
        if words not in self._known:
            self._known[words] = self.find(words)
        return self._known[words]

    def find(self, text: str, *, within: Iterable[tuple[int, int]] = ()) -> list[Hit]:
        """Return the words of a text in order.

        Parameters
        ----------
        text : any text; case makes no difference.
        within : spans that are names and hold no words (`Example Tokyo Inc`).
        """
        low = _lowered(text)
        closed = Spans(within)
        found: list[Hit] = []
        ends = dict.fromkeys(LISTS, 0)
        for place in _STARTS.finditer(low):
            start = place.start()
            for one in self._heads.get(_head(low[start : start + 3]), ()):
                end = start + len(one.words)
                if (
                    start < ends[one.list]
                    or not low.startswith(one.words, start)
                    or not _stands(low, start, end, one)
                ):
                    continue
                end += _plural(low, end, one)
                if one.list == "countries" and not _country(text, start, end):
                    continue
                if closed.meets(start, end):
                    continue
                ends[one.list] = end
                found.append(Hit(one.list, one.key, start, end))
        return found


def _head(words: str) -> str:
    """Return the first characters under which a word is kept: three Latin letters, or two others."""
    return words[:3] if words[:3].isascii() else words[:2]


def _lowered(text: str) -> str:
    """Return the text in lower case with every character at its place."""
    low = text.lower().replace("’", "'").replace("\n", " ")
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _of_vocabulary(vocabulary: Vocabulary) -> Iterator[Spelling]:
    wide = ambiguous()
    for name in LISTS:
        parents = {term.parent for term in vocabulary.terms(name)}
        for term in vocabulary.terms(name):
            english = () if term.key in parents and not term.own else (term.label.en,)
            for words in (term.label.ja, *english, *term.aliases):
                plain = unicodedata.normalize("NFKC", words).lower()
                ja = not plain.isascii()
                single = (
                    name in {"purposes", "rights", "measures", "subjects"} and not ja and " " not in plain
                )
                least = _LEAST_JA if ja else _LEAST_EN
                if len(plain) >= least and plain not in wide and not single:
                    yield Spelling(name, term.key, plain)


def _stands(low: str, start: int, end: int, one: Spelling) -> bool:
    """Tell whether a word stands for itself: not inside another word, not beside words that change it."""
    before, after = low[max(0, start - 24) : start], low[end : end + 16]
    if _alike(before[-1:], one.words[0]) or (_alike(one.words[-1], after[:1]) and not _plural(low, end, one)):
        return False
    if after.startswith(("会社", "事業者", "業者", "とは")) and one.list == "items":
        return False
    if any(after.lstrip().startswith(words) for words in one.not_before):
        return False
    return not any(before.rstrip().endswith(words) for words in one.not_after)


def _alike(left: str, right: str) -> bool:
    """Tell whether two characters side by side are of one word: both Latin, or both katakana."""
    return any(kind.match(left) and kind.match(right) for kind in (_LETTER, _KATAKANA))


def _plural(low: str, end: int, one: Spelling) -> int:
    """Return how many letters of an English plural stand behind a word."""
    if not one.words[-1].isascii() or not one.words[-1].isalpha():
        return 0
    for ending in ("es", "s"):
        if low.startswith(ending, end) and not _LETTER.match(
            low[end + len(ending) : end + len(ending) + 1] or " "
        ):
            return len(ending)
    return 0


def _country(text: str, start: int, end: int) -> bool:
    """Tell whether a name is written as one of a country: a capital, no part of a longer place or word."""
    if text[start].isascii():
        return text[start:end].isupper() if end - start <= _LONGEST_CODE else text[start].isupper()
    kanji = r"[一-龥]"
    if re.match(r"(?:四国|地方|語|人|料理|系|製|史|円|支店|本部)", text[end : end + 2]):
        return False
    return not (re.match(kanji, text[start]) and start and re.match(kanji, text[start - 1]))
