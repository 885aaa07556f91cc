"""A CSV file -> an `Inventory`, or every problem at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np

from datamap.inventory.cells import Known, Remark
from datamap.inventory.checking import check_column, check_extra
from datamap.inventory.coded import Coded
from datamap.inventory.crosschecking import check_rows
from datamap.inventory.decoding import doubt, first_line, not_csv, recognise, without_mark
from datamap.inventory.gathering import Gathering
from datamap.inventory.header import Header, choose_delimiter, read_header
from datamap.inventory.lookalikes import PLACE_COLUMNS, check_names
from datamap.inventory.names import Names
from datamap.inventory.parsing import RawTable, parse
from datamap.inventory.scanning import WORTH_IT, scan
from datamap.inventory.table import Inventory
from datamap.model import BadInput, Lang, Notice, Organisation, Problem, Term
from datamap.vocabulary import Vocabulary, problem, read_vocabulary


class Declared(Protocol):
    """What the records say that cells may refer to (`datamap.records.Records` has it)."""

    @property
    def organisation(self) -> Organisation:
        """Places and groups."""

    @property
    def notice(self) -> Notice:
        """Clauses."""

    @property
    def own_terms(self) -> tuple[Term, ...]:
        """Own words."""


def read_inventory(
    source: str | Path | bytes,
    *,
    vocabulary: Vocabulary | None = None,
    records: Declared | None = None,
    file: str | None = None,
    lang: Lang = "ja",
) -> Inventory:
    r"""Read and check an inventory of flows.

    Parameters
    ----------
    source : path of `inventory.csv`, or its bytes. UTF-8, UTF-8 with BOM or CP932.
    vocabulary : the words; the built-in ones if not given. Own words of `records` are added.
    records : what was declared: places, groups and clauses that cells may name.
    file : name that problems carry; the path as given, or `inventory.csv`.
    lang : language in which an error speaks.

    Returns
    -------
    Inventory
        With warnings and information in `.problems`.

    Raises
    ------
    BadInput
        With every problem of the file, if any is an error.
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> table = "id,kind,items,source,recipient\nF1,取得,氏名;電話番号,顧客,受付\n"
    >>> read_inventory(table.encode()).flow("F1").items.named
    ('name', 'phone')
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = file or ("inventory.csv" if isinstance(source, bytes) else str(source))
    inventory, problems = examine(data, name, vocabulary or read_vocabulary(), records)
    if inventory is None:
        raise BadInput(problems, lang)
    return inventory


def examine(
    data: bytes, file: str, vocabulary: Vocabulary, records: Declared | None
) -> tuple[Inventory | None, tuple[Problem, ...]]:
    """Return the inventory (None if there is an error) and every problem, never raising."""
    if records is not None:
        own = [term for term in records.own_terms if vocabulary.get(term.list, term.key) is None]
        vocabulary = vocabulary.with_terms(own)
    with ThreadPoolExecutor(max_workers=1) as beside:
        digest = beside.submit(hashlib.sha256, data)  # takes as long as a good part of the parsing
        raw = raw_table(data, file, vocabulary)
        if isinstance(raw, Problem):
            return None, (raw,)
        return _check(raw, file, vocabulary, records, digest.result().hexdigest())


def raw_table(data: bytes, file: str, vocabulary: Vocabulary) -> RawTable | Problem:
    """Return the cells of a file; a large one is scanned, unless there is something odd in it."""
    wrong = not_csv(data, file)
    if wrong is not None:
        return wrong
    body = without_mark(data)
    delimiter = choose_delimiter(first_line(body), vocabulary)
    scanned = scan(body, delimiter) if len(body) >= WORTH_IT else None
    if scanned is not None:
        raw, encoding = scanned
    else:
        decoded = recognise(body, file)
        if decoded.problem is not None:
            return decoded.problem
        encoding = decoded.encoding
        raw = parse(body.decode(encoding), delimiter, file)
    if encoding == "cp932":
        return replace(raw, problems=(*raw.problems, *doubt(body, file)))
    return raw


def _check(
    raw: RawTable, file: str, vocabulary: Vocabulary, records: Declared | None, sha256: str
) -> tuple[Inventory | None, tuple[Problem, ...]]:
    headings = {column.key: column.label for column in vocabulary.columns}
    gathering = Gathering(file, raw.line_of, headings)
    gathering.extend(raw.problems)
    filled = [any(value.strip() for value in column.values) for column in raw.columns]
    header = read_header(raw.header, vocabulary, file, filled=filled)
    if not header.columns and not header.extra:
        return None, header.problems if raw.header else raw.problems
    gathering.extend(header.problems)
    if not len(raw.rows) and not gathering.failed:
        gathering.extend((problem("no_rows", severity="warning", file=file, row=1),))
    names = Names(records.organisation if records else Organisation(), vocabulary)
    clauses = (
        frozenset(clause.id for clause in records.notice.clauses)
        if records and records.notice.clauses
        else None
    )
    columns = _columns(raw, header, Known(vocabulary, names, clauses), gathering)
    problems = gathering.problems()
    if gathering.failed:
        return None, problems
    inventory = Inventory(
        columns, raw.rows, names=names, vocabulary=vocabulary, problems=problems, sha256=sha256, file=file
    )
    return inventory, problems


def _columns(raw: RawTable, header: Header, known: Known, gathering: Gathering) -> Mapping[str, Coded]:
    blank = Coded(("",), np.zeros(len(raw.rows), np.int32))
    columns: dict[str, Coded] = {}
    for column in known.vocabulary.columns:
        position = header.columns.get(column.key)
        columns[column.key] = (
            blank
            if position is None
            else check_column(column, raw.columns[position], known, gathering, raw.rows)
        )
    for name, position in header.extra.items():
        columns[name] = check_extra(name, raw.columns[position], gathering, raw.rows)
    if len(raw.rows):
        check_rows(columns, known.names, gathering, raw.rows)
        places = {key: raw.columns[header.columns[key]] for key in PLACE_COLUMNS if key in header.columns}
        check_names(places, known.names, gathering, raw.rows)
    if known.clauses is None and any(columns["notice"].values):
        gathering.add(Remark("clauses_unchecked", "information"), row=None, column="notice")
    return columns
