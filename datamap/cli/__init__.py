"""The commands: the only place that knows the clock, the current directory and the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `datamap` as the shell asked for it (entry point of the installed command).

    Always ends in `SystemExit`: 0 done; 1 findings at or above `--fail-on`; 2 the input is bad;
    3 the program failed. `--debug`, anywhere before a `--`, shows the traceback of a failure.
    """
    import typer

    from datamap.cli.app import build_app

    words = list(sys.argv[1:] if arguments is None else arguments)
    own = words.index("--") if "--" in words else len(words)
    debug = "--debug" in words[:own]
    kept = [word for word in words[:own] if word != "--debug"] + words[own:]
    try:
        code = build_app()(kept, prog_name="datamap", obj={"debug": debug}, standalone_mode=False)
    except typer.Abort:
        code = 1
    except typer.TyperException as error:
        code = _misused(error, kept)
    sys.exit(code if isinstance(code, int) else 0)


def _misused(error: typer.TyperException, words: Sequence[str]) -> int:
    """Say what is wrong with the command as it was typed; without any words, show the help."""
    from datamap.cli.usage import lang_typed, tell_misuse

    if words:
        tell_misuse(error, lang_typed(words))
    else:
        error.show()  # type: ignore[attr-defined]
    return int(error.exit_code)
