"""What is answered before anything is loaded: the list of commands, and the version."""

from __future__ import annotations

import sys

from datamap import __version__
from datamap.cli.commands import COMMANDS
from datamap.cli.layout import page_of
from datamap.cli.tongue import help_word, lang_of_help

TYPE_CHECKING = False  # see commands.py
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from datamap.model import Lang

HELP = ("-h", "--help")

FILE = "file"
"""The command that a word belongs to which is none, where the group has it: `datamap import FILE`."""


def answered(words: Sequence[str]) -> int | None:
    """Answer what can be answered at once; return the exit code, or None where a command has to be run.

    Parameters
    ----------
    words : the command line without `--debug`.
    """
    _, rest = lang_first(words)
    path, held = ([], COMMANDS) if not rest or rest[0] in HELP else found_by_help(words)
    if not isinstance(held, str | None):
        page = list_of_commands(" ".join(["datamap", *path]), held, lang_of_help(words))
        print(page, file=sys.stdout if rest else sys.stderr)
        return 0 if rest else 2
    if rest == ["--version"]:
        print(f"datamap {__version__}")  # noqa: T201
        return 0
    return None


def found_by_help(words: Sequence[str]) -> tuple[list[str], str | Mapping[str, str] | None]:
    """Return the words of a command and what it is, where its help and nothing else is asked for."""
    _, rest = lang_first(words)
    path = rest[:-1] if rest and rest[-1] in HELP else []
    held: str | Mapping[str, str] | None = None
    for word in path:
        members = COMMANDS if held is None else {} if isinstance(held, str) else held
        held = members.get(word)
        if held is None:
            break
    if isinstance(held, str | None) or FILE not in held:
        return path, held
    return [*path, FILE], held[FILE]


def lang_first(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return `--lang` as it stands before everything else, and the words after it."""
    taken = 0
    while taken < len(words) and words[taken].partition("=")[0] == "--lang":
        taken += 1 if "=" in words[taken] else 2
    return list(words[:taken]), list(words[taken:])


def list_of_commands(path: str, commands: Mapping[str, object], lang: Lang | None) -> str:
    """Return the page of help of what holds commands: `datamap` itself, or `datamap assess`.

    Parameters
    ----------
    path : the words of the call. commands : those it holds, in order. lang : None = both.
    """

    def say(key: str) -> str:
        return help_word(key, lang) or key

    names = path.split()[1:]
    top = not names
    lists = {
        say("help_commands"): [(name, say("_".join(["help", *names, name]))) for name in commands],
        say("help_options"): [
            *([("--version", say("help_version"))] if top else []),
            ("-h, --help", say("help_help")),
        ],
    }
    options, command = (help_word(f"metavar_{name}", lang or "en") for name in ("OPTIONS", "COMMAND"))
    usage = f"{say('help_usage')}: {path} [{options}] {command} …"
    about = say("_".join(["help", *(names or ["datamap"])]))
    return "\n".join(page_of(usage, about, lists, say("help_debug") if top else ""))
