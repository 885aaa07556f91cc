"""Reading the data files of this room: TOML in the package, every sentence in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from datamap.model import EMPTY, LANGS, Text


class BrokenSheet(ValueError):
    """A data file of the package that does not keep its own rules: an error, never a clean result."""


@cache
def read_sheet(name: str) -> Mapping[str, Any]:
    """Return one TOML file of this room, by its path below `datamap/risk/`.

    Examples
    --------
    >>> read_sheet("scales.toml")["default"]
    4
    """
    with files("datamap.risk").joinpath(name).open("rb") as sheet:
        return tomllib.load(sheet)


@cache
def sheet_names(folder: str) -> tuple[str, ...]:
    """Return the TOML files of a folder of this room, sorted, as paths below `datamap/risk/`."""
    here = files("datamap.risk").joinpath(folder)
    return tuple(sorted(f"{folder}/{entry.name}" for entry in here.iterdir() if entry.name.endswith(".toml")))


def said(value: Any, where: str) -> Text:
    """Return a `{ja, en}` table as a Text.

    Raises
    ------
    BrokenSheet
        If one language is missing or empty; `where` says in which file and entry.
    """
    if not isinstance(value, Mapping) or set(value) != set(LANGS) or not all(value[lang] for lang in LANGS):
        message = f"{where}: needs a sentence in each of {', '.join(LANGS)}"
        raise BrokenSheet(message)
    return Text(**value)


def said_or_empty(value: Any, where: str) -> Text:
    """Return a `{ja, en}` table as a Text, EMPTY where there is none."""
    return EMPTY if value is None else said(value, where)


def one_of(value: Any, allowed: Sequence[str], where: str) -> str:
    """Return a word of a closed list.

    Raises
    ------
    BrokenSheet
        If it is none of them.
    """
    if value not in allowed:
        message = f"{where}: {value!r} is none of {', '.join(allowed)}"
        raise BrokenSheet(message)
    return str(value)


def refuse_unknown(entry: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    """Refuse a key that nobody reads: a misspelt condition must not vanish in silence.

    Raises
    ------
    BrokenSheet
        Naming the keys there are.
    """
    keys = frozenset(known)
    if strange := sorted(set(entry) - keys):
        message = f"{where}: unknown {', '.join(strange)}; known: {', '.join(sorted(keys))}"
        raise BrokenSheet(message)
