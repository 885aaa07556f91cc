"""The commands: the only place that knows the clock, the current directory and the terminal."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # see commands.py
if TYPE_CHECKING:
    from collections.abc import Sequence

UNHEARD = 141
"""Exit code where nobody reads the output any more, as `| head` does not: what shells say of SIGPIPE."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `datamap` as the shell asked for it (entry point of the installed command).

    Always ends in `SystemExit`: 0 done; 1 findings at or above `--fail-on`; 2 the input is bad;
    3 the program failed; 130 stopped by Ctrl-C, 141 its output is read no further, 143 stopped by
    the system. `--debug`, anywhere before a `--`, shows the traceback of a failure.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        code = _unheard()
    sys.exit(code)


def _run(words: list[str]) -> int:
    """Answer at once what needs no command; else load typer and the command."""
    from datamap.cli.front import answered

    own = words.index("--") if "--" in words else len(words)
    kept = [word for word in words[:own] if word != "--debug"] + words[own:]
    code = answered(kept)
    if code is not None:
        return code
    from datamap.cli.running import run

    return run(kept, debug="--debug" in words[:own])


def _unheard() -> int:
    """Let go of what cannot be written: the interpreter would complain of it when it ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return UNHEARD
