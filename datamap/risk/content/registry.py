"""The closed list of what can be filled from the workbook, and what filling may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from datamap.analysis.request_words import request_words
from datamap.model import EMPTY, Text
from datamap.risk.content.rows import Row
from datamap.risk.words import RiskWords, words_of
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.inventory import Workbook
    from datamap.risk.assess import Assessment
    from datamap.risk.human import HumanPart

SHOWN = 12
"""So many entries of a list stand in one cell; the tables beside the report have them all."""


@dataclass(frozen=True, eq=False)
class Source:
    """What fillers may look at: one assessment, and the words of its workbook."""

    assessment: Assessment

    @property
    def workbook(self) -> Workbook:
        """Inventory and records."""
        return self.assessment.workbook

    @property
    def human(self) -> HumanPart:
        """What people stated."""
        return self.assessment.human

    @cached_property
    def words(self) -> RiskWords:
        """Labels of keys."""
        return words_of(self.workbook.inventory)

    def list(self, column: str, keys: Iterable[str]) -> Text:
        """Return the labels of keys in one cell; EMPTY where there is none."""
        return listed(self.words.label(column, key) for key in keys)

    def period(self, cell: str) -> Text:
        """Return a retention period or event as people say it."""
        return request_words(self.workbook.inventory).label("retention", cell)


def listed(labels: Iterable[Text], most: int = SHOWN) -> Text:
    """Join labels in one cell: the first ones by name, the rest by number.

    Examples
    --------
    >>> listed([Text("氏名", "name"), Text("電話", "phone")]).en
    'name; phone'
    """
    found = list(labels)
    if not found:
        return EMPTY
    named = Text("、".join(one.ja for one in found[:most]), "; ".join(one.en for one in found[:most]))
    more = len(found) - most
    return named if more <= 0 else text("risk", "and_more", named=named, more=more)


Filler = Callable[[Source], Iterable[Row]]

FILLERS: dict[str, Filler] = {}
"""Every content that the workbook can fill, by name."""


def fills(name: str) -> Callable[[Filler], Filler]:
    """Enter a function into the closed list of fillers.

    Raises
    ------
    ValueError
        If the name is taken.
    """

    def enter(filler: Filler) -> Filler:
        if name in FILLERS:
            raise ValueError(f"content {name!r} is filled twice")
        FILLERS[name] = filler
        return filler

    return enter
