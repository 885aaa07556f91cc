"""The page that `--help` of a command shows, in the language of the reader; where none is known, in both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from datamap.cli.layout import page_of
from datamap.cli.tongue import help_word
from datamap.model import Lang

SHARED = ("workbook", "lang", "as_of", "output", "help")
"""Options that most commands take: listed after those of the command itself."""

_NAMED = re.compile(r"[A-Z]+")


def help_of(key: str) -> str:
    """Return what stands for a help line until it is shown: its name in `texts/cli.toml`."""
    return f"help_{key}"


def named(metavar: str, lang: Lang | None) -> str:
    """Return what stands for a value, `DIR` or `[NEW]`, in the words of the reader.

    Examples
    --------
    >>> named("PLACE=COUNTRY", "ja"), named("[NAME]...", "en")
    ('場所=国', '[NAME]...')
    """
    return _NAMED.sub(lambda found: help_word(f"metavar_{found[0]}", lang or "en") or found[0], metavar)


class Page:
    """The help of one command."""

    def __init__(self, command: Any, ctx: Any) -> None:
        self._command = command
        self._ctx = ctx
        self._lang: Lang | None = (ctx.obj or {}).get("help_lang")

    def lines(self) -> Iterator[str]:
        """Yield how it is called, what it does and what it takes."""
        lists = {self._say(heading): rows for heading, rows in self.lists().items()}
        usage = f"{self._say('help_usage')}: {' '.join(self.usage())}"
        return page_of(usage, self.about, lists, self._say(self._command.epilog or ""))

    @property
    def about(self) -> str:
        """What the command does."""
        return self._say(self._command.help or "")

    def lists(self) -> dict[str, list[tuple[str, str]]]:
        """Return what is listed below each heading: arguments, own options, shared options."""
        shown = self._command.get_params(self._ctx)
        options = [param for param in shown if param.param_type_name == "option"]
        common = [param for param in options if param.name in SHARED]
        shared = sorted(common, key=lambda param: SHARED.index(param.name))
        return {
            "help_arguments": list(self._rows(p for p in shown if p not in options)),
            "help_options": list(self._rows(p for p in options if p not in shared)),
            "help_shared": list(self._rows(shared)),
        }

    def _say(self, key: str) -> str:
        return help_word(key, self._lang) or key

    def usage(self) -> Iterator[str]:
        """Yield the words of a call, arguments and optional parts included."""
        yield self._ctx.command_path
        yield f"[{named('OPTIONS', self._lang)}]"
        for param in self._command.params:
            if param.param_type_name == "argument":
                name = named(param.metavar, self._lang)
                yield name if param.required or name.startswith("[") else f"[{name}]"

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
