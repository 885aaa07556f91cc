"""What to fix first: one order of findings for the terminal, the pages and the notebooks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from datamap.analysis.asked import Flags
from datamap.analysis.handing import hands_on
from datamap.analysis.listed import entries_of
from datamap.facts.flow.lists import cell_lists
from datamap.inventory import Workbook
from datamap.model import Finding, FindingStatus, Severity

GRAVE = frozenset({"sensitive", "id_code", "property_damage"})
"""Flags of items that put a matter before others of its severity and status."""

STATUSES = (
    FindingStatus.CONFLICT,
    FindingStatus.GAP,
    FindingStatus.WEAK,
    FindingStatus.NOT_STATED,
    FindingStatus.NOT_APPLICABLE,
    FindingStatus.NO_GAP,
)
"""Findings of one severity come in this order."""

Weight = tuple[int, int, int, int, str]


def grave_rows(book: Workbook) -> Flags:
    """Return which rows hand sensitive items, identification codes or payment data to somebody else."""
    items, flags = book.inventory.coded("items"), book.vocabulary.flags
    grave = cell_lists(entries_of(book.inventory, "items")).any(
        lambda item: bool(GRAVE & flags("items", item))
    )
    return hands_on(book.inventory) & grave[items.codes]


def grave_flows(book: Workbook) -> frozenset[str]:
    """Return the flows of `grave_rows`, by id."""
    ids = book.inventory.coded("id")
    return frozenset(ids.values[code] for code in ids.codes[grave_rows(book)].tolist())


def how_grave(findings: Iterable[Finding], grave: Collection[str]) -> int:
    """Return how many of the grave flows findings are about."""
    return len({flow for one in findings if one.about_type == "flow" for flow in one.flows} & {*grave})


def weight(findings: Sequence[Finding], grave: Collection[str]) -> Weight:
    """Return what findings of one rule and outcome are ordered by, the least first.

    The gravest severity (accepted, then settled ones last), then status, then how many of their flows
    are grave, then how many things they are about, then the name of the rule.

    Parameters
    ----------
    findings : of one rule and one status; at least one. grave : see `grave_flows`.
    """
    first = findings[0]
    settled = first.status is FindingStatus.NO_GAP
    closed = len(Severity) + (1 if settled else 0)
    severity = closed if settled or accepted(first) else min(one.severity.rank for one in findings)
    return weight_of(severity, first.status, how_grave(findings, grave), len(findings), first.rule)


def weight_of(severity: int, status: FindingStatus, grave: int, count: int, rule: str) -> Weight:
    """Return the same from what is known of the findings: `count` of them, `grave` of which are grave."""
    return severity, STATUSES.index(status), -grave, -count, rule


def accepted(finding: Finding) -> bool:
    """Tell whether an officer has accepted a finding as it is, for now."""
    return finding.assumption is not None and finding.assumption.closes


def in_order(
    findings: Iterable[Finding], grave: Collection[str]
) -> Mapping[tuple[str, str, bool], list[Finding]]:
    """Gather findings by rule, status and whether they are accepted, what to fix first at the head."""
    found: dict[tuple[str, str, bool], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.rule, finding.status.value, accepted(finding)), []).append(finding)
    return dict(sorted(found.items(), key=lambda entry: weight(entry[1], grave)))
