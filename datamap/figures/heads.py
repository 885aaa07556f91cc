"""Heads of rows and columns: items, places and countries with what the inventory knows of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from datamap.analysis.asked import words_of
from datamap.figures.badges import MARKS
from datamap.figures.categories import Palette, category_of
from datamap.figures.grid import Head
from datamap.inventory import Inventory
from datamap.model import ABROAD, EMPTY, Text
from datamap.vocabulary import text


class Heads:
    """Makes heads for one inventory."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory, self.words = inventory, inventory.vocabulary
        self.palette = Palette(inventory)

    def items(self, keys: Iterable[str]) -> list[Head]:
        """Return items by category, in the order of the colours of categories."""
        order = {category: n for n, category in enumerate(self.palette.colours)}
        found = {item: category_of(self.words, item) for item in keys}

        def place(item: str) -> tuple[int, str, str]:
            return order.get(found[item], len(order)), found[item], item

        return [self._item(item, found[item]) for item in sorted(found, key=place)]

    def _item(self, item: str, category: str) -> Head:
        flags = self.words.flags("items", item)
        return Head(
            item,
            words_of(self.inventory).label("item", item),
            colour=self.palette.colour(category),
            marks=tuple(mark for mark in MARKS if mark in flags)[:1],
            block=category,
        )

    def places(self, keys: Iterable[str], missing: Mapping[str, Text] | None = None) -> list[Head]:
        """Return places with their roles, in the order given, those of one role together."""
        heads = [self._place(key, (missing or {}).get(key, EMPTY)) for key in keys]
        order = {block: n for n, block in enumerate(dict.fromkeys(head.block for head in heads))}
        return sorted(heads, key=lambda head: order[head.block])

    def _place(self, key: str, missing: Text) -> Head:
        place = self.inventory.places.get(key)
        group = self.inventory.names.groups.get(key)
        label = place.label if place else self.inventory.names.label(key)
        role = (place.role if place else "") or (group.role if group else "")
        return Head(
            key,
            label,
            note=self.words.label("roles", role) if role else EMPTY,
            warning=text("figures", "flows.not_recorded", what=missing) if missing.en else EMPTY,
            block=role,
        )

    def countries(self, keys: Iterable[str], home: frozenset[str]) -> list[Head]:
        """Return countries: home first, then by code, those without a name last."""

        def place(code: str) -> tuple[int, str]:
            return (0 if code in home else 3 if not code else 2 if code == ABROAD else 1), code

        return [self._country(code, home) for code in sorted(keys, key=place)]

    def _country(self, code: str, home: frozenset[str]) -> Head:
        if not code:
            return Head(code, text("figures", "flows.country_blank"), block="unnamed")
        if code == ABROAD:
            return Head(code, text("figures", "flows.abroad"), block="unnamed")
        name = self.words.label("countries", code)
        label = text("figures", "flows.country_label", name=name, code=code)
        return Head(code, label, block="home" if code in home else "abroad")

    def rest_of_role(self, head: Head, count: int) -> Text:
        """Return the name of the line in which the remaining places of a role are."""
        known = (
            self.words.label("roles", head.block) if head.block else text("figures", "flows.bucket_no_role")
        )
        return text("figures", "matrix.rest_of_role", name=known, count=count)

    def rest_of_countries(self, _head: Head, count: int) -> Text:
        """Return the name of the line in which the remaining countries are."""
        name = text("figures", "flows.bucket_countries")
        return text("figures", "flows.group_countries", name=name, count=count)

    def rest_of_category(self, head: Head, count: int) -> Text:
        """Return the name of the column in which the remaining items of a category are."""
        known = self.words.get("items", head.block)
        name = known.label if known else text("figures", "flows.other_categories")
        return text("figures", "matrix.rest_of_category", name=name, count=count)
