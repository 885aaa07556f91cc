"""How lists of keys are said inside a sentence: the first few by name, the rest by number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from datamap.inventory import Inventory
from datamap.model import Text
from datamap.risk.exposure import Exposure
from datamap.vocabulary import text

NAMED = 3
"""So many entries of a list are named in a sentence; a list of all stands in the register."""


@dataclass(frozen=True, eq=False)
class Wording:
    """The labels of one inventory, for sentences.

    Parameters
    ----------
    inventory : whose places, groups and vocabulary give the labels.
    """

    inventory: Inventory

    def of(self, exposure: Exposure) -> dict[str, Text]:
        """Return what the placeholders of a threat say for some flows."""
        return {
            "items": self._said(exposure.items, self.item),
            "subjects": self._said(exposure.subjects, self.subject),
            "recipients": self._said(exposure.recipients, self.place),
        }

    def item(self, key: str) -> Text:
        """Return the label of an item."""
        return self.inventory.vocabulary.label("items", key)

    def subject(self, key: str) -> Text:
        """Return the label of a group of people."""
        return self.inventory.vocabulary.label("subjects", key)

    def place(self, key: str) -> Text:
        """Return the label of a place or of a group of places."""
        return self.inventory.names.label(key)

    def _said(self, keys: Sequence[str], label: Callable[[str], Text]) -> Text:
        """Join the labels of keys; a list that nobody recorded says so."""
        if not keys:
            return text("risk", "not_recorded_list")
        labels = [label(key) for key in keys[:NAMED]]
        named = Text("、".join(one.ja for one in labels), ", ".join(one.en for one in labels))
        more = len(keys) - NAMED
        return named if more <= 0 else text("risk", "and_more", named=named, more=more)
