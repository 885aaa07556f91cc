"""What one clause of the notice says.

A text either says a thing or does not: these are known either way, except where an answer on
request would do as well.
"""

from __future__ import annotations

from datamap.facts.things.case import ClauseCase, fact_of

CONSENT = ("consent_at_application", "consent_separate", "consent_before_provision")


@fact_of("clause", "items", "section")
def states_collected_items(case: ClauseCase) -> bool:
    """The clause lists the items that are collected (APPI 21; GDPR 14(1)(d))."""
    return case.clause.section == "collection" and bool(case.clause.items)


@fact_of("clause", "items", "subjects")
def other_clauses_add_items(case: ClauseCase) -> bool | None:
    """Other clauses about the same people name items that no clause on collection has (APPI 17, 21).

    Where a clause that adds items, or this one, does not say about whom it is, this is open.
    """
    clauses, is_a = case.world.notice.clauses, case.world.vocabulary.is_a
    listed = {key for clause in clauses if clause.section == "collection" for key in clause.items}
    more = [c for c in clauses if any(not any(is_a("items", key, i) for i in listed) for key in c.items)]
    own = ";".join(case.clause.subjects)
    akin = [case.world.share("subjects", own, frozenset(c.subjects)) if c.subjects else None for c in more]
    return True if True in akin else None if None in akin else False


@fact_of("clause", "purposes", "section")
def lists_purposes(case: ClauseCase) -> bool:
    """The clause stands in the section on purposes, or states purposes of its own (APPI 17, 21)."""
    return bool(case.clause.purposes)


@fact_of("clause", "purposes", "section", "kind")
def lists_own_purposes(case: ClauseCase) -> bool:
    """The clause is one of the section on purposes (APPI 17, 21)."""
    return case.clause.section == "purposes"


@fact_of("clause", "claims")
def purpose_wording_specific(case: ClauseCase) -> bool:
    """No purpose of the clause names an aim without the act (APPI 17(1), GL 3-1-1)."""
    return not case.claims("vague_purpose")


@fact_of("clause", "purposes_open")
def purpose_list_closed(case: ClauseCase) -> bool:
    """The list of purposes does not end in "など" or the like (APPI 17(1), 27(5)(iii) ④)."""
    return not case.clause.purposes_open


@fact_of("clause", "items", "claims")
def limits_use_of_item(case: ClauseCase) -> bool:
    """The clause limits what an item is used for (APPI 17(1), 18)."""
    return case.claims("purpose_limited_to")


@fact_of("clause", "kind")
def describes_provision(case: ClauseCase) -> bool:
    """The clause describes provision to a third party (APPI 27(1))."""
    return case.clause.kind == "third_party"


@fact_of("clause", "claims")
def only_acknowledgement_asked(case: ClauseCase) -> bool:
    """The clause asks to be understood, not agreed to (APPI 27(1), GL 2-16)."""
    return case.claims("acknowledgement_only")


@fact_of("clause", "claims")
def consent_asked(case: ClauseCase) -> bool:
    """The clause says that agreement is asked for (APPI 27(1)); it does not show that anybody agreed."""
    return case.claims(*CONSENT)


@fact_of("clause", "claims")
def consent_with_application(case: ClauseCase) -> bool:
    """Agreement is asked for together with the application (APPI 27(1), GL 2-16; GDPR 7(2))."""
    return case.claims("consent_at_application")


@fact_of("clause", "claims", "relates_to")
def refusal_or_stop_offered(case: ClauseCase) -> bool:
    """A way to say no, a separate agreement or a way to stop is stated (APPI 27(1), 35; GDPR 7(3))."""
    return case.claimed_nearby(
        "consent_separate", "stop_route_stated", "provision_on_request_only", "withdrawal_of_consent"
    )


@fact_of("clause", "claims")
def provision_said_certain(case: ClauseCase) -> bool:
    """The clause says that items will be provided (APPI 27, 29)."""
    return case.claims("provision_certain")


@fact_of("clause", "claims", "relates_to")
def same_provision_said_otherwise(case: ClauseCase) -> bool:
    """Of two clauses on the same recipients one says "will", the other "may" (APPI 27, 29)."""
    if case.clause.kind != "third_party":
        return False
    others = [
        c
        for c in case.nearby[1:]
        if c.kind == "third_party" and set(c.recipients) & set(case.clause.recipients)
    ]
    return any(("provision_possible" in c.claims) != case.claims("provision_possible") for c in others)


@fact_of("clause", "claims")
def reads_as_publication(case: ClauseCase) -> bool:
    """The word used can be read as making public (APPI 27(1))."""
    return case.claims("publication_to_authorities")


@fact_of("clause", "kind", "claims")
def speaks_of_entrustment(case: ClauseCase) -> bool:
    """The clause is about entrusting the handling (APPI 25)."""
    return case.claims("entrustment_fact")


@fact_of("clause", "subjects")
def entrustment_for_some_people_only(case: ClauseCase) -> bool:
    """The clause covers only some of the groups of people that the notice names (APPI 25).

    A clause that names nobody speaks to everybody.
    """
    if not case.clause.subjects:
        return False
    named = {key for c in case.world.notice.clauses for key in c.subjects}
    is_a = case.world.vocabulary.is_a
    return any(not any(is_a("subjects", key, own) for own in case.clause.subjects) for key in named)


@fact_of("clause", "claims")
def cookies_said_anonymous(case: ClauseCase) -> bool:
    """The clause says that cookies identify nobody (APPI 2(7), 31)."""
    return case.claims("cookie_not_identifying")


@fact_of("clause", "claims")
def refusal_by_browser_only(case: ClauseCase) -> bool:
    """Browser settings are the only way offered to refuse (good practice; GDPR 7(3))."""
    return case.claims("cookie_browser_refusal_only") and not case.claims("cookie_choices_offered")


@fact_of("clause", "rights", "section")
def states_request_procedure(case: ClauseCase) -> bool:
    """The clause is the one on requests (APPI 32(1)(iii), 37)."""
    return case.clause.section == "rights" and bool(case.clause.rights)


@fact_of("clause", "rights")
def five_requests_named(case: ClauseCase) -> bool:
    """Notice of purposes, disclosure, correction, stop or erasure, stop of provision are all named.

    Serves APPI 32(1)(iii).
    """
    five = {"purpose_notice", "disclosure", "correction", "stop_use_erase", "stop_provision"}
    return five <= set(case.clause.rights)


@fact_of("clause", "claims", "relates_to", "rights")
def narrower_than_other_clause(case: ClauseCase) -> bool:
    """The clause limits requests that another clause states in full (APPI 33 to 35)."""
    wider = any(set(c.rights) > set(case.clause.rights) for c in case.nearby[1:])
    return case.claims("rights_limited_to_reasonable_range") and wider


@fact_of("clause", "claims")
def request_form_stated(case: ClauseCase) -> bool:
    """The text states the form of requests, here or in another clause (APPI 37(1), Order 12)."""
    return case.claimed_anywhere("request_form_stated")


@fact_of("clause", "claims")
def agent_accepted(case: ClauseCase) -> bool:
    """The text says that agents may ask, here or in another clause (APPI 37(3), Order 13)."""
    return case.claimed_anywhere("agent_accepted")


@fact_of("clause", "claims")
def fee_stated(case: ClauseCase) -> bool:
    """The text says whether there is a fee, here or in another clause (APPI 38, 32(1)(iii))."""
    return case.claimed_anywhere("fee_stated")


@fact_of("clause", "claims")
def electronic_disclosure_offered(case: ClauseCase) -> bool:
    """The text offers disclosure as an electronic record, here or elsewhere (APPI 33(1), Rule 30)."""
    return case.claimed_anywhere("electronic_disclosure_offered")


@fact_of("clause", "claims", "rights")
def provision_records_disclosable(case: ClauseCase) -> bool:
    """The text says that records of provision are disclosed, here or in another clause (APPI 33(5))."""
    named = any("third_party_record_disclosure" in c.rights for c in case.world.notice.clauses)
    return named or case.claimed_anywhere("third_party_records_disclosable")


@fact_of("clause", "claims")
def wider_stop_grounds_stated(case: ClauseCase) -> bool:
    """The text names the grounds of 35(5): no longer needed, incident, rights at risk (APPI 35(5))."""
    return case.claimed_anywhere("wider_stop_grounds")


@fact_of("clause", "claims")
def speaks_of_refusal(case: ClauseCase) -> bool:
    """The clause is about refusing a request, or promises the reasons (APPI 36)."""
    return case.claims("reasons_on_refusal")


@fact_of("clause", "claims")
def desk_of_application_only(case: ClauseCase) -> bool:
    """The only desk is where the person applied (APPI 37, GL 3-8-7)."""
    return case.claims("desk_of_application_only")


@fact_of("clause", "section", "claims")
def is_contact_clause(case: ClauseCase) -> bool:
    """The clause is the contact block (APPI 32(1)(i), 40)."""
    return case.clause.section == "contact"


@fact_of("clause", "claims")
def address_and_representative_stated(case: ClauseCase) -> bool | None:
    """The operator's address and representative can be known: stated, recorded or given on request.

    Serves APPI 32(1)(i); silence of the text leaves it open, since an answer on request is enough.
    """
    own = case.world.organisation
    address = case.claimed_anywhere("operator_address_stated") or bool(own.address.ja)
    person = case.claimed_anywhere("operator_representative_stated") or bool(own.representative.ja)
    return True if address and person else case.world.answer("address_and_representative_on_request")


@fact_of("clause", "claims")
def enquiry_desk_stated(case: ClauseCase) -> bool:
    """The text gives a desk for enquiries, here or in another clause (APPI 32(1), 40)."""
    return case.claimed_anywhere("inquiry_desk_stated")


@fact_of("clause", "claims")
def complaint_desk_stated(case: ClauseCase) -> bool:
    """The text says where complaints go, here or in another clause (APPI 32(1), Order 10(ii), 40)."""
    return case.claimed_anywhere("complaint_desk_stated")


@fact_of("clause", "claims")
def wording_whole(case: ClauseCase) -> bool:
    """The sentence is whole."""
    return not case.claims("wording_damaged")


@fact_of("clause", "claims")
def answer_time_promised(case: ClauseCase) -> bool:
    """The text says that, or when, requests are answered (APPI 33 to 35; GDPR 12(3))."""
    return case.claimed_anywhere("prompt_answer", "answer_time_stated")
