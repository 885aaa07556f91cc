"""The screening as tables: what each activity comes to in both columns, and the reason of every answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from datamap.analysis.answer import Answer
from datamap.risk.tables import answer, joined
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.model import Text
    from datamap.risk.assess import Assessment

EVERYTHING = "all_activities"
"""How the line about all flows together is named in the column `activity`."""


def outcomes(assessment: Assessment) -> Answer:
    """Return, for all flows and for each activity, whether an assessment is called for or worth while."""
    screened = assessment.screened
    rows = [
        {
            "activity": one.activity or EVERYTHING,
            "need_for": one.column,
            "result": one.result,
            "screening_said": str(number),
            "criteria_yes": joined(one.yes),
            "criteria_open": joined(one.open),
            "criteria_no": joined(one.no),
        }
        for number, one in enumerate(screened.outcomes)
    ]
    titles = {found.criterion.key: found.criterion.title for found in screened.of()}
    said = {str(number): one.said for number, one in enumerate(screened.outcomes)}
    lists = {f"criteria_{word}": titles for word in ("yes", "open", "no")}
    found = answer(
        assessment,
        "screening_outcomes",
        rows,
        ("activity", "need_for", "result", "screening_said", *lists),
        {"activity": _activities(assessment), "screening_said": said, **lists},
        activities=len({row["activity"] for row in rows}) - 1,
    )
    return replace(found, lists=found.lists | set(lists), none=found.none | set(lists))


def reasons(assessment: Assessment) -> Answer:
    """Return every answer of the screening with its reason, for all flows and for each activity."""
    answers = assessment.screened.answers
    rows = [
        {
            "activity": one.activity or EVERYTHING,
            "need_for": one.criterion.column,
            "criterion": one.criterion.key,
            "answer": {True: "yes", False: "no", None: "open"}[one.value],
            "answer_source": one.source,
            "reason": str(number),
            "reference": one.criterion.reference,
            "flows": joined(one.flows),
        }
        for number, one in enumerate(answers)
    ]
    sentences = {
        "activity": _activities(assessment),
        "criterion": {one.criterion.key: one.criterion.title for one in answers},
        "reason": {str(number): one.reason for number, one in enumerate(answers)},
    }
    return answer(
        assessment,
        "screening_reasons",
        rows,
        (
            "activity", "need_for", "criterion", "answer", "answer_source", "reason", "reference", "flows",
        ),
        sentences,
        open=sum(row["answer"] == "open" for row in rows),
    )  # fmt: skip


def _activities(assessment: Assessment) -> dict[str, Text]:
    """Return the names of the activities; the line about all flows has one of its own."""
    label = assessment.workbook.vocabulary.label
    named = {one.activity: label("activities", one.activity) for one in assessment.screened.outcomes}
    return named | {EVERYTHING: text("risk", "all_activities")}
