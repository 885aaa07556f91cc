"""From the flows to the notice: what the flows do that no clause they cite states."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.analysis.handing import STAYS
from datamap.inventory import Inventory
from datamap.model import ABROAD, Clause, Flow, Kind
from datamap.notice.matter import Difference, Matter, about
from datamap.notice.stated import Stated

_SILENT = frozenset({Kind.INTERNAL_USE.value, Kind.DERIVATION.value})
"""Kinds of flow that name nobody outside, so that a clause need not name a recipient."""


def unstated(
    inventory: Inventory, flows: list[Flow], clauses: dict[str, Clause], home: frozenset[str]
) -> Iterator[Difference]:
    """Yield what flows do beyond the clauses that they cite, flow by flow.

    Parameters
    ----------
    flows : those that run. clauses : of the notice, by id. home : countries that need no naming.
    """
    for flow in flows:
        cited = [clauses[key] for key in flow.notice if key in clauses]
        if not cited:
            yield Difference(Matter.FLOW_NOT_STATED, about("", ""), (), (flow.id,))
            continue
        stated = Stated(inventory, cited)
        ids = tuple(clause.id for clause in cited)
        for matter, what in _beyond(flow, stated, home):
            yield Difference(matter, what, ids, (flow.id,))


def _beyond(flow: Flow, stated: Stated, home: frozenset[str]) -> Iterator[tuple[Matter, str]]:
    for key in flow.items.named:
        if not stated.names_item(key):
            matter = Matter.ITEM_UNDER_OPEN_WORDS if stated.items_open else Matter.ITEM_NOT_STATED
            yield matter, about("items", key)
    for key in flow.purposes:
        if not stated.names_purpose(key):
            matter = Matter.PURPOSE_UNDER_OPEN_WORDS if stated.purposes_open else Matter.PURPOSE_NOT_STATED
            yield matter, about("purposes", key)
    if flow.kind not in _SILENT | STAYS and not stated.names_recipient(flow.recipient):
        matter = Matter.RECIPIENT_UNDER_OPEN_WORDS if stated.recipients_open else Matter.RECIPIENT_NOT_STATED
        yield matter, about("place", flow.recipient)
    for key in flow.countries:
        if key not in home | {ABROAD} and key not in stated.countries:
            matter = Matter.COUNTRY_NOT_NAMED if ABROAD in stated.countries else Matter.COUNTRY_NOT_STATED
            yield matter, about("countries", key)
    periods = {clause.retention for clause in stated.clauses if clause.retention}
    if flow.retention and periods and flow.retention not in periods:
        yield Matter.RETENTION_DIFFERS, about("retention_events", flow.retention)
