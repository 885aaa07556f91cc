"""Items by recipient: who gets what directly, and what cannot be excluded."""

from __future__ import annotations

from collections import Counter
from datetime import date

from datamap.analysis.reach import reach
from datamap.figures.display import Display
from datamap.figures.flows.gaps import HAND_OVERS, gaps_of, words_of
from datamap.figures.flows.selection import Selection, choose
from datamap.figures.grid import State
from datamap.figures.gridded import Gridded
from datamap.figures.heads import Heads
from datamap.figures.home import border_of, inventory_of, titled
from datamap.inventory import Inventory, Workbook
from datamap.model import Flow, Lang, Reading, Text
from datamap.vocabulary import text


def _say(key: str, **values: object) -> Text:
    return text("figures", f"matrix.{key}", **values)


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
    inventory, border = inventory_of(source), border_of(source)
    chosen = choose(inventory, Selection(planned=planned, as_of=as_of), border)
    flows = [flow for flow in chosen.flows if flow.kind in HAND_OVERS]
    cells, via = _cells(flows, _Held(inventory, as_of, planned=planned))
    heads = Heads(inventory)
    hefts = Counter(place for place, _ in cells)
    gaps: dict[str, set[str]] = {}
    for flow in flows:
        gaps.setdefault(flow.recipient, set()).update(gaps_of(flow, border))
    ranked = sorted(gaps, key=lambda key: (-hefts[key], key))
    grid = Gridded(
        heads.places(ranked, {key: words_of(frozenset(found)) for key, found in gaps.items()}),
        heads.items({item for _, item in cells}),
        cells,
        heads.rest_of_role,
        heads.rest_of_category,
        ("recipient", "item"),
        {cell: ";".join(sorted(ids)) for cell, ids in via.items()},
    )
    counts = grid.counts()
    numbers = {
        "flows": len(flows),
        "recipients": len(grid.rows),
        "items": len(grid.columns),
        "certain": counts["certain"],
        "possible": counts["possible"],
    }
    return grid.display(titled(_say("title"), source), _say("fact", **numbers), numbers, chosen.notes, lang)


def _cells(
    flows: list[Flow], held: _Held
) -> tuple[dict[tuple[str, str], State], dict[tuple[str, str], set[str]]]:
    """Return the state of each recipient and item, and the flows behind it."""
    cells: dict[tuple[str, str], State] = {}
    via: dict[tuple[str, str], set[str]] = {}
    for flow in flows:
        for item, state in held.carried(flow).items():
            cell = (flow.recipient, item)
            cells[cell] = "certain" if "certain" in {state, cells.get(cell)} else state
            via.setdefault(cell, set()).add(flow.id)
    return cells, via
