"""The assessment as one JSON document: what was worked out, and what people stated, side by side."""

from __future__ import annotations

from typing import Any

from datamap.model import Problem
from datamap.report.machine.document import ASSESSMENT, both, ends, head
from datamap.report.machine.ratings import ratings, scale
from datamap.report.machine.sheet import tagged
from datamap.risk import Assessment, RatedRisk, decision_state, outline_keys
from datamap.risk.human import Decision, Opinion
from datamap.risk.plan import plan_lines
from datamap.risk.questions import Question


def assessment_data(found: Assessment) -> dict[str, Any]:
    """Return everything an assessment holds; keys as in the tables, every sentence in both languages.

    Parameters
    ----------
    found : the assessment of a workbook on a day.

    Returns
    -------
    A document that keeps `schemas/assessment.schema.json`. `sheet` is `records/assessment.toml` as
    read, so that it can be written again; all else is worked out from the workbook and its sheet.
    """
    human = found.human
    return {
        **head(ASSESSMENT, found.workbook, found.as_of),
        "title": both(human.title),
        "example": human.example,
        "sheet_version": human.version,
        "scope": {"activities": list(human.activities), "flows": list(found.ledger.ids(found.rows))},
        "scale": scale(found.scale),
        "screening": _screening(found),
        "description": [_described(one) for one in found.described],
        "necessity": [_prompt(one) for one in found.prompts],
        "risks": [_risk(one, found) for one in found.register],
        "measures": found.measures.as_records(),
        "leverage": found.leverage.as_records(),
        "plan": _plan(found),
        "advice": _opinion(human.advice),
        "views": _opinion(human.views),
        "decision": _decision(human.decision) | _rests_on(found),
        "review": {
            "next": human.review.next,
            "period": human.review.period,
            "triggers": list(human.review.triggers),
        },
        "questions": [_question(one) for one in found.open_questions],
        "coverage": [_covered(record) for record in found.coverage.as_records()],
        "outlines": [_outline(found, key) for key in outline_keys()],
        "problems": [_problem(one) for one in (*human.problems, *found.strays)],
        "sheet": tagged(found.workbook.assessment.raw),
    }


def _screening(found: Assessment) -> dict[str, Any]:
    word = {True: "yes", False: "no", None: "open"}
    return {
        "outcomes": [
            {
                "activity": one.activity,
                "need_for": one.column,
                "result": one.result,
                "said": both(one.said),
                "yes": list(one.yes),
                "open": list(one.open),
                "no": list(one.no),
            }
            for one in found.screened.outcomes
        ],
        "answers": [
            {
                "activity": one.activity,
                "criterion": one.criterion.key,
                "group": one.criterion.group,
                "need_for": one.criterion.column,
                "reference": one.criterion.reference,
                "title": both(one.criterion.title),
                "answer": word[one.value],
                "facts": word[one.from_facts],
                "person": one.person,
                "source": one.source,
                "reason": both(one.reason),
                "flows": list(one.flows),
            }
            for one in found.screened.answers
        ],
    }


def _described(one: Any) -> dict[str, Any]:
    lists = (
        "flows", "kinds", "subjects", "items", "purposes", "sources", "recipients", "systems", "countries",
        "bases", "retentions", "measures", "departments", "clauses",
    )  # fmt: skip
    return {
        "activity": one.activity,
        **{name: list(getattr(one, name)) for name in lists},
        "items_open": one.items_open,
        "country_not_recorded": one.country_blank,
        "persons": ends(one.persons),
    }


def _prompt(one: Any) -> dict[str, Any]:
    return {
        "id": one.question,
        "item": one.item,
        "other_item": one.other,
        "purpose": one.purpose,
        "verdict": one.verdict,
        "reason": both(one.reason),
        "person": {"value": one.person.value, "reason": both(one.person.reason)} if one.person else None,
        "flows": list(one.flows),
        "possible_flows": list(one.possible),
    }


def _risk(one: RatedRisk, found: Assessment) -> dict[str, Any]:
    risk, closed = one.risk, one.closed
    return {
        "id": one.id,
        "threat": risk.threat,
        "title": both(risk.title),
        "scenario": both(risk.scenario),
        "question": both(risk.reason),
        "event": one.event or "design",
        "linddun": list(one.linddun),
        "actions": list(one.actions),
        "problems": list(risk.rights),
        "sources": list(one.sources),
        "subjects": list(risk.subjects),
        "items": list(risk.items),
        "flows": list(risk.flows),
        "possible_flows": list(one.possible),
        "clauses": list(risk.clauses),
        "exposure": _exposure(one),
        "existing": list(risk.existing),
        "candidates": list(risk.candidates),
        "measures": [
            {"measure": m.measure, "state": m.state, "everywhere": m.everywhere} for m in one.measures
        ],
        "ratings": ratings(one, found.scale),
        "closed": {
            "reason": both(closed.reason),
            "role": closed.role,
            "date": closed.date,
            "until": closed.until,
        }
        if closed
        else None,
    }


def _exposure(one: RatedRisk) -> dict[str, Any]:
    """Return what is at stake in the flows of a risk, and where its items end up."""
    exposure = one.exposure
    return {
        "recipients": list(exposure.recipients),
        "systems": list(exposure.systems),
        "places": exposure.places,
        "open_ended": exposure.open_ended,
        "countries": list(exposure.countries),
        "country_not_recorded": exposure.country_blank,
        "items_open": exposure.items_open,
        "persons": ends(exposure.persons),
        "reached": list(one.reached.certain),
        "reached_possible": list(one.reached.possible),
        "countries_reached": list(filter(None, one.reached.countries)),
        "countries_reached_possible": list(filter(None, one.reached.countries_possible)),
    }


def _plan(found: Assessment) -> list[dict[str, Any]]:
    return [
        {
            "measure": line.action.measure,
            "action": both(line.action.action),
            "status": line.action.status,
            "owner": line.action.owner,
            "due": line.action.due,
            "timing": line.timing,
            "cost": line.cost,
            "risks": list(line.risks),
            "lost_risks": list(line.lost),
        }
        for line in plan_lines(found)
    ]


def _opinion(given: Opinion) -> dict[str, Any]:
    return {
        "given": both(given.given),
        "sought": given.sought,
        "followed": given.followed,
        "reason": both(given.reason),
        "role": given.role,
        "date": given.date,
    }


def _decision(made: Decision) -> dict[str, Any]:
    return {
        "outcome": made.outcome,
        "conditions": both(made.conditions),
        "justification": both(made.justification),
        "role": made.role,
        "date": made.date,
    }


def _rests_on(found: Assessment) -> dict[str, Any]:
    state = decision_state(found)
    return {
        "stands": state.stands,
        "allowed": list(state.allowed),
        "barred": list(state.barred),
        "checks": [
            {"key": c.key, "state": c.state, "said": both(c.said), "about": list(c.about)}
            for c in state.checks
        ],
    }


def _question(one: Question) -> dict[str, Any]:
    return {
        "id": one.id,
        "origin": one.origin,
        "said": both(one.said),
        "about": one.about,
        "flows": list(one.flows),
        "clauses": list(one.clauses),
    }


def _covered(record: dict[str, Any]) -> dict[str, Any]:
    """Return a line of the coverage with its lists as lists."""
    return record | {key: list(filter(None, record[key].split(";"))) for key in ("linddun", "flow_element")}


def _outline(found: Assessment, key: str) -> dict[str, Any]:
    filled = found.outline(key)
    return {
        "key": key,
        "title": both(filled.outline.title),
        "share": round(filled.share, 4),
        "sections": [
            {
                "number": one.section.number,
                "title": both(one.section.title),
                "share": None if one.share is None else round(one.share, 4),
                "open": list(dict.fromkeys(key for part in one.fields for key in part.open)),
            }
            for one in filled.sections
        ],
        "checks": [
            {"key": one.check.key, "state": one.state, "missing": list(one.missing)} for one in filled.checks
        ],
    }


def _problem(one: Problem) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": str(one.severity),
        "file": one.file,
        "column": one.column or "",
        "value": one.value or "",
        "message": both(one.message),
        "next_step": both(one.next_step),
    }
