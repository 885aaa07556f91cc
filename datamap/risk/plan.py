"""The plan: who does what by when, for which risks, and what is late on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from datamap.analysis.answer import Answer
from datamap.analysis.frames import pd
from datamap.model import Text
from datamap.risk.human import Action
from datamap.risk.register import RatedRisk
from datamap.risk.safeguards import read_safeguards
from datamap.risk.tables import joined
from datamap.risk.words import cited, words_of
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment

UNFINISHED = frozenset({"planned", "partly", "stated", "unknown"})
COLUMNS = (
    "measure",
    "action",
    "state",
    "owner_role",
    "due_date",
    "timing",
    "cost",
    "risks",
    "priority",
    "priority_residual",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the plan (EDPB template 4.2.c; ISO/IEC 29134, 7.6).

    Attributes
    ----------
    number : position in the record, from 1. timing : `done`, `late`, `due` (a date lies ahead) or
    `no_date`. risks : ids of the risks it is for, a threat standing for all its risks; names that
    no risk has (any more) are in `lost`.
    cost : a person's figure, else the catalogue's; None = nobody knows.
    """

    number: int
    action: Action
    timing: str
    risks: tuple[str, ...]
    lost: tuple[str, ...]
    cost: int | None

    @property
    def complete(self) -> bool:
        """Whether somebody answers for it by a day, or it is done."""
        return self.action.complete


def plan_lines(assessment: Assessment) -> tuple[Line, ...]:
    """Return the plan, unfinished lines first, by date; lines without a date come before the done ones."""
    lines = [
        _line(number, action, assessment) for number, action in enumerate(assessment.human.actions, start=1)
    ]
    order = {"late": 0, "due": 1, "no_date": 2, "done": 3}
    return tuple(sorted(lines, key=lambda line: (order[line.timing], line.action.due, line.number)))


def plan(assessment: Assessment) -> Answer:
    """Return the plan as a table that says itself."""
    lines = plan_lines(assessment)
    rows = [
        {
            "measure": line.action.measure,
            "action": f"{line.number}",
            "state": line.action.status,
            "owner_role": line.action.owner,
            "due_date": line.action.due,
            "timing": line.timing,
            "cost": line.cost if line.cost is not None else pd.NA,
            "risks": joined(line.risks),
            "priority": _gravest(assessment, line, "inherent"),
            "priority_residual": _gravest(assessment, line, "residual"),
        }
        for line in lines
    ]
    actions = {f"{line.number}": _said(line, assessment) for line in lines}
    late = sum(line.timing == "late" for line in lines)
    open_ = sum(not line.complete for line in lines)
    return Answer(
        pd.DataFrame(rows, columns=list(COLUMNS)),
        text("risk", "plan_title"),
        text("risk", "plan_summary", count=len(rows), late=late, open=open_),
        words_of(assessment.workbook.inventory, action=actions, risks=cited(assessment.titles)),
        frozenset({"risks"}),
        lang=assessment.lang,
    )


def _line(number: int, action: Action, assessment: Assessment) -> Line:
    served = tuple(one.id for one in assessment.register if action in one.planned)
    found = {*served, *(risk.partition(":")[0] for risk in served)}
    safeguard = read_safeguards().get(action.measure)
    return Line(
        number=number,
        action=action,
        timing=_timing(action, assessment.as_of),
        risks=served,
        lost=tuple(risk for risk in action.risks if risk not in found),
        cost=action.cost or (safeguard.cost if safeguard else None),
    )


def _timing(action: Action, as_of: date) -> str:
    """Tell how a line stands on the day."""
    if action.status == "done":
        return "done"
    if not action.due:
        return "no_date"
    return "late" if action.due < as_of.isoformat() else "due"


def _said(line: Line, assessment: Assessment) -> Text:
    """Return what is to be done in words; the measure's name where nobody wrote more."""
    if line.action.action.en:
        return line.action.action
    return assessment.workbook.vocabulary.label("measures", line.action.measure)


def _gravest(assessment: Assessment, line: Line, stage: str) -> str:
    """Return the highest priority among the risks of a line."""
    found: list[RatedRisk] = [assessment.risk(risk) for risk in line.risks]
    priorities = {one.counted(stage, assessment.scale) for one in found}
    return next((p for p in ("high", "medium", "low") if p in priorities), "")
