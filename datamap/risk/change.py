"""An assessment of one change: what planned flows would alter, not the whole house again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from datamap.analysis.changes import Change as Tried
from datamap.analysis.changes import changed
from datamap.analysis.worksheet import Worksheet
from datamap.inventory import Inventory, Workbook
from datamap.model import Lang, Text
from datamap.risk.assess import Assessment, assess
from datamap.risk.change_record import change_record
from datamap.risk.change_tables import sheet
from datamap.risk.moved import Moved, moved
from datamap.risk.rating import STAGES
from datamap.risk.register import RatedRisk
from datamap.risk.rows import row_cells, row_hashes
from datamap.risk.signature import Scope
from datamap.risk.starting import planned_flows, started
from datamap.risk.triggers import Cell, grown, grown_said, scope_of
from datamap.risk.words import words_of

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


@dataclass(frozen=True, slots=True)
class Altered:
    """One risk that the change alters.

    Attributes
    ----------
    effect : `new`, `graver`, `lighter` (points at the present stage differ), `wider` (same points,
    further flows) or `gone`. flows : flows of the change behind it. before, after : the risk; None = absent.
    """

    risk: str
    effect: str
    flows: tuple[str, ...]
    before: RatedRisk | None
    after: RatedRisk | None

    @property
    def either(self) -> RatedRisk:
        """The risk as it would be, or as it was."""
        found = self.after or self.before
        if found is None:
            raise ValueError(self.risk)
        return found

    @property
    def moved(self) -> tuple[Moved, ...]:
        """The steps of the proposal that differ."""
        return moved(self.before, self.after)


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
    def risks(self) -> Worksheet:
        """The risks that the change alters, gravest first; behind them its flows and what comes new."""
        return sheet(self)

    @cached_property
    def added_words(self) -> dict[str, tuple[Text, ...]]:
        """What comes new, by sort, in words."""
        words = words_of(self.after.workbook.inventory)
        found = {
            sort: tuple(words.label(COLUMN_OF[sort], key) for key in keys)
            for sort, keys in self.added.items()
        }
        grew = tuple(map(grown_said, self.more_persons))
        return found | ({"persons": grew} if grew else {})

    @cached_property
    def more_persons(self) -> tuple[Cell, ...]:
        """Flows of the change with many more people than they, or their activity, had before."""
        then, now = (_people(one) for one in (self.before, self.after))
        return tuple(cell for cell in grown(then, now) if cell.flow in self.flows)

    def as_dict(self, lang: Lang | None = None) -> dict[str, Any]:
        """Return the change as plain data, worded in one language."""
        return change_record(self, lang or self.lang)


def assess_change(
    workbook: Workbook, as_of: date, changes: Sequence[Tried] | None = None
) -> ChangeAssessment:
    """Assess what the planned flows of a workbook, or changes that one might make, would alter.

    A planned flow counts as running, whatever its `since`; everything else stays as it is today.
    The answers and ratings of `records/assessment.toml` hold for both sides, and so do the activities
    that its scope names.

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
        planned = planned_flows(workbook.inventory)
        then = replace(workbook, inventory=started(workbook.inventory))
    else:
        then = changed(workbook, changes)
        planned = _touched(workbook.inventory, then.inventory)
    before, after = (assess(one, as_of=as_of, begin=False) for one in (workbook, then))
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


def _touched(before: Inventory, after: Inventory) -> tuple[str, ...]:
    """Return the ids of the flows that read differently, are new or gone, sorted."""
    then, now = row_hashes(before), row_hashes(after)
    return tuple(sorted(flow for flow in {*then, *now} if then.get(flow) != now.get(flow)))


def _altered(before: Assessment, after: Assessment, planned: set[str]) -> Iterable[Altered]:
    """Yield the risks that differ, in the order of the register after the change, gone ones last."""
    then = {one.id: one for one in before.register}
    for one in after.register:
        effect = _effect(then.get(one.id), one)
        if effect:
            yield Altered(
                one.id, effect, _behind(then.get(one.id), one, after, planned), then.get(one.id), one
            )
    now = {one.id for one in after.register}
    for risk_id, one in then.items():
        if risk_id not in now:
            yield Altered(risk_id, "gone", _behind(one, None, before, planned), one, None)


def _behind(
    before: RatedRisk | None, after: RatedRisk | None, found: Assessment, planned: set[str]
) -> tuple[str, ...]:
    """Return the flows of the change that are behind what it does to a risk.

    Those under the risk on either side; where there are none, those that carry an item at risk on
    (the risk reaches further without them being under it); else all of them together.
    """
    under = {flow for risk in (before, after) if risk for flow in risk.risk.flows} & planned
    if not under:
        items = {item for risk in (before, after) if risk for item in risk.risk.items}
        rows = found.ledger.rows(flow for flow in planned if flow in found.ledger.row_of)
        under = {flow for item in items for flow in found.ledger.ids(found.ledger.naming(item, rows))}
    return tuple(sorted(under or planned))


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


def _people(found: Assessment) -> dict[str, dict[str, str]]:
    """Return activity and number of people of each flow that is assessed."""
    flows = set(found.ledger.ids(found.rows))
    cells = row_cells(found.workbook.inventory, ("activity", "persons"))
    return {flow: row for flow, row in cells.items() if flow in flows}
