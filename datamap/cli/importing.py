"""`datamap import dpia`: read back the assessment that a PDF carries."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from datamap import __version__
from datamap.cli.options import HERE, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Outcome, Stop, need_room
from datamap.cli.say import said, show, show_object, show_problems
from datamap.model import LANGS, Lang
from datamap.vocabulary import squash, text

if TYPE_CHECKING:
    from datamap.inventory import Workbook
    from datamap.report.machine.taken import Entry, Taken

IMPORTED = "assessment.imported.toml"
"""What is written; it counts for nothing until a person has taken it over."""

Pdf = Annotated[Path, typer.Argument(metavar="FILE.pdf", help=help_of("pdf"), show_default=False)]
Into = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help=help_of("out_import"), show_default=False)
]


def dpia(
    pdf: Pdf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    out: Into = None,
) -> None:
    """Read back the assessment that a PDF carries, and say what was taken, differs or was refused."""
    from datamap.report.machine.carried import data_of_pdf
    from datamap.report.machine.taken import take

    data = data_of_pdf(pdf, lang=lang)
    book = _book(workbook, lang)
    taken = take(data, book)
    path = (out or workbook / "records") / IMPORTED
    if path.exists():
        raise Stop(text("cli", "import_there", file=path))
    need_room(path.parent)
    _write(_head(pdf, data) + taken.as_toml(), path)
    other = _of_another(data, book)
    if output is Output.JSON:
        results = [_record(entry, lang) for entry in taken.entries]
        show_object(results, file=str(path), holds=_holds(data), other_organisation=other, data=data)
    else:
        _show(data, taken, path, lang)
        if other:
            show(said("import_of_another", lang, organisation=_plain(_named(data, lang))), bold=True)
    if taken.refused:
        raise typer.Exit(Outcome.FINDINGS)


def _book(workbook: Path, lang: Lang) -> Workbook | None:
    """Return the workbook that the assessment is for; None where there is none yet."""
    from datamap.inventory import read_workbook

    return read_workbook(workbook, lang=lang) if (workbook / "inventory.csv").is_file() else None


def _write(words: str, path: Path) -> None:
    """Write the file whole or not at all; one that appeared meanwhile is not overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = False
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            made = True
            file.write(words)
    except BaseException:
        if made:
            path.unlink(missing_ok=True)
        raise


def _head(pdf: Path, data: dict[str, Any]) -> str:
    """Return where the entries come from, as comments."""
    digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
    words = text(
        "cli",
        "import_head",
        pdf=_plain(pdf.name),
        digest=digest,
        as_of=_plain(data.get("as_of")),
        organisation=_plain(_named(data)),
        version=_plain(data.get("datamap")),
        own=__version__,
    )
    return "".join(f"# {line}\n" for line in (*words.ja.split("\n"), *words.en.split("\n"))) + "\n"


def _plain(words: Any) -> str:
    """Return words from elsewhere as they may stand in a comment of one line."""
    kept = "".join(c if c.isprintable() else " " for c in str(words or "–"))
    return kept.encode("utf-8", errors="replace").decode().replace("{", "(").replace("}", ")")[:200]


def _named(data: dict[str, Any], lang: Lang = "ja") -> str:
    organisation = data.get("organisation")
    name = organisation.get("name") if isinstance(organisation, dict) else None
    return str(name.get(lang) or "") if isinstance(name, dict) else ""


def _of_another(data: dict[str, Any], book: Workbook | None) -> bool:
    """Return whether both name an organisation, and neither name is the same."""
    if book is None:
        return False
    theirs = {squash(_named(data, lang)) for lang in LANGS} - {""}
    ours = {squash(book.organisation.name.in_lang(lang)) for lang in LANGS} - {""}
    return bool(theirs and ours) and not theirs & ours


def _holds(data: dict[str, Any]) -> dict[str, int]:
    """Return how much of each sort the document holds."""
    sorts = ("risks", "plan", "questions", "necessity", "description")
    found = {sort: len(data[sort]) for sort in sorts if isinstance(data.get(sort), list)}
    return found | {sort: len(part) for sort, part in data["sheet"].items() if isinstance(part, list)}


def _show(data: dict[str, Any], taken: Taken, path: Path, lang: Lang) -> None:
    about = {"as_of": _plain(data.get("as_of")), "version": _plain(data.get("datamap"))}
    show(said("import_from", lang, organisation=_plain(_named(data, lang)), **about), bold=True)
    counts = {sort: str(number) for sort, number in _holds(data).items()}
    show(said("import_holds", lang, risks=counts.get("risks", "0"), plan=counts.get("plan", "0")))
    for state in ("new", "different", "same", "refused"):
        if taken.count(state):
            show(said(f"import_{state}", lang, count=taken.count(state)))
        for entry in taken.entries:
            if entry.state == state and state != "same":
                number = f" {entry.number}" if entry.number else ""
                show(f"  {entry.table}{number}  {entry.name}".rstrip())
            if entry.state == state == "refused":
                show_problems(entry.problems, lang, error=False)
    if taken.warnings:
        show_problems(taken.warnings, lang, error=False)
    show(said("import_done", lang, file=path), bold=True)


def _record(entry: Entry, lang: Lang) -> dict[str, Any]:
    return {
        "table": entry.table,
        "number": entry.number,
        "name": entry.name,
        "state": entry.state,
        "problems": [one.as_dict(lang) for one in entry.problems],
    }
