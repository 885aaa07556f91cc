"""Puts one file where a person asked for it: whole, or not at all."""

from __future__ import annotations

from pathlib import Path

from datamap.cli.outcome import Stop, need_room
from datamap.vocabulary import text


def put_file(file: Path, content: bytes) -> None:
    """Write a file; what was there before stays whole until then.

    Raises
    ------
    Stop
        If a folder of that name is in the way, or if nothing can be written there.
    """
    from datamap.exchange.placing import write_whole

    need_room(file.parent)
    if file.is_dir():
        raise Stop(text("cli", "file_is_folder", path=file))
    write_whole(file, content)
