"""Words that fit: a label is set smaller, broken into lines or cut until it keeps to its box.

Nothing is drawn outside its card. What had to be cut ends in "…"; the full name stands in
the figure's table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from datamap.figures.fonts import printable, width
from datamap.figures.style import TEXT_FLOOR

ELLIPSIS = "…"
_NEVER_FIRST = frozenset(
    "、。，．・：；？！)）]］}｝」』】〉》〕…ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ%％"
)
_CLOSING = frozenset("、。，．・：；？！)）]］}｝」』】〉》〕")
_NEVER_LAST = frozenset("(（[［{｛「『【〈《〔￥$＄#＃")
_STEP = 0.5
_LATE_SHARE, _LATE_MOST = 0.4, 8  # how far from its end a line may be broken for grace
_LAST_WESTERN = 0x2E7F  # after it come the scripts that are broken between any two characters
TIGHT = 1.15
"""Line height of a name that takes more than one line, in ems."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A label as it is set.

    Attributes
    ----------
    lines : the lines, top to bottom. size : type size in points.
    cut : whether something had to be left out.
    """

    lines: tuple[str, ...]
    size: float
    cut: bool = False

    def width(self, *, bold: bool = False) -> float:
        """Return the width of the longest line in points."""
        return max((width(line, self.size, bold=bold) for line in self.lines), default=0.0)


def ellipsise(words: str, room: float, size: float, *, bold: bool = False, tail: int = 0) -> str:
    """Return the words, cut to the room with an ellipsis where they are too long.

    `tail` characters of the end are kept, as long as more of the beginning is: names of one sort
    often differ in their last words only.

    Examples
    --------
    >>> ellipsise("旅行サービス手配業者", 40, 8)
    '旅行サー…'
    >>> ellipsise("旅行サービス手配業者（海外）", 72, 8, tail=4)
    '旅行サービ…（海外）'
    """
    if width(words, size, bold=bold) <= room:
        return words
    end = ELLIPSIS + words[len(words) - tail :].lstrip() if tail else ELLIPSIS
    low, high = 0, len(words) - tail
    while low < high:  # the longest beginning that still leaves room for the ellipsis
        middle = (low + high + 1) // 2
        if width(words[:middle].rstrip() + end, size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    if low <= tail and tail:
        return ellipsise(words, room, size, bold=bold, tail=tail // 2)
    return words[:low].rstrip() + end


def _may_break(before: str, after: str) -> bool:
    """Tell whether a line may end between two characters (words whole, kinsoku for Japanese)."""
    if before == " " or after == " ":
        return True
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return max(ord(before), ord(after)) > _LAST_WESTERN


def _script(character: str) -> str:
    """Return the first word of a character's name: its script (KATAKANA, CJK, LATIN …)."""
    return unicodedata.name(character, "?").split()[0]


def _grace(before: str, after: str) -> int:
    """Return how good a place for a break is: at a gap or bracket, where the script changes, inside."""
    if " " in {before, after} or after in _NEVER_LAST or before in _CLOSING:
        return 2
    return int(_script(before) != _script(after) and "ー" not in {before, after})


def _first_line(words: str, room: float, size: float, *, bold: bool) -> int:
    """Return how many characters go on the first line, at least one.

    The line ends where it reads best among the places near its end.
    """
    used, fits = 0.0, 0
    for character in words:  # by single characters first: measuring whole lines is slow
        used += width(character, size, bold=bold)
        if used > room:
            break
        fits += 1
    while fits > 1 and width(words[:fits].rstrip(), size, bold=bold) > room:
        fits -= 1
    if fits >= len(words):
        return len(words)
    ends = [end for end in range(1, fits + 1) if _may_break(words[end - 1], words[end])]
    late = [end for end in ends if end > fits - min(_LATE_SHARE * fits, _LATE_MOST)]
    if late:
        return max(late, key=lambda end: (_grace(words[end - 1], words[end]), end))
    return ends[-1] if ends else max(1, fits)


def wrap(words: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Return the words broken into lines no wider than the room.

    Examples
    --------
    >>> wrap("transport and lodging", 66, 8)
    ('transport and', 'lodging')
    >>> wrap("個人情報（旅券番号）を含む", 44, 8)
    ('個人情報', '（旅券番号）', 'を含む')
    """
    lines = []
    rest = words.strip()
    while rest:
        end = _first_line(rest, room, size, bold=bold)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return tuple(lines)


def _sizes(size: float, floor: float) -> Iterable[float]:
    """Yield the sizes to try, largest first, the floor last."""
    while size > floor:
        yield size
        size -= _STEP
    yield floor


def fit(
    words: str,
    room: float,
    size: float,
    *,
    bold: bool = False,
    height: float = 0.0,
    floor: float = TEXT_FLOOR,
    tail: int = 0,
) -> Fitted:
    """Return the words set so that they keep to a box.

    Tried in this order: one line, down to a size smaller by an eighth; several lines where the
    height has room for them; one line down to the floor; at last an ellipsis. The size never
    goes below `floor`.

    Parameters
    ----------
    words : any text; it is made printable first.
    room, height : width and height in points; without a height there is one line.
    size : wanted type size. bold, floor : the weight, and the smallest size allowed.
    tail : characters of the end that are kept where something has to be left out.

    Examples
    --------
    >>> fit("氏名", 60, 8)
    Fitted(lines=('氏名',), size=8, cut=False)
    """
    shown = printable(words)
    for tried in _sizes(size, max(floor, 0.875 * size)):
        if width(shown, tried, bold=bold) <= room:
            return Fitted((shown,), tried)
    for tried in _sizes(size, floor):
        lines = int(height / (tried * TIGHT))
        broken = wrap(shown, room, tried, bold=bold) if lines > 1 else (shown,)
        if len(broken) <= max(1, lines) and width(broken[0], tried, bold=bold) <= room:
            return Fitted(broken, tried)
    return _cut(shown, room, floor, max(1, int(height / (floor * TIGHT))), bold=bold, tail=tail)


def _cut(shown: str, room: float, size: float, lines: int, *, bold: bool, tail: int) -> Fitted:
    """Return the beginning of the words on the lines there are, ended by an ellipsis."""
    if lines == 1:
        return Fitted((ellipsise(shown, room, size, bold=bold, tail=tail),), size, cut=True)
    broken = wrap(shown, room, size, bold=bold)
    last = ellipsise(" ".join(broken[lines - 1 :]), room, size, bold=bold, tail=tail)
    return Fitted((*broken[: lines - 1], last), size, cut=True)
