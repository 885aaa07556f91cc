"""What is weak about one hop of a route: what a person would mend first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from datamap.analysis.handing import STAYS
from datamap.model import ABROAD, Flow, Place, Text
from datamap.vocabulary import text


@dataclass(frozen=True, slots=True)
class Hop:
    """One flow from one place to another, and where that is.

    Attributes
    ----------
    flow : the row. target : where it delivers. leg : `hand_over` or `kept_in` (a system).
    countries : where the target is. home : countries of the organisation itself.
    """

    flow: Flow
    target: Place
    leg: str
    countries: tuple[str, ...]
    home: frozenset[str]

    @property
    def hands_on(self) -> bool:
        """Whether the flow hands items to somebody else."""
        return self.flow.kind not in STAYS

    @property
    def abroad(self) -> bool:
        """Whether the target is recorded as being abroad."""
        return bool(set(self.countries) - self.home)


_WEAK: dict[str, Callable[[Hop], bool]] = {
    "no_basis": lambda hop: hop.flow.basis == "none",
    "kind_undetermined": lambda hop: hop.flow.kind == "undetermined",
    "country_not_named": lambda hop: ABROAD in hop.countries,
    "foreign_route_not_recorded": lambda hop: (
        hop.hands_on and hop.abroad and hop.flow.foreign_route in {"", "unknown", "not_foreign"}
    ),
    "basis_not_recorded": lambda hop: hop.hands_on and hop.flow.basis in {"", "undetermined"},
    "country_not_recorded": lambda hop: hop.hands_on and not hop.countries,
    "recipient_open": lambda hop: hop.target.open_ended,
    "items_not_closed": lambda hop: not hop.flow.items.closed,
    "subjects_not_closed": lambda hop: not hop.flow.subjects.closed,
    "purposes_not_recorded": lambda hop: not hop.flow.purposes,
    "measures_not_recorded": lambda hop: hop.hands_on and not hop.flow.measures,
}
"""What may be weak about a hop, gravest first."""


def weaknesses(hop: Hop) -> tuple[str, ...]:
    """Return what is weak about a hop, gravest first (keys of the texts `weak_is_…`)."""
    return tuple(name for name, holds in _WEAK.items() if holds(hop))


def weight(weak: tuple[str, ...]) -> int:
    """Return how weak a hop is: one grave weakness outweighs all that are less grave together."""
    order = list(_WEAK)[::-1]
    return sum(1 << order.index(name) for name in weak)


def said(weak: tuple[str, ...]) -> Text:
    """Return weaknesses in words."""
    parts = [text("analysis", f"weak_is_{name}") for name in weak]
    return Text(ja="、".join(part.ja for part in parts), en="; ".join(part.en for part in parts))
