"""The commands: the only place that knows the clock, the current directory and the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `datamap` as the shell asked for it (entry point of the installed command).

    Always ends in `SystemExit`: 0 done; 1 findings at or above `--fail-on`; 2 the input is bad;
    3 the program failed. `--debug`, anywhere before a `--`, shows the traceback of a failure.
    """
    from datamap.cli.app import build_app

    words = list(sys.argv[1:] if arguments is None else arguments)
    own = words.index("--") if "--" in words else len(words)
    debug = "--debug" in words[:own]
    kept = [word for word in words[:own] if word != "--debug"] + words[own:]
    build_app()(kept, prog_name="datamap", obj={"debug": debug})
