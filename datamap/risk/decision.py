"""What stands in the way of a decision: a person decides, this says what is missing and what is barred."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from datamap.analysis.answer import Answer
from datamap.analysis.frames import pd
from datamap.model import EMPTY, Lang, Text
from datamap.risk.human import OUTCOMES
from datamap.risk.plan import plan_lines
from datamap.risk.register import RatedRisk
from datamap.risk.tables import joined
from datamap.risk.words import cited, listing, words_of
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment

APPROVALS = ("approved", "conditionally_approved")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a decision rests on.

    Attributes
    ----------
    key : `scope`, `planned_left`, `against_records`, `residual_high`, `treated`, `rated_by_person`,
    `closed_high`, `plan_complete`, `plan_late`, `advice`, `views`, `decided`, `conditions`.
    state : `settled`, `open` (somebody has to say), `noted` (whoever decides has to know), `barred` (it
    stands in the way of an approval) or `nothing` (there is nothing it could be asked of).
    about : risks or measures concerned. said : in words.
    """

    key: str
    state: str
    said: Text
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionState:
    """Which decisions are open to a person, and what a recorded one still lacks.

    Attributes
    ----------
    recorded : outcome a person wrote down; "" = not decided. allowed, barred : outcomes.
    checks : everything the decision rests on.
    """

    recorded: str
    allowed: tuple[str, ...]
    barred: tuple[str, ...]
    checks: tuple[Check, ...]

    @property
    def said(self) -> Text:
        """The recorded outcome in words, and what bars it where something does."""
        if not self.recorded:
            return EMPTY
        outcome = text("risk", f"outcome_is_{self.recorded}")
        if self.recorded not in self.barred:
            return outcome
        return text("risk", "outcome_barred", outcome=outcome, why=self.why)

    @property
    def why(self) -> Text:
        """What bars an approval, in words; EMPTY where nothing does."""
        barring = (check.key for check in self.checks if check.state == "barred")
        return listing(text("risk", f"check_is_{key}") for key in barring)

    @property
    def stands(self) -> bool:
        """Whether a decision is recorded, is open to a person, and has its role, date and reason."""
        decided = next(check for check in self.checks if check.key == "decided")
        return bool(self.recorded) and self.recorded in self.allowed and decided.state == "settled"

    @property
    def obstacles(self) -> tuple[Check, ...]:
        """What keeps the assessment from being signed: a decision that is missing, unfinished or barred.

        Everything else that is open (views, ratings, owners; advice, where no data protection officer is
        on record or nothing is approved) is told beside a signature and does not keep anybody from signing.
        """
        approved = self.recorded in self.barred
        return tuple(
            check
            for check in self.checks
            if (check.key in {"decided", "conditions"} and check.state != "settled")
            or (approved and check.state == "barred")
        )


def decision_state(assessment: Assessment) -> DecisionState:
    """Return what a decision rests on.

    A residual risk with high priority bars both approvals: what is left is to give it up or to
    consult the authority beforehand. So does a scope in which no flow runs: nothing was looked at. So does
    the missing advice of a data protection officer who is on record: it has to be sought.
    Nothing here decides anything.

    References
    ----------
    GDPR 35(2), 35(9), 36(1); EDPB DPIA template (consultation version 1.0), 5 and 6.
    """
    checks = (*_risk_checks(assessment), *_people_checks(assessment))
    barred = APPROVALS if any(check.state == "barred" for check in checks) else ()
    allowed = tuple(outcome for outcome in OUTCOMES if outcome not in barred)
    return DecisionState(assessment.human.decision.outcome, allowed, barred, checks)


def decision(assessment: Assessment) -> Answer:
    """Return what a decision rests on as a table that says itself."""
    state = decision_state(assessment)
    rows = [
        {"check": c.key, "check_state": c.state, "reason": c.key, "about": joined(c.about)}
        for c in state.checks
    ]
    said = {check.key: check.said for check in state.checks}
    word = (
        f"decision_{'barred' if state.recorded in state.barred else 'recorded' if state.recorded else 'open'}"
    )
    allowed = listing(text("risk", f"outcome_is_{outcome}") for outcome in state.allowed)
    recorded = (
        text("risk", f"outcome_is_{state.recorded}") if state.recorded else text("risk", "not_recorded")
    )
    return Answer(
        pd.DataFrame(rows, columns=["check", "check_state", "reason", "about"]),
        text("risk", "decision_title"),
        text("risk", word, allowed=allowed, recorded=recorded, why=state.why),
        words_of(assessment.workbook.inventory, reason=said, about=_subjects(assessment, state)),
        frozenset({"about"}),
        none=frozenset({"about"}),
        lang=assessment.lang,
    )


def _subjects(assessment: Assessment, state: DecisionState) -> dict[str, Text]:
    """Return what each thing is called that a check is about: the title of a risk, or a measure."""
    label = assessment.workbook.vocabulary.label
    keys = dict.fromkeys(key for check in state.checks for key in check.about)
    return cited({key: assessment.titles.get(key) or label("measures", key) for key in keys})


def decision_record(assessment: Assessment, lang: Lang) -> dict[str, Any]:
    """Return the decision and what it rests on as plain data."""
    state = decision_state(assessment)
    return {
        "recorded": state.recorded,
        "stands": state.stands,
        "allowed": list(state.allowed),
        "barred": list(state.barred),
        "checks": [
            {"key": c.key, "state": c.state, "said": c.said.in_lang(lang), "about": list(c.about)}
            for c in state.checks
        ],
    }


def _risk_checks(assessment: Assessment) -> Iterator[Check]:
    """Yield what the risks themselves say."""
    if not assessment.rows.size:
        yield Check("scope", "barred", text("risk", "check_scope_nothing"))
    if assessment.left_for_later:
        yield _planned_left(assessment)
    yield from _against_records(assessment)
    open_risks = [one for one in assessment.register if not one.closed]
    yield _residual(assessment, open_risks)
    before = _with_priority(assessment, open_risks, "inherent", "high")
    untreated = tuple(
        i for i in before if not assessment.risk(i).planned and not assessment.risk(i).risk.existing
    )
    yield _check("treated", untreated, before)
    unrated = tuple(i for i in before if not _rated(assessment.risk(i)))
    yield _check("rated_by_person", unrated, before)
    closed = [one for one in assessment.register if one.closed]
    were = _with_priority(assessment, closed, "inherent", "high")
    yield _check("closed_high", were, closed, bad="noted", titles=_titles(assessment, were))


def _rated(one: RatedRisk) -> bool:
    """Return whether a person rated a risk before and after measures, with reason, role and day."""
    ratings = [one.persons.get(stage) for stage in ("inherent", "residual")]
    return all(rating is not None and rating.accounted_for for rating in ratings)


def _against_records(assessment: Assessment) -> Iterator[Check]:
    """Yield that a person answered a criterion with no though recorded cells say yes."""
    answers = (answer for answer in assessment.screened.of() if answer.against_records)
    titles = {answer.criterion.key: answer.criterion.title for answer in answers}
    if titles:
        named = listing(cited(titles).values())
        said = text("risk", "check_against_records_noted", count=len(titles), criteria=named)
        yield Check("against_records", "noted", said)


def _planned_left(assessment: Assessment) -> Check:
    """Return that planned flows are not in this assessment, so that whoever decides knows."""
    left = assessment.left_for_later
    words = words_of(assessment.workbook.inventory)
    names = listing(words.label("activity", name) if name else text("risk", "not_recorded") for name in left)
    count = sum(map(len, left.values()))
    return Check("planned_left", "noted", text("risk", "check_planned_left", count=count, activities=names))


def _people_checks(assessment: Assessment) -> Iterator[Check]:
    """Yield what people have to say."""
    human = assessment.human
    lines = plan_lines(assessment)
    incomplete = tuple(line.action.measure for line in lines if not line.complete)
    yield _check("plan_complete", incomplete, lines, none="open" if assessment.register else "nothing")
    late = tuple(line.action.measure for line in lines if line.timing == "late")
    if late:
        yield Check("plan_late", "noted", text("risk", "check_plan_late", count=len(late)), late)
    yield _advice(assessment)
    views = human.views
    yield _said(
        "views", settled=bool(views.given.ja if views.sought == "yes" else views.sought and views.reason.ja)
    )
    made = human.decision
    told = bool(made.outcome and made.role and made.date and made.justification.ja)
    yield _said("decided", settled=told and made.date <= assessment.as_of.isoformat())
    if made.outcome == "conditionally_approved":
        yield _said("conditions", settled=bool(made.conditions.ja))


def _advice(assessment: Assessment) -> Check:
    """Return whether advice is on record; of a data protection officer it has to be sought (GDPR 35(2))."""
    given = assessment.human.advice
    asked = _said("advice", settled=bool(given.given.ja and given.role))
    if asked.state == "settled" or not assessment.workbook.organisation.dpo.ja:
        return asked
    return Check("advice", "barred", text("risk", "check_advice_barred"))


def _with_priority(
    assessment: Assessment, risks: list[RatedRisk], stage: str, priority: str
) -> tuple[str, ...]:
    """Return the risks that have a priority at a stage; a person's rating counts before the proposal."""
    return tuple(one.id for one in risks if one.counted(stage, assessment.scale) == priority)


def _residual(assessment: Assessment, risks: list[RatedRisk]) -> Check:
    """Return whether a high risk is left; high before measures and not rated after them, it is."""
    high = _with_priority(assessment, risks, "residual", "high")
    found = _check("residual_high", high, risks, bad="barred")
    if high and _without_gdpr(assessment):
        found = replace(found, said=text("risk", "check_residual_high_without_gdpr", count=len(high)))
    unrated = sum(assessment.risk(i).standing("residual") is None for i in high)
    more = text("risk", "check_residual_high_unrated", count=unrated) if unrated else EMPTY
    return replace(found, said=Text(found.said.ja + more.ja, f"{found.said.en} {more.en}".strip()))


def _without_gdpr(assessment: Assessment) -> bool:
    """Return whether it is on record that the GDPR, and so its prior consultation (36), does not apply."""
    found = assessment.findings
    return found is not None and found.known.truth("gdpr_in_scope").at(0) is False


def _titles(assessment: Assessment, risks: tuple[str, ...]) -> Text:
    """Return the titles of some risks, one after the other."""
    return listing(cited({risk: assessment.titles[risk] for risk in risks}).values())


def _check(
    key: str,
    left: tuple[str, ...],
    among: Sequence[object],
    *,
    bad: str = "open",
    none: str = "nothing",
    **values: object,
) -> Check:
    """Return a check that is settled where nothing is left over, if there was anything to begin with."""
    state, word = (bad, "left") if left else ("settled", "settled") if among else (none, "nothing")
    return Check(key, state, text("risk", f"check_{key}_{word}", count=len(left), **values), left)


def _said(key: str, *, settled: bool) -> Check:
    """Return a check of something that a person says, or has not said yet."""
    word = "settled" if settled else "open"
    return Check(key, word, text("risk", f"check_{key}_{'settled' if settled else 'left'}"))
