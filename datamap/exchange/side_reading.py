"""The sheets beside the inventory, read back: what they add to the records, or change in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from datamap.exchange.grid import Book
from datamap.exchange.side_sheets import (
    CLAUSES,
    NEEDED,
    PLACES,
    SHEETS,
    Field,
    Row,
    clause_row,
    heading,
    place_row,
    places_of,
    word_row,
)
from datamap.exchange.sourcing import find_side
from datamap.exchange.toml_blocks import appended, block, changed
from datamap.exchange.writing import csv_file
from datamap.model import Text
from datamap.records import Records
from datamap.vocabulary import fold, text
from datamap.vocabulary.own_terms import COLUMNS
from datamap.vocabulary.spelling import squash

_YES = frozenset({"yes", "y", "true", "1", "はい", "○", "有", "あり"})
_TABLES = {"部署": "department", "システム": "system", "関係先": "party", "グループ": "group"}
_TABLES |= {"department": "department", "system": "system", "party": "party", "group": "group"}
_KEYS = {"places": "key", "clauses": "id"}
_ROWS_OF_GROUPS = {"members", "boundary", "as_of"}


@dataclass(slots=True)
class Sides:
    """What the side sheets of a file say.

    Attributes
    ----------
    files : path in the workbook -> new text, of the files that change.
    told : what was added, changed, or left as it is, in words.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    told: list[Text] = field(default_factory=list)


def read_sides(book: Book, records: Records, contents: Mapping[str, str]) -> Sides:
    """Return what the side sheets of a file change in the records of a workbook.

    Parameters
    ----------
    records : as they are now. contents : `records/…` -> text of the files that there are.

    Returns
    -------
    Sides
        Entries that the sheets do not have stay as they are; this is told. A file of which nothing
        changes is not named.
    """
    sides = Sides()
    places = _rows(book, "places")
    if places is not None:
        now = {row["key"]: row for row in map(place_row, places_of(records.organisation))}
        path = "records/organisation.toml"
        _merge(sides, path, contents.get(path, ""), "places", now, places)
    clauses = _rows(book, "clauses")
    if clauses is not None:
        now = {row["id"]: row for row in map(clause_row, records.notice.clauses)}
        path = "records/notice.toml"
        _merge(sides, path, contents.get(path, ""), "clauses", now, clauses)
    words = _rows(book, "words")
    if words is not None:
        _words(sides, records, words)
    return sides


def _rows(book: Book, sheet: str) -> list[Row] | None:
    """Return the rows of a side sheet by their headings' keys; None if the file has no such sheet."""
    keys = [key for entry in SHEETS[sheet] for key in entry.keys]
    spellings = {squash(key): key for key in keys}
    for key in keys:
        label = heading(sheet, key)
        spellings |= {squash(label.ja): key, squash(label.en): key}
    source = find_side(
        book, lambda cell: spellings.get(squash(cell)) if cell.strip() else None, NEEDED[sheet]
    )
    if source is None:
        return None
    targets = [spellings.get(squash(name)) if name else None for name in source.headings]
    found = []
    for _, cells in source.rows():
        row = dict.fromkeys(keys, "")
        row |= {key: cell.strip() for key, cell in zip(targets, cells, strict=True) if key}
        found.append(row)
    return found


def _merge(
    sides: Sides, path: str, content: str, sheet: str, now: Mapping[str, Row], rows: list[Row]
) -> None:
    """Put the rows of a sheet into a record file: changed entries in their place, new ones at the end."""
    key_of, fields = _KEYS[sheet], PLACES if sheet == "places" else CLAUSES
    order: dict[str, list[str]] = {}
    for key, row in now.items():
        order.setdefault(_table(sheet, row), []).append(key)
    before, new, met = content, list[str](), set[str]()
    for row in rows:
        key, table = fold(row[key_of]), _table(sheet, row)
        if not key or key in met:
            sides.told.append(
                text("exchange", "side_no_key" if not key else "side_twice", key=key, file=path)
            )
            continue
        met.add(key)
        if key not in now:
            new.append(block(table, _values(fields, row, table) | {key_of: key}))
            sides.told.append(text("exchange", "side_new", key=key, file=path))
        elif now[key] != row and _table(sheet, now[key]) == table:
            values = _values(fields, row, table, before=now[key])
            content = changed(content, table, order[table].index(key), values)
            names = ", ".join(values)
            sides.told.append(text("exchange", "side_changed", key=key, names=names, file=path))
        elif now[key] != row:
            sides.told.append(text("exchange", "side_other_table", key=key, file=path))
    for key in [key for key in now if key not in met]:
        sides.told.append(text("exchange", "side_kept", key=key, file=path))
    whole = appended(content, new)
    if whole != before:
        sides.files[path] = whole.encode()


def _table(sheet: str, row: Row) -> str:
    if sheet == "clauses":
        return "clause"
    return _TABLES.get(fold(row.get("table", "")).casefold(), "party")


def _values(fields: tuple[Field, ...], row: Row, table: str, *, before: Row | None = None) -> dict[str, Any]:
    """Return the values of a row; only those that differ from before, if that is given."""
    found: dict[str, Any] = {}
    for entry in fields:
        if entry.key == "table" or (before is not None and all(before[k] == row[k] for k in entry.keys)):
            continue
        only_groups = entry.key in _ROWS_OF_GROUPS or entry.key.startswith("responsible")
        if table not in {"group", "clause"} and only_groups:
            continue
        if table == "group" and entry.key in {"countries", "aliases", "manager", "note"}:
            continue
        found[entry.key] = _value(entry, row)
    return found


def _value(entry: Field, row: Row) -> Any:
    cell = row[entry.keys[0]]
    if entry.kind == "both":
        ja, en = (row[key] for key in entry.keys)
        return {"ja": ja or en, "en": en or ja} if ja or en else ""
    if entry.kind == "list":
        return [word.strip() for word in cell.replace("；", ";").split(";") if word.strip()]
    if entry.kind == "flag":
        return cell.casefold() in _YES
    if entry.kind == "lines" and cell:
        ends = [part.strip() for part in cell.split("-")]
        return [int(ends[0]), int(ends[-1])] if all(part.isdigit() for part in ends) else cell
    return cell


def _words(sides: Sides, records: Records, rows: list[Row]) -> None:
    now = [word_row(term) for term in records.own_terms]
    given = [row for row in rows if any(row.values())]

    def bare(row: Row) -> tuple[str, ...]:
        flags = ";".join(sorted(part.strip() for part in row["flags"].split(";") if part.strip()))
        return tuple(flags if key == "flags" else row[key] for key in COLUMNS)

    if sorted(map(bare, now)) == sorted(map(bare, given)):
        return
    names = {(row["list"], row["key"]) for row in given}
    kept = [row for row in now if (row["list"], row["key"]) not in names]
    path = "records/vocabulary.csv"
    sides.told += [text("exchange", "side_kept", key=row["key"], file=path) for row in kept]
    before = {(row["list"], row["key"]): bare(row) for row in now}
    for row in given:
        state = before.get((row["list"], row["key"]))
        if state != bare(row):
            code = "side_new" if state is None else "side_changed"
            sides.told.append(text("exchange", code, key=row["key"], names="", file=path))
    lines = ([row[key] for key in COLUMNS] for row in (*kept, *given))
    if any(before.get((row["list"], row["key"])) != bare(row) for row in given):
        sides.files[path] = csv_file(COLUMNS, lines)
