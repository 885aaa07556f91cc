"""`datamap check`: what to mend, what to ask, and an exit code for those who automate it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.checked import Checked, CheckOutput, show_unreadable
from datamap.cli.house_rules import Key, gate_rules, hold_rules, old_lines
from datamap.cli.options import HERE, AsOf, Folder, Language, help_of
from datamap.cli.outcome import Outcome
from datamap.cli.progress import steps
from datamap.cli.say import said, show
from datamap.model import BadInput, Lang, Problem, Severity

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


SHEET = "records/assessment.toml"
"""The human part of an assessment."""

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
    with steps(lang, workbook, "read", "rules") as step:
        step()
        book = _read(workbook, lang, output, as_of)
        step()
        findings = find(book, as_of, lang)
        book = with_strays(book, findings)
    old = _old_findings(against, workbook, as_of, lang) if against else None
    rules = hold_rules(book, as_of)
    lines = old_lines(against, workbook, as_of, book) if against and book.policy else set()
    level = None if fail_on is FailOn.NEVER else Severity(fail_on.value)
    checked = Checked(
        folder=workbook,
        as_of=as_of,
        book=book,
        findings=findings,
        rules=rules,
        level=level,
        fresh=gate(findings, old, fail_on),
        broken=gate_rules(rules, level, lines),
        against=against,
        new=None if old is None else findings.not_in(old),
        gone=0 if old is None else len(old.not_in(findings)),
        known=_known(old, lines),
    )
    checked.show(output, everything=everything)
    if checked.fails:
        raise typer.Exit(Outcome.FINDINGS)


def _read(root: Path, lang: Lang, output: CheckOutput, as_of: date) -> Workbook:
    """Read everything; what cannot be read is told in the form that was asked for."""
    try:
        return read_all(root, lang)
    except BadInput as error:
        if output in {CheckOutput.TEXT, CheckOutput.JSON}:
            raise
        show_unreadable(error, output, lang, root, as_of)
        raise typer.Exit(Outcome.BAD_INPUT) from None


def _known(old: Findings | None, lines: set[Key]) -> frozenset[str]:
    """Return the ids that an older workbook has too."""
    from datamap.cli.entries import policy_id

    ids = [] if old is None else old.open().ids()
    return frozenset([*ids, *(policy_id(*line) for line in lines)])


def read_all(root: Path, lang: Lang) -> Workbook:
    """Read a workbook and the human part of its assessment, with the remarks about both."""
    from datamap.inventory import read_workbook

    if not (root / SHEET).is_file():  # the room of risk takes longer to load than a small workbook to check
        return _without_answers(read_workbook(root, lang=lang))
    from datamap.risk.human_sheet import judge_sheet, read_human_part

    book = _without_answers(read_workbook(root, lang=lang, judge=judge_sheet))
    return replace(book, problems=(*book.problems, *read_human_part(book).problems))


def _without_answers(book: Workbook) -> Workbook:
    """Return the workbook without remarks on columns of its own that a fact about flows asks for."""
    return replace(book, problems=tuple(one for one in book.problems if not _answers_a_question(one)))


def _answers_a_question(problem: Problem) -> bool:
    """Tell whether a column that is not of the schema is one that a fact about flows asks for."""
    from datamap.facts import asked_columns

    return problem.code == "unknown_column" and problem.column in asked_columns()


def with_strays(book: Workbook, findings: Findings) -> Workbook:
    """Return the workbook with what its assessment sheet rates, plans or answers about nothing there is."""
    if SHEET not in book.sha256:
        return book
    from datamap.risk import strays_of

    return replace(book, problems=(*book.problems, *strays_of(findings.known)))


def find(book: Workbook, as_of: date, lang: Lang) -> Findings:
    """Return the findings about a workbook on a day."""
    from datamap.facts import establish_facts
    from datamap.rules import evaluate

    return evaluate(establish_facts(book, as_of)).in_lang(lang)


def gate(findings: Findings, old: Findings | None, fail_on: FailOn) -> Findings:
    """Return the findings that make the check fail: heavy enough, and not so in the old workbook."""
    if fail_on is FailOn.NEVER:
        return findings.part(slice(0))
    level = Severity(fail_on.value)
    known = [] if old is None else old.at_least(level).ids()
    return findings.at_least(level).without(known)


def _old_findings(against: str, root: Path, as_of: date, lang: Lang) -> Findings:
    from datamap.cli.before import workbook_before

    with workbook_before(against, root) as folder:
        try:
            return find(read_all(folder, lang), as_of, lang)
        except BadInput:
            show(said("against_unreadable", lang, old=against), error=True)
            raise
