"""How much room a chart needs: type level, card heights, ribbon thickness, column widths.

Heights hang on the chart alone, never on the language, so that the Japanese and the English
figure of one map have the same cards in the same places; only widths follow the words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import sqrt

from datamap.figures.badges import badges_width
from datamap.figures.flows.chart import Card, Chart, Ribbon, Route
from datamap.figures.fonts import line_height, printable, width
from datamap.figures.frame import MARGIN
from datamap.figures.style import TEXT_FLOOR
from datamap.model import EMPTY, LANGS, Lang, Text
from datamap.vocabulary import text

GUTTER_LEAST, GUTTER_MOST = 27.0, 104.0
CARD_LEAST = 58.0
CARD_MOST = {
    "item": 132.0,
    "subject": 132.0,
    "holder": 118.0,
    "recipient": 160.0,
    "country": 118.0,
    "via": 0.0,
}
PAD = 5.5
PILL = 12.0
BADGE_GAP = 3.0
BETWEEN = 5.0
_FLOOR = 0.9
_LINE = 3.0
_PASSAGE_GAP = 2.0
_HALVINGS = 30
_SMALL = 7.5
_WIDEST = 1.3  # how far cards grow beyond what their words want
_TRIES = (
    (1.5, True, 1.0),
    (0.6, True, 1.0),
    (0.6, True, 0.7),
    (1.5, False, 1.0),
    (0.6, False, 1.0),
    (0.0, False, 1.0),
)
"""What is given up, in this order, before the type gets smaller: seams between ribbons, gaps, third lines."""
_STRETCHES = (1.1, 1.2, 1.3, 1.4)


@dataclass(frozen=True, slots=True)
class Level:
    """One density: type size, height of a card of one and of two lines, gap between cards."""

    size: float
    one: float
    two: float
    gap: float

    @property
    def three(self) -> float:
        """Return the height of a card of three lines."""
        return self.two + line_height(self.note) + 1.5

    @property
    def note(self) -> float:
        """Return the size of notes."""
        return max(TEXT_FLOOR, round(0.82 * self.size, 2))

    @property
    def thickest(self) -> float:
        """Return the thickness of a ribbon of weight one where there is room enough."""
        return 0.62 * self.one


LEVELS = (
    Level(9.5, 23.0, 29.0, 10.0),
    Level(9.0, 21.5, 27.0, 8.5),
    Level(8.5, 20.0, 25.0, 7.0),
    Level(8.0, 18.5, 23.0, 6.0),
    Level(7.5, 17.0, 21.0, 4.5),
    Level(7.0, 15.5, 19.5, 3.5),
    Level(6.5, 14.0, 18.5, 3.0),
)


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes at which a chart keeps to its room.

    Attributes
    ----------
    level : the density chosen. unit : points of thickness per root of weight. seam : distance
    between ribbons. stretch : how much higher than the level says the cards of each column are.
    roomy : cards whose role and red words stand side by side on no line get a third line.
    closeness : how much of the level's gap is kept between cards.
    """

    level: Level
    unit: float
    seam: float
    stretch: tuple[float, ...] = ()
    roomy: bool = False
    closeness: float = 1.0

    def thickness(self, ribbon: Ribbon) -> float:
        """Return how thick a ribbon is: by the root of its weight; flows back are lines."""
        return _LINE if ribbon.back else max(_FLOOR, self.unit * sqrt(ribbon.weight))

    def stack(self, ribbons: Sequence[Ribbon]) -> float:
        """Return the height of ribbons laid one under the other."""
        return sum(map(self.thickness, ribbons)) + self.seam * max(0, len(ribbons) - 1)

    def height(self, card: Card, sides: Sequence[Sequence[Ribbon]]) -> float:
        """Return the height of a card: its words or its ribbons, whichever need more."""
        stacked = max(map(self.stack, sides), default=0.0)
        if card.look == "via":
            return stacked
        lines = self.level.two if card.note.en or card.missing.en else self.level.one
        if self.roomy and _wants_three(card, self.level):
            lines = self.level.three
        more = self.stretch[card.column] if self.stretch else 1.0
        return max(lines * more, stacked + 5.0)

    def gap(self, card: Card) -> float:
        """Return the distance kept below a card."""
        return _PASSAGE_GAP if card.look == "via" else self.level.gap * self.closeness


Sides = Mapping[str, tuple[Sequence[Ribbon], Sequence[Ribbon]]]


def sides_of(chart: Chart, routes: Sequence[Route]) -> Sides:
    """Return for each card the ribbons that come in on its left and go out on its right."""
    sides: dict[str, tuple[list[Ribbon], list[Ribbon]]] = {card.key: ([], []) for card in chart.cards}
    for route in routes:
        for stop in route.stops[:-1]:
            sides[stop][1].append(route.ribbon)
        for stop in route.stops[1:]:
            sides[stop][0].append(route.ribbon)
    return sides


def column_heights(chart: Chart, sides: Sides, measures: Measures) -> list[float]:
    """Return the height of each column."""
    totals = [0.0] * len(chart.headings)
    gaps = [0.0] * len(chart.headings)
    for card in chart.cards:
        gaps[card.column] = measures.gap(card)
        totals[card.column] += measures.height(card, sides[card.key]) + gaps[card.column]
    return [total - gap for total, gap in zip(totals, gaps, strict=True)]


def tallest(chart: Chart, sides: Sides, measures: Measures) -> float:
    """Return the height of the tallest column."""
    return max(column_heights(chart, sides, measures), default=0.0)


def _fits(chart: Chart, sides: Sides, measures: Measures, room: float) -> bool:
    return tallest(chart, sides, measures) <= room


def measure(chart: Chart, sides: Sides, room: float) -> Measures | None:
    """Return the largest type and the thickest ribbons that keep the chart to a height.

    Returns
    -------
    Measures or None
        None where even the smallest type does not fit: the chart has to be grouped.
    """
    for level in LEVELS:
        for seam, roomy, closeness in _TRIES:
            unit = min(1.6, level.thickest) if level.size > TEXT_FLOOR else 0.0
            least = Measures(level, unit, seam, roomy=roomy, closeness=closeness)
            if _fits(chart, sides, least, room):
                return _stretched(chart, sides, _thickened(chart, sides, least, room), room)
    return None


def _stretched(chart: Chart, sides: Sides, measures: Measures, room: float) -> Measures:
    """Return the measures with higher cards in columns that have room: long names get two lines."""
    if measures.level.size > _SMALL:
        return measures
    stretch = [1.0] * len(chart.headings)
    for more in _STRETCHES:
        tried = replace(measures, stretch=(more,) * len(chart.headings))
        heights = column_heights(chart, sides, tried)
        stretch = [more if tall <= room else kept for kept, tall in zip(stretch, heights, strict=True)]
    return replace(measures, stretch=tuple(stretch))


def _thickened(chart: Chart, sides: Sides, least: Measures, room: float) -> Measures:
    """Return the measures with the thickest unit that still fits, found by halving."""
    low, high = least.unit, least.level.thickest
    best = least
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        tried = replace(least, unit=middle)
        if _fits(chart, sides, tried, room):
            best, low = tried, middle
        else:
            high = middle
    return best


def said_missing(card: Card) -> Text:
    """Return what is not recorded about a card, in full."""
    return text("figures", "flows.not_recorded", what=card.missing) if card.missing.en else EMPTY


@lru_cache(maxsize=4096)
def _wants_three(card: Card, level: Level) -> bool:
    """Tell whether, in one of the languages, role and red words need a line each."""
    if not (card.note.en and card.missing.en):
        return False
    room = CARD_MOST[card.look] - 2 * PAD
    for lang in LANGS:
        note, said, label = (
            printable(words.in_lang(lang)) for words in (card.note, said_missing(card), card.label)
        )
        beside = width(label, level.size) + BETWEEN + width(note, level.note) <= room
        below = width(note, level.note) + BETWEEN + width(said, level.note) <= room
        if not beside and not below:
            return True
    return False


def wanted_width(card: Card, lang: Lang, level: Level) -> float:
    """Return the width in points at which a card shows its words at full size."""
    if card.look == "via":
        return 0.0
    bold = card.look == "country"
    label = width(printable(card.label.in_lang(lang)), level.size, bold=bold)
    note = width(printable(card.note.in_lang(lang)), level.note)
    warning = width(printable(said_missing(card).in_lang(lang)), level.note)
    left = PILL if card.look == "item" else PAD
    first = label + BADGE_GAP * bool(card.marks) + badges_width(card.marks, lang)
    second = max(note, warning)
    return min(CARD_MOST[card.look], left + max(first, second) + PAD + 0.5)


def column_spans(
    chart: Chart, routes: Sequence[Route], lang: Lang, level: Level, room: float
) -> list[tuple[float, float]]:
    """Return left edge and width of each column so that together they fill the sheet.

    Columns get what their words want; where that is too much, the widest give way first, the
    items a little less: they carry signs. What is left goes to the gutters, more of it where
    more ribbons have to find their way.
    """
    wanted = []
    for column, heading in enumerate(chart.headings):
        needs = [wanted_width(card, lang, level) for card in chart.column(column)]
        title = width(printable(heading.in_lang(lang)), level.size + 1.0, bold=True) + 14.0
        wanted.append(max([CARD_LEAST, title, *needs]))
    gutters = len(wanted) - 1
    free = room - 2 * MARGIN - GUTTER_LEAST * gutters
    favour = [_favour(chart.column(column)) for column in range(len(wanted))]
    cap = _cap([want / more for want, more in zip(wanted, favour, strict=True)], favour, free)
    widths = [min(cap * more, want) for want, more in zip(wanted, favour, strict=True)]
    between = _gutters(chart, routes, max(0.0, free - sum(widths)))
    spare = room - 2 * MARGIN - sum(widths) - sum(between)
    wider = min(_WIDEST, 1.0 + spare / sum(widths))
    widths = [each * wider for each in widths]
    rest = (room - 2 * MARGIN - sum(widths) - sum(between)) / max(1, gutters)
    between = [each + rest for each in between]
    lefts = [MARGIN + sum(widths[:i]) + sum(between[:i]) for i in range(len(widths))]
    return list(zip(lefts, widths, strict=True))


def _gutters(chart: Chart, routes: Sequence[Route], spare: float) -> list[float]:
    """Return the widths of the gutters, the spare room shared by the number of ribbons in each."""
    column = {card.key: card.column for card in chart.cards}
    traffic = [1.0] * (len(chart.headings) - 1)
    for route in routes:
        for stop in route.stops[:-1]:
            traffic[column[stop]] += 1.0
    shares = [sqrt(count) for count in traffic]
    most = GUTTER_MOST - GUTTER_LEAST
    return [GUTTER_LEAST + min(most, spare * share / sum(shares)) for share in shares]


def _favour(cards: Sequence[Card]) -> float:
    """Return how much wider than others a column may be when room is short."""
    return 1.2 if any(card.look == "item" for card in cards) else 1.0


def _cap(wanted: Sequence[float], favour: Sequence[float], free: float) -> float:
    """Return the width per favour above which columns have to give way so that all fit."""
    ordered = sorted(zip(wanted, favour, strict=True))
    left, shares = free, sum(favour)
    for want, more in ordered:
        if want > left / shares:
            return left / shares
        left -= want * more
        shares -= more
    return max(wanted)
