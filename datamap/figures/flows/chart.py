"""The neutral table behind a flow diagram: cards in columns, ribbons between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from datamap.model import EMPTY, Text


@dataclass(frozen=True, slots=True)
class Card:
    """One thing in one column.

    Attributes
    ----------
    key : unique in the chart. column : index of its column, counted from the left.
    look : `item`, `subject`, `holder`, `recipient`, `country` or `via` (a passage through a
        column for ribbons that go on; nothing is drawn there).
    label : the name. note : a word beside it (a role, a number of members).
    missing : what is not recorded about it, shown in red.
    category : key of the item category (colour); "" for none.
    marks : keys of the badges (`sensitive`, `id_code` …).
    open_ended : the text bounds neither it nor its number: drawn with a dashed edge.
    unnamed : stands for something the text does not name.
    bucket, bucket_label : what it may be grouped under on a large map. pinned : it never is.
    """

    key: str
    column: int
    look: str
    label: Text
    note: Text = EMPTY
    missing: Text = EMPTY
    category: str = ""
    marks: tuple[str, ...] = ()
    open_ended: bool = False
    unnamed: bool = False
    bucket: str = ""
    bucket_label: Text = EMPTY
    members: tuple[str, ...] = ()
    pinned: bool = False

    @property
    def places(self) -> tuple[str, ...]:
        """Return the keys of the places it stands for; none where it is no place."""
        return tuple(key[2:] for key in self.members or (self.key,) if key.startswith("p:"))


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One category of items moving from one card to another.

    Attributes
    ----------
    start, end : card keys, `start` in a column left of `end`.
    category : item category: its colour. gap : something needed is not recorded about it.
    abroad : it ends in another country. back : the data runs from `end` to `start`.
    implied : no row shows this step; the start is only inferred from what is passed on.
    cut : its flows are to be ended.
    weight : how many (flow, item) pairs it stands for. flows : ids of the flows, sorted.
    """

    start: str
    end: str
    category: str = ""
    gap: bool = False
    abroad: bool = False
    back: bool = False
    implied: bool = False
    cut: bool = False
    weight: int = 1
    flows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loop:
    """Flows between two cards of one column: drawn as an arc beside it."""

    start: str
    end: str
    gap: bool = False
    flows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns (their headings), cards, ribbons and loops, as they were counted."""

    headings: tuple[Text, ...]
    cards: tuple[Card, ...]
    ribbons: tuple[Ribbon, ...]
    loops: tuple[Loop, ...] = ()

    def column(self, index: int) -> tuple[Card, ...]:
        """Return the cards of one column, by key."""
        return tuple(card for card in self.cards if card.column == index)

    @property
    def by_key(self) -> dict[str, Card]:
        """Return the cards by key."""
        return {card.key: card for card in self.cards}


def bundle(ribbons: Iterable[Ribbon]) -> tuple[Ribbon, ...]:
    """Return the ribbons with those of one course, category and state laid together.

    Examples
    --------
    >>> bundle([Ribbon("a", "b", flows=("F1",)), Ribbon("a", "b", flows=("F2",))])[0].weight
    2
    """
    weights: dict[tuple[str, str, str, bool, bool, bool, bool, bool], int] = {}
    flows: dict[tuple[str, str, str, bool, bool, bool, bool, bool], set[str]] = {}
    for ribbon in ribbons:
        course = (
            ribbon.start, ribbon.end, ribbon.category, ribbon.gap, ribbon.abroad, ribbon.back,
            ribbon.implied, ribbon.cut,
        )  # fmt: skip
        weights[course] = weights.get(course, 0) + ribbon.weight
        flows.setdefault(course, set()).update(ribbon.flows)
    return tuple(
        Ribbon(*course, weight=weights[course], flows=tuple(sorted(flows[course])))
        for course in sorted(weights)
    )


@dataclass(frozen=True, slots=True)
class Route:
    """The cards a ribbon runs through, from its start to its end, one a column."""

    ribbon: Ribbon
    stops: tuple[str, ...]


def with_passages(chart: Chart) -> tuple[Chart, tuple[Route, ...]]:
    """Return the chart with a `via` card wherever a ribbon passes a column, and all routes.

    All that goes on to one card shares its passage through a column, so that long ways run
    together instead of striping the figure.
    """
    where = {card.key: card.column for card in chart.cards}
    passages: dict[str, Card] = {}
    routes = []
    for ribbon in chart.ribbons:
        stops = [ribbon.start]
        for column in range(where[ribbon.start] + 1, where[ribbon.end]):
            key = f"via:{column}:{'back' if ribbon.back else ribbon.end}"
            passages[key] = Card(key, column, "via", EMPTY)
            stops.append(key)
        routes.append(Route(ribbon, (*stops, ribbon.end)))
    cards = (*chart.cards, *(passages[key] for key in sorted(passages)))
    return replace(chart, cards=cards), tuple(routes)
