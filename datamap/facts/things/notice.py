"""The notice as a whole: a text either says a thing or does not, so these are known either way."""

from __future__ import annotations

from datamap.facts.things.case import WholeCase, fact_of


@fact_of("notice", "date", "version")
def notice_dated(case: WholeCase) -> bool:
    """The text carries a date or a version."""
    own = case.world.notice
    return bool(own.date or own.version) or case.claims("date_stated")


@fact_of("notice", "retention")
def notice_states_retention(case: WholeCase) -> bool:
    """The text gives a period of keeping for items in general (APPI 22; GDPR 13(2)(a))."""
    return case.claims("retention_stated")


@fact_of("notice", "retention", "claims")
def notice_touches_retention(case: WholeCase) -> bool:
    """The text says something about keeping some items (APPI 22)."""
    return case.claims("retention_stated", "retention_law_unnamed") or any(
        clause.retention for clause in case.world.notice.clauses
    )


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
def breach_handling_stated(case: WholeCase) -> bool:
    """The text says what is done in a breach (not required in a notice; APPI 26)."""
    return case.claims("breach_handling_stated")


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


@fact_of("notice", "rights", "section")
def notice_states_requests(case: WholeCase) -> bool:
    """The text names the requests that people can make (APPI 32(1)(iii); GDPR 13(2)(b))."""
    return any(clause.rights for clause in case.world.notice.clauses)


@fact_of("notice", "purposes")
def notice_states_purposes(case: WholeCase) -> bool:
    """The text states purposes (APPI 21, 32(1)(ii); GDPR 13(1)(c))."""
    return any(clause.purposes for clause in case.world.notice.clauses)


@fact_of("notice", "claims")
def notice_addresses_gdpr(case: WholeCase) -> bool:
    """The text addresses the GDPR (GDPR 13, 14)."""
    return case.claims("gdpr_statement")


@fact_of("notice", "claims")
def notice_names_legal_bases(case: WholeCase) -> bool:
    """The text names the legal basis of each purpose (GDPR 13(1)(c))."""
    return case.claims("gdpr_statement")


@fact_of("notice", "claims")
def notice_names_transfer_tool(case: WholeCase) -> bool:
    """The text names the safeguard of transfers and how to get a copy (GDPR 13(1)(f))."""
    return case.claims("transfer_tool_stated")


@fact_of("notice", "claims")
def notice_names_complaint_to_authority(case: WholeCase) -> bool:
    """The text names the complaint to an authority (GDPR 13(2)(d))."""
    return case.claims("complaint_to_authority")


@fact_of("notice", "claims")
def notice_states_automated_decisions(case: WholeCase) -> bool:
    """The text says whether decisions are automated (GDPR 13(2)(f))."""
    return case.claims("automated_decisions_stated")


@fact_of("notice", "claims", "rights")
def notice_has_gdpr_elements(case: WholeCase) -> bool:
    """The text has the elements of GDPR 13: controller, officer, retention, rights, withdrawal, complaint …"""
    parts = (
        ("operator_address_stated",),
        ("retention_stated",),
        ("complaint_to_authority",),
        ("withdrawal_of_consent",),
        ("automated_decisions_stated",),
    )
    return all(case.claims(*part) for part in parts)


@fact_of("notice", "claims")
def changes_announced(case: WholeCase) -> bool:
    """The text says how changes are announced (APPI 17(2), 21(3), 27(6))."""
    return case.claims("changes_announced", "change_of_purpose")


@fact_of("notice", "subjects", "claims")
def notice_states_sources(case: WholeCase) -> bool:
    """The text names sources other than the person (GDPR 14(2)(f))."""
    return case.claims("collection_source_stated")
