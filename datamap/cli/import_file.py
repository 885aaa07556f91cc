"""`datamap import FILE`: a spreadsheet into an inventory, with an account of every row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.options import HERE, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Outcome, Stop, need_room
from datamap.cli.say import said, show
from datamap.model import Lang
from datamap.vocabulary import read_vocabulary, text

if TYPE_CHECKING:
    from datamap.cli.bringing import Brought
    from datamap.exchange.grid import Book
    from datamap.exchange.mapping import Mapping

File = Annotated[Path, typer.Argument(metavar="FILE", help=help_of("import_source"), show_default=False)]
Map = Annotated[Path | None, typer.Option("--map", metavar="FILE", help=help_of("map"), show_default=False)]
Guess = Annotated[bool, typer.Option("--guess", help=help_of("guess"))]
Sheet = Annotated[str, typer.Option("--sheet", metavar="NAME", help=help_of("sheet"), show_default=False)]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="PATH", help=help_of("import_out"), show_default=False)
]
Into = Annotated[Path | None, typer.Option("--into", metavar="DIR", help=help_of("into"), show_default=False)]
Replace = Annotated[bool, typer.Option("--replace", help=help_of("replace"))]
Partly = Annotated[bool, typer.Option("--partly", help=help_of("partly"))]
All = Annotated[bool, typer.Option("--all", help=help_of("all_rows"))]


def import_file(  # noqa: PLR0913, PLR0917 - each is an option
    source: File,
    workbook: Folder = HERE,
    mapping: Map = None,
    guess: Guess = False,
    sheet: Sheet = "",
    out: Out = None,
    into: Into = None,
    replace: Replace = False,
    partly: Partly = False,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    everything: All = False,
) -> None:
    """Read a spreadsheet (.xlsx, .ods, .csv) and say row by row what was taken, changed and refused."""
    from datamap.cli.bringing import bring

    if into and out:
        raise Stop(text("cli", "intake_where"))
    book = _open(source, lang)
    if guess:
        _draft(book, source, sheet, out, lang)
        return
    brought = bring(book, _mapping(mapping, lang), base=into or workbook, lang=lang)
    refused = brought.account.count("refused")
    held_back = into is not None and refused > 0 and not partly
    places = [] if held_back else _place(brought, source, out, into, replace=replace)
    _show(brought, places, source, lang, output=output, everything=everything)
    if into is not None and not places and not held_back and output is not Output.JSON:
        show(said("intake_unchanged", lang), bold=True)
    if held_back:
        show(said("intake_held_back", lang, count=refused), colour=typer.colors.RED, error=True)
    if refused:
        raise typer.Exit(Outcome.FINDINGS)


def _open(source: Path, lang: Lang) -> Book:
    from datamap.exchange.opening import open_book

    if not source.is_file():
        raise Stop(text("cli", "intake_no_file", file=source))
    return open_book(source.read_bytes(), source.name, lang)


def _mapping(path: Path | None, lang: Lang) -> Mapping | None:
    from datamap.exchange.mapping import read_mapping

    if path is None:
        return None
    if not path.is_file():
        raise Stop(text("cli", "intake_no_file", file=path))
    return read_mapping(path, read_vocabulary(), lang)


def _place(
    brought: Brought, source: Path, out: Path | None, into: Path | None, *, replace: bool
) -> list[Path]:
    """Write what was taken: into a workbook, its old files kept; or into a new folder."""
    from datamap.exchange.placing import replace_in, write_new

    if into is not None:
        need_room(into)
        files, beside = brought.files(merge=not replace), brought.beside()
        kept, written = replace_in(into, files, beside, always=bool(brought.taken.refused))
        return [*written, kept] if kept else []
    folder = out or Path(f"{source.stem}-imported")
    need_room(folder)
    try:
        return write_new(folder, brought.files(merge=False) | brought.beside())
    except FileExistsError as error:
        raise Stop(text("cli", "intake_there", folder=folder, files=error)) from error


def _draft(book: Book, source: Path, sheet: str, out: Path | None, lang: Lang) -> None:
    """Write a draft of a mapping and say how sure each line of it is."""
    from datamap.cli.drafted import show_draft
    from datamap.exchange.guess import guess_mapping
    from datamap.exchange.placing import write_whole

    target = out or Path(f"{source.stem}.map.toml")
    if target.exists():
        raise Stop(text("cli", "intake_there", folder=target.parent, files=target.name))
    need_room(target.parent)
    draft = guess_mapping(book, read_vocabulary(), sheet=sheet, lang=lang)
    write_whole(target, draft.as_toml(lang).encode())
    show_draft(draft, source, target, lang)


def _show(
    brought: Brought, places: list[Path], source: Path, lang: Lang, *, output: Output, everything: bool
) -> None:
    from datamap.cli.accounting import show_account, show_account_object

    if output is Output.JSON:
        show_account_object(brought, places, lang)
    else:
        show_account(brought, places, source, lang, everything=everything)
