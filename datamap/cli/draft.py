"""`datamap draft`: documents drafted from the inventory and the records."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop, need_folder_of_its_own
from datamap.cli.say import said, show, show_object
from datamap.model import Lang
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.report.documents import Account, Case


class FileForm(StrEnum):
    """In which form a document is written."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


Names = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help=help_of("draft_name"), show_default=False)
]
Everything = Annotated[bool, typer.Option("--all", help=help_of("draft_all"))]
Forms = Annotated[
    list[FileForm] | None, typer.Option("--form", help=help_of("draft_form"), show_default=False)
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help=help_of("draft_out"), show_default=False)
]


def draft(
    as_of: AsOf,
    names: Names = None,
    *,
    everything: Everything = False,
    form: Forms = None,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    out: Out = None,
) -> None:
    """Draft documents, or list those there are with what each still asks."""
    from datamap.inventory import read_workbook
    from datamap.report.documents import DOCUMENTS, FORMATS, Case, draft_documents

    chosen = list(DOCUMENTS) if everything else list(dict.fromkeys(names or ()))
    for name in chosen:
        if name not in DOCUMENTS:
            raise Stop(text("cli", "draft_unknown", name=name, known=", ".join(DOCUMENTS)))
    book = read_workbook(workbook, lang=lang)
    if not len(book.inventory):
        raise Stop(text("cli", "no_flows_yet"))
    folder = out or workbook / "reports" / "documents"
    if chosen:
        need_folder_of_its_own(folder)
        formats = [one.value for one in form or ()] or FORMATS
        accounts = draft_documents(book, folder, as_of, names=chosen, langs=[lang], formats=formats)
    else:
        accounts = _listed(Case.of(book, as_of), lang)
    if output is Output.JSON:
        results = [_object(one, folder) for one in accounts]
        show_object(results, as_of=as_of, sha256=book.inventory.sha256, out=str(folder) if chosen else None)
    else:
        _show(accounts, folder, lang, written=bool(chosen))


def _listed(case: Case, lang: Lang) -> list[Account]:
    """Return what each document would say and ask, with nothing written."""
    from datamap.report.documents import DOCUMENTS, Account

    made = (make(case, lang) for make in DOCUMENTS.values())
    return [Account(one.name, lang, one.title, (), len(one.questions), one.nothing) for one in made]


def _object(one: Account, folder: Path) -> dict[str, object]:
    return {
        "name": one.name,
        "title": one.title,
        "lang": one.lang,
        "files": [str(folder / file) for file in one.files],
        "questions": one.questions,
        "nothing": one.nothing or None,
    }


def _show(accounts: Sequence[Account], folder: Path, lang: Lang, *, written: bool) -> None:
    """Print a line a document: its name, what it is, what stands open in it, where it lies."""
    for one in accounts:
        show(f"{one.name}  {one.title}", bold=True)
        show(f"    {one.nothing or said('draft_questions', lang, count=one.questions)}")
        for file in one.files:
            show(f"    {folder / file}")
    show()
    show(said("draft_done" if written else "draft_how", lang))
