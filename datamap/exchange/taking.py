"""A spreadsheet -> an inventory, with an account of every row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from datamap.exchange.account import Account, Entry, harmless, sorted_entries
from datamap.exchange.branching import BETWEEN, NOTE
from datamap.exchange.comparing import compared
from datamap.exchange.drafting import Drafting
from datamap.exchange.grid import Book, Grid
from datamap.exchange.judging import Judged, judge
from datamap.exchange.mapping import Mapping
from datamap.exchange.sourcing import Source, find_own, find_source
from datamap.exchange.writing import csv_file
from datamap.inventory import Inventory
from datamap.inventory.cells import Known
from datamap.inventory.coded import Coded, coded
from datamap.inventory.names import Names
from datamap.inventory.reading import Declared, examine
from datamap.model import EMPTY, BadInput, Lang, Organisation, Problem, Text
from datamap.vocabulary import Vocabulary, fold, problem, read_vocabulary, text


@dataclass(slots=True)
class Taken:
    """What came of an import.

    Attributes
    ----------
    inventory : the rows that could be taken. csv : the same as `inventory.csv`.
    account : what became of every row. refused : the refused rows as they stood, with the reason, as CSV;
        empty if there is none. problems : warnings about the new inventory.
    """

    inventory: Inventory
    csv: bytes
    account: Account
    refused: bytes = b""
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Rows:
    """Drafted rows, column by column."""

    numbers: list[int]
    columns: dict[str, Coded]
    told: list[Entry] = field(default_factory=list)


def take(
    book: Book,
    mapping: Mapping | None = None,
    *,
    records: Declared | None = None,
    vocabulary: Vocabulary | None = None,
    before: Inventory | None = None,
    lang: Lang = "ja",
) -> Taken:
    """Read an inventory out of a spreadsheet.

    Parameters
    ----------
    book : the file. mapping : how a table of somebody else is read; None = it has our own headings.
    records : what is declared in the workbook that it is for. before : its present inventory.
    lang : language in which errors speak.

    Returns
    -------
    Taken
        Every row is in the inventory or in the account as refused or passed over, with the reason.

    Raises
    ------
    BadInput
        If there is no table with the headings asked for.
    """
    words = vocabulary or read_vocabulary()
    if records is not None:
        words = words.with_terms([t for t in records.own_terms if words.get(t.list, t.key) is None])
    names = Names(records.organisation if records else Organisation(), words)
    clauses = frozenset(c.id for c in records.notice.clauses) if records and records.notice.clauses else None
    known = Known(words, names, clauses)
    account = Account()
    if mapping is None:
        source = _own_source(book, words, lang)
        rows = _own_rows(source, known, account)
    else:
        source = find_source(book, mapping, lang)
        rows = _foreign_rows(source, mapping, known, account)
    account.sheet = source.grid.name
    account.remarks += _about_the_sheet(book, source, mapping)
    judged = judge(rows.columns, known, [source.grid.place(number)[1] for number in rows.numbers])
    return _finish(book, source, rows, judged, known, account, records=records, before=before, lang=lang)


def _own_source(book: Book, words: Vocabulary, lang: Lang) -> Source:
    source = find_own(book, words)
    if source is None:
        required = ", ".join(c.label.in_lang(lang) for c in words.columns if c.required)
        found = problem("exchange_not_ours", severity="error", file=book.file, allowed=required)
        raise BadInput([found], lang)
    twice = [h for h in source.headings if h.endswith(" (2)") and words.find("columns", h[:-4])]
    if twice:
        places = Text.same(", ".join(h[:-4] for h in twice))
        found = problem("duplicate_column", severity="error", file=book.file, row=source.header_rows[-1],
                        column=twice[0][:-4], value=twice[0][:-4], places=places)  # fmt: skip
        raise BadInput([found], lang)
    return source


def _own_rows(source: Source, known: Known, account: Account) -> _Rows:
    """Return the rows of a table with our own headings, cells untouched."""
    words = known.vocabulary
    targets = [words.find("columns", heading) or heading for heading in source.headings]
    for at, (heading, target) in enumerate(zip(source.headings, targets, strict=True)):
        account.columns[heading or text("exchange", "no_heading", number=at + 1).ja] = target or NOTE
    grid = source.grid
    numbers, records, told = list[int](), list[list[str]](), list[Entry]()
    notes, note_at = grid.notes_by_row(), targets.index(NOTE) if NOTE in targets else None
    nameless = [at for at, target in enumerate(targets) if not target]
    for number, cells in source.rows():
        kept = [f"#{at + 1}: {cells[at]}" for at in nameless if cells[at].strip()]
        kept += [f"[{source.headings[at]}] {said}" for at, said in notes.get(number, ()) if at < len(targets)]
        if kept and note_at is not None:
            cells[note_at] = BETWEEN.join(filter(None, [cells[note_at], *kept]))
            why = text("exchange", "why_comment")
            told.append(Entry(number, "", "read_as", NOTE, " / ".join(kept), cells[note_at], why))
        numbers.append(number)
        records.append(cells)
    columns = zip(*records, strict=True) if records else ([] for _ in targets)
    found = {target: coded(cells) for target, cells in zip(targets, columns, strict=True) if target}
    return _Rows(numbers, _whole(found, len(numbers), words), told)


def _foreign_rows(source: Source, mapping: Mapping, known: Known, account: Account) -> _Rows:
    drafts = Drafting(source, mapping, known, account).drafts()
    keys = dict.fromkeys(key for draft in drafts for key in draft.cells)
    found = {key: coded([draft.cells.get(key, "") for draft in drafts]) for key in keys}
    told = [entry for draft in drafts for entry in draft.told]
    return _Rows([draft.number for draft in drafts], _whole(found, len(drafts), known.vocabulary), told)


def _whole(found: dict[str, Coded], count: int, words: Vocabulary) -> dict[str, Coded]:
    """Return the columns in the order of the schema, those not found blank, one's own behind them."""
    blank = Coded(("",), np.zeros(count, np.int32))
    whole = {column.key: found.get(column.key, blank) for column in words.columns}
    return whole | {fold(key): cells for key, cells in found.items() if key not in whole}


def _about_the_sheet(book: Book, source: Source, mapping: Mapping | None) -> list[Text]:
    """Return what is to be said about sheets that were not read, and about what is hidden."""
    read = source.grid.parts or (source.grid.name,)
    others = [sheet.name for sheet in book.sheets if sheet.name not in read and sheet.rows]
    said = []
    if mapping is not None and others:
        said.append(text("exchange", "other_sheets", names=", ".join(others)))
    hidden = {n for n in source.grid.numbers if n >= source.first} & source.grid.hidden_rows
    if hidden:
        taken = "hidden_left" if mapping and mapping.hidden == "leave" else "hidden_taken"
        said.append(text("exchange", taken, count=len(hidden)))
    return said


def _finish(  # noqa: PLR0913 - everything that the parts before have found
    book: Book,
    source: Source,
    rows: _Rows,
    judged: Judged,
    known: Known,
    account: Account,
    *,
    records: Declared | None,
    before: Inventory | None,
    lang: Lang,
) -> Taken:
    kept = judged.kept()
    columns = [Coded(cells.values, cells.codes[kept]).texts() for cells in judged.columns.values()]
    content = csv_file(list(judged.columns), zip(*columns, strict=True))
    inventory, problems = examine(content, "inventory.csv", known.vocabulary, records)
    if inventory is None:
        raise BadInput(problems, lang)
    ids = rows.columns["id"].texts()
    account.entries += [_refusal(row, rows, judged, known, book.file, ids) for row in sorted(judged.wrong)]
    account.entries += rows.told
    account.entries += [
        Entry(rows.numbers[row], ids[row], "read_as", column, was, became, text("exchange", "why_read_as"))
        for row, column, was, became in judged.mended
    ]
    account.entries += compared(inventory, before, [rows.numbers[row] for row in kept.tolist()])
    account.entries = [_placed(entry, source.grid) for entry in sorted_entries(account.entries)]
    refused = {rows.numbers[row]: _why(judged, row, rows, known, book.file) for row in sorted(judged.wrong)}
    return Taken(inventory, content, account, _refused_csv(source, refused, lang), problems)


def _placed(entry: Entry, grid: Grid) -> Entry:
    """Return an entry with the sheet and the row as the spreadsheet shows them."""
    if entry.row is None or not grid.parts:
        return entry
    sheet, row = grid.place(entry.row)
    return replace(entry, sheet=sheet, row=row)


def _refusal(row: int, rows: _Rows, judged: Judged, known: Known, file: str, ids: Sequence[str]) -> Entry:
    first = judged.wrong[row][0]
    value = first.remark.value or ""
    why = _why(judged, row, rows, known, file)
    return Entry(rows.numbers[row], ids[row], "refused", first.column, value, "", why)


def _why(judged: Judged, row: int, rows: _Rows, known: Known, file: str) -> Text:
    """Return everything that is wrong with a row, and what to do."""
    worded = [wrong.worded(file, rows.numbers[row], known) for wrong in judged.wrong[row]]
    ja = [f"{p.column_in('ja')}: {p.message.ja}{_near(p).ja}{p.next_step.ja}" for p in worded]
    en = [
        " ".join(filter(None, (f"{p.column_in('en')}:", p.message.en, _near(p).en, p.next_step.en)))
        for p in worded
    ]
    return Text(ja=" ".join(ja), en=" ".join(en))


def _near(found: Problem) -> Text:
    """Return the likeliest word meant, as a sentence; nothing if there is none."""
    if not found.nearest:
        return EMPTY
    return text("exchange", "nearest", word=Text(ja=found.nearest_in("ja"), en=found.nearest_in("en")))


def _refused_csv(source: Source, refused: dict[int, Text], lang: Lang) -> bytes:
    """Return the refused rows as they stood, the reason before them."""
    if not refused:
        return b""
    heads, grid = [text("exchange", f"account_{key}").in_lang(lang) for key in ("row", "why")], source.grid

    def lines() -> Iterable[list[str]]:
        for number, why in sorted(refused.items()):
            sheet, row = grid.place(number)
            place = f"{sheet}!{row}" if grid.parts else str(row)
            yield [*map(harmless, (place, why.in_lang(lang), *grid.row(number)))]

    return csv_file([*heads, *source.headings], lines())
