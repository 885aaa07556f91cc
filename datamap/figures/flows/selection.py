"""Which flows a figure is about, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from datamap.analysis.border import Border
from datamap.figures.flows.gaps import HAND_OVERS, seen
from datamap.inventory import Inventory
from datamap.model import EMPTY, Flow, KeyList, Status, Text
from datamap.vocabulary import text


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody asked to see; blank = everything.

    Attributes
    ----------
    item, subject, recipient, activity : key or name; of items several.
    overseas : only what goes abroad or may. planned : planned flows too.
    as_of : the day; None = dates are not looked at.
    """

    item: str | Sequence[str] | None = None
    subject: str | None = None
    recipient: str | None = None
    activity: str | None = None
    overseas: bool = False
    planned: bool = False
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Selected:
    """The flows that are shown, the notes to print, and the keys that carry the item asked for."""

    flows: tuple[Flow, ...]
    notes: tuple[Text, ...]
    items: frozenset[str] = frozenset()


def _runs(flow: Flow, as_of: date | None) -> bool:
    """Tell whether a flow has neither ended nor still to begin on the day; a plan may begin later."""
    if flow.status == Status.ENDED:
        return False
    if as_of is None:
        return True
    day = as_of.isoformat()
    begun = not flow.since or flow.since <= day or flow.status == Status.PLANNED
    return begun and (not flow.until or day <= flow.until)


def located(inventory: Inventory, flow: Flow) -> Flow:
    """Return the flow with the countries known of its recipient where the row itself is blank.

    A group is somewhere only if all its members are.
    """
    if flow.countries:
        return flow
    known = [inventory.places[m].countries for m in inventory.groups.get(flow.recipient, (flow.recipient,))]
    if not known or not all(known):
        return flow
    return replace(flow, countries=tuple(sorted({code for codes in known for code in codes})))


def _names(cell: KeyList, wanted: frozenset[str]) -> bool:
    """Tell whether a cell says that one of the keys moves; unspecified lists do not say it."""
    if cell.everything:
        return not wanted <= set(cell.excluded)
    return bool(wanted & set(cell.named))


class _Chooser:
    def __init__(self, inventory: Inventory, border: Border) -> None:
        self.inventory, self.words, self.border = inventory, inventory.vocabulary, border

    def choose(self, asked: Selection) -> Selected:
        """Return the flows asked for with a note for each reason of leaving out."""
        running = [located(self.inventory, f) for f in self.inventory.flows if _runs(f, asked.as_of)]
        shown = [flow for flow in running if asked.planned or flow.status != Status.PLANNED]
        notes = []
        if len(running) < len(self.inventory.flows):
            left = len(self.inventory.flows) - len(running)
            notes.append(text("figures", "flows.note_ended", count=left))
        if len(shown) < len(running):
            notes.append(text("figures", "flows.note_planned", count=len(running) - len(shown)))
        return self._filtered(asked, shown, notes)

    def _filtered(self, asked: Selection, shown: list[Flow], notes: list[Text]) -> Selected:
        said: list[Text] = []
        kept = shown
        items: frozenset[str] = frozenset()
        if asked.item:
            words = [asked.item] if isinstance(asked.item, str) else list(asked.item)
            items = frozenset[str]().union(*(self._keys("items", w) | self._above(w) for w in words))
            perhaps = [flow for flow in kept if not _names(flow.items, items) and not flow.items.closed]
            kept = [flow for flow in kept if _names(flow.items, items)]
            said += [self._said("item", "items", word) for word in words]
            if perhaps:
                notes = [*notes, text("figures", "flows.note_perhaps", count=len(perhaps))]
        if asked.subject:
            subjects = self._keys("subjects", asked.subject)
            kept = [flow for flow in kept if _names(flow.subjects, subjects)]
            said.append(self._said("subject", "subjects", asked.subject))
        if asked.recipient:
            place = self.inventory.names.resolve(asked.recipient)
            kept = [flow for flow in kept if place in self._receivers(flow)]
            name = self.inventory.names.label(place)
            said.append(text("figures", "flows.filter_recipient", name=name))
        if asked.activity:
            activity = self.words.find("activities", asked.activity) or asked.activity
            kept = [flow for flow in kept if flow.activity == activity]
            name = self.words.label("activities", activity)
            said.append(text("figures", "flows.filter_activity", name=name))
        if asked.overseas:
            kept = [flow for flow in kept if self._overseas(flow)]
            said.append(text("figures", "flows.filter_overseas"))
        if said:
            what = joined(said)
            notes = [*notes, text("figures", "flows.note_filter", what=what, count=len(shown) - len(kept))]
        return Selected(tuple(kept), tuple(notes), items)

    def _keys(self, list_name: str, word: str) -> frozenset[str]:
        """Return the key that a word means and the keys below it."""
        key = self.words.find(list_name, word) or word
        return frozenset(self.words.children(list_name, key))

    def _above(self, word: str) -> frozenset[str]:
        """Return the categories that contain an item: a flow that lists one carries the item."""
        key = self.words.find("items", word) or word
        return frozenset(self.words.ancestors("items", key))

    def _said(self, what: str, list_name: str, word: str) -> Text:
        key = self.words.find(list_name, word) or word
        return text("figures", f"flows.filter_{what}", name=self.words.label(list_name, key))

    def _receivers(self, flow: Flow) -> set[str]:
        return {flow.recipient, *self.inventory.groups.get(flow.recipient, ())}

    def _overseas(self, flow: Flow) -> bool:
        unknown = flow.kind in HAND_OVERS and not flow.countries
        return unknown or bool(seen(flow, self.border).away)


def joined(words: Iterable[Text]) -> Text:
    """Return several texts with the joiner of each language between them."""
    listed = list(words)
    if not listed:
        return EMPTY
    joiner = text("figures", "flows.joiner")
    return Text(ja=joiner.ja.join(w.ja for w in listed), en=joiner.en.join(w.en for w in listed))


def choose(inventory: Inventory, asked: Selection, border: Border) -> Selected:
    """Return the flows of an inventory that meet what was asked, and the notes about the rest."""
    return _Chooser(inventory, border).choose(asked)
