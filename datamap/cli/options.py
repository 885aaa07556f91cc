"""The options that every command shares, said once."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from datamap.cli.help import help_of
from datamap.cli.usage import Refused
from datamap.model import Lang
from datamap.vocabulary import text

__all__ = ["HERE", "AsOf", "Folder", "Form", "Language", "Output", "date_of", "help_of"]


class Output(StrEnum):
    """In which form a command prints its result."""

    TEXT = "text"
    JSON = "json"


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
