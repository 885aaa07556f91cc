"""The assessment as plain data, worded in one language: what reports and JSON are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datamap.model import Lang, Range, Rating
from datamap.risk.decision import decision_record
from datamap.risk.plan import plan_lines
from datamap.risk.rating import STAGES, Points
from datamap.risk.register import RatedRisk
from datamap.risk.scales import PRIORITIES, Scale, acceptance
from datamap.risk.tables import by_priority
from datamap.risk.words import RiskWords, role_label, words_of
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment


def assessment(found: Assessment, lang: Lang) -> dict[str, Any]:
    """Return everything an assessment says; lists stay lists, keys stand beside their labels."""
    words = words_of(found.workbook.inventory)
    human = found.human
    return {
        "title": human.title.in_lang(lang) or text("risk", "assessment_title").in_lang(lang),
        "as_of": found.as_of.isoformat(),
        "example": human.example,
        "version": human.version,
        "organisation": found.workbook.organisation.name.in_lang(lang),
        "scale": scale(found.scale, lang),
        "screening": _screening(found, lang),
        "description": [_described(one, words, lang) for one in found.described],
        "necessity": [_prompt(one, words, lang) for one in found.prompts],
        "risks": [risk(one, found.scale, words, lang) for one in found.register],
        "priorities": {stage: by_priority(found, stage) for stage in STAGES},
        "measures": found.measures.as_records(),
        "questions": [
            {
                "id": one.id,
                "origin": text("risk", f"origin_is_{one.origin}").in_lang(lang),
                "question": one.said.in_lang(lang),
                "about": one.about,
                "flows": list(one.flows),
                "clauses": list(one.clauses),
            }
            for one in found.open_questions
        ],
        "plan": _plan(found, lang),
        "checks": decision_record(found, lang),
        "decision": {
            "outcome": human.decision.outcome,
            "role": role_label(human.decision.role).in_lang(lang),
            "date": human.decision.date,
            "conditions": human.decision.conditions.in_lang(lang),
            "justification": human.decision.justification.in_lang(lang),
        },
    }


def scale(used: Scale, lang: Lang) -> dict[str, Any]:
    """Return a scale: its levels by name, what they mean, and the matrix of priorities."""
    levels = range(1, used.levels + 1)
    return {
        "levels": used.levels,
        "likelihood": [used.name("likelihood", level).in_lang(lang) for level in levels],
        "severity": [used.name("severity", level).in_lang(lang) for level in levels],
        "likelihood_means": [used.means("likelihood", level).in_lang(lang) for level in levels],
        "severity_means": [used.means("severity", level).in_lang(lang) for level in levels],
        "matrix": [list(row) for row in used.matrix],
        "priorities": {p: text("risk", f"priority_is_{p}").in_lang(lang) for p in PRIORITIES},
        "acceptance": {p: acceptance(p).in_lang(lang) for p in PRIORITIES},
    }


def risk(one: RatedRisk, used: Scale, words: RiskWords, lang: Lang) -> dict[str, Any]:
    """Return one risk with its ratings at every stage."""
    labels = _labels(words, lang)
    return {
        "id": one.id,
        "threat": one.risk.threat,
        "title": one.risk.title.in_lang(lang),
        "scenario": one.risk.scenario.in_lang(lang),
        "by_design": one.by_design,
        "event": words.in_lang("event", one.event or "design", lang),
        "linddun": labels("linddun", one.linddun),
        "actions": labels("actions", one.actions),
        "problems": labels("problems", one.risk.rights),
        "sources": labels("risk_sources", one.sources),
        "items": labels("item", one.risk.items),
        "subjects": labels("subject", one.risk.subjects),
        "recipients": labels("recipient", one.exposure.recipients),
        "countries": labels("country", one.exposure.countries),
        "country_blank": one.exposure.country_blank,
        "places": one.exposure.places,
        "reached": labels("recipient", one.reached.certain),
        "reached_possible": labels("recipient", one.reached.possible),
        "countries_possible": labels("country", one.reached.countries_possible),
        "persons": persons(one.exposure.persons),
        "flows": list(one.risk.flows),
        "possible_flows": list(one.possible),
        "clauses": list(one.risk.clauses),
        "existing": labels("measure", one.risk.existing),
        "candidates": labels("measure", one.risk.candidates),
        "measures": [
            {
                "measure": words.in_lang("measure", m.measure, lang),
                "state": words.in_lang("state", m.state, lang),
            }
            for m in one.measures
        ],
        "question": one.risk.reason.in_lang(lang),
        "ratings": {stage: _rating(one, stage, used, lang) for stage in STAGES},
        "closed": one.closed.reason.in_lang(lang) if one.closed else "",
    }


def _rating(one: RatedRisk, stage: str, used: Scale, lang: Lang) -> dict[str, Any]:
    """Return the ratings at one stage: the proposal with its steps, the person's, and what counts."""
    person = one.persons.get(stage)
    priority = one.priority(stage, used)
    return {
        "proposal": _levels(one.proposals.get(stage), used, lang),
        "steps": _steps(one.points.get(stage), lang),
        "person": {
            "likelihood": person.likelihood,
            "severity": person.severity,
            "reason": person.reason.in_lang(lang),
            "role": role_label(person.role).in_lang(lang),
            "date": person.date,
        }
        if person
        else None,
        "counts": _levels(one.standing(stage), used, lang),
        "priority": priority or "",
        "priority_label": text("risk", f"priority_is_{one.shown(stage, used)}").in_lang(lang),
        "counted": one.counted(stage, used) or "",
    }


def _steps(points: Points | None, lang: Lang) -> list[dict[str, Any]]:
    found = points.steps if points else ()
    return [{"dimension": s.dimension, "points": s.points, "said": s.said.in_lang(lang)} for s in found]


def _levels(rating: Rating | None, used: Scale, lang: Lang) -> dict[str, Any] | None:
    if rating is None:
        return None
    return {
        "likelihood": rating.likelihood,
        "severity": rating.severity,
        "likelihood_label": used.name("likelihood", rating.likelihood).in_lang(lang),
        "severity_label": used.name("severity", rating.severity).in_lang(lang),
    }


def persons(people: Range) -> str:
    """Return a number of people as it is written; "" = not recorded.

    Examples
    --------
    >>> persons(Range(1000, 5000)), persons(Range(1200, 1200)), persons(Range(1200, 1200, about=True))
    ('1,000-5,000', '1,200', '~1,200')
    """
    ends = [f"{end:,}" for end in (people.low, people.high) if end is not None]
    return "~" * people.about + "-".join(dict.fromkeys(ends))


def _plan(found: Assessment, lang: Lang) -> list[dict[str, Any]]:
    """Return the lines of the plan, unfinished ones first."""
    label = found.workbook.vocabulary.label
    return [
        {
            "measure": label("measures", line.action.measure).in_lang(lang),
            "action": line.action.action.in_lang(lang),
            "status": text("risk", f"state_is_{line.action.status}").in_lang(lang),
            "owner": role_label(line.action.owner).in_lang(lang),
            "due": line.action.due,
            "timing": line.timing,
            "timing_label": text("risk", f"timing_is_{line.timing}").in_lang(lang),
            "cost": line.cost,
            "risks": list(line.risks),
        }
        for line in plan_lines(found)
    ]


def _screening(found: Assessment, lang: Lang) -> dict[str, Any]:
    """Return the answers for all flows together, and the outcome of each activity."""
    label = found.workbook.vocabulary.label
    return {
        "criteria": [
            {
                "key": one.criterion.key,
                "group": text("risk", f"group_is_{one.criterion.group}").in_lang(lang),
                "need_for": one.criterion.column,
                "reference": one.criterion.reference,
                "title": one.criterion.title.in_lang(lang),
                "answer": {True: "yes", False: "no", None: "open"}[one.value],
                "source": one.source,
                "reason": one.reason.in_lang(lang),
                "question": one.criterion.question.in_lang(lang) if one.value is None else "",
                "flows": list(one.flows),
            }
            for one in found.screened.of()
        ],
        "outcomes": [
            {
                "activity": label("activities", one.activity).in_lang(lang) if one.activity else "",
                "need_for": one.column,
                "result": one.result,
                "said": one.said.in_lang(lang),
                "yes": list(one.yes),
                "open": list(one.open),
                "no": list(one.no),
            }
            for one in found.screened.outcomes
        ],
    }


def _described(one: Any, words: RiskWords, lang: Lang) -> dict[str, Any]:
    """Return one activity with every list in words."""
    labels = _labels(words, lang)
    lists = {
        "kinds": "kinds", "subjects": "subject", "items": "item", "purposes": "purpose", "sources": "sources",
        "recipients": "recipients", "systems": "systems", "countries": "country", "bases": "bases",
        "retentions": "retention", "measures": "measure", "departments": "departments",
    }  # fmt: skip
    return {
        "activity": words.in_lang("activity", one.activity, lang),
        **{name: labels(column, getattr(one, name)) for name, column in lists.items()},
        "items_open": one.items_open,
        "country_blank": one.country_blank,
        "persons": persons(one.persons),
        "flows": list(one.flows),
        "clauses": list(one.clauses),
    }


def _prompt(one: Any, words: RiskWords, lang: Lang) -> dict[str, Any]:
    return {
        "item": words.in_lang("item", one.item, lang),
        "other_item": words.in_lang("item", one.other, lang) if one.other else "",
        "purpose": words.in_lang("purpose", one.purpose, lang) if one.purpose else "",
        "verdict": one.verdict,
        "verdict_label": words.in_lang("verdict", one.verdict, lang),
        "reason": one.reason.in_lang(lang),
        "person": one.person.reason.in_lang(lang) if one.person else "",
        "flows": list(one.flows),
        "possible_flows": list(one.possible),
    }


def _labels(words: RiskWords, lang: Lang) -> Any:
    """Return a function from a column and its keys to their labels."""

    def labels(column: str, keys: tuple[str, ...]) -> list[str]:
        return [words.in_lang(column, key, lang) for key in keys]

    return labels
