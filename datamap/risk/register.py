"""The register of risks: each case rated before and after measures, a person's rating beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from datamap.inventory import Workbook
from datamap.model import EMPTY, Control, PersonRating, Rating, Risk
from datamap.risk.elicit import Case
from datamap.risk.exposure import Exposure, Ledger
from datamap.risk.human import Action, ClosedRisk, HumanPart, OwnRisk
from datamap.risk.rating import STAGES, Points, Start, propose
from datamap.risk.safeguards import STATES, InPlace
from datamap.risk.scales import Priority, Scale
from datamap.risk.spread import Reached
from datamap.vocabulary import Vocabulary

OWN = "own"
"""First part of the id of a risk that a person added."""


@dataclass(frozen=True, slots=True)
class RatedRisk:
    """One risk with everything known about it.

    Attributes
    ----------
    risk : what it is; its `proposal` is the inherent one, its `person` the inherent one too.
    start, exposure : what the proposal was computed from; `start` None = a person's own risk.
    reached : where the items at risk end up, on record and at worst.
    measures : what is in place or planned. points : points by stage; none for a person's own risk.
    proposals : proposed levels by stage. persons : a person's rating by stage.
    possible : flows on which it cannot be excluded. closed : a person closed it, with this reason.
    """

    risk: Risk
    event: str
    linddun: tuple[str, ...]
    actions: tuple[str, ...]
    sources: tuple[str, ...]
    start: Start | None
    exposure: Exposure
    reached: Reached
    measures: tuple[InPlace, ...]
    points: Mapping[str, Points]
    proposals: Mapping[str, Rating]
    persons: Mapping[str, PersonRating]
    possible: tuple[str, ...] = ()
    closed: ClosedRisk | None = None
    planned: tuple[Action, ...] = field(default=())

    @property
    def id(self) -> str:
        """Stable id of the risk."""
        return self.risk.id

    @property
    def by_design(self) -> bool:
        """Whether it lies in the design (EDPB 3.1) rather than in an event (EDPB 4.1)."""
        return not self.event

    def standing(self, stage: str) -> Rating | None:
        """Return the rating that stands at a stage: a person's where there is one, else the proposal.

        None = not rated. Where a person rated an earlier stage and not this one, no proposal takes
        the place of the person's word: see `counting`.
        """
        person = self.persons.get(stage)
        if person and person.likelihood and person.severity:
            return Rating(person.likelihood, person.severity, (person.reason,))
        return None if self._rated_before(stage) else self.proposals.get(stage)

    def _rated_before(self, stage: str) -> Rating | None:
        """Return a person's last rating of an earlier stage."""
        earlier = [s for s in STAGES[: STAGES.index(stage)] if s in self.persons]
        return self.standing(earlier[-1]) if earlier else None

    def counting(self, stage: str, scale: Scale) -> Rating | None:
        """Return the rating a risk is counted with: not rated at a stage, the graver of two.

        These are what a person said of the last stage before, and the proposal: measures on paper do
        not overtake a person's rating until a person has looked again.
        """
        known = [self.standing(stage)]
        if known == [None]:
            known = [self._rated_before(stage), self.proposals.get(stage)]
        return max(filter(None, known), key=scale.gravity, default=None)

    def priority(self, stage: str, scale: Scale) -> Priority | None:
        """Return what the rating that stands amounts to; None = not rated at this stage."""
        rating = self.standing(stage)
        return scale.priority(rating) if rating else None

    def shown(self, stage: str, scale: Scale) -> str:
        """Return the priority at a stage as a word of `priority_is_…`: unrated ones say so."""
        unrated = "unrated" if stage == STAGES[0] else "unrated_after"
        return self.priority(stage, scale) or unrated

    def counted(self, stage: str, scale: Scale) -> Priority | None:
        """Return the priority that a risk is counted with; see `counting`."""
        rating = self.counting(stage, scale)
        return scale.priority(rating) if rating else None


def register(
    cases: Iterable[Case], workbook: Workbook, human: HumanPart, scale: Scale, as_of: date
) -> tuple[RatedRisk, ...]:
    """Return every risk, rated, gravest first.

    Parameters
    ----------
    cases : risks brought up for certain; cases that are only possible become questions instead.
    human : a person's ratings, measures, own and closed risks. scale : levels in use.
    as_of : the day on which a closing may have run out.
    """
    controls = workbook.organisation.controls
    terms = workbook.vocabulary
    found = [_rated(case, controls, human, scale, terms, as_of) for case in cases if case.certain]
    ledger = Ledger(workbook.inventory)
    found += [_own(own, ledger, human, as_of) for own in human.own_risks]
    return tuple(sorted(found, key=lambda one: (_gravity(one, scale), one.id)))


def _gravity(one: RatedRisk, scale: Scale) -> tuple[int, int, int]:
    """Return a sort key: gravest first, unrated last, closed at the very end."""
    rating = one.standing("inherent")
    if one.closed or rating is None:
        return (2 if one.closed else 1, 0, 0)
    rank, severity, likelihood = scale.gravity(rating)
    return (0, -rank, -severity * scale.levels - likelihood)


def _rated(
    case: Case,
    controls: Iterable[Control],
    human: HumanPart,
    scale: Scale,
    terms: Vocabulary,
    as_of: date,
) -> RatedRisk:
    """Rate one case at every stage."""
    threat = case.threat
    planned = tuple(action for action in human.actions if _concerns(action, case.id, threat.answers))
    measures = in_place(threat.answers, case.exposure, controls, planned, terms)
    start = Start.of(threat)
    points = {
        "inherent": propose(start, case.exposure),
        "current": propose(start, case.exposure, measures),
        "residual": propose(start, case.exposure, measures, after_plan=True),
    }
    proposals = {stage: points[stage].rating(scale) for stage in STAGES}
    persons = {stage: person for stage in STAGES if (person := human.rating(case.id, stage))}
    return RatedRisk(
        risk=_risk(case, measures, proposals["inherent"], persons.get("inherent")),
        event=threat.event,
        linddun=threat.linddun,
        actions=threat.actions,
        sources=threat.sources,
        start=start,
        exposure=case.exposure,
        reached=case.reached,
        measures=measures,
        points=points,
        proposals=proposals,
        persons=persons,
        possible=case.possible,
        closed=_closing(case.id, human, as_of),
        planned=planned,
    )


def _risk(case: Case, measures: Iterable[InPlace], proposal: Rating, person: PersonRating | None) -> Risk:
    """Return a case as a risk of the register: what it is, and what answers it."""
    existing = {one.measure for one in measures if one.state in {"stated", "partly", "done"}}
    done = {one.measure for one in measures if one.state == "done" and one.everywhere}
    return Risk(
        id=case.id,
        threat=case.threat.key,
        title=case.title,
        scenario=case.scenario,
        rights=case.threat.problems,
        flows=case.exposure.flows,
        clauses=case.clauses,
        subjects=case.exposure.subjects,
        items=case.exposure.items,
        proposal=proposal,
        person=_levels(person),
        existing=tuple(sorted(existing)),
        candidates=tuple(measure for measure in case.threat.answers if measure not in done),
        reason=case.question,
    )


def in_place(
    answers: Iterable[str],
    exposure: Exposure,
    controls: Iterable[Control],
    planned: Iterable[Action],
    terms: Vocabulary,
) -> tuple[InPlace, ...]:
    """Return the measures that bear on a risk, and how far each is.

    A measure recorded on the flows counts as done, on all of them or on some; one of the
    organisation as a whole as its record says; a planned one as the plan says. A measure counts
    where the threat names it, or one above or below it in the vocabulary.
    """
    wanted = tuple(answers)

    def bears(measure: str) -> bool:
        return any(terms.is_a("measures", measure, w) or terms.is_a("measures", w, measure) for w in wanted)

    recorded = [
        InPlace(measure, "done", flows=(count, exposure.count))
        for measure, count in exposure.measures
        if bears(measure)
    ]
    whole = [
        InPlace(control.measure, control.status if control.status in STATES else "stated")
        for control in controls
        if bears(control.measure)
    ]
    return tuple(sorted({*recorded, *whole, *_in_plan(planned)}, key=_order))


def _in_plan(planned: Iterable[Action]) -> list[InPlace]:
    """Return the lines of the plan as measures; one without owner or date is not pledged."""
    return [InPlace(one.measure, one.status, pledged=one.complete) for one in planned]


def _order(one: InPlace) -> tuple[str, str, tuple[int, int], bool]:
    return (one.measure, one.state, one.flows, one.pledged)


def _concerns(action: Action, risk: str, answers: Iterable[str]) -> bool:
    """Tell whether a planned measure is for a risk: named, or fitting where no risk is named."""
    threat = risk.partition(":")[0]
    return bool({risk, threat} & set(action.risks)) if action.risks else action.measure in set(answers)


def own_id(own: OwnRisk) -> str:
    """Return the id of a risk that a person added."""
    return f"{OWN}:{own.key}"


def _own(own: OwnRisk, ledger: Ledger, human: HumanPart, as_of: date) -> RatedRisk:
    """Return a person's own risk: rated by the person, or not at all."""
    risk_id = own_id(own)
    exposure = ledger.exposure(ledger.rows(own.flows), own.items or None)
    planned = tuple(action for action in human.actions if risk_id in action.risks)
    persons = {stage: person for stage in STAGES if (person := human.rating(risk_id, stage))}
    if own.likelihood and own.severity:
        rating = PersonRating(
            risk_id, "inherent", own.likelihood, own.severity, own.reason, own.role, own.date
        )
        persons.setdefault("inherent", rating)
    risk = Risk(
        id=risk_id,
        threat=OWN,
        title=own.title,
        scenario=own.scenario,
        rights=own.problems,
        flows=exposure.flows,
        clauses=exposure.clauses,
        subjects=tuple(sorted({*own.subjects, *exposure.subjects})),
        items=tuple(sorted({*own.items, *exposure.items})),
        person=_levels(persons.get("inherent")),
        existing=tuple(sorted({measure for measure, _ in exposure.measures})),
        reason=own.reason,
    )
    measures = tuple(_in_plan(planned))
    return RatedRisk(
        risk=risk,
        event=own.event,
        linddun=(),
        actions=(),
        sources=(),
        start=None,
        exposure=exposure,
        reached=Reached(),
        measures=measures,
        points={},
        proposals={},
        persons=persons,
        closed=_closing(risk_id, human, as_of),
        planned=planned,
    )


def _closing(risk: str, human: HumanPart, as_of: date) -> ClosedRisk | None:
    """Return a person's closing of a risk, unless it has run out or nobody answers for it."""
    found = [closed for closed in human.closed if closed.risk == risk and closed.role and closed.date]
    open_ended = [closed for closed in found if not closed.until or closed.until >= as_of.isoformat()]
    return open_ended[-1] if open_ended else None


def _levels(person: PersonRating | None) -> Rating | None:
    """Return a person's rating as levels."""
    if person is None or not person.likelihood or not person.severity:
        return None
    return Rating(person.likelihood, person.severity, (person.reason,) if person.reason != EMPTY else ())
