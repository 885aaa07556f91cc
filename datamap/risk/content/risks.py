"""The risks: threats by design, events, ratings, treatment, plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from datamap.model import EMPTY, Rating, Text
from datamap.risk.content.registry import Source, fills, listed
from datamap.risk.content.rows import Row
from datamap.risk.human import APPROVED
from datamap.risk.plan import plan_lines
from datamap.risk.register import RatedRisk
from datamap.risk.scales import DIMENSIONS, PRIORITIES, Dimension, acceptance
from datamap.risk.words import role_label
from datamap.vocabulary import text


@fills("threats_by_design")
def threats_by_design(source: Source) -> Iterator[Row]:
    """Fill the risks that lie in the design."""
    yield from (_threat(source, one) for one in source.assessment.register if one.by_design)


@fills("events")
def events(source: Source) -> Iterator[Row]:
    """Fill the risks that come of accidents or attacks: access, change, disappearance."""
    yield from (_threat(source, one) for one in source.assessment.register if not one.by_design)


@fills("illegitimate_access")
def illegitimate_access(source: Source) -> Iterator[Row]:
    """Fill the risks that data are seen by somebody who may not."""
    yield from _feared(source, "illegitimate_access")


@fills("unwanted_change")
def unwanted_change(source: Source) -> Iterator[Row]:
    """Fill the risks that data are changed against everybody's wish."""
    yield from _feared(source, "unwanted_change")


@fills("disappearance")
def disappearance(source: Source) -> Iterator[Row]:
    """Fill the risks that data disappear."""
    yield from _feared(source, "disappearance")


def _feared(source: Source, event: str) -> Iterator[Row]:
    """Yield the risks of one feared event as a whole: impact, threats, sources, measures, rating.

    References
    ----------
    CNIL, *Privacy Impact Assessment: methodology* (2018), risks.
    """
    for one in source.assessment.register:
        if one.event == event:
            rating = _rating(source, one, "inherent", {"factors": source.list("measure", one.risk.existing)})
            yield replace(rating, cells={**_threat(source, one).cells, **rating.cells})


def _threat(source: Source, one: RatedRisk) -> Row:
    return Row(
        one.id,
        {
            "risk": one.risk.title,
            "how": one.risk.scenario,
            "sources": source.list("risk_sources", one.sources),
            "impact": source.list("problems", one.risk.rights),
            "event": source.words.label("event", one.event or "design"),
        },
        one.risk.flows,
    )


@fills("method")
def method(source: Source) -> Iterator[Row]:
    """Fill how it was rated: both scales, level by level, and the rule of acceptance of each priority."""
    scale = source.assessment.scale
    for dimension in DIMENSIONS:
        for level in range(1, scale.levels + 1):
            name, means = scale.name(dimension, level), scale.means(dimension, level)
            told = text("risk", "level_and_meaning", name=name, means=means) if means.ja else name
            yield _of_method(
                f"{dimension}_{level}", text("risk", f"method_{dimension}"), Text.same(str(level)), told
            )
    for priority in PRIORITIES:
        level_name = text("risk", f"priority_is_{priority}")
        yield _of_method(
            f"priority_{priority}", text("risk", "method_priority"), level_name, acceptance(priority)
        )


def _of_method(key: str, aspect: Text, level: Text, explanation: Text) -> Row:
    return Row(key, {"aspect": aspect, "level": level, "explanation": explanation})


@fills("inherent_risks")
def inherent_risks(source: Source) -> Iterator[Row]:
    """Fill the rating of each risk before measures, and what is on record that changes it."""
    for one in source.assessment.register:
        yield _rating(source, one, "inherent", {"factors": source.list("measure", one.risk.existing)})


@fills("risk_sources")
def risk_sources(source: Source) -> Iterator[Row]:
    """Fill who or what the risks come from, each with its risks."""
    found: dict[str, list[RatedRisk]] = {}
    for one in source.assessment.register:
        for key in one.sources:
            found.setdefault(key, []).append(one)
    for key in sorted(found):
        flows = sorted({flow for one in found[key] for flow in one.risk.flows})
        risks = listed(one.risk.title for one in found[key])
        yield Row(key, {"sources": source.words.label("risk_sources", key), "risk": risks}, tuple(flows))


@fills("risk_evaluation")
def risk_evaluation(source: Source) -> Iterator[Row]:
    """Fill the rating of each risk with the measures on record, and whether it is acceptable."""
    for one in source.assessment.register:
        yield _rating(source, one, "current", {})


@fills("residual_risks")
def residual_risks(source: Source) -> Iterator[Row]:
    """Fill the rating of each risk after the plan."""
    for one in source.assessment.register:
        planned = (action.measure for action in one.planned)
        measures = dict.fromkeys((*one.risk.existing, *planned))
        yield _rating(source, one, "residual", {"measures": source.list("measure", measures)})


def _rating(source: Source, one: RatedRisk, stage: str, more: dict[str, Text]) -> Row:
    """Return the rating that counts at a stage; a closed risk says so in place of a level."""
    scale, rating = source.assessment.scale, one.standing(stage)
    priority = one.priority(stage, scale)
    cells = {
        "risk": one.risk.title,
        "likelihood": level_words(source, "likelihood", rating),
        "severity": level_words(source, "severity", rating),
        "level": text("risk", f"priority_is_{priority}") if priority else EMPTY,
        "acceptable": _acceptable(one, priority or ""),
        "rated_by": rated_by(one, stage),
    }
    return Row(
        one.id,
        cells | more,
        one.risk.flows,
        frozenset({"likelihood", "severity"} if one.persons.get(stage) else ()),
    )


def _acceptable(one: RatedRisk, priority: str) -> Text:
    if one.closed:
        return text("risk", "risk_state_is_closed")
    return (
        text("risk", "not_acceptable" if priority == "high" else "acceptable_by_decision")
        if priority
        else EMPTY
    )


def rated_by(one: RatedRisk, stage: str) -> Text:
    """Say whether a person rated a risk at a stage."""
    return text("risk", "rated_by_person" if one.persons.get(stage) else "rated_as_proposal")


def level_words(source: Source, dimension: Dimension, rating: Rating | None) -> Text:
    """Return one level of a rating with its name; EMPTY where it is not rated."""
    if rating is None:
        return EMPTY
    level = rating.likelihood if dimension == "likelihood" else rating.severity
    name = source.assessment.scale.name(dimension, level)
    return Text(f"{level} {name.ja}", f"{level} {name.en}")


@fills("additional_measures")
def additional_measures(source: Source) -> Iterator[Row]:
    """Fill, for each risk that is not acceptable as it stands, the measures planned and the candidates."""
    for one in source.assessment.register:
        if one.priority("inherent", source.assessment.scale) == "high" and not one.closed:
            planned = dict.fromkeys(action.measure for action in one.planned)
            states = dict.fromkeys(action.status for action in one.planned)
            cells = {
                "risk": one.risk.title,
                "measures": source.list("measure", planned),
                "status": listed(text("risk", f"state_is_{state}") for state in states),
                "candidates": source.list("measure", one.risk.candidates),
            }
            yield Row(one.id, cells, one.risk.flows)


@fills("plan")
def plan(source: Source) -> Iterator[Row]:
    """Fill the plan: action, owner, date, status."""
    for line in plan_lines(source.assessment):
        action = line.action
        done = action.action if action.action.ja else source.words.label("measure", action.measure)
        yield Row(
            f"{line.number}",
            {
                "action": done,
                "measure": source.words.label("measure", action.measure),
                "owner": role_label(action.owner) if action.owner else EMPTY,
                "date": Text.same(action.due) if action.due else EMPTY,
                "status": text("risk", f"state_is_{action.status}"),
            },
        )


@fills("open_questions")
def open_questions(source: Source) -> Iterator[Row]:
    """Fill the questions that nobody has answered yet."""
    for question in source.assessment.open_questions:
        cells = {"question": question.said, "origin": text("risk", f"origin_is_{question.origin}")}
        yield Row(question.id, cells, question.flows)


@fills("public_summary")
def public_summary(source: Source) -> Iterator[Row]:
    """Fill what is told in public: a person's words, else a draft of figures until a person approves it."""
    answer = source.human.answer("public_summary")
    if answer and answer.value not in {APPROVED, "n/a"}:
        yield Row("", {}).filled("said", answer.words)
        return
    said = text("risk", "public_summary", flows=len(source.assessment.rows), **_left(source))
    yield Row("", {"said": said}, drafted=frozenset() if answer else frozenset({"said"}))


def _left(source: Source) -> dict[str, int]:
    """Return how many risks of each priority are left after the plan, closed ones apart."""
    counts: dict[str, int] = dict.fromkeys(PRIORITIES, 0)
    for one in source.assessment.register:
        priority = one.counted("residual", source.assessment.scale)
        if priority and not one.closed:
            counts[priority] += 1
    return counts


@fills("findings")
def findings(source: Source) -> Iterator[Row]:
    """Fill what was found when laws were held against the flows: one row a rule and outcome."""
    found = source.assessment.findings
    if found is None or found.laws is None:
        return
    for (rule_id, status), things in found.table.groupby(["rule", "status"], sort=True)["flows"]:
        rule = found.laws.rule(str(rule_id))
        flows = sorted({flow for cell in things for flow in str(cell).split(";") if flow})
        cells = {
            "law": found.laws.get(rule.law).short,
            "finding": rule.title,
            "state": text("rules", f"status_is_{status}"),
            "things": Text.same(str(len(things))),
        }
        yield Row(f"{rule_id}.{status}", cells, tuple(flows))
