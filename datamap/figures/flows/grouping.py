"""Large maps: what is alike is laid together until the figure can be read, and that is said.

Items go by category, recipients by role, own places by department, countries with the least
flows into "other countries". The largest group goes first, so that as much as possible keeps
its own name. Where ribbons are still too many, their categories are laid together on the way
to the countries, and at last the thinnest are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from datamap.figures.flows.bundles import Bundles
from datamap.figures.flows.chart import Card, Chart, Loop, Ribbon
from datamap.figures.flows.gaps import words_of
from datamap.model import EMPTY, Text
from datamap.vocabulary import text

MOST_RIBBONS = 150
"""Above about this many, a picture of ribbons is texture and no longer read."""

ROOMY = 14
"""Cards a column may hold once a map has to be grouped anyway: fewer and larger ones."""

MOST_LOOPS = 12
"""Arcs beside one another hide what they should show."""

_TOO_MANY = 2 * MOST_RIBBONS
_WORD = {"item": "items", "subject": "subjects", "holder": "holders"}
_WORD |= {"recipient": "recipients", "country": "countries"}

Fits = Callable[[Chart], bool]
Chosen = tuple[str, Text, list[Card]]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The chart that is drawn, and what was done to the whole one.

    Attributes
    ----------
    hidden : by sort of card, how many were laid together and into how many.
    inside : flows between cards that are one card now. mixing : where categories were laid
        together: 0 nowhere, 1 on the way to countries, 2 everywhere but in the first ribbons.
    thin : ribbons and arcs left out. thin_flows : flows that are in none that is drawn.
    """

    chart: Chart
    hidden: Mapping[str, tuple[int, int]]
    inside: int = 0
    mixing: int = 0
    thin: int = 0
    thin_flows: int = 0

    @property
    def left_out(self) -> int:
        """Return how many things have no card of their own."""
        return sum(count for count, _ in self.hidden.values())

    def notes(self) -> tuple[Text, ...]:
        """Return what was grouped and left out, in words."""
        said = [
            text("figures", f"flows.note_grouped_{word}", count=count, groups=groups)
            for word, (count, groups) in sorted(self.hidden.items())
        ]
        if self.mixing:
            said.append(text("figures", "flows.note_mixed" if self.mixing == 1 else "flows.note_mixed_all"))
        if self.inside:
            said.append(text("figures", "flows.note_inside", count=self.inside))
        if self.thin:
            said.append(text("figures", "flows.note_thin", count=self.thin, flows=self.thin_flows))
        return tuple(said)


class _Grouper:
    def __init__(self, chart: Chart, gaps: Mapping[str, frozenset[str]]) -> None:
        self.whole, self.gaps = chart, gaps
        self.bundles = Bundles(chart)
        self.cards = chart.by_key
        self.into: dict[str, str] = {}
        self.groups: dict[str, Card] = {}
        self.mixing = 0
        self.thin: list[Ribbon] = []
        self.thin_loops: list[Loop] = []
        self.weight: Counter[str] = Counter()
        for ribbon in chart.ribbons:
            self.weight.update({ribbon.start: ribbon.weight, ribbon.end: ribbon.weight})

    def until(self, fits: Fits, most_cards: int) -> Chart:
        """Return the first chart that fits; each step lays one more group together."""
        while True:
            while self._fullest() > most_cards and self._step(most_cards):
                pass
            if not self.mixing and self._count() > MOST_RIBBONS:
                self.mixing = 1
            if self._count() > _TOO_MANY:
                if self._step(most_cards, enough=most_cards // 2):
                    continue
                self.mixing = 2
            chart = self._chart()
            if fits(chart) or not self._step(most_cards):
                return chart

    def _fullest(self) -> int:
        return max(Counter(card.column for card in self._shown()).values(), default=0)

    def _count(self) -> int:
        """Return how many ribbons the chart has as grouped so far."""
        return len(np.unique(self.bundles.codes(self._numbers()[0], mixing=self.mixing)))

    def _numbers(self) -> tuple[NDArray[np.int64], list[str]]:
        """Return for each card the number of the card it is drawn as, and the keys by number."""
        keys = list(self.bundles.keys)
        first: dict[str, int] = {}
        numbers = np.arange(len(keys), dtype=np.int64)
        for i, key in enumerate(self.bundles.keys):
            group = self.into.get(key)
            if group:
                numbers[i] = first.setdefault(group, i)
                keys[first[group]] = group
        return numbers, keys

    def _shown(self) -> list[Card]:
        kept = [card for card in self.whole.cards if card.key not in self.into]
        return [*kept, *self.groups.values()]

    def _step(self, most: int, enough: int = 0) -> bool:
        """Lay one group together in the fullest column; False where nothing is left to lay.

        Columns of `enough` cards or fewer keep what shares no bucket.
        """
        columns: dict[int, list[Card]] = {}
        for card in self._shown():
            columns.setdefault(card.column, []).append(card)
        for _, cards in sorted(columns.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            chosen = self._bucket(cards) or (self._tail(cards, most) if len(cards) > enough else None)
            if chosen:
                self._merge(*chosen)
                return True
        return False

    def _bucket(self, cards: list[Card]) -> Chosen | None:
        """Return the largest set of cards that share a bucket."""
        buckets: dict[tuple[str, str], list[Card]] = {}
        for card in cards:
            alone = card.unnamed or card.members or card.pinned
            if card.look != "country" and not alone and card.bucket_label.en:
                buckets.setdefault((card.look, card.bucket), []).append(card)
        largest = max(buckets.items(), key=lambda b: (len(b[1]), b[0]), default=None)
        if largest is None or len(largest[1]) == 1:
            return None
        (look, bucket), held = largest
        return f"{look}:{bucket}", held[0].bucket_label, held

    def _tail(self, cards: list[Card], most: int) -> Chosen | None:
        """Return the lightest cards of a column, enough to bring it down."""
        free = [card for card in cards if not card.unnamed and (card.bucket or card.look != "country")]
        free = [card for card in free if not card.pinned and not card.key.startswith("g:tail")]
        free.sort(key=lambda card: (self._heft(card), card.key))
        count = max(2, len(cards) - most + 1)
        if len(free) < count:
            return None
        label = text(
            "figures", "flows.bucket_countries" if free[0].look == "country" else "flows.bucket_other"
        )
        return f"tail:{free[0].look}", label, free[:count]

    def _heft(self, card: Card) -> int:
        return sum(self.weight[key] for key in card.members or (card.key,))

    def _merge(self, name: str, label: Text, cards: list[Card]) -> None:
        key = f"g:{name}:{cards[0].column}"
        held = [*cards, *filter(None, [self.groups.get(key)])]
        members = sorted({m for card in held for m in (card.members or (card.key,))})
        for card in held:
            self.groups.pop(card.key, None)
        self.into.update(dict.fromkeys(members, key))
        self.groups[key] = self._group_card(key, label, tuple(members), cards[0])

    def _group_card(self, key: str, label: Text, members: tuple[str, ...], like: Card) -> Card:
        held = [self.cards[member] for member in members]
        missing = frozenset[str]().union(*(self.gaps.get(member, frozenset()) for member in members))
        told = Text(ja=label.ja, en=label.en[:1].upper() + label.en[1:])
        name = text("figures", f"flows.group_{_WORD[like.look]}", name=told, count=len(members))
        categories = {card.category for card in held}
        return Card(
            key, like.column, like.look, name,
            missing=words_of(missing) if like.look == "recipient" else EMPTY,
            category=categories.pop() if len(categories) == 1 else "",
            marks=tuple(dict.fromkeys(mark for card in held for mark in card.marks)),
            open_ended=any(card.open_ended for card in held),
            members=members,
        )  # fmt: skip

    def _chart(self) -> Chart:
        """Return the chart with the groups made so far, the thinnest ribbons left out."""
        numbers, keys = self._numbers()
        ribbons = self.bundles.laid_together(numbers, keys, mixing=self.mixing)
        kept, self.thin = thickest(ribbons)
        loops = self._loops()
        loops.sort(key=lambda loop: (-len(loop.flows), loop.start, loop.end))
        self.thin_loops = loops[MOST_LOOPS:]
        return _closed_up(
            replace(self.whole, cards=tuple(self._shown()), ribbons=kept, loops=tuple(loops[:MOST_LOOPS]))
        )

    def _loops(self) -> list[Loop]:
        """Return the loops between cards that are still two."""
        loops: dict[tuple[str, str], Loop] = {}
        for loop in self.whole.loops:
            pair = (self.into.get(loop.start, loop.start), self.into.get(loop.end, loop.end))
            if pair[0] != pair[1]:
                before = loops.get(pair, Loop(*pair))
                flows = tuple(sorted({*before.flows, *loop.flows}))
                loops[pair] = Loop(*pair, before.gap or loop.gap, flows)
        return [loops[pair] for pair in sorted(loops)]

    def inside(self) -> int:
        """Return how many flows run between cards that are one card now."""
        into = self.into
        lost = [lp for lp in self.whole.loops if into.get(lp.start, lp.start) == into.get(lp.end, lp.end)]
        return len({flow for loop in lost for flow in loop.flows})


def thickest(ribbons: list[Ribbon]) -> tuple[tuple[Ribbon, ...], list[Ribbon]]:
    """Return the ribbons to draw and those to leave out.

    Every card keeps its thickest ribbon on each side, so that nothing vanishes; the rest of
    the room goes to the thickest ones.
    """
    ranked = sorted(ribbons, key=lambda r: (-r.weight, r.start, r.end, r.category, r.gap, r.abroad))
    seen: set[tuple[str, str]] = set()
    first: list[Ribbon] = []
    rest: list[Ribbon] = []
    for ribbon in ranked:
        sides = {("out", ribbon.start), ("in", ribbon.end)}
        (rest if sides <= seen and not ribbon.cut else first).append(ribbon)
        seen |= sides
    room = max(0, MOST_RIBBONS - len(first))
    kept = sorted([*first, *rest[:room]], key=lambda r: (r.start, r.end, r.category, r.gap, r.abroad))
    return tuple(kept), rest[room:]


def _closed_up(chart: Chart) -> Chart:
    """Return the chart without the columns in which no card is left."""
    used = sorted({card.column for card in chart.cards})
    place = {column: i for i, column in enumerate(used)}
    return replace(
        chart,
        headings=tuple(chart.headings[column] for column in used),
        cards=tuple(replace(card, column=place[card.column]) for card in chart.cards),
    )


def group(chart: Chart, gaps: Mapping[str, frozenset[str]], fits: Fits, most_cards: int) -> Grouped:
    """Return the chart as it can be drawn, with what had to be laid together.

    Parameters
    ----------
    chart : everything. gaps : what is not recorded, by card key. fits : whether a chart can be
        read on the sheet. most_cards : how many cards a column can ever hold.
    """
    grouper = _Grouper(chart, gaps)
    drawn = grouper.until(fits, most_cards)
    hidden: dict[str, tuple[int, int]] = {}
    for card in drawn.cards:
        if card.members:
            count, groups = hidden.get(_WORD[card.look], (0, 0))
            hidden[_WORD[card.look]] = (count + len(card.members), groups + 1)
    shown: list[Ribbon | Loop] = [*drawn.ribbons, *drawn.loops]
    thin: list[Ribbon | Loop] = [*grouper.thin, *grouper.thin_loops]
    lost = {flow for one in thin for flow in one.flows} - {flow for one in shown for flow in one.flows}
    return Grouped(drawn, hidden, grouper.inside(), grouper.mixing, len(thin), len(lost))


def whole(chart: Chart, fits: Fits, most_cards: int) -> Grouped | None:
    """Return the chart ungrouped if it can be read on the sheet, else None."""
    sizes = Counter(card.column for card in chart.cards)
    small = max(sizes.values(), default=0) <= most_cards and len(chart.ribbons) <= MOST_RIBBONS
    return Grouped(chart, {}) if small and fits(chart) else None
