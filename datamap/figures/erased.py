"""The order of work of an erasure: steps from left to right, so that nothing comes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from datamap.analysis.erasure import Erasure
from datamap.figures.categories import MIXED
from datamap.figures.display import Display
from datamap.figures.flows.chart import Card, Chart, Loop, Ribbon, bundle
from datamap.figures.flows.fitted import fitted
from datamap.figures.flows.key import dashed_entry
from datamap.figures.flows.sheet import Wording
from datamap.figures.frame import TITLE_BOTTOM, framed
from datamap.figures.legend import Entry
from datamap.figures.said import Said
from datamap.figures.scene import Band, Line, Shape
from datamap.figures.style import INK_SOFT
from datamap.figures.style import MIXED as MIXED_COLOUR
from datamap.inventory import Inventory
from datamap.model import EMPTY, Flow, Lang, Reading, Text
from datamap.vocabulary import text

MOST_STEPS = 6


def _say(key: str, **values: object) -> Text:
    return text("figures", f"erasure.{key}", **values)


class _Order:
    """The chart of an erasure: a card for each place, a ribbon for each way it was fed."""

    def __init__(self, erasure: Erasure) -> None:
        self.said = Said(erasure, "ja")
        self.inventory: Inventory = erasure.case.inventory
        self.rows: dict[str, list[dict[str, Any]]] = {}
        for row in erasure.table.to_dict("records"):
            self.rows.setdefault(str(row["place"]), []).append({str(k): v for k, v in row.items()})
        self.stops = [str(flow) for flow in erasure.part("stops").table.query("why == 'circle'")["flow"]]

    def step(self, place: str) -> int:
        """Return the column of a place; all steps beyond the last column share it."""
        return min(int(self.rows[place][0]["phase"]), MOST_STEPS) - 1

    @property
    def deepest(self) -> int:
        """Return the last step there is."""
        return max((int(rows[0]["phase"]) for rows in self.rows.values()), default=0)

    def chart(self) -> Chart:
        """Return cards, ribbons and arcs."""
        columns = min(self.deepest, MOST_STEPS)
        headings = [
            _say("step_on" if n == MOST_STEPS and self.deepest > MOST_STEPS else "step", number=n)
            for n in range(1, columns + 1)
        ]
        ribbons, loops = self._ways()
        cards = tuple(self._card(place) for place in sorted(self.rows))
        return Chart(tuple(headings), cards, bundle(ribbons), tuple(loops))

    def _card(self, place: str) -> Card:
        rows = self.rows[place]
        relation = str(rows[0]["relation"])
        sure = any(row["reading"] == Reading.CERTAIN.value for row in rows)
        label = self.said.both("relation", relation)
        return Card(
            f"p:{place}",
            self.step(place),
            "holder" if relation == "own" else "recipient",
            self.said.both("place", place),
            note=label if relation != "own" else EMPTY,
            open_ended=not sure,
            bucket=relation,
            bucket_label=label,
        )

    def _ways(self) -> tuple[list[Ribbon], list[Loop]]:
        """Return how places feed one another, and the flows that have to be stopped first."""
        ribbons: list[Ribbon] = []
        loops: list[Loop] = []
        for place, rows in self.rows.items():
            for flow in {flow for row in rows for flow in str(row["flows"]).split(";") if flow}:
                for source in self._sources(self.inventory.flow(flow), place):
                    here, there = self.step(source), self.step(place)
                    start, end = f"p:{source}", f"p:{place}"
                    if here < there:
                        ribbons.append(Ribbon(start, end, MIXED, flows=(flow,)))
                    elif here > there:
                        ribbons.append(Ribbon(end, start, back=True, flows=(flow,)))
                    elif flow in self.stops:
                        loops.append(Loop(start, end, flows=(flow,)))
        return [replace(r, weight=1) if r.back else r for r in ribbons], sorted(
            loops, key=lambda p: (p.start, p.end)
        )

    def _sources(self, flow: Flow, place: str) -> Iterable[str]:
        """Return the places on the worksheet from which a flow brings something to a place."""
        groups = self.inventory.groups
        givers = set(groups.get(flow.source, (flow.source,)))
        if flow.system == place:
            givers |= set(groups.get(flow.recipient, (flow.recipient,)))
        return sorted((givers & set(self.rows)) - {place})


def _entries(lang: Lang, *, back: bool, dashed: Entry | None) -> tuple[Entry, ...]:
    def ribbon(x: float, y: float) -> list[Shape]:
        return [Band(((x, y - 3), (x + 20, y - 3)), 6.0, MIXED_COLOUR, 0.3, part="legend")]

    def arrow(x: float, y: float) -> list[Shape]:
        return [Line(((x + 20, y), (x, y)), INK_SOFT, 1.0, (3.0, 2.0), arrow=True, part="legend")]

    found = [Entry(_say("legend_feeds").in_lang(lang), 20.0, ribbon)]
    if back:
        found.append(Entry(_say("legend_stop").in_lang(lang), 20.0, arrow))
    return (*found, dashed) if dashed else tuple(found)


def draw_erasure(erasure: Erasure, *, lang: Lang | None = None) -> Display:
    """Return the order of work of an erasure request.

    Columns are steps: whoever feeds others comes first, so that what is erased does not come back.
    Ribbons say by which way a place got the data; dashed arrows are flows to stop before anything is
    erased, because places feed one another in a circle.

    Parameters
    ----------
    erasure : what `datamap.analysis.erasure.erasure` returned. lang : of the figure; None = that
        of the answer.

    Returns
    -------
    Display
        `.numbers`: `places steps stops outside perhaps grouped ribbons crossings`. `.table`: the
        worksheet.
    """
    shown = lang or erasure.lang
    order = _Order(erasure)
    chart = order.chart()
    numbers = {
        "places": len(order.rows),
        "steps": order.deepest,
        "stops": len(erasure.part("stops").table),
        "outside": sum(rows[0]["relation"] != "own" for rows in order.rows.values()),
        "perhaps": sum(card.open_ended for card in chart.cards),
    }

    def wording(each: Lang, notes: tuple[Text, ...]) -> Wording:
        back = bool(chart.loops) or any(ribbon.back for ribbon in chart.ribbons)
        dashed = None
        if numbers["perhaps"]:
            dashed = dashed_entry(_say("legend_perhaps").in_lang(each))
        return Wording(
            each,
            erasure.title.in_lang(each),
            _say("fact", **numbers).in_lang(each),
            tuple(note.in_lang(each) for note in notes),
            colour=lambda _: MIXED_COLOUR,
            entries=_entries(each, back=back, dashed=dashed),
        )

    if not order.rows:
        title, said = erasure.title.in_lang(shown), erasure.text(shown)
        counted = numbers | dict.fromkeys(("grouped", "ribbons", "crossings"), 0)
        return Display(framed((), TITLE_BOTTOM, (title, said)), title, said, counted, erasure.table, shown)
    made = fitted(chart, wording, shown)
    counted = {**numbers, "grouped": made.grouped.left_out, "ribbons": made.drawn.ribbons}
    counted["crossings"] = made.drawn.crossings
    words = wording(shown, made.notes)
    return Display(made.drawn.scene, words.title, words.subtitle, counted, erasure.table, shown, words.notes)
