"""From heads and cells to a display: folded to the sheet, framed, with its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from datamap.figures.display import Display
from datamap.figures.folding import Name, fold, folded_cells
from datamap.figures.frame import TITLE_BOTTOM, framed
from datamap.figures.grid import MOST_COLUMNS, MOST_ROWS, Grid, Head, State, state_entries
from datamap.model import Lang, Text
from datamap.vocabulary import text

Cells = Mapping[tuple[str, str], State]


@dataclass(frozen=True, slots=True)
class Gridded:
    """Everything a grid figure is made of.

    Attributes
    ----------
    rows, columns : heads in order. cells : (row key, column key) -> state.
    row_rest, column_rest : name the line of what does not fit. names : of the table's columns
    for rows and for columns. details : further words on a cell, for the table.
    """

    rows: Sequence[Head]
    columns: Sequence[Head]
    cells: Cells
    row_rest: Name
    column_rest: Name
    names: tuple[str, str]
    details: Mapping[tuple[str, str], str]

    def counts(self) -> Counter[str]:
        """Return how many cells are in each state."""
        return Counter(self.cells.values())

    def display(
        self, title: Text, fact: Text, numbers: Mapping[str, int], notes: Sequence[Text], lang: Lang
    ) -> Display:
        """Return the figure; what shares a line is counted under `grouped` and said."""
        rows, row_of = fold(self.rows, Counter(r for r, _ in self.cells), MOST_ROWS, self.row_rest)
        columns, column_of = fold(
            self.columns, Counter(c for _, c in self.cells), MOST_COLUMNS, self.column_rest
        )
        grouped = [sum(key != shown for key, shown in of.items()) for of in (row_of, column_of)]
        said = [*notes]
        for lines, count in zip(("rows", "columns"), grouped, strict=True):
            if count:
                said.append(text("figures", f"matrix.grouped_{lines}", count=count))
        shown = tuple(note.in_lang(lang) for note in said)
        grid = Grid(rows, columns, folded_cells(self.cells, row_of, column_of), lang)
        top = TITLE_BOTTOM + 4.0
        words = (title.in_lang(lang), fact.in_lang(lang))
        entries = state_entries(set(self.cells.values()), lang)
        scene = framed(grid.shapes(top), grid.bottom(top), words, entries, shown)
        counted = {**numbers, "grouped": sum(grouped)}
        return Display(scene, words[0], words[1], counted, self._table(lang), lang, shown)

    def _table(self, lang: Lang) -> pd.DataFrame:
        """Return one row for each cell that is not empty, names in full."""
        row_name, column_name = self.names
        found = [
            {
                row_name: row.label.in_lang(lang),
                column_name: column.label.in_lang(lang),
                "reading": self.cells[row.key, column.key],
                "flows": self.details.get((row.key, column.key), ""),
            }
            for row in self.rows
            for column in self.columns
            if (row.key, column.key) in self.cells
        ]
        return pd.DataFrame(found, columns=[row_name, column_name, "reading", "flows"])
