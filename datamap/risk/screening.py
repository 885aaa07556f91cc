"""Whether an impact assessment is called for: each criterion from facts where they can tell, else asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from datamap.facts import Facts
from datamap.facts.truth import Truth, any_of
from datamap.model import Text
from datamap.risk.conditions import held
from datamap.risk.elicit import running_rows
from datamap.risk.exposure import Ledger, Rows
from datamap.risk.human import Answered, HumanPart
from datamap.risk.sheets import one_of, read_sheet, refuse_unknown, said
from datamap.risk.threats import check_facts
from datamap.vocabulary import text

GROUPS = ("article_35_3", "wp248", "japan")
FACTS_SAY = ("yes_or_no", "yes", "hint")
OVERALL = ""
"""Activity key of the row about all flows together."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One reason why an assessment may be called for.

    Attributes
    ----------
    group : one of `GROUPS`. column : "gdpr" (need) or "appi" (voluntary).
    any_of : groups of conditions; none = only a person can tell. reference : where it comes from.
    facts_say : what facts can settle: `yes_or_no`; `yes` (that none says so proves nothing); `hint`
        (they only point to it; a person tells).
    """

    key: str
    group: str
    column: str
    reference: str
    any_of: tuple[tuple[str, ...], ...]
    title: Text
    question: Text
    facts_say: str


@dataclass(frozen=True, slots=True)
class Answer35:
    """What is known about one criterion for one activity.

    Attributes
    ----------
    activity : "" = all flows together. from_facts : yes, no, or None = not recorded.
    person : a person's answer, which counts before the facts; "" = none.
    flows : flows on which it holds; where it is open, those that leave it open; beside a person's answer
        only those that say so themselves.
    """

    criterion: Criterion
    activity: str
    from_facts: bool | None
    person: str
    reason: Text
    flows: tuple[str, ...]

    @property
    def value(self) -> bool | None:
        """The answer that counts: a person's, else what the facts say."""
        return {"yes": True, "no": False, "n/a": False}.get(self.person, self.from_facts)

    @property
    def against_records(self) -> bool:
        """Whether a person said no though recorded cells say yes."""
        return self.from_facts is True and self.value is False

    @property
    def source(self) -> str:
        """Where the answer comes from: `person`, `facts`, or `asked` where there is none yet."""
        if self.person:
            return "person"
        return "asked" if self.from_facts is None else "facts"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers for one activity come to, in one column.

    Attributes
    ----------
    result : `called_for`, `one_criterion`, `cannot_tell` or `no_sign`; in the column "appi"
        `worth_while`, `cannot_tell` or `no_sign`. yes, open, no : keys of criteria.
    """

    activity: str
    column: str
    result: str
    yes: tuple[str, ...]
    open: tuple[str, ...]
    no: tuple[str, ...]
    said: Text


@dataclass(frozen=True, slots=True)
class Screening:
    """Every answer and what they come to, per activity and for all flows together."""

    answers: tuple[Answer35, ...]
    outcomes: tuple[Outcome, ...]

    def of(self, activity: str = OVERALL) -> tuple[Answer35, ...]:
        """Return the answers for one activity; without a name, for all flows together."""
        return tuple(answer for answer in self.answers if answer.activity == activity)

    def outcome(self, column: str, activity: str = OVERALL) -> Outcome:
        """Return what the answers come to in one column."""
        return next(o for o in self.outcomes if (o.column, o.activity) == (column, activity))


@cache
def read_criteria() -> tuple[Criterion, ...]:
    """Return the criteria, in the order of their file.

    Raises
    ------
    BrokenSheet
        If an entry names an unknown fact, has an unknown key or a text in one language only.

    References
    ----------
    GDPR 35(3); Article 29 Working Party, WP248 rev.01 (nine criteria). The Japanese hints are ours:
    the authority asks private business for voluntary assessments only.
    """
    return tuple(_criterion(entry) for entry in read_sheet("screening.toml")["criterion"])


def _criterion(entry: Mapping[str, Any]) -> Criterion:
    where = f"screening.toml, {entry.get('key')}"
    refuse_unknown(entry, Criterion.__dataclass_fields__, where)
    groups = tuple(tuple(group) for group in entry["any_of"])
    check_facts((name for group in groups for name in group), where)
    return Criterion(
        key=entry["key"],
        group=entry["group"],
        column=entry["column"],
        reference=entry["reference"],
        any_of=groups,
        title=said(entry["title"], where),
        question=said(entry["question"], where),
        facts_say=one_of(entry["facts_say"], FACTS_SAY, where),
    )


def screen(facts: Facts, ledger: Ledger, human: HumanPart, within: Rows | None = None) -> Screening:
    """Answer every criterion for every activity, and for all flows together.

    Parameters
    ----------
    facts : facts of the workbook. ledger : the inventory. human : a person's answers
    (`question = "screening.<key>"` for all, `"screening.<key>:<activity>"` for one activity; a yes for
    all is for one activity a hint only).
    within : row numbers to look at; None = all running flows.
    """
    rows = running_rows(facts, ledger)
    inside = np.ones(len(rows), dtype=np.bool_) if within is None else np.isin(rows, within)
    values = {criterion.key: _value(criterion, facts, len(rows)) for criterion in read_criteria()}
    activities = ledger.inventory.coded("activity")
    names = np.array([activities.values[code] for code in activities.codes[rows].tolist()], dtype=object)
    answers: list[Answer35] = []
    for activity in [OVERALL, *(name for name in ledger.cells("activity", rows[inside]) if name)]:
        chosen = inside if activity == OVERALL else inside & (names == activity)
        answers += (
            _answer(criterion, activity, values[criterion.key], rows, chosen, ledger, human)
            for criterion in read_criteria()
        )
    return Screening(tuple(answers), tuple(_outcomes(answers)))


def _value(criterion: Criterion, facts: Facts, flows: int) -> Truth:
    """Return the value of a criterion for each flow; without conditions it is open."""
    if not criterion.any_of:
        return Truth.constant(value=None, length=flows)
    return any_of((held(facts.truth, flows, group) for group in criterion.any_of), flows)


def _answer(
    criterion: Criterion,
    activity: str,
    value: Truth,
    rows: Rows,
    chosen: np.ndarray[tuple[int], np.dtype[np.bool_]],
    ledger: Ledger,
    human: HumanPart,
) -> Answer35:
    """Answer one criterion for one activity: yes as soon as one flow says yes."""
    yes, open_ = rows[value.yes & chosen], rows[value.unknown & chosen]
    word = _word(criterion, yes=bool(yes.size), open_=bool(open_.size)) if chosen.any() else "no_flows"
    from_facts = {"yes": True, "no": False}.get(word)
    person, general = _person(criterion, activity, human, from_facts)
    shown = yes if yes.size else open_
    if person:
        shown = yes if from_facts else rows[:0]
    return Answer35(
        criterion=criterion,
        activity=activity,
        from_facts=from_facts,
        person=person.value if person else "",
        reason=_stated(person, from_facts) if person else text("risk", f"screening_reason_{general or word}"),
        flows=ledger.ids(shown) if criterion.any_of else (),
    )


def _stated(person: Answered, from_facts: bool | None) -> Text:  # noqa: FBT001
    """Return a person's reason; a no against what is recorded says so."""
    if not from_facts or person.value == "yes":
        return person.reason
    against = text("risk", "screening_reason_against_records")
    return Text(person.reason.ja + against.ja, f"{person.reason.en} {against.en}".strip())


def _person(
    criterion: Criterion,
    activity: str,
    human: HumanPart,
    from_facts: bool | None,  # noqa: FBT001
) -> tuple[Answered | None, str]:
    """Return the answer of a person that counts, and "general" where a yes about the house is only a hint.

    A no about the whole house is a no for each activity; a yes does not say for which.
    """
    question = f"screening.{criterion.key}"
    own = human.answer(f"{question}:{activity}") if activity else None
    house = human.answer(question)
    if own or not activity or house is None or house.value != "yes":
        return own or house, ""
    return None, "general" if from_facts is None else ""


def _word(criterion: Criterion, *, yes: bool, open_: bool) -> str:
    """Say what facts come to: a hint is no yes; finding nothing is a no only where cells can show it."""
    if not criterion.any_of:
        return "asked"
    if yes:
        return "hint" if criterion.facts_say == "hint" else "yes"
    if open_:
        return "open"
    return "no" if criterion.facts_say == "yes_or_no" else "nothing"


def _outcomes(answers: Iterable[Answer35]) -> Iterator[Outcome]:
    """Yield what the answers of each activity come to, in both columns."""
    gathered: dict[tuple[str, str], list[Answer35]] = {}
    for answer in answers:
        gathered.setdefault((answer.activity, answer.criterion.column), []).append(answer)
    for (activity, column), found in gathered.items():
        sorted_out = {
            value: tuple(a.criterion.key for a in found if a.value is value) for value in (True, None, False)
        }
        result = _result(column, [a for a in found if a.value is True], [a for a in found if a.value is None])
        words = text(
            "risk", f"screening_{column}_{result}", yes=len(sorted_out[True]), open=len(sorted_out[None])
        )
        yield Outcome(activity, column, result, sorted_out[True], sorted_out[None], sorted_out[False], words)


def _result(column: str, yes: list[Answer35], open_: list[Answer35]) -> str:
    """Weigh the answers: what is certain first, then what might still come."""
    bounds = read_sheet("screening.toml")["outcome"]
    count = {
        group: (sum(a.criterion.group == group for a in yes), sum(a.criterion.group == group for a in open_))
        for group in GROUPS
    }
    if column == "appi":
        hints, maybe = count["japan"]
        return "worth_while" if hints >= bounds["hints"] else "cannot_tell" if maybe else "no_sign"
    triggers, criteria = count["article_35_3"], count["wp248"]
    if triggers[0] >= bounds["trigger"] or criteria[0] >= bounds["criteria"]:
        return "called_for"
    if triggers[1] or sum(criteria) >= bounds["criteria"]:
        return "cannot_tell"
    return "one_criterion" if criteria[0] else "no_sign"
