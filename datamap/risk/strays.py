"""What `records/assessment.toml` says about things that do not exist: told, never dropped in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from datamap.model import Problem, Severity, Text
from datamap.records.page import nearest_of
from datamap.risk.human import FILE, HumanPart
from datamap.risk.outline import read_contents
from datamap.risk.register import OWN
from datamap.risk.screening import read_criteria
from datamap.vocabulary import text

OPEN_PREFIXES = ("finding", "necessity", "plan", "record", "risk")
"""First parts of questions whose ids follow from the flows, and come and go with them."""


def strays(human: HumanPart, risks: Collection[str]) -> tuple[Problem, ...]:
    """Return a warning for each rating, measure, closing or answer that finds nothing to be about.

    A risk may have gone with its flows, or its id may be misspelt: a person has to look.

    Parameters
    ----------
    human : what people stated. risks : ids of all risks there are, people's own included.
    """
    named = [(f"rating[{n}].risk", rating.risk) for n, rating in enumerate(human.ratings)]
    named += [(f"closed_risk[{n}].risk", closed.risk) for n, closed in enumerate(human.closed)]
    named += [
        (f"measure[{n}].risks", risk) for n, action in enumerate(human.actions) for risk in action.risks
    ]
    threats = {risk.partition(":")[0] for risk in risks}
    lost = [
        _stray("lost_risk", column, risk, risks)
        for column, risk in named
        if risk not in risks and not (column.startswith("measure") and risk in threats - {OWN})
    ]
    return (*lost, *_answers(human))


def _answers(human: HumanPart) -> Iterator[Problem]:
    """Yield answers to questions that nobody asks."""
    criteria = {f"screening.{criterion.key}" for criterion in read_criteria()}
    contents = set(read_contents())
    for number, answer in enumerate(human.answers):
        first = answer.question.partition(".")[0]
        known = first in contents or first in OPEN_PREFIXES or answer.question.partition(":")[0] in criteria
        if not known:
            yield _stray("lost_answer", f"answer[{number}].question", answer.question, criteria | contents)


def _stray(code: str, column: str, value: str, known: Collection[str]) -> Problem:
    return Problem(
        code=code,
        severity=Severity.WARNING,
        file=FILE,
        column=column,
        value=value,
        message=text("risk", code, value=value),
        next_step=text("risk", f"{code}_next"),
        allowed=Text.same(", ".join(sorted(known))),
        nearest=nearest_of(value, known) if known else None,
    )
