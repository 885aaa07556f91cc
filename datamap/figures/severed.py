"""A cut on the flow diagram: which flows to end so that a field no longer reaches its target."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.cut import Cut
from datamap.figures.display import Display
from datamap.figures.flows import flow_figure
from datamap.figures.flows.selection import Selection
from datamap.inventory import Inventory, Workbook
from datamap.model import BadQuestion, Lang, Text
from datamap.vocabulary import text

FEW = 8
"""Flows that are told below the title; the table has all."""


def draw_cut(
    cut: Cut,
    source: Workbook | Inventory,
    *,
    as_of: date,
    choice: int = 1,
    lang: Lang | None = None,
) -> Display:
    """Return the flow diagram of what a cut is about, the flows to end drawn as cut.

    Only flows that carry one of the items asked about are shown, so that a cut never seems to
    touch what it leaves alone.

    Parameters
    ----------
    cut : what `datamap.analysis.cut.cut` returned. source : what it was asked of.
    as_of : its day. choice : which of the choices of equal price. lang : of the figure; None =
        that of the answer.

    Returns
    -------
    Display
        `.numbers`: those of `draw_flows`, and `ended choices`. `.table`: the table of the cut.

    Raises
    ------
    BadQuestion
        There is no such choice; the message says how many there are.
    """
    if cut.choices and not 1 <= choice <= len(cut.choices):
        raise BadQuestion(text("figures", "cut.no_choice", choice=choice, count=len(cut.choices)))
    ended = frozenset(cut.choices[choice - 1]) if cut.choices else frozenset[str]()
    items = sorted({key for cell in cut.table["items"] for key in str(cell).split(SEPARATOR) if key})
    asked = Selection(item=tuple(items) or None, as_of=as_of)
    subtitle = _said(cut, choice) if ended else cut.summary
    drawn = flow_figure(source, asked, cut.title, lang or cut.lang, cut=ended, subtitle=subtitle)
    numbers = {**drawn.numbers, "ended": len(ended), "choices": len(cut.choices)}
    return replace(drawn, numbers=numbers, rows=cut.table)


def _said(cut: Cut, choice: int) -> Text:
    """Return the choice that is drawn in words: its flows, and what ends with them."""
    flows = cut.choices[choice - 1]
    listed = Text.same(", ".join(flows[:FEW]))
    if len(flows) > FEW:
        listed = text("figures", "cut.more", flows=listed, count=len(flows) - FEW)
    also = cut.table.loc[cut.table["choice"] == choice, "also_stops"]
    return text(
        "figures",
        "cut.subtitle",
        choice=choice,
        choices=len(cut.choices),
        count=len(flows),
        flows=listed,
        also=int(also.iloc[0]),
    )
