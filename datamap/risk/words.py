"""How the keys in the tables of an assessment are said to people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from datamap.analysis.request_words import joined
from datamap.analysis.words import Words
from datamap.inventory import Inventory
from datamap.model import Text
from datamap.vocabulary import texts

PLACES = frozenset({"departments", "recipients", "sources", "systems"})
"""Columns that list places."""

LISTS = {
    "bases": "bases",
    "candidates": "measures",
    "existing": "measures",
    "heading": "measures",
    "kinds": "kinds",
    "measure": "measures",
    "other_item": "items",
    "planned": "measures",
}
"""Columns of this room -> the list of the vocabulary their keys come from."""

UNRECORDED = "unrecorded"
"""Entry of a list of countries: for some recipient none is recorded."""

NAMED = {
    "actions": "action",
    "answer": "answer",
    "answer_source": "answer_source",
    "check": "check",
    "check_state": "check_state",
    "dimension": "dimension",
    "driver": "driver",
    "effect": "effect",
    "flow_element": "element",
    "event": "event",
    "group": "group",
    "linddun": "linddun",
    "need_for": "need_for",
    "owner_role": "role",
    "person_role": "role",
    "origin": "origin",
    "priority": "priority",
    "priority_after": "priority",
    "priority_before": "priority",
    "priority_current": "priority",
    "priority_range": "priority",
    "priority_residual": "priority",
    "problems": "problem",
    "result": "result",
    "risk_sources": "source",
    "risk_state": "risk_state",
    "stage": "stage",
    "state": "state",
    "threat_outcome": "threat_outcome",
    "timing": "timing",
    "verdict": "verdict",
}
"""Columns whose values this room names itself (`texts/risk.toml`, `<word>_is_<value>`)."""


@dataclass(frozen=True)
class RiskWords(Words):
    """The labels of one assessment: titles and sentences by their own keys, and the words of the house."""

    sentences: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)

    def knows(self, column: str) -> bool:
        """Whether the cells of this column are keys that have labels (lists joined by ";")."""
        mine = column in PLACES or column in LISTS or column in NAMED or column in self.sentences
        return mine or super().knows(column)

    def label(self, column: str, key: str) -> Text:
        """Return the label of one key in one column."""
        if key == UNRECORDED:
            return texts("risk")["not_recorded"]
        if column in self.sentences:
            return self.sentences[column].get(key, Text.same(key))
        if column in PLACES:
            return super().label("recipient", key)
        if column in NAMED:
            return _named(NAMED[column], key)
        if column in LISTS:
            return self._vocabulary.label(LISTS[column], key)
        return super().label(column, key)


def _named(word: str, key: str) -> Text:
    """Return what this room calls a value; a tree code of LINDDUN is said by its type."""
    if word == "linddun":
        kind = texts("risk")[f"linddun_is_{key.split('.', maxsplit=1)[0]}"]
        return Text(f"{key} {kind.ja}", f"{key} {kind.en}")
    return texts("risk").get(f"{word}_is_{key}", Text.same(key))


def role_label(role: str) -> Text:
    """Return what a role is called; words of one's own stay as written.

    Examples
    --------
    >>> role_label("privacy_officer").en, role_label("店長").en
    ('privacy officer', '店長')
    """
    return texts("risk").get(f"role_is_{role}", Text.same(role))


def listing(labels: Iterable[Text]) -> Text:
    """Return labels one after the other, in both languages.

    Examples
    --------
    >>> listing([Text("氏名", "name"), Text("電話番号", "phone")])
    Text(ja='氏名、電話番号', en='name, phone')
    """
    return joined(list(labels), "、", ", ")


def cited(titles: Mapping[str, Text]) -> dict[str, Text]:
    """Return titles in quotation marks (marks within become inner ones), so that several can be told apart.

    Examples
    --------
    >>> cited({"r": Text("名簿の紛失", "A list, lost")})["r"].en
    '“A list, lost”'
    """
    inner = str.maketrans("「」“”", "『』‘’")
    return {
        key: Text(f"「{said.ja.translate(inner)}」", f"“{said.en.translate(inner)}”")
        for key, said in titles.items()
    }


def words_of(inventory: Inventory, **sentences: Mapping[str, Text]) -> RiskWords:
    """Return the words for tables about an inventory; `sentences`: column -> key -> text."""
    groups = {key: inventory.names.label(key) for key in inventory.names.groups}
    return RiskWords(inventory.vocabulary, inventory.places, groups, sentences)
