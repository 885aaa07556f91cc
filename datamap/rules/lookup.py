"""Finding a finding by what somebody typed: its id, the beginning of it, or something near."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from datamap.vocabulary.spelling import Neighbours, squash

NEAR = 3
"""Names that are offered where none begins with what was typed."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a word may stand for.

    Attributes
    ----------
    exact : the one name meant, "" if that is not clear. candidates : names it may stand for.
    """

    exact: str = ""
    candidates: tuple[str, ...] = ()


def meant(word: str, names: Iterable[str]) -> Meant:
    """Return the name that a word stands for: spelt so, spelt alike, its only continuation, or near ones.

    Examples
    --------
    >>> ids = ["JP-28-1:FL06", "JP-28-1:FL07", "JP-22a:FL06"]
    >>> meant("jp-22A", ids).exact
    'JP-22a:FL06'
    >>> meant("JP-28-1", ids).candidates
    ('JP-28-1:FL06', 'JP-28-1:FL07')
    >>> meant("JP-22b:FL06", ids).candidates[0]
    'JP-22a:FL06'
    """
    known = list(dict.fromkeys(names))
    if word in known:
        return Meant(word)
    folded = word.strip().casefold()
    alike = [name for name in known if name.casefold() == folded]
    begun = [name for name in known if name.casefold().startswith(folded)] if folded else []
    # `JP-28-1` means that rule first, and only then rules that begin so (JP-28-10).
    own = [name for name in begun if name.casefold().startswith(f"{folded}:")]
    for found in (alike, own, begun):
        if len(found) == 1:
            return Meant(found[0])
        if found:
            return Meant("", tuple(found))
    return Meant("", _near(word, known))


def _near(word: str, names: list[str]) -> tuple[str, ...]:
    left, found = {squash(name): name for name in names}, list[str]()
    while len(found) < NEAR and (nearest := Neighbours(left).nearest(word)) is not None:
        found.append(nearest)
        left.pop(squash(nearest))
    return tuple(found)
