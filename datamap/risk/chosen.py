"""Which items a reduction would drop, and from which flows: only those that there is a reason to drop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from datamap.risk.exposure import Ledger
from datamap.risk.necessity import Prompt
from datamap.risk.register import RatedRisk

BY_CHOICE = frozenset({"item_reduction", "sensitive_left_out"})
"""Measures that come to something only once it is said which items go."""

NOT_NEEDED = frozenset({"not needed", "not_needed", "no"})
"""Answers to a prompt of necessity that say that an item may go."""

Carried = tuple[str, str]
"""An item, and a flow that carries it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What would be dropped under one risk.

    Attributes
    ----------
    items, flows : what would go, and from where; where a line of the plan names the risk, what is at
    risk (its words say which of it). whole : nothing of what is at risk would be left.
    """

    items: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()
    whole: bool = False

    @property
    def quarters(self) -> int:
        """How many quarters of its effect the measure has: all, half where something is left, or none."""
        return 4 if self.whole else 2 if self.items else 0


@dataclass(frozen=True, eq=False)
class Choices:
    """What could be dropped from a workbook.

    An item may go from a flow if it has no evident need for any of the flow's purposes, or a person
    answered that it is not needed; a purpose for which it is needed, or for which somebody still
    has to say so, keeps it there. A flow without recorded purposes gives no reason to drop anything.

    References
    ----------
    APPI 17, 18, 22; GDPR 5(1)(c). `datamap/risk/necessity.toml` holds the rules.
    """

    prompts: tuple[Prompt, ...]
    ledger: Ledger

    def of(self, risk: RatedRisk, measure: str) -> Choice:
        """Return what a measure would drop under one risk."""
        at_risk = {(item, flow) for item in risk.risk.items for flow in self._naming(item, risk)}
        gone = at_risk & self.droppable
        if any(action.measure == measure and risk.id in action.risks for action in risk.planned):
            return Choice(risk.risk.items, risk.risk.flows, whole=True)
        return Choice(
            items=tuple(sorted({item for item, _ in gone})),
            flows=tuple(sorted({flow for _, flow in gone})),
            whole=bool(gone) and gone == at_risk,
        )

    def _naming(self, item: str, risk: RatedRisk) -> Iterable[str]:
        """Return the flows of a risk that name an item."""
        return self.ledger.ids(self.ledger.naming(item, self.ledger.rows(risk.risk.flows)))

    @cached_property
    def droppable(self) -> frozenset[Carried]:
        """Every item with a flow from which it may go."""
        return frozenset(self._carried(needed=False)) - frozenset(self._carried(needed=True))

    def _carried(self, *, needed: bool) -> Iterator[Carried]:
        for prompt in self.prompts:
            if prompt.purpose and _needed(prompt) is needed:
                yield from ((prompt.item, flow) for flow in prompt.flows)


def _needed(prompt: Prompt) -> bool:
    """Tell whether an item stays for a purpose: what a person says counts before the rule."""
    if prompt.person is not None:
        return prompt.person.value.casefold() not in NOT_NEEDED
    return prompt.verdict != "no_evident_need"
