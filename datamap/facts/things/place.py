"""Places that receive: entrustees and others with whom there is, or is not, a contract on record."""

from __future__ import annotations

from datamap.facts.things.case import PlaceCase, fact_of
from datamap.model import Contract

SECURITY_TERMS = frozenset({"security_measures", "confidentiality"})
ARTICLE_28 = frozenset(
    {
        "purpose_limit",
        "confidentiality",
        "security_measures",
        "sub_entrustment_rule",
        "help_with_requests",
        "breach_report",
        "return_or_erasure",
        "audit_right",
    }
)
"""What GDPR 28(3)(a) to (h) asks a contract to say."""


@fact_of("place", "kind", "recipient_role")
def is_entrustee(case: PlaceCase) -> bool:
    """The place receives under entrustment, or its role is that of an entrustee (APPI 25; GDPR 28)."""
    entrusted = case.world.recipients_by_kind.get("entrustment", frozenset())
    role = case.world.vocabulary.is_a("roles", case.place.role, "processor")
    return (case.place.key in entrusted or role) and case.place.key != case.world.organisation.key


@fact_of("place", "contract", "measures")
def entrustee_fully_supervised(case: PlaceCase) -> bool | None:
    """Selection, contract with security terms and checks are all on record (APPI 25, GL 3-4-4)."""
    parts = (selected(case), termed(case), case.world.contract_fresh(case.contracts))
    return False if False in parts else None if None in parts else True


def selected(case: PlaceCase) -> bool | None:
    """Return whether a check before the choice is on record."""
    return True if any(c.selected for c in case.contracts) or case.measured("entrustee_selection") else None


def termed(case: PlaceCase) -> bool | None:
    """Return whether a contract with security terms is on record."""
    terms = any(set(contract.clauses) & SECURITY_TERMS for contract in case.contracts)
    return True if terms or case.measured("entrustee_contract") else None


@fact_of("place", "contract", "measures")
def entrustee_partly_supervised(case: PlaceCase) -> bool:
    """Something is on record about supervising the entrustee, if only a non-disclosure agreement.

    Serves APPI 25.
    """
    return bool(case.contracts) or case.measured("supervision_of_entrustees")


def rules_sub_entrustment(contract: Contract) -> bool:
    """Tell whether a contract says if, and how, handling may be passed on."""
    settled = contract.sub_entrustment in {"forbidden", "with_approval", "with_notice"}
    return settled or "sub_entrustment_rule" in contract.clauses


@fact_of("place", "contract.sub_entrustment", "contract.clauses")
def sub_entrustment_ruled(case: PlaceCase) -> bool | None:
    """Whether and how handling may be passed on is laid down.

    Serves GL 3-4-4; GDPR 28(2); nothing recorded = open.
    """
    ruled = any(map(rules_sub_entrustment, case.contracts))
    free = any(contract.sub_entrustment == "free" for contract in case.contracts)
    return True if ruled or case.measured("sub_entrustment_approval") else False if free else None


@fact_of("place", "contract.clauses", "measures")
def return_or_erasure_agreed(case: PlaceCase) -> bool | None:
    """Return or erasure at the end is agreed (APPI 22, 25); nothing recorded = open."""
    agreed = any("return_or_erasure" in contract.clauses for contract in case.contracts)
    return True if agreed or case.measured("return_or_erase") else None


@fact_of("place", "contract.clauses")
def breach_report_agreed(case: PlaceCase) -> bool | None:
    """The entrustee is to report breaches.

    Serves APPI 26(1) proviso, Rule 9; GDPR 33(2); nothing recorded = open.
    """
    return True if any("breach_report" in contract.clauses for contract in case.contracts) else None


@fact_of("place", "contract.clauses")
def contract_has_article_28_terms(case: PlaceCase) -> bool | None:
    """The contract has the terms of GDPR 28(3)(a) to (h); no contract = open."""
    if not case.contracts:
        return None
    return any(set(contract.clauses) >= ARTICLE_28 for contract in case.contracts)


@fact_of("place", "contract.ends")
def contract_ended(case: PlaceCase) -> bool:
    """A contract on record has ended before the day (APPI 25)."""
    day = case.world.as_of.isoformat()
    return bool(case.contracts) and all(contract.ends and contract.ends < day for contract in case.contracts)


@fact_of("place", "contract.clauses", "foreign_route")
def uses_equivalent_system(case: PlaceCase) -> bool:
    """Some flow to the place rests on an equivalent system (APPI 28(3))."""
    return case.place.key in case.world.recipients_by_route.get("equivalent_system", frozenset())


@fact_of("place", "contract.clauses")
def stop_rule_agreed(case: PlaceCase) -> bool | None:
    """Provision can be stopped where the measures fail (Rule 18(1)(ii)); nothing recorded = open."""
    return True if any("stop_of_provision" in contract.clauses for contract in case.contracts) else None
