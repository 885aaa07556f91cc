"""The organisation as the GDPR looks at it."""

from __future__ import annotations

from datamap.facts.flow.gdpr import EEA
from datamap.facts.things.case import WholeCase, fact_of

GDPR_GATE = ("eu_establishment", "eu_offering", "eu_monitoring")
"""The three questions of GDPR 3(1), 3(2)(a) and 3(2)(b)."""

DPIA_GATE = ("systematic_evaluation", "large_scale_special_data", "public_monitoring", "two_wp248_criteria")
"""The questions of GDPR 35(3)(a) to (c), and the two criteria of WP248."""

LARGE = 250
"""Employees from which GDPR 30(5) exempts nobody."""


def _established(case: WholeCase) -> bool | None:
    """Tell whether there is an establishment in the EEA: as answered, else by the operator's countries."""
    said = case.answered("eu_establishment")
    if said is not None:
        return said
    world = case.world
    return any(world.on_list(EEA, code) is True for code in world.organisation.countries) or None


@fact_of("organisation", "answers.gdpr_in_scope", "countries")
def gdpr_in_scope(case: WholeCase) -> bool | None:
    """The GDPR applies: establishment, targeting or monitoring in the EU, as answered (GDPR 3).

    A country of the EEA among those of the operator is a recorded establishment, unless a person
    answered that there is none.
    """
    answered = [_established(case), *(case.answered(name) for name in GDPR_GATE[1:])]
    return True if True in answered else False if answered.count(False) == len(answered) else None


@fact_of("organisation", "answers.eu_offering", "answers.eu_monitoring", "countries")
def gdpr_by_targeting_only(case: WholeCase) -> bool | None:
    """The GDPR applies without an establishment in the EU (GDPR 3(2), 27)."""
    targeting = {case.answered("eu_offering"), case.answered("eu_monitoring")}
    established = _established(case)
    if established is True:
        return False
    if True in targeting:
        return True if established is False else None
    return None if None in targeting else False


@fact_of("organisation", "eu_representative", "claims")
def eu_representative_named(case: WholeCase) -> bool | None:
    """A representative in the EU is named (GDPR 27)."""
    named = bool(case.world.organisation.eu_representative.ja) or case.claims("eu_representative_stated")
    return True if named else case.answered("eu_representative_exempt")


@fact_of("organisation", "dpo", "claims", "answers.dpo_needed")
def dpo_settled(case: WholeCase) -> bool | None:
    """A data protection officer is named, or somebody answered that none is needed (GDPR 37)."""
    if case.world.organisation.dpo.ja or case.claims("dpo_stated"):
        return True
    return True if case.answered("dpo_needed") is False else None


@fact_of("organisation", "address", "name")
def controller_identified(case: WholeCase) -> bool | None:
    """Name and contact of the controller are recorded (GDPR 30(1)(a))."""
    own = case.world.organisation
    return True if own.name.en and own.address.ja else None


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


@fact_of("organisation", "answers.processor_record", asked=True)
def processor_record_kept(case: WholeCase) -> bool | None:
    """A record as processor is kept (GDPR 30(2))."""
    return case.answered("processor_record")


@fact_of("organisation", "answers.dpia_complete", asked=True)
def dpia_complete(case: WholeCase) -> bool | None:
    """The assessment has its four parts (GDPR 35(7))."""
    return case.answered("dpia_complete")
