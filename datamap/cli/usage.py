"""What is wrong with a command as it was typed: said in the language chosen, with what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import typer

from datamap.cli.commands import COMMANDS
from datamap.cli.help import named
from datamap.cli.say import said, show
from datamap.cli.tongue import lang_typed
from datamap.model import Lang, Text

_CHOICE = re.compile(r"^(?:Value error, )?'(.*)' is not one of (.*?)\.?$", re.DOTALL)
_QUOTED = re.compile(r"'([^']*)'")
_NO_COMMAND = re.compile(r"^No such command '(.*?)'")
_NUMBER = re.compile(r"valid integer|(greater|less) than or equal to")
_SAID = {
    re.compile(r"^Got unexpected extra arguments?(?:\(s\))? \((.*)\)$"): "usage_extra",
    re.compile(r"requires an argument|requires \d+ arguments"): "usage_no_value",
    re.compile(r"does not take a value"): "usage_too_much",
}


class Refused(typer.BadParameter):
    """A value that an option does not take; says in both languages why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def tell_stopped(lang: Lang) -> None:
    """Print that a command was stopped, on a line of its own: the cursor may stand behind a question."""
    show(error=True)
    show(said("stopped", lang), error=True)


def tell_misuse(error: typer.TyperException, words: Sequence[str]) -> None:
    """Print what was wrong, what is allowed, what was probably meant, and where help is."""
    lang = lang_typed(words)
    first, *more = _told(error, lang)
    show(first, colour=typer.colors.RED, error=True)
    for line in more:
        show(f"    {line}", error=True)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else _command_of(words)
    show(f"    → {said('usage_help', lang, command=command)}", error=True)


def _command_of(words: Sequence[str]) -> str:
    """Return the command that words begin with, where typer forgets it: `datamap assess plan`."""
    named = [word for word in words[:2] if not word.startswith("-")]
    known = COMMANDS.get(named[0]) if named else None
    if known is None:
        return "datamap"
    second = [word for word in named[1:] if isinstance(known, Mapping) and word in known]
    return " ".join(["datamap", named[0], *second])


def _told(error: Any, lang: Lang) -> list[str]:
    """Return what is wrong, and what would be right, line by line."""
    message = str(error.message)
    if getattr(error, "possibilities", None) is not None or message.startswith("No such option"):
        return _unknown("usage_no_option", error.option_name, _options(error), lang)
    if found := _NO_COMMAND.match(message):
        return _unknown("usage_no_command", found[1], _commands(error), lang)
    for pattern, key in _SAID.items():
        if found := pattern.search(message):
            words = "".join(found.groups())
            return [said(key, lang, words=words, option=getattr(error, "option_name", ""))]
    return _parameter(error, message, lang)


def _parameter(error: Any, message: str, lang: Lang) -> list[str]:
    """Return what is wrong with the value of one option or argument."""
    name = _name_of(getattr(error, "param", None), lang)
    if hasattr(error, "param_type"):
        return [said("usage_missing", lang, option=name)]
    if isinstance(error, Refused):
        return [f"{name}: {error.reason.in_lang(lang)}"]
    if _NUMBER.search(message):
        key = "usage_number_from" if error.param.max is None else "usage_number_between"
        return [said(key, lang, option=name, least=error.param.min, most=error.param.max)]
    return _value(name, message, lang)


def _value(name: str, message: str, lang: Lang) -> list[str]:
    choice = _CHOICE.match(message)
    if choice is None:
        return [f"{name}: {message}" if name else message]
    allowed = _QUOTED.findall(choice[2])
    lines = _unknown("usage_value", choice[1], allowed, lang, option=name)
    return [lines[0], said("allowed", lang, allowed=", ".join(allowed)), *lines[1:]]


def _unknown(key: str, word: str, known: Iterable[str], lang: Lang, **values: str) -> list[str]:
    from datamap.records.page import nearest_of

    near = nearest_of(word.lstrip("-"), [name.lstrip("-") for name in known])
    meant = next((name for name in known if name.lstrip("-") == near), None)
    return [said(key, lang, word=word, **values), *([said("nearest", lang, nearest=meant)] if meant else [])]


def _options(error: Any) -> list[str]:
    if error.ctx is None:
        return list(error.possibilities or ())
    return [name for param in error.ctx.command.params for name in param.opts if name.startswith("--")]


def _commands(error: Any) -> list[str]:
    return list(getattr(error.ctx.command, "commands", ())) if error.ctx is not None else []


def _name_of(param: Any, lang: Lang) -> str:
    """Return a parameter as it is typed: its long option, or what stands for an argument in its help."""
    if param is None:
        return ""
    options = [name for name in param.opts if name.startswith("--")]
    if options:
        return str(options[0])
    return named((param.metavar or param.name.upper()).strip("[]."), lang)
