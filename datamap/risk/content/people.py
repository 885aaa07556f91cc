"""What people stated: title, versions, planning, advice, views, decision."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.model import EMPTY, Text
from datamap.risk.content.registry import Source, fills, listed
from datamap.risk.content.rows import Row
from datamap.risk.decision import decision_state
from datamap.risk.human import Decision, Opinion
from datamap.risk.words import role_label
from datamap.vocabulary import text

APPROVED = frozenset({"approved", "conditionally_approved"})
"""Outcomes that validate an assessment."""


def _same(words: str) -> Text:
    return Text.same(words) if words else EMPTY


@fills("title")
def title(source: Source) -> Iterator[Row]:
    """Fill what the assessment is called, and its version."""
    human = source.human
    if human.title.ja or human.version:
        yield Row("", {"name": human.title, "version": _same(human.version)})


@fills("dates")
def dates(source: Source) -> Iterator[Row]:
    """Fill when the assessment began, was completed and was validated; what is to come stays open."""
    human = source.human
    validated = human.decision.date if human.decision.outcome in APPROVED else ""
    known = {"started": human.started, "completed": human.completed, "validated": validated}
    for key, day in known.items():
        yield Row(key, {"step": text("risk", f"date_{key}"), "date": _same(day)})


@fills("publication")
def publication(source: Source) -> Iterator[Row]:
    """Fill whether the assessment is published."""
    if source.human.publication:
        yield Row("", {"answer": text("risk", f"publication_is_{source.human.publication}")})


@fills("scope")
def scope(source: Source) -> Iterator[Row]:
    """Fill which activities are assessed, and which planned flows are not."""
    for one in source.assessment.described:
        name = source.words.label("activity", one.activity) if one.activity else text("risk", "not_recorded")
        count = text("risk", "count_flows", count=len(one.flows))
        if set(one.flows) <= set(source.assessment.begun):
            count = text("risk", "count_flows_begun", count=len(one.flows))
        yield Row(one.activity, {"activity": name, "extent": count}, one.flows)
    for activity, flows in source.assessment.left_for_later.items():
        name = source.words.label("activity", activity) if activity else text("risk", "not_recorded")
        left = text("risk", "count_flows_left", count=len(flows))
        yield Row(activity, {"activity": name, "extent": left}, flows)


@fills("reasons")
def reasons(source: Source) -> Iterator[Row]:
    """Fill why an assessment is called for: every criterion of the screening with its answer."""
    for found in source.assessment.screened.of():
        word = {True: "yes", False: "no", None: "open"}[found.value]
        yield Row(
            found.criterion.key,
            {
                "group": text("risk", f"group_is_{found.criterion.group}"),
                "criterion": found.criterion.title,
                "answer": text("risk", f"answer_is_{word}") if found.value is not None else EMPTY,
                "reason": found.reason,
            },
            found.flows,
        )


@fills("outcome_of_screening")
def outcome_of_screening(source: Source) -> Iterator[Row]:
    """Fill what the screening comes to, in both columns."""
    for column in ("gdpr", "appi"):
        outcome = source.assessment.screened.outcome(column)
        yield Row(column, {"need_for": text("risk", f"need_for_is_{column}"), "result": outcome.said})


@fills("advice")
def advice(source: Source) -> Iterator[Row]:
    """Fill the advice of the officer in charge."""
    given = source.human.advice
    if given.given.ja:
        yield Row("", _opinion(given) | {"followed": _followed(given)})


@fills("views")
def views(source: Source) -> Iterator[Row]:
    """Fill the views of the people concerned, or why they were not sought."""
    given = source.human.views
    if given.sought:
        sought = text("risk", f"answer_is_{given.sought}")
        none = text("risk", "reason_not_needed") if given.sought == "yes" else EMPTY
        reason = given.reason if given.reason.ja else none
        yield Row("", _opinion(given) | {"sought": sought, "reason": reason})


def _opinion(given: Opinion) -> dict[str, Text]:
    return {"said": given.given, "role": role_label(given.role), "date": _same(given.date)}


def _followed(given: Opinion) -> Text:
    """Return whether advice was followed, with the reason where it was not."""
    if not given.followed:
        return EMPTY
    word = text("risk", f"followed_is_{given.followed}")
    return listed([word, given.reason]) if given.reason.ja else word


@fills("decision")
def decision(source: Source) -> Iterator[Row]:
    """Fill the decision a person took; nothing where nobody has."""
    made = source.human.decision
    if made.outcome:
        yield Row(
            made.outcome,
            {
                "outcome": decision_state(source.assessment).said,
                "conditions": _conditions(made),
                "justification": made.justification,
                "role": role_label(made.role) if made.role else EMPTY,
                "date": _same(made.date),
            },
        )


@fills("prior_consultation")
def prior_consultation(source: Source) -> Iterator[Row]:
    """Fill whether the authority is to be consulted beforehand, ground by ground (GDPR 36(1), 36(5)).

    Whether a high risk remains is known from the ratings; what the law of a Member State asks for
    is not in the inventory, so a person says it (`prior_consultation.national_law`).
    """
    found = next(check for check in decision_state(source.assessment).checks if check.key == "residual_high")
    remains = {"barred": "yes", "settled": "no"}.get(found.state)
    answer = text("risk", f"answer_is_{remains}") if remains else EMPTY
    yield Row("residual_high", _ground("residual_high", "GDPR 36(1)", answer, found.said))
    question = "prior_consultation.national_law"
    said = source.human.answer(f"{question}.answer") or source.human.answer(question)
    given = {"yes": text("risk", "answer_is_yes"), "no": text("risk", "answer_is_no")}
    national = given.get(said.value, Text.same(said.value)) if said else EMPTY
    cells = _ground("national_law", "GDPR 36(5)", national, said.reason if said else EMPTY)
    yield Row("national_law", cells, by_person=frozenset({"answer", "reason"} if said else ()))


def _ground(key: str, articles: str, answer: Text, reason: Text) -> dict[str, Text]:
    ground = text("risk", f"consultation_for_{key}")
    return {"ground": ground, "articles": Text.same(articles), "answer": answer, "reason": reason}


def _conditions(made: Decision) -> Text:
    """Return the conditions of a decision; one that is not conditional needs none."""
    if made.conditions.ja or made.outcome == "conditionally_approved":
        return made.conditions
    return text("risk", "conditions_not_applicable")


@fills("review")
def review(source: Source) -> Iterator[Row]:
    """Fill when the assessment is looked at again, and what calls it earlier."""
    planned = source.human.review
    if planned.next or planned.period or planned.triggers:
        triggers = listed(text("risk", f"trigger_is_{trigger}") for trigger in planned.triggers)
        period = source.period(planned.period) if planned.period else EMPTY
        yield Row("", {"date": _same(planned.next), "period": period, "triggers": triggers})
