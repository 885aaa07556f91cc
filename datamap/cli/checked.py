"""The result of a check, and how it is printed in each form."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from datamap.cli.house_rules import Key, show_rules
from datamap.cli.say import said, show, show_lines, weight_of
from datamap.model import BadInput, Lang, Problem, Severity

if TYPE_CHECKING:
    from datamap.analysis.policy import Policy
    from datamap.cli.entries import Entry
    from datamap.inventory import Workbook
    from datamap.rules import Findings


class CheckOutput(StrEnum):
    """In which form `check` prints its result."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Attributes
    ----------
    folder : the workbook as it was named. rules : the rules of the house, held.
    level : the lightest weight that makes the check fail; None = nothing does.
    fresh, broken : findings and lines of the policy that make it fail.
    against : OLD as it was named. new : findings that OLD does not have, heavy or not; None without OLD.
    gone : how many of OLD's are no longer there. known : ids of findings and lines that OLD has too.
    """

    folder: Path
    as_of: date
    book: Workbook
    findings: Findings
    rules: Policy
    level: Severity | None
    fresh: Findings
    broken: Sequence[Key]
    against: str | None = None
    new: Findings | None = None
    gone: int = 0
    known: frozenset[str] = frozenset()

    @property
    def heavy(self) -> list[Problem]:
        """The problems of the input that make the check fail."""
        level = self.level
        return [p for p in self.book.problems if level is not None and p.severity.rank <= level.rank]

    @property
    def fails(self) -> bool:
        """Whether anything makes the check fail."""
        return bool(self.fresh or self.broken or self.heavy)

    def show(self, output: CheckOutput, *, everything: bool) -> None:
        """Print the result in the form asked for."""
        if output is CheckOutput.JSON:
            self._show_json()
        elif output is CheckOutput.TEXT:
            self._show_text(everything=everything)
        else:
            self._show_entries(output)

    def _show_text(self, *, everything: bool) -> None:
        from datamap.cli.checking import show_check

        lang = self.findings.lang
        show_check(
            self.book,
            self.findings,
            lang,
            self.as_of,
            new=self.new,
            against=self._against_line(),
            everything=everything,
        )
        show_rules(self.rules, lang, everything=everything)

    def _against_line(self) -> str:
        """Return how many findings are new, by weight, from which weight on they fail; and how many went."""
        if self.new is None:
            return ""
        lang = self.findings.lang
        fails = (
            said("check_never_fails", lang)
            if self.level is None
            else said("check_fails_from", lang, level=weight_of(self.level, lang))
        )
        counts = self.new.lines.counts()
        return said("check_against", lang, old=self.against, fails=fails, gone=self.gone, **counts)

    def _show_json(self) -> None:
        from datamap.cli.asking import settled_first
        from datamap.rules import assumptions_of
        from datamap.rules.as_json import json_lines
        from datamap.rules.topics import topic_of

        waits, assumed = settled_first(self.findings), assumptions_of(self.findings)
        show_lines(
            json_lines(self.findings, waits, lambda one: {"topic": topic_of(one)}),
            as_of=self.as_of,
            sha256=self.book.inventory.sha256,
            problems=[problem.as_dict(self.book.lang) for problem in self.book.problems],
            failing=self.fresh.ids(),
            policy=self.rules.as_records(),
            failing_rules=sorted({line[0] for line in self.broken}),
            assumptions=assumed.as_records() if self.findings.assumed or self.findings.idle else [],
        )

    def _show_entries(self, output: CheckOutput) -> None:
        """Print what code hosts and build servers take, and say what is too much for them."""
        lang = self.findings.lang
        every = self.findings.open() if output is CheckOutput.SARIF else self.findings
        entries = self._entries(every)
        count = len(every) + len(self.rules.lines) + len(self.book.problems)
        left_out = ""
        if len(entries) < count:
            left_out = said("check_left_out", lang, count=count, kept=len(entries))
            show(left_out, error=True)
        head = {"folder": self.folder, "sha256": self.book.inventory.sha256, "left_out": left_out}
        against = self.against is not None
        _print(entries, output, lang, as_of=self.as_of, against=against, **head)

    def _entries(self, every: Findings) -> list[Entry]:
        from datamap.cli.entries import MOST, entries_of, policy_id, told_of

        told = told_of(every, self.fresh)
        lines = {policy_id(*line) for line in self.broken}
        failing = lines | {*self.fresh.part(slice(MOST)).ids()}
        return entries_of(self.book, told, self.rules, failing=failing, grave=self.heavy, known=self.known)


def show_unreadable(error: BadInput, output: CheckOutput, lang: Lang, folder: Path, as_of: date) -> None:
    """Print as SARIF or JUnit XML that the input could not be read, and why."""
    from datamap.cli.entries import of_problems

    entries = [replace(entry, fails=True) for entry in of_problems(error.problems, lang)]
    _print(entries, output, lang, folder=folder, as_of=as_of, read=False)


def _print(entries: Sequence[Entry], output: CheckOutput, lang: Lang, *, as_of: date, **head: Any) -> None:
    if output is CheckOutput.JUNIT:
        from datamap.cli.junit import junit

        typer.echo(junit(entries, lang, as_of=as_of, left_out=head.get("left_out", "")), nl=False)
        return
    from datamap.cli.sarif import sarif

    log = sarif(entries, lang, as_of=as_of, **head)
    typer.echo(json.dumps(log, ensure_ascii=False, indent=2))
