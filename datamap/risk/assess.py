"""The assessment as a whole: everything the workbook itself can say, beside what people stated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from datamap.analysis.answer import Answer
from datamap.facts import Facts, establish_facts
from datamap.inventory import Workbook
from datamap.model import Lang, Problem, Text
from datamap.risk import plain, rating_tables, screening_tables, tables
from datamap.risk.content import Row
from datamap.risk.coverage import coverage, interaction_grid
from datamap.risk.decision import decision
from datamap.risk.description import Described, describe
from datamap.risk.elicit import Case, brought_up, elicit, running_rows
from datamap.risk.exposure import Ledger, Rows
from datamap.risk.filled import FilledOutline, content_of, fill
from datamap.risk.human import HumanPart
from datamap.risk.human_sheet import read_human_part
from datamap.risk.leverage import leverage
from datamap.risk.leverage_steps import leverage_steps
from datamap.risk.necessity import Prompt, prompts
from datamap.risk.one_risk import OneRisk
from datamap.risk.plan import plan
from datamap.risk.questions import Asked, Question, open_questions
from datamap.risk.register import RatedRisk, own_id, register
from datamap.risk.scales import Scale, read_scale
from datamap.risk.scope import flows_to_begin, left_for_later, within_scope
from datamap.risk.screening import Screening, screen
from datamap.risk.spread import spread_of
from datamap.risk.starting import started
from datamap.risk.strays import strays
from datamap.risk.threats import read_threats
from datamap.risk.uncertainty import ranges
from datamap.rules import Findings


@dataclass(frozen=True, eq=False)
class Assessment:
    """An impact assessment of one workbook on one day; a person decides, this prepares.

    The answers (`.screening`, `.description`, `.necessity`, `.risks`, `.ratings`, `.measures`,
    `.questions`) are tables that say themselves in Japanese and English. The objects behind them
    are `.screened`, `.described`, `.prompts`, `.register`, `.cases`, `.open_questions`.

    Attributes
    ----------
    workbook, as_of : what was assessed, and when. human : what people stated. scale : levels in use.
    cases : risks brought up, and risks that cannot be excluded. register : rated risks, gravest first.
    findings : what the rules found, where they were given. begun : planned flows looked at as if they ran.
    """

    workbook: Workbook
    as_of: date
    human: HumanPart
    scale: Scale
    ledger: Ledger
    rows: Rows
    screened: Screening
    described: tuple[Described, ...]
    prompts: tuple[Prompt, ...]
    cases: tuple[Case, ...]
    register: tuple[RatedRisk, ...]
    open_questions: tuple[Question, ...]
    findings: Findings | None = None
    lang: Lang = "ja"
    begun: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Assessment({len(self.register)} risks, {len(self.open_questions)} questions, {self.as_of})"

    def risk(self, risk_id: str) -> RatedRisk:
        """Return one risk by its id.

        Raises
        ------
        KeyError
            If there is no such risk; the message names those there are.
        """
        if risk_id in self._by_id:
            return self._by_id[risk_id]
        raise KeyError(f"{risk_id}: no such risk; risks: {', '.join(self._by_id)}")

    def one(self, risk_id: str) -> OneRisk:
        """Return what there is on one risk: its line, ratings and steps; see `risk`."""
        return OneRisk(self, self.risk(risk_id))

    @cached_property
    def _by_id(self) -> dict[str, RatedRisk]:
        """The register by id; of two with one id, the graver."""
        return {one.id: one for one in reversed(self.register)}

    @cached_property
    def left_for_later(self) -> dict[str, tuple[str, ...]]:
        """Planned flows that are not assessed here, by activity."""
        return left_for_later(self.workbook.inventory, self.begun)

    @cached_property
    def titles(self) -> dict[str, Text]:
        """The title of each risk by its id."""
        return {one.id: one.risk.title for one in self.register}

    @cached_property
    def recorded_measures(self) -> dict[str, str]:
        """Every measure on record and how far it is, whether or not it bears on a risk."""
        everywhere = self.ledger.exposure(self.rows)
        found = {
            measure: "done" if count == everywhere.count else "partly"
            for measure, count in everywhere.measures
        }
        controls = self.workbook.organisation.controls
        return {c.measure: c.status or "stated" for c in controls if c.measure} | found

    @cached_property
    def screening(self) -> Answer:
        """Every criterion: answer, source, reason and flows, for all flows and for each activity."""
        return tables.screening(self)

    @cached_property
    def screening_outcomes(self) -> Answer:
        """What the screening of each activity comes to: GDPR need, and voluntary under the APPI."""
        return screening_tables.outcomes(self)

    @cached_property
    def screening_reasons(self) -> Answer:
        """Every answer of the screening with its reason."""
        return screening_tables.reasons(self)

    @cached_property
    def description(self) -> Answer:
        """What is assessed, one row an activity."""
        return tables.description(self)

    @cached_property
    def necessity(self) -> Answer:
        """Item by purpose: a prompt each."""
        return tables.necessity(self)

    @cached_property
    def risks(self) -> Answer:
        """The register of risks, gravest first."""
        return tables.risks(self)

    @cached_property
    def ratings(self) -> Answer:
        """Likelihood and severity of each risk at each stage: proposal, person, what counts."""
        return rating_tables.ratings(self)

    @cached_property
    def places(self) -> Answer:
        """The gravest priority at each place that risks run to."""
        return tables.places(self)

    @cached_property
    def steps(self) -> Answer:
        """How each proposal came about, step by step."""
        return rating_tables.steps(self)

    @cached_property
    def measures(self) -> Answer:
        """Measures by the seven headings: what is in place, planned or a candidate, and for which risks."""
        return tables.measures(self)

    @cached_property
    def plan(self) -> Answer:
        """Who does what by when, for which risks."""
        return plan(self)

    @cached_property
    def leverage(self) -> Answer:
        """Which measure lowers most risk for its cost."""
        return leverage(self)

    def leverage_steps(self, measure: str | None = None) -> Answer:
        """How `leverage` comes about: each measure (or one), risk by risk, before and after."""
        return leverage_steps(self, measure)

    @cached_property
    def decision(self) -> Answer:
        """What a decision rests on; the decision itself is a person's."""
        return decision(self)

    @cached_property
    def strays(self) -> tuple[Problem, ...]:
        """Ratings, measures, closings and answers that find nothing to be about: warnings."""
        return strays(self.human, {one.id for one in self.register})

    @cached_property
    def content(self) -> dict[str, tuple[Row, ...]]:
        """What every outline takes its fields from."""
        return content_of(self)

    def outline(self, key: str = "edpb-1.0-consultation") -> FilledOutline:
        """Return the assessment in one outline, filled as far as it is known; see `outline_keys`."""
        return fill(self, key)

    def ranges(self, *, seed: int, stage: str = "current") -> Answer:
        """How far the ratings may be off, given what is not recorded; the same seed, the same ranges."""
        return ranges(self, seed=seed, stage=stage)

    @cached_property
    def coverage(self) -> Answer:
        """Every threat that was looked for, found or not."""
        return coverage(self)

    @cached_property
    def interactions(self) -> Answer:
        """Threats asked and found by flow element and LINDDUN type."""
        return interaction_grid(self)

    @cached_property
    def questions(self) -> Answer:
        """What only people can tell."""
        return tables.questions(self)

    def as_dict(self, lang: Lang | None = None) -> dict[str, Any]:
        """Return everything as plain data, worded in one language: for reports and JSON."""
        return plain.assessment(self, lang or self.lang)


def assess(
    workbook: Workbook,
    findings: Findings | None = None,
    as_of: date | None = None,
    *,
    facts: Facts | None = None,
    begin: bool = True,
) -> Assessment:
    """Assess the risks that the flows of a workbook bring to people.

    Parameters
    ----------
    workbook : inventory and records; `records/assessment.toml` may be absent.
    findings : what the rules found; their questions join the list, and their facts are used.
    as_of : the day; None = the day of the findings or facts.
    facts : facts of the workbook, where they are at hand.
    begin : look at the planned flows that the scope names as if they ran; False = leave them out.

    Returns
    -------
    Assessment. The same input gives the same output; the order of the rows changes nothing.

    Raises
    ------
    BadInput
        If `records/assessment.toml` states something that cannot be read.
    ValueError
        If neither a day nor findings nor facts are given: this room has no clock.

    References
    ----------
    GDPR 35(7); ISO/IEC 29134 (JIS X 9251), 6.4; EDPB DPIA template (consultation version 1.0).
    """
    known = facts or (findings.facts if findings is not None else None)
    day = as_of or (known.as_of if known else None)
    if day is None:
        raise ValueError("assess: say on which day (`as_of`)")
    if known is None or known.as_of != day:
        known = establish_facts(workbook, day)
    scope = _Scope.of(workbook, known, begin=begin)
    workbook, human, ledger, rows = scope.workbook, scope.human, scope.ledger, scope.rows
    scale = read_scale(human.levels)
    cases = elicit(read_threats(), scope.facts, ledger, spread_of(workbook, day), rows)
    rated = register(cases, workbook, human, scale, day)
    screened = screen(scope.facts, ledger, human, rows)
    needs = prompts(ledger, rows, human)
    asked = Asked(screened, cases, rated, needs, findings)
    return Assessment(
        workbook=workbook,
        as_of=day,
        human=human,
        scale=scale,
        ledger=ledger,
        rows=rows,
        screened=screened,
        described=describe(ledger, rows),
        prompts=needs,
        cases=cases,
        register=rated,
        open_questions=open_questions(asked, human, ledger, rows),
        findings=findings,
        lang=workbook.lang,
        begun=scope.begun,
    )


def strays_of(facts: Facts) -> tuple[Problem, ...]:
    """Return `Assessment.strays` of a workbook without assessing it: nothing is rated or followed.

    Raises
    ------
    BadInput
        If `records/assessment.toml` states something that cannot be read.
    """
    scope = _Scope.of(facts.workbook, facts, begin=True)
    found = brought_up(read_threats(), scope.facts, scope.ledger, scope.rows)
    return strays(scope.human, found | {own_id(own) for own in scope.human.own_risks})


@dataclass(frozen=True, slots=True)
class _Scope:
    """What is assessed: the workbook with the flows that are to begin, what people stated, and the rows."""

    workbook: Workbook
    facts: Facts
    human: HumanPart
    ledger: Ledger
    rows: Rows
    begun: tuple[str, ...]

    @classmethod
    def of(cls, workbook: Workbook, facts: Facts, *, begin: bool) -> _Scope:
        """Set out what is assessed; see `assess`."""
        human = read_human_part(workbook)
        begun = flows_to_begin(workbook.inventory, human, facts.ids("flow")) if begin else ()
        if begun:
            workbook = replace(workbook, inventory=started(workbook.inventory, begun))
            facts = establish_facts(workbook, facts.as_of)
        ledger = Ledger(workbook.inventory, facts.world.items, facts.world.border)
        only = human.planned_only and begin
        rows = within_scope(ledger, running_rows(facts, ledger), human, begun, planned_only=only)
        return cls(workbook, facts, human, ledger, rows, begun)
