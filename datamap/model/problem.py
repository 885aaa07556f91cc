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
    column : column key (or TOML key path such as `clause[3].id`). `heading` : its label, if it has one.
    value : the offending value, as written.
    message : what is wrong. `allowed` : what would be right.
    nearest : the likeliest word meant, as it is written in the file. `meant` : its label, if it has one.
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
    heading: Text = EMPTY
    meant: Text = EMPTY

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

    def column_in(self, lang: Lang) -> str:
        """Return the column as a person knows it: its label, with the key that stands for it."""
        return _named(self.heading, self.column or "", lang)

    def nearest_in(self, lang: Lang) -> str:
        """Return the likeliest word meant as a person knows it: its label, with its key."""
        return _named(self.meant, self.nearest or "", lang)

    def line_in(self, lang: Lang) -> str:
        """Return the problem as one entry of a list: where, what, what is allowed, what to do."""
        places = [self.file]
        if self.row is not None:
            places.append(f"{self.row}行目" if lang == "ja" else f"row {self.row}")
        if self.line is not None and self.line != self.row:
            places.append(
                f"（ファイルの{self.line}行目）" if lang == "ja" else f"(line {self.line} of the file)"
            )
        if self.column is not None:
            places.append(f"列{self.column_in(lang)}" if lang == "ja" else f"column {self.column_in(lang)}")
        said = [f"{_SEVERITY[self.severity].in_lang(lang)} {' '.join(places)}", self.message.in_lang(lang)]
        if allowed := self.allowed.in_lang(lang):
            said.append(_ALLOWED.in_lang(lang) + allowed)
        if self.nearest:
            said.append(_NEAREST.in_lang(lang).format(self.nearest_in(lang)))
        return "\n    ".join([*said, f"→ {self.next_step.in_lang(lang)}"])


def _named(label: Text, key: str, lang: Lang) -> str:
    """Return a key in quotation marks, its label first if there is another one."""
    name = label.in_lang(lang)
    if not name or name == key:
        return f"「{key}」" if lang == "ja" else f"“{key}”"
    return f"「{name}」（{key}）" if lang == "ja" else f"“{name}” ({key})"


_SEVERITY = {
    Severity.ERROR: Text(ja="［誤り］", en="[error]"),
    Severity.WARNING: Text(ja="［注意］", en="[warning]"),
    Severity.QUESTION: Text(ja="［質問］", en="[question]"),
    Severity.INFORMATION: Text(ja="［情報］", en="[information]"),
}
_ALLOWED = Text(ja="使えるもの：", en="allowed: ")
_NEAREST = Text(ja="もしかして{}ではありませんか。", en="Did you mean {}?")
_TITLE = Text(
    ja="入力に{errors}件の誤りがあります（ほかに注意・情報が{others}件）。",
    en="The input has errors: {errors} (and {others} warnings or remarks).",
)


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

    def text(self, lang: Lang | None = None) -> str:
        """Return all problems as a readable list."""
        speak = lang or self.lang
        errors = sum(p.severity is Severity.ERROR for p in self.problems)
        title = _TITLE.fill(errors=errors, others=len(self.problems) - errors).in_lang(speak)
        return "\n".join([title, *(problem.line_in(speak) for problem in self.problems)])

    def __str__(self) -> str:
        return self.text()

    def _render_traceback_(self) -> list[str]:
        """Show the list in Jupyter, where a traceback would hide it (IPython asks for this name)."""
        return self.text().splitlines()
