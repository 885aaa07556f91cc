"""Who: operator, units, officers, joint users, entrustees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from datamap.model import EMPTY, Contract, Kind, PlaceType, Text
from datamap.risk.content.registry import Source, fills, listed
from datamap.risk.content.rows import Row
from datamap.risk.exposure import Rows
from datamap.vocabulary import text


def _same(words: str) -> Text:
    return Text.same(words) if words else EMPTY


@fills("controller")
def controller(source: Source) -> Iterator[Row]:
    """Fill who is responsible: name, address, representative, countries."""
    own = source.workbook.organisation
    if own.name.ja or own.key:
        yield Row(
            own.key,
            {
                "name": own.name,
                "address": own.address,
                "representative": own.representative,
                "countries": source.list("country", own.countries),
            },
        )


@fills("officers")
def officers(source: Source) -> Iterator[Row]:
    """Fill whom to turn to: officer in charge, data protection officer, EU representative."""
    own = source.workbook.organisation
    for function, holder in (
        ("officer", own.officer),
        ("dpo", own.dpo),
        ("eu_representative", own.eu_representative),
    ):
        yield Row(function, {"function": text("risk", f"function_{function}"), "holder": holder})


@fills("managing_units")
def managing_units(source: Source) -> Iterator[Row]:
    """Fill the departments that answer for flows, with the role that manages each."""
    ledger, rows = source.assessment.ledger, source.assessment.rows
    parties = {party.key: party for party in source.workbook.organisation.parties}
    for department in ledger.entries("department", rows):
        manager = parties[department].manager if department in parties else EMPTY
        cells = {"unit": source.words.label("recipient", department), "manager": manager}
        yield Row(department, cells, ledger.holding("department", department, rows))


@fills("joint_controllers")
def joint_controllers(source: Source) -> Iterator[Row]:
    """Fill the groups that use data jointly: who they are, who is responsible, what was agreed."""
    for key, flows in _recipients(source, Kind.JOINT_USE):
        group = source.workbook.inventory.names.groups.get(key)
        contracts = _contracts(source, key)
        yield Row(
            key,
            {
                "name": source.words.label("recipient", key),
                "members": source.list("recipient", source.workbook.inventory.groups.get(key, ())),
                "responsible": _same(_responsible(source, key) if group else ""),
                "obligations": _terms(source, contracts),
            },
            flows,
        )


def _responsible(source: Source, key: str) -> str:
    """Return the responsible party recorded for a group, or for a group it belongs to."""
    groups = source.workbook.inventory.names.groups
    above = [group for group in groups.values() if key in group.members]
    return next((g.responsible_party for g in [groups[key], *above] if g.responsible_party), "")


@fills("processors")
def processors(source: Source) -> Iterator[Row]:
    """Fill who handles data on our behalf: work, country, contract terms, sub-entrustment, last check."""
    ledger = source.assessment.ledger
    places = source.workbook.inventory.places
    ours = {key for key, place in places.items() if place.type is PlaceType.DEPARTMENT}
    found = _recipients(source, Kind.ENTRUSTMENT)
    entrusted = {key: flows for key, flows in found if key not in ours}
    for key, flows in entrusted.items():
        rows, contracts = ledger.rows(flows), _contracts(source, key)
        exposure = ledger.exposure(rows)
        yield Row(
            key,
            {
                "name": _processor(source, key, entrusted, rows),
                "tasks": source.list("purpose", ledger.entries("purposes", rows)),
                "countries": source.list("country", exposure.countries),
                "obligations": _terms(source, contracts),
                "sub_processors": _sub_processors(source, key, entrusted, contracts),
                "checked": _same(max((c.checked for c in contracts), default="")),
            },
            flows,
        )


def _processor(source: Source, key: str, entrusted: Mapping[str, tuple[str, ...]], rows: Rows) -> Text:
    """Return the name of a processor; of one that others hand work on to, with whose sub-processor it is."""
    name = source.words.label("recipient", key)
    above = [one for one in source.assessment.ledger.cells("source", rows) if one in entrusted and one != key]
    if not above:
        return name
    return text("risk", "sub_processor_of", name=name, above=source.list("recipient", above))


def _sub_processors(
    source: Source, key: str, entrusted: Mapping[str, tuple[str, ...]], contracts: tuple[Contract, ...]
) -> Text:
    """Return to whom a processor hands work on, by the rows, and what its contracts say about that."""
    ledger = source.assessment.ledger
    given = [
        one
        for one, flows in entrusted.items()
        if one != key and key in ledger.cells("source", ledger.rows(flows))
    ]
    rules = dict.fromkeys(c.sub_entrustment for c in contracts if c.sub_entrustment)
    label = source.workbook.vocabulary.label
    named = (source.words.label("recipient", one) for one in given)
    return listed([*named, *(label("sub_entrustments", rule) for rule in rules)])


@fills("recipients")
def recipients(source: Source) -> Iterator[Row]:
    """Fill who else receives data: role, country, items, purposes."""
    ledger, rows = source.assessment.ledger, source.assessment.rows
    inventory = source.workbook.inventory
    kinds = (Kind.THIRD_PARTY, Kind.AUTHORITY, Kind.EXTERNAL_TRANSMISSION, Kind.SUCCESSION, Kind.UNDETERMINED)
    wanted = {flow for kind in kinds for _, flows in _recipients(source, kind) for flow in flows}
    chosen = ledger.rows(wanted)
    for key in ledger.cells("recipient", chosen):
        flows = tuple(f for f in ledger.holding("recipient", key, rows) if f in wanted)
        here = ledger.rows(flows)
        exposure = ledger.exposure(here)
        place = inventory.places.get(key)
        yield Row(
            key,
            {
                "name": source.words.label("recipient", key),
                "role": source.words.label("role", place.role) if place and place.role else EMPTY,
                "countries": source.list("country", exposure.countries),
                "items": source.list("item", exposure.items),
                "purposes": source.list("purpose", ledger.entries("purposes", here)),
            },
            flows,
        )


def _recipients(source: Source, kind: Kind) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each recipient of flows of one kind, as written, with those flows."""
    ledger, rows = source.assessment.ledger, source.assessment.rows
    chosen = ledger.rows(ledger.holding("kind", kind.value, rows))
    for key in ledger.cells("recipient", chosen):
        yield key, ledger.holding("recipient", key, chosen)


def _contracts(source: Source, key: str) -> tuple[Contract, ...]:
    """Return the contracts with a recipient, or with its group."""
    return tuple(c for c in source.workbook.organisation.contracts if c.party == key)


def _terms(source: Source, contracts: tuple[Contract, ...]) -> Text:
    """Return the terms of contracts in words."""
    clauses = dict.fromkeys(clause for contract in contracts for clause in contract.clauses)
    return listed(source.workbook.vocabulary.label("contract_clauses", clause) for clause in clauses)
