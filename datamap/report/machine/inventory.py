"""The workbook as one JSON document: flows, places, graph, where items end up, findings, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from datamap.graph import build_graph
from datamap.inventory import Inventory
from datamap.model import Finding, Law, Reading
from datamap.report.machine.document import WORKBOOK, both, head
from datamap.risk.spread import spread_of
from datamap.vocabulary import read_vocabulary

if TYPE_CHECKING:
    from datamap.report.context.results import Results


def workbook_data(results: Results) -> dict[str, Any]:
    """Return what a workbook holds and what was found in it; keys, and labels in both languages.

    Returns
    -------
    A document that keeps `schemas/workbook.schema.json`. Cells stand as the inventory reads them:
    keys, lists joined by ";", blank = not recorded.
    """
    inventory = results.workbook.inventory
    return {
        **head(WORKBOOK, results.workbook, results.as_of),
        "columns": _columns(inventory),
        "flows": _flows(inventory),
        "places": _places(inventory),
        "groups": {key: list(members) for key, members in sorted(inventory.groups.items())},
        "graph": _graph(inventory),
        "reach": _reach(results),
        "rules": _rules(results.findings),
        "findings": [_finding(one) for one in results.findings.findings],
        "completeness": results.completeness["column"].as_records(),
        "coverage": [_law(law) for law in results.laws.laws],
    }


def _columns(inventory: Inventory) -> list[dict[str, Any]]:
    labels = {column.key: column.label for column in read_vocabulary().columns}
    return [
        {"key": key, "label": both(labels[key]) if key in labels else {"ja": key, "en": key}}
        for key in inventory.columns
    ]


def _flows(inventory: Inventory) -> list[dict[str, Any]]:
    """Return each row of the inventory with its number in the file; blank cells are left out."""
    cells = [inventory.coded(column).texts() for column in inventory.columns]
    rows = zip(inventory.rows, zip(*cells, strict=True), strict=True)
    return [
        {"row": int(number)}
        | {key: value for key, value in zip(inventory.columns, row, strict=True) if value}
        for number, row in rows
    ]


def _places(inventory: Inventory) -> list[dict[str, Any]]:
    return [
        {
            "key": place.key,
            "label": both(place.label),
            "type": place.type.value,
            "role": place.role,
            "countries": list(place.countries),
            "member_of": list(place.member_of),
            "open_ended": place.open_ended,
        }
        for place in inventory.places.values()
    ]


def _graph(inventory: Inventory) -> dict[str, Any]:
    """Return nodes and edges; groups are expanded, so that a flow may have several edges."""
    graph = build_graph(inventory)
    edges = graph.edges(keys=True, data=True)
    return {
        "nodes": sorted(graph.nodes),
        "edges": sorted(
            (
                {
                    "flow": str(data.get("id", key)),
                    "key": str(key),
                    "source": source,
                    "target": target,
                    "leg": data["leg"],
                    "via_group": data["via_group"],
                }
                for source, target, key, data in edges
            ),
            key=lambda edge: (edge["flow"], edge["source"], edge["target"], edge["leg"], edge["key"]),
        ),
    }


def _reach(results: Results) -> list[dict[str, Any]]:
    """Return for each item where it ends up, for certain and as far as cannot be excluded."""
    spread = spread_of(results.workbook, results.as_of)
    items = sorted({item for found in spread.places.values() for item in found})

    def sides(found: Mapping[Reading, Mapping[str, frozenset[str]]], item: str) -> dict[str, list[str]]:
        return {
            reading.value: sorted(filter(None, found[reading].get(item, ())))
            for reading in (Reading.CERTAIN, Reading.POSSIBLE)
        }

    def unplaced(item: str) -> dict[str, bool]:
        return {kind.value: "" in found.get(item, ()) for kind, found in spread.countries.items()}

    return [
        {
            "item": item,
            "places": sides(spread.places, item),
            "countries": sides(spread.countries, item),
            "country_not_recorded": unplaced(item),
        }
        for item in items
    ]


def _rules(findings: Iterable[Finding]) -> dict[str, dict[str, Any]]:
    """Return what all findings of a rule share: article, title, question, remedy."""
    return {
        one.rule: {
            "law": one.law,
            "article": one.article,
            "href": one.href,
            "verified": one.verified,
            "in_force": one.in_force.isoformat() if one.in_force else None,
            "title": both(one.title),
            "question": both(one.question),
            "remedy": both(one.remedy),
        }
        for one in sorted(findings, key=lambda one: one.rule)
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "id": one.id,
        "rule": one.rule,
        "status": one.status.value,
        "severity": one.severity.value,
        "about": one.about,
        "about_type": one.about_type,
        "flows": list(one.flows),
        "clauses": list(one.clauses),
        "message": both(one.message),
        "facts": dict(one.facts),
        "accepted": one.assumption is not None,
    }


def _law(law: Law) -> dict[str, Any]:
    """Return how far an act is looked at: its rules, and its articles as the register says."""
    return {
        "law": law.key,
        "name": both(law.name),
        "rules": len(law.rules),
        "rules_verified": sum(rule.verified_on is not None for rule in law.rules),
        "articles": [
            {"article": entry.article, "state": entry.state, "why": both(entry.why)} for entry in law.coverage
        ],
    }
