"""`datamap init DIR`: a workbook to start from, with a guide, templates and the notebooks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.options import Language, help_of
from datamap.cli.outcome import Stop, need_room
from datamap.cli.say import said, show
from datamap.model import Lang
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.cli.templates import Template

Directory = Annotated[Path, typer.Argument(metavar="DIR", help=help_of("directory"), show_default=False)]
Name = Annotated[str, typer.Option("--name", metavar="TEXT", help=help_of("name"), show_default=False)]
Templates = Annotated[
    list[str] | None,
    typer.Option("--template", metavar="WHICH", help=help_of("template"), show_default=False),
]


def init(directory: Directory, lang: Language = "ja", name: Name = "", template: Templates = None) -> None:
    """Write the files of a new workbook; refuse to overwrite any. Asks on a terminal, if nothing is said."""
    from datamap.cli.starter import starter_files
    from datamap.cli.templates import template_files

    chosen = list(template or ())
    files = starter_files(lang)
    there = [path for path in files if (directory / path).exists()]
    if there:
        raise Stop(text("cli", "init_refused", files=", ".join(there)))
    need_room(directory)
    if not name and not chosen and sys.stdin.isatty():
        name, chosen = _ask(lang)
    if name or chosen:
        files |= template_files(_known(chosen), lang, files, name=name)
    for path, content in files.items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    show(said("init_done", lang, folder=directory), bold=True)
    for path in files:
        show(f"  {path}")
    show(said("init_next_template" if chosen else "init_next", lang))


def _ask(lang: Lang) -> tuple[str, list[str]]:
    """Ask for what a workbook can start from; an empty answer leaves it open."""
    from datamap.cli.templates import Template

    name = typer.prompt(said("init_ask_name", lang), default="", show_default=False)
    for template in Template:
        show(f"  {template.value:8}{said(f'template_{template.value}', lang)}")
    while True:
        words = typer.prompt(said("init_ask_templates", lang), default="", show_default=False)
        chosen = words.replace("、", " ").replace(",", " ").split()
        try:
            _known(chosen)
        except Stop as error:
            show(error.reason.in_lang(lang), colour=typer.colors.RED, error=True)
            continue
        return name.strip(), chosen


def _known(words: list[str]) -> list[Template]:
    """Return templates by their names, each once.

    Raises
    ------
    Stop
        For a name that is none.
    """
    from datamap.cli.templates import Template

    allowed = {template.value: template for template in Template}
    wrong = [word for word in words if word.casefold() not in allowed]
    if wrong:
        raise Stop(text("cli", "template_unknown", names=", ".join(wrong), allowed=", ".join(allowed)))
    return [allowed[word] for word in dict.fromkeys(word.casefold() for word in words)]
