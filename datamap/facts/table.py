"""Facts of one workbook on one day: every named question answered yes, no or not recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from datamap.analysis.frames import pd
from datamap.facts.cells import split
from datamap.facts.flow.view import FlowView
from datamap.facts.registry import FACTS, KINDS, Fact
from datamap.facts.things import case
from datamap.facts.things.activity import ActivityView
from datamap.facts.trace import Links, Trace, links_of, trace_of
from datamap.facts.truth import Truth
from datamap.facts.world import World
from datamap.inventory import Workbook
from datamap.model import Text

Objects = npt.NDArray[np.object_]


class View(Protocol):
    """What a fact is established from: the things of one sort, in a fixed order."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the things."""
        ...


@dataclass(frozen=True, eq=False)
class Facts:
    """The facts of one workbook on one day; each is worked out when first asked for.

    Attributes
    ----------
    world : the workbook and the day, as facts see them.
    """

    world: World
    _truths: dict[str, Truth] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Facts({len(FACTS)} facts, {len(self.ids('flow'))} flows, {self.as_of})"

    @property
    def workbook(self) -> Workbook:
        """The workbook that the facts are about."""
        return self.world.workbook

    @property
    def as_of(self) -> date:
        """The day the facts are established for."""
        return self.world.as_of

    @property
    def names(self) -> tuple[str, ...]:
        """Every fact there is, in the order of the registry."""
        return tuple(FACTS)

    @property
    def flow_rows(self) -> npt.NDArray[np.intp]:
        """Row of the inventory of each flow that runs on the day."""
        return self._flow_view.rows

    def names_of(self, kind: str) -> tuple[str, ...]:
        """Return the facts about one sort of thing."""
        return tuple(name for name, fact in FACTS.items() if fact.kind == kind)

    def ids(self, kind: str) -> tuple[str, ...]:
        """Return the ids of all things of one sort; for flows: of those that run on the day."""
        view: View = self._view(kind)
        return view.ids

    def truth(self, name: str) -> Truth:
        """Return one fact about every thing of its sort; KeyError if there is no such fact."""
        if name not in self._truths:
            fact = FACTS[name]
            self._truths[name] = fact.establish(self._view(fact.kind))
        return self._truths[name]

    def of(self, kind: str) -> pd.DataFrame:
        """Return all facts about one sort of thing.

        Returns
        -------
        DataFrame of nullable booleans: one row per thing (index: its id), one column per fact.
        """
        columns = {name: self.truth(name).to_pandas() for name in self.names_of(kind)}
        return pd.DataFrame(columns, index=pd.Index(self.ids(kind), name=kind))

    def value(self, kind: str, thing: str, name: str) -> bool | None:
        """Return one fact about one thing; None = not recorded."""
        return self.truth(name).at(self.number(kind, thing))

    def number(self, kind: str, thing: str) -> int:
        """Return the place of a thing among those of its sort; KeyError if there is none."""
        return self.numbers(kind)[thing]

    def question(self, name: str) -> Text:
        """Return the question that a fact answers, in words."""
        return FACTS[name].question

    def describe(self, name: str) -> Fact:
        """Return the entry of a fact in the closed list."""
        return FACTS[name]

    def trace(self, kind: str, thing: str, name: str) -> tuple[Trace, ...]:
        """Return the cells, clauses and records that a fact about a thing was read from."""
        return trace_of(self.world, FACTS[name], kind, thing, self.links(kind, thing))

    def links(self, kind: str, thing: str) -> Links:
        """Return the flows and clauses that belong to a thing."""
        flows, clauses = self.link_arrays(kind)
        row = self.number(kind, thing)
        return Links(split(flows[row]), split(clauses[row]))

    def id_array(self, kind: str) -> Objects:
        """Return the ids of all things of one sort as an array."""
        if kind not in self._arrays:
            self._arrays[kind] = np.array(self.ids(kind), dtype=object)
        return self._arrays[kind]

    @cached_property
    def _arrays(self) -> dict[str, Objects]:
        return {}

    def link_arrays(self, kind: str) -> tuple[Objects, Objects]:
        """Return, for each thing of one sort, its flows and its clauses, each joined by `;`."""
        if kind not in self._links:
            self._links[kind] = links_of(self.world, kind, self.ids(kind), self._flow_view)
        return self._links[kind]

    @cached_property
    def _links(self) -> dict[str, tuple[Objects, Objects]]:
        return {}

    @cached_property
    def _numbers(self) -> dict[str, dict[str, int]]:
        return {}

    def numbers(self, kind: str) -> dict[str, int]:
        """Return the place of each thing of one sort among them, by its id."""
        if kind not in self._numbers:
            self._numbers[kind] = {thing: row for row, thing in enumerate(self.ids(kind))}
        return self._numbers[kind]

    @cached_property
    def _flow_view(self) -> FlowView:
        return FlowView(self.world)

    @cached_property
    def _views(self) -> dict[str, Any]:
        return {}

    def _view(self, kind: str) -> Any:
        if kind not in self._views:
            self._views[kind] = self._make_view(kind)
        return self._views[kind]

    def _make_view(self, kind: str) -> Any:
        if kind not in KINDS:
            raise KeyError(f"{kind}: no such sort of thing; sorts: {', '.join(KINDS)}")
        if kind == "flow":
            return self._flow_view
        if kind == "activity":
            return ActivityView(self._flow_view)
        makers = {
            "clause": case.clause_cases,
            "group": case.group_cases,
            "place": case.place_cases,
            "organisation": case.organisation_case,
            "notice": case.notice_case,
        }
        return makers[kind](self.world)


def establish_facts(workbook: Workbook, as_of: date) -> Facts:
    """Hold the closed list of questions against a workbook.

    Parameters
    ----------
    workbook : inventory and records (`read_workbook`, or `Workbook.from_inventory`).
    as_of : the day: flows that do not run then are left out, and "within a year" counts from it.

    Returns
    -------
    Facts, worked out when first asked for. A blank cell never counts as no.
    """
    return Facts(World(workbook, as_of))
