"""What is handled: items, operations, assets, scale, transfers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from datamap.model import EMPTY, Flow, Kind, Text
from datamap.risk.content.registry import Source, fills, listed
from datamap.risk.content.rows import Row
from datamap.risk.exposure import Rows
from datamap.risk.plain import persons
from datamap.vocabulary import text

FLAGS = ("sensitive", "eu_sensitive", "my_number", "id_code", "property_damage", "may_be_sensitive")
"""Flags that the table of items shows, gravest first."""

PHASES = {
    "collection": (Kind.COLLECTION, Kind.DERIVATION),
    "use": (Kind.INTERNAL_USE,),
    "sharing": (
        Kind.ENTRUSTMENT, Kind.JOINT_USE, Kind.THIRD_PARTY, Kind.SUCCESSION, Kind.AUTHORITY,
        Kind.EXTERNAL_TRANSMISSION, Kind.UNDETERMINED,
    ),
}  # fmt: skip
"""Phases of handling, and the kinds of flow that belong to them."""


@fills("data_items")
def data_items(source: Source) -> Iterator[Row]:
    """Fill every item: about whom, how grave, in which flows."""
    ledger, rows = source.assessment.ledger, source.assessment.rows
    for item in ledger.named("items", rows):
        here = ledger.naming(item, rows)
        yield Row(
            item,
            {
                "item": source.words.label("item", item),
                "subjects": source.list("subject", ledger.named("subjects", here)),
                "special": _special(source, item),
            },
            ledger.ids(here),
        )


def _special(source: Source, item: str) -> Text:
    """Return how an item is special; "ordinary item" where nothing makes it so."""
    terms = source.workbook.vocabulary
    found = {flag for child in terms.children("items", item) for flag in terms.flags("items", child)}
    found -= {"may_be_sensitive"} if "sensitive" in terms.flags("items", item) else set()
    named = [flag for flag in FLAGS if flag in found]
    return listed(text("risk", f"flag_{flag}") for flag in named) if named else text("risk", "flag_plain")


@fills("subjects")
def subjects(source: Source) -> Iterator[Row]:
    """Fill the groups of people: how many, and in which flows."""
    ledger, rows = source.assessment.ledger, source.assessment.rows
    for subject in ledger.named("subjects", rows):
        flows = ledger.holding("subjects", subject, rows)
        yield Row(
            subject,
            {"subject": source.words.label("subject", subject), "persons": _people(source, subject, flows)},
            flows,
        )


def _people(source: Source, subject: str, flows: tuple[str, ...]) -> Text:
    """Return how many of a group there are, as the organisation or its largest flow says.

    Flows may be about the same people or about others, so that the largest one is the least there
    are. A figure about several groups is no figure of one of them.
    """
    ledger, staff = source.assessment.ledger, source.workbook.organisation.employees
    if subject == "employee" and staff.isdigit():
        return text("risk", "persons_of_organisation", persons=f"{int(staff):,}")
    here = ledger.rows(flows)
    alone = [row for row in here.tolist() if ledger.named("subjects", np.array([row])) == (subject,)]
    if said := persons(ledger.exposure(np.array(alone, dtype=np.intp)).persons):
        return text("risk", "persons_at_least", persons=said)
    together = persons(ledger.exposure(here).persons)
    return text("risk", "persons_together", persons=together) if together else EMPTY


@fills("operations")
def operations(source: Source) -> Iterator[Row]:
    """Fill what is done in each phase: collection, use, storage, sharing and transfer, deletion."""
    ledger, rows = source.assessment.ledger, source.assessment.rows
    for phase, kinds in PHASES.items():
        flows = tuple(sorted({flow for kind in kinds for flow in ledger.holding("kind", kind.value, rows)}))
        if flows:
            chosen = ledger.rows(flows)
            activities = source.list("activity", (a for a in ledger.cells("activity", chosen) if a))
            yield _phase(
                phase, listed([*_only(activities), text("risk", "count_flows", count=len(flows))]), flows
            )
    systems = tuple(system for system in ledger.cells("system", rows) if system)
    stored = tuple(sorted({flow for system in systems for flow in ledger.holding("system", system, rows)}))
    yield _phase("storage", source.list("systems", systems), stored)
    kept = tuple(cell for cell in ledger.cells("retention", rows) if cell)
    ending = tuple(sorted({flow for cell in kept for flow in ledger.holding("retention", cell, rows)}))
    yield _phase("deletion", listed(source.period(cell) for cell in kept), ending)


def _phase(phase: str, explanation: Text, flows: tuple[str, ...]) -> Row:
    return Row(phase, {"phase": text("risk", f"phase_is_{phase}"), "explanation": explanation}, flows)


@fills("assets")
def assets(source: Source) -> Iterator[Row]:
    """Fill what the handling rests on: systems, departments, processors and ways of handing over."""
    ledger, rows = source.assessment.ledger, source.assessment.rows
    for sort, column in (("system", "system"), ("department", "department"), ("mode", "mode")):
        for key in ledger.entries(column, rows):
            label = source.words.label("recipient" if sort != "mode" else "mode", key)
            cells = {"asset_type": text("risk", f"asset_is_{sort}"), "asset": label}
            yield Row(f"{sort}:{key}", cells, ledger.holding(column, key, rows))


@fills("scale_of_handling")
def scale_of_handling(source: Source) -> Iterator[Row]:
    """Fill how much there is: flows, people, items, recipients, countries."""
    exposure = source.assessment.ledger.exposure(source.assessment.rows)
    people = persons(exposure.persons)
    figures = {
        "flows": _same(str(exposure.count)),
        "persons": text("risk", "persons_at_least", persons=people) if people else EMPTY,
        "items": _same(str(len(exposure.items))),
        "places": _same(str(exposure.places)),
        "countries": source.list("country", exposure.countries),
    }
    for key, value in figures.items():
        yield Row(key, {"aspect": text("risk", f"scale_of_{key}"), "extent": value})


@fills("transfers")
def transfers(source: Source) -> Iterator[Row]:
    """Fill every hand-over abroad: recipient, country, route under the APPI, tool under the GDPR, items."""
    ledger = source.assessment.ledger
    found: dict[str, list[str]] = {}
    for pair in _destinations(source):
        exposure = ledger.exposure(pair)
        away = [country for country in exposure.countries if country not in exposure.at_home]
        found |= dict.fromkeys(ledger.ids(pair) if away else (), away)
    for flow, away in sorted(found.items()):
        yield _transfer(source, flow, away)


def _destinations(source: Source) -> list[Rows]:
    """Return the rows of each distinct combination of source, recipient and countries."""
    inventory, rows = source.workbook.inventory, source.assessment.rows
    groups: dict[tuple[int, ...], list[int]] = {}
    codes = np.stack([inventory.coded(name).codes[rows] for name in ("source", "recipient", "countries")])
    for row, found in zip(rows.tolist(), codes.T.tolist(), strict=True):
        groups.setdefault(tuple(found), []).append(row)
    return [np.array(found, dtype=np.intp) for found in groups.values()]


def _transfer(source: Source, flow_id: str, away: list[str]) -> Row:
    flow = source.workbook.inventory.flow(flow_id)
    label = source.workbook.vocabulary.label
    return Row(
        flow_id,
        {
            "name": source.words.label("recipient", flow.recipient),
            "countries": source.list("country", away),
            "route": label("foreign_routes", flow.foreign_route)
            if flow.foreign_route not in {"", "unknown"}
            else EMPTY,
            "tool": label("gdpr_tools", flow.gdpr_tool) if flow.gdpr_tool else EMPTY,
            "items": _moved(source, flow),
        },
        (flow_id,),
    )


def _moved(source: Source, flow: Flow) -> Text:
    """Return the items of a flow in words; a recorded "all" is said with its source."""
    items = flow.items
    if not items.everything:
        return source.list("item", items.named)
    word = "all_items_but" if items.excluded else "all_items_of"
    left_out = source.list("item", items.excluded)
    return text("risk", word, source=source.words.label("recipient", flow.source), items=left_out)


def _only(words: Text) -> list[Text]:
    return [words] if words.ja else []


def _same(words: str) -> Text:
    return Text.same(words) if words else EMPTY
