"""How two spellings are compared, and which known word somebody probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

_BETWEEN = re.compile(r"[\s_\-‐‑‒–—―−.,'’/・()（）\[\]]+")
_ACCENTS = re.compile("[\u0300-\u036f]")  # those of Latin letters; voiced kana keep their mark
_COMPANY = str.maketrans({"㈱": "株式会社", "㈲": "有限会社"})
# Characters that Japanese names are written with in two ways; used to compare, never to rewrite.
_VARIANTS = str.maketrans("髙﨑𠮷邊邉齋齊斎濵濱澤國瀧廣嶋", "高崎吉辺辺斉斉斉浜浜沢国滝広島")


def fold(name: str) -> str:
    """Return a name in its one spelling: NFKC, trimmed, inner white space collapsed.

    Upper and lower case are kept, since the result is shown to people.

    Examples
    --------
    >>> fold(" ＡＢＣ　 Travel ")
    'ABC Travel'
    """
    return " ".join((name if name.isascii() else unicodedata.normalize("NFKC", name)).split())


def squash(name: str) -> str:
    """Return what is left of a name when width, case, accents, spaces and joining marks are ignored.

    Two cells with the same squashed form are looked up as the same word.

    Examples
    --------
    >>> squash("Cote d'Ivoire") == squash("Côte d’Ivoire")
    True
    >>> squash("Third-Party") == squash("third_party") == squash("ｔｈｉｒｄ party")
    True
    """
    if name.isascii():
        folded = name.casefold()
    else:
        bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", name))
        folded = unicodedata.normalize("NFKC", bare).casefold()
    return _BETWEEN.sub("", folded) or folded.strip()


def plain(name: str) -> str:
    """Return a name without differences of width, case and white space; marks stay.

    Two names of parties are the same name if their plain forms are equal.

    Examples
    --------
    >>> plain("ＡＢＣ Travel") == plain("abc travel"), plain("A-1") == plain("A1")
    (True, False)
    """
    spelt = name if name.isascii() else unicodedata.normalize("NFKC", name)
    return "".join(spelt.casefold().split())


def looks(name: str) -> str:
    """Return how a party's name looks at a glance, for finding two spellings of one party.

    Besides `squash`, short company forms (㈱) and variant characters (髙, 﨑) are levelled.

    Examples
    --------
    >>> looks("㈱髙橋トラベル") == looks("株式会社 高橋ﾄﾗﾍﾞﾙ")
    True
    """
    if name.isascii():
        return squash(name)
    spelt = name.translate(_COMPANY).translate(_VARIANTS)
    spelt = unicodedata.normalize("NFKC", spelt).replace("(株)", "株式会社")
    return squash(spelt.replace("(有)", "有限会社"))


_SHORT, _SHORT_CUTOFF, _INSIDE = 4, 0.76, 0.76
_LEAST = 2
_FEW = (2, 3)
"""Characters of a Japanese word in which one other character is a slip (`病暦` for `病歴`)."""


class Neighbours:
    """Finds the likeliest known word for a misspelt one.

    Letters and letter pairs point to the words that hold them, so that a query meets a
    handful of candidates instead of the whole list.

    Parameters
    ----------
    spellings : squashed spelling -> key.
    """

    def __init__(self, spellings: Mapping[str, str]) -> None:
        self._spellings = dict(spellings)
        self._holders: dict[str, list[str]] = {}
        for word in self._spellings:
            for piece in _pieces(word):
                self._holders.setdefault(piece, []).append(word)

    def nearest(self, word: str, cutoff: float = 0.6, *, inside: bool = True) -> str | None:
        """Return the key whose spelling is nearest to `word`, or None if nothing is near.

        `inside` lets one word inside the other count as near; a name that holds another one is a
        new name as a rule (`みどり商店の倉庫`).

        Examples
        --------
        >>> Neighbours({"entrustment": "entrustment", "委託": "entrustment"}).nearest("entrustmnt")
        'entrustment'
        >>> Neighbours({"病歴": "medical_history", "委託": "entrustment"}).nearest("委托")
        'entrustment'
        >>> longer = {f"{sort} name of a family member": "family" for sort in "abcdefghijklm"}
        >>> Neighbours({"name": "name", **longer}).nearest("nmae")
        'name'
        """
        asked = squash(word)
        shared = Counter(w for piece in _pieces(asked) for w in self._holders.get(piece, ()))
        # Of two short Japanese compounds that share most characters, half are about other things.
        least = max(cutoff, _SHORT_CUTOFF) if len(asked) <= _SHORT and not asked.isascii() else cutoff
        best, best_ratio = None, least
        # Long words share letters with everything: what is shared is held against the length.
        shares = {word: count / (len(asked) + len(word)) for word, count in shared.items()}
        for candidate in sorted(shares, key=lambda word: (-shares[word], word))[:12]:
            ratio = _likeness(asked, candidate, inside=inside)
            if ratio > best_ratio or (best is None and ratio == best_ratio):
                best, best_ratio = candidate, ratio
        if best is None and inside and len(asked) in _FEW and not asked.isascii():
            alike = (word for word in shared if len(word) == len(asked) and one_slip(asked, word))
            best = min(alike, default=None)
        return None if best is None else self._spellings[best]


def _pieces(word: str) -> set[str]:
    return set(word) | {word[i : i + 2] for i in range(len(word) - 1)}


def _likeness(asked: str, candidate: str, *, inside: bool) -> float:
    """Return 0 to 1; one word inside the other may count as near (`電話` and `電話番号`)."""
    ratio = SequenceMatcher(None, asked, candidate, autojunk=False).ratio()
    shorter, longer = sorted((asked, candidate), key=len)
    holds = inside and len(shorter) > 1 and shorter in longer
    return max(ratio, _INSIDE + 0.1 * len(shorter) / len(longer)) if holds else ratio


def one_slip(written: str, meant: str) -> bool:
    """Tell whether one character left out, added or replaced, or two exchanged, is the difference.

    Examples
    --------
    >>> one_slip("relgion", "religion"), one_slip("reilgion", "religion"), one_slip("region", "religion")
    (True, True, False)
    """
    shorter, longer = sorted((written, meant), key=len)
    pairs = enumerate(zip(shorter, longer, strict=False))
    start = next((place for place, (one, other) in pairs if one != other), len(shorter))
    a, b = shorter[start:], longer[start:]
    if len(a) != len(b):
        return a == b[1:]
    return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def slipped(word: str, spellings: Mapping[str, str]) -> str | None:
    """Return the key of a name in which one character is another one, or None.

    For suggestions alone: of two names of four characters that differ in one, many are about other things.

    Parameters
    ----------
    spellings : name -> key.

    Examples
    --------
    >>> slipped("利用目標", {"利用目的": "purposes"}), slipped("人", {"本": "book"})
    ('purposes', None)
    """
    asked = squash(word)
    if len(asked) <= _LEAST:
        return None
    return next((key for name, key in spellings.items() if one_slip(asked, squash(name))), None)


def first_spellings(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return squashed spelling -> key, the first one named winning."""
    found: dict[str, str] = {}
    for spelling, key in pairs:
        if spelling:
            found.setdefault(squash(spelling), key)
    return found
