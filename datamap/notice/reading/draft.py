"""The text of a notice -> a draft of `records/notice.toml`, for a person to confirm."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from datamap.notice.reading.clauses import ClauseReader, DraftClause
from datamap.notice.reading.companies import companies
from datamap.notice.reading.lexicon import Lexicon
from datamap.notice.reading.outline import Passage, outline
from datamap.notice.reading.parties import Named
from datamap.notice.reading.places import heading_section
from datamap.notice.reading.redact import ADDRESS, EMAIL, NAME, PHONE, redacted
from datamap.notice.reading.source import Line, Source, folded, read_source
from datamap.notice.reading.told import gist_of
from datamap.vocabulary import Vocabulary

LETTERS = {
    "general": "S", "collection": "C", "measures": "M", "purposes": "P", "joint_use": "J", "joint_users": "G",
    "third_party": "T", "foreign": "F", "entrustment": "E", "authorities": "A", "cookies": "W",
    "retention": "D", "rights": "R", "contact": "K", "gdpr": "U", "changes": "V", "": "X",
}  # fmt: skip
"""The letter that the id of a clause begins with, by section."""

_OPEN_ROW = re.compile(r"^(?:その他|他の|及びその|および?その他)|^(?:and |any )?other ", re.IGNORECASE)
_DAY = re.compile(
    r"((?:19|20)\d{2})\s?[年./-]\s?(\d{1,2})\s?[月./-]\s?(\d{1,2})\s?日?|(令和"
    r"|平成)\s?(\d{1,2}|元)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
)
_DAY_EN = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)? ([A-Z][a-z]{2,8}),? ((?:19|20)\d{2})|\b([A-Z][a-z]{2,8}) (\d{1,2}),?"
    r" ((?:19|20)\d{2})"
)
_MONTHS = {
    m: n
    for n, m in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_DATED = re.compile(
    r"制定|改定|改訂|施行|更新|公表日|策定|updated|effective|revised|version"
    r"|last (?:changed|modified|reviewed)|reviewed",
    re.IGNORECASE,
)
_ERAS = {"令和": 2018, "平成": 1988}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What was read out of a notice.

    Attributes
    ----------
    file, sha256, lines, encoding : of the text. date : of its latest version, ISO; "" if none is stated.
    publisher : the company at its head or in its contact block; "" if none was recognised.
    clauses : in the order of the text. unplaced : first and last line of what nothing was recognised in.
    left_out : what was taken out before anything else (phones, mails, addresses, names), with lines.
    """

    file: str
    sha256: str
    lines: int
    encoding: str
    date: str
    publisher: str
    clauses: tuple[DraftClause, ...]
    unplaced: tuple[tuple[int, int], ...]
    left_out: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def companies(self) -> tuple[str, ...]:
        """Names of the recipients that are named, each once."""
        return tuple(
            dict.fromkeys(one.label.ja for clause in self.clauses for one in clause.named if one.named)
        )

    @property
    def open_recipients(self) -> tuple[Named, ...]:
        """Classes of recipients without names, each once."""
        found = {one.key: one for clause in self.clauses for one in clause.named if not one.named}
        return tuple(found.values())

    def keys(self, column: str) -> tuple[str, ...]:
        """Return what all clauses name in one column (`items`, `countries` …), each once."""
        return tuple(dict.fromkeys(key for one in self.clauses for key in getattr(one.clause, column)))

    def joint_use(self) -> dict[str, tuple[str, ...]]:
        """Return the elements of joint use (APPI 27(5)(iii)) with the clauses that state them."""
        joint = [one for one in self.clauses if one.clause.kind == "joint_use"]
        has: dict[str, Callable[[DraftClause], bool]] = {
            "joint_use_fact": lambda one: "joint_use_fact" in one.clause.claims,
            "joint_use_items": lambda one: bool(one.clause.items),
            "joint_use_scope": lambda one: bool(one.named) or "joint_use_scope_linked" in one.clause.claims,
            "joint_use_purposes": lambda one: bool(one.clause.purposes),
            "responsible_party_name": lambda one: "responsible_party_name" in one.clause.claims,
            "responsible_party_address": lambda one: "responsible_party_address" in one.clause.claims,
            "responsible_party_representative": lambda one: (
                "responsible_party_representative" in one.clause.claims
            ),
        }
        return (
            {name: tuple(one.clause.id for one in joint if held(one)) for name, held in has.items()}
            if joint
            else {}
        )


def read_draft(
    data: bytes,
    *,
    vocabulary: Vocabulary,
    file: str = "notice.txt",
    find: Callable[[str], str | None] = lambda _: None,
    home: frozenset[str] = frozenset(),
) -> Draft:
    """Read the text of a notice into a draft of `notice.toml`.

    Telephone numbers, mail and postal addresses and names of persons behind their usual labels are taken
    out first; nothing but recognised words, telling headings and names of companies goes into the draft.

    Parameters
    ----------
    data : the file (see `read_source` for what is read).
    vocabulary : built-in words and the workbook's own. file : the name that problems carry.
    find : name of a party -> its key in `organisation.toml`, or None.
    home : countries that need no naming; Japan for a notice in Japanese if not given.

    Raises
    ------
    BadInput
        If the file holds no text.
    """
    source = read_source(data, file)
    clean, left_out = _clean(source)
    passages = _parted(outline(clean))
    publisher = _publisher(clean, passages)
    home = home or (frozenset({"JP"}) if _is_japanese(clean) else frozenset())
    reader = ClauseReader(vocabulary, Lexicon(vocabulary), find, publisher, home)
    number: Counter[str] = Counter()

    def key(section: str) -> str:
        letter = LETTERS.get(section, "X")
        number[letter] += 1
        return f"{letter}{number[letter]}"

    found = [reader.read(passage, key) for passage in passages]
    clauses = [
        replace(one, clause=replace(one.clause, gist=gist_of(one, vocabulary))) for one in _related(found)
    ]
    return Draft(
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        lines=source.lines[-1].number,
        encoding=source.encoding,
        date=_latest(clean),
        publisher=publisher,
        clauses=tuple(clauses),
        unplaced=tuple(one.clause.lines for one in clauses if not one.sure and one.clause.lines),
        left_out=left_out,
    )


def _related(found: Sequence[DraftClause]) -> list[DraftClause]:
    """Let clauses on joint use point to the lists of joint users, which a notice gives once for all."""
    lists = tuple(one.clause.id for one in found if one.clause.section == "joint_users")
    return [
        replace(one, clause=replace(one.clause, relates_to=lists))
        if one.clause.section == "joint_use"
        else one
        for one in found
    ]


def _clean(source: Source) -> tuple[Source, tuple[tuple[str, tuple[int, ...]], ...]]:
    """Return the source without contact details and names, and where they stood."""
    lines: list[Line] = []
    where: dict[str, list[int]] = {mark: [] for mark in (PHONE, EMAIL, ADDRESS, NAME)}
    for line in source.lines:
        text = redacted(line.text)
        lines.append(line if text == line.text else Line(line.number, redacted(folded(line.raw)), text))
        for mark, numbers in where.items():
            if mark in text:
                numbers.append(line.number)
    left_out = tuple((mark.strip("⟦⟧"), tuple(numbers)) for mark, numbers in where.items() if numbers)
    return replace(source, lines=tuple(lines)), left_out


def _parted(passages: Sequence[Passage]) -> list[Passage]:
    """Part the open end of a list of names from the names: it states something else."""
    found = []
    for passage in passages:
        names = [n for n, (_, words) in enumerate(passage.rows) if companies(words)]
        open_rows = [n for n, (_, words) in enumerate(passage.rows) if _OPEN_ROW.match(words)]
        if len(names) > 1 and open_rows and open_rows[0] > names[0]:
            at = open_rows[0]
            found.append(replace(passage, rows=passage.rows[:at]))
            found.append(replace(passage, rows=passage.rows[at:], wraps=frozenset()))
        else:
            found.append(passage)
    return found


def _publisher(source: Source, passages: Sequence[Passage]) -> str:
    """Return the company of the contact block, of the first lines, or the one named most often."""
    contact = [p.text for p in passages if any(heading_section(h) == "contact" for h in p.headings)]
    first = [line.text for line in source.lines if line.text][:_HEAD]
    for texts in (contact, first):
        names = {one.name for text in texts for one in companies(text)}
        if len(names) == 1:
            return next(iter(names))
    return ""


_HEAD = 6


def _is_japanese(source: Source) -> bool:
    return sum(bool(re.search("[ぁ-ん]", line.text)) for line in source.lines) * 3 > sum(
        bool(line.text) for line in source.lines
    )


def _latest(source: Source) -> str:
    """Return the latest day that stands beside a word of issue or revision."""
    days = {
        day.isoformat()
        for before, line in zip(("", *(line.text for line in source.lines)), source.lines, strict=False)
        if _DATED.search(line.text) or (_DATED.search(before) and len(before) <= _SHORT)
        for day in _days(line.text)
    }
    return max(days, default="")


_SHORT = 20


def _days(text: str) -> list[date]:
    found = []
    for hit in _DAY.finditer(text):
        year = int(hit[1]) if hit[1] else _ERAS[hit[4]] + (1 if hit[5] == "元" else int(hit[5]))
        found.append((year, int(hit[2] or hit[6]), int(hit[3] or hit[7])))
    for hit in _DAY_EN.finditer(text):
        month = _MONTHS.get((hit[2] or hit[4])[:3].lower(), 0)
        found.append((int(hit[3] or hit[6]), month, int(hit[1] or hit[5])))
    return [day for parts in found if (day := _day(*parts))]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
