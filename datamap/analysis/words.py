"""How the keys in a table of answers are said to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from datamap.model import Lang, Place, Text
from datamap.vocabulary import Vocabulary, read_vocabulary, text, texts

PLACE_COLUMNS = frozenset({"department", "member_of", "place", "recipient", "source", "system", "via_group"})
"""Columns whose cells are place keys (or group keys)."""

KEY_LISTS = frozenset({"item", "items", "items_possible", "subject", "subjects"})
"""Columns whose entries may be `all`, `-key`, `*` or `+` as in the inventory."""

LISTS = {
    "activity": "activities",
    "country": "countries",
    "countries": "countries",
    "item": "items",
    "items_possible": "items",
    "collected_for": "purposes",
    "missing_terms": "contract_clauses",
    "purpose": "purposes",
    "purposes_beyond": "purposes",
    "role": "roles",
    "subject": "subjects",
    "column": "columns",
}
"""Columns of answers that are not columns of the inventory -> the list their keys come from."""


@cache
def _columns() -> dict[str, tuple[Text, str]]:
    """Return label and vocabulary of every column of the inventory."""
    return {column.key: (column.label, column.vocabulary) for column in read_vocabulary().columns}


def heading(key: str) -> Text:
    """Return what stands above a column: `texts/headings.toml`, else the label in `vocab/columns.csv`.

    A column that nobody knows (one of the person's own) keeps its name.
    """
    own = texts("headings").get(key)
    return own or _columns().get(key, (Text.same(key), ""))[0]


@dataclass(frozen=True)
class Words:
    """The labels of keys, by column: places of one inventory, words of one vocabulary.

    Parameters
    ----------
    vocabulary : the vocabulary in use (with the workbook's own words); None = the built-in one.
    places : places of the flows, by key. groups : labels of groups, and of parties that no flow touches.
        A key that is in neither stands for itself.
    """

    vocabulary: Vocabulary | None = None
    places: Mapping[str, Place] = field(default_factory=dict)
    groups: Mapping[str, Text] = field(default_factory=dict)

    def knows(self, column: str) -> bool:
        """Whether the cells of this column are keys that have labels (lists joined by ";")."""
        return bool(column in PLACE_COLUMNS | {"activity"} or self._list(column) or _named_here(column))

    def label(self, column: str, key: str) -> Text:
        """Return the label of one key in one column."""
        if column in PLACE_COLUMNS:
            return self._place(key)
        if here := _named_here(column).get(key):
            return here
        if column == "column":
            return heading(key)
        if column in KEY_LISTS and (key in {"*", "+", "all"} or key.startswith("-")):
            return self._qualified(column, key)
        name = self._list(column)
        return self._vocabulary.label(name, key) if name else Text.same(key)

    def in_lang(self, column: str, key: str, lang: Lang) -> str:
        """Return the label in one language; a blank key is *not recorded*."""
        if not key:
            return texts("analysis")["not_recorded"].in_lang(lang)
        return self.label(column, key).in_lang(lang)

    def _qualified(self, column: str, key: str) -> Text:
        if key.startswith("-"):
            return text("analysis", "entry_except", key=self.label(column, key[1:]))
        return text("analysis", {"*": "entry_unspecified", "+": "entry_open", "all": "entry_all"}[key])

    @property
    def _vocabulary(self) -> Vocabulary:
        return self.vocabulary or read_vocabulary()

    def _list(self, column: str) -> str:
        return LISTS.get(column) or _columns().get(column, (None, ""))[1]

    def _place(self, key: str) -> Text:
        place = self.places.get(key)
        return place.label if place else self.groups.get(key, Text.same(key))


@cache
def _named_here(column: str) -> dict[str, Text]:
    """Return the values this room itself names (`reading_certain` …), by key."""
    start = column + "_is_"
    return {key[len(start) :]: text for key, text in texts("analysis").items() if key.startswith(start)}
