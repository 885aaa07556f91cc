"""`datamap assess change`: what planned flows, or changes that one might make, do to the risks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop
from datamap.cli.say import show_object
from datamap.cli.sheets import All, Out, save, show_notes, show_sheet
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.inventory import Workbook
    from datamap.risk import ChangeAssessment

MORE = (
    "risk", "priority_before", "priority", "levels", "moved", "flows", "priority_residual", "candidates",
)  # fmt: skip
"""Columns of an altered risk below its title."""

PARTS = {
    "change_flows": (
        ("flow", "source", "recipient"),
        ("items", "subjects", "persons", "countries", "purposes"),
    ),
    "rows": (("change", "flow", "column"), ("before", "after")),
    "change_new": (("what", "comes_new"), ()),
}
"""Sheets behind the risks: columns of the first line of an entry, and those below it."""

ChangeFile = Annotated[
    Path | None, typer.Option("--changes", metavar="FILE", help=help_of("changes"), show_default=False)
]


def change(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    changes: ChangeFile = None,
    out: Out = None,
    everything: All = False,
) -> None:
    """Assess one change only: planned flows, or a file of changes; before and after."""
    from datamap.analysis.change_file import read_changes
    from datamap.inventory import read_workbook
    from datamap.risk import assess_change
    from datamap.risk.human_sheet import judge_sheet

    book = read_workbook(workbook, lang=lang, judge=judge_sheet)
    tried = None
    if changes is not None:
        if not changes.is_file():
            raise Stop(text("cli", "no_such_file", path=changes))
        tried = read_changes(changes, book, lang=lang)
    found = assess_change(book, as_of, tried)
    save(found.risks, book, as_of=as_of, out=out, output=output)
    if output is Output.JSON:
        _object(found, book, as_of)
        return
    show_sheet(found.risks, ("effect", "title"), MORE, everything=everything)
    for part in found.risks.parts:
        head, more = PARTS[part.name]
        if len(part):
            show_sheet(part, head, more, everything=everything)
    show_notes(found.risks.notes, lang)


def _object(found: ChangeAssessment, book: Workbook, as_of: date) -> None:
    """Print the change for programs: the risks altered, then the flows behind it and what comes new."""
    told = found.as_dict(found.lang)
    results = told.pop("risks")
    parts = {part.name: part.as_records() for part in found.risks.parts}
    rows = {"flow_rows": parts["change_flows"], "cells": parts.get("rows", [])}
    show_object(results, as_of=as_of, sha256=book.inventory.sha256, **told, **rows)
