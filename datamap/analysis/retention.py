"""`retention`: how long items are kept along the flows, and what is due to be erased.

Each running flow keeps what it delivers for the period in its `retention` cell; a flow that has
ended leaves behind what it delivered until its own period is over. A period that begins with an event
(`contract_end+P1Y`) cannot be counted, since no row records the day of the event. Compared are: what
is kept with what the source keeps the same item for (a copy should not outlive its original without
a reason), and the last day of an ended flow with the day asked about. Personal data must be erased
without delay once no longer needed (APPI Art. 22, an effort duty; GDPR Art. 5(1)(e)).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from datamap.analysis.answer import SEPARATOR, Answer
from datamap.analysis.asked import inventory_of, lang_of, running
from datamap.analysis.cells import STOPS
from datamap.analysis.frames import pd
from datamap.analysis.periods import INDEFINITE, LAW_UNNAMED, Period
from datamap.analysis.request_words import request_words
from datamap.inventory import Inventory, Workbook
from datamap.model import Flow, Kind, Status
from datamap.vocabulary import text

COLUMNS: tuple[str, ...] = ("flow", "activity", "recipient", "system", "subjects", "items", "retention")
COLUMNS += ("keeping", "ends", "due", "received_before", "flows")


class Keeping(StrEnum):
    """What can be said of how long a flow's items are kept, the most urgent first."""

    OVERDUE = "overdue"
    ENDED_NO_PERIOD = "ended_no_period"
    ENDED_NO_DAY = "ended_no_day"
    LONGER_THAN_SOURCE = "longer_than_source"
    NOT_RECORDED = "not_recorded"
    LAW_UNNAMED = "law_unnamed"
    INDEFINITE = "indefinite"
    RECORDED = "recorded"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Retention(Answer):
    """How long each flow's items are kept.

    `table` has one line for each flow that runs or has run: `flow`, `activity`, `recipient`, `system`
    (where the recipient keeps the items), `subjects`, `items`, `retention` (as the row has them),
    `keeping` (see `Keeping`), `ends` (ISO date of the flow's last day, "" = none recorded), `due`
    (ISO date: the day the items of a flow with an end must be gone; "" = cannot be told from the row),
    `received_before` (ISO date, of a running flow without an end: what was received before that day
    must be gone; "" = nothing can have been, or it cannot be told), `flows` (the flow itself, then the
    flows into its source that keep one of its items for less long).
    """

    @property
    def calendar(self) -> pd.DataFrame:
        """What is due on which day: `due`, `flow`, `recipient`, `items`, of the flows that have an end."""
        dated = self.table[(self.table["ends"] != "") & (self.table["due"] != "")]
        columns = ["due", "flow", "recipient", "items"]
        return dated[columns].sort_values(["due", "flow"]).reset_index(drop=True)


def retention(asked: Inventory | Workbook, *, as_of: date) -> Retention:
    """Return how long items are kept along the flows, and what is due.

    Parameters
    ----------
    asked : an inventory, or a workbook.
    as_of : the day from which is looked; flows that are planned or have not begun do not count.

    Returns
    -------
    Retention

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient,retention,status,until
    ... F1,collection,name,customer,customer,shop,P1Y,,
    ... F2,entrustment,name,customer,shop,mailer,P3Y,,
    ... F3,collection,email,customer,customer,shop,P1M,ended,2026-01-31
    ... ''')
    >>> found = retention(table, as_of=date(2026, 4, 1)).table
    >>> found[["flow", "keeping", "due", "received_before"]].values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['F1', 'recorded', '', '2025-04-01'],
     ['F2', 'longer_than_source', '', '2023-04-01'],
     ['F3', 'overdue', '2026-02-28', '']]
    """
    inventory = inventory_of(asked)
    now = running(inventory, as_of).tolist()
    sources = _Sources(inventory, [flow for flow, runs in zip(inventory.flows, now, strict=True) if runs])
    cells = zip(inventory.coded("subjects").texts(), inventory.coded("items").texts(), strict=True)
    lines = [
        _line(flow, pair, as_of, sources, runs=runs)
        for flow, runs, pair in zip(inventory.flows, now, cells, strict=True)
        if _kept(flow, as_of, runs=runs)
    ]
    table = pd.DataFrame(lines, columns=COLUMNS)
    counts = table["keeping"].value_counts()
    summary = text(
        "analysis",
        "retention_found",
        flows=len(table),
        **{keeping.value: int(counts.get(keeping.value, 0)) for keeping in Keeping},
    )
    title = text("analysis", "retention_title", as_of=as_of.isoformat())
    return Retention(
        table=table, title=title, summary=summary, words=request_words(inventory), lang=lang_of(asked)
    )


def _kept(flow: Flow, as_of: date, *, runs: bool) -> bool:
    """Tell whether a flow delivers something that is kept, or once did."""
    if flow.treatment in STOPS:
        return False
    return runs or flow.status == Status.ENDED.value or bool(flow.until and flow.until < as_of.isoformat())


def _line(
    flow: Flow, cells: tuple[str, str], as_of: date, sources: _Sources, *, runs: bool
) -> tuple[str, ...]:
    period, ends = Period.of(flow.retention), _day(flow.until)
    shorter = sources.shorter(flow, period) if runs else []
    due = period.gone_after(ends) if period and ends else None
    before = period.begun_before(as_of) if period and runs and not ends else None
    keeping = _keeping(period, due, as_of, runs=runs, shorter=bool(shorter))
    return (
        flow.id,
        flow.activity,
        flow.recipient,
        flow.system,
        *cells,
        flow.retention,
        keeping.value,
        ends.isoformat() if ends else "",
        due.isoformat() if due else "",
        before.isoformat() if before and before.isoformat() > flow.since else "",
        SEPARATOR.join([flow.id, *shorter]),
    )


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _keeping(period: Period | None, due: date | None, as_of: date, *, runs: bool, shorter: bool) -> Keeping:
    if not runs and due is not None and due <= as_of:
        return Keeping.OVERDUE
    if period is None:
        return Keeping.NOT_RECORDED if runs else Keeping.ENDED_NO_PERIOD
    if period.event == LAW_UNNAMED:
        return Keeping.LAW_UNNAMED
    if shorter:
        return Keeping.LONGER_THAN_SOURCE
    if period.event == INDEFINITE:
        return Keeping.INDEFINITE
    return Keeping.RECORDED if runs or due is not None else Keeping.ENDED_NO_DAY


class _Sources:
    """How long places keep what runs into them: by item and period, the flows that say so."""

    def __init__(self, inventory: Inventory, flows: Iterable[Flow]) -> None:
        self._inventory = inventory
        self._into: defaultdict[str, defaultdict[str, defaultdict[Period, list[str]]]]
        self._into = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        for flow in flows:
            period = Period.of(flow.retention)
            if period is not None and flow.source != flow.recipient:
                for place in self._places(flow.recipient, flow.system):
                    for item in flow.items.named:
                        self._into[place][item][period].append(flow.id)
        self._listed = {item for items in self._into.values() for item in items}
        self._alike: dict[str, frozenset[str]] = {}

    def shorter(self, flow: Flow, period: Period | None) -> list[str]:
        """Return ids of the flows into its source that keep one of its items for less long.

        Where a longer period at the source covers the same items as well, the copy outlives nothing.
        """
        if period is None or flow.kind == Kind.COLLECTION.value or flow.source == flow.recipient:
            return []
        alike = frozenset[str]().union(*map(self._same, flow.items.named))
        kept = [
            self._into[place][item]
            for place in self._places(flow.source)
            if place in self._into
            for item in alike & self._into[place].keys()
        ]
        periods = {one for periods in kept for one in periods}
        if not all(period.longer_than(one) for one in periods):
            return []
        return sorted({other for periods in kept for ids in periods.values() for other in ids})

    def _places(self, *cells: str) -> Iterator[str]:
        for cell in filter(None, cells):
            yield from self._inventory.groups.get(cell, (cell,))

    def _same(self, item: str) -> frozenset[str]:
        """Return the items of rows that surely have this one in common (a key stands for those below it)."""
        if item not in self._alike:
            is_a = self._inventory.vocabulary.is_a
            self._alike[item] = frozenset(
                other for other in self._listed if is_a("items", item, other) or is_a("items", other, item)
            )
        return self._alike[item]
