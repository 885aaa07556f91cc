"""Reach by the book: a slow reading of the rules, for the tests to hold the fast one against.

Written from the text of the rules alone (docs/reach.md, the docstrings of `datamap.analysis.reach`
and `.cells`), one flow at a time, on a networkx graph whose nodes are what is held where. It shares
no code with `datamap.analysis`; slow and plain on purpose.
"""

from __future__ import annotations

from datetime import date

import networkx as nx

from datamap.inventory import Inventory
from datamap.model import Flow, KeyList

Held = tuple[str, str, str, str]
"""place, subject ("" = not recorded), item, form."""

BEGIN = ("", "", "", "begin")


def runs(flow: Flow, as_of: date, *, include_planned: bool) -> bool:
    """Whether a flow runs on a day."""
    if flow.until and date.fromisoformat(flow.until) < as_of:
        return False
    if flow.status == "ended":
        return False
    if flow.status == "planned":
        return include_planned
    return not (flow.since and date.fromisoformat(flow.since) > as_of)


class Book:
    """One inventory on one day under one reading.

    `ended`: flows that are taken away; what origins hold to begin with stays with them.
    """

    def __init__(
        self,
        inventory: Inventory,
        as_of: date,
        reading: str,
        *,
        include_planned: bool = False,
        ended: frozenset[str] = frozenset(),
    ) -> None:
        self.inventory, self.reading, self.ended = inventory, reading, ended
        self.flows = [f for f in inventory.flows if runs(f, as_of, include_planned=include_planned)]
        people = {key for key, place in inventory.places.items() if place.type == "subject"}
        self.people = people
        self.items = {k for f in inventory.flows for k in (*f.items.named, *f.items.excluded)} or {"*"}
        self.subjects = people | {
            k for f in inventory.flows for k in (*f.subjects.named, *f.subjects.excluded)
        }

    def members(self, key: str) -> tuple[str, ...]:
        """The places that a name stands for."""
        return self.inventory.groups.get(key, (key,)) if key else ()

    def targets(self, flow: Flow) -> set[str]:
        """Where a flow delivers."""
        return {*self.members(flow.recipient), *self.members(flow.system)}

    def widened(self, list_name: str, keys: tuple[str, ...]) -> set[str]:
        """Keys and what lies below them, as far as the inventory speaks of it."""
        spoken_of = self.items if list_name == "items" else self.subjects
        return {k for k in spoken_of for key in keys if self.inventory.vocabulary.is_a(list_name, k, key)}

    # ------------------------------------------------------------------ origins

    def origins(self) -> set[str]:
        """Places that nothing explains: unfed, or in a circle that is not fed from outside."""
        feeds = nx.DiGraph()
        feeds.add_nodes_from(self.inventory.places)
        for flow in self.flows:
            for source in self.members(flow.source):
                feeds.add_edges_from((source, target) for target in self.targets(flow) if target != source)
        among_places = feeds.subgraph(set(feeds) - self.people)
        unfed: set[str] = set()
        for circle in nx.strongly_connected_components(among_places):
            if not any(before not in circle for place in circle for before in feeds.predecessors(place)):
                unfed |= circle
        return unfed

    # ------------------------------------------------------------------ what is made

    def made_items(self, cell: KeyList, *, all_is_star: bool) -> set[str]:
        """Items that a cell brings into being at an origin or in a derivation."""
        named = self.widened("items", cell.named)
        if self.reading == "certain":
            return named
        if cell.unspecified or cell.open:
            return set(self.items)
        if cell.everything and all_is_star:
            return self.items - self.widened("items", cell.excluded)
        return named

    def made_subjects(self, cell: KeyList) -> set[str]:
        """Whose items they are."""
        named = self.widened("subjects", cell.named)
        unrecorded = set() if cell.named else {""}
        if self.reading == "certain" or (cell.named and not cell.open):
            return named | unrecorded
        return (self.subjects - self.widened("subjects", cell.excluded)) | unrecorded

    def made_forms(self, flow: Flow) -> set[str]:
        """Forms in which something plain arrives."""
        return {after for before, after in self.forms(flow) if before == "plain"}

    # ------------------------------------------------------------------ what is moved

    def forms(self, flow: Flow) -> set[tuple[str, str]]:
        """What a treatment turns the forms into."""
        same = {("plain", "plain"), ("pseudonymised", "pseudonymised")}
        if flow.treatment == "pseudonymised":
            changed = {("plain", "pseudonymised"), ("pseudonymised", "pseudonymised")}
            return same | changed if self.reading == "worst_case" else changed
        if flow.treatment in {"anonymised", "aggregated"} and self.reading != "worst_case":
            return set()
        return same

    def moves_item(self, cell: KeyList, item: str) -> bool:
        """Whether a flow moves an item that its source holds."""
        if self.reading == "worst_case":
            return True
        if cell.everything:
            return item not in self.widened("items", cell.excluded)
        if (cell.unspecified or cell.open) and self.reading == "possible":
            return True
        return item in self.widened("items", cell.named)

    def arrives_for(self, cell: KeyList, subject: str) -> set[str]:
        """For whom an item arrives that is held for a subject."""
        listed = self.widened("subjects", cell.named)
        excluded = self.widened("subjects", cell.excluded)
        if self.reading == "certain":
            if cell.unspecified:
                return {""}
            if cell.everything:
                surely = not excluded if subject == "" else subject not in excluded
                return {subject} if surely else set()
            return {subject} & listed
        arrives: set[str] = set()
        if cell.unspecified:
            arrives |= {subject, ""}
        elif cell.everything:
            arrives |= {subject} - excluded
        else:
            arrives |= {subject} & listed
            if subject == "":
                arrives |= listed
            if cell.open:
                arrives.add(subject)
        if self.reading == "worst_case":
            arrives.add(subject)
        return arrives

    # ------------------------------------------------------------------ the product graph

    def graph(self) -> nx.DiGraph:
        """Everything that could be held anywhere, and what leads from one to the other."""
        graph = nx.DiGraph()
        graph.add_node(BEGIN)
        for source in self.origins():
            mine = [f for f in self.flows if f.kind != "derivation" and source in self.members(f.source)]
            silent = all(f.items.everything for f in mine)
            for flow in mine:
                for item in self.made_items(flow.items, all_is_star=silent):
                    for subject in self.made_subjects(flow.subjects):
                        graph.add_edge(BEGIN, (source, subject, item, "plain"), length=0)
        for flow in self.flows:
            if flow.id in self.ended:
                continue
            for source in self.members(flow.source):
                if flow.kind == "derivation" or source in self.people:
                    self._hand_over(graph, flow)
                else:
                    self._move(graph, flow, source)
        return graph

    def _hand_over(self, graph: nx.DiGraph, flow: Flow) -> None:
        for item in self.made_items(flow.items, all_is_star=True):
            for subject in self.made_subjects(flow.subjects):
                for form in self.made_forms(flow):
                    for target in self.targets(flow):
                        if not graph.has_edge(BEGIN, (target, subject, item, form)):
                            graph.add_edge(BEGIN, (target, subject, item, form), length=1)

    def _move(self, graph: nx.DiGraph, flow: Flow, source: str) -> None:
        for item in self.items:
            if not self.moves_item(flow.items, item):
                continue
            for subject in self.subjects | {""}:
                for after in self.arrives_for(flow.subjects, subject):
                    for before_form, after_form in self.forms(flow):
                        for target in self.targets(flow):
                            held = (source, subject, item, before_form)
                            graph.add_edge(held, (target, after, item, after_form), length=1)

    def held(self) -> dict[Held, int]:
        """What is held where, with the number of flows on a shortest way there."""
        graph = self.graph()
        far = nx.single_source_dijkstra_path_length(graph, BEGIN, weight="length")
        return {state: hops for state, hops in far.items() if state != BEGIN}

    def witnesses(self, held: Held, flows: list[str]) -> bool:
        """Whether flows, one after the other, really bring this about from a beginning."""
        now = self._beginnings(flows[0])
        for flow_id in flows[1:]:
            now = {after for state in now for after in self._steps(self.inventory.flow(flow_id), state)}
        return held in now

    def _beginnings(self, flow_id: str) -> set[Held]:
        """What holds after the first flow of a way: handed over or made by it, or moved from an origin."""
        flow = self.inventory.flow(flow_id)
        graph = self.graph()
        begun = {state for state in graph.successors(BEGIN) if graph.edges[BEGIN, state]["length"] == 0}
        moved = {after for state in begun for after in self._steps(flow, state)}
        made: nx.DiGraph = nx.DiGraph()
        made.add_node(BEGIN)
        if flow.kind == "derivation" or self.people & set(self.members(flow.source)):
            self._hand_over(made, flow)
        named = {s for s in begun if s[0] in self.members(flow.source)}
        return moved | set(made.successors(BEGIN)) | named

    def _steps(self, flow: Flow, state: Held) -> set[Held]:
        if flow not in self.flows or flow.kind == "derivation":
            return set()
        place, subject, item, form = state
        if place not in self.members(flow.source) or place in self.people:
            return set()
        if not self.moves_item(flow.items, item):
            return set()
        return {
            (target, after, item, after_form)
            for target in self.targets(flow)
            for after in self.arrives_for(flow.subjects, subject)
            for before_form, after_form in self.forms(flow)
            if before_form == form
        }
