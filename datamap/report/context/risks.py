"""The risks to people: the register, the heat map, and each risk with how its rating came about."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.figures import Display
from datamap.model import Rating
from datamap.report.blocks import (
    SECTION,
    Block,
    Cell,
    Section,
    anchor,
    card,
    cards,
    cell,
    column,
    figure,
    section,
    table,
    words,
)
from datamap.report.context.finding_tables import things
from datamap.report.context.gallery import HEAT_MAP, PLACES
from datamap.report.context.pictures import picture_section
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.risk.rating import STAGES
from datamap.risk.register import RatedRisk
from datamap.risk.scales import PRIORITIES, acceptance

PRIORITY_TONE = {"high": "bad", "medium": "warn", "low": "good"}


def risk_chapter(results: Results, speech: Speech, heat: Display) -> list[Section]:
    """Return the chapter on risks: the register, the map of severity by likelihood, each risk."""
    register = results.assessment.register
    said = " ".join((f"{heat.title}. {heat.fact}", *heat.notes))
    picture = figure(HEAT_MAP, alt=said, caption=speech.say("heat_map_note"))
    lead = speech.say("risks_lead", count=len(register), rated=sum(bool(one.persons) for one in register))
    made = [
        section(
            "risks", speech.say("risks"), [words(lead, lead=True), risk_table(register, results, speech)]
        ),
        section("scale", speech.say("scale"), _scale(results, speech), level=SECTION),
        section("heat-map", speech.say("heat_map"), [picture], level=SECTION, wide=True),
    ]
    details: list[Block] = [
        words(speech.say("ratings_about")),
        cards([_card(one, results, speech) for one in register]),
    ]
    made.append(picture_section("places", speech.say("places_at_risk"), PLACES, results, speech))
    if results.wish.seed is not None:
        shown = _ranges(results.wish.seed, results, speech)
        made.append(section("ranges", speech.say("ranges"), shown, level=SECTION))
    made.append(section("risk-details", speech.say("risk_details"), details, level=SECTION, fresh=True))
    return made


def _ranges(seed: int, results: Results, speech: Speech) -> list[Block]:
    """Return the levels that each proposed rating may take, and what drives the spread: whole levels only."""
    found = results.assessment.ranges(seed=seed)
    worded = found.worded(speech.lang)
    shown = ("title", "likelihood_range", "severity_range", "priority", "priority_range", "driver")
    places = [list(found.table.columns).index(name) for name in shown]
    heads = [
        column(
            speech.say("risk") if name == "title" else str(worded.columns[place]),
            3 if name == "title" else 1.2,
        )
        for name, place in zip(shown, places, strict=True)
    ]
    rows = [[str(row[place]) for place in places] for row in worded.itertuples(index=False, name=None)]
    about = words(speech.say("ranges_about", seed=seed))
    return [about, table(speech.say("ranges"), heads, rows, note=found.text(speech.lang))]


def risk_table(register: Sequence[RatedRisk], results: Results, speech: Speech) -> Block:
    """Return risks in rows: what counts before and after measures, and who rated."""
    heads = [
        column(speech.say("number"), 0.45, align="right"),
        column(speech.say("risk"), 3.0),
        column(speech.say("risk_event"), 1.4),
        *(column(speech.title(speech.of(speech.risk(f"stage_is_{stage}"))), 1.2) for stage in STAGES),
        column(speech.say("rated_by"), 1.2),
    ]
    rows: list[list[Cell | str]] = []
    for number, one in enumerate(register, start=1):
        stages = [_priority(one, stage, results, speech) for stage in STAGES]
        by = speech.say("rated_by_person") if one.persons else speech.say("rated_by_proposal")
        roles = speech.join(dict.fromkeys(speech.role(person.role) for person in one.persons.values()))
        rows.append(
            [
                str(number),
                cell(speech.either(one.risk.title), to=anchor("risk", one.id), sub=_state(one, speech)),
                speech.title(speech.of(speech.risk(f"event_is_{one.event}"))),
                *stages,
                cell(speech.title(by), sub=roles),
            ]
        )
    return table(
        speech.say("risk_register"), heads, rows, note=speech.say("risk_table_note"), more="tables/risks.csv"
    )


def _state(one: RatedRisk, speech: Speech) -> str:
    return speech.say("risk_closed", reason=speech.either(one.closed.reason)) if one.closed else ""


def _priority(one: RatedRisk, stage: str, results: Results, speech: Speech) -> Cell:
    """Return the priority at a stage with its levels; a person's rating counts before the proposal."""
    rating = one.standing(stage)
    if rating is None:
        return cell(speech.say("not_rated"), tone="mute")
    priority = results.assessment.scale.priority(rating)
    said = speech.of(speech.risk(f"priority_is_{priority}"))
    return cell(said, tone=PRIORITY_TONE[priority], sub=_levels(rating, speech))


def _levels(rating: Rating, speech: Speech) -> str:
    return speech.say("levels", likelihood=rating.likelihood, severity=rating.severity)


def _card(one: RatedRisk, results: Results, speech: Speech) -> dict[str, object]:
    risk = one.risk
    priority = one.priority("inherent", results.assessment.scale)
    lines = [
        (speech.say("scenario"), speech.either(risk.scenario)),
        (speech.say("subjects"), speech.labels("subjects", risk.subjects)),
        (speech.say("items"), speech.labels("items", risk.items)),
        (
            speech.say("consequences"),
            speech.join(speech.of(speech.risk(f"problem_is_{key}")) for key in risk.rights),
        ),
        (speech.say("rests_on"), _rests_on(one, speech)),
        (speech.say("proposal"), _proposal(one, results, speech)),
        (speech.say("person_rating"), _persons(one, speech)),
        (speech.say("in_place"), speech.labels("measures", risk.existing)),
        (speech.say("candidates"), speech.labels("measures", risk.candidates)),
        (speech.say("question"), speech.either(risk.reason) if one.start else ""),
    ]
    return card(
        speech.either(risk.title),
        status=speech.of(speech.risk(f"priority_is_{priority}")) if priority else speech.say("not_rated"),
        tone=PRIORITY_TONE[priority] if priority else "mute",
        meta=speech.join(
            [
                speech.title(speech.of(speech.risk(f"event_is_{one.event}"))),
                _state(one, speech),
                speech.say("risk_id", id=risk.id),
            ]
        ),
        id=anchor("risk", risk.id),
        lines=lines,
    )


def _rests_on(one: RatedRisk, speech: Speech) -> str:
    parts = [things("flow", one.risk.flows, speech), things("clause", one.risk.clauses, speech)]
    return (
        " ／ ".join(part for part in parts if part)
        if speech.lang == "ja"
        else " / ".join(filter(None, parts))
    )


def _proposal(one: RatedRisk, results: Results, speech: Speech) -> str:
    """Say the proposed levels and, below, the steps that led to each."""
    points, rating = one.points.get("inherent"), one.proposals.get("inherent")
    if points is None or rating is None:
        return speech.say("no_proposal")
    scale = results.assessment.scale
    head = speech.say(
        "proposal_is",
        likelihood=rating.likelihood,
        likelihood_name=speech.of(scale.name("likelihood", rating.likelihood)),
        severity=rating.severity,
        severity_name=speech.of(scale.name("severity", rating.severity)),
    )
    mark = "・" if speech.lang == "ja" else " · "
    steps = [
        mark.join(
            speech.of(step.said) for step in points.steps if step.dimension == dimension and step.points
        )
        for dimension in ("likelihood", "severity")
    ]
    return "\n".join([head, *steps])


def _persons(one: RatedRisk, speech: Speech) -> str:
    said = []
    for stage, person in sorted(one.persons.items(), key=lambda pair: STAGES.index(pair[0])):
        who = speech.join([speech.role(person.role), person.date])
        said.append(
            speech.say(
                "person_rating_is",
                stage=speech.of(speech.risk(f"stage_is_{stage}")),
                likelihood=person.likelihood or "–",
                severity=person.severity or "–",
                who=who,
                reason=speech.either(person.reason),
            )
        )
    return "\n".join(said) or speech.say("not_recorded")


def _scale(results: Results, speech: Speech) -> list[Block]:
    """Return what the levels mean, and what may be accepted by whom."""
    scale = results.assessment.scale
    heads = [
        column(speech.say("level"), 0.5, align="right"),
        column(speech.say("likelihood"), 2),
        column(speech.say("gravity"), 2),
    ]
    levels: list[list[Cell | str]] = [
        [
            str(level),
            cell(speech.of(scale.name("likelihood", level)), sub=speech.of(scale.means("likelihood", level))),
            cell(speech.of(scale.name("severity", level)), sub=speech.of(scale.means("severity", level))),
        ]
        for level in range(scale.levels, 0, -1)
    ]
    rules: list[list[Cell | str]] = [
        [
            cell(speech.of(speech.risk(f"priority_is_{one}")), tone=PRIORITY_TONE[one]),
            speech.of(acceptance(one)),
        ]
        for one in reversed(PRIORITIES)
    ]
    rule_heads = [column(speech.say("priority"), 0.6), column(speech.say("acceptance"), 4)]
    return [
        table(speech.say("scale"), heads, levels),
        table(speech.say("acceptance_rule"), rule_heads, rules),
    ]
