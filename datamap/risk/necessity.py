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
            and not (self.not_purposes and not self.purposes and _stands_apart(purpose, terms))
        )


def _stands_apart(purpose: str, terms: Vocabulary) -> bool:
    """Tell whether a purpose is of the workbook's own and below no heading that rules know."""
    heading = terms.get("purposes", terms.ancestors("purposes", purpose)[-1])
    return heading is None or heading.own


@dataclass(frozen=True, slots=True)
class Prompt:
    """One item for one purpose, or two items that may answer one need.

    Attributes
    ----------
    item, purpose : keys; `other` : the second item of a pair ("" = none).
    verdict : one of `VERDICTS`: a prompt, not a judgement. flows : where the two come together.
    possible : flows whose items are open or not recorded, about people whose item is collected.
    person : what a person answered (`question = "necessity.<item>.<purpose>"`); None = nothing yet.
    """

    item: str
    purpose: str
    verdict: str
    reason: Text
    rule: str
    flows: tuple[str, ...]
    possible: tuple[str, ...] = ()
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
    together, maybe = _together(ledger, rows)
    found = [_prompt(ledger, human, pair, together, maybe) for pair in sorted({*together, *maybe})]
    return (*found, *_pairs(ledger, human, rows))


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
    >>> need_of("bank_account", "tell stories", words).verdict  # a purpose of their own
    'ask'
    """
    return next(rule for rule in read_need_rules() if rule.fits(item, purpose, terms))


Pair = tuple[str, str]
"""An item and a purpose."""


def _prompt(
    ledger: Ledger,
    human: HumanPart,
    pair: Pair,
    together: Mapping[Pair, set[int]],
    maybe: Mapping[Pair, set[int]],
) -> Prompt:
    """Build the prompt for one item and one purpose."""
    item, purpose = pair
    rule = need_of(item, purpose, ledger.inventory.vocabulary)
    here = together.get(pair, set())
    return Prompt(
        item=item,
        purpose=purpose,
        verdict=rule.verdict,
        reason=rule.reason,
        rule=rule.key,
        flows=_ids(ledger, here),
        possible=_ids(ledger, maybe.get(pair, set()) - here),
        person=human.answer(f"necessity.{item}.{purpose}"),
    )


def _ids(ledger: Ledger, rows: Iterable[int]) -> tuple[str, ...]:
    return ledger.ids(np.array(sorted(rows), dtype=np.intp))


def _together(ledger: Ledger, rows: Rows) -> tuple[dict[Pair, set[int]], dict[Pair, set[int]]]:
    """Return the rows in which items and purposes come together, and those in which they may."""
    sure: dict[Pair, set[int]] = {}
    maybe: dict[Pair, set[int]] = {}
    held = _collected(ledger, rows)
    for (items, subjects, purposes), here in _combinations(ledger, rows).items():
        named = _named(items)
        for purpose in filter(None, purposes.split(";")):
            for item in named:
                sure.setdefault((item, purpose), set()).update(here)
            for item in _open_to(items, subjects, held, ledger.inventory.vocabulary):
                maybe.setdefault((item, purpose), set()).update(here)
    return sure, maybe


def _named(cell: str) -> tuple[str, ...]:
    """Return the keys that a list cell names."""
    return tuple(e for e in cell.split(";") if e not in {"", "*", "+", "all"} and not e.startswith("-"))


def _open_to(cell: str, subjects: str, held: Mapping[str, set[str]], terms: Vocabulary) -> set[str]:
    """Return the items that a cell leaves open: those collected from the same people."""
    entries = cell.split(";")
    if not {"", "*", "+", "all"} & set(entries):
        return set()
    about = _named(subjects) or tuple(held)
    left_out = {entry[1:] for entry in entries if entry.startswith("-")}
    return {
        item
        for one in about
        for other, items in held.items()
        if terms.is_a("subjects", other, one) or terms.is_a("subjects", one, other)
        for item in items - left_out
    }


def _collected(ledger: Ledger, rows: Rows) -> dict[str, set[str]]:
    """Return the items that collections name, by group of people."""
    kinds = ledger.inventory.coded("kind")
    collections = rows[[kinds.values[code] == "collection" for code in kinds.codes[rows].tolist()]]
    found: dict[str, set[str]] = {}
    for items, subjects, _ in _combinations(ledger, collections):
        for subject in _named(subjects):
            found.setdefault(subject, set()).update(_named(items))
    return found


def _combinations(ledger: Ledger, rows: Rows) -> dict[tuple[str, str, str], list[int]]:
    """Return each distinct combination of items, subjects and purposes cells with its rows."""
    columns = [ledger.coded(name) for name in ("items", "subjects", "purposes")]
    groups: dict[tuple[int, ...], list[int]] = {}
    for row in rows.tolist():
        groups.setdefault(tuple(int(column.codes[row]) for column in columns), []).append(row)
    return {
        (columns[0].values[i], columns[1].values[s], columns[2].values[p]): here
        for (i, s, p), here in groups.items()
    }


def _pairs(ledger: Ledger, human: HumanPart, rows: Rows) -> Iterable[Prompt]:
    """Yield a prompt for each pair of items that some flow carries together."""
    for entry in read_sheet("necessity.toml")["pair"]:
        one, other = entry["items"]
        both = np.intersect1d(ledger.naming(one, rows), ledger.naming(other, rows))
        if both.size:
            yield Prompt(
                item=one,
                purpose="",
                verdict="ask",
                reason=said(entry["reason"], f"necessity.toml, {one} {other}"),
                rule="pair",
                flows=ledger.ids(both),
                other=other,
                person=human.answer(f"necessity.{one}.{other}"),
            )
