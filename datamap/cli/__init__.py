"""The commands: the only place that knows the clock, the current directory and the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from datamap.cli.ending import Outcome, ending_in_order, outcome_of

if TYPE_CHECKING:
    import typer


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `datamap` as the shell asked for it (entry point of the installed command).

    Always ends in `SystemExit`: 0 done; 1 findings at or above `--fail-on`; 2 the input is bad;
    3 the program failed; 130 stopped by Ctrl-C, 143 by the system. `--debug`, anywhere before a
    `--`, shows the traceback of a failure.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with ending_in_order():
            code = _run(words)
    except KeyboardInterrupt as error:  # outside of a command: nothing was begun
        code = outcome_of(error)
    sys.exit(code)


def _run(words: Sequence[str]) -> int:
    import typer

    from datamap.cli.app import build_app
    from datamap.cli.usage import lang_of_help, lang_typed, tell_stopped

    own = words.index("--") if "--" in words else len(words)
    kept = [word for word in words[:own] if word != "--debug"] + list(words[own:])
    about = {"debug": "--debug" in words[:own], "help_lang": lang_of_help(kept)}
    try:
        code = build_app()(kept, prog_name="datamap", obj=about, standalone_mode=False)
    except typer.Abort:  # Ctrl-C at a question
        tell_stopped(lang_typed(kept))
        code = Outcome.STOPPED
    except typer.TyperException as error:
        code = _misused(error, kept)
    return code if isinstance(code, int) else 0


def _misused(error: typer.TyperException, words: Sequence[str]) -> int:
    """Say what is wrong with the command as it was typed; a group without a word shows its help."""
    from datamap.cli.usage import tell_misuse

    if type(error).__name__ == "NoArgsIsHelpError":  # typer keeps the class to itself
        error.show()  # type: ignore[attr-defined]
    else:
        tell_misuse(error, words)
    return int(error.exit_code)
