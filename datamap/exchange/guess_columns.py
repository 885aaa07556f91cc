"""Which of our columns each column of a foreign table most likely is, and how sure that is."""

from __future__ import annotations

import re
from collections import Counter

from datamap.exchange.content_match import CROSSES, TICKS, YES, YES_NO, Sample, match_content
from datamap.exchange.drafts import Draft, DraftColumn
from datamap.exchange.heading_match import is_known_as_other, match_heading
from datamap.exchange.mapping import SEPARATORS
from datamap.exchange.sides import room_of
from datamap.exchange.sourcing import Source
from datamap.model import Column
from datamap.vocabulary import Vocabulary
from datamap.vocabulary.spelling import one_slip, squash

LEAST = 0.4
"""A column that is less sure than this is not mapped: it goes to the note, where nothing is lost."""

LISTED = frozenset({"keys", "keylist", "countries", "clauses"})

_ABROAD = (
    "海外",
    "国外",
    "外国",
    "越境",
    "third countr",
    "overseas",
    "international transfer",
    "cross-border",
    "outside",
)
_TELLING, _TELLING_JA = 5, 4
_SUGGESTED, _LISTED_UNKNOWN = 40, 15
_TICKED, _TELLING_CELLS = 0.9, 0.6
_NEED_A_NAME = frozenset({"since", "until", "id", "persons"})
_HOSTED = re.compile(r"host|server|asset|サーバ|保管", re.IGNORECASE)


def draft_columns(draft: Draft, source: Source, vocabulary: Vocabulary) -> None:
    """Give each of their columns the one of ours that it most likely is."""
    schema = {column.key: column for column in vocabulary.columns}
    rows = [cells for _, cells in source.rows()]
    wishes: list[tuple[float, int, str]] = []
    made: list[DraftColumn] = []
    for at, heading in enumerate(source.headings):
        sample = Sample((row[at] for row in rows), vocabulary)
        column = DraftColumn(heading, filled=sample.filled, examples=[c[:30] for c in sample.cells[:3]])
        made.append(column)
        column.named, column.sample = match_heading(heading), sample
        if heading and sample.filled:
            _yes_and_no(column, sample)
            _ticks(column, sample, vocabulary)
            wishes += [(sure, at, key) for key, sure in _wishes(column, sample, schema).items()]
    _grant(made, wishes, schema)
    for column in made:
        if column.to:
            _words(column, schema[column.to], vocabulary)
    draft.columns = [column for column in made if column.heading or column.filled]


def _wishes(column: DraftColumn, sample: Sample, schema: dict[str, Column]) -> dict[str, float]:
    """Return how surely a column is each of ours, by its heading and its cells."""
    if is_known_as_other(column.heading):
        return {}
    column.seen = match_content(sample, sample.vocabulary)
    return _sure(column.named, column.seen, schema, yes_no=sample.yes_or_no())


def _grant(made: list[DraftColumn], wishes: list[tuple[float, int, str]], schema: dict[str, Column]) -> None:
    """Give each column the surest of its wishes that is free; what speaks of different sides is apart."""
    taken: set[tuple[str, str, str]] = set()
    for sure, at, key in sorted(wishes, key=lambda wish: (-wish[0], wish[1], wish[2])):
        room = room_of(key, made[at].heading)
        free = room not in taken or key == "recipient" or schema[key].type in LISTED
        if not made[at].to and sure >= LEAST and free:
            made[at].to, made[at].sure = key, sure
            taken.add(room)
    countries = [column for column in made if column.to == "countries"]
    for column in countries if len(countries) > 1 else ():
        if _HOSTED.search(column.heading):
            column.to = ""  # where a system stands is not where the recipients are


def _ticks(column: DraftColumn, sample: Sample, vocabulary: Vocabulary) -> None:
    """Read a column of ticks below the name of an item (`氏名 ○`) as that item."""
    words = column.heading.split()
    item = next(
        (k for at in range(len(words)) if (k := vocabulary.find("items", " ".join(words[at:])))), None
    )
    marks = [cell for cell in sample.every if squash(cell) in TICKS | CROSSES]
    ticked = [cell for cell in marks if squash(cell) in TICKS]
    if item and ticked and len(marks) >= _TICKED * len(sample.every):
        column.to, column.sure = "items", 0.9 if len(marks) == len(sample.every) else 0.7
        column.values, column.ticked = {cell: item if cell in ticked else "" for cell in marks}, True


def _sure(
    named: dict[str, float], seen: dict[str, float], schema: dict[str, Column], *, yes_no: bool
) -> dict[str, float]:
    """Return how surely a column is each of ours: its heading first, its cells for and against it."""
    found: dict[str, float] = {}
    for key in {*named, *seen}:
        by_name, by_cells = named.get(key, 0.0), seen.get(key, 0.0)
        checked = schema[key].type in {"key", "keys", "keylist", "countries", "date", "duration", "range"}
        if not by_name:
            alone = by_cells >= _TELLING_CELLS and key not in _NEED_A_NAME
            sure = 0.6 * by_cells if alone else 0.0
        elif not checked:
            sure = by_name
        elif by_cells:
            sure = 0.65 * by_name + 0.35 * max(by_cells, 0.3)
        else:
            sure = by_name * (0.55 if schema[key].closed or yes_no else 0.75)
        if yes_no and key != "provision":
            telling = checked or schema[key].type == "place" or key == "evidence"
            sure = min(sure, LEAST - 0.01) if telling else sure * 0.5
        if sure:
            found[key] = round(sure, 2)
    return found


def _yes_and_no(column: DraftColumn, sample: Sample) -> None:
    """Read a yes-or-no column about transfers abroad as *abroad, not named*."""
    about = column.heading.casefold()
    if sample.yes_or_no() and any(word in about for word in _ABROAD):
        column.to, column.sure = "countries", 0.5
        column.values = {
            cell: "abroad" if squash(cell) in YES else "" for cell in sample.cells if squash(cell) in YES_NO
        }


def _words(column: DraftColumn, ours: Column, vocabulary: Vocabulary) -> None:
    """Draft separators and values for a column, and list the words that no list knows."""
    sample = column.sample
    if sample is None:
        return
    if ours.type in LISTED:
        column.separators = sample.marks(SEPARATORS, ours.vocabulary)
    if ours.type == "date":
        column.dates = sample.order_of_days()
    if not ours.vocabulary or ours.type == "duration" or column.values:
        return
    unknown = sample.unknown(ours.vocabulary) if ours.type in LISTED else Counter(
        {c: 1 for c in sample.cells if not vocabulary.find(ours.vocabulary, c)}
    )  # fmt: skip
    for word, _ in unknown.most_common(_SUGGESTED):
        meant = vocabulary.slip(ours.vocabulary, word) or _slipped(vocabulary, ours.vocabulary, word)
        if meant:
            column.values[word] = meant
    column.unknown = [
        w for w, _ in unknown.most_common(_LISTED_UNKNOWN + len(column.values)) if w not in column.values
    ]


def _slipped(vocabulary: Vocabulary, list_name: str, word: str) -> str | None:
    """Return the key whose spelling is one slip away from a word that is long enough to tell.

    Anything less near is no help: somebody who does not look records what is not there.
    """
    asked, key = squash(word), vocabulary.nearest(list_name, word)
    if key is None or len(asked) < (_TELLING if asked.isascii() else _TELLING_JA):
        return None
    spellings = vocabulary.spellings(list_name)
    near = any(one_slip(asked, known) for known, meant in spellings.items() if meant == key)
    return key if near else None
