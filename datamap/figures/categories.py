"""Which item category has which colour: the same in every figure of one workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from datamap.figures.style import CATEGORIES, OTHER
from datamap.figures.style import MIXED as MIXED_COLOUR
from datamap.inventory import Inventory
from datamap.model import Text
from datamap.vocabulary import Vocabulary, text

UNLISTED = "*unlisted"
"""Category of an item that no list knows."""

MIXED = "*mixed"
"""Category of a ribbon in which several categories are laid together."""


@lru_cache(maxsize=10_000)
def category_of(words: Vocabulary, item: str) -> str:
    """Return the top-level category of an item.

    A stand-in such as `*open` has the category "", a word that no list knows `*unlisted`.

    Examples
    --------
    >>> from datamap.vocabulary import read_vocabulary
    >>> category_of(read_vocabulary(), "name_kana")
    'identity'
    """
    if item.startswith("*"):
        return ""
    return list(words.ancestors("items", item))[-1] if words.get("items", item) else UNLISTED


@dataclass(frozen=True, slots=True)
class Category:
    """A category, its name and its colour."""

    key: str
    label: Text
    colour: str


class Palette:
    """Colours of the item categories of an inventory.

    The categories named most often get the eight colours, in the order of the vocabulary of
    the style; further ones share grey. Colours hang on the whole inventory, not on what one
    figure shows, so that figures can be compared.
    """

    def __init__(self, inventory: Inventory) -> None:
        self.words = inventory.vocabulary
        seen: Counter[str] = Counter()
        cells = inventory.coded("items")
        for cell, count in zip(cells.values, cells.counts().tolist(), strict=True):
            for word in cell.split(";"):
                key = word.strip("+-")
                if key and key not in {"*", "all"}:
                    seen[category_of(self.words, key)] += count
        seen.pop(UNLISTED, None)
        ranked = sorted(seen, key=lambda key: (-seen[key], key))
        self.colours: Mapping[str, str] = dict(zip(ranked, CATEGORIES, strict=False))

    def colour(self, category: str) -> str:
        """Return the colour of a category; grey for what has none of its own."""
        return MIXED_COLOUR if category == MIXED else self.colours.get(category, OTHER)

    def legend(self, categories: set[str]) -> tuple[Category, ...]:
        """Return the entries of a legend for the categories shown, those in grey last."""
        own = [
            Category(key, self.words.label("items", key), colour)
            for key, colour in self.colours.items()
            if key in categories
        ]
        if MIXED in categories:
            own.append(Category(MIXED, text("figures", "flows.mixed_categories"), MIXED_COLOUR))
        if categories - set(self.colours) - {"", MIXED}:
            own.append(Category("*other", text("figures", "flows.other_categories"), OTHER))
        if "" in categories:
            own.append(Category("", text("figures", "flows.unspecified_category"), OTHER))
        return tuple(own)
