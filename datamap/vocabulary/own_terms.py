"""Words of a workbook's own (`records/vocabulary.csv`), as the file has them."""

from __future__ import annotations

import csv
import io

from datamap.model import Problem, Severity, Term, Text
from datamap.vocabulary.checking import OWN_TERMS, check_terms
from datamap.vocabulary.lexicon import Vocabulary, term_of
from datamap.vocabulary.problems import problem

COLUMNS = (
    "list",
    "key",
    "parent",
    "label_ja",
    "label_en",
    "help_ja",
    "help_en",
    "flags",
    "aliases",
    "dpv",
    "fides",
    "appi",
    "gdpr",
    "added",
    "deprecated",
    "replaced_by",
)
"""Columns of `records/vocabulary.csv`; only `list` and `key` are required."""


def read_own_terms(
    content: str, vocabulary: Vocabulary, file: str = OWN_TERMS
) -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    """Return the terms of `records/vocabulary.csv` and everything that is wrong with them.

    Parameters
    ----------
    content : the decoded file, header first (`COLUMNS`, any order).
    vocabulary : the lists that are added to.
    file : the name that problems carry.

    Returns
    -------
    terms : those without an error, so that reading can go on and gather further problems.
    problems : unknown columns, unknown lists, bad keys, clashes, unknown parents, cycles.
    """
    reader = csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline=""))
    header = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = header
    found = _check_header(header, file)
    if any(p.severity is Severity.ERROR for p in found):
        return (), tuple(found)
    rows = [
        (number, term_of(record["list"] or "", record, own=True)) for number, record in enumerate(reader, 2)
    ]
    rows = [(number, term) for number, term in rows if term.list or term.key]
    found += check_terms(vocabulary, [t for _, t in rows], file=file, rows=[n for n, _ in rows])
    wrong = {p.row for p in found if p.severity is Severity.ERROR}
    return tuple(term for number, term in rows if number not in wrong), tuple(found)


def _check_header(header: list[str], file: str) -> list[Problem]:
    missing = [key for key in ("list", "key") if key not in header]
    unknown = [key for key in header if key and key not in COLUMNS]
    found = [
        problem(
            "missing_column",
            severity="error",
            file=file,
            row=1,
            column=key,
            named=Text(ja=f"「{key}」", en=f"“{key}”"),
        )
        for key in missing
    ]
    return found + [
        problem(
            "unknown_term_column",
            severity="warning",
            file=file,
            row=1,
            column=key,
            value=key,
            allowed=", ".join(COLUMNS),
        )
        for key in unknown
    ]
