"""Facts that only the assessment of risks asks for: what purposes, recipients and people bring up.

Where a list is open, or a cell is blank, these stay open: a risk that cannot be excluded is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable

from datamap.facts.cells import split
from datamap.facts.flow.basis import consent_recorded
from datamap.facts.flow.gdpr import gdpr_ground_recorded, rests_on_consent
from datamap.facts.flow.people import about_companions
from datamap.facts.flow.view import FlowView
from datamap.facts.people import at_least
from datamap.facts.registry import fact
from datamap.facts.things.place import rules_sub_entrustment
from datamap.facts.truth import Truth
from datamap.model import Desk

MANY = 5
"""Recipients from which on a circle is wide; a convention of ours."""

LARGE_SCALE = 10_000
"""People from which on the scale is taken as large; a convention of ours, no authority names a figure."""

CONVENIENCE = ("shopping_convenience", "optional_service", "partner_promotion")
BOOKED = (
    "arrange_travel",
    "deliver_goods",
    "event_operation",
    "fulfil_contract",
    "process_application",
    "provide_education",
    "provide_medical_care",
    "tour_operation",
)
ENTITLED = ("payroll", "pay_suppliers", "provide_insurance", "refund", "social_insurance")
SCORES = ("profile_score", "evaluation")
"""Items that tell what somebody made of a person."""

STOPPING = frozenset({"stop_use_erase", "stop_provision", "disclosure", "objection", "erasure", "access"})


def _written(found: Truth) -> Truth:
    """Take what is written down; nothing written down leaves the question open."""
    return Truth(found.yes, found.yes & False)


def _people(view: FlowView, *flags: str) -> Truth:
    """Tell whether a group is flagged as such; one that merely stands above such a group leaves it open."""
    wanted, terms = frozenset(flags), view.world.vocabulary

    def among(cell: str) -> bool | None:
        named = [
            entry for entry in split(cell) if entry not in {"*", "+", "all"} and not entry.startswith("-")
        ]
        if any(terms.flags("subjects", key) & wanted for key in named):
            return True
        below = view.world.list_includes(cell, lambda key: bool(terms.flags("subjects", key) & wanted))
        return None if below else below

    return view.cell("subjects", among)


@fact("flow", "purposes")
def serves_convenience(view: FlowView) -> Truth:
    """The purpose is an extra that not everybody wants: shopping, options, partners' offers (17; 5(1)(c))."""
    return view.under("purposes", *CONVENIENCE)


@fact("flow", "purposes")
def serves_promotion(view: FlowView) -> Truth:
    """The items serve promotion, as recorded (GDPR 21(2); APPI 35)."""
    return view.recorded_under("purposes", "promotion")


@fact("flow", "purposes")
def serves_booked_service(view: FlowView) -> Truth:
    """People count on the data being right and there on the day: bookings, care (GDPR 32(1)(b))."""
    return view.under("purposes", *BOOKED)


@fact("flow", "purposes")
def serves_entitlement(view: FlowView) -> Truth:
    """Money or cover that people are due rests on the record: wages, pensions, insurance (GDPR 32(1)(b))."""
    return view.under("purposes", *ENTITLED)


@fact("flow", "purposes")
def trains_models(view: FlowView) -> Truth:
    """The items train a model, as recorded (GDPR 5(1)(b); APPI 17, 18)."""
    return view.recorded_under("purposes", "train_ai")


@fact("flow", "purposes")
def serves_evaluation(view: FlowView) -> Truth:
    """People are judged: credit, selection, scores (WP248 criteria 1, 2, 9; GDPR 22)."""
    return view.flagged("purposes", "evaluation")


@fact("flow", "items", "purposes")
def evaluates_people(view: FlowView) -> Truth:
    """People are evaluated or profiled, by the purpose or by a score among the items (WP248 criterion 1).

    Open where behaviour serves promotion or development.
    """
    named, scored = view.flagged("purposes", "profiling", "evaluation"), view.items_under(*SCORES)
    hint = view.items_flagged("behaviour") & view.flagged("purposes", "promotion", "development")
    return Truth(yes=named.yes | scored.yes, no=named.no & hint.no & ~scored.yes)


@fact("flow", "items", "purposes")
def analyses_behaviour(view: FlowView) -> Truth:
    """Behaviour or purchases are analysed person by person, as the purpose says (APPI 17(1), GL 3-1-1).

    Open where behaviour serves promotion, development or analysis of any kind; a check of people
    that looks at something else, such as recruiting, is no analysis of behaviour.
    """
    named = view.flagged("purposes", "profiling")
    used = view.flagged("purposes", "promotion", "development", "analysis")
    return Truth(yes=named.yes, no=named.no & (view.items_flagged("behaviour") & used).no)


@fact("flow", "purposes")
def decides_by_machine(view: FlowView) -> Truth:
    """Scores decide; open where people are judged without saying how (GDPR 22; WP248 criterion 2)."""
    scored, judged = view.under("purposes", "scoring"), view.flagged("purposes", "evaluation")
    return Truth(yes=scored.yes, no=scored.no & judged.no)


@fact("flow", "purposes")
def some_purpose_vague(view: FlowView) -> Truth:
    """One of the purposes names an aim and not the act (APPI 17(1), GL 3-1-1)."""
    return view.flagged("purposes", "vague")


@fact("flow", "kind")
def role_undetermined(view: FlowView) -> Truth:
    """What the flow is in law has not been settled (APPI 27(1)); known either way."""
    return view.cell("kind", lambda cell: cell in {"", "undetermined"})


@fact("flow", "kind")
def made_by_ourselves(view: FlowView) -> Truth:
    """The items are made, not collected: scores, inferences (GDPR 5(1)(d))."""
    return view.cell("kind", lambda cell: cell == "derivation")


@fact("flow", "treatment")
def made_statistics_or_anonymous(view: FlowView) -> Truth:
    """The items are anonymised or aggregated (APPI 43); known either way."""
    return view.cell("treatment", lambda cell: cell in {"anonymised", "aggregated"})


@fact("flow", "recipient", "countries")
def country_blank(view: FlowView) -> Truth:
    """For some recipient no country is written down (APPI 28, GL 10-7); known either way."""
    return view.countries(lambda known, complete: not known or not complete)


@fact("flow", "foreign_route", "recipient", "countries", "measures")
def destination_looked_into(view: FlowView) -> Truth:
    """Somebody has looked into the destination: its regime, or the recipient's system (APPI 28; GDPR 46)."""
    looked = view.recorded_under(
        "measures",
        "foreign_regime_check",
        "country_register",
        "transfer_assessment",
        "foreign_information_sheet",
    )
    route = view.cell("foreign_route", lambda cell: cell in {"designated", "equivalent_system"})
    tool = view.cell("gdpr_tool", lambda cell: bool(cell) and cell != "none")
    return _written(looked | route | tool)


@fact("flow", "recipient")
def many_recipients(view: FlowView) -> Truth:
    """The data go to five or more at once, or to a class without a boundary (APPI 27(5)(iii)); ours."""
    return view.place(
        "recipient",
        lambda places: len(places) >= MANY or any(p.open_ended for p in places if p.role == "joint_user"),
    )


@fact("flow", "basis", "gdpr_basis")
def ground_blank(view: FlowView) -> Truth:
    """No ground is written down under either law (APPI 27(1); GDPR 6, 9, 10); known either way."""
    at_home = view.cell("basis", lambda cell: cell in {"", "undetermined"})
    return at_home & ~Truth.known(gdpr_ground_recorded(view).yes)


@fact("flow", "contracts")
def entrustee_checked(view: FlowView) -> Truth:
    """A contract with the recipient is on record, and so is a check of it (APPI 25, GL 3-4-4)."""
    contracts = view.world.contracts
    return view.cell(
        "recipient", lambda key: any(c.clauses and c.checked for c in contracts.get(key, ())) or None
    )


@fact("flow", "contracts", "measures")
def sub_entrustment_settled(view: FlowView) -> Truth:
    """Whether the recipient may hand work on is laid down, as recorded (GL 3-4-4; GDPR 28(2))."""
    contracts = view.world.contracts
    ruled = view.cell(
        "recipient", lambda key: any(map(rules_sub_entrustment, contracts.get(key, ()))) or None
    )
    return ruled | _written(view.recorded_under("measures", "sub_entrustment_approval"))


@fact("flow", "measures")
def erasure_arranged(view: FlowView) -> Truth:
    """How the items are erased in time is laid down, as recorded (APPI 22; GDPR 5(1)(e)); nothing = open."""
    return _written(
        view.recorded_under(
            "measures", "automatic_erasure", "erase_after_period", "erasure_record", "retention_schedule"
        )
    )


@fact("flow", "measures")
def access_limits_recorded(view: FlowView) -> Truth:
    """Who may see the items is limited, as recorded (GL 10-6(1)); nothing noted = open."""
    return _written(view.recorded_under("measures", "access_control", "access_review", "authentication"))


@fact("flow", "mode")
def moves_by_hand(view: FlowView) -> Truth:
    """The items move by paper, fax, mail or media, where they get lost or misdirected (GL 10-5(3))."""
    return view.under("mode", "paper", "email", "portable_media")


@fact("flow", "mode")
def moves_over_networks(view: FlowView) -> Truth:
    """The items move over a network, e-mail aside (GL 10-6(4); GDPR 32(1)(a)); blank = open."""
    return view.under(
        "mode", "web_form", "app", "api", "file_transfer", "shared_system", "cloud", "tag", "sensor", "chat"
    )


@fact("flow", "measures")
def protected_on_the_way(view: FlowView) -> Truth:
    """The items are encrypted on their way, as recorded (GL 10-6(4); GDPR 32(1)(a)); nothing noted = open."""
    return _written(view.recorded_under("measures", "encryption", "password_protected_file"))


@fact("flow", "subjects")
def about_workers(view: FlowView) -> Truth:
    """Workers are among the people, who can hardly say no (WP248 criterion 7)."""
    return _people(view, "worker")


@fact("flow", "subjects")
def about_vulnerable(view: FlowView) -> Truth:
    """Vulnerable people are among those concerned: patients, children (WP248 criterion 7)."""
    return _people(view, "vulnerable", "minor")


@fact("flow", "subjects")
def can_hardly_refuse(view: FlowView) -> Truth:
    """People are concerned who depend on the operator: workers, patients, pupils (WP248 criterion 7)."""
    return about_workers(view) | about_vulnerable(view)


@fact("flow", "basis", "gdpr_basis")
def rests_on_agreement(view: FlowView) -> Truth:
    """Consent is recorded as the ground under one of the laws (APPI 27(1); GDPR 6(1)(a), 9(2)(a)); known."""
    return rests_on_consent(view) | Truth.known(consent_recorded(view).yes)


@fact("flow", "subjects", "items")
def minors_among(view: FlowView) -> Truth:
    """Minors are among the people; open where ages are handled (GL 2-16; GDPR 8)."""
    recorded, aged = _people(view, "minor"), view.items_flagged("minor_hint")
    return Truth(yes=recorded.yes, no=recorded.no & ~aged.yes)


@fact("flow", "persons")
def large_scale(view: FlowView) -> Truth:
    """10,000 people or more, a convention of ours; fewer leaves it open: area counts too (WP248)."""
    return view.cell("persons", lambda cell: at_least(cell, LARGE_SCALE) or None)


@fact("flow", "notice", "measures")
def promotion_refusable(view: FlowView) -> Truth:
    """People are told how to refuse promotion (APPI 35; GDPR 21(2)); nothing noted = open."""
    told = any("marketing_opt_out" in clause.claims for clause in view.world.notice.clauses)
    desk = any("stop_marketing" in desk.serves for desk in view.world.organisation.desks)
    noted = _written(view.recorded_under("measures", "opt_out_of_marketing"))
    return Truth.constant(told or desk or None, len(view)) | noted


@fact("flow", "notice", "measures")
def agreement_bundled(view: FlowView) -> Truth:
    """Agreement comes with the application, and no clause lets people choose apart from it (GDPR 7(2))."""
    bundled = view.stated("consent_at_application")
    apart = view.stated("consent_separate", "provision_on_request_only", "stop_route_stated")
    measured = view.recorded_under("measures", "separate_opt_in", "provision_stop", "send_on_request")
    return Truth(yes=bundled.yes & ~apart.yes & ~measured.yes, no=bundled.unknown | apart.yes | measured.yes)


@fact("flow", "notice", "measures")
def guardian_asked(view: FlowView) -> Truth:
    """The guardian of a minor is asked, as recorded (GL 2-16; GDPR 8); nothing noted = open."""
    told = any("minors_addressed" in clause.claims for clause in view.world.notice.clauses)
    noted = _written(view.recorded_under("measures", "guardian_step"))
    return Truth.constant(told or None, len(view)) | noted


@fact("flow", "kind", "purposes", "subjects", "source", "items")
def may_carry_others(view: FlowView) -> Truth:
    """One person enters others: companions in a booking, emergency contacts (APPI 20(1); GDPR 14)."""
    collected = view.cell("kind", lambda cell: cell == "collection")
    entered = view.items_under("family", "emergency_contact_details", "rooming_list")
    booked = view.under("purposes", "arrange_travel", "tour_operation")
    return Truth.known(about_companions(view).yes | (collected.yes & (entered.yes | booked.yes)))


@fact("flow", "notice", "measures")
def others_told(view: FlowView) -> Truth:
    """Those entered by others are told, as a clause or measure says; known where a notice is on record."""
    clauses = view.world.notice.clauses
    told = any("companions_addressed" in clause.claims for clause in clauses) if clauses else None
    return Truth.constant(told, len(view)) | view.recorded_under("measures", "notice_to_third_persons")


@fact("flow", "subjects")
def no_desk_for_subject(view: FlowView) -> Truth:
    """For some of the people no desk takes a request to see or to stop (APPI 37, GL 3-8-7; GDPR 12).

    Without any such desk on record, or where one does not say whom it serves, this is open.
    """
    desks = [desk for desk in view.world.organisation.desks if STOPPING & set(desk.serves)]
    vague = not desks or any(not desk.subjects for desk in desks)

    def unserved(cell: str) -> bool | None:
        named = [
            entry for entry in split(cell) if entry not in {"*", "+", "all"} and not entry.startswith("-")
        ]
        if vague or not named:
            return None
        return any(not _served(view, subject, desks) for subject in named)

    return view.cell("subjects", unserved)


def _served(view: FlowView, subject: str, desks: Iterable[Desk]) -> bool:
    """Tell whether a desk serves a group of people, or one that it belongs to."""
    is_a = view.world.vocabulary.is_a
    return any(is_a("subjects", subject, served) for desk in desks for served in desk.subjects)
