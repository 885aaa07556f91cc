"""The assessment as tables: keys in the cells, words everywhere a person looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from datamap.analysis.answer import SEPARATOR, Answer
from datamap.analysis.frames import pd
from datamap.model import Text
from datamap.risk.register import RatedRisk
from datamap.risk.safeguards import HEADINGS, heading_of
from datamap.risk.scales import PRIORITIES
from datamap.risk.words import UNRECORDED, words_of
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment


def joined(keys: Iterable[str]) -> str:
    """Return a list as a cell."""
    return SEPARATOR.join(keys)


def answer(
    assessment: Assessment,
    name: str,
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    sentences: Mapping[str, Mapping[str, Text]] | None = None,
    **values: object,
) -> Answer:
    """Return an answer of this room: its title and summary stand in `texts/risk.toml` by its name."""
    return Answer(
        pd.DataFrame(list(rows), columns=list(columns)),
        text("risk", f"{name}_title"),
        text("risk", f"{name}_summary", count=len(rows), **values),
        words_of(assessment.workbook.inventory, **(sentences or {})),
        frozenset({"flows", "clauses", "possible_flows", "risks"}),
        none=frozenset({"other_item", "person_role", "risks"}),
        lang=assessment.lang,
    )


def screening(assessment: Assessment) -> Answer:
    """Return every criterion of the screening with its answer."""
    screened = assessment.screened
    rows = [
        {
            "activity": found.activity or "all_activities",
            "need_for": found.criterion.column,
            "group": found.criterion.group,
            "criterion": found.criterion.key,
            "answer": {True: "yes", False: "no", None: "open"}[found.value],
            "answer_source": found.source,
            "reference": found.criterion.reference,
            "flows": joined(found.flows),
        }
        for found in screened.answers
    ]
    criteria = {found.criterion.key: found.criterion.title for found in screened.of()}
    said = {"gdpr": screened.outcome("gdpr").said, "appi": screened.outcome("appi").said}
    columns = ("activity", "need_for", "group", "criterion", "answer", "answer_source", "reference", "flows")
    activities = {"all_activities": text("risk", "all_activities")} | {
        found.activity: assessment.workbook.vocabulary.label("activities", found.activity)
        for found in screened.answers
        if found.activity
    }
    return answer(
        assessment, "screening", rows, columns, {"criterion": criteria, "activity": activities}, **said
    )


def description(assessment: Assessment) -> Answer:
    """Return what is assessed, one row an activity."""
    lists = (
        "kinds",
        "subjects",
        "items",
        "purposes",
        "sources",
        "recipients",
        "systems",
        "countries",
        "bases",
    )
    rows = [
        {"activity": one.activity}
        | {name: joined(getattr(one, name)) for name in lists}
        | {"departments": joined(one.departments), "flows": joined(one.flows)}
        for one in assessment.described
    ]
    return answer(assessment, "description", rows, ("activity", *lists, "departments", "flows"))


def necessity(assessment: Assessment) -> Answer:
    """Return a prompt for each item and purpose."""
    rows = [
        {
            "item": prompt.item,
            "purpose": prompt.purpose,
            "other_item": prompt.other,
            "verdict": prompt.verdict,
            "reason": prompt.question,
            "flows": joined(prompt.flows),
            "possible_flows": joined(prompt.possible),
        }
        for prompt in assessment.prompts
    ]
    reasons = {prompt.question: prompt.reason for prompt in assessment.prompts}
    on_record = [prompt for prompt in assessment.prompts if prompt.flows]
    none = sum(prompt.verdict == "no_evident_need" for prompt in on_record)
    asks = sum(prompt.verdict == "ask" for prompt in on_record)
    columns = ("item", "purpose", "other_item", "verdict", "reason", "flows", "possible_flows")
    values = {"none": none, "asks": asks, "recorded": len(on_record)}
    return answer(assessment, "necessity", rows, columns, {"reason": reasons}, **values)


def risks(assessment: Assessment) -> Answer:
    """Return the register of risks, gravest first."""
    rows = [_risk_row(one, assessment) for one in assessment.register]
    highs = sum(one.priority("inherent", assessment.scale) == "high" for one in assessment.register)
    columns = (
        "risk", "title", "priority", "priority_residual", "items", "subjects", "recipients", "countries",
        "existing", "candidates", "problems", "event", "linddun", "risk_state", "clauses", "flows",
        "possible_flows",
    )  # fmt: skip
    return answer(assessment, "risks", rows, columns, {"title": assessment.titles}, highs=highs)


def _risk_row(one: RatedRisk, assessment: Assessment) -> dict[str, Any]:
    risk = one.risk
    return {
        "risk": one.id,
        "title": one.id,
        "priority": one.shown("inherent", assessment.scale),
        "priority_residual": one.shown("residual", assessment.scale),
        "items": joined(risk.items),
        "subjects": joined(risk.subjects),
        "recipients": joined(one.exposure.recipients),
        "countries": joined((*one.exposure.countries, *([UNRECORDED] if one.exposure.country_blank else []))),
        "existing": joined(risk.existing),
        "candidates": joined(risk.candidates),
        "problems": joined(risk.rights),
        "event": one.event or "design",
        "linddun": joined(one.linddun),
        "risk_state": "closed" if one.closed else "open",
        "clauses": joined(risk.clauses),
        "flows": joined(risk.flows),
        "possible_flows": joined(one.possible),
    }


def places(assessment: Assessment) -> Answer:
    """Return, for each place that open risks run to, the gravest priority and the risks."""
    found: dict[str, set[str]] = {}
    groups = assessment.workbook.inventory.groups
    for one in assessment.register:
        if not one.closed:
            keys = (*one.exposure.recipients, *one.exposure.systems)
            for place in {member for key in keys for member in groups.get(key, (key,))}:
                found.setdefault(place, set()).add(one.id)
    rows: list[dict[str, Any]] = [
        {
            "place": place,
            "priority": _gravest(assessment, ids, "inherent"),
            "priority_residual": _gravest(assessment, ids, "residual"),
            "risk_count": len(ids),
            "risks": joined(sorted(ids)),
        }
        for place, ids in found.items()
    ]
    rows.sort(key=lambda row: (-_rank(row["priority"]), -row["risk_count"], row["place"]))
    highs = sum(row["priority"] == "high" for row in rows)
    return answer(
        assessment,
        "places",
        rows,
        ("place", "priority", "priority_residual", "risk_count", "risks"),
        highs=highs,
    )


def _gravest(assessment: Assessment, ids: Iterable[str], stage: str) -> str:
    """Return the gravest priority among some risks at a stage."""
    ranks = [_rank(assessment.risk(i).counted(stage, assessment.scale) or "") for i in ids]
    return PRIORITIES[max(ranks)] if max(ranks) >= 0 else ""


def _rank(priority: str) -> int:
    """Return the order of a priority; -1 where nothing is rated."""
    return PRIORITIES.index(priority) if priority in PRIORITIES else -1


def measures(assessment: Assessment) -> Answer:
    """Return each measure with how far it is and the risks it bears on, by heading."""
    found: dict[tuple[str, str], set[str]] = {}
    for one in assessment.register:
        standing = {m.measure: m.state if m.everywhere else "partly" for m in one.measures}
        for measure in {*standing, *one.risk.candidates}:
            found.setdefault((measure, standing.get(measure, "candidate")), set()).add(one.id)
    for measure, state in assessment.recorded_measures.items():
        found.setdefault((measure, state), set())
    rows = [
        {"heading": heading_of(measure), "measure": measure, "state": state, "risks": joined(sorted(risks))}
        for (measure, state), risks in found.items()
    ]
    rows.sort(key=lambda row: (_place(row["heading"]), row["measure"], row["state"]))
    empty = [
        heading
        for heading in HEADINGS
        if not any(r["heading"] == heading and r["state"] not in {"candidate", "planned"} for r in rows)
    ]
    labels = [assessment.workbook.vocabulary.label("measures", heading) for heading in empty]
    missing = Text(
        "、".join(one.ja for one in labels) or "なし", ", ".join(one.en for one in labels) or "none"
    )
    return answer(assessment, "measures", rows, ("heading", "measure", "state", "risks"), missing=missing)


def _place(heading: str) -> tuple[int, str]:
    """Return the order of headings: the seven of the guideline first."""
    return (HEADINGS.index(heading) if heading in HEADINGS else len(HEADINGS), heading)


def questions(assessment: Assessment) -> Answer:
    """Return every open question."""
    rows = [
        {
            "question": one.id,
            "origin": one.origin,
            "said": one.id,
            "flows": joined(one.flows),
            "clauses": joined(one.clauses),
        }
        for one in assessment.open_questions
    ]
    said = {one.id: one.said for one in assessment.open_questions}
    return answer(
        assessment, "questions", rows, ("question", "origin", "said", "flows", "clauses"), {"said": said}
    )


def by_priority(assessment: Assessment, stage: str) -> dict[str, int]:
    """Return how many open risks count with each priority at a stage."""
    found = [one.counted(stage, assessment.scale) for one in assessment.register if not one.closed]
    return {priority: found.count(priority) for priority in PRIORITIES}
