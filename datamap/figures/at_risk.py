"""Risk by place on the flow diagram: a tag beside each card says the gravest priority and how many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from datamap.figures.display import Display
from datamap.figures.flows import flow_figure
from datamap.figures.flows.selection import Selection
from datamap.figures.fonts import CENTRE, width
from datamap.figures.home import titled
from datamap.figures.scene import Box, Scene, Shape, Words
from datamap.figures.style import INK, PAGE_WIDTH, PAPER, PRIORITIES, TEXT_FLOOR
from datamap.model import Lang
from datamap.risk.assess import Assessment
from datamap.vocabulary import text

_HIGH = 10.0
_RANKS = tuple(PRIORITIES)


@dataclass(frozen=True, slots=True)
class Mark:
    """What runs to one place: the gravest priority, and the ids of the risks."""

    priority: str
    risks: frozenset[str]


def draw_places_at_risk(
    assessment: Assessment, *, stage: str = "inherent", lang: Lang | None = None
) -> Display:
    """Return the flow diagram with the risks that run to each place.

    A tag beside a card says in a word and by its ground the gravest priority at a stage, and how
    many open risks run to the place. Where places are grouped on a large map, the tag is of all of
    them. A place without a tag has no risk in the register, which does not say that there is none.

    Parameters
    ----------
    assessment : what `assess` returns. stage : `inherent` or `residual`. lang : of the figure.

    Returns
    -------
    Display
        `.numbers`: those of `draw_flows`, and `places high medium low tags`. `.table`: the table of
        places of the assessment, in words.
    """
    speech = lang or assessment.lang
    marks = dict(_marks(assessment, stage))
    book = assessment.workbook
    title = titled(text("figures", f"at_risk.title_{stage}"), book)
    counts = {p: sum(mark.priority == p for mark in marks.values()) for p in reversed(_RANKS)}
    said = text("figures", "at_risk.subtitle", places=len(marks), **counts)
    drawn = flow_figure(book, Selection(as_of=assessment.as_of), title, speech, subtitle=said)
    tags = list(_tags(drawn.scene, _by_card(drawn, book.inventory.groups, marks), speech))
    scene = Scene(drawn.scene.width, drawn.scene.height, (*drawn.scene.shapes, *tags))
    numbers = {**drawn.numbers, "places": len(marks), **counts, "tags": len(tags) // 2}
    return Display(
        scene,
        drawn.title,
        said.in_lang(speech),
        numbers,
        lambda: assessment.places.worded(speech),
        speech,
        drawn.notes,
        drawn.cards,
    )


def _marks(assessment: Assessment, stage: str) -> Iterator[tuple[str, Mark]]:
    column = "priority" if stage == "inherent" else "priority_residual"
    for row in assessment.places.table.to_dict("records"):
        if row[column]:
            yield str(row["place"]), Mark(str(row[column]), frozenset(str(row["risks"]).split(";")))


def _by_card(
    drawn: Display, groups: Mapping[str, tuple[str, ...]], marks: Mapping[str, Mark]
) -> dict[str, Mark]:
    """Return the marks by card: a group of places has the gravest priority and all risks of its members."""
    found: dict[str, Mark] = {}
    for card, places in drawn.cards.items():
        members = {member for place in places for member in (place, *groups.get(place, ()))}
        here = [marks[member] for member in sorted(members) if member in marks]
        if here:
            gravest = max((mark.priority for mark in here), key=_RANKS.index)
            found[card] = Mark(gravest, frozenset[str]().union(*(mark.risks for mark in here)))
    return found


def _tags(scene: Scene, marks: Mapping[str, Mark], lang: Lang) -> Iterator[Shape]:
    boxes = {
        box.part.removeprefix("card:"): box
        for box in reversed(scene.of(Box))
        if isinstance(box, Box) and box.part.startswith("card:")
    }
    for card in sorted(marks):
        if card in boxes:
            yield from _tag(boxes[card], marks[card], lang)


def _tag(box: Box, mark: Mark, lang: Lang) -> Iterator[Shape]:
    """Yield the tag of a card, at its right edge, below its words where there is no room beside it."""
    words = text("figures", f"at_risk.tag_{mark.priority}", count=len(mark.risks)).in_lang(lang)
    wide = width(words, TEXT_FLOOR) + 7.0
    left = min(box.right + 1.5, PAGE_WIDTH - wide - 1.0)
    top = box.middle - _HIGH / 2
    part = f"risk:{box.part}"
    yield Box(left, top, wide, _HIGH, PRIORITIES.get(mark.priority, PAPER), INK, 0.7, 2.0, part=part)
    base = top + _HIGH / 2 + CENTRE * TEXT_FLOOR
    yield Words(left + wide / 2, base, words, TEXT_FLOOR, INK, bold=True, align="center", part=part)
