"""Texts for people, by room and key, always in both languages (`datamap/texts/<room>.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from datamap.model import Text
from datamap.vocabulary.spoken import tables_of


def text(room: str, key: str, /, **values: object) -> Text:
    """Return one text of a room, its `{placeholders}` filled.

    Parameters
    ----------
    room : name of the file in `datamap/texts/` without `.toml`.
    key : table of the file; nested tables by dots (`unknown_key.message`).
    **values : what goes into the placeholders; a `Text` goes in by language.

    Raises
    ------
    KeyError
        If the room has no such key: a fault of the program, not of the user's input.
    """
    try:
        found = texts(room)[key]
    except KeyError as error:
        message = f"datamap/texts/{room}.toml has no text {key!r}"
        raise KeyError(message) from error
    return found.fill(**values) if values else found


@cache
def texts(room: str) -> dict[str, Text]:
    """Return every text of a room by key; nested tables have dotted keys."""
    source = files("datamap").joinpath("texts", f"{room}.toml").read_text(encoding="utf-8")
    return dict(sorted(_leaves(tables_of(source), "")))


def _leaves(table: Mapping[str, object], path: str) -> list[tuple[str, Text]]:
    if set(table) == {"ja", "en"}:
        return [(path, Text(ja=str(table["ja"]), en=str(table["en"])))]
    found: list[tuple[str, Text]] = []
    for key, value in table.items():
        if not isinstance(value, Mapping):
            message = f"text {path!r} needs exactly ja and en, found {sorted(table)}"
            raise TypeError(message)
        found += _leaves(value, f"{path}.{key}" if path else key)
    return found
