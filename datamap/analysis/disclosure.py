"""`disclosure`: somebody asks what is held about them: what, why, from whom, to whom, how long.

The worksheet holds everything that the inventory knows about the group the person belongs to; the
content itself, and what was really handed over, is filled in by whoever answers.

References
----------
APPI Art. 32(1)-(2), 33(1) and (5), 29 and 30 (records of provision and of receipt), Rules 19 to 25;
GDPR Art. 15, 12(3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.deadlines import answer_due
from datamap.analysis.ended import ended_sheet
from datamap.analysis.frames import pd
from datamap.analysis.handing import HOME, countries_of, hands_on
from datamap.analysis.moments import moment_in_words
from datamap.analysis.reach import Keys
from datamap.analysis.request_case import LISTS, READINGS, RequestCase
from datamap.analysis.statement import statement
from datamap.analysis.traffic import Load, bits
from datamap.analysis.unanswered import unanswered
from datamap.analysis.worksheet import Worksheet
from datamap.inventory import Inventory, Workbook
from datamap.model import Flow, Kind, Notice, Reading, Text
from datamap.vocabulary import text

COLUMNS: tuple[str, ...] = ("item", "reading", "places", "sources", "purposes", "recipients", "countries")
COLUMNS += ("retention", "flows", "flows_possible", "content", "remark")
PAPER = ("item", "reading", "sources", "purposes", "recipients", "countries", "retention", "content")
RIGHTS = ("disclosure", "access", "third_party_record_disclosure")

INSIDE = frozenset({Kind.ENTRUSTMENT.value, Kind.SUCCESSION.value, Kind.JOINT_USE.value})
"""Kinds by which nobody is a third party (APPI Art. 27(5)), so that no record is asked for."""

LIKE_HOME = frozenset({"not_foreign", "same_entity", "designated", "equivalent_system"})
"""Routes by which a recipient counts like one in Japan (APPI Art. 28(1))."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Disclosure(Worksheet):
    """What has to be told to somebody who asks what is held about them.

    `table` has one line an item: `item`, `reading` (certain, or possible only), `places` (where we
    hold it), `sources` (from whom), `purposes`, `recipients` (outside), `countries`, `retention`,
    `flows`, `flows_possible` (further ones that may carry it), and `content`, `remark` to fill in.
    Further sheets: `provisions` (to whom, on what ground, and whether a record of it has to exist),
    `stated` (rows that list items though no row shows how their source got them: *possible*), `ended`
    (to whom by flows that have ended), `receipts` (from whom outside), `statement` (what Art. 32 and
    GDPR Art. 15 ask for, as recorded), `blanks` (cells to be asked), `unanswered`.

    Attributes
    ----------
    case : what the request is about, with all that moves.
    """

    case: RequestCase


def disclosure(
    asked: Inventory | Workbook,
    *,
    as_of: date,
    subject: Keys,
    item: Keys = None,
    received: date | None = None,
) -> Disclosure:
    """Return the worksheet for a request to disclose.

    Parameters
    ----------
    asked : an inventory, or a workbook. as_of : rows count that run on this day.
    subject : the group that the person belongs to (keys or labels; groups below and above count).
    item : only these items; None = everything. received : when the request arrived.

    Returns
    -------
    Disclosure

    Raises
    ------
    KeyError if a word asked for is unknown.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient,purposes
    ... F1,collection,name;email,customer,customer,shop,contact_customers
    ... F2,entrustment,email,customer,shop,mailer,
    ... ''')
    >>> found = disclosure(table, as_of=date(2026, 4, 1), subject="customer")
    >>> found.table[["item", "sources", "recipients"]].values.tolist()
    [['email', 'customer', 'mailer'], ['name', 'customer', '']]
    """
    case = RequestCase.of(asked, as_of, subject, item)
    notice = asked.notice if isinstance(asked, Workbook) else Notice()
    due = answer_due(received) if received else None
    table = _table(case)
    provisions, receipts = _provisions(case), _receipts(case)
    said, blanks, gaps = (statement(case, notice),), _blanks(case), unanswered(case, RIGHTS)
    return Disclosure(
        name="disclosure",
        table=table,
        title=text("requests", "disclosure_title", who=case.said(), as_of=as_of.isoformat()),
        summary=_summary(table, provisions, blanks, gaps),
        words=case.words,
        lists=LISTS,
        none=frozenset({"recipients", "flows_possible"}),
        lang=case.lang,
        parts=(provisions, case.stated_sheet(), ended_sheet(case), receipts, *said, blanks, gaps),
        paper=PAPER,
        notes=tuple(_notes(due)),
        case=case,
    )


def _table(case: RequestCase) -> pd.DataFrame:
    by_item = {kind: _by_item(case, kind) for kind in READINGS}
    surely = _items(case, Reading.CERTAIN)
    lines = []
    for item in sorted(_items(case, Reading.POSSIBLE)):
        reading = Reading.CERTAIN if item in surely else Reading.POSSIBLE
        loads = by_item[reading][item]
        more = {load.row for load in by_item[Reading.POSSIBLE][item]} - {load.row for load in loads}
        lines.append(_line(case, item, reading, loads, sorted(more)))
    return pd.DataFrame(lines, columns=list(COLUMNS), dtype=object)


def _by_item(case: RequestCase, reading: Reading) -> defaultdict[int, list[Load]]:
    found: defaultdict[int, list[Load]] = defaultdict(list)
    for load in case.loads[reading]:
        for item in bits(load.items):
            found[item].append(load)
    return found


def _line(
    case: RequestCase, item: int, reading: Reading, loads: list[Load], more: list[int]
) -> tuple[object, ...]:
    held = [place for place, found in case.held[reading].items() if found >> item & 1]
    keys = case.possible.places
    flows = case.flows_of(loads)
    outside = [load for load in loads if keys[load.target] not in case.own]
    countries = {
        country for load in outside for country in case.inventory.places[keys[load.target]].countries or ("",)
    }
    return (
        case.possible.encoded.items.keys[item],
        reading.value,
        SEPARATOR.join(sorted(keys[place] for place in held if keys[place] in case.own)),
        SEPARATOR.join(case.came_from(loads)),
        SEPARATOR.join(sorted({purpose for flow in flows for purpose in flow.purposes})),
        SEPARATOR.join(sorted({keys[load.target] for load in outside if not load.made})),
        SEPARATOR.join(sorted(countries)),
        SEPARATOR.join(sorted({flow.retention for flow in flows} - {""})),
        SEPARATOR.join(flow.id for flow in flows),
        SEPARATOR.join(case.possible.flow_ids[row] for row in more),
        "",
        "",
    )


def _items(case: RequestCase, reading: Reading) -> set[int]:
    return {item for found in case.held[reading].values() for item in bits(found)}


def _provisions(case: RequestCase) -> Worksheet:
    """Return who outside got what, with the record that Art. 29 asks for or does not."""
    outward = hands_on(case.inventory)
    rows = []
    for row, target, items in _ways(case):
        flow = case.inventory.flows[row]
        if not outward[row] or target in case.own:
            continue
        countries = countries_of(case.inventory, SEPARATOR.join(flow.countries), target)
        rows.append(
            (
                target,
                flow.kind,
                SEPARATOR.join(case.possible.item_keys(items)),
                SEPARATOR.join(countries),
                SEPARATOR.join(flow.purposes),
                flow.basis,
                flow.foreign_route,
                _record(flow, countries),
                flow.id,
                "",
                "",
            )
        )
    columns = (
        "recipient",
        "kind",
        "items",
        "countries",
        "purposes",
        "basis",
        "foreign_route",
        "record",
        "flow",
    )
    paper = ("recipient", "kind", "items", "countries", "basis", "record", "flow", "provided_on")
    return case.sheet("provisions", rows, (*columns, "provided_on", "remark"), paper)


def _ways(case: RequestCase) -> Iterator[tuple[int, str, int]]:
    """Yield each row with each place it reaches and the items asked about that it carries there."""
    found: defaultdict[tuple[int, int], int] = defaultdict(int)
    for load in case.loads[Reading.POSSIBLE]:
        found[load.row, load.target] |= load.items
    for (row, target), items in sorted(found.items()):
        yield row, case.possible.places[target], items


def _record(flow: Flow, countries: Iterable[str]) -> str:
    """Return whether a record of the provision has to exist (Art. 29(1)), as far as the row says.

    Abroad, entrustment and joint use are provision too unless the route makes the recipient like
    one at home (Art. 28(1)).
    """
    if flow.kind == Kind.UNDETERMINED or flow.basis == "undetermined":
        return "ask"
    if flow.kind in INSIDE:
        return (
            "not_asked_for"
            if set(countries) == set(HOME) or flow.foreign_route in LIKE_HOME
            else "ask_foreign"
        )
    if flow.basis.startswith("exception") or flow.foreign_route == "exception":
        return "not_asked_for"
    if flow.kind == Kind.AUTHORITY and not flow.basis:
        return "ask"
    return "recorded" if "provision_record" in flow.measures else "asked_for"


def _receipts(case: RequestCase) -> Worksheet:
    """Return who outside handed items to us, with the verification that Art. 30 asks for."""
    rows = []
    found: defaultdict[tuple[int, int], int] = defaultdict(int)
    for load in case.loads[Reading.POSSIBLE]:
        if case.comes_in(load) and case.inventory.flows[load.row].kind == Kind.THIRD_PARTY:
            found[load.row, load.source] |= load.items
    for (row, source), items in sorted(found.items()):
        flow = case.inventory.flows[row]
        checked = "recorded" if "provision_record" in flow.measures else "asked_for"
        rows.append(
            (
                case.possible.places[source],
                SEPARATOR.join(case.possible.item_keys(items)),
                flow.basis,
                checked,
                flow.id,
                "",
                "",
            )
        )
    return case.sheet(
        "receipts", rows, ("source", "items", "basis", "record", "flow", "provided_on", "remark")
    )


BLANKS = ("purposes", "basis", "countries", "retention")
"""Columns that an answer to the person needs."""


def _blanks(case: RequestCase) -> Worksheet:
    """Return the blank cells that leave a hole in the answer, as questions."""
    outward = hands_on(case.inventory)
    rows = []
    for row in sorted({load.row for load in case.loads[Reading.POSSIBLE]}):
        flow = case.inventory.flows[row]
        for column in BLANKS:
            if not _settled(case, row, column, outward=bool(outward[row])):
                asked = text("requests", f"blank_{column}")
                rows.append(
                    (flow.id, int(case.inventory.rows[row]), flow.source, flow.recipient, column, asked, "")
                )
    return case.sheet("blanks", rows, ("flow", "line", "source", "recipient", "column", "to_ask", "answer"))


def _settled(case: RequestCase, row: int, column: str, *, outward: bool) -> bool:
    """Tell whether a cell is filled in, or leaves no hole in the answer."""
    flow = case.inventory.flows[row]
    if getattr(flow, column):
        return True
    if column not in {"basis", "countries"}:
        return False
    members = case.inventory.groups.get(flow.recipient, (flow.recipient,))
    if not outward or case.own.issuperset(members):
        return True
    return column == "countries" and all(case.inventory.places[key].countries for key in members)


def _summary(table: pd.DataFrame, provisions: Worksheet, blanks: Worksheet, gaps: Worksheet) -> Text:
    if table.empty:
        return text("requests", "nothing_held")
    surely = int((table["reading"] == Reading.CERTAIN.value).sum())
    return text(
        "requests",
        "disclosure_found",
        items=surely,
        more=len(table) - surely,
        recipients=provisions.table["recipient"].nunique(),
        records=int((provisions.table["record"] == "asked_for").sum()),
        blanks=len(blanks),
        gaps=len(gaps),
    )


def _notes(due: tuple[date, date] | None) -> Iterable[Text]:
    yield text("requests", "disclosure_note_content")
    yield text("requests", "disclosure_note_records")
    if due:
        court, month = (moment_in_words(day.isoformat()) for day in due)
        yield text("requests", "note_due", court=court, month=month)
