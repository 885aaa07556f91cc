"""`datamap check`: what to mend, what to ask, and an exit code for those who automate it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.house_rules import gate_rules, hold_rules, old_lines, show_rules
from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Outcome
from datamap.cli.say import said, show, show_object
from datamap.model import BadInput, Finding, Lang, Severity

if TYPE_CHECKING:
    from datamap.inventory import Workbook
    from datamap.rules import Findings


class FailOn(StrEnum):
    """The lightest thing that makes `check` exit with 1."""

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"
    INFORMATION = "information"
    NEVER = "never"


Against = Annotated[
    str | None, typer.Option("--against", metavar="OLD", help=help_of("against"), show_default=False)
]
Limit = Annotated[FailOn, typer.Option("--fail-on", metavar="LEVEL", help=help_of("fail_on"))]
All = Annotated[bool, typer.Option("--all", help=help_of("all"))]


def check(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    fail_on: Limit = FailOn.ERROR,
    against: Against = None,
    everything: All = False,
) -> None:
    """Read a workbook, hold it against the law of a day, and say what to mend first."""
    from datamap.cli.checking import show_check

    book = read_all(workbook, lang)
    findings = find(book, as_of, lang)
    old = _old_findings(against, workbook, as_of, lang) if against else None
    fresh = gate(findings, old, fail_on)
    rules = hold_rules(book, as_of)
    known = old_lines(against, workbook, as_of, book) if against and book.policy else set()
    level = None if fail_on is FailOn.NEVER else Severity(fail_on.value)
    broken = gate_rules(rules, level, known)
    if output is Output.JSON:
        results = findings.as_records()
        problems = [problem.as_dict(lang) for problem in book.problems]
        show_object(
            results,
            as_of=as_of,
            sha256=book.inventory.sha256,
            problems=problems,
            failing=[finding.id for finding in fresh],
            policy=rules.as_records(),
            failing_rules=sorted({line[0] for line in broken}),
        )
    else:
        show_check(book, findings, lang, as_of, fresh=fresh, against=against, everything=everything)
        show_rules(rules, lang, everything=everything)
    if fresh or broken or _heavy(book, fail_on):
        raise typer.Exit(Outcome.FINDINGS)


def read_all(root: Path, lang: Lang) -> Workbook:
    """Read a workbook and the human part of its assessment, with the remarks about both."""
    from datamap.inventory import read_workbook
    from datamap.risk.human_sheet import read_human_part

    book = read_workbook(root, lang=lang)
    return replace(book, problems=(*book.problems, *read_human_part(book).problems))


def find(book: Workbook, as_of: date, lang: Lang) -> Findings:
    """Return the findings about a workbook on a day."""
    from datamap.facts import establish_facts
    from datamap.rules import evaluate

    return evaluate(establish_facts(book, as_of)).in_lang(lang)


def gate(findings: Findings, old: Findings | None, fail_on: FailOn) -> list[Finding]:
    """Return the findings that make the check fail: heavy enough, and not so in the old workbook."""
    if fail_on is FailOn.NEVER:
        return []
    level = Severity(fail_on.value)
    known = set() if old is None else set(old.at_least(level).table["id"])
    return [finding for finding in findings.at_least(level) if finding.id not in known]


def _heavy(book: Workbook, fail_on: FailOn) -> bool:
    """Tell whether reading the input itself gave something that weighs enough."""
    if fail_on is FailOn.NEVER:
        return False
    return any(problem.severity.rank <= Severity(fail_on.value).rank for problem in book.problems)


def _old_findings(against: str, root: Path, as_of: date, lang: Lang) -> Findings:
    from datamap.cli.before import workbook_before

    with workbook_before(against, root) as folder:
        try:
            return find(read_all(folder, lang), as_of, lang)
        except BadInput:
            show(said("against_unreadable", lang, old=against), error=True)
            raise
