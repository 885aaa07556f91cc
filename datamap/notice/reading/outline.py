"""Lines -> passages: the pieces of a notice that state one thing, each under its headings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise

from datamap.notice.reading.companies import is_company
from datamap.notice.reading.marks import Marked, Role, mark, short
from datamap.notice.reading.source import Source
from datamap.notice.reading.tables import cues, lang_of, levelled

_END = re.compile(r"[。.!?!?::;」』)\]]$")
_FULL_STOP = re.compile(r"[。.!?!?]$")
_LEADS = re.compile(
    r"[::]$|(以下|次|下記|下の|つぎ)[^。]{0,24}(通り|とおり|もの|項目|目的"
    r"|場合|事項|範囲|情報|方法|措置|各号|示|掲げ)"
    r"|(the following|as follows|listed below|these (are|include)|includes?"
    r"|including|such as)[^.]{0,40}[.:]?$",
    re.IGNORECASE,
)
_JA = re.compile("[ぁ-んァ-ヶ一-龥]")
_STARTS_ANEW = re.compile(r"(なお|また|ただし|但し|さらに|加えて|その他の|[(（]?※|附則|以上|制定|改定)")
_NO_HEADING = re.compile(r"[、,;]|⟦|[::]$|(?:19|20)\d\d")
"""Lists, contact details, leads of a list and dates are no headings, however short."""

_WRAPPED_SHARE = 0.3
_LONG_ITEM_JA, _LONG_ITEM_EN = 90, 190
_BLOCK_JA, _BLOCK_EN = 34, 48


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above a passage: its line, the style of its mark, its words."""

    number: int
    style: str
    words: str


@dataclass(frozen=True)
class Passage:
    """A piece of the notice.

    Attributes
    ----------
    rows : `(line of the file, words)`; the rows of a list keep apart.
    headings : those above it, the widest first. items : how many of the rows are entries of a list.
    """

    rows: tuple[tuple[int, str], ...]
    headings: tuple[Heading, ...] = ()
    items: int = 0
    listed: bool = False
    wraps: frozenset[int] = frozenset()
    """Rows (from 0) that go on with the sentence of the row before; in a list all others begin a line."""
    """Whether each row stands for itself: entries of a list, lines of an address block."""

    @property
    def first(self) -> int:
        """Line of the nearest heading that no other passage has taken, or of the first row."""
        return self.rows[0][0]

    @property
    def last(self) -> int:
        """Line of the last row."""
        return max(number for number, _ in self.rows)

    @cached_property
    def text(self) -> str:
        """The rows as one text; wrapped lines are joined, entries of a list stand on lines of their own."""
        return "".join(_joined(self.rows, self.wraps, listed=self.listed))

    def line_at(self, offset: int) -> int:
        """Return the line of the file in which a place of `text` stands."""
        return self.rows[min(bisect_right(self._ends, offset), len(self.rows) - 1)][0]

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(len(piece) for piece in _joined(self.rows, self.wraps, listed=self.listed)))


def _joined(rows: Sequence[tuple[int, str]], wraps: frozenset[int], *, listed: bool) -> list[str]:
    """Return each row with what joins it to the next."""
    pieces = []
    for n, ((_, words), (_, after)) in enumerate(zip(rows, [*rows[1:], (0, "")], strict=True), start=1):
        wide = _JA.match(words[-1:]) or words[-1:] in "、。」)" or _JA.match(after[:1])
        glue = "" if not after else "\n" if listed and n not in wraps else "" if wide else " "
        pieces.append(words + glue)
    return pieces


def outline(source: Source) -> tuple[Passage, ...]:
    """Return the passages of a notice in their order.

    Every line that is neither blank nor a heading is in exactly one passage, so that nothing of the
    text is passed over.
    """
    marked = _with_headings([mark(line) for line in source.lines])
    wrapped = _is_wrapped(marked)
    reader = _Reader(wrapped=wrapped)
    for place, line in enumerate(marked):
        reader.take(line, gap=place > 0 and marked[place - 1].role is Role.BLANK)
    reader.close()
    return tuple(reader.passages)


def _with_headings(lines: list[Marked]) -> list[Marked]:
    """Tell headings from short body lines and short entries by what stands around them."""
    shown = [line for line in lines if line.role is not Role.BLANK or line.style == "rule"]
    place = {line.number: n for n, line in enumerate(shown)}
    found: list[Marked] = []
    for n, line in enumerate(lines):
        role = line.role
        if role in {Role.BODY, Role.ITEM} and short(line.words):
            at = place[line.number]
            after = shown[at + 1] if at + 1 < len(shown) else None
            before = (
                found[-1] if found and found[-1].role is not Role.BLANK else shown[at - 1] if at else None
            )
            if line.role is Role.ITEM and _goes_on(line, before, after):
                found.append(line)
                continue
            before_blank = n == 0 or lines[n - 1].role in {Role.BLANK, Role.HEADING}
            if _heads(
                line, after, alone=before_blank, gap=n + 1 < len(lines) and lines[n + 1].role is Role.BLANK
            ):
                role = Role.HEADING
        found.append(replace(line, role=role) if role is not line.role else line)
    return found


def _goes_on(line: Marked, before: Marked | None, after: Marked | None) -> bool:
    """Tell whether a short entry is one of a list: a sibling stands before it, or no text behind it."""
    sibling = before is not None and before.style == line.style and before.role is Role.ITEM
    return sibling or after is None or after.role is Role.HEADING


def _heads(line: Marked, after: Marked | None, *, alone: bool, gap: bool) -> bool:
    """Tell whether a short line is a heading: something longer, or a list, follows."""
    if after is None or is_company(line.words) or line.style.startswith("bullet"):
        return False
    if after.style == "rule" and not gap:
        return True
    if _NO_HEADING.search(line.words):
        return False
    if line.role is Role.ITEM:
        sibling = after.style == line.style
        row = after.role is Role.BODY and short(after.words) and not gap
        return not sibling and (not row or _tells(line.words))
    if not alone or _STARTS_ANEW.match(line.words):
        return False
    return gap or after.role is not Role.BODY or not short(after.words)


def _tells(words: str) -> bool:
    """Tell whether words name a section of a notice."""
    low = levelled(words, "en")
    return any(cue.pattern.search(low) for cue in cues("sections", lang_of(words)))


def _is_wrapped(lines: list[Marked]) -> bool:
    """Tell whether sentences run over the ends of lines: body lines go on in the next, mid-sentence."""
    pairs = [
        (line, after)
        for line, after in pairwise(lines)
        if after.role is Role.BODY and line.role in {Role.BODY, Role.ITEM}
    ]
    open_ended = sum(not _END.search(line.words) for line, _ in pairs)
    return bool(pairs) and open_ended / len(pairs) > _WRAPPED_SHARE


class _Reader:
    """Takes lines one by one and closes a passage where the next begins."""

    def __init__(self, *, wrapped: bool) -> None:
        self.passages: list[Passage] = []
        self._wrapped = wrapped
        self._headings: list[Heading] = []
        self._bare: Heading | None = None
        self._rows: list[tuple[int, str]] = []
        self._wraps: set[int] = set()
        self._items = 0
        self._style = ""
        self._lead = False
        self._lead_style = ""
        """Mark of the entry that announces a list; the next one with it is a sibling, no part."""

    def take(self, line: Marked, *, gap: bool) -> None:
        """Add one line."""
        if line.role is Role.HEADING:
            self._close()
            self._climb(line)
        elif line.role is Role.ITEM and self._is_broken(line, gap=gap):
            self._body(replace(line, role=Role.BODY, words=f"・{line.words}"), gap=gap)
        elif line.role is Role.ITEM:
            self._entry(line)
        elif line.role is Role.BODY:
            self._body(line, gap=gap)

    def close(self) -> None:
        """End the last passage."""
        self._close()
        above, self._headings = tuple(self._headings), []
        self._keep_bare(above)

    def _climb(self, line: Marked) -> None:
        """Put a heading at its level: one of the same style replaces it and all below it."""
        above = tuple(self._headings)
        style, _, within = line.style.partition("|")
        styles = [heading.style.partition("|")[0] for heading in self._headings]
        if style in styles:
            same = styles.index(style)
            within = within or self._headings[same].style.partition("|")[2]
            del self._headings[same:]
        elif style.startswith("hash:"):
            deeper = [n for n, one in enumerate(styles) if one.startswith("hash:") and one > style]
            del self._headings[deeper[0] if deeper else len(styles) :]
        self._keep_bare(above)
        self._bare = Heading(line.number, f"{style}|{within}" if within else style, line.words)
        self._headings.append(self._bare)

    def _keep_bare(self, above: tuple[Heading, ...]) -> None:
        """Keep a heading under which nothing stands as a passage of its own: it may be no heading at all.

        The next heading has then taken its place, or that of one above it.
        """
        if self._bare and self._bare not in self._headings:
            others = tuple(heading for heading in above if heading is not self._bare)
            self.passages.append(Passage(((self._bare.number, self._bare.words),), others))
        self._bare = None

    def _entry(self, line: Marked) -> None:
        """Begin or go on with a list; numbered sentences under a heading stand each for itself."""
        for n, heading in enumerate(self._headings):
            if heading.style.partition("|")[2] == line.style:  # the list in which that heading stood goes on
                self._close()
                del self._headings[n:]
                break
        ended = bool(self._rows) and _FULL_STOP.search(self._rows[-1][1]) is not None
        sentence = ended or _FULL_STOP.search(line.words) is not None or _is_long(line.words)
        alike = self._items > 0 and (line.style == self._style or self._lead)
        again = self._lead_style != "" and line.style == self._lead_style
        if self._rows and not again and (self._lead or (alike and not sentence)):
            self._add(line)
            return
        self._close()
        self._add(line)
        self._lead = _LEADS.search(line.words) is not None
        self._lead_style = line.style if self._lead else ""

    def _add(self, line: Marked) -> None:
        self._rows.append((line.number, line.words))
        self._items += 1
        self._style = line.style

    def _body(self, line: Marked, *, gap: bool) -> None:
        plain_list = not _FULL_STOP.search(line.words)
        if self._rows:
            open_ended = not _END.search(self._rows[-1][1])
            goes_on = not gap and (self._wrapped or open_ended) and not self._starts(line)
            listed = self._lead and plain_list and not _STARTS_ANEW.match(line.words)
            if goes_on and self._items:
                self._extend(line)
                return
            if goes_on or (listed and gap):
                self._items += listed and gap
                self._wraps |= {len(self._rows)} if goes_on else set()
                self._rows.append((line.number, line.words))
                self._lead = self._lead or _LEADS.search(self._last_sentence()) is not None
                return
        self._close()
        self._rows = [(line.number, line.words)]
        self._lead = _LEADS.search(self._last_sentence()) is not None

    def _lead_and_list(self) -> bool:
        return 0 < self._items < len(self._rows)

    def _extend(self, line: Marked) -> None:
        """Go on with the last entry of a list, whose sentence runs over the end of the line."""
        self._wraps.add(len(self._rows))
        self._rows.append((line.number, line.words))
        if self._items == 1 and not self._lead and _LEADS.search(self._last_sentence()):
            self._lead, self._lead_style = True, self._style

    def _is_broken(self, line: Marked, *, gap: bool) -> bool:
        """Tell whether ・ stands between two words of a sentence that was broken before it."""
        inside = self._wrapped and not gap and not self._lead and line.style == "bullet:・" != self._style
        return inside and bool(self._rows) and _END.search(self._rows[-1][1]) is None

    def _starts(self, line: Marked) -> bool:
        """Tell whether a line says by its first words that something new begins."""
        return _STARTS_ANEW.match(line.words) is not None and bool(_FULL_STOP.search(self._rows[-1][1]))

    def _last_sentence(self) -> str:
        words = "".join(words for _, words in self._rows[-4:])
        return re.split(r"[。.!?](?=.)", words)[-1][-160:]

    def _close(self) -> None:
        if self._rows:
            self._bare = None
            block = self._items < 2 and _is_block([words for _, words in self._rows])  # noqa: PLR2004
            listed = block or self._items > 1 or self._lead_and_list()
            wraps = frozenset(() if block else self._wraps)
            rows, headings = tuple(self._rows), tuple(self._headings)
            self.passages.append(Passage(rows, headings, self._items, listed, wraps))
        self._rows, self._items, self._style, self._lead, self._lead_style = [], 0, "", False, ""
        self._wraps = set()


def _is_block(rows: list[str]) -> bool:
    """Tell whether lines are names or labels one below the other, not a sentence that was wrapped."""
    full = sum(_FULL_STOP.search(words) is not None for words in rows)
    longest = _BLOCK_JA if _JA.search("".join(rows)) else _BLOCK_EN
    return len(rows) > 1 and full == 0 and sum(map(len, rows)) / len(rows) <= longest


def _is_long(words: str) -> bool:
    return len(words) > (_LONG_ITEM_JA if _JA.search(words) else _LONG_ITEM_EN)
