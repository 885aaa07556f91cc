"""The hidden sheet of lists: what drop-downs offer, and every spelling that a closed column takes."""

from __future__ import annotations

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from datamap.exchange.side_sheets import YES
from datamap.inventory import Inventory
from datamap.inventory.coded import Coded
from datamap.inventory.keylists import ALL
from datamap.model import Column, Lang

PLACE_LIST = "places"
FLAG_LIST = "flags"
TABLE_LIST = "tables"
_HINTED = {"keylist": ("*", ALL[0])}


class Lists:
    """What each drop-down offers, in one language.

    Parameters
    ----------
    inventory : its vocabulary and names fill the lists, its cells those of names not declared.
    """

    def __init__(self, inventory: Inventory, lang: Lang) -> None:
        self._lang: Lang = lang
        self._vocabulary = inventory.vocabulary
        self.offered: dict[str, list[str]] = {}
        self.accepted: dict[str, list[str]] = {}
        for name in sorted({c.vocabulary for c in inventory.vocabulary.columns if c.vocabulary}):
            self._add_list(name)
        for name in ("sections", "rights", "claims", "activities"):
            self._add_list(name)
        self._add_places(inventory)
        self.offered[FLAG_LIST] = [YES]
        self.offered[TABLE_LIST] = ["department", "system", "party", "group"]
        self.ranges: dict[str, str] = {}

    def _add_list(self, name: str) -> None:
        terms = [term for term in self._vocabulary.terms(name) if not term.deprecated]
        if terms:
            self.offered[name] = [term.label.in_lang(self._lang) or term.key for term in terms]
            spellings = [w for t in terms for w in (t.key, t.label.ja, t.label.en, *t.aliases) if w]
            self.accepted[name] = list(dict.fromkeys(spellings))

    def _add_places(self, inventory: Inventory) -> None:
        names = inventory.names
        declared = [*names.parties, *names.groups]
        met = {v for key in ("source", "recipient", "system") for v in _cells(inventory.coded(key))}
        subjects = [term.key for term in self._vocabulary.terms("subjects")]
        keys = dict.fromkeys([*declared, *sorted(met), *subjects])
        self.offered[PLACE_LIST] = list(dict.fromkeys(names.label(key).in_lang(self._lang) for key in keys))

    def of(self, column: Column) -> str | None:
        """Return the list that a column's drop-down offers, or None if it has none."""
        if column.type == "place":
            return PLACE_LIST
        if column.key == "activity" and "activities" in self.offered:
            return "activities"
        return column.vocabulary if column.vocabulary in self.offered else None

    def write(self, book: xlsxwriter.Workbook, page: Worksheet) -> None:
        """Write the lists, one a column, and give each range a name (`list_kinds`, `known_kinds`)."""
        named = {f"list_{key}": words for key, words in self.offered.items()}
        named |= {f"known_{key}": words for key, words in self.accepted.items()}
        columns = list(named.items())
        for row in range(max(len(words) for _, words in columns) + 1):
            for place, (key, words) in enumerate(columns):
                cell = key if row == 0 else words[row - 1] if row <= len(words) else ""
                if cell:
                    page.write_string(row, place, cell)
        for place, (key, words) in enumerate(columns):
            first, last = (
                xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True) for row in (1, len(words))
            )
            self.ranges[key] = f"='{page.get_name()}'!{first}:{last}"
            book.define_name(key, self.ranges[key])


def _cells(cells: Coded) -> set[str]:
    return {value for value in cells.values if value}
