"""Which of our columns the cells of a column look like, whatever its heading says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from datamap.exchange.entries import AND_SO_ON, ASIDE, BULLET, parted
from datamap.exchange.mapping import BLANKS, MARKS, SEPARATORS
from datamap.inventory import formats
from datamap.inventory.periods import loose_date, loose_retention
from datamap.vocabulary import Vocabulary, fold
from datamap.vocabulary.spelling import squash

DOT = "・"
"""What parts entries in some cells, and stands within one entry in others."""

SAMPLE = 400
"""Distinct cells that are looked at."""

_TICKS = "yes,y,有,あり,有り,はい,○,〇,◯,●,◎,レ,✓,✔,☑,■,true,x,1,該当,含む,保有,取得"
_CROSSES = "no,n,無,なし,無し,いいえ,×,✕,✗,☐,□,-,－,ー,―,0,false,非該当,含まない"

TICKS, CROSSES = (frozenset(map(squash, marks.split(","))) for marks in (_TICKS, _CROSSES))
"""What says yes in a cell, a tick among it, and what says no."""

YES = TICKS - {"x", "1"}
YES_NO = YES | CROSSES - {"-", "0", "ー"}

_BLANK = frozenset(map(squash, BLANKS))
_MARK = re.compile(
    "[\\[【(（]\\s*(?:" + "|".join(map(re.escape, MARKS)) + ")[^\\]】)）]*[\\]】)）]", re.IGNORECASE
)
_MONTHS = 12
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}")
_CODE = re.compile(r"[A-Za-z]{0,8}[-_.]?\d{1,8}(?:[-_.]\d{1,6})?")


class Sample:
    """The distinct cells of one column, marks and blanks taken out.

    Parameters
    ----------
    cells : as they stand. vocabulary : what words are looked up in.

    Attributes
    ----------
    every : the distinct cells, those that most rows have first. cells : without those that say nothing.
    """

    def __init__(self, cells: Iterable[str], vocabulary: Vocabulary) -> None:
        words = (_MARK.sub(" ", cell).strip() for cell in cells)
        counted = Counter(word for word in words if word)
        self.vocabulary = vocabulary
        self.every = [word for word, _ in counted.most_common(SAMPLE)]
        self.filled = sum(counted.values())
        self.distinct = len(counted)
        self.cells = [word for word in self.every if squash(word) not in _BLANK]

    def share(self, test: Callable[[str], object]) -> float:
        """Return the share of the distinct cells that pass a test."""
        return sum(1 for cell in self.cells if test(cell)) / len(self.cells) if self.cells else 0.0

    def known(self, list_name: str) -> float:
        """Return the share of the entries that a list knows."""
        entries = [entry for cell in self.cells for entry in self.entries(cell, list_name)]
        if not entries:
            return 0.0
        return sum(1 for entry in entries if self.vocabulary.find(list_name, entry)) / len(entries)

    def entries(self, cell: str, list_name: str) -> list[str]:
        """Return the entries of a cell that may be a list."""
        if self.vocabulary.find(list_name, cell):
            return [cell]
        parts = (AND_SO_ON.sub("", BULLET.sub("", part)).strip() for part in parted(cell, SEPARATORS, BLANKS))
        return [part for part in parts if part]

    def unknown(self, list_name: str) -> Counter[str]:
        """Return the entries that a list does not know, with how many distinct cells have them."""
        entries = (fold(entry) for cell in self.cells for entry in self.entries(cell, list_name))
        return Counter(
            e for e in entries if e and not self.vocabulary.find(list_name, e) and squash(e) not in _BLANK
        )

    def yes_or_no(self) -> bool:
        """Tell whether the column answers yes or no."""
        return bool(self.cells) and self.share(lambda cell: squash(ASIDE.sub("", cell)) in YES_NO) >= 0.8  # noqa: PLR2004 - most

    def order_of_days(self) -> str:
        """Return the order of day and month that the cells show: `dmy`, `mdy`, or `ymd` if they do not."""
        pairs = [(int(m[1]), int(m[2])) for cell in self.cells if (m := _DAY.match(fold(cell)))]
        first, second = (max((pair[at] for pair in pairs), default=0) for at in (0, 1))
        return "dmy" if first > _MONTHS >= second else "mdy" if second > _MONTHS >= first else "ymd"

    def marks(self, candidates: Sequence[str], list_name: str) -> list[str]:
        """Return the separators that occur; not the dot where it stands within words (`商品・サービス`)."""
        found = [mark for mark in candidates if any(mark in cell for cell in self.cells)]
        if DOT in found and not self._parts_known_words(DOT, list_name):
            return [mark for mark in found if mark != DOT] or [SEPARATORS[0]]
        return found

    def _parts_known_words(self, mark: str, list_name: str) -> bool:
        """Tell whether most of the entries on both sides of a mark are words of a list."""
        find = self.vocabulary.find
        cells = [part for cell in self.cells for part in parted(cell, [m for m in SEPARATORS if m != mark])]
        words = [word for cell in cells if not find(list_name, cell) for word in _both_sides(cell, mark)]
        return not words or 3 * sum(find(list_name, word) is not None for word in words) >= 2 * len(words)


def _both_sides(cell: str, mark: str) -> list[str]:
    parts = [AND_SO_ON.sub("", BULLET.sub("", part)).strip() for part in parted(cell, [mark])]
    return parts if len(parts) > 1 else []


def match_content(sample: Sample, vocabulary: Vocabulary) -> dict[str, float]:
    """Return how much the cells of a column look like those of each of our columns, 0 to 1."""
    found: dict[str, float] = {}
    for column in vocabulary.columns:
        if column.type in {"key", "keys", "keylist", "countries"}:
            found[column.key] = sample.known(column.vocabulary)
    found["retention"] = sample.share(lambda cell: loose_retention(fold(cell), vocabulary))
    dates = sample.share(lambda cell: loose_date(fold(cell), "dmy") or loose_date(fold(cell), "mdy"))
    found["since"] = found["until"] = dates
    found["persons"] = sample.share(lambda cell: formats.read_persons(fold(cell))) if dates < 0.5 else 0.0  # noqa: PLR2004
    unique = sample.distinct == sample.filled and sample.filled > 1
    found["id"] = sample.share(_CODE.fullmatch) if unique else 0.0
    if sample.yes_or_no():
        return {"provision": found["provision"]} if found["provision"] else {}
    return {key: round(value, 2) for key, value in found.items() if value}
