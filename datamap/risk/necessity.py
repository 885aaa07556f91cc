"""Item by purpose: a need is evident, none is evident, or somebody has to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from datamap.model import Text
from datamap.risk.exposure import Ledger, Rows
from datamap.risk.human import Answered, HumanPart
from datamap.risk.sheets import BrokenSheet, read_sheet, refuse_unknown, said
from datamap.vocabulary import Vocabulary

VERDICTS = ("evident_need", "no_evident_need", "ask")
_LISTS = ("flags", "items", "not_items", "purposes", "not_purposes")


@dataclass(frozen=True, slots=True)
class NeedRule:
    """A general rule about items and purposes; an empty list fits anything (`risk/necessity.toml`)."""

    key: str
    verdict: str
    reason: Text
    flags: frozenset[str] = frozenset()
    items: tuple[str, ...] = ()
    not_items: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    not_purposes: tuple[str, ...] = ()

    def fits(self, item: str, purpose: str, terms: Vocabulary) -> bool:
        """Tell whether the rule is about this item and this purpose."""

        def under(name: str, key: str, tops: Iterable[str]) -> bool:
            return any(terms.is_a(name, key, top) for top in tops)

        return (
            (not self.flags or bool(self.flags & terms.flags("items", item)))
            and (not self.items or under("items", item, self.items))
            and not under("items", item, self.not_items)
            and (not self.purposes or under("purposes", purpose, self.purposes))
            and not under("purposes", purpose, self.not_purposes)
        )


@dataclass(frozen=True, slots=True)
class Prompt:
    """One item for one purpose, or two items that may answer one need.

    Attributes
    ----------
    item, purpose : keys; `other` : the second item of a pair ("" = none).
    verdict : one of `VERDICTS`: a prompt, not a judgement. flows : where the two come together.
    person : what a person answered (`question = "necessity.<item>.<purpose>"`); None = nothing yet.
    """

    item: str
    purpose: str
    verdict: str
    reason: Text
    rule: str
    flows: tuple[str, ...]
    other: str = ""
    person: Answered | None = None

    @property
    def question(self) -> str:
        """Id of the question, for `[[answer]]`."""
        return f"necessity.{self.item}.{self.other or self.purpose}"


@cache
def read_need_rules() -> tuple[NeedRule, ...]:
    """Return the rules in the order in which they are tried; the last one fits everything.

    Raises
    ------
    BrokenSheet
        If a rule has an unknown key or verdict, or nothing is left to fall back on.
    """
    rules = tuple(_rule(entry) for entry in read_sheet("necessity.toml")["rule"])
    last = rules[-1]
    if last.flags or last.items or last.not_items or last.purposes or last.not_purposes:
        raise BrokenSheet("necessity.toml: the last rule has to fit everything")
    return rules


def _rule(entry: Mapping[str, Any]) -> NeedRule:
    where = f"necessity.toml, {entry.get('key')}"
    refuse_unknown(entry, NeedRule.__dataclass_fields__, where)
    if entry["verdict"] not in VERDICTS:
        raise BrokenSheet(f"{where}: unknown verdict; known: {', '.join(VERDICTS)}")
    lists = {name: tuple(entry.get(name, ())) for name in _LISTS if name != "flags"}
    return NeedRule(
        key=entry["key"],
        verdict=entry["verdict"],
        reason=said(entry["reason"], where),
        flags=frozenset(entry.get("flags", ())),
        **lists,
    )


def prompts(ledger: Ledger, rows: Rows, human: HumanPart) -> tuple[Prompt, ...]:
    """Return a prompt for each item and purpose that come together in some flow.

    Parameters
    ----------
    ledger : the inventory. rows : row numbers to look at. human : a person's answers.

    Returns
    -------
    Prompts sorted by item and purpose; pairs of items that may answer one need come last.

    References
    ----------
    APPI 17, 18, 22; GDPR 5(1)(c): only what the purpose needs.
    """
    together: dict[tuple[str, str], list[int]] = {}
    carried: dict[str, list[int]] = {}
    for items, purposes, here in _combinations(ledger, rows):
        for item in items:
            carried.setdefault(item, []).extend(here)
            for purpose in purposes:
                together.setdefault((item, purpose), []).extend(here)
    terms = ledger.inventory.vocabulary
    found = [
        _prompt(ledger, terms, human, item, purpose, at) for (item, purpose), at in sorted(together.items())
    ]
    return (*found, *_pairs(ledger, human, carried))


def need_of(item: str, purpose: str, terms: Vocabulary) -> NeedRule:
    """Return the rule that answers for an item and a purpose.

    Examples
    --------
    >>> from datamap.vocabulary import read_vocabulary
    >>> words = read_vocabulary()
    >>> need_of("passport_no", "joint_promotion", words).verdict
    'no_evident_need'
    >>> need_of("passport_no", "arrange_travel", words).verdict
    'evident_need'
    """
    return next(rule for rule in read_need_rules() if rule.fits(item, purpose, terms))


def _prompt(
    ledger: Ledger, terms: Vocabulary, human: HumanPart, item: str, purpose: str, at: list[int]
) -> Prompt:
    rule = need_of(item, purpose, terms)
    return Prompt(
        item=item,
        purpose=purpose,
        verdict=rule.verdict,
        reason=rule.reason,
        rule=rule.key,
        flows=ledger.ids(np.array(at, dtype=np.intp)),
        person=human.answer(f"necessity.{item}.{purpose}"),
    )


def _combinations(ledger: Ledger, rows: Rows) -> Iterable[tuple[tuple[str, ...], tuple[str, ...], list[int]]]:
    """Yield each distinct pair of items cell and purposes cell, parsed once, with its rows."""
    items, purposes = ledger.inventory.coded("items"), ledger.inventory.coded("purposes")
    groups: dict[tuple[int, int], list[int]] = {}
    for row in rows.tolist():
        groups.setdefault((int(items.codes[row]), int(purposes.codes[row])), []).append(row)
    for (item, purpose), here in groups.items():
        named = tuple(
            e for e in items.values[item].split(";") if e not in {"", "*", "+", "all"} and e[0] != "-"
        )
        yield named, tuple(e for e in purposes.values[purpose].split(";") if e), here


def _pairs(ledger: Ledger, human: HumanPart, carried: Mapping[str, list[int]]) -> Iterable[Prompt]:
    """Yield a prompt for each pair of items that some flow carries together."""
    for entry in read_sheet("necessity.toml")["pair"]:
        one, other = entry["items"]
        both = sorted(set(carried.get(one, ())) & set(carried.get(other, ())))
        if both:
            yield Prompt(
                item=one,
                purpose="",
                verdict="ask",
                reason=said(entry["reason"], f"necessity.toml, {one} {other}"),
                rule="pair",
                flows=ledger.ids(np.array(both, dtype=np.intp)),
                other=other,
                person=human.answer(f"necessity.{one}.{other}"),
            )
