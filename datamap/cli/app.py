"""The command line put together from `commands.py`; a command's file is loaded when it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Annotated, Any

import typer

from datamap import __version__
from datamap.cli.commands import COMMANDS, PASSES_ON
from datamap.cli.group import DEFAULT, Group, Members
from datamap.cli.help import help_of
from datamap.cli.outcome import Command

_SETTINGS = {"help_option_names": ["-h", "--help"]}


def build_app() -> Any:
    """Return the command line with every command of `COMMANDS`."""
    return _group("", COMMANDS, _general)


def _group(name: str, commands: Mapping[str, object], options: Callable[..., None]) -> Any:
    """Return a command that has commands of its own."""
    app = typer.Typer(
        cls=Group,
        name=name,
        help=help_of(name or "datamap"),
        no_args_is_help=DEFAULT not in commands,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # boxes would double what `--help` costs
        context_settings=_SETTINGS,
    )
    app.callback()(options)
    group: Any = typer.main.get_command(app)
    group.commands = Members(commands, partial(_loaded, name, commands))
    return group


def _loaded(group: str, commands: Mapping[str, Any], name: str) -> Any:
    """Return a command of a group; what stands in its file is loaded now."""
    held = commands[name]
    if isinstance(held, Mapping):
        return _group(name, held, _no_options)
    file, _, action = held.partition(":")
    extra = {"allow_extra_args": True, "ignore_unknown_options": True} if name in PASSES_ON else {}
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    alone.command(
        name,
        cls=Command,
        help=help_of(f"{group}_{name}" if group else name),
        epilog=help_of(f"{name}_more") if name in PASSES_ON else None,
        context_settings={**_SETTINGS, **extra},
    )(getattr(import_module(f"datamap.cli.{file}"), action))
    return typer.main.get_command(alone)


def _no_options() -> None:
    """Take no options before the second word of a command."""


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
