"""The face of a card: frame, pill of its category, name, signs, role, what is not recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from datamap.figures.badges import badge, badge_width, badges_width
from datamap.figures.flows.chart import Card
from datamap.figures.flows.measures import BADGE_GAP, BETWEEN, PAD, PILL, Level, said_missing
from datamap.figures.fonts import CENTRE, line_height, printable, width
from datamap.figures.lettering import TIGHT, ellipsise, fit, wrap
from datamap.figures.scene import Box, Shape, Words
from datamap.figures.style import (
    CARD,
    CARD_COUNTRY,
    CARD_HOLDER,
    GAP,
    GAP_INK,
    GAP_SOFT,
    INK,
    INK_SOFT,
    RULE,
    TEXT_FLOOR,
)
from datamap.model import Lang

DASH = (3.0, 2.0)
TAIL = 6
"""Characters at the end of a name that are kept where it does not fit."""

_TELLING = 0.7  # a role of which less is left says nothing any more
_Line = list[tuple[float, str, str]]  # where, what, in which colour
_Lower = tuple[float, list[_Line]]
_GROUNDS = {"holder": CARD_HOLDER, "country": CARD_COUNTRY}


@dataclass(frozen=True, slots=True)
class Face:
    """Draws cards at one level and in one language, with the colours of the categories."""

    level: Level
    lang: Lang
    colour: Callable[[str], str]

    def shapes(self, card: Card, box: Box) -> Iterator[Shape]:
        """Yield the shapes of one card, frame first."""
        yield self._frame(card, box)
        if card.look == "item":
            yield Box(
                box.x + 4, box.y + 3.5, 4, box.height - 7,
                fill=self.colour(card.category), radius=1.6, part=f"card:{card.key}",
            )  # fmt: skip
        yield from self._words(card, box)

    def _frame(self, card: Card, box: Box) -> Box:
        red = bool(card.missing.en) or (card.unnamed and card.look == "country")
        return Box(
            box.x, box.y, box.width, box.height,
            fill=GAP_SOFT if card.unnamed and card.look == "country" else _GROUNDS.get(card.look, CARD),
            edge=GAP if red else RULE,
            line=1.2 if red else 0.8,
            radius=3.0,
            dash=DASH if card.open_ended or card.unnamed else (),
            part=f"card:{card.key}",
        )  # fmt: skip

    def _words(self, card: Card, box: Box) -> Iterator[Shape]:
        """Yield name, signs, role and what is not recorded, as few lines as they need."""
        part, size, small = f"card:{card.key}", self.level.size, self.level.note
        left = box.x + (PILL if card.look == "item" else PAD)
        signs = badges_width(card.marks, self.lang) + BADGE_GAP * bool(card.marks)
        room = box.right - PAD - left - signs
        bold = card.look == "country"
        label, note = (printable(t.in_lang(self.lang)) for t in (card.label, card.note))
        beside = bool(note) and width(label, size, bold=bold) + width(note, small) + BETWEEN <= room
        least = line_height(small) if card.missing.en or (note and not beside) else 0.0
        fitted = fit(label, room, size, bold=bold, height=box.height - 2.0 - least, tail=TAIL)
        step = line_height(fitted.size) if len(fitted.lines) == 1 else fitted.size * TIGHT
        tall = step * len(fitted.lines)
        rest = box.height - 3.0 - tall
        tiny, lower = self._lower(card, box.right - PAD - left, rest, "" if beside else note)
        top = box.middle - (tall + line_height(small) * len(lower)) / 2
        for number, line in enumerate(fitted.lines):
            base = top + step * (number + 0.5) + CENTRE * fitted.size
            yield Words(left, base, line, fitted.size, INK, bold=bold, part=part)
        yield from self._badges(card, box.right - PAD, top + tall / 2)
        if beside:
            base = top + tall / 2 + CENTRE * small
            yield Words(left + room, base, note, small, INK_SOFT, align="right", part=part)
        for number, parts in enumerate(lower):
            base = top + tall + line_height(small) * (number + 0.5) + CENTRE * tiny
            for x, words, colour in parts:
                yield Words(left + x, base, words, tiny, colour, part=part)

    def _badges(self, card: Card, right: float, middle: float) -> Iterator[Shape]:
        x = right - badges_width(card.marks, self.lang) + 2.0
        for mark in card.marks:
            yield from badge(mark, x, middle, self.lang, f"card:{card.key}")
            x += badge_width(mark, self.lang)

    def _lower(self, card: Card, room: float, height: float, note: str) -> _Lower:
        """Return size and lines of what stands below the name: the role, what is not recorded.

        One line where both fit, if need be at the smallest size; as many as the card is high;
        else the red words go without their introduction (the legend says what red words mean),
        then the role is cut.
        """
        said = printable(said_missing(card).in_lang(self.lang))
        between = BETWEEN if note and said else 0.0
        for size in (self.level.note, TEXT_FLOOR):
            if width(note, size) + between + width(said, size) <= room:
                return size, _side_by_side(note, said, between, size)
        size = self.level.note
        bare = printable(card.missing.in_lang(self.lang))
        for red in (said, bare):
            apart = [(note, INK_SOFT)] if note else []
            apart += [(line, GAP_INK) for line in wrap(red, room, size)]
            high = line_height(size) * len(apart) <= height
            if high and all(width(words, size) <= room for words, _ in apart):
                return size, [[(0.0, words, colour)] for words, colour in apart]
        bare = ellipsise(bare, room, size)
        shown = ellipsise(note, room - between - width(bare, size), size) if note else ""
        if shown != note and len(shown) - 1 <= _TELLING * len(note):
            shown = ""
        return size, _side_by_side(shown, bare, between, size)


def _side_by_side(note: str, said: str, between: float, size: float) -> list[_Line]:
    """Return one line: the role in grey, then in red what is not recorded."""
    line = [(0.0, note, INK_SOFT)] if note else []
    line += [(width(note, size) + between * bool(note), said, GAP_INK)] if said else []
    return [line] if line else []
