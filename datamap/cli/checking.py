"""The result of a check as a person reads it: first what to mend, then all of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from datamap.cli.say import COLOURS, said, show, show_problems
from datamap.model import Finding, FindingStatus, Lang, Severity

if TYPE_CHECKING:
    from datamap.inventory import Workbook
    from datamap.rules import Findings

FIRST = 5
"""How many findings are named before the details."""

ROWS = 6
"""How many rows a line names before it says how many more there are."""


def show_check(
    book: Workbook,
    findings: Findings,
    lang: Lang,
    as_of: date,
    *,
    fresh: Sequence[Finding],
    against: str | None,
    everything: bool,
) -> None:
    """Print findings and input problems, gravest first; notes only where `everything` is asked for."""
    show(said("check_title", lang, as_of=as_of.isoformat(), flows=len(book.inventory)), bold=True)
    unsettled = sorted(findings.open(), key=weight)
    if against is not None:
        show(said("check_against", lang, old=against, count=len(fresh)), bold=True)
    if unsettled:
        _show_first(fresh if against is not None else unsettled, lang)
        _show_details(book, unsettled, lang, everything=everything)
    else:
        show(said("check_nothing", lang))
    if book.problems:
        show()
        show(said("check_input", lang), bold=True)
        show_problems(book.problems, lang, error=False)
    _show_counts(findings, lang)


def weight(finding: Finding) -> tuple[int, int, int, str]:
    """Return what findings are ordered by: severity, then status, then how much they touch."""
    statuses = [FindingStatus.CONFLICT, FindingStatus.GAP, FindingStatus.WEAK, FindingStatus.NOT_STATED]
    rank = statuses.index(finding.status) if finding.status in statuses else len(statuses)
    return finding.severity.rank, rank, -len(finding.flows), finding.id


def _show_first(findings: Sequence[Finding], lang: Lang) -> None:
    if not findings:
        return
    show()
    show(said("check_first", lang), bold=True)
    for number, finding in enumerate(findings[:FIRST], start=1):
        show(
            f" {number}. {finding.title.in_lang(lang)}（{finding.id}）"
            if lang == "ja"
            else f" {number}. {finding.title.in_lang(lang)} ({finding.id})",
            colour=COLOURS[finding.severity],
        )
        show(f"    → {finding.remedy.in_lang(lang) or finding.question.in_lang(lang)}")


def _show_details(book: Workbook, findings: Sequence[Finding], lang: Lang, *, everything: bool) -> None:
    shown = [f for f in findings if everything or f.severity is not Severity.INFORMATION]
    show()
    show(said("check_details", lang), bold=True)
    for finding in shown:
        unverified = "" if finding.verified else " " + said("finding_unverified", lang)
        show(
            f"{said(finding.severity, lang)}  {finding.id}  {finding.article}{unverified}",
            colour=COLOURS[finding.severity],
        )
        show(f"    {finding.message.in_lang(lang)}")
        for line in _detail_lines(book, finding, lang):
            show(f"    {line}")
    if len(shown) < len(findings):
        show(said("check_more", lang, count=len(findings) - len(shown)))


def _detail_lines(book: Workbook, finding: Finding, lang: Lang) -> list[str]:
    lines = []
    if finding.flows:
        lines.append(said("finding_rows", lang, rows=_rows(book, finding.flows)))
    if finding.clauses:
        lines.append(said("finding_clauses", lang, clauses=", ".join(finding.clauses)))
    for key in ("question", "remedy"):
        words = getattr(finding, key).in_lang(lang)
        if words:
            lines.append(said(f"finding_{key}", lang, **{key: words}))
    return lines


def _rows(book: Workbook, flows: Sequence[str]) -> str:
    """Name flows with their rows in the file: `FL05 (inventory.csv:12)`."""
    file = book.inventory.file
    named = [f"{flow} ({file}:{book.inventory.flow(flow).row})" for flow in flows[:ROWS]]
    return ", ".join(named) + (f" … +{len(flows) - ROWS}" if len(flows) > ROWS else "")


def _show_counts(findings: Findings, lang: Lang) -> None:
    table = findings.table
    unsettled = table[table["status"] != FindingStatus.NO_GAP.value]["severity"]
    counts = {severity.value: int((unsettled == severity.value).sum()) for severity in Severity}
    show()
    show(said("check_counts", lang, clear=len(table) - len(unsettled), **counts), bold=True)
    show(said("check_caution", lang))
