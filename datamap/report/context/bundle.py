"""Flows taken together: what an activity, a recipient class or the whole map is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from datamap.analysis.border import Border, seen_from
from datamap.inventory import Inventory
from datamap.model import ABROAD, Flow, KeyList, Kind

HOME = "JP"
INSIDE = frozenset({Kind.COLLECTION.value, Kind.INTERNAL_USE.value, Kind.DERIVATION.value})
"""Kinds of flow that hand nothing to anybody outside."""


@dataclass(frozen=True, eq=False)
class Bundle:
    """Some flows of one inventory, in the order of the file."""

    inventory: Inventory
    flows: tuple[Flow, ...]

    def __len__(self) -> int:
        return len(self.flows)

    def __iter__(self) -> Iterator[Flow]:
        return iter(self.flows)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the flows."""
        return tuple(flow.id for flow in self.flows)

    def of(self, wanted: Callable[[Flow], bool]) -> Bundle:
        """Return the flows that meet a condition."""
        return Bundle(self.inventory, tuple(flow for flow in self.flows if wanted(flow)))

    def by(self, key: Callable[[Flow], str]) -> dict[str, Bundle]:
        """Part the flows by a key, in the order in which the keys first occur."""
        parts: dict[str, list[Flow]] = {}
        for flow in self.flows:
            parts.setdefault(key(flow), []).append(flow)
        return {name: Bundle(self.inventory, tuple(flows)) for name, flows in parts.items()}

    @cached_property
    def outward(self) -> Bundle:
        """The flows that hand something to somebody outside (or may: kind undetermined)."""
        return self.of(lambda flow: flow.kind not in INSIDE)

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """Groups of people that are named."""
        return _distinct(entry for flow in self.flows for entry in flow.subjects.named)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """Items that are named."""
        return _distinct(entry for flow in self.flows for entry in flow.items.named)

    @cached_property
    def items_unspecified(self) -> bool:
        """Whether some flow does not say which items it carries."""
        return any(flow.items.unspecified for flow in self.flows)

    @cached_property
    def items_open(self) -> bool:
        """Whether the list of items of some flow is open."""
        return any(flow.items.open for flow in self.flows)

    @cached_property
    def all_items(self) -> KeyList:
        """The items of all flows as one list."""
        return KeyList(
            named=self.items,
            everything=any(flow.items.everything for flow in self.flows),
            unspecified=self.items_unspecified,
            open=self.items_open,
        )

    @cached_property
    def purposes(self) -> tuple[str, ...]:
        """Purposes of use."""
        return _distinct(entry for flow in self.flows for entry in flow.purposes)

    def texts(self, attribute: str) -> tuple[str, ...]:
        """Return the distinct values of a column that holds one key or text."""
        return _distinct(getattr(flow, attribute) for flow in self.flows)

    def keys(self, attribute: str) -> tuple[str, ...]:
        """Return the distinct entries of a column that holds a list."""
        return _distinct(entry for flow in self.flows for entry in getattr(flow, attribute))

    @cached_property
    def recipients(self) -> tuple[str, ...]:
        """Places and groups that receive."""
        return self.texts("recipient")

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Countries of the recipients, as far as recorded."""
        return _distinct(entry for flow in self.flows for entry in self.countries_of(flow))

    def countries_of(self, flow: Flow) -> tuple[str, ...]:
        """Return the countries of a flow: its own cell, else those of its recipient's members."""
        if flow.countries:
            return flow.countries
        places = self.inventory.places
        members = self.inventory.groups.get(flow.recipient, (flow.recipient,))
        return _distinct(code for key in members if key in places for code in places[key].countries)

    @cached_property
    def overseas(self) -> Bundle:
        """The flows to a recipient recorded abroad, named or not (`analysis.border`)."""
        return self.outward.of(lambda flow: bool(self.abroad(flow)))

    def abroad(self, flow: Flow) -> frozenset[str]:
        """Return those countries of a flow that are foreign, seen from the place that hands over."""
        homes = self._border.homes(flow.source)
        return seen_from(homes, frozenset(self.countries_of(flow)), complete=True).foreign

    @cached_property
    def _border(self) -> Border:
        return Border.of(self.inventory)

    @cached_property
    def country_unnamed(self) -> Bundle:
        """The flows that go abroad without naming a country."""
        return self.outward.of(lambda flow: ABROAD in self.countries_of(flow))

    @cached_property
    def country_unrecorded(self) -> Bundle:
        """The flows to somebody outside whose country is not recorded."""
        return self.outward.of(lambda flow: not self.countries_of(flow))

    @cached_property
    def undetermined(self) -> Bundle:
        """The flows whose kind nobody has determined."""
        return self.of(lambda flow: flow.kind == Kind.UNDETERMINED.value)

    def role_of(self, flow: Flow) -> str:
        """Return the role of a flow's recipient: its own cell, else what is known of the recipient."""
        if flow.recipient_role:
            return flow.recipient_role
        group = self.inventory.names.groups.get(flow.recipient)
        place = self.inventory.places.get(flow.recipient)
        return group.role if group else place.role if place else ""


def whole(inventory: Inventory) -> Bundle:
    """Return all flows of an inventory."""
    return Bundle(inventory, inventory.flows)


def with_flags(bundle: Bundle, flags: Sequence[str]) -> tuple[str, ...]:
    """Return the named items that carry one of some flags."""
    words = bundle.inventory.vocabulary
    return tuple(item for item in bundle.items if words.flags("items", item) & set(flags))


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
