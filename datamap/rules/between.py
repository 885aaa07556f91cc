"""What the law data say has changed between two days: other versions of rules, amendments in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from datamap.model import Law, Text
from datamap.rules.articles import article_of
from datamap.rules.read import Laws
from datamap.vocabulary import text


def changed_between(laws: Laws, then: date, now: date) -> dict[str, Text]:
    """Return what of the law is another on the later day, in words.

    Parameters
    ----------
    laws : the acts, as dated data. then, now : two days; nothing has changed where `now` is not later.

    Returns
    -------
    Rule id, or key of an act -> sentence: a rule that stands in another version, begins or ends, and an
    act of which an amendment came into force. Checks of our own are no law and are left out.

    Examples
    --------
    >>> from datamap.rules import read_laws
    >>> list(changed_between(read_laws(), date(2026, 11, 22), date(2027, 2, 1)))
    ['appi-2026']
    >>> changed_between(read_laws(), date(2027, 2, 1), date(2026, 11, 22))
    {}
    """
    return {key: said for law in laws.laws for key, said in _of_act(law, then, now)} if now > then else {}


def _of_act(law: Law, then: date, now: date) -> Iterator[tuple[str, Text]]:
    """Yield what changed in one act."""
    for rule in (one for one in law.rules if one.kind != "house"):
        before, after = rule.version_on(then), rule.version_on(now)
        if before is not after and (shown := after or before):
            word = "law_began" if before is None else "law_ended" if after is None else "law_version"
            day = shown.in_force.isoformat() if after and shown.in_force else now.isoformat()
            yield rule.id, text("rules", word, article=article_of(law, shown), title=rule.title, day=day)
    for one in law.amendments:
        if one.in_force and then < one.in_force <= now:
            yield law.key, text("rules", "law_amended", title=one.title, day=one.in_force.isoformat())
