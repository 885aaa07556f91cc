"""Whether a breach would have to be reported: the four conditions of APPI Rule 7, one by one.

Each is *met*, *cannot be excluded*, *not met* on what is recorded, or, for the third one, met *only
if attacked*. Suspicion is enough for the duty (Guideline 3-5-3-1), so that "cannot be excluded" is
no comfort. Strong encryption or the like takes items out of all four (Rule 7(i)): that is asked, not
assumed. A person decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from datamap.analysis.people_count import PeopleCount
from datamap.analysis.request_words import in_words, joined
from datamap.analysis.touched import Touched
from datamap.analysis.words import Words
from datamap.model import Reading, Text
from datamap.vocabulary import text

DEPENDS = "account"
"""Items below this key cause property damage only where they let somebody pay."""


class Met(StrEnum):
    """What the records say of a condition."""

    MET = "met"
    OPEN = "cannot_be_excluded"
    IF_ATTACKED = "only_if_attacked"
    NOT_MET = "not_met"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: `key`, what the records say of it, why, and the items and flows it rests on."""

    key: str
    met: Met
    because: Text
    items: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()


def conditions(
    touched: Touched, people: PeopleCount, words: Words, *, attack: bool | None
) -> Iterator[Condition]:
    """Yield the conditions (i) to (iv) of Rule 7.

    Parameters
    ----------
    attack : whether somebody acted with an improper purpose; None = not known yet.
    """
    yield _by_items("sensitive", ("sensitive",), ("may_be_sensitive",), touched, words)
    yield _by_items("property_damage", ("property_damage",), ("may_be_property_damage",), touched, words)
    yield _attacked(attack=attack)
    yield _many(people, touched)


def _by_items(
    key: str, flags: tuple[str, ...], maybe: tuple[str, ...], touched: Touched, words: Words
) -> Condition:
    surely = _flagged(touched, touched.items(Reading.CERTAIN, plain=True), flags)
    settled = tuple(item for item in surely if not _depends(touched, item))
    if settled:
        return Condition(
            key, Met.MET, text("requests", "because_held", items=in_words(words, "item", [*settled])), settled
        )
    perhaps = _flagged(touched, touched.items(Reading.POSSIBLE), (*flags, *maybe))
    broader = [item for item in _broader(touched, flags) if item not in perhaps]
    if perhaps or broader:
        return Condition(key, Met.OPEN, *_possible(perhaps, broader, touched, words))
    if touched.open_flows:
        flows = "、".join(touched.open_flows), ", ".join(touched.open_flows)
        return Condition(
            key, Met.OPEN, text("requests", "because_open", flows=Text(*flows)), (), touched.open_flows
        )
    if not touched.items(Reading.POSSIBLE):
        return Condition(key, Met.OPEN, *_nothing_held(touched))
    return Condition(key, Met.NOT_MET, text("requests", "because_not_recorded"))


def _possible(
    perhaps: tuple[str, ...], broader: list[str], touched: Touched, words: Words
) -> tuple[Text, tuple[str, ...], tuple[str, ...]]:
    """Return why items are only possible, the items, and the rows by whose word alone they are touched.

    Parameters
    ----------
    broader : categories that take in such an item.
    """
    items = tuple(sorted({*perhaps, *broader}))
    stated = [one for one in touched.stated if one[2] in items]
    others = [item for item in items if item not in {one[2] for one in stated}]
    flows = tuple(dict.fromkeys(one[3] for one in stated))
    said = []
    if stated:
        named = in_words(words, "item", sorted({one[2] for one in stated}))
        said.append(
            text("requests", "because_stated", flows=Text("、".join(flows), ", ".join(flows)), items=named)
        )
    for key, these in (("because_possible", perhaps), ("because_broader", broader)):
        if found := [item for item in others if item in these]:
            said.append(text("requests", key, items=in_words(words, "item", found)))
    return joined(said, "。", "; "), items, flows


def _flagged(touched: Touched, items: list[str], flags: tuple[str, ...]) -> tuple[str, ...]:
    known = touched.inventory.vocabulary.flags
    return tuple(item for item in items if known("items", item) & set(flags))


def _broader(touched: Touched, flags: tuple[str, ...]) -> list[str]:
    """Return the categories that may be touched and take in such an item."""
    within = touched.inventory.vocabulary.flags_within
    return [item for item in touched.items(Reading.POSSIBLE) if within("items", item) & set(flags)]


def _depends(touched: Touched, item: str) -> bool:
    return touched.inventory.vocabulary.is_a("items", item, DEPENDS)


def _attacked(*, attack: bool | None) -> Condition:
    met = {True: Met.MET, False: Met.NOT_MET, None: Met.IF_ATTACKED}[attack]
    return Condition("attack", met, text("requests", f"because_attack_{met.value}"))


def _nothing_held(touched: Touched) -> tuple[Text, tuple[str, ...], tuple[str, ...]]:
    """Return why it is open although no item is held: whether a treatment is enough is not judged."""
    if not (flows := touched.treated_flows):
        return text("requests", "because_nothing_recorded"), (), ()
    named = Text("、".join(flows), ", ".join(flows))
    return text("requests", "because_treated", flows=named), (), flows


def _many(people: PeopleCount, touched: Touched) -> Condition:
    if touched.treated_flows and not touched.items(Reading.POSSIBLE):
        return Condition("many_people", Met.OPEN, *_nothing_held(touched))
    met = {True: Met.MET, False: Met.NOT_MET, None: Met.OPEN}[people.more_than_many]
    why = "rough" if met is Met.OPEN and people.high is not None else met.value
    said = text("requests", f"because_people_{why}", people=people.said())
    return Condition("many_people", met, said, (), people.flows or people.silent)
