"""The language of the reader, as typed or as the terminal has it, and the words of help in it.

`datamap --help` rests on this file: it imports nothing that the interpreter has not loaded already.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # see commands.py
if TYPE_CHECKING:
    from collections.abc import Sequence

    from datamap.model import Lang

LANGS: tuple[Lang, ...] = ("ja", "en")
"""`datamap.model.LANGS`, which cannot be had without the whole model."""

_OF_HELP = ("help_", "metavar_")
_words: dict[str, dict[str, str]] = {}


def lang_typed(words: Sequence[str]) -> Lang:
    """Return the language that a command line asks for, whatever else is wrong with it."""
    return _typed(words) or _lang_of(os.environ.get("DATAMAP_LANG", "")) or "ja"


def lang_of_help(words: Sequence[str]) -> Lang | None:
    """Return the language of help: the one typed, or else that of the terminal; None = both."""
    return _typed(words) or lang_of_terminal()


def lang_of_terminal() -> Lang | None:
    """Return the language that DATAMAP_LANG or the locale names; None where they name none of ours."""
    for name in ("DATAMAP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if found := _lang_of(os.environ.get(name, "")[:2]):
            return found
    return None


def _typed(words: Sequence[str]) -> Lang | None:
    for number, word in enumerate(words):
        if word == "--lang" or word.startswith("--lang="):
            value = word.partition("=")[2] or (words[number + 1] if number + 1 < len(words) else "")
            if found := _lang_of(value):
                return found
    return None


def _lang_of(name: str) -> Lang | None:
    return next((lang for lang in LANGS if lang == name), None)


def help_word(key: str, lang: Lang | None) -> str | None:
    """Return one of the words of help in `texts/cli.toml`, in both languages where none is known."""
    entry = (_words or _read()).get(key)
    if entry is None:
        return None
    if lang or entry["ja"] == entry["en"]:
        return entry[lang or "en"]
    return f"{entry['ja']} / {entry['en']}"


def _read() -> dict[str, dict[str, str]]:
    """Read the words of help line by line; a reader of TOML would take longer than all the rest.

    Each stands in three lines, name, Japanese, English, without escapes (a test holds it so).
    """
    path = os.path.join(os.path.dirname(os.path.dirname(__file__)), "texts", "cli.toml")  # noqa: PTH118, PTH120  pathlib costs as much again
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        entry: dict[str, str] = {}
        for line in file:
            if line.startswith("["):
                entry = {}
                if line.startswith(_OF_HELP, 1):
                    _words[line.strip("[]\n")] = entry
            elif line[2:5] == " = ":
                entry[line[:2]] = line[6:-2]
    return _words
