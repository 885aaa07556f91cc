"""`datamap diff OLD [NEW]`: what changed between two states of a workbook, and what that lets items do."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, date_of, help_of
from datamap.cli.outcome import Outcome
from datamap.cli.say import said, show, show_object
from datamap.cli.sheets import All, show_sheet
from datamap.model import BadInput, Lang

if TYPE_CHECKING:
    from datamap.analysis.compare import Comparison
    from datamap.cli.differences import Differences
    from datamap.inventory import Workbook


SENTENCES = 15
"""Items whose changes are told, unless all are asked for."""


class FailOn(StrEnum):
    """What makes `diff` exit with 1."""

    NEVER = "never"
    ANY = "any"
    REACH = "reach"
    CERTAIN = "certain"
    COUNTRY = "country"
    RULES = "rules"
    FINDINGS = "findings"


Old = Annotated[str, typer.Argument(metavar="OLD", help=help_of("old"), show_default=False)]
New = Annotated[str | None, typer.Argument(metavar="[NEW]", help=help_of("new"), show_default=False)]
Limit = Annotated[
    list[FailOn] | None, typer.Option("--fail-on", metavar="WHAT", help=help_of("diff_fail_on"))
]
Before = Annotated[
    date | None,
    typer.Option(
        "--as-of-before", metavar="DATE", parser=date_of, help=help_of("as_of_before"), show_default=False
    ),
]


def diff(  # noqa: PLR0913 - one parameter an option
    as_of: AsOf,
    old: Old,
    new: New = None,
    *,
    as_of_before: Before = None,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    fail_on: Limit = None,
    everything: All = False,
) -> None:
    """Compare two workbooks, two git revisions, or one workbook on two days."""
    from datamap.analysis.compare import compare
    from datamap.cli.differences import differences

    with ExitStack() as stack:
        before = _read(stack, old, workbook, lang)
        after = before if new == old else _read(stack, new, workbook, lang)
        day = as_of_before or as_of
        found = compare(before, after, as_of=as_of, as_of_before=day)
        told = differences(before, after, day, as_of)
    failing = [limit.value for limit in fail_on or () if _fails(limit, found, told)]
    if output is Output.JSON:
        _show_object(found, told, after, as_of, failing)
    else:
        _show(found, told, lang, everything=everything)
        if failing:
            show(said("diff_fails", lang, reasons=", ".join(failing)), bold=True)
    if failing:
        raise typer.Exit(Outcome.FINDINGS)


def _read(stack: ExitStack, named: str | None, workbook: Path, lang: Lang) -> Workbook:
    """Read a workbook: the one asked for, another folder, or a git revision of it."""
    from datamap.cli.before import workbook_before
    from datamap.inventory import read_workbook

    if named is None:
        return read_workbook(workbook, lang=lang)
    folder = stack.enter_context(workbook_before(named, workbook))
    try:
        return read_workbook(folder, lang=lang)
    except BadInput:
        show(said("against_unreadable", lang, old=named), error=True)
        raise


def _fails(limit: FailOn, found: Comparison, told: Differences) -> bool:
    table = found.table
    certain = table[table["reading"] != "possible"]
    return {
        FailOn.NEVER: False,
        FailOn.ANY: not (found.unchanged and told.unchanged),
        FailOn.REACH: bool((found.part("reach").table["change"] == "gained").any()),
        FailOn.CERTAIN: bool(
            (certain[["recipients_new", "countries_new", "plain_new"]] != "").any(axis=None)
        ),
        FailOn.COUNTRY: bool((table["countries_new"] != "").any()),
        FailOn.RULES: bool(told.rules_broken),
        FailOn.FINDINGS: bool(told.errors_new),
    }[limit]


def _show_object(
    found: Comparison, told: Differences, after: Workbook, as_of: date, failing: list[str]
) -> None:
    whole: dict[str, Any] = found.as_object()
    show_object(
        whole["rows"],
        as_of=as_of,
        sha256=after.inventory.sha256,
        summary=whole["summary"],
        sentences=whole["notes"],
        sheets=whole["sheets"],
        **told.as_object(found.lang),
        failing=failing,
    )


def _show(found: Comparison, told: Differences, lang: Lang, *, everything: bool) -> None:
    show(found.title.in_lang(lang), bold=True)
    show(found.text(lang))
    if found.unchanged and told.unchanged:
        show(said("diff_nothing", lang))
        return
    kept = found.sentences if everything else found.sentences[:SENTENCES]
    for sentence in kept:
        show(f"  ・{sentence.ja}" if lang == "ja" else f"  - {sentence.en}")
    if len(kept) < len(found.sentences):
        show(said("more_lines", lang, count=len(found.sentences) - len(kept)))
    told.show(lang)
    if len(found.part("rows")):
        show_sheet(
            found.part("rows"),
            ("change", "flow", "line", "column"),
            ("before", "after"),
            everything=everything,
        )
    if len(found.part("place_changes")):
        show_sheet(
            found.part("place_changes"),
            ("change", "place", "column"),
            ("before", "after"),
            everything=everything,
        )
    if everything and len(found.part("reach")):
        show_sheet(
            found.part("reach"),
            ("change", "subject", "item", "form", "place", "country"),
            ("was", "now"),
            everything=True,
        )
