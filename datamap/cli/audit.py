"""`datamap audit`: the audit report with its registers, held against the state of the last audit."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, date_of, help_of
from datamap.cli.outcome import Stop, need_folder_of_its_own
from datamap.cli.say import said, show, show_object, weight_of
from datamap.model import Lang
from datamap.vocabulary import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datamap.report.former import Line, Standing
    from datamap.rules import Findings

Since = Annotated[
    str | None, typer.Option("--since", metavar="OLD", help=help_of("since"), show_default=False)
]
Before = Annotated[
    date | None,
    typer.Option(
        "--as-of-before", metavar="DATE", parser=date_of, help=help_of("as_of_before"), show_default=False
    ),
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help=help_of("audit_out"), show_default=False)
]


SHOWN = 10
"""New and closed findings that are named; the report has all."""


def audit(
    as_of: AsOf,
    since: Since = None,
    as_of_before: Before = None,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    out: Out = None,
) -> None:
    """Write the audit report in both languages, and say what is new and closed since the last one."""
    from datamap.cli.former import former_state
    from datamap.cli.progress import progress
    from datamap.inventory import read_workbook
    from datamap.report import build_reports
    from datamap.report.context.wish import Wish
    from datamap.risk.human_sheet import judge_sheet

    book = read_workbook(workbook, lang=lang, judge=judge_sheet)
    if not len(book.inventory):
        raise Stop(text("cli", "no_flows_yet"))
    folder = out or workbook / "audits" / as_of.isoformat()
    need_folder_of_its_own(folder)
    former = former_state(since, workbook, as_of_before or as_of, lang) if since else None
    with progress(lang) as tell:
        wish = Wish(former=former)
        written = build_reports(book, folder, as_of, progress=tell, wish=wish, names=["audit"])
    found, findings = _standing(book, as_of, former)
    if output is Output.JSON:
        results = [_record(line, findings, lang) for line in found.lines]
        told: dict[str, Any] = {"since": _former(found), "states": _counts(found), "out": str(folder)}
        files = [path.relative_to(folder).as_posix() for path in written]
        show_object(results, as_of=as_of, sha256=book.inventory.sha256, **told, files=files)
    else:
        show_standing(found, findings, lang)
        show(said("build_done", lang, folder=folder, count=len(written)), bold=True)


def _standing(book: Any, as_of: date, former: Any) -> tuple[Standing, Findings]:
    from datamap.cli.check import find
    from datamap.report.former import standing

    findings = find(book, as_of, book.lang)
    return standing(findings, former), findings


def _counts(found: Standing) -> dict[str, int]:
    from datamap.report.former import STATES

    return {state: found.count(state) for state in STATES}


def _former(found: Standing) -> dict[str, str] | None:
    then = found.former
    if then is None:
        return None
    return {"name": then.name, "as_of": then.as_of.isoformat(), "inventory_sha256": then.sha256}


def _record(line: Line, findings: Findings, lang: Lang) -> dict[str, Any]:
    from datamap.report.former import titled

    return {
        "id": line.id,
        "state": line.state,
        "severity": line.severity.value,
        "severity_before": line.then.severity.value if line.then else None,
        "closed_as": line.how or None,
        "title": titled(line, findings).in_lang(lang),
        "flows": list(line.now.flows) if line.now else [],
        "clauses": list(line.now.clauses) if line.now else [],
    }


def show_standing(found: Standing, findings: Findings, lang: Lang) -> None:
    """Print how many findings stand how since the last audit, and name those that are new or closed."""
    counts = _counts(found)
    if found.former is None:
        show(said("audit_first", lang, **counts))
        return
    show(said("audit_since", lang, name=found.former.name, day=found.former.as_of, **counts))
    for state in ("new", "closed"):
        _show_lines(found.of(state), findings, state, lang)


def _show_lines(lines: Sequence[Line], findings: Findings, state: str, lang: Lang) -> None:
    """Print the gravest findings of one state, a line each."""
    from datamap.report.former import titled

    if lines:
        show(said(f"audit_{state}", lang), bold=True)
    for line in lines[:SHOWN]:
        flows = f"  {', '.join(line.now.flows[:SHOWN])}" if line.now and line.now.flows else ""
        weight = weight_of(line.severity, lang)
        show(f"  {weight}  {titled(line, findings).in_lang(lang)}  [{line.id}]{flows}")
    if len(lines) > SHOWN:
        show(said("audit_more", lang, count=len(lines) - SHOWN))
