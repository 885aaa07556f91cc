"""One command from the words typed to its exit code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

from datamap.cli.app import build_app
from datamap.cli.ending import Outcome, ending_in_order, outcome_of
from datamap.cli.front import found_by_help
from datamap.cli.tongue import lang_of_help, lang_typed
from datamap.cli.usage import tell_misuse, tell_stopped


def run(words: Sequence[str], *, debug: bool) -> int:
    """Run the command that words name; return its exit code.

    Raises
    ------
    BrokenPipeError
        If nobody reads its output any more.
    """
    try:
        with ending_in_order():
            code = _called(words, {"debug": debug, "help_lang": lang_of_help(words)})
    except (typer.Abort, EOFError):  # Ctrl-C at a question
        tell_stopped(lang_typed(words))
        code = Outcome.STOPPED
    except KeyboardInterrupt as error:  # outside of a command: nothing was begun
        code = outcome_of(error)
    except typer.TyperException as error:
        code = _misused(error, words)
    return code if isinstance(code, int) else 0


def _called(words: Sequence[str], about: dict[str, object]) -> object:
    app = build_app()
    path, command = found_by_help(words)
    if command:  # typer would load all that reads values before it shows the page
        typer.echo(_page(app, path, about))
        return Outcome.DONE
    try:
        with app.make_context("datamap", list(words), obj=about) as context:
            return app.invoke(context)
    except typer.Exit as end:
        return end.exit_code


def _page(app: Any, path: Sequence[str], about: dict[str, object]) -> str:
    """Return the page of help of one command."""
    command = app
    for word in path:
        command = command.commands[word]
    name = " ".join(["datamap", *path])
    shown: str = command.get_help(
        typer.Context(command, info_name=name, obj=about, **command.context_settings)
    )
    return shown


def _misused(error: typer.TyperException, words: Sequence[str]) -> int:
    """Say what is wrong with the command as it was typed; a group without a word shows its help."""
    if type(error).__name__ == "NoArgsIsHelpError":  # typer keeps the class to itself
        error.show()  # type: ignore[attr-defined]
    else:
        tell_misuse(error, words)
    return int(error.exit_code)
