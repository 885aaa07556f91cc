"""Holding conditions by fact name against the facts about flows, in three values."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from datamap.facts.truth import Truth, all_of, any_of

Ask = Callable[[str], Truth]
"""Name of a fact about flows -> its value for each running flow (`Facts.truth`)."""


def held(ask: Ask, flows: int, when: Iterable[str], unless_any: Iterable[str] = ()) -> Truth:
    """Tell where all of `when` and none of `unless_any` hold.

    What speaks against (`unless_any`) counts only where it is recorded: a safeguard that nobody
    wrote down clears nothing. What speaks for (`when`) and is not recorded leaves the case open.

    Parameters
    ----------
    ask : value of a fact by name. flows : how many running flows there are.
    when, unless_any : fact names, or `!` and a fact name.

    Examples
    --------
    >>> facts = {"abroad": Truth.of([True, None, False]), "checked": Truth.of([None, None, None])}
    >>> held(facts.__getitem__, 3, ["abroad"], ["checked"]).values()
    (True, None, False)
    """
    spoken_for = all_of((condition(ask, name) for name in when), flows)
    against = any_of((condition(ask, name) for name in unless_any), flows).yes
    return Truth(yes=spoken_for.yes & ~against, no=spoken_for.no | against)


def condition(ask: Ask, name: str) -> Truth:
    """Return the value of one condition: a fact name, or `!` and a fact name."""
    value = ask(name.removeprefix("!"))
    return ~value if name.startswith("!") else value
