"""Everything the reports say, computed once."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from datamap.analysis.answer import Answer
from datamap.analysis.compare import Comparison, compare
from datamap.analysis.completeness import completeness
from datamap.analysis.year import Year, year_calendar
from datamap.facts import Facts, establish_facts
from datamap.inventory import Workbook
from datamap.model import FindingStatus, Lang
from datamap.notice import Conformance, check_notice
from datamap.report.context.bundle import Bundle, whole
from datamap.report.context.gallery import Gallery
from datamap.report.context.matters import Matter, gather
from datamap.report.context.speech import Speech
from datamap.report.context.wish import Wish
from datamap.report.former import Standing, standing
from datamap.report.machine import assessment_data, json_bytes
from datamap.risk import Assessment, assess
from datamap.rules import (
    Findings,
    Laws,
    evaluate,
    foreign_chain,
    joint_use_elements,
    provision_elements,
    read_laws,
)

Made = TypeVar("Made")


@dataclass(frozen=True, eq=False)
class Results:
    """One workbook on one day: what was read, found and assessed. No language yet.

    Attributes
    ----------
    facts : the facts table. findings : what the rules say. assessment : risks, screening, plan.
    wish : what the reader asked for beyond that.
    """

    workbook: Workbook
    as_of: date
    laws: Laws
    facts: Facts
    findings: Findings
    assessment: Assessment
    wish: Wish = field(default_factory=Wish)

    @cached_property
    def standing(self) -> Standing:
        """Where each finding stands since the last audit."""
        return standing(self.findings, self.wish.former)

    @cached_property
    def changes(self) -> Comparison | None:
        """What changed in the flows since the last audit; None where its workbook was not given."""
        former = self.wish.former
        if former is None or former.workbook is None:
            return None
        return compare(former.workbook, self.workbook, as_of=self.as_of, as_of_before=former.as_of)

    @cached_property
    def _galleries(self) -> dict[Lang, Gallery]:
        return {}

    def gallery(self, lang: Lang) -> Gallery:
        """Return the figures in one language; each is drawn once, however many reports show it."""
        if lang not in self._galleries:
            self._galleries[lang] = Gallery(
                self.workbook, self.assessment, self.standing, self.year, self.as_of, lang
            )
        return self._galleries[lang]

    @cached_property
    def _once(self) -> dict[tuple[object, Lang], Any]:
        return {}

    def once(self, make: Callable[[Results, Speech], Made], speech: Speech) -> Made:
        """Return `make(results, speech)`, made once a language, however many reports show it."""
        key = (make, speech.lang)
        if key not in self._once:
            self._once[key] = make(self, speech)
        made: Made = self._once[key]
        return made

    @cached_property
    def year(self) -> Year:
        """What falls due in the coming year."""
        return year_calendar(self.workbook, as_of=self.as_of)

    @cached_property
    def flows(self) -> Bundle:
        """All flows."""
        return whole(self.workbook.inventory)

    @cached_property
    def running(self) -> Bundle:
        """The flows that run on the day: what laws are held against."""
        ids = frozenset(self.facts.ids("flow"))
        return self.flows.of(lambda flow: flow.id in ids)

    @cached_property
    def assessed(self) -> Bundle:
        """The flows that the assessment is about."""
        ids = frozenset(self.assessment.ledger.ids(self.assessment.rows))
        return self.flows.of(lambda flow: flow.id in ids)

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """Findings by rule and outcome, what to fix first at the head."""
        return gather(self.findings, self.as_of, self.workbook)

    @cached_property
    def open_matters(self) -> tuple[Matter, ...]:
        """The matters that somebody has to deal with."""
        return tuple(m for m in self.matters if m.status is not FindingStatus.NO_GAP)

    @cached_property
    def matters_of_flow(self) -> Mapping[str, tuple[Matter, ...]]:
        """Open matters by the flow they are about, gravest first."""
        return self._by("flow")

    @cached_property
    def matters_of_clause(self) -> Mapping[str, tuple[Matter, ...]]:
        """Open matters by the clause they are about, gravest first."""
        return self._by("clause")

    def _by(self, sort: str) -> Mapping[str, tuple[Matter, ...]]:
        found: dict[str, list[Matter]] = {}
        for matter in self.open_matters:
            if matter.about_type == sort:
                for thing in matter.about:
                    found.setdefault(thing, []).append(matter)
        return {thing: tuple(matters) for thing, matters in found.items()}

    @cached_property
    def chain(self) -> Answer:
        """The decision chain of provision abroad, flow by flow."""
        return foreign_chain(self.facts)

    @cached_property
    def joint_use(self) -> Answer:
        """The elements of joint use, clause by clause."""
        return joint_use_elements(self.facts)

    @cached_property
    def provision(self) -> Answer:
        """What is stated about provision to third parties, flow by flow."""
        return provision_elements(self.facts)

    @cached_property
    def conformance(self) -> Conformance:
        """Where the notice and the flows differ."""
        return check_notice(self.workbook, as_of=self.as_of)

    @cached_property
    def completeness(self) -> Mapping[str, Answer]:
        """What is recorded, by column, by activity and by department."""
        inventory = self.workbook
        return {
            "column": completeness(inventory, by="column"),
            "activity": completeness(inventory, by="activity"),
            "department": completeness(inventory, by="department"),
        }

    def recorded(self, by: str, key: str | None = None) -> tuple[int, int]:
        """Return how many cells say something, of how many that should: of one line or of all."""
        table = self.completeness[by].table
        rows = table if key is None else table[table[by] == key]
        return int(rows["recorded"].sum()), int(rows["cells"].sum())

    @cached_property
    def assessment_json(self) -> bytes:
        """The assessment for programs, as the PDF carries it and as it lies beside the reports."""
        return json_bytes(assessment_data(self.assessment))

    @cached_property
    def templates(self) -> frozenset[str]:
        """Files of `records/` in which nothing is recorded: all of it is commented out."""
        root = self.workbook.root
        if root is None:
            return frozenset()
        return frozenset(name for name in self.workbook.sha256 if _is_template(root / name))

    @cached_property
    def input_hash(self) -> str:
        """One SHA-256 over the hashes of all input files."""
        lines = "".join(f"{file} {digest}\n" for file, digest in sorted(self.workbook.sha256.items()))
        return hashlib.sha256(lines.encode()).hexdigest()


def _is_template(file: Path) -> bool:
    """Tell whether a file says nothing: only comments, only a head, only headings."""
    try:
        words = file.read_text(encoding="utf-8-sig")
        if file.suffix == ".csv":
            return file.parent.name == "records" and len(words.strip().splitlines()) <= 1
        return file.suffix == ".toml" and not _says(tomllib.loads(words))
    except (OSError, ValueError):
        return False


def _says(value: object) -> bool:
    """Tell whether something stands in a table of TOML: a blank, a false and an empty list say nothing."""
    if isinstance(value, dict):
        return any(map(_says, value.values()))
    return any(map(_says, value)) if isinstance(value, list) else bool(value)


def compute(workbook: Workbook, as_of: date, wish: Wish | None = None) -> Results:
    """Establish the facts, hold the laws against them and assess the risks.

    Parameters
    ----------
    wish : outlines, ranges and the state of the last audit, where the reader asked for them.

    Raises
    ------
    BadInput if a law file or the assessment sheet is wrong.
    """
    laws = read_laws()
    facts = establish_facts(workbook, as_of)
    findings = evaluate(facts, laws, as_of)
    assessed = assess(workbook, findings, as_of)
    return Results(workbook, as_of, laws, facts, findings, assessed, wish or Wish())


def results_of(assessment: Assessment) -> Results:
    """Return an assessment with what it rests on; nothing is computed again.

    Raises
    ------
    ValueError
        If it was made without findings, or the findings without facts or laws.
    """
    found = assessment.findings
    if found is None or found.laws is None:
        raise ValueError("results_of: needs an assessment with findings and their laws")
    return Results(assessment.workbook, assessment.as_of, found.laws, found.known, found, assessment)
