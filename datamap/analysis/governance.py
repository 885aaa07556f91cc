"""`governance`: who answers for what, and what is done again too late, as the records show it.

Held against a day: departments that hold data and whether somebody answers for them; training,
audit, review and other controls with their period; contracts with entrustees and joint users, the
terms they have, when they end and when the partner was last looked at. What is blank is *not
recorded*; nothing here says that something was not done.

References
----------
APPI 23 to 25; PPC guideline (general) 3-4-3, 3-4-4, 10-3(1), (3), (5), 10-4. GDPR 28(3), 39(1)(b).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from datamap.analysis.asked import running
from datamap.analysis.frames import pd
from datamap.analysis.partners import Partner, partners_of, terms_of
from datamap.analysis.periods import Period
from datamap.analysis.request_words import request_words
from datamap.analysis.worksheet import Worksheet
from datamap.inventory import Workbook
from datamap.model import Control, PlaceType
from datamap.vocabulary import text

SOON = 60
"""Days before its day on which something is said to be due soon."""

YEARLY = "P1Y"
"""The period that is assumed where none is recorded (training, audits, checks: about once a year)."""

ASKED = ("regular_training", "audit", "periodic_review")
"""Controls that are asked about even where nothing at all is recorded."""

COLUMNS = (
    "governed",
    "governance",
    "what",
    "place",
    "measure",
    "last",
    "period",
    "due_date",
    "missing_terms",
    "flows",
)


class State(StrEnum):
    """How something stands on the day, the most pressing first."""

    OVERDUE = "overdue"
    ENDED = "ended"
    TERMS_MISSING = "terms_missing"
    NOT_RECORDED = "not_recorded"
    DUE_SOON = "due_soon"
    IN_ORDER = "in_order"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Governance(Worksheet):
    """Who answers for what, and what is due.

    `table` has one row per matter: `governed` (`manager`, `control`, `contract`, `terms`,
    `contract_end`, `partner_check`), `governance` (a `State`), `what` (the name of what follows),
    `place` (department or partner), `measure`, `last` (ISO date), `period`, `due_date` (ISO date,
    "" = cannot be told), `missing_terms` (keys of `contract_clauses`), `flows`.
    """


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    governed: str
    state: State
    place: str = ""
    measure: str = ""
    last: str = ""
    period: str = ""
    due: str = ""
    terms: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()


def governance(workbook: Workbook, *, as_of: date) -> Governance:
    """Return what the records say about who answers for the data and what is done again.

    Parameters
    ----------
    workbook : inventory and `records/organisation.toml`. as_of : the day; rows count that run on it.

    Returns
    -------
    Governance, the most pressing first.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,source,recipient,department
    ... F1,entrustment,name,shop,printer,sales
    ... ''')
    >>> found = governance(Workbook.from_inventory(table), as_of=date(2026, 4, 1)).table
    >>> found[found["place"] != ""][["governed", "governance", "place"]].values.tolist()
    [['manager', 'not_recorded', 'sales'], ['contract', 'not_recorded', 'printer']]
    """
    runs = running(workbook.inventory, as_of).tolist()
    lines = [*_managers(workbook, runs), *_controls(workbook, as_of), *_partners(workbook, runs, as_of)]
    rank = {state: number for number, state in enumerate(State)}
    lines.sort(key=lambda line: (rank[line.state], line.due))
    words = request_words(workbook.inventory)
    rows = [
        (
            line.governed,
            line.state.value,
            words.label("place", line.place) if line.place else words.label("measure", line.measure),
            line.place,
            line.measure,
            line.last,
            line.period,
            line.due,
            ";".join(line.terms),
            ";".join(line.flows),
        )
        for line in lines
    ]
    counts = {state.value: sum(line.state is state for line in lines) for state in State}
    return Governance(
        name="governance",
        table=pd.DataFrame(rows, columns=list(COLUMNS), dtype=object),
        title=text("requests", "governance_title", as_of=as_of.isoformat()),
        summary=text("requests", "governance_summary", **counts),
        words=words,
        lists=frozenset({"missing_terms", "flows"}),
        none=frozenset({"missing_terms", "flows", "measure", "place", "period"}),
        paper=("governed", "governance", "what", "last", "period", "due_date", "missing_terms"),
        notes=(text("requests", "governance_note"),),
    ).in_lang(workbook.lang)


def _managers(workbook: Workbook, runs: list[bool]) -> Iterator[Line]:
    """Yield each department that receives items or answers for a flow: is it recorded who answers for it."""
    flows: dict[str, list[str]] = {}
    places = workbook.inventory.places
    for flow, on in zip(workbook.inventory.flows, runs, strict=True):
        receives = flow.recipient in places and places[flow.recipient].type == PlaceType.DEPARTMENT
        for key in dict.fromkeys((flow.recipient if receives else "", flow.department)) if on else ():
            if key:
                flows.setdefault(key, []).append(flow.id)
    managers = {party.key for party in workbook.organisation.parties if party.manager.ja}
    for key in sorted(flows):
        state = State.IN_ORDER if key in managers else State.NOT_RECORDED
        yield Line("manager", state, place=key, flows=tuple(flows[key]))


def _controls(workbook: Workbook, as_of: date) -> Iterator[Line]:
    """Yield each control that is done again after a period, and those that every operator is asked about."""
    is_a = workbook.vocabulary.is_a
    listed = workbook.organisation.controls
    for control in listed:
        if control.period or any(is_a("measures", control.measure, one) for one in ASKED):
            yield _control(control, as_of)
    for measure in ASKED:
        if not any(is_a("measures", control.measure, measure) for control in listed):
            yield Line("control", State.NOT_RECORDED, measure=measure)


def _control(control: Control, as_of: date) -> Line:
    due, state = due_after(control.last, control.period, as_of)
    return Line(
        "control", state, measure=control.measure, last=control.last, period=control.period or YEARLY, due=due
    )


def _partners(workbook: Workbook, runs: list[bool], as_of: date) -> Iterator[Line]:
    for partner in partners_of(workbook, runs):
        yield from _partner(partner, workbook, as_of)


def _partner(partner: Partner, workbook: Workbook, as_of: date) -> Iterator[Line]:
    """Yield what is on record about one partner: a contract, its terms, its end, the last look."""
    about = {"place": partner.key, "flows": partner.flows}
    if not partner.contracts:
        yield Line("contract", State.NOT_RECORDED, **about)  # type: ignore[arg-type]
        return
    missing = terms_of(partner, workbook)
    state = State.TERMS_MISSING if missing else State.IN_ORDER
    unwritten = not any(contract.clauses for contract in partner.contracts)
    yield Line("terms", State.NOT_RECORDED if unwritten else state, terms=missing, **about)  # type: ignore[arg-type]
    if (ends := partner.ends) is not None:
        yield Line("contract_end", _ending(ends, as_of), due=ends, **about)  # type: ignore[arg-type]
    if partner.entrusted:
        last, period = partner.checked
        due, state = due_after(last, period, as_of)
        yield Line("partner_check", state, last=last, period=period or YEARLY, due=due, **about)  # type: ignore[arg-type]


def due_after(last: str, period: str, as_of: date) -> tuple[str, State]:
    """Return when something is due again and how that stands; never done on record = not recorded.

    Examples
    --------
    >>> due_after("2025-03-01", "P1Y", date(2026, 4, 1))
    ('2026-03-01', <State.OVERDUE: 'overdue'>)
    >>> due_after("", "P1Y", date(2026, 4, 1))
    ('', <State.NOT_RECORDED: 'not_recorded'>)
    """
    lasting = Period.of(period or YEARLY)
    due = lasting.end(date.fromisoformat(last)) if last and lasting else None
    return (due.isoformat(), _timing(due, as_of)) if due else ("", State.NOT_RECORDED)


def _timing(due: date, as_of: date) -> State:
    if due < as_of:
        return State.OVERDUE
    return State.DUE_SOON if due <= as_of + timedelta(days=SOON) else State.IN_ORDER


def _ending(ends: str, as_of: date) -> State:
    state = _timing(date.fromisoformat(ends), as_of)
    return State.ENDED if state is State.OVERDUE else state
