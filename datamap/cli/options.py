"""The options that every command shares, said once."""

from __future__ import annotations

import os
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from datamap.cli.usage import Refused
from datamap.model import LANGS, Lang
from datamap.vocabulary import text


class Output(StrEnum):
    """In which form a command prints its result."""

    TEXT = "text"
    JSON = "json"


def help_of(key: str) -> str:
    """Return a help line of `texts/cli.toml` in the language of the terminal, or in both."""
    words = text("cli", f"help_{key}")
    lang = lang_of_terminal()
    return words.in_lang(lang) if lang else f"{words.ja} / {words.en}"


def lang_of_terminal() -> Lang | None:
    """Return the language that DATAMAP_LANG or the locale names; None where they name none of ours."""
    for name in ("DATAMAP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        named = os.environ.get(name, "")[:2]
        for lang in LANGS:
            if named == lang:
                return lang
    return None


def date_of(written: str) -> date:
    """Read a day as a person writes it on the command line."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused(text("cli", "bad_date", value=written)) from None


def _today() -> str:
    return date.today().isoformat()  # noqa: DTZ011  the day where the reader is


Folder = Annotated[
    Path, typer.Option("--workbook", "-w", metavar="DIR", help=help_of("workbook"), show_default=False)
]
Language = Annotated[
    Lang, typer.Option("--lang", envvar="DATAMAP_LANG", show_envvar=False, help=help_of("lang"))
]
AsOf = Annotated[
    date,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=date_of,
        default_factory=_today,
        help=help_of("as_of"),
        show_default=False,
    ),
]
Form = Annotated[Output, typer.Option("--format", help=help_of("format"))]

HERE = Path()
"""The default of `Folder`: where the command was called."""
