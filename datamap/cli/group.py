"""Commands that have commands of their own, in the order in which they were put together."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

DEFAULT = "show"
"""What the bare word of a group means, where the group has it."""

FILE = "file"
"""The command that a word belongs to which is none, where the group has it: `datamap import FILE`."""


class Group(TyperGroup):
    """A group of commands: listed in its order, and `datamap assess` short for `datamap assess show`."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the name is given by typer
        """Return the names of the commands; typer itself would put groups before commands."""
        from datamap.cli.app import COMMANDS

        order = list(COMMANDS)
        return sorted(self.commands, key=lambda name: order.index(name) if name in order else -1)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words after the group; options without a command belong to its default."""
        bare = not args or (args[0].startswith("-") and args[0] not in {"-h", "--help"})
        if bare and DEFAULT in self.commands:
            args = [DEFAULT, *args]
        if FILE in self.commands and args and args[0] not in self.commands:
            args = [FILE, *args]
        return super().parse_args(ctx, args)
