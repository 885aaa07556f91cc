"""`year_calendar`: what falls due in the coming year, from everything the workbook records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from datamap.analysis.frames import pd
from datamap.analysis.governance import governance
from datamap.analysis.ics import Event, ics
from datamap.analysis.request_words import RequestWords, request_words
from datamap.analysis.retention import retention
from datamap.analysis.worksheet import Worksheet
from datamap.inventory import Workbook
from datamap.model import EMPTY, Lang, Status, Text
from datamap.vocabulary import text

COLUMNS = ("due_date", "timing", "due_for", "what", "flows")

DUE_FOR = (
    "control",
    "contract_end",
    "partner_check",
    "erasure",
    "flow_begins",
    "flow_ends",
    "assumption",
    "assessment_review",
)
"""What a day may be for, in the order in which days that are alike are listed."""


@dataclass(frozen=True, slots=True)
class Due:
    """One day in the calendar: what for, what about, and a name that stays the same from year to year."""

    day: str
    due_for: str
    what: Text
    key: str
    flows: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Year(Worksheet):
    """What falls due, day by day.

    `table`: `due_date` (ISO), `timing` (`late`: before the day asked about, `due`), `due_for` (one
    of `DUE_FOR`), `what`, `flows`. `dues` are the same as objects; `begins`, `ends` the year.
    """

    dues: tuple[Due, ...] = ()
    begins: date = date.min
    ends: date = date.max

    def calendar_file(self, lang: Lang | None = None) -> bytes:
        """Return the calendar as an iCalendar file (RFC 5545), one whole-day event for each line."""
        speech = lang or self.lang
        events = [
            Event(
                f"{due.due_for}-{due.key}@datamap",
                date.fromisoformat(due.day),
                text("requests", "year_event", due_for=self._due_for(due), what=due.what).in_lang(speech),
                text("requests", "year_flows", flows=", ".join(due.flows)).in_lang(speech)
                if due.flows
                else "",
            )
            for due in self.dues
        ]
        return ics(self.title.in_lang(speech), events, self.begins)

    @staticmethod
    def _flows(due: Due) -> Text:
        return text("requests", "year_flows", flows=", ".join(due.flows)) if due.flows else EMPTY

    @staticmethod
    def _due_for(due: Due) -> Text:
        return text("requests", f"due_for_is_{due.due_for}")


def year_calendar(workbook: Workbook, *, as_of: date, months: int = 12) -> Year:
    """Return what falls due from a day on, and what should have been done before it.

    Parameters
    ----------
    workbook : inventory and records. as_of : the first day. months : how far it looks ahead.

    Returns
    -------
    Year, by day; what is overdue stands first.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,source,recipient,retention,status,until
    ... F1,collection,name,customer,shop,P1M,ended,2026-03-31
    ... ''')
    >>> found = year_calendar(Workbook.from_inventory(table), as_of=date(2026, 4, 1))
    >>> found.table[["due_date", "timing", "due_for"]].values.tolist()
    [['2026-04-30', 'due', 'erasure']]
    """
    words = request_words(workbook.inventory)
    last = as_of + relativedelta(months=months)
    dues = [
        *_of_governance(workbook, as_of, words),
        *_of_flows(workbook, as_of, words),
        *_of_decisions(workbook),
    ]
    order = {name: number for number, name in enumerate(DUE_FOR)}
    kept = sorted(
        (due for due in dues if due.day and due.day < last.isoformat()),
        key=lambda due: (due.day, order[due.due_for], due.key),
    )
    today = as_of.isoformat()
    rows = [
        (due.day, "late" if due.day < today else "due", due.due_for, due.what, ";".join(due.flows))
        for due in kept
    ]
    late = sum(row[1] == "late" for row in rows)
    return Year(
        name="year",
        table=pd.DataFrame(rows, columns=list(COLUMNS), dtype=object),
        title=text("requests", "year_title", begins=today, months=months),
        summary=text("requests", "year_summary", late=late, due=len(rows) - late),
        words=words,
        lists=frozenset({"flows"}),
        none=frozenset({"flows"}),
        dues=tuple(kept),
        begins=as_of,
        ends=last,
    ).in_lang(workbook.lang)


def _of_governance(workbook: Workbook, as_of: date, words: RequestWords) -> Iterator[Due]:
    """Yield controls, ends of contracts and checks of entrustees."""
    for row in governance(workbook, as_of=as_of).table.to_dict(orient="records"):
        matter, key = str(row["governed"]), str(row["place"] or row["measure"])
        if matter in DUE_FOR and row["due_date"]:
            column = "place" if row["place"] else "measure"
            flows = tuple(str(row["flows"]).split(";")) if row["flows"] else ()
            yield Due(str(row["due_date"]), matter, words.label(column, key), key, flows)


def _of_flows(workbook: Workbook, as_of: date, words: RequestWords) -> Iterator[Due]:
    """Yield what has to be erased, and flows that begin or end; a start that has passed is late."""
    for due, flow, recipient, _ in retention(workbook, as_of=as_of).calendar.itertuples(
        index=False, name=None
    ):
        yield Due(due, "erasure", words.label("place", recipient), flow, (flow,))
    today = as_of.isoformat()
    for flow in workbook.inventory.flows:
        what = words.label("place", flow.recipient)
        if flow.status == Status.PLANNED.value and flow.since:
            yield Due(flow.since, "flow_begins", what, flow.id, (flow.id,))
        if flow.status != Status.ENDED.value and flow.until >= today:
            yield Due(flow.until, "flow_ends", what, flow.id, (flow.id,))


def _of_decisions(workbook: Workbook) -> Iterator[Due]:
    """Yield the last days of assumptions, and when the assessment is looked at again."""
    for entry in {one.finding: one for one in workbook.assumptions}.values():
        yield Due(entry.until, "assumption", Text.same(entry.finding), entry.finding)
    review: Any = workbook.assessment.raw.get("review")
    if isinstance(review, dict) and (day := str(review.get("next") or "")):
        title = workbook.assessment.title
        yield Due(
            day, "assessment_review", title if title != EMPTY else Text("影響評価", "assessment"), "dpia"
        )
