"""`asking`: what to ask next: which unrecorded cells could change an answer, most answers first.

An answer is one line of `reach`: whose item, at which place, in which country. Counted for a cell:

* `items` and `subjects` (``*``, ``+``, blank): the lines that drop out of the reading *possible* once
  this cell alone is read as recorded and closed (`answers`, by working it out again), and the
  lines that come by it or after it and are not certain (`at_most`). The first is smaller where
  another open cell lets the same through.
* a country that is not recorded or not named, a recipient without a name: the lines at that place.
* `kind`, `basis`, `foreign_route`: the lines that the flow brings to somebody else.
* any column on which a rule of the house hangs: how many of its lines say *cannot be excluded*.

In a large inventory working it out again for each cell would take too long: `answers` stays empty
there, and only the cells that bring most themselves are followed further (see `hanging`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.appearing import appearing_items
from datamap.analysis.asked import inventory_of, lang_of, running
from datamap.analysis.frames import pd
from datamap.analysis.handing import home_of
from datamap.analysis.hanging import Count, Hanging
from datamap.analysis.open_cells import OpenCell, open_duties, open_lists, open_places
from datamap.analysis.policy import check_policy
from datamap.analysis.request_words import in_words, request_words
from datamap.analysis.traffic import traffic_of
from datamap.analysis.worksheet import Worksheet
from datamap.inventory import Inventory, Workbook
from datamap.model import Flow, Reading, Text
from datamap.vocabulary import text

DECIDES = ("reach", "country", "who", "transfers", "rules")
"""What hangs on cells; the first comes first where equally much hangs on two."""

COLUMNS: tuple[str, ...] = ("rank", "flow", "line", "column", "written", "place", "decides", "answers")
COLUMNS += ("at_most", "rules", "findings", "to_ask", "answer")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Asking(Worksheet):
    """What to ask next.

    `table` has one line a cell, the one on which most answers hang first: `rank`, `flow`, `line`
    (row in the file), `column`, `written` (what stands there), `place` (if it is about one),
    `decides` (`reach`, `country`, `who`, `transfers`, `rules`), `answers` (exactly; None = not worked
    out), `at_most`, `rules` (lines of the policy that cannot be excluded), `findings` (if given),
    `to_ask` (the question), `answer` to fill in. The sheet `appearing` behind it lists what places pass
    on without a record of how they came by it (see `appearing_items`).
    """


def asking(
    asked: Inventory | Workbook,
    *,
    as_of: date,
    findings: Mapping[str, int] | None = None,
) -> Asking:
    """Return which cells to ask about next.

    Parameters
    ----------
    asked : an inventory, or a workbook (whose policy counts too). as_of : rows count that run then.
    findings : flow id -> how many findings wait for an answer there; shown beside, and used to
        part cells on which equally many answers hang.

    Returns
    -------
    Asking

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient,countries,basis
    ... F1,collection,name;email;phone,customer,customer,shop,JP,
    ... F2,third_party,*,customer,shop,hotel,JP,consent
    ... F3,third_party,name,customer,shop,agent,JP,consent
    ... ''')
    >>> asking(table, as_of=date(2026, 4, 1)).table[["flow", "column", "answers"]].values.tolist()
    [['F2', 'items', 3]]
    """
    inventory, home = inventory_of(asked), home_of(asked)
    rows = running(inventory, as_of)
    readings = (Reading.CERTAIN, Reading.POSSIBLE)
    moving = {kind: traffic_of(inventory, as_of=as_of, reading=kind) for kind in readings}
    rules = _rules(asked, as_of)
    cells = [
        *open_lists(inventory, rows),
        *open_places(inventory, moving[Reading.POSSIBLE], home),
        *open_duties(inventory, rows, home),
    ]
    cells += _by_rules_alone(inventory, rules, cells)
    hanging = Hanging(inventory, rows, moving)
    lines = _lines(inventory, hanging.count(cells), rules, findings or {})
    table = pd.DataFrame(lines, columns=list(COLUMNS), dtype=object)
    exact = bool(table["answers"].notna().all())
    return Asking(
        name="asking",
        table=table if findings else table.drop(columns="findings"),
        title=text("requests", "asking_title", as_of=as_of.isoformat()),
        summary=_summary(table, hanging),
        words=request_words(inventory),
        cells=("written",),
        paper=("rank", "flow", "column", "place", "answers", "to_ask", "answer"),
        parts=tuple(_appearing(asked, as_of)),
        notes=(text("requests", "asking_note_exact" if exact else "asking_note_bound"),),
    ).in_lang(lang_of(asked))


def _appearing(asked: Inventory | Workbook, as_of: date) -> Iterator[Worksheet]:
    """Yield the sheet of what places pass on but never received, if there is any: ask how they came by it."""
    found = appearing_items(asked, as_of=as_of)
    if len(found):
        yield Worksheet(
            name="appearing", table=found.table, title=found.title, summary=found.summary, words=found.words
        )


def _rules(asked: Inventory | Workbook, as_of: date) -> Counter[tuple[str, str]]:
    """Return how many lines of the policy hang on each cell: (flow, column), or (place, "countries")."""
    table = check_policy(asked, as_of=as_of).table
    found: Counter[tuple[str, str]] = Counter()
    for flow, place, unrecorded in zip(table["flow"], table["place"], table["unrecorded"], strict=True):
        for column in filter(None, unrecorded.split(SEPARATOR)):
            found[place if column == "countries" else flow, column] += 1
    return found


def _key(cell: OpenCell, inventory: Inventory) -> tuple[str, str]:
    return (cell.place if cell.column == "countries" else inventory.flows[cell.row].id), cell.column


def _by_rules_alone(
    inventory: Inventory, rules: Counter[tuple[str, str]], cells: Iterable[OpenCell]
) -> Iterator[OpenCell]:
    """Yield the cells on which nothing but a rule of the house hangs."""
    known = {_key(cell, inventory) for cell in cells}
    rows = {flow: row for row, flow in enumerate(inventory.coded("id").texts())}
    for flow, column in sorted(rules.keys() - known):
        if flow in rows:
            yield OpenCell(rows[flow], column, "contract" if column == "contract" else "rule", "rules")


def _lines(
    inventory: Inventory,
    counted: Mapping[OpenCell, Count],
    rules: Counter[tuple[str, str]],
    findings: Mapping[str, int],
) -> list[tuple[object, ...]]:
    """Return the lines of the table, the cell on which most hangs first; on each of them something hangs."""

    def weight(cell: OpenCell) -> tuple[int, int, int, int, int, str, str]:
        exact, most = counted[cell]
        told = findings.get(inventory.flows[cell.row].id, 0)
        hangs = -(exact or 0) - rules[_key(cell, inventory)]
        return hangs, -most, -told, DECIDES.index(cell.decides), cell.row, cell.column, cell.place

    kept = [cell for cell in sorted(counted, key=weight) if counted[cell][1] or rules[_key(cell, inventory)]]
    return [
        (
            rank,
            (flow := inventory.flows[cell.row]).id,
            flow.row,
            cell.column,
            _written(cell, inventory),
            cell.place or flow.recipient,
            cell.decides,
            *counted[cell],
            rules[_key(cell, inventory)],
            findings.get(flow.id, 0),
            _question(cell, flow, inventory),
            "",
        )
        for rank, cell in enumerate(kept, start=1)
    ]


def _written(cell: OpenCell, inventory: Inventory) -> str:
    if cell.column not in inventory.columns:
        return ""
    cells = inventory.coded(cell.column)
    return str(cells.values[cells.codes[cell.row]])


def _question(cell: OpenCell, flow: Flow, inventory: Inventory) -> Text:
    """Return the question in words, about the two ends of the flow."""
    words = request_words(inventory)
    ends = {end: in_words(words, "place", [getattr(flow, end)]) for end in ("source", "recipient")}
    column = in_words(words, "column", [cell.column])
    place = in_words(words, "place", [cell.place]) if cell.place else ends["recipient"]
    return text("requests", f"ask_cell_{cell.why}", flow=flow.id, column=column, place=place, **ends)


def _summary(table: pd.DataFrame, hanging: Hanging) -> Text:
    key = "asking_found" if len(table) else "asking_nothing"
    return text("requests", key, cells=len(table), flows=table["flow"].nunique(), lines=hanging.lines)
