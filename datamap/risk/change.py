"""An assessment of one change: what planned flows would alter, not the whole house again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from datamap.analysis.answer import Answer
from datamap.analysis.changes import Change as Tried
from datamap.analysis.changes import changed
from datamap.inventory import Coded, Inventory, Workbook
from datamap.model import Lang, Status
from datamap.risk.assess import Assessment, assess
from datamap.risk.rating import STAGES
from datamap.risk.register import RatedRisk
from datamap.risk.rows import row_hashes
from datamap.risk.signature import Scope
from datamap.risk.tables import joined
from datamap.risk.triggers import scope_of
from datamap.risk.words import words_of
from datamap.vocabulary import text

EFFECTS = ("new", "graver", "wider", "lighter", "gone")
COLUMN_OF = {
    "activities": "activity",
    "recipients": "recipient",
    "countries": "country",
    "purposes": "purpose",
    "items": "item",
    "sensitive_items": "item",
}
"""Parts of a scope that are compared, and the column whose words they speak."""
COLUMNS = (
    "risk", "title", "effect", "priority_before", "priority", "priority_residual", "flows", "candidates",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Altered:
    """One risk that the change alters.

    Attributes
    ----------
    effect : `new`, `graver`, `lighter` (points at the present stage differ), `wider` (same points,
    further flows) or `gone`. flows : planned flows under it. before, after : the risk; None = absent.
    """

    risk: str
    effect: str
    flows: tuple[str, ...]
    before: RatedRisk | None
    after: RatedRisk | None


@dataclass(frozen=True, eq=False)
class ChangeAssessment:
    """What planned flows would alter: risks, screening, and what the flows amount to.

    Attributes
    ----------
    before, after : the assessment without and with the planned flows. flows : the planned flows.
    altered : risks that differ; all others are left out. added : what comes new, by sort
    (`countries`, `recipients` …). from_file : changes were tried, `flows` are those they touch.
    """

    before: Assessment
    after: Assessment
    flows: tuple[str, ...]
    altered: tuple[Altered, ...]
    added: dict[str, tuple[str, ...]]
    lang: Lang = "ja"
    from_file: bool = False

    def __repr__(self) -> str:
        sort = "changed" if self.from_file else "planned"
        return f"ChangeAssessment({len(self.flows)} {sort} flows, {len(self.altered)} risks altered)"

    @property
    def newly_met(self) -> tuple[str, ...]:
        """Screening criteria that hold with the change and did not hold without it."""
        then = {a.criterion.key for a in self.before.screened.of() if a.value}
        now = [a.criterion.key for a in self.after.screened.of() if a.value]
        return tuple(key for key in now if key not in then)

    @cached_property
    def risks(self) -> Answer:
        """The risks that the change alters, gravest first."""
        rows = [self._row(one) for one in self.altered]
        titles = {one.risk: _either(one).risk.title for one in self.altered}
        said = text(
            "risk",
            self._summary,
            flows=len(self.flows),
            new=sum(one.effect == "new" for one in self.altered),
            graver=sum(one.effect == "graver" for one in self.altered),
            count=len(self.altered),
        )
        words = words_of(self.after.workbook.inventory, title=titles)
        lists = frozenset({"flows"})
        none = frozenset({"flows", "priority_before"})
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        return Answer(frame, text("risk", "change_title"), said, words, lists, none=none, lang=self.lang)

    @property
    def _summary(self) -> str:
        if self.from_file:
            return "change_file_summary"
        return "change_summary" if self.flows else "change_nothing"

    def _row(self, one: Altered) -> dict[str, Any]:
        scale = self.after.scale
        return {
            "risk": one.risk,
            "title": one.risk,
            "effect": one.effect,
            "priority_before": (one.before.priority("current", scale) or "") if one.before else "",
            "priority": (one.after.priority("current", scale) or "") if one.after else "",
            "priority_residual": (one.after.priority("residual", scale) or "") if one.after else "",
            "flows": joined(one.flows),
            "candidates": joined(one.after.risk.candidates) if one.after else "",
        }

    def as_dict(self, lang: Lang | None = None) -> dict[str, Any]:
        """Return the change as plain data, worded in one language."""
        speech = lang or self.lang
        words = words_of(self.after.workbook.inventory)
        return {
            "flows": list(self.flows),
            "added": {
                sort: [words.in_lang(COLUMN_OF[sort], key, speech) for key in keys]
                for sort, keys in self.added.items()
            },
            "newly_met": list(self.newly_met),
            "summary": self.risks.text(speech),
            "risks": [
                {
                    "id": one.risk,
                    "title": _either(one).risk.title.in_lang(speech),
                    "effect": one.effect,
                    "effect_label": text("risk", f"effect_is_{one.effect}").in_lang(speech),
                    "flows": list(one.flows),
                    "question": _either(one).risk.reason.in_lang(speech),
                }
                for one in self.altered
            ],
        }


def assess_change(
    workbook: Workbook, as_of: date, changes: Sequence[Tried] | None = None
) -> ChangeAssessment:
    """Assess what the planned flows of a workbook, or changes that one might make, would alter.

    A planned flow counts as running, whatever its `since`; everything else stays as it is today.
    The answers and ratings of `records/assessment.toml` hold for both sides.

    Parameters
    ----------
    workbook : inventory, with flows whose `status` is `planned` where no changes are given.
    as_of : the day. changes : what might be done instead (`datamap.analysis.change_file.read_changes`).

    Examples
    --------
    With nothing planned, nothing is altered:

    >>> from datamap.inventory import read_inventory
    >>> rows = read_inventory(b'''id,kind,items,source,recipient
    ... F1,third_party,name,us,them''')
    >>> assess_change(Workbook.from_inventory(rows), date(2026, 11, 22)).altered
    ()

    References
    ----------
    GDPR 35(11); ISO/IEC 29134, 6.5 (changes).
    """
    if changes is None:
        planned = _planned(workbook.inventory)
        started = replace(workbook, inventory=_started(workbook.inventory))
    else:
        started = changed(workbook, changes)
        planned = _touched(workbook.inventory, started.inventory)
    before, after = assess(workbook, as_of=as_of), assess(started, as_of=as_of)
    running = {flow for one in (before, after)[changes is None :] for d in one.described for flow in d.flows}
    flows = tuple(flow for flow in planned if flow in running)
    return ChangeAssessment(
        from_file=changes is not None,
        before=before,
        after=after,
        flows=flows,
        altered=tuple(_altered(before, after, set(flows))),
        added=_added(before, after),
        lang=workbook.lang,
    )


def _planned(inventory: Inventory) -> tuple[str, ...]:
    """Return the ids of the planned flows, sorted."""
    status, ids = inventory.coded("status"), inventory.coded("id")
    rows = [status.values[code] == Status.PLANNED for code in status.codes.tolist()]
    return tuple(sorted(ids.values[code] for code in ids.codes[rows].tolist()))


def _touched(before: Inventory, after: Inventory) -> tuple[str, ...]:
    """Return the ids of the flows that read differently, are new or gone, sorted."""
    then, now = row_hashes(before), row_hashes(after)
    return tuple(sorted(flow for flow in {*then, *now} if then.get(flow) != now.get(flow)))


def _started(inventory: Inventory) -> Inventory:
    """Return the inventory with every planned flow running from now on."""
    status = inventory.coded("status")
    planned = np.array([value == Status.PLANNED for value in status.values], dtype=np.bool_)[status.codes]
    columns: dict[str, Coded] = {key: inventory.coded(key) for key in inventory.columns}
    columns["status"] = status.recode(
        lambda value: Status.CURRENT.value if value == Status.PLANNED else value
    )
    columns["since"] = _blanked(columns["since"], planned)
    return Inventory(
        columns,
        inventory.rows,
        names=inventory.names,
        vocabulary=inventory.vocabulary,
        problems=inventory.problems,
        sha256=inventory.sha256,
        file=inventory.file,
    )


def _blanked(column: Coded, where: np.ndarray[Any, np.dtype[np.bool_]]) -> Coded:
    """Return a column with some cells emptied."""
    values = (*column.values, "")
    return Coded(values, np.where(where, len(values) - 1, column.codes).astype(np.int32)).recode(str)


def _altered(before: Assessment, after: Assessment, planned: set[str]) -> Iterable[Altered]:
    """Yield the risks that differ, in the order of the register after the change, gone ones last."""
    then = {one.id: one for one in before.register}
    for one in after.register:
        effect = _effect(then.get(one.id), one)
        if effect:
            flows = tuple(flow for flow in one.risk.flows if flow in planned)
            yield Altered(one.id, effect, flows, then.get(one.id), one)
    now = {one.id for one in after.register}
    for risk_id, one in then.items():
        if risk_id not in now:
            yield Altered(risk_id, "gone", (), one, None)


def _effect(before: RatedRisk | None, after: RatedRisk) -> str:
    """Tell what a change does to a risk; "" = nothing."""
    if before is None:
        return "new"
    then, now = ([one.points[s].score for s in STAGES if s in one.points] for one in (before, after))
    if then != now:
        return "graver" if now > then else "lighter"
    return "wider" if set(after.risk.flows) - set(before.risk.flows) else ""


def _added(before: Assessment, after: Assessment) -> dict[str, tuple[str, ...]]:
    """Return what the flows amount to with the change, and did not without it."""
    then, now = _running_scope(before), _running_scope(after)
    return {
        sort: tuple(sorted(set(getattr(now, sort)) - set(getattr(then, sort))))
        for sort in COLUMN_OF
        if set(getattr(now, sort)) - set(getattr(then, sort))
    }


def _running_scope(found: Assessment) -> Scope:
    """Return what the flows assessed amount to."""
    return scope_of(found.workbook.inventory, found.rows)


def _either(one: Altered) -> RatedRisk:
    """Return the risk as it would be, or as it was."""
    found = one.after or one.before
    if found is None:
        raise ValueError(one.risk)
    return found
