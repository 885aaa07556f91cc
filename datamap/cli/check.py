"""`datamap check`: what to mend, what to ask, and an exit code for those who automate it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.house_rules import Line, gate_rules, hold_rules, old_lines, show_rules
from datamap.cli.options import HERE, AsOf, Folder, Language, help_of
from datamap.cli.outcome import Outcome
from datamap.cli.progress import steps
from datamap.cli.say import said, show, show_object
from datamap.model import BadInput, Finding, Lang, Severity

if TYPE_CHECKING:
    from datamap.analysis.policy import Policy
    from datamap.cli.entries import Entry
    from datamap.inventory import Workbook
    from datamap.rules import Findings


class FailOn(StrEnum):
    """The lightest thing that makes `check` exit with 1."""

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"
    INFORMATION = "information"
    NEVER = "never"


class CheckOutput(StrEnum):
    """In which form `check` prints its result."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"


CheckForm = Annotated[CheckOutput, typer.Option("--format", help=help_of("format"))]
Against = Annotated[
    str | None, typer.Option("--against", metavar="OLD", help=help_of("against"), show_default=False)
]
Limit = Annotated[FailOn, typer.Option("--fail-on", metavar="LEVEL", help=help_of("fail_on"))]
All = Annotated[bool, typer.Option("--all", help=help_of("all"))]


def check(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: CheckForm = CheckOutput.TEXT,
    fail_on: Limit = FailOn.ERROR,
    against: Against = None,
    everything: All = False,
) -> None:
    """Read a workbook, hold it against the law of a day, and say what to mend first."""
    from datamap.cli.checking import show_check

    with steps(lang, workbook, "read", "rules") as step:
        step()
        book = _read(workbook, lang, output, as_of)
        step()
        findings = find(book, as_of, lang)
        book = with_strays(book, findings, as_of)
    old = _old_findings(against, workbook, as_of, lang) if against else None
    fresh = gate(findings, old, fail_on)
    rules = hold_rules(book, as_of)
    known = old_lines(against, workbook, as_of, book) if against and book.policy else set()
    level = None if fail_on is FailOn.NEVER else Severity(fail_on.value)
    broken = gate_rules(rules, level, known)
    if output is CheckOutput.JSON:
        _show_json(book, findings, rules, as_of, fresh=fresh, broken=broken)
    elif output is CheckOutput.TEXT:
        show_check(book, findings, lang, as_of, fresh=fresh, against=against, everything=everything)
        show_rules(rules, lang, everything=everything)
    else:
        from datamap.cli.entries import entries_of, policy_id

        heavy = [problem for problem in book.problems if level and problem.severity.rank <= level.rank]
        show_entries(
            entries_of(
                book,
                findings,
                rules,
                failing={one.id for one in fresh} | {policy_id(*line) for line in broken},
                grave=heavy,
                known=(set(old.open().table["id"]) if old else set()) | {policy_id(*line) for line in known},
            ),
            output,
            lang,
            folder=workbook,
            as_of=as_of,
            sha256=book.inventory.sha256,
            against=against is not None,
        )
    if fresh or broken or _heavy(book, fail_on):
        raise typer.Exit(Outcome.FINDINGS)


def _read(root: Path, lang: Lang, output: CheckOutput, as_of: date) -> Workbook:
    """Read everything; what cannot be read is told in the form that was asked for."""
    try:
        return read_all(root, lang)
    except BadInput as error:
        if output in {CheckOutput.TEXT, CheckOutput.JSON}:
            raise
        from datamap.cli.entries import of_problems

        entries = [replace(entry, fails=True) for entry in of_problems(error.problems, lang)]
        show_entries(entries, output, lang, folder=root, as_of=as_of, read=False)
        raise typer.Exit(Outcome.BAD_INPUT) from None


def _show_json(
    book: Workbook,
    findings: Findings,
    rules: Policy,
    as_of: date,
    *,
    fresh: Sequence[Finding],
    broken: Sequence[Line],
) -> None:
    from datamap.cli.asking import settled_first
    from datamap.rules import assumptions_of
    from datamap.rules.topics import topic_of

    waits = settled_first(findings)
    topics = {finding.id: topic_of(finding) for finding in findings.findings}
    records = [
        {**record, "topic": topics[record["id"]], "waits_for": waits.get(record["id"])}
        for record in findings.as_records()
    ]
    show_object(
        records,
        as_of=as_of,
        sha256=book.inventory.sha256,
        problems=[problem.as_dict(book.lang) for problem in book.problems],
        failing=[finding.id for finding in fresh],
        policy=rules.as_records(),
        failing_rules=sorted({line[0] for line in broken}),
        assumptions=assumptions_of(findings).as_records(),
    )


def show_entries(
    entries: Sequence[Entry],
    output: CheckOutput,
    lang: Lang,
    *,
    folder: Path,
    as_of: date,
    sha256: str = "",
    against: bool = False,
    read: bool = True,
) -> None:
    """Print what was found as SARIF or as JUnit XML."""
    if output is CheckOutput.JUNIT:
        from datamap.cli.junit import junit

        typer.echo(junit(entries, lang, as_of=as_of), nl=False)
        return
    from datamap.cli.sarif import sarif

    log = sarif(entries, lang, folder=folder, as_of=as_of, sha256=sha256, against=against, read=read)
    typer.echo(json.dumps(log, ensure_ascii=False, indent=2))


def read_all(root: Path, lang: Lang) -> Workbook:
    """Read a workbook and the human part of its assessment, with the remarks about both."""
    from datamap.inventory import read_workbook
    from datamap.risk.human_sheet import read_human_part

    book = read_workbook(root, lang=lang)
    return replace(book, problems=(*book.problems, *read_human_part(book).problems))


def with_strays(book: Workbook, findings: Findings, as_of: date) -> Workbook:
    """Return the workbook with what its assessment sheet rates, plans or answers about nothing there is."""
    if "records/assessment.toml" not in book.sha256:
        return book
    from datamap.risk import assess

    return replace(book, problems=(*book.problems, *assess(book, findings, as_of).strays))


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
