"""The result of a check as a person reads it: first what to mend, then all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from datamap.cli.asking import NAMED, named, settled_first, show_questions, thing
from datamap.cli.assumed import ended_lines, show_assumptions
from datamap.cli.matters import Matter, matters_of
from datamap.cli.say import COLOURS, said, show, show_problems, weight_of
from datamap.model import Lang, Severity
from datamap.rules.articles import cited
from datamap.vocabulary import read_vocabulary, text

if TYPE_CHECKING:
    from datamap.analysis.words import Words
    from datamap.inventory import Workbook
    from datamap.rules import Findings

FIRST = 5
"""How many matters are named before the details."""


def show_check(
    book: Workbook,
    findings: Findings,
    lang: Lang,
    as_of: date,
    *,
    new: Findings | None,
    against: str,
    everything: bool,
) -> None:
    """Print findings and input problems, gravest first; notes only where `everything` is asked for.

    Held against an older workbook, `new` are the findings that it does not have: they stand alone
    unless `everything` is asked for, under the line `against`.
    """
    from datamap.rules.order import grave_rows

    if not len(book.inventory):
        show(said("no_flows_yet", lang))
        return
    unsettled = findings.unaccepted() if new is None or everything else new
    gather = partial(matters_of, book=book, grave=grave_rows(book))
    matters = gather(unsettled)
    show(said("check_title", lang, as_of=as_of.isoformat(), flows=len(book.inventory)), bold=True)
    if against:
        show(against, bold=True)
    if matters:
        waits = settled_first(findings)
        ready = unsettled.without(waits)
        _show_first(gather((unsettled if new is None else new).without(waits)), findings, lang)
        apart = [part for matter in matters for part in matter.worded_alike]
        _show_details(book, apart, findings, lang, everything=everything)
        if not everything:
            show_questions(
                _questions(matters, gather(ready.weighing(Severity.QUESTION))), findings, waits, lang
            )
    elif new is None:
        show(said("check_nothing", lang))
    show_assumptions(findings, lang)
    if book.problems:
        show()
        show(said("check_input", lang), bold=True)
        show_problems(book.problems, lang, error=False)
    _show_counts(findings, lang, problems=len(book.problems))


def _questions(matters: Iterable[Matter], ready: Iterable[Matter]) -> list[Matter]:
    """Return the parts of matters that only ask something, without what waits for something else."""
    asked = {(part.first.rule, part.first.status): part.findings for part in ready}
    pairs = ((asked.get((matter.first.rule, matter.first.status)), matter.grave) for matter in matters)
    return [Matter(found, grave) for found, grave in pairs if found is not None]


def _show_first(matters: Sequence[Matter], findings: Findings, lang: Lang) -> None:
    if not matters:
        return
    show()
    show(said("check_first", lang), bold=True)
    for number, matter in enumerate(matters[:FIRST], start=1):
        one = matter.first
        colour = COLOURS[one.severity]
        status = text("rules", f"status_is_{one.status.value}").in_lang(lang)
        show(
            f" {number}. [{status}] {one.title.in_lang(lang)}  ({_about(matter, findings.words, lang)})",
            colour=colour,
        )
        show(f"    → {one.remedy.in_lang(lang) or one.question.in_lang(lang)}")
        for line in _columns(matter, lang):
            show(f"      {line}")


def _show_details(
    book: Workbook, matters: Sequence[Matter], findings: Findings, lang: Lang, *, everything: bool
) -> None:
    asked = {Severity.QUESTION, Severity.INFORMATION}
    shown = [m for m in matters if everything or m.first.severity not in asked]
    show()
    if shown:
        show(said("check_details", lang), bold=True)
    for matter in shown:
        one = matter.first
        key = "finding_house" if one.house else "" if one.verified else "finding_unverified"
        unverified = f"  {said(key, lang)}" if key else ""
        article = cited(findings.laws.get(one.law), one.article).in_lang(lang) if findings.laws else ""
        head = f"{weight_of(one.severity, lang)}  {one.rule}  {article}{unverified}"
        show(head, colour=COLOURS[one.severity])
        show(f"    {one.message.in_lang(lang)}")
        for line in _detail_lines(book, matter, findings, lang):
            show(f"    {line}")
    notes = [m for m in matters if m.first.severity is Severity.INFORMATION]
    if notes and not everything:
        show(said("check_more", lang, count=sum(len(m.findings) for m in notes)))


def _detail_lines(book: Workbook, matter: Matter, findings: Findings, lang: Lang) -> list[str]:
    flows, clauses = matter.findings.flows(), matter.findings.clauses()
    lines = []
    if matter.first.about_type not in {"flow", "organisation", "notice"}:
        lines.append(said("finding_about", lang, about=_about(matter, findings.words, lang)))
    if flows:
        lines.append(said("finding_rows", lang, rows=_rows(book, flows)))
    lines += _columns(matter, lang)
    if clauses:
        lines.append(said("finding_clauses", lang, clauses=", ".join(clauses)))
    lines += ended_lines(matter.findings, lang)
    for key in ("question", "remedy"):
        words = getattr(matter.first, key).in_lang(lang)
        if words:
            lines.append(said(f"finding_{key}", lang, **{key: words}))
    return lines


def _columns(matter: Matter, lang: Lang) -> list[str]:
    """Name the columns in which the answer is written, as a line; none where it is written elsewhere."""
    from datamap.rules.answering import columns_of

    label = read_vocabulary().label
    columns = [label("columns", key).in_lang(lang) for key in columns_of(matter.findings)]
    between = "、" if lang == "ja" else ", "
    return [said("finding_columns", lang, columns=between.join(columns))] if columns else []


def _about(matter: Matter, names: Words, lang: Lang) -> str:
    """Name what a matter is about, as the reports do."""
    if matter.first.about_type in {"organisation", "notice"}:
        return text("report", f"whole_{matter.first.about_type}").in_lang(lang)
    return named([thing(one, names, lang) for one in matter.findings.head(NAMED)], len(matter.findings))


def _rows(book: Workbook, flows: Sequence[str]) -> str:
    """Name flows with their rows in the file: `FL05 (inventory.csv:12)`."""
    file = book.inventory.file
    first = [f"{flow} ({file}:{book.inventory.row(flow)})" for flow in flows[:NAMED]]
    return named(first, len(flows))


def _show_counts(findings: Findings, lang: Lang, *, problems: int) -> None:
    lines = findings.lines
    show()
    clear = int(lines.settled.sum())
    show(said("check_counts", lang, clear=clear, input=problems, **lines.counts()), bold=True)
    show(said("check_caution", lang))
