"""The notice as a whole: a text either says a thing or does not, so these are known either way."""

from __future__ import annotations

from datamap.facts.things.case import WholeCase, fact_of


@fact_of("notice", "date", "version")
def notice_dated(case: WholeCase) -> bool:
    """The text carries a date or a version."""
    own = case.world.notice
    return bool(own.date or own.version) or case.claims("date_stated")


@fact_of("notice", "purposes")
def notice_speaks_of_promotion(case: WholeCase) -> bool:
    """The text names promotion among the purposes (marketing mail; GDPR 21(2))."""
    flags = case.world.vocabulary.flags
    return any("promotion" in flags("purposes", key) for c in case.world.notice.clauses for key in c.purposes)


@fact_of("notice", "claims", "rights")
def marketing_refusal_stated(case: WholeCase) -> bool:
    """The text says how to refuse product information (good practice; GDPR 21(2))."""
    named = any("stop_marketing" in clause.rights for clause in case.world.notice.clauses)
    return named or case.claims("marketing_opt_out")


@fact_of("notice", "claims")
def security_measures_stated(case: WholeCase) -> bool:
    """The text describes measures, or says they are told on request (APPI 32(1), Order 10(i))."""
    return case.claims("measures_described", "measures_on_request")


@fact_of("notice", "measures", "claims")
def measures_cover_headings(case: WholeCase) -> bool:
    """The measures described reach beyond organisation and people, or are told on request (GL 10, 3-8-1)."""
    above = case.world.vocabulary.ancestors
    keys = {key for clause in case.world.notice.clauses for key in clause.measures}
    headings = {list(above("measures", key))[-1] for key in keys}
    return {"physical", "technical"} <= headings or case.claims("measures_on_request")


@fact_of("notice", "purposes")
def notice_states_purposes(case: WholeCase) -> bool:
    """The text states purposes (APPI 21, 32(1)(ii); GDPR 13(1)(c))."""
    return any(clause.purposes for clause in case.world.notice.clauses)


@fact_of("notice", "claims")
def notice_names_transfer_tool(case: WholeCase) -> bool:
    """The text names the safeguard of transfers and how to get a copy (GDPR 13(1)(f))."""
    return case.claims("transfer_tool_stated")


@fact_of("notice", "claims", "rights")
def notice_has_gdpr_elements(case: WholeCase) -> bool:
    """The text has contact, retention, withdrawal, complaint and automated decisions (GDPR 13)."""
    parts = (
        ("operator_address_stated",),
        ("retention_stated",),
        ("complaint_to_authority",),
        ("withdrawal_of_consent",),
        ("automated_decisions_stated",),
    )
    return all(case.claims(*part) for part in parts)


@fact_of("notice", "claims")
def notice_addresses_gdpr(case: WholeCase) -> bool:
    """The text addresses the GDPR (GDPR 13, 14)."""
    return case.claims("gdpr_statement")


@fact_of("notice", "rights", "claims")
def gdpr_rights_named(case: WholeCase) -> bool:
    """The text names access, rectification, erasure, restriction, portability and objection.

    Serves GDPR 13(2)(b), 15 to 22.
    """
    named = {key for clause in case.world.notice.clauses for key in clause.rights}
    return {"access", "rectification", "erasure", "restriction", "portability", "objection"} <= named
