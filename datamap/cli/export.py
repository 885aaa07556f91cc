"""`datamap export`: the workbook as an Excel file that can be filled in and brought back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from datamap.cli.options import HERE, AsOf, Folder, Language, help_of
from datamap.cli.outcome import Stop, need_room
from datamap.cli.say import said, show
from datamap.vocabulary import text

Target = Annotated[Path, typer.Argument(metavar="FILE", help=help_of("export_file"), show_default=False)]
Force = Annotated[bool, typer.Option("--force", help=help_of("force"))]


def export(
    target: Target, as_of: AsOf, workbook: Folder = HERE, lang: Language = "ja", force: Force = False
) -> None:
    """Write inventory, guide, check, places, notice and words as an .xlsx file."""
    from datamap.cli.check import find, read_all
    from datamap.exchange.export import export_xlsx
    from datamap.exchange.placing import write_whole

    if target.suffix.casefold() != ".xlsx":
        raise Stop(text("cli", "export_ending", file=target))
    if target.exists() and not force:
        raise Stop(text("cli", "export_there", file=target))
    need_room(target.parent)
    book = read_all(workbook, lang)
    findings = find(book, as_of, lang) if len(book.inventory) else None
    write_whole(target, export_xlsx(book, as_of=as_of, findings=findings, lang=lang))
    show(said("wrote", lang, file=target), bold=True)
    show(said("export_next", lang, file=target))
