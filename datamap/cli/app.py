"""The command line put together: one line here and one file beside it for each command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from datamap import __version__
from datamap.cli import (
    accept,
    ask,
    assess,
    assess_change,
    assess_views,
    audit,
    breach,
    build,
    calendar,
    check,
    choke,
    cut,
    diff,
    disclose,
    draft,
    erase,
    explain,
    explore,
    export,
    import_file,
    importing,
    init,
    lab,
    notice,
    reach,
    retention,
    routes,
    signing,
    whatif,
)
from datamap.cli.group import Group
from datamap.cli.help import help_of
from datamap.cli.outcome import Command

Action = Callable[..., None]

COMMANDS: dict[str, Action | Mapping[str, Action]] = {
    "init": init.init,
    "export": export.export,
    "import": {"file": import_file.import_file, "dpia": importing.dpia},
    "check": check.check,
    "explain": explain.explain,
    "accept": accept.accept,
    "ask": ask.ask,
    "reach": reach.reach,
    "routes": routes.routes,
    "cut": cut.cut,
    "choke": choke.choke,
    "whatif": whatif.whatif,
    "erase": erase.erase,
    "disclose": disclose.disclose,
    "breach": breach.breach,
    "retention": retention.retention,
    "calendar": calendar.calendar,
    "diff": diff.diff,
    "assess": {
        "show": assess.show_all,
        "screen": assess.screen,
        "risks": assess.risks,
        "leverage": assess_views.leverage,
        "ranges": assess_views.ranges,
        "outline": assess_views.outline,
        "plan": assess_views.plan,
        "change": assess_change.change,
        "sign": signing.sign,
        "verify": signing.verify,
    },
    "notice": {"read": notice.read, "check": notice.check},
    "draft": draft.draft,
    "audit": audit.audit,
    "explore": explore.explore,
    "build": build.build,
    "lab": lab.lab,
}
"""In the order of a working day, which is the order of `--help`; some hold commands of their own."""

PASSES_ON = {"lab"}
"""Commands that hand options they do not know to another program."""

_SETTINGS = {"help_option_names": ["-h", "--help"]}


def build_app() -> typer.Typer:
    """Return the command line with every command of `COMMANDS`."""
    app = typer.Typer(
        cls=Group,
        help=help_of("datamap"),
        epilog=help_of("debug"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # boxes would double what `--help` costs
        context_settings=_SETTINGS,
    )
    app.callback()(_general)
    for name, command in COMMANDS.items():
        if isinstance(command, Mapping):
            app.add_typer(_group(name, command), name=name, help=help_of(name))
        else:
            _add(app, name, command)
    return app


def _group(name: str, commands: Mapping[str, Action]) -> typer.Typer:
    """Return a command that has commands of its own."""
    group = typer.Typer(
        cls=Group, no_args_is_help="show" not in commands, rich_markup_mode=None, context_settings=_SETTINGS
    )
    group.callback()(_no_options)
    for word, command in commands.items():
        _add(group, word, command, f"{name}_{word}")
    return group


def _add(app: typer.Typer, name: str, command: Action, key: str = "") -> None:
    extra = {"allow_extra_args": True, "ignore_unknown_options": True} if name in PASSES_ON else {}
    words = help_of(key or name)
    epilog = help_of(f"{name}_more") if name in PASSES_ON else None
    app.command(name, cls=Command, help=words, epilog=epilog, context_settings={**_SETTINGS, **extra})(
        command
    )


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
