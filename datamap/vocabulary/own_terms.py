"""Words of a workbook's own (`records/vocabulary.csv`): read and checked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from datamap.model import Problem, Term, Text
from datamap.vocabulary.lexicon import Vocabulary, term_of
from datamap.vocabulary.problems import problem
from datamap.vocabulary.spelling import squash

OPEN_LISTS = ("industries", "items", "measures", "modes", "purposes", "retention_events", "rights", "roles", "sections", "subjects")
"""Lists to which a workbook may add words; the other lists are closed, since rules rest on them."""

COLUMNS = (
    "list", "key", "parent", "label_ja", "label_en", "help_ja", "help_en", "flags", "aliases",
    "dpv", "fides", "appi", "gdpr", "added", "deprecated", "replaced_by",
)  # fmt: skip
"""Columns of `records/vocabulary.csv`; only `list` and `key` are required."""

_FILE = "records/vocabulary.csv"


def read_own_terms(content: str, vocabulary: Vocabulary, file: str = _FILE) -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    """Return the terms of `records/vocabulary.csv` and everything that is wrong with them.

    Parameters
    ----------
    content : the decoded file, header first (`COLUMNS`, any order).
    vocabulary : the lists that are added to.
    file : the name that problems carry.

    Returns
    -------
    terms : those without an error, so that reading can go on and gather further problems.
    problems : unknown columns, unknown lists, missing keys, clashes, unknown parents, cycles.
    """
    reader = csv.DictReader(io.StringIO(content, newline=""))
    header = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = header
    found = _check_header(header, file)
    if any(p.code == "missing_column" for p in found):
        return (), tuple(found)
    rows = [(n, term_of((r["list"] or "").strip(), r, own=True)) for n, r in enumerate(reader, start=2)]
    rows = [(n, t) for n, t in rows if t.list or t.key]
    found += check_terms(vocabulary, [t for _, t in rows], file=file, rows=[n for n, _ in rows])
    wrong = {p.row for p in found if p.severity == "error"}
    return tuple(t for n, t in rows if n not in wrong), tuple(found)


def check_terms(
    vocabulary: Vocabulary,
    terms: Iterable[Term],
    *,
    file: str = _FILE,
    rows: Iterable[int] | None = None,
) -> tuple[Problem, ...]:
    """Return what is wrong with own words: key, list, clash, parent, cycle, label.

    Parameters
    ----------
    vocabulary : the lists that are added to.
    terms : own words. rows : their record numbers in `file`; counted from 2 if not given.
    """
    added = tuple(terms)
    numbers = tuple(rows) if rows is not None else tuple(range(2, len(added) + 2))
    parents = {(t.list, t.key): t.parent for t in added}
    seen: dict[tuple[str, str], int] = {}
    found: list[Problem] = []
    for row, term in zip(numbers, added, strict=True):
        found += _check_one(vocabulary, term, parents, seen, file=file, row=row)
        seen.setdefault((term.list, term.key), row)
    return tuple(found)


def _check_header(header: list[str], file: str) -> list[Problem]:
    found = [
        problem("missing_column", severity="error", file=file, row=1, column=key, label=Text.same(key))
        for key in ("list", "key")
        if key not in header
    ]
    found += [
        problem("unknown_term_column", severity="warning", file=file, row=1, column=key, value=key, allowed=", ".join(COLUMNS))
        for key in header
        if key and key not in COLUMNS
    ]
    return found


def _check_one(
    vocabulary: Vocabulary,
    term: Term,
    parents: Mapping[tuple[str, str], str],
    seen: Mapping[tuple[str, str], int],
    *,
    file: str,
    row: int,
) -> list[Problem]:
    def wrong(code: str, column: str, value: str, **values: object) -> Problem:
        severity = str(values.pop("severity", "error"))
        return problem(code, severity=severity, file=file, row=row, column=column, value=value, **values)  # type: ignore[arg-type]

    if term.list not in OPEN_LISTS:
        near = next((n for n in OPEN_LISTS if squash(n).startswith(squash(term.list)[:4] or "?")), None)
        return [wrong("unknown_list", "list", term.list, allowed=", ".join(OPEN_LISTS), nearest=near)]
    if not term.key or squash(term.key) in {"", "all"} or any(c in term.key for c in ";*+") or term.key.startswith("-"):
        return [wrong("bad_term_key", "key", term.key)]
    found: list[Problem] = []
    clash = vocabulary.find(term.list, term.key)
    if clash is not None:
        found.append(wrong("term_clash", "key", term.key, built_in=clash, list=term.list))
    if (term.list, term.key) in seen:
        found.append(wrong("term_twice", "key", term.key, first=seen[term.list, term.key]))
    found += _check_parent(vocabulary, term, parents, wrong)
    if not (term.label.ja and term.label.en):
        found.append(wrong("term_without_label", "label_ja" if not term.label.ja else "label_en", "", key=term.key, severity="warning"))
    return found


def _check_parent(vocabulary, term, parents, wrong):  # type: ignore[no-untyped-def]
    if not term.parent:
        return []
    if vocabulary.get(term.list, term.parent) is None and (term.list, term.parent) not in parents:
        near = vocabulary.nearest(term.list, term.parent)
        return [wrong("unknown_parent", "parent", term.parent, nearest=near, key=term.key, list=term.list)]
    walked, key = [term.key], term.parent
    while key and key not in walked:
        walked.append(key)
        key = parents.get((term.list, key), "")
    return [wrong("term_cycle", "parent", term.parent, path=" → ".join([*walked, key]))] if key == term.key else []
