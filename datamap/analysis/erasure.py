"""`erasure`: somebody asks that use be stopped or data erased: where, in which order, who must be told.

Everything is by field: a place counts only if it holds what is asked about, a flow only if it
carries it. The worksheet says what each place is to us and on which ground it is asked; whether a
request has to be met is for a person to decide.

References
----------
APPI Art. 35 (stop of use, erasure, stop of provision), 34 (correction, deletion of what is wrong), 25
(entrustees), 27(5); GDPR Art. 17, 19, 28(3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.deadlines import answer_due
from datamap.analysis.ended import ended_sheet
from datamap.analysis.frames import pd
from datamap.analysis.keeping_grounds import Keep, ground_to_keep
from datamap.analysis.moments import moment_in_words
from datamap.analysis.order import Feeds, Order, is_circle, order_of_work
from datamap.analysis.reach import Keys
from datamap.analysis.relation import Relation
from datamap.analysis.request_case import LISTS, RequestCase
from datamap.analysis.traffic import Load
from datamap.analysis.unanswered import unanswered
from datamap.analysis.worksheet import FILLED_IN, Worksheet
from datamap.inventory import Inventory, Workbook
from datamap.model import Kind, Reading, Text
from datamap.vocabulary import text

COLUMNS: tuple[str, ...] = ("phase", "place", "relation", "role", "countries", "reading", "items")
COLUMNS += ("items_possible", "action", "ground", "through", "department", "owner", "keep", "retention")
COLUMNS += ("retention_basis", "flows", "by_when", *FILLED_IN)

PAPER = (
    "phase",
    "place",
    "relation",
    "items",
    "items_possible",
    "action",
    "keep",
    "done",
    "done_on",
    "remark",
)

RIGHTS = ("stop_use_erase", "erasure", "stop_provision")
"""Requests that some desk has to serve for this one to have somewhere to arrive."""

_ACTIONS = {
    Relation.OWN: "erase",
    Relation.ENTRUSTED: "instruct",
    Relation.JOINT: "tell_joint",
    Relation.PROVIDED: "stop_and_tell",
    Relation.SUCCEEDED: "pass_on",
    Relation.AUTHORITY: "ask_authority",
    Relation.TRANSMITTED: "stop_transmission",
    Relation.UNDETERMINED: "settle_first",
    Relation.BY_ITSELF: "point_there",
}
_BLANK = ("",) * len(FILLED_IN)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Erasure(Worksheet):
    """What to do about a request that data be erased.

    `table` has one line for each place that holds, and for each thing it is to us: `phase` (sources
    first, so that nothing comes back), `place`, `relation` (ourselves, entrustee …), `role`,
    `countries`, `reading` (certain, or possible only), `items`, `items_possible` (further ones if
    unrecorded cells take the worst value), `action`, `ground`, `through` (who has to pass it on, if
    not we), `department`, `owner`, `keep` (what the records say of keeping on), `retention`,
    `retention_basis`, `flows` (by which it came), `by_when`, and `done`, `done_on`, `remark` to fill
    in. Further sheets: `stops` (flows to stop first), `circles`, `stated` (rows that list items though
    no row shows how their source got them: recipients by them are *possible*), `ended` (who received by
    flows that have ended), `unanswered` (what the inventory cannot tell).

    Attributes
    ----------
    case : what the request is about, with all that moves. order : the order of work.
    """

    case: RequestCase
    order: Order


def erasure(
    asked: Inventory | Workbook,
    *,
    as_of: date,
    subject: Keys,
    item: Keys = None,
    received: date | None = None,
) -> Erasure:
    """Return the worksheet for a request to stop using or to erase.

    Parameters
    ----------
    asked : an inventory, or a workbook. as_of : rows count that run on this day.
    subject : the group that the person belongs to (keys or labels; groups below and above count).
    item : only these items; None = everything. received : when the request arrived.

    Returns
    -------
    Erasure

    Raises
    ------
    KeyError if a word asked for is unknown.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient
    ... F1,collection,name;email,customer,customer,shop
    ... F2,entrustment,email,customer,shop,mailer
    ... ''')
    >>> found = erasure(table, as_of=date(2026, 4, 1), subject="customer")
    >>> found.table[["phase", "place", "action"]].values.tolist()
    [[1, 'shop', 'erase'], [2, 'mailer', 'instruct']]
    """
    case = RequestCase.of(asked, as_of, subject, item)
    order = order_of_work(case.held[Reading.POSSIBLE], _feeds(case))
    due = answer_due(received) if received else None
    table = _table(case, order, due[0].isoformat() if due else "")
    stops, gaps = _stops(case, order), unanswered(case, RIGHTS)
    return Erasure(
        name="erasure",
        table=table,
        title=text("requests", "erasure_title", who=case.said(), as_of=as_of.isoformat()),
        summary=_summary(table, stops, order, gaps),
        words=case.words,
        lists=LISTS,
        none=frozenset({"items", "items_possible", "through"}),
        lang=case.lang,
        parts=(stops, _circles(case, order), case.stated_sheet(), ended_sheet(case), gaps),
        paper=PAPER,
        notes=tuple(_notes(due)),
        case=case,
        order=order,
    )


def _feeds(case: RequestCase) -> Feeds:
    feeds: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for load in case.loads[Reading.POSSIBLE]:
        if not load.made:
            feeds[load.source, load.target].add(load.row)
    return {edge: frozenset(rows) for edge, rows in feeds.items()}


def _table(case: RequestCase, order: Order, due: str) -> pd.DataFrame:
    lines = [
        _line(case, order.step[place], place, relation, loads, due)
        for (place, relation), loads in case.by_relation.items()
    ]
    table = pd.DataFrame(lines, columns=list(COLUMNS), dtype=object).astype({"phase": int})
    return table.sort_values(["phase", "place", "relation"], kind="stable").reset_index(drop=True)


def _line(
    case: RequestCase, step: int, place: int, relation: Relation, loads: list[Load], due: str
) -> tuple[object, ...]:
    rows = {load.row for load in loads}
    surely = case.items_by(place, relation, Reading.CERTAIN, rows)
    perhaps = case.items_by(place, relation, Reading.POSSIBLE, rows) & ~surely
    flows = case.flows_of(loads)
    known = case.inventory.places[case.possible.places[place]]
    keep, because = ground_to_keep(flows, case.as_of)
    told = because if keep is not Keep.NOTHING else flows
    return (
        step,
        known.key,
        relation.value,
        known.role,
        SEPARATOR.join(known.countries),
        (Reading.CERTAIN if surely else Reading.POSSIBLE).value,
        SEPARATOR.join(case.possible.item_keys(surely)),
        SEPARATOR.join(case.possible.item_keys(perhaps)),
        _ACTIONS[relation] if surely else "confirm",
        text("requests", f"ground_{relation.value}"),
        SEPARATOR.join(case.through(relation, loads)),
        SEPARATOR.join(case.departments(known.key, flows)),
        case.owners(known.key, flows),
        keep.value,
        SEPARATOR.join(sorted({flow.retention for flow in told} - {""})),
        "; ".join(sorted({flow.retention_basis for flow in told} - {""})),
        SEPARATOR.join(flow.id for flow in flows),
        due,
        *_BLANK,
    )


def _stops(case: RequestCase, order: Order) -> Worksheet:
    """Return the flows to stop for the person before anything is erased."""
    why = dict.fromkeys(order.stops, "circle")
    items: defaultdict[int, int] = defaultdict(int)
    for load in case.loads[Reading.POSSIBLE]:
        items[load.row] |= load.items
        if load.made:
            derived = case.inventory.flows[load.row].kind == Kind.DERIVATION
            why[load.row] = "makes" if derived else "collects"
    rows = []
    for row, reason in sorted(why.items()):
        flow = case.inventory.flows[row]
        keys = SEPARATOR.join(case.possible.item_keys(items[row]))
        rows.append((flow.id, reason, flow.source, flow.recipient, keys, flow.department, *_BLANK))
    return case.sheet(
        "stops", rows, ("flow", "why", "source", "recipient", "items", "department", *FILLED_IN)
    )


def _circles(case: RequestCase, order: Order) -> Worksheet:
    """Return the places that feed each other, with the flows between them and those to stop."""
    number = {place: which for which, circle in enumerate(order.circles) for place in circle}
    inner, surely = (_between(case, kind, number) for kind in (Reading.POSSIBLE, Reading.CERTAIN))
    stopped = {case.inventory.flows[row].id for row in order.stops}
    rows = []
    for which, circle in enumerate(order.circles):
        edges = {(load.source, load.target) for load in surely[which]}
        reading = Reading.CERTAIN if is_circle(circle, edges) else Reading.POSSIBLE
        ids = [flow.id for flow in case.flows_of(inner[which])]
        rows.append(
            (
                SEPARATOR.join(case.possible.places[place] for place in circle),
                reading.value,
                SEPARATOR.join(ids),
                SEPARATOR.join(one for one in ids if one in stopped),
                "",
            )
        )
    return case.sheet("circles", rows, ("places", "reading", "flows", "stopped", "remark"))


def _between(case: RequestCase, kind: Reading, number: dict[int, int]) -> defaultdict[int, list[Load]]:
    """Return, circle by circle, the loads that go from one of its places to another."""
    found: defaultdict[int, list[Load]] = defaultdict(list)
    for load in case.loads[kind]:
        which = number.get(load.source)
        same = which is not None and which == number.get(load.target)
        if same and not load.made and load.source != load.target:
            found[number[load.source]].append(load)
    return found


def _summary(table: pd.DataFrame, stops: Worksheet, order: Order, gaps: Worksheet) -> Text:
    if table.empty:
        return text("requests", "nothing_held")
    surely = table["reading"] == Reading.CERTAIN.value
    outside = ~table["relation"].isin([Relation.OWN.value, Relation.BY_ITSELF.value])
    kept = table["keep"].isin([Keep.LAW_NAMED.value, Keep.LAW_UNNAMED.value])
    return text(
        "requests",
        "erasure_found",
        certain=table.loc[surely, "place"].nunique(),
        possible=len(set(table["place"]) - set(table.loc[surely, "place"])),
        steps=int(table["phase"].max()),
        outside=table.loc[outside, "place"].nunique(),
        stops=len(stops),
        circles=len(order.circles),
        kept=table.loc[kept, "place"].nunique(),
        gaps=len(gaps),
    )


def _notes(due: tuple[date, date] | None) -> Iterator[Text]:
    yield text("requests", "erasure_note_order")
    yield text("requests", "erasure_note_alternative")
    yield text("requests", "erasure_note_keep")
    if due:
        court, month = (moment_in_words(day.isoformat()) for day in due)
        yield text("requests", "note_due", court=court, month=month)
