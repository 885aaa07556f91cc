"""The organisation as a whole: what it has set up, states and answers when asked."""

from __future__ import annotations

from datamap.facts.things.case import WholeCase, fact_of
from datamap.facts.world import JAPAN
from datamap.model import PlaceType

HEADINGS = (
    "basic_policy",
    "rules_of_handling",
    "organisational",
    "human",
    "physical",
    "technical",
    "external_environment",
)
"""The seven headings of security control (GL 10-1 to 10-7)."""


@fact_of("organisation", "kind")
def collects_items(case: WholeCase) -> bool:
    """Some flow is a collection (APPI 20, 21)."""
    return "collection" in case.world.recipients_by_kind


@fact_of("organisation", "kind")
def provides_or_entrusts(case: WholeCase) -> bool:
    """Some flow hands items to another legal person (APPI 23, 27)."""
    return bool({"entrustment", "third_party", "joint_use", "authority"} & set(case.world.recipients_by_kind))


@fact_of("organisation", "controls", "measures")
def some_headings_measured(case: WholeCase) -> bool:
    """Measures are recorded under at least one of the seven headings (APPI 23, GL 10)."""
    return bool(case.world.headings_measured & set(HEADINGS))


@fact_of("organisation", "controls", "measures")
def every_heading_measured(case: WholeCase) -> bool | None:
    """Measures are recorded under each heading; the last only where items are handled abroad.

    Serves GL 10-1 to 10-7.
    """
    missing = set(HEADINGS) - case.world.headings_measured
    return (
        True
        if not missing or (missing == {"external_environment"} and not case.world.anything_abroad)
        else None
    )


@fact_of("organisation", "controls.regular_training")
def training_dated(case: WholeCase) -> bool | None:
    """Training was held within its period (APPI 24, GL 10-4); no date = open."""
    return case.world.control_fresh("regular_training")


@fact_of("organisation", "controls.regular_training")
def training_stated(case: WholeCase) -> bool:
    """Training is said to take place (APPI 24, GL 10-4)."""
    return case.world.control_recorded("regular_training")


@fact_of("organisation", "controls.audit")
def audit_dated(case: WholeCase) -> bool | None:
    """An audit was made within its period (GL 10-3(5)); no date = open."""
    return case.world.control_fresh("audit")


@fact_of("organisation", "controls.audit")
def audit_stated(case: WholeCase) -> bool:
    """Audits are said to take place (GL 10-3(5))."""
    return case.world.control_recorded("audit")


@fact_of("organisation", "controls.incident_response")
def incident_response_recorded(case: WholeCase) -> bool | None:
    """How incidents are handled and reported is on record (APPI 26, GL 10-3(4)); nothing recorded = open."""
    recorded = case.world.control_recorded("incident_response") or case.claims("breach_handling_stated")
    return True if recorded else case.answered("incident_response_in_place")


@fact_of("organisation", "department")
def some_department_recorded(case: WholeCase) -> bool:
    """Departments or systems that hold items are recorded (GL 10-3(3))."""
    held = (PlaceType.DEPARTMENT, PlaceType.SYSTEM)
    return any(place.type in held for place in case.world.inventory.places.values())


@fact_of("organisation", "department.manager")
def every_department_has_manager(case: WholeCase) -> bool | None:
    """Each declared department has a role that answers for it (GL 10-3(1)); none declared = open."""
    departments = [p for p in case.world.organisation.parties if p.type == "department"]
    return True if departments and all(d.manager for d in departments) else None


@fact_of("organisation", "answers.unfair_use_considered", asked=True)
def unfair_use_considered(case: WholeCase) -> bool | None:
    """Somebody looked whether a use may help unlawful or unfair acts (APPI 19)."""
    return case.answered("unfair_use_considered")


@fact_of("organisation", "subjects", "claims", "answers.companions_and_minors_handled")
def companions_and_minors_addressed(case: WholeCase) -> bool | None:
    """Companions, emergency contacts and minors are on the map, in the notice or said to be absent.

    Serves APPI 20(1), 21(1).
    """
    if case.world.indirect_people or case.claims("companions_addressed", "minors_addressed"):
        return True
    return case.answered("companions_and_minors_handled")


@fact_of("organisation", "subjects")
def minors_recorded(case: WholeCase) -> bool:
    """Minors are among the people on the map (GL 2-16; Act No. 56 of 2026, not in force)."""
    return case.world.people_flagged("minor")


@fact_of("organisation", "subjects")
def companions_recorded(case: WholeCase) -> bool:
    """People whose data others give are on the map (Act No. 56 of 2026: booking for family, not in force)."""
    return case.world.people_flagged("indirect")


@fact_of("organisation", "answers.entrustees_listed", "claims")
def recipients_complete(case: WholeCase) -> bool | None:
    """All entrustees and recipients (payment, mailing, IT, cloud) are on the map (APPI 25, 27)."""
    return case.answered("recipients_complete")


@fact_of("organisation", "desk.subjects", "subjects")
def desk_for_everybody(case: WholeCase) -> bool | None:
    """Every group of people on the map has a desk for requests (APPI 37, GL 3-8-7); no desk = open."""
    rights = {"disclosure", "correction", "stop_use_erase", "stop_provision"}
    desks = [desk for desk in case.world.organisation.desks if rights & set(desk.serves)]
    if not desks:
        return None
    is_a = case.world.vocabulary.is_a
    served = {key for desk in desks for key in desk.subjects}
    people = case.world.people
    return not served or all(any(is_a("subjects", key, group) for group in served) for key in people)


@fact_of("organisation", "desk")
def some_desk_for_requests(case: WholeCase) -> bool:
    """Some desk takes requests (APPI 37)."""
    return any({"disclosure", "correction"} & set(desk.serves) for desk in case.world.organisation.desks)


@fact_of("organisation", "certified_body", "answers.certified_body_member")
def certified_body_settled(case: WholeCase) -> bool | None:
    """Membership of a certified body is recorded, or answered (APPI 32(1), Order 10(iii))."""
    if case.world.organisation.certified_body or case.claims("certified_body_stated"):
        return True
    return None if case.answered("certified_body_member") is None else True


@fact_of("organisation", "answers.answers_within_two_weeks", asked=True)
def answers_within_two_weeks(case: WholeCase) -> bool | None:
    """Requests are answered within two weeks (APPI 39)."""
    return case.answered("answers_within_two_weeks")


@fact_of("organisation", "basis")
def opt_out_used(case: WholeCase) -> bool:
    """Some flow rests on opt-out (APPI 27(2))."""
    return "opt_out" in case.world.bases


@fact_of("organisation", "countries", "answers.appi_in_scope")
def appi_in_scope(case: WholeCase) -> bool | None:
    """The operator is in Japan, or a person has answered that the Act reaches it abroad (APPI 171).

    Where no country is recorded for the operator, Japan is taken.
    """
    home = case.world.organisation.countries
    return True if not home or JAPAN in home else case.answered("appi_in_scope")


@fact_of("organisation", "answers.gdpr_in_scope")
def gdpr_in_scope(case: WholeCase) -> bool | None:
    """A person has answered that the GDPR applies: establishment, targeting or monitoring in the EU.

    Serves GDPR 3.
    """
    answered = [case.answered(name) for name in GDPR_GATE]
    return True if True in answered else False if answered.count(False) == len(answered) else None


GDPR_GATE = ("eu_establishment", "eu_offering", "eu_monitoring")
"""The three questions of GDPR 3(1), 3(2)(a) and 3(2)(b)."""


@fact_of("organisation", "answers.eu_offering", "answers.eu_monitoring")
def gdpr_by_targeting_only(case: WholeCase) -> bool | None:
    """The GDPR applies without an establishment in the EU (GDPR 3(2), 27)."""
    targeting = {case.answered("eu_offering"), case.answered("eu_monitoring")}
    established = case.answered("eu_establishment")
    if established is True:
        return False
    if True in targeting:
        return True if established is False else None
    return None if None in targeting else False


@fact_of("organisation", "eu_representative", "claims")
def eu_representative_named(case: WholeCase) -> bool | None:
    """A representative in the EU is named (GDPR 27)."""
    named = bool(case.world.organisation.eu_representative) or case.claims("eu_representative_stated")
    return True if named else case.answered("eu_representative_exempt")


@fact_of("organisation", "dpo", "claims", "answers.dpo_needed")
def dpo_settled(case: WholeCase) -> bool | None:
    """A data protection officer is named, or somebody answered that none is needed (GDPR 37)."""
    if case.world.organisation.dpo or case.claims("dpo_stated"):
        return True
    return True if case.answered("dpo_needed") is False else None


@fact_of("organisation", "address", "name")
def controller_identified(case: WholeCase) -> bool | None:
    """Name and contact of the controller are recorded (GDPR 30(1)(a))."""
    own = case.world.organisation
    return True if own.name.en and own.address else None


@fact_of("organisation", "answers.breach_log", asked=True)
def breaches_logged(case: WholeCase) -> bool | None:
    """Breaches are logged and can be notified within 72 hours (GDPR 33)."""
    return case.answered("breach_log")


@fact_of("organisation", "answers.dpia_done", asked=True)
def dpia_on_record(case: WholeCase) -> bool | None:
    """An impact assessment with its four parts is on record (GDPR 35(7))."""
    return case.answered("dpia_done")


@fact_of("organisation", "answers.dpia_advice_sought", asked=True)
def dpia_advice_sought(case: WholeCase) -> bool | None:
    """Advice of the officer and views of the people were sought, or it is said why not.

    Serves GDPR 35(2), (9), (11).
    """
    return case.answered("dpia_advice_sought")


@fact_of("organisation", "answers.residual_risk_high", asked=True)
def residual_risk_high(case: WholeCase) -> bool:
    """A high residual risk is recorded (GDPR 36)."""
    return case.answered("residual_risk_high") is True


@fact_of("organisation", "answers.prior_consultation_done", asked=True)
def prior_consultation_done(case: WholeCase) -> bool | None:
    """The authority was consulted beforehand (GDPR 36)."""
    return case.answered("prior_consultation_done")


@fact_of("organisation", "items", "persons", "answers")
def dpia_triggers(case: WholeCase) -> bool | None:
    """A case of Art. 35(3) holds, or two criteria of WP248 do, as answered (GDPR 35)."""
    answered = [case.answered(name) for name in DPIA_GATE]
    return True if True in answered else False if answered.count(False) == len(answered) else None


DPIA_GATE = ("systematic_evaluation", "large_scale_special_data", "public_monitoring", "two_wp248_criteria")
"""The questions of GDPR 35(3)(a) to (c), and the two criteria of WP248."""


@fact_of("organisation", "employees")
def over_250_staff(case: WholeCase) -> bool | None:
    """At least 250 people are employed (GDPR 30(5))."""
    employees = case.world.organisation.employees
    return int(employees) >= LARGE if employees.isdigit() else None


@fact_of("organisation", "answers.privacy_by_design", "measures")
def privacy_by_design_recorded(case: WholeCase) -> bool | None:
    """New handling is looked at before it begins (GDPR 24, 25)."""
    return True if case.world.control_recorded("purpose_approval") else case.answered("privacy_by_design")


@fact_of("organisation", "answers.requests_within_month", asked=True)
def requests_within_month(case: WholeCase) -> bool | None:
    """Requests are answered within a month and free of charge (GDPR 12)."""
    return case.answered("requests_within_month")


@fact_of("organisation", "answers.processes_for_others", asked=True)
def processes_for_others(case: WholeCase) -> bool:
    """The organisation handles items on behalf of others (GDPR 30(2); APPI 16(4))."""
    return case.answered("processes_for_others") is True


@fact_of("organisation", "answers.processor_record", asked=True)
def processor_record_kept(case: WholeCase) -> bool | None:
    """A record as processor is kept (GDPR 30(2))."""
    return case.answered("processor_record")


@fact_of("organisation", "answers.complaint_handling", "desk")
def complaint_handling_recorded(case: WholeCase) -> bool | None:
    """A desk or a way for complaints is on record (APPI 40)."""
    desks = case.world.organisation.desks
    return True if any("complaint" in desk.serves for desk in desks) else case.answered("complaint_handling")


@fact_of("organisation", "employees")
def small_operator(case: WholeCase) -> bool:
    """At most 100 employees are recorded; lighter examples may then do (GL 10 note 2); known either way."""
    employees = case.world.organisation.employees
    return employees.isdigit() and int(employees) <= SMALL


LARGE = 250
"""Employees from which GDPR 30(5) exempts nobody."""

SMALL = 100
"""Employees up to which GL 10 note 2 allows lighter measures (other conditions stand beside it)."""


@fact_of("organisation", "address", "representative", "claims")
def operator_details_known(case: WholeCase) -> bool | None:
    """Address and representative are recorded or given on request (APPI 32(1)(i)); otherwise open."""
    own = case.world.organisation
    return (
        True if own.address and own.representative else case.answered("address_and_representative_on_request")
    )


@fact_of("organisation", "section")
def contact_clause_recorded(case: WholeCase) -> bool:
    """The notice on record has a contact block (APPI 32(1)(i))."""
    return any(clause.section == "contact" for clause in case.world.notice.clauses)


@fact_of("organisation", "claims")
def desk_clause_recorded(case: WholeCase) -> bool:
    """A clause says where requests go, and to whom that desk is open (APPI 37)."""
    return case.claims("desk_of_application_only")
