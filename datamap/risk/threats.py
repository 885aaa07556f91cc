"""The threat catalogue: what can go wrong for people, as conditions over facts."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from datamap.facts import FACTS
from datamap.model import Text
from datamap.risk.safeguards import read_safeguards
from datamap.risk.sheets import BrokenSheet, read_sheet, refuse_unknown, said, sheet_names

GROUPINGS = ("whole", "item", "recipient", "activity")
"""One risk for everything that fits, or one for each item, recipient or activity."""

EVENTS = ("", "illegitimate_access", "unwanted_change", "disappearance")
"""The three feared events of the CNIL method; "" = a threat that lies in the design."""

LINDDUN_TYPES = ("L", "I", "Nr", "D", "DD", "U", "Nc")
ELEMENTS = ("source", "flow", "destination")

ACTIONS = (
    "appropriation",
    "distortion",
    "induced_disclosure",
    "insecurity",
    "re_identification",
    "stigmatisation",
    "surveillance",
    "unanticipated_revelation",
    "unwarranted_restriction",
)
"""Problematic data actions of the NIST privacy risk method."""

PROBLEMS = (
    "dignity_loss",
    "discrimination",
    "economic_loss",
    "loss_of_liberty",
    "loss_of_self_determination",
    "loss_of_trust",
    "physical_harm",
)
"""Problems for individuals of the NIST privacy risk method."""

SOURCES = ("inside", "recipient", "outside", "state", "people", "chance")
PLACEHOLDERS = frozenset({"items", "lists", "recipients", "subjects"})


@dataclass(frozen=True, slots=True)
class Threat:
    """One scenario of the catalogue and the facts that bring it up.

    Attributes
    ----------
    key : stable; the first part of the id of each risk it brings up.
    per : see `GROUPINGS`.
    when, unless_any : names of facts about flows, or `!` and a name, as in the law files.
    claims : clauses of the notice that make such a claim belong to the risk as well.
    item_flags : flags of the items at risk; none = all items of the flows. not_item_flags : items with
        one of these are the matter of another threat.
    event : feared event. linddun : type or tree code. element : where on the flow it arises.
    actions, problems : NIST data actions and problems for individuals. sources : who or what.
    severity, likelihood : points it starts with. items_matter : graver items make it graver;
    not so where it lies in what people can know or do. answers : measures that lower it, best first.

    References
    ----------
    LINDDUN (privacy threat types); NIST PRAM (problematic data actions, problems for individuals);
    CNIL PIA (three feared events). Codes are referred to; the wording is our own.
    """

    key: str
    per: str
    when: tuple[str, ...]
    unless_any: tuple[str, ...]
    claims: tuple[str, ...]
    item_flags: tuple[str, ...]
    not_item_flags: tuple[str, ...]
    event: str
    linddun: tuple[str, ...]
    element: tuple[str, ...]
    actions: tuple[str, ...]
    problems: tuple[str, ...]
    sources: tuple[str, ...]
    severity: int
    likelihood: int
    answers: tuple[str, ...]
    items_matter: bool
    title: Text
    scenario: Text
    question: Text

    @property
    def by_design(self) -> bool:
        """Whether the threat lies in the design rather than in an accident or an attack."""
        return not self.event


_LISTS = {
    "when": None,
    "unless_any": None,
    "claims": None,
    "item_flags": None,
    "not_item_flags": None,
    "linddun": None,
    "element": ELEMENTS,
    "actions": ACTIONS,
    "problems": PROBLEMS,
    "sources": SOURCES,
    "answers": None,
}
_WORDS = {"per": GROUPINGS, "event": EVENTS}
_KNOWN = {"key", "severity", "likelihood", "items_matter", "title", "scenario", "question", *_LISTS, *_WORDS}


@cache
def read_threats() -> tuple[Threat, ...]:
    """Return the catalogue, in the order of its files.

    Raises
    ------
    BrokenSheet
        If an entry has an unknown key, fact, measure or code, a text in one language only, a
        placeholder that nobody fills, or a key that another entry has.

    Examples
    --------
    >>> [threat.key for threat in read_threats() if threat.event == "disappearance"]
    ['lost_at_service', 'health_record_lost', 'entitlement_lost']
    """
    entries = [(f"{name}, threat", e) for name in sheet_names("threats") for e in read_sheet(name)["threat"]]
    threats = tuple(_threat(entry, f"{where} {entry.get('key')}") for where, entry in entries)
    keys = [threat.key for threat in threats]
    if doubled := sorted({key for key in keys if keys.count(key) > 1}):
        raise BrokenSheet(f"threats: {', '.join(doubled)} defined twice")
    return threats


def _threat(entry: Mapping[str, Any], where: str) -> Threat:
    """Build one threat and hold it to what is known."""
    refuse_unknown(entry, _KNOWN, where)
    lists: dict[str, Any] = {name: tuple(entry.get(name, ())) for name in _LISTS}
    for name, known in _LISTS.items():
        if known:
            _refuse(lists[name], known, f"{where}, {name}")
    words: dict[str, Any] = {name: entry.get(name, "") for name in _WORDS}
    for name, choices in _WORDS.items():
        _refuse([words[name]], choices, f"{where}, {name}")
    _refuse((code.split(".")[0] for code in lists["linddun"]), LINDDUN_TYPES, f"{where}, linddun")
    check_facts(lists["when"] + lists["unless_any"], where)
    texts: dict[str, Any] = {
        name: _worded(entry.get(name), f"{where}, {name}") for name in ("title", "scenario", "question")
    }
    _refuse(lists["answers"], tuple(read_safeguards()), f"{where}, answers")
    return Threat(
        key=entry["key"],
        severity=int(entry["severity"]),
        likelihood=int(entry["likelihood"]),
        items_matter=bool(entry.get("items_matter", True)),
        **words,
        **lists,
        **texts,
    )


def _refuse(found: Iterable[str], known: Iterable[str], where: str) -> None:
    """Refuse what is not in a closed list."""
    if strange := sorted(set(found) - set(known)):
        raise BrokenSheet(f"{where}: unknown {', '.join(strange)}; known: {', '.join(known)}")


def check_facts(conditions: Iterable[str], where: str) -> None:
    """Refuse a condition on a fact about flows that does not exist; the message names those that do.

    Raises
    ------
    BrokenSheet
        A misspelt condition must not read as "no threat".
    """
    known = {name for name, fact in FACTS.items() if fact.kind == "flow"}
    _refuse((condition.removeprefix("!") for condition in conditions), sorted(known), where)


def _worded(value: Any, where: str) -> Text:
    """Return a text whose placeholders are those that get filled, the same in both languages."""
    words = said(value, where)
    named = [
        {name for _, name, _, _ in string.Formatter().parse(half) if name} for half in (words.ja, words.en)
    ]
    if strange := sorted((named[0] | named[1]) - PLACEHOLDERS):
        raise BrokenSheet(f"{where}: nobody fills {', '.join(strange)}")
    return words
