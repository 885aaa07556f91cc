"""The result of a check as a person reads it: first what to mend, then all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from datamap.cli.asking import asks_only, can_be_asked, settled_first, show_questions, thing
from datamap.cli.assumed import ended_lines, show_assumptions
from datamap.cli.say import COLOURS, said, show, show_problems, weight_of
from datamap.model import Finding, FindingStatus, Lang, Severity, Text
from datamap.rules.articles import article_text
from datamap.vocabulary import read_vocabulary, text

if TYPE_CHECKING:
    from datamap.analysis.words import Words
    from datamap.inventory import Workbook
    from datamap.rules import Findings

FIRST = 5
"""How many matters are named before the details."""

ROWS = 6
"""How many rows a line names before it says how many more there are."""


@dataclass(frozen=True)
class Matter:
    """Findings of one rule and status: one thing to mend, in several places."""

    findings: tuple[Finding, ...]
    grave: int = 0
    """How many of its flows hand sensitive items, identification codes or payment data to somebody else."""

    @property
    def first(self) -> Finding:
        """What speaks for all of them."""
        return self.findings[0]

    @property
    def worded_alike(self) -> list[Matter]:
        """Return the parts that say the same of different things, gravest first."""
        alike: dict[tuple[Severity, Text], list[Finding]] = {}
        for finding in self.findings:
            alike.setdefault((finding.severity, finding.message), []).append(finding)
        parts = sorted(alike.values(), key=lambda part: (part[0].severity.rank, -len(part), part[0].id))
        return [Matter(tuple(part), self.grave) for part in parts]


def matters_of(findings: Iterable[Finding], book: Workbook) -> list[Matter]:
    """Gather findings in the order in which the reports name them too."""
    from datamap.rules.order import grave_flows, how_grave, in_order

    grave = grave_flows(book)
    return [Matter(tuple(group), how_grave(group, grave)) for group in in_order(findings, grave).values()]


def without_accepted(findings: Findings) -> list[Finding]:
    """Return what is open and not accepted by an officer."""
    return [one for one in findings.open() if not (one.assumption and one.assumption.closes)]


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
    if not len(book.inventory):
        show(said("no_flows_yet", lang))
        return
    matters = matters_of(without_accepted(findings), book)
    show(said("check_title", lang, as_of=as_of.isoformat(), flows=len(book.inventory)), bold=True)
    if against is not None:
        show(said("check_against", lang, old=against, count=len(fresh)), bold=True)
    if matters:
        waits = settled_first(findings)
        first = [one for matter in matters for one in matter.findings] if against is None else fresh
        _show_first(matters_of(can_be_asked(first, waits), book), findings, lang)
        apart = [part for matter in matters for part in matter.worded_alike]
        _show_details(book, apart, findings, lang, everything=everything)
        if not everything:
            show_questions(_questions(matters, waits), findings, waits, lang)
    else:
        show(said("check_nothing", lang))
    show_assumptions(findings, lang)
    if book.problems:
        show()
        show(said("check_input", lang), bold=True)
        show_problems(book.problems, lang, error=False)
    _show_counts(findings, lang, problems=len(book.problems))


def _questions(matters: Iterable[Matter], waits: Mapping[str, str]) -> list[Matter]:
    """Return the parts of matters that only ask something, without what waits for something else."""
    asked = [
        (matter, [one for one in can_be_asked(matter.findings, waits) if asks_only(one)])
        for matter in matters
    ]
    return [Matter(tuple(found), matter.grave) for matter, found in asked if found]


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
        for line in _columns(matter, findings, lang):
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
        article = article_text(one.article).in_lang(lang)
        head = f"{weight_of(one.severity, lang)}  {one.rule}  {article}{unverified}"
        show(head, colour=COLOURS[one.severity])
        show(f"    {one.message.in_lang(lang)}")
        for line in _detail_lines(book, matter, findings, lang):
            show(f"    {line}")
    notes = [m for m in matters if m.first.severity is Severity.INFORMATION]
    if notes and not everything:
        show(said("check_more", lang, count=sum(len(m.findings) for m in notes)))


def _detail_lines(book: Workbook, matter: Matter, findings: Findings, lang: Lang) -> list[str]:
    flows = list(dict.fromkeys(flow for finding in matter.findings for flow in finding.flows))
    clauses = list(dict.fromkeys(clause for finding in matter.findings for clause in finding.clauses))
    lines = []
    if matter.first.about_type not in {"flow", "organisation", "notice"}:
        lines.append(said("finding_about", lang, about=_about(matter, findings.words, lang)))
    if flows:
        lines.append(said("finding_rows", lang, rows=_rows(book, flows)))
    lines += _columns(matter, findings, lang)
    if clauses:
        lines.append(said("finding_clauses", lang, clauses=", ".join(clauses)))
    lines += ended_lines(matter.findings, lang)
    for key in ("question", "remedy"):
        words = getattr(matter.first, key).in_lang(lang)
        if words:
            lines.append(said(f"finding_{key}", lang, **{key: words}))
    return lines


def _columns(matter: Matter, findings: Findings, lang: Lang) -> list[str]:
    """Name the columns in which the answer is written, as a line; none where it is written elsewhere."""
    from datamap.rules.answering import columns_of

    label = read_vocabulary().label
    named = [label("columns", key).in_lang(lang) for key in columns_of(findings, matter.findings)]
    between = "、" if lang == "ja" else ", "
    return [said("finding_columns", lang, columns=between.join(named))] if named else []


def _about(matter: Matter, names: Words, lang: Lang) -> str:
    named = [thing(finding, names, lang) for finding in matter.findings]
    return ", ".join(named[:ROWS]) + (f" … +{len(named) - ROWS}" if len(named) > ROWS else "")


def _rows(book: Workbook, flows: Sequence[str]) -> str:
    """Name flows with their rows in the file: `FL05 (inventory.csv:12)`."""
    file = book.inventory.file
    named = [f"{flow} ({file}:{book.inventory.flow(flow).row})" for flow in flows[:ROWS]]
    return ", ".join(named) + (f" … +{len(flows) - ROWS}" if len(flows) > ROWS else "")


def _show_counts(findings: Findings, lang: Lang, *, problems: int) -> None:
    from datamap.rules.findings import accepted

    table = findings.table
    settled = (table["status"] == FindingStatus.NO_GAP.value).to_numpy()
    weights = table["severity"][~settled & ~accepted(table)]
    counts = {severity.value: int((weights == severity.value).sum()) for severity in Severity}
    show()
    clear = int(settled.sum())
    show(said("check_counts", lang, clear=clear, input=problems, **counts), bold=True)
    show(said("check_caution", lang))
