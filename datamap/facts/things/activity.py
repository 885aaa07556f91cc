"""Activities: the flows that share one, folded together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from datamap.facts.flow import carried, gdpr, items, keeping, people, purpose
from datamap.facts.flow.view import Codes, FlowView
from datamap.facts.registry import fact
from datamap.facts.truth import Truth, any_in_group


@dataclass(frozen=True, eq=False)
class ActivityView:
    """Every activity that some running flow names, sorted."""

    flows: FlowView

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Names of the activities."""
        values = self.flows.values("activity")
        used = np.unique(self.flows.codes("activity"))
        return tuple(sorted(values[code] for code in used if values[code]))

    @cached_property
    def of_flow(self) -> Codes:
        """For each running flow the number of its activity; -1 where none is recorded."""
        number = {name: place for place, name in enumerate(self.ids)}
        values = [number.get(value, -1) for value in self.flows.values("activity")]
        return np.array(values, dtype=np.int32)[self.flows.codes("activity")]

    def __len__(self) -> int:
        return len(self.ids)

    def some(self, column: Truth) -> Truth:
        """Whether at least one flow of the activity is so."""
        return any_in_group(column, self.of_flow, len(self))

    def every(self, column: Truth) -> Truth:
        """Whether each flow of the activity is so."""
        return ~self.some(~column)


@fact("activity", "purposes")
def activity_purposes_recorded(view: ActivityView) -> Truth:
    """Each flow of the activity has a purpose (GDPR 30(1)(b))."""
    return view.every(purpose.purposes_recorded(view.flows))


@fact("activity", "subjects", "items")
def activity_people_and_items_recorded(view: ActivityView) -> Truth:
    """Each flow of the activity has its people and items (GDPR 30(1)(c))."""
    return view.every(people.people_recorded(view.flows) & items.items_recorded(view.flows))


@fact("activity", "retention")
def activity_retention_recorded(view: ActivityView) -> Truth:
    """Some flow of the activity says how long its items are kept (GDPR 5(1)(e), 30(1)(f); APPI 22)."""
    return view.some(keeping.retention_recorded(view.flows))


@fact("activity", "measures")
def activity_measures_recorded(view: ActivityView) -> Truth:
    """Some flow of the activity records security measures (GDPR 30(1)(g), 32; APPI 23)."""
    return view.some(keeping.measures_recorded(view.flows))


@fact("activity", "owner", "department")
def activity_owner_recorded(view: ActivityView) -> Truth:
    """A department or a role answers for the activity (GL 10-3(1), (3); GDPR 5(2), 24)."""
    flows = view.flows
    answers = flows.cell("owner", lambda cell: True if cell else None)
    return view.some(answers | flows.cell("department", lambda cell: True if cell else None))


@fact("activity", "evidence")
def activity_evidence_recorded(view: ActivityView) -> Truth:
    """Each flow of the activity says where it was read (GDPR 5(2), 24)."""
    return view.every(view.flows.cell("evidence", lambda cell: True if cell else None))


@fact("activity", "countries", "gdpr_tool")
def activity_transfers_documented(view: ActivityView) -> Truth:
    """Each flow that leaves the EEA has a tool recorded (GDPR 30(1)(e))."""
    leaves = gdpr.leaves_eea(view.flows)
    return view.every(~leaves | gdpr.transfer_tool_recorded(view.flows))


@fact("activity", "items", "persons")
def activity_reportable_if_leaked(view: ActivityView) -> Truth:
    """Special care-required or money-related items, or over 1,000 people, are recorded (APPI 26, Rule 7).

    Open where a number of people is blank, a list of items is open, or an item may turn out to be such.
    """
    flows = view.flows
    heavy = carried.carries_care_required(flows) | carried.carries_property_damage(flows)
    return view.some(heavy | people.over_1000_persons(flows))


@fact("activity", "items", "persons")
def activity_leak_judged(view: ActivityView) -> Truth:
    """Items and numbers on record tell whether a leak would be reportable (APPI 26, Rule 7); known."""
    return Truth.known(~activity_reportable_if_leaked(view).unknown)


@fact("activity", "items")
def activity_holds_my_number(view: ActivityView) -> Truth:
    """An individual number is written down in some flow of the activity (My Number Act 12, 20); known."""
    return view.some(items.my_number_listed(view.flows))


@fact("activity", "answers.my_number_leak_settled", asked=True)
def my_number_leak_settled(view: ActivityView) -> Truth:
    """What is done when individual numbers leak was looked up in the My Number Act (not read here)."""
    return Truth.constant(view.flows.world.answer("my_number_leak_settled"), len(view))


@fact("activity", "measures")
def activity_encrypted(view: ActivityView) -> Truth:
    """Encryption is recorded for each flow that carries such items (APPI Rule 7(i); GDPR 34(3)(a))."""
    return view.every(keeping.encrypted(view.flows))
