"""`datamap notice read` and `datamap notice check`: the published text read, and held against the flows."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop, need_room
from datamap.cli.say import said, show, show_object
from datamap.cli.sheets import All, show_sheet
from datamap.vocabulary import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datamap.model import Lang, Text
    from datamap.notice.reading import Account, Draft
    from datamap.records import Records

TextFile = Annotated[Path, typer.Argument(metavar="FILE", help=help_of("notice_file"), show_default=False)]
Target = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help=help_of("notice_out"), show_default=False)
]
Words = Annotated[
    Path | None, typer.Option("--text", metavar="FILE", help=help_of("notice_text"), show_default=False)
]

NAMES = ("notice.toml", "notice.draft.toml")
"""A notice that a person confirmed, and the draft of one."""


def read(
    file: TextFile,
    *,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    out: Target = None,
) -> None:
    """Read the plain text of a notice into a draft of `records/notice.toml`, for a person to confirm."""
    from datamap.notice.reading import Account, to_toml
    from datamap.records import read_records

    target = out or workbook / "records" / NAMES[1]
    _refuse_taken(target)
    records = read_records(workbook)
    draft = _draft(file, records)
    _write(target, to_toml(draft, records.vocabulary))
    account = Account(draft, records.vocabulary)
    if output is Output.JSON:
        _as_object(account, lang, target)
        return
    _show(account, lang)
    show()
    show(said("wrote", lang, file=target))
    show(said("notice_next", lang, file=target.name))


def check(
    as_of: AsOf,
    *,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    words: Words = None,
    everything: All = False,
) -> None:
    """Hold the notice against the flows, both ways; with the text, say where it is vague."""
    from datamap.inventory import read_workbook
    from datamap.notice import check_notice
    from datamap.notice.reading import Account
    from datamap.notice.reading.wording import advice
    from datamap.records import read_records

    book = read_workbook(workbook, lang=lang)
    found = check_notice(book, as_of=as_of)
    account = None
    if words is not None:
        records = read_records(workbook)
        account = Account(_draft(words, records), records.vocabulary)
    if output is Output.JSON:
        more: dict[str, Any] = {"wording": account.as_object(lang)["wording"]} if account else {}
        problems = [problem.as_dict(lang) for problem in book.problems]
        show_object(found.as_records(), as_of=as_of, sha256=book.inventory.sha256, problems=problems, **more)
        return
    if not book.notice.clauses:
        show(said("notice_none", lang))
    if drafted := book.notice.drafted:
        show(said("notice_unconfirmed", lang, open=len(drafted), clauses=len(book.notice.clauses)))
    show_sheet(found, ("matter", "about"), ("clauses", "flows"), everything=everything)
    if account:
        _show_wording(account.vague_lines(), lang)
    else:
        marked = found.of("vague_wording")[["about", "clauses"]].itertuples(index=False, name=None)
        section = {clause.id: clause.section or "-" for clause in book.notice.clauses}
        lines = [
            advice(about.partition(":")[2], ids, [section[one] for one in re.findall(r"[^;,\s]+", ids)])
            for about, ids in marked
        ]
        _show_wording(lines, lang)


def _draft(file: Path, records: Records) -> Draft:
    """Read a file into a draft, its parties looked up among those that the workbook declares."""
    from datamap.notice.reading import read_draft
    from datamap.records.places import Places

    if not file.is_file():
        raise Stop(text("cli", "notice_no_file", file=file))
    organisation = records.organisation
    places = Places(organisation.key, organisation.parties, organisation.groups)
    return read_draft(
        file.read_bytes(),
        vocabulary=records.vocabulary,
        file=file.name,
        find=places.find,
        home=frozenset(organisation.countries),
    )


def _refuse_taken(target: Path) -> None:
    """Raise `Stop` where a file would be overwritten: somebody's work may be in it."""
    if target.is_dir():
        raise Stop(text("cli", "notice_folder", file=target))
    if target.exists():
        raise Stop(text("cli", "notice_taken", file=target))
    need_room(target.parent)


def _write(target: Path, words: str) -> None:
    """Write a file whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".notice-", suffix=".toml")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(words)
        _refuse_taken(target)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _show(account: Account, lang: Lang) -> None:
    for title, line in account.lines(lang):
        if title:
            show()
        show(line if title else f"  {line}", bold=title)


def _show_wording(lines: Sequence[Text], lang: Lang) -> None:
    if lines:
        show()
        show(text("notice", "account_vague").in_lang(lang), bold=True)
    for line in lines:
        show(f"  {line.in_lang(lang)}")


def _as_object(account: Account, lang: Lang, target: Path) -> None:
    results = []
    for one in account.draft.clauses:
        row = {key: value for key, value in asdict(one.clause).items() if value not in ("", (), False, None)}
        results.append({**row, "gist": one.clause.gist.in_lang(lang)})
    show_object(
        results, sha256=None, file=str(target), notice_sha256=account.draft.sha256, **account.as_object(lang)
    )
