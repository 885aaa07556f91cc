"""A draft of how a table of somebody else is to be read, and how sure each line of it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from datamap.exchange.content_match import YES, YES_NO, Sample, match_content
from datamap.exchange.drafts import Draft, DraftColumn
from datamap.exchange.entries import parted
from datamap.exchange.grid import Book, Grid
from datamap.exchange.heading_match import match_heading
from datamap.exchange.mapping import BLANKS, SEPARATORS, Mapping, heading_form
from datamap.exchange.sourcing import LOOKED_AT, Source, headings_of, source_of
from datamap.model import BadInput, Column, Lang
from datamap.vocabulary import Vocabulary, problem
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
_SPLIT_SHARE, _LEAST_HEADINGS, _TWO_ROWS_BETTER = 0.05, 1.2, 1.1
_SUGGESTED, _LISTED_UNKNOWN = 40, 15


def guess_mapping(book: Book, vocabulary: Vocabulary, *, sheet: str = "", lang: Lang = "ja") -> Draft:
    """Return a draft of a mapping for the most likely table of a file.

    Parameters
    ----------
    book : the file. vocabulary : our words. sheet : name of the sheet, if it is known.

    Raises
    ------
    BadInput
        If no sheet has a row that looks like headings, or there is no sheet of that name.
    """
    grids = [grid for grid in book.sheets if grid.rows and (not sheet or grid.name == sheet)]
    if not grids:
        names = ", ".join(grid.name for grid in book.sheets)
        raise BadInput(
            [problem("exchange_no_sheet", severity="error", file=book.file, value=sheet, allowed=names)], lang
        )
    score, grid, rows = max(
        (_headings(grid) for grid in grids), key=lambda found: (found[0], -grids.index(found[1]))
    )
    if score < _LEAST_HEADINGS:
        asked = ", ".join(c.label.in_lang(lang) for c in vocabulary.columns if c.required)
        names = "、".join(g.name for g in grids)
        raise BadInput(
            [problem("exchange_no_headings", severity="error", file=book.file, sheet=names, asked=asked)],
            lang,
        )
    source = source_of(grid, rows, Mapping())
    draft = Draft(book.file, grid.name if book.kind != "csv" else "", rows)
    draft.names = "unite"
    draft.other_sheets = [g.name for g in book.sheets if g is not grid and g.rows]
    _columns(draft, source, vocabulary)
    _rows(draft, source)
    return draft


def _headings(grid: Grid) -> tuple[float, Grid, tuple[int, ...]]:
    """Return how many known headings the best rows of a sheet hold, and which rows these are."""
    best: tuple[float, Grid, tuple[int, ...]] = (0.0, grid, ())
    numbers = grid.numbers[:LOOKED_AT]
    for at, number in enumerate(numbers):
        one = _known(headings_of(grid, (number,)))
        if one > best[0]:
            best = (one, grid, (number,))
        below = numbers[at + 1 : at + 2]
        spread = any(row == number for row, _ in grid.spread)
        if below and spread:
            two = _known(headings_of(grid, (number, *below)))
            if two > best[0] * _TWO_ROWS_BETTER:
                best = (two, grid, (number, *below))
    return best


def _known(headings: Sequence[str]) -> float:
    return sum(max(match_heading(heading).values(), default=0.0) for heading in dict.fromkeys(headings))


def _columns(draft: Draft, source: Source, vocabulary: Vocabulary) -> None:
    """Give each of their columns the one of ours that it most likely is."""
    schema = {column.key: column for column in vocabulary.columns}
    rows = [cells for _, cells in source.rows()]
    wishes: list[tuple[float, int, str]] = []
    made: list[DraftColumn] = []
    for at, heading in enumerate(source.headings):
        sample = Sample((row[at] for row in rows), vocabulary)
        column = DraftColumn(heading, filled=sample.filled, examples=[c[:30] for c in sample.cells[:3]])
        made.append(column)
        named, seen = match_heading(heading), match_content(sample, vocabulary)
        if heading and sample.filled:
            _yes_and_no(column, sample)
            wishes += [
                (sure, at, key) for key, sure in _sure(named, seen, schema, yes_no=sample.yes_or_no()).items()
            ]
        column.named, column.seen, column.sample = named, seen, sample
    taken: set[str] = set()
    for sure, at, key in sorted(wishes, key=lambda wish: (-wish[0], wish[1], wish[2])):
        free = key not in taken or schema[key].type in LISTED or schema[key].type == "text"
        if not made[at].to and sure >= LEAST and free:
            made[at].to, made[at].sure = key, sure
            taken.add(key)
    for column in made:
        if column.to:
            _words(column, schema[column.to], vocabulary)
    draft.columns = [column for column in made if column.heading or column.filled]


def _sure(
    named: dict[str, float], seen: dict[str, float], schema: dict[str, Column], *, yes_no: bool
) -> dict[str, float]:
    """Return how surely a column is each of ours: its heading first, its cells for and against it."""
    found: dict[str, float] = {}
    for key in {*named, *seen}:
        by_name, by_cells = named.get(key, 0.0), seen.get(key, 0.0)
        checked = schema[key].type in {"key", "keys", "keylist", "countries", "date", "duration", "range"}
        if not by_name:
            sure = 0.6 * by_cells if by_cells >= 0.6 and key not in {"since", "until", "id"} else 0.0  # noqa: PLR2004
        elif not checked:
            sure = by_name
        elif by_cells:
            sure = 0.65 * by_name + 0.35 * max(by_cells, 0.3)
        else:
            sure = by_name * (0.55 if schema[key].closed or yes_no else 0.75)
        if yes_no and key != "provision":
            sure = min(sure, LEAST - 0.01) if checked else sure * 0.5
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
        column.separators = sample.marks(SEPARATORS)
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


def _rows(draft: Draft, source: Source) -> None:
    """Draft how rows become flows: split lists of recipients, make collections, fill what is required."""
    mapped = {column.to: column for column in draft.columns if column.to}
    recipient = mapped.get("recipient")
    if recipient is not None and recipient.sample is not None:
        marks = [m for m in ("/", "／", "\n", "；", ";", "、") if _often(recipient.sample, m)]
        if marks:
            pairs = [key for key in ("countries", "recipient_role") if _paired(draft, source, key, marks)]
            draft.split, draft.split_at = ["recipient", *pairs], marks
    draft.constants = {"kind": "undetermined", "items": "*"}
    if "source" not in mapped or recipient is None:
        draft.flows = _flows(mapped)


def _flows(mapped: Iterable[str]) -> list[dict[str, object]]:
    """Return the flows that a row of a register of processing stands for."""
    keys = set(mapped)
    subject = (
        "{subjects}" if "subjects" in keys else "{source}" if "source" in keys else "本人 / data subject"
    )
    home = "{department}" if "department" in keys else "operator"
    away = ["recipient_role", "countries", "foreign_route", "basis", "gdpr_tool"]
    put: dict[str, str] = {"kind": "collection", "source": subject, "recipient": home}
    flows: list[dict[str, object]] = [{"ending": "-c", "without": [k for k in away if k in keys], "put": put}]
    if "recipient" in keys:
        ours = [key for key in ("system", "mode", "provision", "retention", "retention_basis") if key in keys]
        flows.append({"ending": "-h", "when": ["recipient"], "without": ours, "put": {"source": home}})
    return flows


def _often(sample: Sample, mark: str) -> bool:
    return sample.share(lambda cell: mark in cell.strip(mark)) >= _SPLIT_SHARE


def _paired(draft: Draft, source: Source, key: str, marks: Sequence[str]) -> bool:
    """Tell whether a column has several entries where there are several recipients.

    They then belong together one by one; where their numbers differ nothing is attributed to anybody.
    """
    surest = sorted(enumerate(draft.columns), key=lambda pair: pair[1].sure)
    places = {column.to: at for at, column in surest if column.to}
    if key not in places:
        return False
    headings = [heading_form(heading) for heading in source.headings]
    at, with_ = (headings.index(heading_form(draft.columns[places[k]].heading)) for k in (key, "recipient"))
    counts = [
        (_count(row[at], marks), _count(row[with_], marks))
        for _, row in source.rows()
        if row[at] and row[with_]
    ]
    return any(a > 1 and b > 1 for a, b in counts)


def _count(cell: str, marks: Sequence[str]) -> int:
    return len(parted(cell, marks, BLANKS))


__all__ = ["Draft", "guess_mapping"]
