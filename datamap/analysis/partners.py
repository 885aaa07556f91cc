"""Those to whom items are entrusted, or with whom they are used jointly, and their contracts."""

from __future__ import annotations

from dataclasses import dataclass

from datamap.analysis.handing import hands_on
from datamap.inventory import Workbook
from datamap.model import Contract, Kind

_BOUND = (Kind.ENTRUSTMENT.value, Kind.JOINT_USE.value)
_ROUTE = "equivalent_system"


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody who receives under a contract, or should.

    Attributes
    ----------
    key : the place. contracts : on record with it. flows : that run to it.
    entrusted, joint : whether items are entrusted to it or used jointly with it.
    equivalent : whether provision abroad rests on its equivalent system (APPI 28(1), Rule 16).
    """

    key: str
    contracts: tuple[Contract, ...]
    flows: tuple[str, ...]
    entrusted: bool
    joint: bool
    equivalent: bool

    @property
    def ends(self) -> str | None:
        """The last day of the contract that lasts longest; None where one has no end on record."""
        days = [contract.ends for contract in self.contracts]
        return max(days) if all(days) else None

    @property
    def checked(self) -> tuple[str, str]:
        """When the partner was last looked at, and how often that is due; "" = not recorded."""
        latest = max(self.contracts, key=lambda contract: contract.checked)
        return latest.checked, latest.period


def partners_of(workbook: Workbook, runs: list[bool]) -> tuple[Partner, ...]:
    """Return every outside place to which running flows entrust items or that uses them jointly.

    Joint users are one partner together: the group as the row names it. What an entrustee hands on
    rests on its own contract, not on ours. `runs` tells which rows of the inventory run.
    """
    inventory, own = workbook.inventory, workbook.organisation.key
    others = _others(workbook)
    flows: dict[str, list[tuple[str, str, str]]] = {}
    for flow, on in zip(inventory.flows, runs, strict=True):
        if on and flow.kind in _BOUND and flow.recipient != own and flow.source not in others:
            flows.setdefault(flow.recipient, []).append((flow.id, flow.kind, flow.foreign_route))
    contracts: dict[str, list[Contract]] = {}
    for contract in workbook.organisation.contracts:
        contracts.setdefault(contract.party, []).append(contract)
    return tuple(
        Partner(
            key=key,
            contracts=tuple(one for name in _names(workbook, key) for one in contracts.get(name, ())),
            flows=tuple(flow for flow, _, _ in found),
            entrusted=any(kind == Kind.ENTRUSTMENT.value for _, kind, _ in found),
            joint=any(kind == Kind.JOINT_USE.value for _, kind, _ in found),
            equivalent=any(route == _ROUTE for _, _, route in found),
        )
        for key, found in sorted(flows.items())
        if _outside(workbook, key)
    )


def _others(workbook: Workbook) -> frozenset[str]:
    """Return the places outside that some row hands items to."""
    inventory, own = workbook.inventory, workbook.organisation.key
    handed = {
        flow.recipient
        for flow, leaves in zip(inventory.flows, hands_on(inventory).tolist(), strict=True)
        if leaves
    }
    return frozenset(key for key in handed if key != own and _outside(workbook, key))


def _names(workbook: Workbook, key: str) -> tuple[str, ...]:
    """Return the keys under which a contract with a place, or with the members of a group, may stand."""
    return tuple(dict.fromkeys((key, *workbook.inventory.groups.get(key, ()))))


def _outside(workbook: Workbook, key: str) -> bool:
    """Tell whether a recipient is somebody else: not a department or a system of our own."""
    places = [workbook.inventory.places.get(one) for one in workbook.inventory.groups.get(key, (key,))]
    return any(place is not None and place.type == "party" for place in places)


def terms_of(partner: Partner, workbook: Workbook) -> tuple[str, ...]:
    """Return the terms that no contract with a partner is recorded to have, though they are called for.

    Which terms are called for stands in `vocab/contract_clauses.csv` as flags: `needed` in an
    entrustment (GL 3-4-4), `equivalent_system` (Rule 16), `joint_use` (GL 3-6-3), `article_28`
    where the GDPR is said to apply.
    """
    called = {
        "needed": partner.entrusted,
        "equivalent_system": partner.equivalent,
        "joint_use": partner.joint,
        "article_28": partner.entrusted and dict(workbook.organisation.answers).get("gdpr_in_scope") == "yes",
    }
    wanted = {flag for flag, applies in called.items() if applies}
    written = {clause for contract in partner.contracts for clause in contract.clauses}
    terms = workbook.vocabulary.terms("contract_clauses")
    return tuple(term.key for term in terms if term.flags & wanted and term.key not in written)
