"""What the commands say, in the language chosen: lines for people, one object for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

import typer

from datamap import __version__
from datamap.model import Lang, Problem, Severity
from datamap.vocabulary import text

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

TOGETHER = 1000
"""Rows of an object that are written at a time."""

COLOURS = {
    Severity.ERROR: typer.colors.RED,
    Severity.WARNING: typer.colors.YELLOW,
    Severity.QUESTION: typer.colors.CYAN,
    Severity.INFORMATION: None,
}


def said(key: str, lang: Lang, **values: object) -> str:
    """Return one sentence of `texts/cli.toml`."""
    return text("cli", key, **values).in_lang(lang)


def weight_of(severity: Severity, lang: Lang) -> str:
    """Return how heavy a finding is, as findings are spoken of (a mistake in a file is an error)."""
    return text("rules", f"severity_is_{severity.value}").in_lang(lang)


def show(line: str = "", *, colour: str | None = None, bold: bool = False, error: bool = False) -> None:
    """Print one line. A control character that came with the input cannot reach the terminal."""
    typer.secho(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", line), fg=colour, bold=bold, err=error)


def show_object(
    results: list[dict[str, Any]],
    *,
    as_of: date | None = None,
    sha256: str | None = None,
    **more: Any,
) -> None:
    """Print the one JSON object of a command (DESIGN section 7); `more` are further top-level keys."""
    head = {
        "datamap": __version__,
        "as_of": as_of.isoformat() if as_of else None,
        "inventory_sha256": sha256,
        "results": results,
        **more,
    }
    typer.echo(json.dumps(head, ensure_ascii=False, indent=2))


def show_rows(
    rows: Iterable[dict[str, Any]], *, as_of: date | None = None, sha256: str | None = None, **more: Any
) -> None:
    """Print the same object for rows without number: each is written as it comes."""
    show_lines(map(partial(json.dumps, ensure_ascii=False), rows), as_of=as_of, sha256=sha256, **more)


def show_lines(
    lines: Iterable[str], *, as_of: date | None = None, sha256: str | None = None, **more: Any
) -> None:
    """Print the same object for results that are JSON already, each in one line."""
    lines = iter(lines)
    head = {"datamap": __version__, "as_of": as_of.isoformat() if as_of else None, "inventory_sha256": sha256}
    text_of = partial(json.dumps, ensure_ascii=False)
    typer.echo("{")
    for key, value in (head | more).items():
        typer.echo(f"  {text_of(key)}: {text_of(value)},")
    typer.echo('  "results": [', nl=False)
    comma = ""
    while part := list(islice(lines, TOGETHER)):
        typer.echo(comma + "\n    " + ",\n    ".join(part), nl=False)
        comma = ","
    typer.echo("\n  ]\n}" if comma else "]\n}")


def show_problems(problems: Iterable[Problem], lang: Lang, *, error: bool = True) -> None:
    """Print what is wrong with an input: where, what, what would be right, what to do now."""
    for problem in problems:
        show(
            f"{said(problem.severity, lang)}  {place_of(problem, lang)}",
            colour=COLOURS[problem.severity],
            error=error,
        )
        show(f"    {problem.message.in_lang(lang)}", error=error)
        if allowed := problem.allowed.in_lang(lang):
            show(f"    {said('allowed', lang, allowed=allowed)}", error=error)
        if problem.nearest:
            show(f"    {said('nearest', lang, nearest=problem.nearest_in(lang))}", error=error)
        if next_step := problem.next_step.in_lang(lang):
            show(f"    → {next_step}", error=error)


def place_of(problem: Problem, lang: Lang) -> str:
    """Say where a problem is: file, row, physical line where it differs, column."""
    parts = [problem.file]
    if problem.row is not None:
        parts.append(said("row", lang, row=problem.row))
    if problem.line is not None and problem.line != problem.row:
        parts.append(said("line", lang, line=problem.line))
    if problem.column:
        parts.append(said("column", lang, column=problem.column_in(lang)))
    return (" " if lang == "ja" else ", ").join(parts)
