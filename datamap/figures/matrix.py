"""Items by recipient: who gets what directly, and what cannot be excluded."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pandas as pd

from datamap.analysis.reach import reach
from datamap.figures.badges import MARKS
from datamap.figures.categories import Palette, category_of
from datamap.figures.display import Display
from datamap.figures.flows.gaps import HAND_OVERS, gaps_of, words_of
from datamap.figures.flows.selection import Selection, choose
from datamap.figures.folding import fold, folded_cells
from datamap.figures.frame import TITLE_BOTTOM, framed
from datamap.figures.grid import MOST_COLUMNS, MOST_ROWS, Grid, Head, State, reading_entries
from datamap.figures.home import home_of, inventory_of
from datamap.inventory import Inventory, Workbook
from datamap.model import EMPTY, Flow, Lang, Reading, Text
from datamap.vocabulary import text


def _say(key: str, **values: object) -> Text:
    return text("figures", f"matrix.{key}", **values)


class _Matrix:
    """Cells of the matrix: what each recipient gets by each flow, in two readings."""

    def __init__(self, inventory: Inventory, flows: tuple[Flow, ...], held: _Held, home: str) -> None:
        self.inventory, self.words = inventory, inventory.vocabulary
        self.palette = Palette(inventory)
        self.flows = [flow for flow in flows if flow.kind in HAND_OVERS]
        self.cells: dict[tuple[str, str], State] = {}
        self.via: dict[tuple[str, str], set[str]] = {}
        self.gaps: dict[str, set[str]] = {}
        self.roles: dict[str, str] = {}
        for flow in self.flows:
            self.gaps.setdefault(flow.recipient, set()).update(gaps_of(flow, home))
            self.roles.setdefault(flow.recipient, flow.recipient_role)
            for item, state in held.carried(flow).items():
                self._put(flow, item, state)
        self.items = sorted({item for _, item in self.cells})

    def _put(self, flow: Flow, item: str, state: State) -> None:
        cell = (flow.recipient, item)
        if self.cells.get(cell) != "certain":
            self.cells[cell] = state
        self.via.setdefault(cell, set()).add(flow.id)

    def rows(self) -> list[Head]:
        """Return the recipients, those who get most first, by role."""
        hefts = Counter(place for place, _ in self.cells)
        keys = sorted({flow.recipient for flow in self.flows}, key=lambda key: (-hefts[key], key))
        heads = [self._row(key) for key in keys]
        order = {block: n for n, block in enumerate(dict.fromkeys(head.block for head in heads))}
        return sorted(heads, key=lambda head: order[head.block])

    def _row(self, key: str) -> Head:
        place = self.inventory.places.get(key)
        group = self.inventory.names.groups.get(key)
        role = (place.role if place else "") or (group.role if group else "") or self.roles.get(key, "")
        missing = words_of(frozenset(self.gaps.get(key, ())))
        return Head(
            key,
            self.inventory.names.label(key),
            note=self.words.label("roles", role) if role else EMPTY,
            warning=text("figures", "flows.not_recorded", what=missing) if missing.en else EMPTY,
            block=role,
        )

    def rest_of_role(self, head: Head, count: int) -> Text:
        """Return the name of the line in which the remaining recipients of a role are."""
        name = (
            self.words.label("roles", head.block) if head.block else text("figures", "flows.bucket_no_role")
        )
        return _say("rest_of_role", name=name, count=count)

    def rest_of_category(self, head: Head, count: int) -> Text:
        """Return the name of the column in which the remaining items of a category are."""
        known = self.words.get("items", head.block)
        name = known.label if known else text("figures", "flows.other_categories")
        return _say("rest_of_category", name=name, count=count)

    def columns(self) -> list[Head]:
        """Return the items, by category in the order of their colours."""
        order = {category: n for n, category in enumerate(self.palette.colours)}
        categories = {item: category_of(self.words, item) for item in self.items}
        keys = sorted(
            self.items, key=lambda item: (order.get(categories[item], len(order)), categories[item], item)
        )
        return [
            Head(
                item,
                self.words.label("items", item),
                colour=self.palette.colour(categories[item]),
                marks=tuple(m for m in MARKS if m in self.words.flags("items", item))[:1],
                block=categories[item],
            )
            for item in keys
        ]


class _Held:
    """What each place holds under the two readings: it bounds `all` and unlisted items."""

    def __init__(self, inventory: Inventory, as_of: date, *, planned: bool) -> None:
        self.groups = inventory.groups
        self.items: dict[str, dict[str, set[str]]] = {}
        for reading in (Reading.CERTAIN, Reading.POSSIBLE):
            table = reach(inventory, as_of=as_of, reading=reading, include_planned=planned).table
            found = table.groupby("place")["item"].agg(set)
            self.items[reading.value] = {str(place): items for place, items in found.items()}

    def by(self, place: str, reading: Reading) -> set[str]:
        """Return the items that a place, or any member of a group, holds under a reading."""
        known = self.items[reading.value]
        members = self.groups.get(place, (place,))
        return set[str]().union(*(known.get(member, set()) for member in members))

    def carried(self, flow: Flow) -> dict[str, State]:
        """Return what a flow moves for certain, and what it may move besides."""
        cell, certain, possible = flow.items, set(flow.items.named), set[str]()
        if cell.everything:
            certain |= self.by(flow.source, Reading.CERTAIN) - set(cell.excluded)
            possible |= self.by(flow.source, Reading.POSSIBLE) - set(cell.excluded)
        elif not cell.closed:
            possible |= self.by(flow.source, Reading.POSSIBLE) - set(cell.excluded)
        found: dict[str, State] = dict.fromkeys(possible, "possible")
        return found | dict.fromkeys(certain, "certain")


def draw_matrix(
    source: Workbook | Inventory, *, as_of: date, lang: Lang = "ja", planned: bool = False
) -> Display:
    """Return the matrix of items by recipient: what is handed over directly.

    A full square says that a row lists the item, or hands over all that its source holds, the
    item among it; a hatched one that a row leaves its list open or does not specify it, and the
    source may hold the item. Who gets it over several steps is a different question
    (`draw_reach`).

    Parameters
    ----------
    source : a workbook, or a table alone. as_of : the day on which flows must run.
    lang : language of the figure. planned : planned flows too.

    Returns
    -------
    Display
        `.numbers`: `flows recipients items certain possible grouped`. `.table`: one row a
        cell: `recipient item reading flows`.
    """
    inventory = inventory_of(source)
    home = home_of(source)
    chosen = choose(inventory, Selection(planned=planned, as_of=as_of), home)
    held = _Held(inventory, as_of, planned=planned)
    matrix = _Matrix(inventory, chosen.flows, held, home)
    rows, columns = matrix.rows(), matrix.columns()
    row_hefts = Counter(row for row, _ in matrix.cells)
    column_hefts = Counter(column for _, column in matrix.cells)
    shown_rows, row_of = fold(rows, row_hefts, MOST_ROWS, matrix.rest_of_role)
    shown_columns, column_of = fold(columns, column_hefts, MOST_COLUMNS, matrix.rest_of_category)
    grouped = [sum(key != shown for key, shown in of.items()) for of in (row_of, column_of)]
    readings = Counter(matrix.cells.values())
    numbers = {
        "flows": len(matrix.flows),
        "recipients": len(rows),
        "items": len(columns),
        "certain": readings["certain"],
        "possible": readings["possible"],
        "grouped": sum(grouped),
    }
    notes = [note.in_lang(lang) for note in chosen.notes]
    if any(grouped):
        notes.append(_say("grouped", rows=grouped[0], columns=grouped[1]).in_lang(lang))
    title, fact = _say("title").in_lang(lang), _say("fact", **numbers).in_lang(lang)
    grid = Grid(shown_rows, shown_columns, folded_cells(matrix.cells, row_of, column_of), lang)
    top = TITLE_BOTTOM + 4.0
    scene = framed(grid.shapes(top), grid.bottom(top), (title, fact), reading_entries(lang), notes)
    return Display(scene, title, fact, numbers, _table(matrix, rows, columns, lang), lang, tuple(notes))


def _table(matrix: _Matrix, rows: list[Head], columns: list[Head], lang: Lang) -> pd.DataFrame:
    """Return one row for each cell that is not empty, names in full."""
    found = [
        {
            "recipient": row.label.in_lang(lang),
            "item": column.label.in_lang(lang),
            "reading": matrix.cells[row.key, column.key],
            "flows": ";".join(sorted(matrix.via[row.key, column.key])),
        }
        for row in rows
        for column in columns
        if (row.key, column.key) in matrix.cells
    ]
    return pd.DataFrame(found, columns=["recipient", "item", "reading", "flows"])
