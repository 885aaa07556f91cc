"""The flow diagram: items or subjects, who holds them, who gets them, in which country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Literal

from datamap.analysis.border import Border
from datamap.figures.categories import Palette
from datamap.figures.display import Display
from datamap.figures.flows.build import build_chart
from datamap.figures.flows.fitted import fitted
from datamap.figures.flows.grouping import Grouped
from datamap.figures.flows.selection import Selected, Selection, choose
from datamap.figures.flows.sheet import Wording
from datamap.figures.flows.steps import Ground, Steps
from datamap.figures.flows.table import table_of
from datamap.figures.frame import MARGIN
from datamap.figures.home import border_of, inventory_of, titled
from datamap.figures.legend import footnotes, notes_height
from datamap.figures.scene import Scene, Words
from datamap.figures.style import BODY_SIZE, INK_SOFT, PAGE_WIDTH
from datamap.inventory import Inventory, Workbook
from datamap.model import Lang, Text
from datamap.vocabulary import text

__all__ = ["draw_flows", "flow_figure"]


def draw_flows(  # noqa: PLR0913 (each is a question somebody asks of the picture)
    source: Workbook | Inventory,
    *,
    lang: Lang = "ja",
    item: str | Sequence[str] | None = None,
    subject: str | None = None,
    recipient: str | None = None,
    activity: str | None = None,
    overseas: bool = False,
    planned: bool = False,
    as_of: date | None = None,
    first: Literal["items", "subjects"] = "items",
    cut: Iterable[str] = (),
) -> Display:
    r"""Return the flow diagram of an inventory, drawn for A4 landscape.

    Columns run from the items (or the groups of people) over the operator's departments and
    systems to recipients, onward recipients and countries. A ribbon is a category of items on
    its way; it is red and dashed where something needed is not recorded. What is alike is
    grouped when the map is too large for the sheet, and the figure says what.

    Parameters
    ----------
    source : a workbook, or a table alone. lang : language of the figure.
    item, subject, recipient, activity : key or name (of items several); only flows that say so
        are shown.
    overseas : only flows that go abroad, or whose country is not recorded.
    planned : show planned flows too. as_of : the day on which flows must run; None = all days.
    first : what the first column shows. cut : ids of flows to draw as cut (see `cut`).

    Returns
    -------
    Display
        `.numbers`: `flows items subjects recipients countries gaps nodes ribbons crossings
        crossings_by_key grouped inside left_out loops`. `.table`: one row for each flow and item, with
        names in full. `.fact`: one line.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> rows = "id,kind,items,source,recipient,countries\nF1,third_party,name;phone,us,inn,FR\n"
    >>> draw_flows(read_inventory(rows.encode()), lang="en").numbers["gaps"]
    1
    """
    asked = Selection(item, subject, recipient, activity, overseas, planned, as_of)
    title = titled(text("figures", "flows.title"), source)
    return flow_figure(source, asked, title, lang, by_subject=first == "subjects", cut=frozenset(cut))


def flow_figure(
    source: Workbook | Inventory,
    asked: Selection,
    title: Text,
    lang: Lang,
    *,
    by_subject: bool = False,
    cut: frozenset[str] = frozenset(),
    subtitle: Text | None = None,
) -> Display:
    """Return a flow diagram under a title of one's own; see `draw_flows`.

    Parameters
    ----------
    source, asked, lang : what is drawn. title, subtitle : instead of the usual ones.
    by_subject : people stand first. cut : ids of flows drawn as cut.
    """
    inventory, border = inventory_of(source), border_of(source)
    figure = _Figure(inventory, choose(inventory, asked, border), border, by_subject=by_subject, cut=cut)
    return figure.display(title, asked.as_of, lang, subtitle)


class _Figure:
    """One figure from the selected flows to the display."""

    def __init__(
        self,
        inventory: Inventory,
        selected: Selected,
        border: Border,
        *,
        by_subject: bool,
        cut: frozenset[str] = frozenset(),
    ) -> None:
        self.inventory, self.selected = inventory, selected
        self.steps = Steps(Ground(inventory, selected.flows), selected, border, by_subject=by_subject)
        self.chart = build_chart(self.steps, selected.flows, cut)
        self.palette = Palette(inventory)

    def display(self, title: Text, as_of: date | None, lang: Lang, subtitle: Text | None = None) -> Display:
        """Return the figure in one language; layout and grouping are the same in both."""
        if not self.selected.flows:
            return self._empty(title, lang)

        def worded(each: Lang, notes: tuple[Text, ...]) -> Wording:
            wording = self._wording(title, as_of, (*self._notes(), *notes), each)
            return replace(wording, subtitle=subtitle.in_lang(each)) if subtitle else wording

        gaps = {f"p:{key}": frozenset(found) for key, found in self.steps.gaps.items()}
        made = fitted(self.chart, worded, lang, gaps)
        numbers = self._numbers(made.grouped) | {
            "ribbons": made.drawn.ribbons,
            "crossings": made.drawn.crossings,
            "crossings_by_key": made.drawn.naive,
        }
        words = worded(lang, made.notes)
        fact = text("figures", "flows.fact", **numbers).in_lang(lang)
        table = partial(table_of, self.steps, self.selected.flows, made.grouped.chart, lang)
        cards = {card.key: card.places for card in made.grouped.chart.cards}
        return Display(made.drawn.scene, words.title, fact, numbers, table, lang, words.notes, cards)

    def _notes(self) -> tuple[Text, ...]:
        """Return the footnotes: how to read it, what is not in it before anything is grouped."""
        steps = self.steps
        notes = [text("figures", "flows.note_width"), *self.selected.notes]
        if any(flow.recipient in self.inventory.groups for flow in self.selected.flows):
            notes.append(text("figures", "flows.note_groups"))
        if steps.implied:
            notes.append(text("figures", "flows.note_implied", count=steps.implied))
        if steps.inside:
            notes.append(text("figures", "flows.note_self", count=steps.inside))
        if steps.their_systems:
            notes.append(text("figures", "flows.note_their_systems", count=len(steps.their_systems)))
        return tuple(notes)

    def _wording(self, title: Text, as_of: date | None, notes: Iterable[Text], lang: Lang) -> Wording:
        subtitle = text("figures", "flows.subtitle", **self._counts()).in_lang(lang)
        if as_of:
            day = text("figures", "flows.subtitle_as_of", date=as_of.isoformat()).in_lang(lang)
            subtitle = f"{subtitle} ({day})" if lang == "en" else f"{subtitle}（{day}）"
        return Wording(
            lang,
            title.in_lang(lang),
            subtitle,
            tuple(note.in_lang(lang) for note in notes),
            self.palette.legend,
            self.palette.colour,
        )

    def _counts(self) -> dict[str, int]:
        """Return what is on the map before anything is grouped."""
        cards = self.chart.cards

        def count(look: str) -> int:
            return sum(card.look == look and not card.unnamed for card in cards)

        return {
            "flows": len(self.selected.flows),
            "items": len([item for item in self.steps.carried if not item.startswith("*")]),
            "subjects": count("subject"),
            "recipients": count("recipient"),
            "countries": count("country"),
            "gaps": len(self.steps.gap_flows),
        }

    def _numbers(self, grouped: Grouped) -> dict[str, int]:
        chart = grouped.chart
        return self._counts() | {
            "nodes": len(chart.cards),
            "loops": len(chart.loops),
            "grouped": grouped.left_out,
            "inside": grouped.inside + self.steps.inside,
            "left_out": grouped.thin,
        }

    def _empty(self, title: Text, lang: Lang) -> Display:
        """Return a sheet that says that nothing meets the conditions."""
        said = text("figures", "flows.empty").in_lang(lang)
        notes = tuple(note.in_lang(lang) for note in self.selected.notes)
        room = PAGE_WIDTH - 2 * MARGIN
        words = Words(MARGIN, 26.0, said, BODY_SIZE, INK_SOFT, part="note")
        below = footnotes(notes, MARGIN, 36.0, room)
        scene = Scene(PAGE_WIDTH, 44.0 + notes_height(notes, room), (words, *below))
        numbers = self._numbers(Grouped(self.chart, {}, 0)) | dict.fromkeys(
            ("ribbons", "crossings", "crossings_by_key"), 0
        )
        table = table_of(self.steps, (), self.chart, lang)
        return Display(scene, title.in_lang(lang), said, numbers, table, lang, notes)
