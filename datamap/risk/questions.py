"""What only people can tell: one list of open questions, those that most hangs on first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from datamap.analysis.answer import SEPARATOR
from datamap.model import Text
from datamap.risk.elicit import Case
from datamap.risk.exposure import Ledger, Rows
from datamap.risk.human import HumanPart
from datamap.risk.necessity import Prompt
from datamap.risk.register import RatedRisk
from datamap.risk.screening import Screening
from datamap.rules import Findings
from datamap.vocabulary import text

ORIGINS = ("risk", "screening", "finding", "record", "necessity", "plan")


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask a person.

    Attributes
    ----------
    id : stable; `[[answer]] question = "…"` in `records/assessment.toml` answers it.
    origin : one of `ORIGINS`. said : the question. about : risk, criterion, rule or item.
    flows, clauses : what it is about. weight : how many flows and clauses hang on it.
    """

    id: str
    origin: str
    said: Text
    about: str
    flows: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How many flows and clauses hang on the answer."""
        return len(self.flows) + len(self.clauses)


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that questions come from."""

    screening: Screening
    cases: tuple[Case, ...]
    register: tuple[RatedRisk, ...]
    prompts: tuple[Prompt, ...]
    findings: Findings | None


def open_questions(asked: Asked, human: HumanPart, ledger: Ledger, rows: Rows) -> tuple[Question, ...]:
    """Return every question that nobody has answered, by origin, weightiest first."""
    found = [
        *_of_risks(asked.cases),
        *_of_screening(asked.screening),
        *_of_findings(asked.findings),
        *_of_records(ledger, rows),
        *_of_necessity(asked.prompts),
        *_of_plan(asked.register, human),
    ]
    unanswered = [question for question in found if human.answer(question.id) is None]
    return tuple(sorted(unanswered, key=lambda one: (ORIGINS.index(one.origin), -one.weight, one.id)))


def _of_risks(cases: Iterable[Case]) -> Iterator[Question]:
    """Yield the question of each risk: what would settle, or exclude, it."""
    for case in cases:
        flows = case.exposure.flows if case.certain else case.possible
        yield Question(f"risk.{case.id}", "risk", case.question, case.id, flows, case.clauses)


def _of_screening(screening: Screening) -> Iterator[Question]:
    """Yield each criterion that neither facts nor a person have answered."""
    for answer in screening.of():
        if answer.value is None:
            key = answer.criterion.key
            yield Question(f"screening.{key}", "screening", answer.criterion.question, key, answer.flows)


def _of_findings(findings: Findings | None) -> Iterator[Question]:
    """Yield the question of each rule that something is open under; one a rule, not one a flow."""
    if findings is None:
        return
    asked = {ruling.rule.id: ruling.rule.question for ruling in findings.rulings}
    gathered: dict[str, tuple[set[str], set[str]]] = {}
    table = findings.open().table
    for rule, flows, clauses in zip(table["rule"], table["flows"], table["clauses"], strict=True):
        found = gathered.setdefault(rule, (set(), set()))
        found[0].update(filter(None, flows.split(SEPARATOR)))
        found[1].update(filter(None, clauses.split(SEPARATOR)))
    for rule, (about, stated) in sorted(gathered.items()):
        if asked[rule].en:
            yield Question(
                f"finding.{rule}", "finding", asked[rule], rule, tuple(sorted(about)), tuple(sorted(stated))
            )


def _of_records(ledger: Ledger, rows: Rows) -> Iterator[Question]:
    """Yield what ratings would need and the table does not record."""
    for column in ("persons", "subjects", "purposes"):
        coded = ledger.inventory.coded(column)
        blank = rows[[not coded.values[code] for code in coded.codes[rows].tolist()]]
        if blank.size:
            asked = text("risk", f"question_{column}")
            yield Question(f"record.{column}", "record", asked, column, ledger.ids(blank))


def _of_necessity(prompts: Iterable[Prompt]) -> Iterator[Question]:
    """Yield each prompt whose need is not evident."""
    for prompt in prompts:
        if prompt.flows and prompt.verdict != "evident_need":
            yield Question(prompt.question, "necessity", prompt.reason, prompt.item, prompt.flows)


def _of_plan(register: Iterable[RatedRisk], human: HumanPart) -> Iterator[Question]:
    """Yield what the plan lacks: who, by when; and ratings that a person began and did not finish."""
    for action in human.actions:
        for missing in ("owner", "due"):
            if action.status in {"planned", "partly"} and not getattr(action, missing):
                key = f"plan.{action.measure}.{missing}"
                yield Question(key, "plan", text("risk", f"question_{missing}"), action.measure)
    for one in register:
        if one.persons and "residual" not in one.persons and not one.closed:
            yield Question(
                f"plan.{one.id}.residual", "plan", text("risk", "question_residual"), one.id, one.risk.flows
            )
