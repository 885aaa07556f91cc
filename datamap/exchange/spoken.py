"""Canonical cells in the words of one language, as far as these are read back as the same cell."""

from __future__ import annotations

from collections.abc import Callable

from datamap.inventory import Inventory
from datamap.inventory.cells import Known
from datamap.inventory.checking import READERS, read_cell
from datamap.model import Column, Lang

LISTED = ("keys", "keylist", "countries")
"""Types of columns whose cells are lists of keys."""


class Spoken:
    """Puts the cells of an inventory into words.

    Parameters
    ----------
    inventory : the table, with its vocabulary and names. lang : the language of the words.
    """

    def __init__(self, inventory: Inventory, lang: Lang) -> None:
        self._known = Known(inventory.vocabulary, inventory.names)
        self._names = inventory.names
        self._lang: Lang = lang
        self._entries: dict[tuple[str, str], str] = {}
        self._columns = {column.key: column for column in inventory.vocabulary.columns}

    def cell(self, key: str, canonical: str) -> str:
        """Return one cell of a column in words; a column of one's own has none but its own."""
        column = self._columns.get(key)
        return canonical if column is None else self.cells(column, (canonical,))[0]

    def heading(self, key: str) -> str:
        """Return the label of a column."""
        return self._known.vocabulary.label("columns", key).in_lang(self._lang)

    def cells(self, column: Column, canonical: tuple[str, ...]) -> list[str]:
        """Return distinct cells of a column in words; a cell that words would change stays as it is."""
        speak = self._speaker(column)
        return [self._checked(column, cell, speak(cell)) if cell else "" for cell in canonical]

    def _checked(self, column: Column, canonical: str, words: str) -> str:
        """Return the words if reading them gives the same cell without an error."""
        if words == canonical:
            return canonical
        again, remarks = read_cell(column, self._known, words, READERS[column.type])
        sound = again == canonical and not any(remark.severity == "error" for remark in remarks)
        return words if sound else canonical

    def _speaker(self, column: Column) -> Callable[[str], str]:
        if column.type in LISTED:
            return lambda cell: ";".join(self._word(column, word) for word in cell.split(";"))
        if column.type == "key":
            return lambda cell: self._label(column, cell)
        if column.type == "place":
            return self._place
        if column.type == "duration":
            return lambda cell: self._period(column, cell)
        return str

    def _word(self, column: Column, word: str) -> str:
        """Return one entry of a list in words; a label that is not read back as one entry stays a key."""
        minus, key = ("-", word[1:]) if word.startswith("-") else ("", word)
        if (column.key, key) not in self._entries:
            label = self._label(column, key)
            self._entries[column.key, key] = self._checked(column, key, label)
        return minus + self._entries[column.key, key]

    def _label(self, column: Column, key: str) -> str:
        return self._known.vocabulary.label(column.vocabulary, key).in_lang(self._lang)

    def _place(self, cell: str) -> str:
        return self._names.label(cell).in_lang(self._lang) or cell

    def _period(self, column: Column, cell: str) -> str:
        event, plus, length = cell.partition("+")
        known = self._known.vocabulary.get(column.vocabulary, event)
        return cell if known is None else known.label.in_lang(self._lang) + plus + length
