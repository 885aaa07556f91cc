"""The organisation as a whole: what it has set up, states and answers when asked."""

from __future__ import annotations

from datamap.analysis.border import JAPAN
from datamap.facts.things.case import WholeCase, fact_of
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
    return True if departments and all(d.manager.ja for d in departments) else None


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


@fact_of("organisation", "industry", "subjects", "claims", "answers.companions_and_minors_handled")
def indirect_people_likely(case: WholeCase) -> bool:
    """The trade, the people on the map, the notice or an answer point to companions, contacts or minors.

    Serves APPI 20(1), 21(1); known either way. Which trades: flag `indirect_people` of `industries`.
    """
    world = case.world
    trade = "indirect_people" in world.vocabulary.flags("industries", world.organisation.industry)
    named = world.indirect_people or case.claims("companions_addressed", "minors_addressed")
    return trade or bool(named) or case.answered("companions_and_minors_handled") is not None


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
    """Every group of people on the map has a desk for requests (APPI 37, GL 3-8-7); no desk = open.

    A desk that does not say whom it serves is open to everybody.
    """
    rights = {"disclosure", "correction", "stop_use_erase", "stop_provision"}
    desks = [desk for desk in case.world.organisation.desks if rights & set(desk.serves)]
    if not desks:
        return None
    if not all(desk.subjects for desk in desks):
        return True
    is_a = case.world.vocabulary.is_a
    served = {key for desk in desks for key in desk.subjects}
    return all(any(is_a("subjects", key, group) for group in served) for key in case.world.people)


@fact_of("organisation", "desk")
def some_desk_for_requests(case: WholeCase) -> bool:
    """Some desk takes requests (APPI 37)."""
    return any({"disclosure", "correction"} & set(desk.serves) for desk in case.world.organisation.desks)


@fact_of("organisation", "certified_body", "answers.certified_body_member")
def certified_body_settled(case: WholeCase) -> bool | None:
    """Membership of a certified body is recorded, or answered (APPI 32(1), Order 10(iii))."""
    if case.world.organisation.certified_body.ja or case.claims("certified_body_stated"):
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


@fact_of("organisation", "answers.processes_for_others", asked=True)
def processes_for_others(case: WholeCase) -> bool:
    """The organisation handles items on behalf of others (GDPR 30(2); APPI 16(4))."""
    return case.answered("processes_for_others") is True


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


SMALL = 100
"""Employees up to which GL 10 note 2 allows lighter measures (other conditions stand beside it)."""


@fact_of("organisation", "address", "representative", "claims")
def operator_details_known(case: WholeCase) -> bool | None:
    """Address and representative are recorded or given on request (APPI 32(1)(i)); otherwise open."""
    own = case.world.organisation
    known = bool(own.address.ja and own.representative.ja)
    return True if known else case.answered("address_and_representative_on_request")


@fact_of("organisation", "section")
def contact_clause_recorded(case: WholeCase) -> bool:
    """The notice on record has a contact block (APPI 32(1)(i))."""
    return any(clause.section == "contact" for clause in case.world.notice.clauses)


@fact_of("organisation", "claims")
def desk_clause_recorded(case: WholeCase) -> bool:
    """A clause says where requests go, and to whom that desk is open (APPI 37)."""
    return case.claims("desk_of_application_only")


@fact_of("organisation", "answers.preliminary_report_settled", asked=True)
def preliminary_report_settled(case: WholeCase) -> bool | None:
    """Who makes the preliminary report within about 3 to 5 days is laid down (APPI 26(1), Rule 8(1))."""
    return case.answered("preliminary_report_settled")


@fact_of("organisation", "answers.final_report_settled", asked=True)
def final_report_settled(case: WholeCase) -> bool | None:
    """Who makes the final report within 30 or 60 days is laid down (APPI 26(1), Rule 8(2))."""
    return case.answered("final_report_settled")


@fact_of("organisation", "answers.breach_notice_settled", asked=True)
def breach_notice_settled(case: WholeCase) -> bool | None:
    """How people are told of a breach is laid down (APPI 26(2), Rule 10)."""
    return case.answered("breach_notice_settled")
