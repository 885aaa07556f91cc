"""How a command ends: exit codes, and what is said when it cannot go on."""

from __future__ import annotations

import errno
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand

from datamap.cli.ending import Outcome, outcome_of
from datamap.cli.help import Page
from datamap.cli.say import said, show, show_object, show_problems
from datamap.model import EMPTY, BadInput, Lang, Problem, Severity, Text
from datamap.vocabulary import text

__all__ = ["Command", "Outcome", "Stop", "need_folder_of_its_own", "need_room"]

_OF_THE_MACHINE = ("EACCES", "EDQUOT", "EISDIR", "ENAMETOOLONG", "ENOSPC", "ENOTDIR", "EPERM", "EROFS")
"""What the system refuses for reasons that a person can mend: room, permission, a folder in the way."""


class Stop(Exception):
    """A command cannot go on because of what it was given; says why and what to do."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def need_room(folder: Path) -> None:
    """Raise `Stop` unless files can be made in a folder, or where it is to be made. Leaves nothing behind."""
    for place in (folder, folder.absolute().parent):
        there = next(
            path for path in (place, *place.absolute().parents) if path.exists() or path.is_symlink()
        )
        if not there.is_dir():
            raise Stop(text("cli", "not_a_folder", path=there))
        try:
            with tempfile.TemporaryFile(dir=there):
                pass
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise
            raise Stop(text("cli", "not_writable", path=there.absolute(), reason=_why(error))) from error


def need_folder_of_its_own(folder: Path) -> None:
    """Raise `Stop` if what is made would be mixed with a workbook, or if nothing can be made there."""
    if (folder / "inventory.csv").is_file():
        raise Stop(text("cli", "out_is_workbook", folder=folder))
    need_room(folder)


class Command(TyperCommand):
    """A command that turns every way of ending into its exit code."""

    def get_help(self, ctx: Any) -> str:
        """Return the page of `--help`."""
        return "\n".join(Page(self, ctx).lines())

    def invoke(self, ctx: Any) -> Any:
        """Run the command; exit with what came of it."""
        lang: Lang = ctx.params.get("lang", "ja")
        as_json = ctx.params.get("output") == "json"
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except BadInput as error:
            code = _bad_input(error, lang, as_json=as_json)
        except Stop as error:
            show(error.reason.in_lang(lang), colour=typer.colors.RED, error=True)
            if as_json:
                refusal = Problem("refused", Severity.ERROR, "", error.reason, EMPTY)
                show_object([], problems=[refusal.as_dict(lang)])
            code = Outcome.BAD_INPUT
        except KeyboardInterrupt as error:
            show(said("stopped", lang), error=True)
            code = outcome_of(error)
        except Exception as error:  # noqa: BLE001  an exit code and a way to report it, never a bare traceback
            code = _failed(error, lang, debug=bool((ctx.obj or {}).get("debug")))
        raise typer.Exit(code)


def _bad_input(error: BadInput, lang: Lang, *, as_json: bool) -> Outcome:
    if as_json:
        show_object([], problems=[problem.as_dict(lang) for problem in error.problems])
    else:
        show_problems(error.problems, lang)
        errors = sum(problem.severity is Severity.ERROR for problem in error.problems)
        show(said("bad_input", lang, count=errors), colour=typer.colors.RED, error=True)
    return Outcome.BAD_INPUT


def _failed(error: Exception, lang: Lang, *, debug: bool) -> Outcome:
    """Say that the program failed. A full disk or a missing permission is not a fault to report."""
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, OSError) and errno.errorcode.get(error.errno or 0) in _OF_THE_MACHINE:
        where = f"{error.filename}: " if error.filename else ""
        words = said("cannot_write", lang, reason=where + _why(error).in_lang(lang))
    else:
        words = said("failed", lang, kind=type(error).__name__, reason=error)
    show(words, colour=typer.colors.RED, error=True)
    return Outcome.FAILED


def _why(error: OSError) -> Text:
    """Return in both languages why the system refused; what is not listed in its own words."""
    name = errno.errorcode.get(error.errno or 0, "")
    return text("cli", f"system_{name}") if name in _OF_THE_MACHINE else Text.same(str(error.strerror))
