"""Whether words of a workbook's own fit into the built-in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from datamap.model import Problem, Severity, Term
from datamap.vocabulary.problems import problem
from datamap.vocabulary.spelling import Neighbours, squash

OWN_TERMS = "records/vocabulary.csv"
"""File of a workbook's own words."""

OPEN_LISTS = (
    "activities",
    "industries",
    "items",
    "measures",
    "modes",
    "purposes",
    "retention_events",
    "rights",
    "roles",
    "sections",
    "subjects",
)
"""Lists to which a workbook may add words; the other lists are closed, since rules rest on them."""

_MARKS = ";*+,、，；\n"


class Lists(Protocol):
    """What is asked of the lists that words are added to (`Vocabulary` answers it)."""

    def get(self, list_name: str, key: str) -> Term | None:
        """Return the term with exactly this key."""

    def find(self, list_name: str, cell: str) -> str | None:
        """Return the key that a cell means."""

    def nearest(self, list_name: str, cell: str) -> str | None:
        """Return the key somebody probably meant."""


def check_terms(
    vocabulary: Lists,
    terms: Iterable[Term],
    *,
    file: str = OWN_TERMS,
    rows: Sequence[int] | None = None,
) -> tuple[Problem, ...]:
    """Return what is wrong with own words: list, key, clash, repetition, parent, cycle, labels.

    Parameters
    ----------
    vocabulary : the lists that are added to.
    terms : own words. rows : their record numbers in `file`; counted from 2 if not given.

    Returns
    -------
    tuple of Problem
        Only a missing label is a warning, everything else an error.
    """
    added = tuple(terms)
    check = _Check(vocabulary, {(t.list, t.key): t for t in added}, file)
    for row, term in zip(rows or range(2, len(added) + 2), added, strict=True):
        check.one(term, row)
    return tuple(check.found)


@dataclass
class _Check:
    vocabulary: Lists
    added: Mapping[tuple[str, str], Term]
    file: str
    found: list[Problem] = field(default_factory=list)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def wrong(
        self,
        code: str,
        at: tuple[int, str],
        value: str,
        *,
        severity: Severity = Severity.ERROR,
        nearest: str | None = None,
        allowed: str = "",
        **values: Any,
    ) -> None:
        """Note a problem of one cell, `at` its row and column."""
        row, column = at
        self.found.append(
            problem(
                code,
                severity=severity,
                file=self.file,
                row=row,
                line=None,
                column=column,
                value=value,
                allowed=allowed,
                nearest=nearest,
                more=0,
                **values,
            )
        )

    def one(self, term: Term, row: int) -> None:
        """Check one word."""
        if term.list not in OPEN_LISTS:
            near = Neighbours({squash(name): name for name in OPEN_LISTS}).nearest(term.list)
            self.wrong("unknown_list", (row, "list"), term.list, nearest=near, allowed=", ".join(OPEN_LISTS))
            return
        if not is_term_key(term.key):
            self.wrong("bad_term_key", (row, "key"), term.key)
            return
        self.key(term, row)
        self.parent(term, row)
        if not (term.label.ja and term.label.en):
            blank = "label_en" if term.label.ja else "label_ja"
            self.wrong("term_without_label", (row, blank), "", key=term.key, severity=Severity.WARNING)

    def key(self, term: Term, row: int) -> None:
        """Check that the key is new."""
        built_in = self.vocabulary.find(term.list, term.key)
        if built_in is not None:
            self.wrong("term_clash", (row, "key"), term.key, built_in=built_in)
        first = self.seen.setdefault((term.list, term.key), row)
        if first != row:
            self.wrong("term_twice", (row, "key"), term.key, first=first)

    def parent(self, term: Term, row: int) -> None:
        """Check that the parent exists and that parents do not run in a circle."""
        if not term.parent:
            return
        if not (self.vocabulary.get(term.list, term.parent) or (term.list, term.parent) in self.added):
            near = self.vocabulary.nearest(term.list, term.parent)
            at = (row, "parent")
            self.wrong("unknown_parent", at, term.parent, nearest=near, key=term.key, list=term.list)
            return
        walked = [term.key]
        above: Term | None = term
        while above is not None and above.parent and above.parent not in walked:
            walked.append(above.parent)
            above = self.added.get((term.list, above.parent))
        if above is not None and above.parent == term.key:
            self.wrong("term_cycle", (row, "parent"), term.parent, path=" → ".join([*walked, term.key]))


def is_term_key(key: str) -> bool:
    """Tell whether a text can be the key of a word: no mark that list cells give a meaning to."""
    return bool(squash(key)) and squash(key) != "all" and key[0] != "-" and not any(m in key for m in _MARKS)
