"""The ways of an item, hop by hop: who hands on, what is recorded about it, where it is weakest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from datamap.analysis.answer import Answer
from datamap.figures.categories import Palette, category_of
from datamap.figures.display import Display
from datamap.figures.fonts import CENTRE, line_height
from datamap.figures.frame import MARGIN, ROOM, TITLE_BOTTOM, foot_height, framed
from datamap.figures.home import inventory_of
from datamap.figures.legend import Entry
from datamap.figures.lettering import fit
from datamap.figures.said import Said
from datamap.figures.scene import Band, Box, Shape, Words
from datamap.figures.style import (
    CARD,
    CARD_HOLDER,
    CATEGORIES,
    GAP,
    GAP_EDGE,
    GAP_INK,
    INK,
    INK_SOFT,
    NOTE_SIZE,
    PAGE_HEIGHT,
    RULE,
    RULE_SOFT,
    TEXT_FLOOR,
)
from datamap.inventory import Inventory, Workbook
from datamap.model import Lang, Text
from datamap.vocabulary import text

HOPS_A_LINE = 4
_SIDE = 96.0
_CARD_HIGH = 27.0
_LINE_HIGH = 43.0
_WEAK_HIGH = 11.0
_BETWEEN = 9.0
_BAND = 8.0
_GUTTER = 70.0

Row = dict[str, Any]


def _say(key: str, **values: object) -> Text:
    return text("figures", f"routes.{key}", **values)


@dataclass(frozen=True, slots=True)
class _Route:
    """One way: its hops in order."""

    hops: tuple[Row, ...]

    @property
    def lines(self) -> int:
        """Return how many lines it takes."""
        return -(-len(self.hops) // HOPS_A_LINE)

    @property
    def weakest(self) -> Row | None:
        """Return its weakest hop, if anything is weak at all."""
        return next((hop for hop in self.hops if hop["weakest"] and hop["weak"]), None)

    @property
    def height(self) -> float:
        """Return how high it is drawn."""
        return self.lines * _LINE_HIGH + (_WEAK_HIGH if self.weakest else 0.0) + _BETWEEN


class _Drawer:
    def __init__(self, said: Said, palette: Palette | None) -> None:
        self.said, self.lang, self.palette = said, said.lang, palette
        self.gutter = _GUTTER
        self.slot = (ROOM - _SIDE + _GUTTER) / (HOPS_A_LINE + 1)

    def route(self, route: _Route, top: float) -> Iterator[Shape]:
        """Yield one way: the item on the left, its cards and bands, and what is weakest below."""
        yield from self._head(route.hops[0], top)
        for number, hop in enumerate(route.hops):
            line, place = divmod(number, HOPS_A_LINE)
            y = top + _LINE_HIGH * line + 9.0
            if place == 0:
                yield from self._card(str(hop["source"]), "", self._x(0), y, start=number == 0)
            yield from self._band(hop, self._x(place) + self.slot - self.gutter, y)
            country = self.said.every("country", hop["country"])
            yield from self._card(str(hop["place"]), country, self._x(place + 1), y, start=False)
        weak = route.weakest
        if weak:
            base = top + route.lines * _LINE_HIGH + 4.0 + CENTRE * TEXT_FLOOR
            words = _say("weakest", flow=weak["flows"], what=self.said.every("weak", weak["weak"], "、"))
            shown = fit(words.in_lang(self.lang), ROOM - _SIDE, TEXT_FLOOR)
            yield Words(MARGIN + _SIDE, base, shown.lines[0], TEXT_FLOOR, GAP_INK, part="weakest")

    def _colour(self, item: str) -> str:
        """Return the colour of the item's category; without an inventory all are alike."""
        if self.palette is None:
            return CATEGORIES[0]
        return self.palette.colour(category_of(self.palette.words, item))

    def _x(self, place: int) -> float:
        return MARGIN + _SIDE + self.slot * place

    def _head(self, hop: Row, top: float) -> Iterator[Shape]:
        """Yield number, item and subject of a way."""
        colour = self._colour(str(hop["item"]))
        part = f"route:{hop['route_no']}"
        yield Box(MARGIN, top + 9.0, 3.0, _CARD_HIGH, colour, radius=1.2, part=part)
        item = fit(self.said.one("item", hop["item"]), _SIDE - 16.0, NOTE_SIZE, bold=True)
        subject = fit(self.said.one("subject", hop["subject"]), _SIDE - 16.0, TEXT_FLOOR, height=16.0)
        y = top + 9.0 + 8.0
        yield Words(MARGIN + 8.0, y, item.lines[0], item.size, INK, bold=True, part=part)
        for n, line in enumerate(subject.lines):
            base = y + 9.0 + n * 1.15 * TEXT_FLOOR
            yield Words(MARGIN + 8.0, base, line, subject.size, INK_SOFT, part=part)

    def _card(self, place: str, country: str, x: float, y: float, *, start: bool) -> Iterator[Shape]:
        wide = self.slot - self.gutter
        part = f"stop:{place}:{x:.0f}:{y:.0f}"
        yield Box(x, y, wide, _CARD_HIGH, CARD if start else CARD_HOLDER, RULE, radius=3.0, part=part)
        column = "subject" if start else "place"
        known = self.said.one("place", place)
        name = known if known != place or not start else self.said.one(column, place)
        note = line_height(TEXT_FLOOR) if country else 0.0
        shown = fit(name, wide - 9.0, NOTE_SIZE, height=_CARD_HIGH - 2.0 - note)
        step = 1.15 * shown.size
        middle = y + _CARD_HIGH / 2 - (step * len(shown.lines) + note) / 2
        for n, line in enumerate(shown.lines):
            yield Words(
                x + 4.5, middle + step * (n + 0.5) + CENTRE * shown.size, line, shown.size, INK, part=part
            )
        if country:
            base = middle + step * len(shown.lines) + note / 2 + CENTRE * TEXT_FLOOR
            words = fit(country, wide - 9.0, TEXT_FLOOR).lines[0]
            yield Words(x + 4.5, base, words, TEXT_FLOOR, INK_SOFT, part=part)

    def _band(self, hop: Row, x: float, y: float) -> Iterator[Shape]:
        """Yield the band of a hop with its row above and its kind and ground below."""
        part = f"hop:{hop['route_no']}.{hop['hop_no']}"
        middle = y + _CARD_HIGH / 2
        weak = bool(hop["weakest"] and hop["weak"])
        stations = ((x, middle - _BAND / 2), (x + self.gutter, middle - _BAND / 2))
        if weak:
            yield Band(stations, _BAND, GAP, 0.55, GAP_EDGE, (2.4, 1.6), part)
        else:
            yield Band(stations, _BAND, self._colour(str(hop["item"])), 0.45, part=part)
        room = self.gutter - 3.0
        centre = x + self.gutter / 2
        flow = fit(str(hop["flows"]), room, TEXT_FLOOR, bold=True)
        above = middle - _BAND / 2 - 2.5
        yield Words(centre, above, flow.lines[0], flow.size, INK, bold=True, align="center", part=part)
        ground = self.said.one("basis", hop["basis"]) if hop["basis"] else ""
        below = [
            self.said.one("kind", hop["kind"]),
            ground if ground != self.said.one("kind", hop["kind"]) else "",
        ]
        base = middle + _BAND / 2 + 7.0
        for words in filter(None, below):
            shown = fit(words, room, TEXT_FLOOR).lines[0]
            yield Words(centre, base, shown, TEXT_FLOOR, INK_SOFT, align="center", part=part)
            base += 7.6


def draw_routes(
    answer: Answer, *, source: Workbook | Inventory | None = None, lang: Lang | None = None
) -> Display:
    """Return the ways that `routes` found, drawn hop by hop.

    Each way runs from the people (or where it starts) on the left; a hop shows its row, kind and
    ground; the weakest hop of a way is red with dashed edges, and what is weak about it stands
    below in words.

    Parameters
    ----------
    answer : what `datamap.analysis.routes.routes` returned. source : what it was asked of, so that
        items have the colours they have in the other figures. lang : of the figure; None = that
        of the answer.

    Returns
    -------
    Display
        `.numbers`: `routes hops longest weak shown`. `.table`: the table of the answer.
    """
    said = Said(answer, lang or answer.lang)
    drawer = _Drawer(said, Palette(inventory_of(source)) if source is not None else None)
    hops: dict[int, list[Row]] = {}
    for row in answer.table.to_dict("records"):
        hops.setdefault(int(row["route_no"]), []).append({str(k): v for k, v in row.items()})
    found = [_Route(tuple(each)) for each in hops.values()]
    entries = _entries(said.lang, weak=any(route.weakest for route in found))
    room = PAGE_HEIGHT - TITLE_BOTTOM - foot_height(entries, ("x",)) - MARGIN
    shown, used = _fitting(found, room)
    numbers = {
        "routes": len(found),
        "hops": len(answer.table),
        "longest": max((len(route.hops) for route in found), default=0),
        "weak": sum(route.weakest is not None for route in found),
        "shown": len(shown),
    }
    title, fact = answer.title.in_lang(said.lang), _say("fact", **numbers).in_lang(said.lang)
    notes = (
        (_say("hidden", count=len(found) - len(shown)).in_lang(said.lang),) if len(shown) < len(found) else ()
    )
    scene = framed(_drawn(shown, drawer), TITLE_BOTTOM + used, (title, fact), entries, notes)
    return Display(scene, title, fact, numbers, answer.table, said.lang, notes)


def _fitting(routes: Sequence[_Route], room: float) -> tuple[list[_Route], float]:
    """Return the first ways that fit, and how high they are together."""
    shown: list[_Route] = []
    used = 0.0
    for route in routes:
        if used + route.height > room:
            break
        shown.append(route)
        used += route.height
    return shown, used


def _drawn(routes: Sequence[_Route], drawer: _Drawer) -> Iterator[Shape]:
    top = TITLE_BOTTOM
    for number, route in enumerate(routes):
        if number:
            yield Box(MARGIN, top - 0.3, ROOM, 0.6, RULE_SOFT, part="rule")
        yield from drawer.route(route, top)
        top += route.height


def _entries(lang: Lang, *, weak: bool) -> list[Entry]:
    if not weak:
        return []

    def swatch(x: float, y: float) -> list[Shape]:
        return [Band(((x, y - 3), (x + 20, y - 3)), 6.0, GAP, 0.55, GAP_EDGE, (2.4, 1.6), "legend")]

    return [Entry(_say("legend_weakest").in_lang(lang), 20.0, swatch)]
