"""`datamap accept FINDING`: close or lower a finding for a while, with a reason and a last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.options import HERE, AsOf, Folder, Language, date_of, help_of
from datamap.cli.outcome import Stop
from datamap.cli.say import said, show
from datamap.model import Assumption, Finding, FindingStatus, Severity, Text
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.rules import Findings


class Lighter(StrEnum):
    """What a finding may be lowered to."""

    WARNING = "warning"
    QUESTION = "question"
    INFORMATION = "information"


Ids = Annotated[list[str], typer.Argument(metavar="FINDING", help=help_of("finding"), show_default=False)]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=help_of("reason"), show_default=False)]
Role = Annotated[str, typer.Option("--role", metavar="ROLE", help=help_of("role"), show_default=False)]
Until = Annotated[
    date,
    typer.Option("--until", metavar="DATE", parser=date_of, help=help_of("until"), show_default=False),
]
Lower = Annotated[Lighter | None, typer.Option("--severity", help=help_of("lower"), show_default=False)]


def accept(
    findings: Ids,
    reason: Reason,
    role: Role,
    until: Until,
    as_of: AsOf,
    severity: Lower = None,
    workbook: Folder = HERE,
    lang: Language = "ja",
) -> None:
    """Write down that findings are accepted, or taken lighter, until a day."""
    from datamap.cli.check import find
    from datamap.inventory import read_workbook
    from datamap.records import add_assumptions

    _refuse_blanks(reason, role)
    if until < as_of:
        raise Stop(text("cli", "accept_past", until=until.isoformat(), as_of=as_of.isoformat()))
    book = read_workbook(workbook, lang=lang)
    found = find(book, as_of, lang)
    lighter = Severity(severity.value) if severity else None
    chosen = [_chosen(word, found, lighter) for word in findings]
    entries = _entries(
        found,
        chosen,
        Assumption(
            "",
            Text.same(reason.strip()),
            role.strip(),
            as_of.isoformat(),
            until.isoformat(),
            severity=lighter,
        ),
    )
    path = add_assumptions(workbook, entries, book.vocabulary)
    show(said("wrote", lang, file=path), bold=True)
    for one in chosen:
        show(f"  {one.id}  {one.title.in_lang(lang)}")
    show(said("accept_lowered" if lighter else "accept_done", lang, until=until.isoformat()))


def _refuse_blanks(reason: str, role: str) -> None:
    for option, words in (("--reason", reason), ("--role", role)):
        if not words.strip():
            raise Stop(text("cli", "accept_blank", option=option))


def _chosen(word: str, findings: Findings, lighter: Severity | None) -> Finding:
    """Return the finding meant; what is settled or as light already cannot be accepted."""
    from datamap.cli.naming import the_finding

    found = the_finding(word, findings)
    if found.status is FindingStatus.NO_GAP:
        raise Stop(text("cli", "accept_settled", id=found.id))
    weight = found.assumption.severity if found.assumption else found.severity
    if lighter is not None and lighter.rank <= weight.rank:
        raise Stop(
            text(
                "cli", "accept_no_lighter", id=found.id, severity=text("rules", f"severity_is_{weight.value}")
            )
        )
    return found


def _entries(findings: Findings, chosen: Sequence[Finding], made: Assumption) -> tuple[Assumption, ...]:
    from datamap.rules import fingerprint

    if findings.facts is None:
        raise ValueError("findings without their facts")
    return tuple(replace(made, finding=one.id, facts=fingerprint(findings.facts, one)) for one in chosen)
