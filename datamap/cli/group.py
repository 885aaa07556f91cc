"""Commands that have commands of their own, in the order in which they were put together."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

from datamap.cli.help import Page

DEFAULT = "show"
"""What the bare word of a group means, where the group has it."""

FILE = "file"
"""The command that a word belongs to which is none, where the group has it: `datamap import FILE`."""


class Group(TyperGroup):
    """A group of commands: listed in its order, and `datamap assess` short for `datamap assess show`."""

    def get_help(self, ctx: Any) -> str:
        """Return the page of `--help`."""
        return "\n".join(Page(self, ctx).lines())

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the name is given by typer
        """Return the names of the commands; typer itself would put groups before commands."""
        from datamap.cli.app import COMMANDS

        order = list(COMMANDS)
        return sorted(self.commands, key=lambda name: order.index(name) if name in order else -1)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words after the group; options without a command belong to its default.

        `--lang` is heard before the command too: it belongs to whatever follows.
        """
        lang, rest = _lang_first(args)
        help_wanted = bool(rest) and rest[0] in {"-h", "--help"}
        if rest and not rest[0].startswith("-"):
            words = [rest[0], *lang, *rest[1:]]
        elif DEFAULT in self.commands and not help_wanted:
            words = [DEFAULT, *lang, *rest]
        else:
            words = rest[:1] if help_wanted else rest
        if FILE in self.commands and words and words[0] not in self.commands:
            words = [FILE, *lang, *rest]
        return super().parse_args(ctx, words)


def _lang_first(args: list[str]) -> tuple[list[str], list[str]]:
    """Return `--lang` as it stands before everything else, and the words after it."""
    taken = 0
    while taken < len(args) and args[taken].split("=")[0] == "--lang":
        taken += 1 if "=" in args[taken] else 2
    return args[:taken], args[taken:]
