"""The page `docs/commands.ja.md`: every command with its options, written from the words of `--help`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from datamap.cli.app import build_app
from datamap.cli.commands import COMMANDS
from datamap.cli.help import Page
from datamap.cli.say import said
from datamap.model import Lang

LANG: Lang = "ja"
"""English has a page written by hand, `docs/commands.md`, which says more."""


def commands_page() -> str:
    """Return the reference of all commands in Japanese.

    Examples
    --------
    >>> "## `datamap assess plan`" in commands_page()
    True
    """
    app = build_app()
    top = app.context_class(app, info_name="datamap", obj={"help_lang": LANG})
    usual = app.commands["reach"]
    shared = Page(usual, _context(usual, top)).lists()["help_shared"]
    lines = [said("reference_head", LANG), "", f"## {said('help_shared', LANG)}", ""]
    lines += _rows(shared)
    for name in COMMANDS:
        lines += _command(app.commands[name], top, shared)
    return "\n".join(lines).rstrip() + "\n"


def _context(command: Any, parent: Any) -> Any:
    return command.context_class(
        command, info_name=command.name, parent=parent, obj=parent.obj, **command.context_settings
    )


def _command(command: Any, parent: Any, shared: list[tuple[str, str]]) -> Iterator[str]:
    """Yield what is said of a command, or of each of those it has; what it shares with all is left out."""
    ctx = _context(command, parent)
    for name in command.list_commands(ctx) if hasattr(command, "commands") else ():
        yield from _command(command.commands[name], ctx, shared)
    if hasattr(command, "commands"):
        return
    page = Page(command, ctx)
    lists = page.lists()
    yield from (f"## `{ctx.command_path}`", "", page.about, "", f"`{' '.join(page.usage())}`", "")
    own = [row for row in lists["help_shared"] if row not in shared]
    yield from _rows([*lists["help_arguments"], *lists["help_options"], *own])


def _rows(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a table of what is written and what it does; nothing where there is nothing."""
    listed = list(rows)
    if not listed:
        return
    yield f"| {said('reference_written', LANG)} | {said('reference_does', LANG)} |"
    yield "|---|---|"
    for name, words in listed:
        yield _choice(name, words) if "|" in name else f"| `{name}` | {words} |"
    yield ""


def _choice(name: str, words: str) -> str:
    """Return a row whose first cell offers words to choose from: a bar would end the cell."""
    option, _, choices = name.partition(" <")
    listed = "、".join(f"`{word}`" for word in choices.rstrip(">").split("|"))
    return f"| `{option}` {listed} | {words} |"
