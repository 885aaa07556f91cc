"""`datamap init DIR`: an empty workbook with a guide, templates and the notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from datamap.cli.options import Language, help_of
from datamap.cli.outcome import Stop, need_room
from datamap.cli.say import said, show
from datamap.vocabulary import text

Directory = Annotated[Path, typer.Argument(metavar="DIR", help=help_of("directory"), show_default=False)]


def init(directory: Directory, lang: Language = "ja") -> None:
    """Write the files of an empty workbook; refuse to overwrite any."""
    from datamap.cli.starter import starter_files

    files = starter_files(lang)
    there = [name for name in files if (directory / name).exists()]
    if there:
        raise Stop(text("cli", "init_refused", files=", ".join(there)))
    need_room(directory)
    for name, content in files.items():
        target = directory / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    show(said("init_done", lang, folder=directory), bold=True)
    for name in files:
        show(f"  {name}")
    show(said("init_next", lang))
