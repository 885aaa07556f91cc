"""A chart made to fit the sheet: grouped if need be, the same in both languages, drawn in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from datamap.figures.flows.chart import Chart
from datamap.figures.flows.grouping import ROOMY, Grouped, group, whole
from datamap.figures.flows.sheet import Drawn, Wording, draw, fitting, room_for_cards
from datamap.model import LANGS, Lang, Text
from datamap.vocabulary import text

Worded = Callable[[Lang, tuple[Text, ...]], Wording]
"""What is written around a chart, given a language and the notes on what was grouped."""

_NOTE_RESERVE = 30.0
_GROWTH = 1.25
_MOST_CARDS = 24
"""Cards of the smallest type that one column holds on the sheet."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was drawn, how it was grouped, and the notes that say so."""

    drawn: Drawn
    grouped: Grouped
    notes: tuple[Text, ...]


def fitted(
    chart: Chart, worded: Worded, lang: Lang, gaps: Mapping[str, frozenset[str]] | None = None
) -> Fitted:
    """Return the chart as drawn on A4 landscape.

    Room and grouping are what both languages allow, so that the figure of one language is the
    figure of the other. Where nothing is left to group, the sheet grows.

    Parameters
    ----------
    chart : everything. worded : the words around it. lang : the language drawn.
    gaps : what is not recorded, by card key.
    """
    room = min(room_for_cards(worded(each, ()), chart) for each in LANGS)
    grouped = whole(chart, lambda tried: fitting(tried, room) is not None, _MOST_CARDS)
    if grouped is None:
        smaller = room - _NOTE_RESERVE
        grouped = group(chart, gaps or {}, lambda tried: fitting(tried, smaller) is not None, ROOMY)
        room = smaller
    notes = grouped.notes()
    if grouped.left_out:
        notes = (*notes, text("figures", "flows.note_table"))
    room = min(room, *(room_for_cards(worded(each, notes), grouped.chart) for each in LANGS))
    measures = fitting(grouped.chart, room)
    while measures is None:
        room *= _GROWTH
        measures = fitting(grouped.chart, room)
    return Fitted(draw(grouped.chart, measures, worded(lang, notes), room), grouped, notes)
