"""Labels of the keys that the answers of this room show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from datamap.analysis.words import Words
from datamap.facts import Facts
from datamap.model import Text
from datamap.vocabulary import texts


@dataclass(frozen=True)
class RuleWords(Words):
    """Words of the workbook, and of this room: column -> key -> label."""

    labels: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)

    def knows(self, column: str) -> bool:
        """Whether the cells of this column are keys that have labels."""
        return column in self.labels or super().knows(column)

    def label(self, column: str, key: str) -> Text:
        """Return the label of one key in one column."""
        own = self.labels.get(column)
        return own.get(key, Text.same(key)) if own is not None else super().label(column, key)


def named(column: str, prefix: str | None = None) -> dict[str, Text]:
    """Return the labels that `texts/rules.toml` holds for a column (`status_is_weak` …)."""
    start = f"{prefix or column}_is_"
    return {key[len(start) :]: label for key, label in texts("rules").items() if key.startswith(start)}


def words_of(facts: Facts, **labels: Mapping[str, Text]) -> RuleWords:
    """Return the words of a workbook with further labels by column."""
    workbook = facts.workbook
    groups = {group.key: group.name for group in workbook.organisation.groups}
    return RuleWords(workbook.vocabulary, workbook.inventory.places, groups, labels=labels)
