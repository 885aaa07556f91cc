"""The key of a flow diagram: only what the figure really shows is explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from datamap.figures.badges import MARKS, badge, badge_width
from datamap.figures.categories import Category
from datamap.figures.flows.chart import Chart
from datamap.figures.flows.face import DASH
from datamap.figures.legend import Entry
from datamap.figures.scene import Band, Box, Line, Shape
from datamap.figures.style import CATEGORIES, GAP, GAP_EDGE, INK, INK_SOFT, PAPER, RULE
from datamap.model import Lang
from datamap.vocabulary import text


def _say(key: str, lang: Lang) -> str:
    return text("figures", key).in_lang(lang)


def _category(category: Category, lang: Lang) -> Entry:
    def swatch(x: float, middle: float) -> Iterator[Shape]:
        yield Box(x, middle - 4, 4, 8, fill=category.colour, radius=1.6, part="legend")

    return Entry(category.label.in_lang(lang), 4.0, swatch)


def _mark(mark: str, lang: Lang) -> Entry:
    def swatch(x: float, middle: float) -> Iterator[Shape]:
        yield from badge(mark, x, middle, lang, "legend")

    return Entry(_say(f"mark.{mark}.label", lang), badge_width(mark, lang) - 2.0, swatch)


def _gap(lang: Lang) -> Entry:
    def swatch(x: float, middle: float) -> Iterator[Shape]:
        yield Band(((x, middle - 3), (x + 20, middle - 3)), 6.0, GAP, 0.62, GAP_EDGE, (2.4, 1.6), "legend")

    return Entry(_say("legend.gap", lang), 20.0, swatch)


def _abroad(lang: Lang) -> Entry:
    def swatch(x: float, middle: float) -> Iterator[Shape]:
        for left, opacity in ((x, 0.30), (x + 11, 0.58)):
            yield Band(
                ((left, middle - 3), (left + 10, middle - 3)), 6.0, CATEGORIES[0], opacity, part="legend"
            )

    return Entry(_say("legend.abroad", lang), 21.0, swatch)


def dashed_entry(words: str) -> Entry:
    """Return the entry of a card with a dashed edge."""

    def swatch(x: float, middle: float) -> Iterator[Shape]:
        yield Box(x, middle - 4, 16, 8, PAPER, RULE, 0.8, 2.0, DASH, part="legend")

    return Entry(words, 16.0, swatch)


def _back(lang: Lang) -> Entry:
    def swatch(x: float, middle: float) -> Iterator[Shape]:
        yield Line(((x + 20, middle), (x, middle)), INK_SOFT, 1.0, DASH, arrow=True, part="legend")

    return Entry(_say("legend.back", lang), 20.0, swatch)


def _cut(lang: Lang) -> Entry:
    def swatch(x: float, middle: float) -> Iterator[Shape]:
        for shift in (4.0, 8.0):
            yield Line(((x + shift, middle + 4), (x + shift + 3, middle - 4)), INK, 1.4, part="legend")

    return Entry(_say("legend.cut", lang), 15.0, swatch)


def entries_of(chart: Chart, categories: Sequence[Category], lang: Lang) -> list[Entry]:
    """Return the entries of the legend: categories, signs, and the states that occur."""
    seen = {mark for card in chart.cards for mark in card.marks}
    entries = [_category(category, lang) for category in categories]
    entries += [_mark(mark, lang) for mark in MARKS if mark in seen]
    if any(ribbon.gap for ribbon in chart.ribbons):
        entries.append(_gap(lang))
    if any(ribbon.abroad and not ribbon.gap for ribbon in chart.ribbons):
        entries.append(_abroad(lang))
    if any(card.open_ended or card.unnamed for card in chart.cards):
        entries.append(dashed_entry(_say("legend.open_ended", lang)))
    if chart.loops or any(ribbon.back for ribbon in chart.ribbons):
        entries.append(_back(lang))
    if any(ribbon.cut for ribbon in chart.ribbons):
        entries.append(_cut(lang))
    return entries
