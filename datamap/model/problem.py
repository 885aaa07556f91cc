"""What is wrong with an input, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from datamap.model.text import EMPTY, Lang, Text


class Severity(StrEnum):
    """How much a problem or a finding weighs (E W Q I in the acceptance table)."""

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"
    INFORMATION = "information"

    @property
    def rank(self) -> int:
        """Return 0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one place of one input file.

    Attributes
    ----------
    code : key of the problem in `texts/problems.toml`, for instance `unknown_key`.
    severity : `error` stops the work; `warning` and `information` do not.
    file : path as the person gave it.
    row : record number as a spreadsheet shows it (the header is row 1); None for the whole file.
    line : physical line in the file, where it differs from `row` (quoted line breaks).
    column : column key (or TOML key path such as `clause[3].id`).
    value : the offending value, as written.
    message : what is wrong. `allowed` : what would be right. `nearest` : the likeliest word meant.
    next_step : what to do now.
    """

    code: str
    severity: Severity
    file: str
    message: Text
    next_step: Text
    row: int | None = None
    line: int | None = None
    column: str | None = None
    value: str | None = None
    allowed: Text = EMPTY
    nearest: str | None = None

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """Return the problem for JSON, worded in one language."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.file,
            "row": self.row,
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "message": self.message.in_lang(lang),
            "allowed": self.allowed.in_lang(lang),
            "nearest": self.nearest,
            "next_step": self.next_step.in_lang(lang),
        }


class BadInput(Exception):
    """Every problem of an input, gathered and raised once.

    Attributes
    ----------
    problems : all problems found, errors first, then by file, row and column.
    lang : the language `str(error)` speaks.
    """

    def __init__(self, problems: Iterable[Problem], lang: Lang = "ja") -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        self.lang: Lang = lang
        super().__init__(self.problems)
