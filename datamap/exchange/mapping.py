"""How a table of somebody else is read: a TOML file that people can read and change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from datamap.model import BadInput, Lang, Severity
from datamap.records.page import Page, nearest_of, read_page
from datamap.records.sheet import Sheet
from datamap.vocabulary import Vocabulary
from datamap.vocabulary.spelling import squash

MARKS = ("action needed", "to be confirmed", "to do", "tbc", "tbd", "要対応", "要確認", "確認中", "未確認")
"""Words in brackets that say that a cell is not finished; taken out of the cell and kept in the note."""

BLANKS = (
    "n/a",
    "none",
    "nil",
    "not applicable",
    "unknown",
    "tbd",
    "tbc",
    "なし",
    "無し",
    "無",
    "aucun",
    "aucune",
    "néant",
    "該当なし",
    "該当無し",
    "不明",
    "未定",
    "未確認",
    "-",
)
"""Cells that say nothing that the column could hold; they become blank, their word goes to the note."""

SEPARATORS = (";", "；", "\n", "、", "，", ",", "/", "／", "・", "|", "•")

SLOT = "@"
"""What parts a column of ours from the name of a slot: `countries@entrustment` is read as countries, and
kept for the flows that ask for it."""

Choice = tuple[str, ...]


def base_of(target: str) -> str:
    """Return the column of ours that a target is read as.

    Examples
    --------
    >>> base_of("recipient@entrustment"), base_of("note")
    ('recipient', 'note')
    """
    return target.partition(SLOT)[0]


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """Where one of our columns comes from.

    Attributes
    ----------
    sources : their headings, folded; several are put together. to : our column, a slot of it (`SLOT`), or a
        heading of one's own.
    separators : what parts the entries of a list. values : their word, squashed -> ours.
    dates : order of day, month and year: `ymd`, `dmy` or `mdy`.
    """

    sources: tuple[str, ...]
    to: str
    separators: tuple[str, ...] = SEPARATORS
    values: dict[str, str] = field(default_factory=dict)
    dates: str = "ymd"


@dataclass(frozen=True, slots=True)
class FlowRule:
    """One flow that each of their rows stands for.

    Attributes
    ----------
    when : our columns of which one must be filled for the flow to be made; none = always.
    put : our column -> what is written there; `{subjects}` stands for another column, and of
        `{source|subjects}` the first that is filled counts.
    without : our columns that are left blank. if_alone : those that it takes only where no other flow
        of the row would; else nobody knows whom they speak of. ending : put behind the id.
    """

    put: dict[str, str] = field(default_factory=dict)
    when: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    if_alone: tuple[str, ...] = ()
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a table is read.

    Attributes
    ----------
    sheets : names of the sheets, read one below another; none = the one with the headings.
    layout : `table`, or `forms` (a sheet for each activity, answers beside what is asked).
    header_rows : rows of the headings, as the spreadsheet numbers them; none = they are looked for.
    first_row, last_row : of the table.
    skip : rows whose first filled cell begins with one of these (totals) are passed over.
    hidden : `take` or `leave` hidden rows and columns. fill_down : our columns in which a blank cell
        means the same as above. comments, rest : where comments on cells, and columns that are not
        mapped, go: `note` or `leave`. not_taken : headings that are left out on purpose.
    marks, blanks : see `MARKS`, `BLANKS`. unreadable : what to do with a cell that its column cannot
        hold: `note` (blank, its text goes to the note) or `refuse` (the row is refused).
    names : `unite` takes names of parties that differ in width, case, spaces or ㈱ only for one party.
    split, split_at : our columns whose entries belong together one by one (`A / B`, `JP / US`), and
        what parts them: a row each. constants : our column -> what is written where nothing is.
    columns, flows : see `ColumnRule`, `FlowRule`. prefix : of ids that are made.
    """

    sheets: tuple[str, ...] = ()
    layout: str = "table"
    header_rows: tuple[int, ...] = ()
    first_row: int | None = None
    last_row: int | None = None
    skip: tuple[str, ...] = ()
    hidden: str = "take"
    fill_down: tuple[str, ...] = ()
    comments: str = "note"
    rest: str = "note"
    not_taken: tuple[str, ...] = ()
    marks: tuple[str, ...] = MARKS
    blanks: tuple[str, ...] = BLANKS
    unreadable: str = "note"
    names: str = "keep"
    split: tuple[str, ...] = ()
    split_at: tuple[str, ...] = ("/", "／")
    constants: dict[str, str] = field(default_factory=dict)
    columns: tuple[ColumnRule, ...] = ()
    flows: tuple[FlowRule, ...] = ()
    prefix: str = "R"


def read_mapping(path: Path, vocabulary: Vocabulary, lang: Lang = "ja") -> Mapping:
    """Read a mapping file, strictly.

    Raises
    ------
    BadInput
        With every mistake: unknown keys and columns, wrong types, no column at all.
    """
    page = read_page(path, path.name, vocabulary)
    sheet = Sheet(page, page.table)
    mapping = _mapping(page, sheet)
    sheet.done()
    if page.readable and not mapping.columns:
        page.wrong("mapping_no_column", "column")
    if any(found.severity is Severity.ERROR for found in page.problems):
        raise BadInput(page.problems, lang)
    return mapping


def _mapping(page: Page, sheet: Sheet) -> Mapping:
    table, cells, rest, split = (sheet.table(name) for name in ("table", "cells", "rest", "split"))
    separators = _words(cells, "separators") or SEPARATORS
    dates = _choice(cells, "dates", ("ymd", "dmy", "mdy"))
    columns = tuple(_column(page, entry, separators, dates) for entry in sheet.tables("column"))
    targets = [rule.to for rule in columns]
    mapping = Mapping(
        sheets=tuple(word for word in _words(table, "sheet") if word),
        layout=_choice(table, "layout", ("table", "forms")),
        header_rows=_numbers(table, "header_rows"),
        first_row=table.number("first_row"),
        last_row=table.number("last_row"),
        skip=_words(table, "skip"),
        hidden=_choice(table, "hidden", ("take", "leave")),
        fill_down=_columns_of(page, table, "fill_down", targets),
        comments=_choice(table, "comments", ("note", "leave")),
        prefix=table.words("prefix") or "R",
        marks=_words(cells, "marks") if cells.has("marks") else MARKS,
        blanks=_words(cells, "blanks") if cells.has("blanks") else BLANKS,
        unreadable=_choice(cells, "unreadable", ("note", "refuse")),
        names=_choice(cells, "names", ("keep", "unite")),
        rest=_choice(rest, "columns", ("note", "leave")),
        not_taken=tuple(heading_form(word) for word in _words(rest, "not_taken")),
        split=_columns_of(page, split, "columns", targets),
        split_at=_words(split, "at") or ("/", "／"),
        constants=_cells_of(page, sheet.table("constants")),
        columns=columns,
        flows=tuple(_flow(page, entry, targets) for entry in sheet.tables("flow")),
    )
    for inner in (table, cells, rest, split):
        inner.done()
    _every_slot_is_used(page, mapping)
    return mapping


def _every_slot_is_used(page: Page, mapping: Mapping) -> None:
    """Refuse slots that no flow asks for: what they hold would be lost."""
    asked = {name for flow in mapping.flows for value in flow.put.values() for name in taken_over(value)}
    for rule in mapping.columns:
        if SLOT in rule.to and rule.to not in asked:
            page.wrong("mapping_slot", "flow", rule.to, key=base_of(rule.to))


def taken_over(value: str) -> list[str]:
    """Return the columns that a value which is put takes over, none if it is written as it stands.

    Examples
    --------
    >>> taken_over("{source|subjects}"), taken_over("operator")
    (['source', 'subjects'], [])
    """
    return value[1:-1].split("|") if value.startswith("{") and value.endswith("}") else []


def heading_form(heading: str) -> str:
    r"""Return a heading as headings are compared: without width, case, spaces, breaks and marks.

    Examples
    --------
    >>> heading_form("提供先\n（名称）") == heading_form("提供先 (名称)")
    True
    """
    return squash(heading)


def _column(page: Page, entry: Sheet, separators: Choice, dates: str) -> ColumnRule:
    named = entry.raw("from")
    sources = [named] if isinstance(named, str) else named
    if not isinstance(sources, list) or not sources or not all(isinstance(s, str) for s in sources):
        page.wrong("mapping_from", entry.at("from"), named)
        sources = []
    target = entry.words("to")
    if not target:
        page.wrong("missing_key", entry.at("to"), key="to")
    values = entry.table("values")
    entry.raw("sure")  # how sure the draft was: for people
    rule = ColumnRule(
        sources=tuple(heading_form(source) for source in sources),
        to=_target(page, target),
        separators=_words(entry, "separators") or separators,
        values={squash(word): str(meant) for word, meant in values.items()},
        dates=_choice(entry, "dates", ("ymd", "dmy", "mdy"), dates),
    )
    entry.done()
    return rule


def _target(page: Page, word: str) -> str:
    """Return our column by its key or label; a word that is none is the heading of a column of one's own."""
    base, slot, name = word.partition(SLOT)
    found = page.vocabulary.find("columns", base)
    return f"{found}{slot}{name}" if found and name else page.vocabulary.find("columns", word) or word


def _flow(page: Page, entry: Sheet, targets: Iterable[str]) -> FlowRule:
    known = [*targets, *(column.key for column in page.vocabulary.columns)]
    rule = FlowRule(
        put=_cells_of(page, entry.table("put")),
        when=_columns_of(page, entry, "when", known),
        without=_columns_of(page, entry, "without", known),
        if_alone=_columns_of(page, entry, "if_alone", known),
        ending=entry.words("ending"),
    )
    entry.done()
    return rule


def _cells_of(page: Page, table: Sheet) -> dict[str, str]:
    found: dict[str, str] = {}
    known = [column.key for column in page.vocabulary.columns]
    for key, value in table.items():
        target = page.vocabulary.find("columns", key)
        if target is None:
            near = nearest_of(key, known)
            page.wrong("unknown_key", table.at(key), key, nearest=near, allowed=", ".join(known))
        elif isinstance(value, str):
            found[target] = value
        else:
            page.wrong("mapping_text", table.at(key), value)
    return found


def _columns_of(page: Page, table: Sheet, key: str, known: Iterable[str]) -> tuple[str, ...]:
    found = [_target(page, word) for word in _words(table, key)]
    allowed = list(dict.fromkeys(known))
    for word in found:
        if word not in allowed:
            near = nearest_of(word, allowed)
            page.wrong("mapping_column", table.at(key), word, nearest=near, allowed=", ".join(allowed))
    return tuple(found)


def _words(table: Sheet, key: str) -> tuple[str, ...]:
    r"""Return a list of texts as they stand: a separator may be a line break or a blank."""
    value = table.raw(key)
    words = [value] if isinstance(value, str) else value if value is not None else []
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        table.page.wrong("mapping_texts", table.at(key), value)
        return ()
    return tuple(words)


def _numbers(table: Sheet, key: str) -> tuple[int, ...]:
    value = table.raw(key)
    numbers = [value] if isinstance(value, int) else value if value is not None else []
    if not isinstance(numbers, list) or not all(type(n) is int and n > 0 for n in numbers):
        table.page.wrong("mapping_rows", table.at(key), value)
        return ()
    return tuple(numbers)


def _choice(table: Sheet, key: str, allowed: Choice, default: str = "") -> str:
    word = table.words(key)
    if word and word not in allowed:
        table.page.wrong("mapping_choice", table.at(key), word, allowed=", ".join(allowed))
    return word if word in allowed else default or allowed[0]
