"""What a flow is for, and how that was said to the people."""

from __future__ import annotations

from datamap.facts.cells import split
from datamap.facts.flow.view import FlowView
from datamap.facts.registry import fact
from datamap.facts.truth import Truth

GOES_WITHOUT_SAYING = frozenset({"legal_duty", "security"})
"""Headings of purposes that no list of purposes needs to name: what law asks for, and safety."""


@fact("flow", "purposes")
def purposes_recorded(view: FlowView) -> Truth:
    """A purpose of use is recorded (APPI 17(1); GDPR 5(1)(b), 30(1)(b)); blank = not recorded."""
    return view.cell("purposes", lambda cell: True if cell else None)


@fact("flow", "purposes")
def purpose_names_act(view: FlowView) -> Truth:
    """At least one purpose names what is done, not only an aim (APPI 17(1), GL 3-1-1)."""
    flags = view.world.vocabulary.flags
    return view.holds("purposes", lambda key: "vague" not in flags("purposes", key))


@fact("flow", "purposes")
def promotion_or_development(view: FlowView) -> Truth:
    """The items serve promotion or development (APPI 17(1), 21(4); GDPR 21(2))."""
    return Truth.known(view.flagged("purposes", "promotion", "development").yes)


@fact("flow", "purposes", "notice")
def analysis_stated(view: FlowView) -> Truth:
    """Analysis of behaviour is named as a purpose (APPI 17(1), GL 3-1-1 note 1)."""
    named = Truth.known(view.flagged("purposes", "profiling").yes)
    return named | Truth.known(view.stated("analysis_described").yes)


@fact("flow", "purposes")
def statistics_or_ai(view: FlowView) -> Truth:
    """The items serve statistics or the training of AI (amending Act No. 56 of 2026, not in force)."""
    return view.recorded_under("purposes", "statistics", "train_ai")


@fact("flow", "notice", "purposes")
def provision_named_as_purpose(view: FlowView) -> Truth:
    """The section on purposes says that provision to third parties is one (APPI 17(1), GL 3-1-1).

    With a notice on record this is known either way; without one it is open.
    """
    named = Truth.known(view.flagged("purposes", "provision").yes)
    return named | Truth.constant(view.world.notice_names_provision, len(view))


@fact("flow", "purposes")
def purpose_in_purpose_section(view: FlowView) -> Truth:
    """Each purpose recorded stands in the section of the notice that lists purposes (APPI 17, 18, 21)."""
    listed, above = view.world.stated_purposes, view.world.vocabulary.ancestors
    if not listed:
        return Truth.constant(None, len(view))
    return view.every("purposes", lambda key: not listed.isdisjoint(above("purposes", key)))


@fact("flow", "subjects", "purposes", "notice", clause="purposes")
def purposes_within_collected(view: FlowView) -> Truth:
    """Every purpose was named when the same people's items were collected, or stands in the notice (APPI 18).

    What law asks for and what keeps items safe goes with any purpose. A clause that does not say
    to whom it speaks speaks to everybody, and so does one that the row itself names. A purpose
    that is not named, but is akin to one that is (the same heading of the vocabulary), leaves this
    open; so does one that is not named where no notice is on record, or where it is not on record
    whose items they are: more may have been told.
    """
    return _told_to_people(view) | _told_where_stated(view)


def _told_to_people(view: FlowView) -> Truth:
    """Hold the purposes of a row against what its people were told."""
    world = view.world
    above = {key: _above(view, key) for key in view.lists("purposes").keys}
    told: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def within(subjects: str, purposes: str) -> bool | None:
        if subjects not in told:
            named = world.purposes_told(subjects)
            told[subjects] = named, frozenset(_above(view, key)[-1] for key in named)
        named, headings = told[subjects]
        if not purposes or not named:
            return None
        allowed = named | GOES_WITHOUT_SAYING
        beyond = [key for key in split(purposes) if allowed.isdisjoint(above[key])]
        if not beyond:
            return True
        akin = all(above[key][-1] in headings for key in beyond)
        return None if akin else world.purposes_complete(subjects)

    return view.pairs("subjects", "purposes", within)


def _told_where_stated(view: FlowView) -> Truth:
    """Hold the purposes of a row against the clauses that it names itself; some of them leave it open."""
    known = view.world.clause

    def stated(notice: str, purposes: str) -> bool | None:
        clauses = [known[key] for key in split(notice) if key in known]
        named = {key for clause in clauses for key in clause.purposes}
        covered = [not named.isdisjoint(_above(view, key)) for key in split(purposes)]
        if covered and all(covered):
            return True
        return None if any(covered) or any(clause.purposes_open for clause in clauses) else False

    return view.pairs("notice", "purposes", stated)


@fact("flow", "notice", clause="purposes")
def purpose_in_notice(view: FlowView) -> Truth:
    """A clause that states the flow also states purposes (APPI 21(1); GDPR 13(1)(c)); otherwise open."""
    known = view.world.clause
    told = {key for key, clause in known.items() if clause.purposes}
    return view.clauses(lambda clauses: True if clauses & told else None)


@fact("flow", "notice")
def joint_use_stated(view: FlowView) -> Truth:
    """A clause that states the flow says that items are used jointly (APPI 27(5)(iii) ①)."""
    return view.stated("joint_use_fact")


@fact("flow", "purposes")
def purposes_written(view: FlowView) -> Truth:
    """Some purpose is written down (APPI 17(1)); known either way."""
    return view.recorded("purposes")


@fact("flow", "purposes")
def arranged_for_person(view: FlowView) -> Truth:
    """The purpose is to arrange what the person asked for (guideline on records, 2-2); known either way."""
    return Truth.known(view.flagged("purposes", "arrangement").yes)


@fact("flow", "purposes")
def emergency_purpose(view: FlowView) -> Truth:
    """The purpose is to respond to accidents and emergencies.

    Serves APPI 27(1)(ii), GL-F 2 note 4; known either way.
    """
    return view.recorded_under("purposes", "emergency_response")


@fact("flow", "notice")
def stated_in_notice(view: FlowView) -> Truth:
    """A clause of the notice on record states the flow (APPI 21, 27, 32; GDPR 13); known either way."""
    known = view.world.clause
    return view.clauses(lambda clauses: any(clause in known for clause in clauses))


def _above(view: FlowView, purpose: str) -> tuple[str, ...]:
    """Return a purpose and everything above it; the last is its heading."""
    return tuple(view.world.vocabulary.ancestors("purposes", purpose))
