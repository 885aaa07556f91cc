"""Writes the documents: every one asked for, in the languages and forms asked for, all or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from datamap.inventory import Workbook
from datamap.model import LANGS, Lang
from datamap.report.documents.case import Case
from datamap.report.documents.data_mapping_table import data_mapping_table
from datamap.report.documents.draft import Drafted
from datamap.report.documents.entrustees import entrustees
from datamap.report.documents.external_transmission import external_transmission
from datamap.report.documents.foreign_provision import foreign_provision
from datamap.report.documents.joint_use import joint_use_statement
from datamap.report.documents.privacy_notice import privacy_notice
from datamap.report.documents.processing_record import processing_record
from datamap.report.documents.provision_records import provision_records
from datamap.report.docx import render_docx
from datamap.report.editions import Medium
from datamap.report.html import render_html
from datamap.report.pdf import render_pdf
from datamap.report.publish import publish, staging
from datamap.report.spreadsheets import xlsx_bytes

DOCUMENTS: Mapping[str, Callable[[Case, Lang], Drafted]] = {
    "privacy-notice": privacy_notice,
    "joint-use": joint_use_statement,
    "foreign-provision": foreign_provision,
    "provision-records": provision_records,
    "entrustees": entrustees,
    "external-transmission": external_transmission,
    "processing-record": processing_record,
    "data-mapping-table": data_mapping_table,
}
"""What can be drafted, in this order."""

FORMATS = ("html", "pdf", "docx", "xlsx")

WHOLE = Medium(rows=1_000, rows_in_series=1_000, cards=1_000, series=1_000, letters=20_000)
"""A document is not cut: what is left out of a notice would be missing from it."""


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one document in one language.

    Attributes
    ----------
    name : key of `DOCUMENTS`. lang : its language. title : its title. files : written, relative
    to the folder. questions : how many marks stand in it. nothing : why it has nothing to say.
    """

    name: str
    lang: Lang
    title: str
    files: tuple[str, ...]
    questions: int
    nothing: str


def draft_documents(
    workbook: Workbook,
    out_dir: Path,
    as_of: date,
    *,
    names: Sequence[str] = (),
    langs: Sequence[Lang] = LANGS,
    formats: Sequence[str] = FORMATS,
) -> list[Account]:
    """Draft documents into `<out_dir>/<lang>/`; other files there are left alone.

    Parameters
    ----------
    workbook
        What to draft from.
    as_of
        The day whose flows and dates count.
    names
        Keys of `DOCUMENTS`; all if none is given.
    langs, formats
        In which languages and forms.

    Returns
    -------
    list of Account
        One a document and language, in the order of `DOCUMENTS`.

    Raises
    ------
    KeyError
        For an unknown name or format. Whatever is raised, old files are still whole.
    """
    case = Case.of(workbook, as_of)
    accounts: list[Account] = []
    with staging(out_dir) as stage:
        for lang in langs:
            for name in names or DOCUMENTS:
                made = DOCUMENTS[name](case, lang)
                files = drafted_files(made, as_of, formats)
                (stage / lang).mkdir(exist_ok=True)
                for file, content in files.items():
                    (stage / lang / file).write_bytes(content)
                written = tuple(f"{lang}/{file}" for file in files)
                accounts.append(Account(name, lang, made.title, written, len(made.questions), made.nothing))
        publish(stage, out_dir, None)
    return accounts


def drafted_files(made: Drafted, as_of: date, formats: Sequence[str] = FORMATS) -> dict[str, bytes]:
    """Return a drafted document as files; a document without tables has no spreadsheet."""
    book = made.book
    forms: dict[str, Callable[[], bytes]] = {
        "html": lambda: render_html(book),
        "pdf": lambda: render_pdf(book, as_of, WHOLE),
        "docx": lambda: render_docx(book, as_of, WHOLE),
        "xlsx": lambda: xlsx_bytes(
            made.sheets, title=made.title, author=book["organisation"], as_of=as_of, lang=book["lang"]
        ),
    }
    wanted = [form for form in formats if form != "xlsx" or made.sheets]
    return {f"{made.name}.{form}": forms[form]() for form in wanted}
