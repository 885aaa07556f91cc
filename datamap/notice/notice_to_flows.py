"""From the notice to the flows: what clauses state that no flow citing them bears out."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.inventory import Inventory
from datamap.model import ABROAD, Clause, Flow
from datamap.notice.matter import Difference, Matter, about
from datamap.notice.stated import carried, members


def unborne(inventory: Inventory, flows: list[Flow], clauses: dict[str, Clause]) -> Iterator[Difference]:
    """Yield what clauses state beyond the flows that cite them, clause by clause.

    Clauses that state no handling (no items, purposes, recipients) need no flow.
    """
    citing: dict[str, list[Flow]] = {}
    for flow in flows:
        for key in flow.notice:
            citing.setdefault(key, []).append(flow)
    for clause in clauses.values():
        if not (clause.items or clause.purposes or clause.recipients or clause.items_unspecified):
            continue
        found = citing.get(clause.id, [])
        ids = tuple(flow.id for flow in found)
        if not found:
            yield Difference(Matter.CLAUSE_WITHOUT_FLOW, "", (clause.id,), ())
        for matter, what in _beyond(inventory, clause, found) if found else ():
            yield Difference(matter, what, (clause.id,), ids)


def _beyond(inventory: Inventory, clause: Clause, flows: list[Flow]) -> Iterator[tuple[Matter, str]]:
    vocabulary = inventory.vocabulary
    named, undecided = carried(flow.items for flow in flows)
    for key in clause.items:
        if not undecided and not any(
            vocabulary.is_a("items", key, other) or vocabulary.is_a("items", other, key) for other in named
        ):
            yield Matter.ITEM_WITHOUT_FLOW, about("items", key)
    purposes = {key for flow in flows for key in flow.purposes}
    silent = any(not flow.purposes for flow in flows)
    for key in clause.purposes:
        if not silent and not any(vocabulary.is_a("purposes", other, key) for other in purposes):
            yield Matter.PURPOSE_WITHOUT_FLOW, about("purposes", key)
    places = members(inventory, (flow.recipient for flow in flows))
    for cell in clause.recipients:
        if not members(inventory, [cell]) & places:
            yield Matter.RECIPIENT_WITHOUT_FLOW, about("place", cell)
    yield from _beyond_place_and_time(clause, flows)


def _beyond_place_and_time(clause: Clause, flows: list[Flow]) -> Iterator[tuple[Matter, str]]:
    """Yield countries and periods that a clause names and none of its flows records.

    A flow without a country may go to any; a flow that records another period is told from the
    side of the flow (`RETENTION_DIFFERS`).
    """
    reached = {country for flow in flows for country in flow.countries}
    somewhere = ABROAD in reached or any(not flow.countries for flow in flows)
    for key in clause.countries:
        if key != ABROAD and key not in reached and not somewhere:
            yield Matter.COUNTRY_WITHOUT_FLOW, about("countries", key)
    if clause.retention and not any(flow.retention for flow in flows):
        yield Matter.RETENTION_WITHOUT_FLOW, about("retention_events", clause.retention)
