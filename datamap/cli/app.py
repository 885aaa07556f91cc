"""The command line put together: one line here and one file beside it for each command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from datamap import __version__
from datamap.cli import accept, ask, breach, build, check, diff, disclose, erase, init, lab, retention
from datamap.cli.options import help_of
from datamap.cli.outcome import Command

COMMANDS: dict[str, Callable[..., None]] = {
    "init": init.init,
    "check": check.check,
    "accept": accept.accept,
    "ask": ask.ask,
    "erase": erase.erase,
    "disclose": disclose.disclose,
    "breach": breach.breach,
    "retention": retention.retention,
    "diff": diff.diff,
    "build": build.build,
    "lab": lab.lab,
}
"""In the order of a working day, which is the order of `--help`."""

PASSES_ON = {"lab"}
"""Commands that hand options they do not know to another program."""


def build_app() -> typer.Typer:
    """Return the command line with every command of `COMMANDS`."""
    app = typer.Typer(
        help=help_of("datamap"),
        epilog=help_of("debug"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # boxes would double what `--help` costs
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_general)
    for name, command in COMMANDS.items():
        extra = {"allow_extra_args": True, "ignore_unknown_options": True} if name in PASSES_ON else {}
        app.command(
            name,
            cls=Command,
            help=help_of(name),
            short_help=help_of(name),
            context_settings={"help_option_names": ["-h", "--help"], **extra},
        )(command)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"datamap {__version__}")
        raise typer.Exit


def _general(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help=help_of("version"))
    ] = False,
) -> None:
    """Take the options that stand before the command."""
