"""How lists of keys are said inside a sentence: the first few by name, the rest by number."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from datamap.inventory import Inventory
from datamap.model import Text
from datamap.risk.exposure import Exposure
from datamap.risk.sheets import read_sheet
from datamap.vocabulary import text

NAMED = 3
"""So many entries of a list are named in a sentence; a list of all stands in the register."""


@dataclass(frozen=True, eq=False)
class Wording:
    """The labels of one inventory, for sentences.

    Parameters
    ----------
    inventory : whose places, groups and vocabulary give the labels.
    silent : flags of items that no sentence names, since the law behind them is known not to apply.
    """

    inventory: Inventory
    silent: frozenset[str] = frozenset()

    def of(self, exposure: Exposure) -> dict[str, Text]:
        """Return what the placeholders of a threat say for some flows."""
        return {
            "items": self._said("items", self._gravest_first(exposure.items), self.item),
            "subjects": self._said("subjects", exposure.subjects, self.subject),
            "lists": self._lists(exposure.item_flags),
            "recipients": self._said("recipients", exposure.recipients, self.place),
        }

    def _lists(self, flags: Collection[str]) -> Text:
        """Say which law calls the items special: the one at home, the one in Europe, or both.

        An allergy is of the list in Europe, and may turn out to be of that at home.
        """
        on = [flag for flag in ("sensitive", "may_be_sensitive") if flag in flags][:1]
        on += [flag for flag in ("eu_sensitive",) if flag in flags]
        if set(on) <= {"may_be_sensitive"}:  # of neither list yet: free text that may hold either
            applies = [flag for flag in ("sensitive", "eu_sensitive") if flag not in self.silent]
            on = applies if len(applies) == 1 else ["either"]
        named = [flag for flag in on if flag not in self.silent] or on
        said = [text("risk", f"list_{flag}") for flag in named]
        return text("risk", "list_both", one=said[0], other=said[1]) if len(said) > 1 else said[0]

    def _gravest_first(self, items: Sequence[str]) -> list[str]:
        """Return items as they weigh in a rating: what is named of many is not picked by the alphabet."""
        weights = read_sheet("rating.toml")["severity"]["flags"]
        flags = self.inventory.vocabulary.flags

        def weight(item: str) -> int:
            return max((weights[flag] for flag in flags("items", item) if flag in weights), default=0)

        return sorted(items, key=weight, reverse=True)

    def item(self, key: str) -> Text:
        """Return the label of an item, as it stands inside a sentence."""
        return _inside(self.inventory.vocabulary.label("items", key))

    def subject(self, key: str) -> Text:
        """Return the label of a group of people, as it stands inside a sentence."""
        return _inside(self.inventory.vocabulary.label("subjects", key))

    def place(self, key: str) -> Text:
        """Return the label of a place or of a group of places."""
        return self.inventory.names.label(key)

    def _said(self, what: str, keys: Sequence[str], label: Callable[[str], Text]) -> Text:
        """Join the labels of keys; a list that nobody recorded says so."""
        if not keys:
            return text("risk", f"{what}_not_recorded")
        labels = [label(key) for key in keys[:NAMED]]
        named = Text("、".join(one.ja for one in labels), ", ".join(one.en for one in labels))
        more = len(keys) - NAMED
        return named if more <= 0 else text("risk", "and_more", named=named, more=more)


def worded(sentence: Text, words: Mapping[str, Text]) -> Text:
    """Fill a sentence of the catalogue; English ones begin with a capital.

    Examples
    --------
    >>> worded(Text("{items}が残る", "{items} stays"), {"items": Text("氏名", "name")}).en
    'Name stays'
    """
    filled = sentence.fill(**words)
    return Text(filled.ja, filled.en[:1].upper() + filled.en[1:])


def _inside(label: Text) -> Text:
    """Return a label without the capital it has by itself; abbreviations keep theirs."""
    begins_word = label.en[1:2].islower() or label.en[1:2] in {"-", " "}
    return Text(label.ja, label.en[:1].lower() + label.en[1:]) if begins_word else label
