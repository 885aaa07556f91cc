"""Commands that have commands of their own, in the order of their table; each is loaded when it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from typer.core import TyperGroup

from datamap.cli.front import FILE, HELP, lang_first, list_of_commands

DEFAULT = "show"
"""What the bare word of a group means, where the group has it."""


class Members(Mapping[str, Any]):
    """The commands of a group by name; a command is loaded when it is asked for, not to know its name.

    Parameters
    ----------
    names : in order. load : makes the command of a name.
    """

    def __init__(self, names: Mapping[str, object], load: Callable[[str], Any]) -> None:
        self._names = names
        self._load = load
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._load(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Group(TyperGroup):
    """A group of commands: listed in its order, and `datamap assess` short for `datamap assess show`."""

    def get_help(self, ctx: Any) -> str:
        """Return the page of `--help`."""
        return list_of_commands(ctx.command_path, self.commands, (ctx.obj or {}).get("help_lang"))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words after the group; options without a command belong to its default.

        `--lang` is heard before the command too: it belongs to whatever follows.
        """
        lang, rest = lang_first(args)
        help_wanted = bool(rest) and rest[0] in HELP
        if rest and not rest[0].startswith("-"):
            words = [rest[0], *lang, *rest[1:]]
        elif DEFAULT in self.commands and not help_wanted:
            words = [DEFAULT, *lang, *rest]
        else:
            words = rest[:1] if help_wanted else rest
        if FILE in self.commands and words and words[0] not in self.commands:
            words = [FILE, *lang, *rest]
        return super().parse_args(ctx, words)
