"""From steps to the chart: cards with their names and states, ribbons, loops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from datamap.analysis.border import HOME
from datamap.figures.badges import MARKS
from datamap.figures.categories import category_of
from datamap.figures.flows.chart import Card, Chart, Loop, Ribbon
from datamap.figures.flows.columns import Zones, zones_of
from datamap.figures.flows.gaps import words_of
from datamap.figures.flows.steps import ALL, OPEN, UNRECORDED, UNSPECIFIED, Ground, Step, Steps
from datamap.model import ABROAD, EMPTY, Flow, PlaceType, Text
from datamap.vocabulary import text

_STAND_INS = {ALL: "all", OPEN: "open", UNSPECIFIED: "unspecified"}


def _say(key: str, **values: object) -> Text:
    return text("figures", f"flows.{key}", **values)


def _dotted(parts: Iterable[Text]) -> Text:
    """Return the texts that say something, with a dot between them."""
    shown = [part for part in parts if part.en or part.ja]
    return Text(ja=" ・ ".join(p.ja for p in shown), en=" · ".join(p.en for p in shown))


class Cards:
    """Makes the card of anything on the map."""

    def __init__(self, ground: Ground, steps: Steps, flows: Iterable[Flow], zones: Zones) -> None:
        self.ground, self.steps, self.zones = ground, steps, zones
        self.inventory = ground.inventory
        self.words = ground.inventory.vocabulary
        self.roles: dict[str, set[str]] = {}
        self.departments: dict[str, str] = {}
        for flow in flows:
            if flow.recipient_role:
                self.roles.setdefault(flow.recipient, set()).add(flow.recipient_role)
            for place in (flow.system, flow.recipient, flow.source):
                if place and flow.department and place != flow.department:
                    self.departments.setdefault(place, flow.department)

    def card(self, key: str) -> Card:
        """Return one card, by the prefix of its key."""
        column = self.zones.column[key]
        sort, name = key[:1], key[2:]
        if sort == "c":
            return self._country(key, name, column)
        if sort == "p":
            return self._place(key, name, column)
        return self._first(key, name, column, "items" if sort == "i" else "subjects")

    def _first(self, key: str, name: str, column: int, list_name: str) -> Card:
        """Return the card of an item or a subject group."""
        look = list_name[:-1]
        if name in _STAND_INS:
            label = _say(f"{list_name}_{_STAND_INS[name]}")
            return Card(key, column, look, label, open_ended=name != ALL, unnamed=name != ALL)
        label = self.words.label(list_name, name)
        top = list(self.words.ancestors(list_name, name))[-1]
        flags = self.words.flags(list_name, name)
        marks = tuple(mark for mark in MARKS if mark in flags) if look == "item" else ()
        if "sensitive" in marks:
            marks = tuple(mark for mark in marks if mark != "may_be_sensitive")
        return Card(
            key, column, look, label,
            category=top if look == "item" else "",
            marks=marks, bucket=top, bucket_label=self.words.label(list_name, top),
        )  # fmt: skip

    def _place(self, key: str, name: str, column: int) -> Card:
        holder = self.zones.zones[column] == "holders"
        members = self.inventory.groups.get(name, ())
        place = self.inventory.places.get(name)
        unnamed = any(self.inventory.names.is_unnamed(member) for member in members)
        open_ended = unnamed or bool(place and place.open_ended)
        card = Card(
            key, column, "holder" if holder else "recipient",
            self.inventory.names.label(name),
            missing=EMPTY if holder else words_of(frozenset(self.steps.gaps.get(name, ()))),
            open_ended=open_ended,
        )  # fmt: skip
        if holder:
            department = self.departments.get(name, name)
            label = self.inventory.names.label(department)
            return replace(card, bucket=department, bucket_label=label)
        return self._recipient(card, name, members, unnamed=unnamed)

    def _recipient(self, card: Card, name: str, members: tuple[str, ...], *, unnamed: bool) -> Card:
        """Return the card of somebody outside with role and number of members."""
        place = self.inventory.places.get(name)
        group = self.inventory.names.groups.get(name)
        declared = (place.role if place else "") or (group.role if group else "")
        role = declared or min(self.roles.get(name, {""}))
        shown = self.words.label("roles", role) if role else EMPTY
        named = len(members) - unnamed
        count = EMPTY
        if named:
            count = _say("members_open" if unnamed else "members", count=named)
        bucket_label = shown if role else _say("bucket_no_role")
        return replace(card, note=_dotted((shown, count)), bucket=role, bucket_label=bucket_label)

    def _country(self, key: str, name: str, column: int) -> Card:
        if name == ABROAD:
            return Card(key, column, "country", _say("abroad"), unnamed=True)
        if name == UNRECORDED:
            return Card(key, column, "country", _say("country_blank"), unnamed=True)
        label = _say("country_label", name=self.words.label("countries", name), code=name)
        bucket = "" if name in (self.steps.border.own or HOME) else "other"
        return Card(key, column, "country", label, bucket=bucket, bucket_label=_say("bucket_countries"))


class _Headings:
    """Names the columns by what really stands in them."""

    def __init__(self, ground: Ground, zones: Zones, *, by_subject: bool) -> None:
        self.ground, self.zones, self.by_subject = ground, zones, by_subject

    def all(self) -> tuple[Text, ...]:
        """Return one heading a column."""
        return tuple(self._heading(c, zone) for c, zone in enumerate(self.zones.zones))

    def _heading(self, column: int, zone: str) -> Text:
        if zone == "first":
            return _say("subjects" if self.by_subject else "items")
        onward = self.zones.zones[max(0, column - 1)] == zone and column > 0
        if zone == "recipients":
            return _say("recipients_next" if onward else "recipients")
        if zone == "holders":
            return self._holders(column, onward=onward)
        return _say(zone)

    def _holders(self, column: int, *, onward: bool) -> Text:
        keys = {k[2:] for k, c in self.zones.column.items() if c == column}
        if keys == {self.ground.operator}:
            return _say("operator")
        places = self.ground.inventory.places
        types = {places[k].type if k in places else PlaceType.DEPARTMENT for k in keys}
        if types == {PlaceType.SYSTEM}:
            return _say("systems")
        if types == {PlaceType.DEPARTMENT}:
            return _say("departments")
        return _say("holders_next" if onward else "holders")


def build_chart(steps: Steps, flows: Iterable[Flow], cut: frozenset[str] = frozenset()) -> Chart:
    """Return the chart of all steps, nothing grouped yet; what is cut keeps its own cards."""
    ground, words = steps.ground, steps.ground.inventory.vocabulary
    pairs = {(step.start, step.end) for step in steps.found}
    shown = {(step.start, step.end) for step in steps.found if not step.implied}
    zones = zones_of(pairs, shown, {f"p:{key}" for key in ground.own})
    maker = Cards(ground, steps, flows, zones)
    keys = sorted({key for pair in pairs for key in pair})
    categories = {item: category_of(words, item) for item in steps.carried}
    ribbons, loops = _ribbons(steps.found, zones.column, categories, cut)
    pinned = {key for r in ribbons if r.cut for key in (r.start, r.end)}
    headings = _Headings(ground, zones, by_subject=steps.by_subject).all()
    return Chart(
        headings, tuple(replace(maker.card(key), pinned=key in pinned) for key in keys), ribbons, loops
    )


def _ribbons(
    steps: Iterable[Step],
    column: Mapping[str, int],
    categories: Mapping[str, str],
    cut: frozenset[str],
) -> tuple[tuple[Ribbon, ...], tuple[Loop, ...]]:
    """Return ribbons to the right, thin ones for flows to the left, and loops within a column."""
    forward: dict[tuple[str, str, str, bool, bool, bool, bool], list[str]] = {}
    other: dict[tuple[str, str], list[Step]] = {}
    for step in steps:
        if column[step.start] < column[step.end]:
            category = categories[step.item]
            severed = step.flow in cut
            course = (step.start, step.end, category, step.gap, step.abroad, step.implied, severed)
            forward.setdefault(course, []).append(step.flow)
        else:
            other.setdefault((step.start, step.end), []).append(step)
    ribbons = [
        Ribbon(
            *course[:5],
            implied=course[5],
            cut=course[6],
            weight=len(flows),
            flows=tuple(sorted(set(flows))),
        )
        for course, flows in forward.items()
    ]
    loops = []
    for (start, end), taken in sorted(other.items()):
        flows = tuple(sorted({step.flow for step in taken}))
        gap = any(step.gap for step in taken)
        if column[start] == column[end]:
            loops.append(Loop(start, end, gap, flows))
        else:
            ribbons.append(Ribbon(end, start, gap=gap, back=True, flows=flows))
    ribbons.sort(key=lambda r: (r.start, r.end, r.category, r.gap, r.abroad, r.back, r.implied, r.cut))
    return tuple(ribbons), tuple(loops)
