"""The page that `--help` shows, in the language of the reader; where none is known, in both."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from datamap.cli.lines import columns_wide, room
from datamap.model import LANGS, Lang, Text
from datamap.vocabulary import texts

SHARED = ("workbook", "lang", "as_of", "output", "help")
"""Options that most commands take: listed after those of the command itself."""

_MOST_LEFT = 26
_NAMED = re.compile(r"[A-Z]+")
_PIECE = re.compile(r"\s+|[（「『“(\[]*(?:[!-~]+|[^\s!-~])[、。，）」』”…ー々っゃゅょッャュョ]*")
"""What stays together where a line is broken: a word in Latin letters, or one other letter with its marks."""


def help_of(key: str) -> str:
    """Return what stands for a help line until it is shown: its name in `texts/cli.toml`."""
    return f"help_{key}"


def lang_of_terminal() -> Lang | None:
    """Return the language that DATAMAP_LANG or the locale names; None where they name none of ours."""
    for name in ("DATAMAP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        named = os.environ.get(name, "")[:2]
        for lang in LANGS:
            if named == lang:
                return lang
    return None


def named(metavar: str, lang: Lang | None) -> str:
    """Return what stands for a value, `DIR` or `[NEW]`, in the words of the reader.

    Examples
    --------
    >>> named("PLACE=COUNTRY", "ja"), named("[NAME]...", "en")
    ('場所=国', '[NAME]...')
    """
    known = texts("cli")

    def word(found: re.Match[str]) -> str:
        said = known.get(f"metavar_{found[0]}")
        return said.in_lang(lang or "en") if said else found[0]

    return _NAMED.sub(word, metavar)


def folded(words: str, width: int) -> Iterator[str]:
    """Yield words in lines of a terminal; a Japanese letter takes two columns, and no mark begins a line.

    Examples
    --------
    >>> list(folded("届く国を、行まで示します。", 12))
    ['届く国を、行', 'まで示しま', 'す。']
    """
    line = ""
    for piece in _PIECE.findall(words):
        if line and columns_wide((line + piece).rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line:
        yield line.rstrip()


class Page:
    """The help of one command, line by line."""

    def __init__(self, command: Any, ctx: Any) -> None:
        self._command = command
        self._ctx = ctx
        self._lang: Lang | None = (ctx.obj or {}).get("help_lang")
        self._room = room()

    def lines(self) -> Iterator[str]:
        """Yield how it is called, what it does, what it takes, and the commands it has."""
        yield f"{self._say('help_usage')}: {' '.join(self.usage())}"
        yield ""
        yield from self._indented(self.about)
        lists = self.lists()
        left = max(min(columns_wide(name), _MOST_LEFT) for rows in lists.values() for name, _ in rows) + 2
        for heading, rows in lists.items():
            if rows:
                yield ""
                yield f"{self._say(heading)}:"
                yield from self._table(rows, left)
        if self._command.epilog:
            yield ""
            yield from self._indented(self._say(self._command.epilog))

    @property
    def about(self) -> str:
        """What the command does."""
        return self._say(self._command.help or "")

    def lists(self) -> dict[str, list[tuple[str, str]]]:
        """Return what is listed below each heading: arguments, own and shared options, commands."""
        shown = self._command.get_params(self._ctx)
        options = [param for param in shown if param.param_type_name == "option"]
        common = [] if self._members() else [param for param in options if param.name in SHARED]
        shared = sorted(common, key=lambda param: SHARED.index(param.name))
        return {
            "help_commands": list(self._commands()),
            "help_arguments": list(self._rows(p for p in shown if p not in options)),
            "help_options": list(self._rows(p for p in options if p not in shared)),
            "help_shared": list(self._rows(shared)),
        }

    def _say(self, key: str) -> str:
        words = texts("cli").get(key, Text.same(key))
        if self._lang or words.ja == words.en:
            return words.in_lang(self._lang or "en")
        return f"{words.ja} / {words.en}"

    def usage(self) -> Iterator[str]:
        """Yield the words of a call, arguments and optional parts included."""
        yield self._ctx.command_path
        yield f"[{named('OPTIONS', self._lang)}]"
        for param in self._command.params:
            if param.param_type_name == "argument":
                name = named(param.metavar, self._lang)
                yield name if param.required or name.startswith("[") else f"[{name}]"
        if self._members():
            yield f"{named('COMMAND', self._lang)} …"

    def _members(self) -> Sequence[str]:
        listed = getattr(self._command, "list_commands", None)
        return listed(self._ctx) if listed else ()

    def _commands(self) -> Iterator[tuple[str, str]]:
        for name in self._members():
            yield name, self._say(self._command.get_command(self._ctx, name).help)

    def _rows(self, params: Iterable[Any]) -> Iterator[tuple[str, str]]:
        for param in params:
            left = ", ".join(sorted(param.opts, key=len)) if param.param_type_name == "option" else ""
            value = "" if getattr(param, "is_flag", False) else self._value(param)
            yield f"{left} {value}".strip(), self._about(param)

    def _value(self, param: Any) -> str:
        """Return what is written after an option: a word for it, or the words to choose from."""
        if param.metavar:
            return named(param.metavar, self._lang)
        return str(param.display_type(self._ctx)).replace("list[", "").replace("]", "")

    def _about(self, param: Any) -> str:
        """Return what an option does, whether it has to be there, and what counts without it."""
        if param.name == "help":
            return self._say("help_help")
        note = self._say("help_required") if param.required else self._default(param)
        if not note:
            return self._say(param.help or "")
        return self._say(param.help or "") + (f"（{note}）" if self._lang == "ja" else f" ({note})")

    def _default(self, param: Any) -> str:
        value = None if getattr(param, "is_flag", False) or not param.show_default else param.default
        if value in (None, (), []):
            return ""
        values = value if isinstance(value, list | tuple) else [value]
        said = ", ".join(str(getattr(each, "value", each)) for each in values)
        return f"{self._say('help_default')}: {said}"

    def _table(self, rows: Iterable[tuple[str, str]], left: int) -> Iterator[str]:
        """Yield two columns; what is too long for the first has a line of its own."""
        for name, words in rows:
            first, *rest = list(folded(words, self._room - left - 2)) or [""]
            if columns_wide(name) > left - 2:
                yield f"  {name}"
                rest = [first, *rest]
            else:
                yield f"  {name}{' ' * (left - columns_wide(name))}{first}".rstrip()
            yield from (" " * (left + 2) + line for line in rest)

    def _indented(self, words: str) -> Iterator[str]:
        return (f"  {line}" for line in folded(words, self._room - 2))
