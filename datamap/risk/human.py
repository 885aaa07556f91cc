"""The part of an assessment that only people can give: `records/assessment.toml`, typed and checked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from datamap.inventory import Workbook
from datamap.model import EMPTY, BadInput, PersonRating, Problem, Severity, Text
from datamap.records.page import Page
from datamap.records.sheet import Sheet
from datamap.risk.safeguards import STATES
from datamap.risk.threats import EVENTS, PROBLEMS

FILE = "records/assessment.toml"
OUTCOMES = ("rejected", "consultation", "approved", "conditionally_approved")
PUBLICATION = ("no", "published", "shared")
ANSWERS = ("yes", "no", "n/a")
TRIGGERS = (
    "new_country",
    "new_recipient",
    "new_sensitive_item",
    "new_item",
    "new_purpose",
    "new_activity",
    "more_persons",
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A person's answer to one question (`[[answer]]`); a blank value is no answer yet."""

    question: str
    value: str = ""
    reason: Text = EMPTY
    role: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A measure somebody plans, carries out or has carried out (`[[measure]]`): one line of the plan."""

    measure: str
    risks: tuple[str, ...] = ()
    status: str = "planned"
    action: Text = EMPTY
    owner: str = ""
    due: str = ""
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class OwnRisk:
    """A risk that a person adds to those of the catalogue (`[[own_risk]]`)."""

    key: str
    title: Text
    scenario: Text = EMPTY
    flows: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    event: str = ""
    likelihood: int | None = None
    severity: int | None = None
    reason: Text = EMPTY
    role: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class ClosedRisk:
    """A risk that a person closes (`[[closed_risk]]`): it stays listed, with the reason."""

    risk: str
    reason: Text
    role: str = ""
    date: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """Advice of the privacy officer, or the views of the people concerned."""

    given: Text = EMPTY
    sought: str = ""
    followed: str = ""
    reason: Text = EMPTY
    role: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides; a blank outcome = not decided."""

    outcome: str = ""
    conditions: Text = EMPTY
    justification: Text = EMPTY
    role: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """When the assessment is looked at again, and what calls it earlier."""

    next: str = ""
    period: str = ""
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HumanPart:
    """Everything people stated for one assessment. Blank = not recorded."""

    title: Text = EMPTY
    example: bool = False
    version: str = ""
    started: str = ""
    completed: str = ""
    publication: str = ""
    levels: int | None = None
    activities: tuple[str, ...] = ()
    planned_only: bool = False
    answers: tuple[Answered, ...] = ()
    ratings: tuple[PersonRating, ...] = ()
    actions: tuple[Action, ...] = ()
    own_risks: tuple[OwnRisk, ...] = ()
    closed: tuple[ClosedRisk, ...] = ()
    advice: Opinion = Opinion()
    views: Opinion = Opinion()
    decision: Decision = Decision()
    review: Review = Review()
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def answer(self, question: str) -> Answered | None:
        """Return the last answer that says something to a question."""
        found = [answer for answer in self.answers if answer.question == question and answer.value]
        return found[-1] if found else None

    def rating(self, risk: str, stage: str) -> PersonRating | None:
        """Return a person's last complete rating of a risk at a stage."""
        found = [
            r for r in self.ratings if (r.risk, r.stage) == (risk, stage) and r.likelihood and r.severity
        ]
        return found[-1] if found else None


def read_human_part(workbook: Workbook) -> HumanPart:
    """Return what people stated for the assessment of a workbook.

    Raises
    ------
    BadInput
        If a table has an unknown key or value, names an unknown flow, closes a risk without a
        reason, or the like; with every problem of the file.
    """
    record = workbook.assessment
    page = Page(FILE, workbook.vocabulary, table=dict(record.raw))
    flows = frozenset(workbook.inventory.coded("id").values)
    activities = frozenset(workbook.inventory.coded("activity").values)
    top = Sheet(page, page.table)
    scope = top.table("scope")
    part = HumanPart(
        title=record.title,
        example=record.example,
        version=str(top.raw("version") or ""),
        started=top.date("started"),
        completed=top.date("completed"),
        publication=_one_of(top, "publication", PUBLICATION),
        levels=top.table("scale").number("levels"),
        activities=scope.each("activities", lambda word, at: _known(page, at, word, activities)),
        planned_only=scope.flag("planned_only"),
        answers=tuple(_answered(entry) for entry in top.tables("answer")),
        ratings=record.ratings,
        actions=tuple(_action(entry) for entry in top.tables("measure")),
        own_risks=tuple(_own_risk(entry, flows) for entry in top.tables("own_risk")),
        closed=tuple(_closed(entry) for entry in top.tables("closed_risk")),
        advice=_opinion(top.table("advice"), "text"),
        views=_opinion(top.table("views"), "summary"),
        decision=_decision(top.table("decision")),
        review=_review(top.table("review")),
        problems=tuple(page.problems),
    )
    if errors := [problem for problem in page.problems if problem.severity is Severity.ERROR]:
        raise BadInput(errors, workbook.lang)
    return part


def _answered(sheet: Sheet) -> Answered:
    found = Answered(
        question=sheet.id("question"),
        value=sheet.words("value"),
        reason=sheet.said("reason"),
        role=sheet.words("role"),
        date=sheet.date("date"),
    )
    if found.value == "n/a" and not found.reason.ja:
        sheet.page.wrong("no_reason", sheet.at("reason"))
    sheet.done()
    return found


def _action(sheet: Sheet) -> Action:
    found = Action(
        measure=sheet.key("measure", "measures", open_list=True),
        risks=sheet.each("risks", lambda word, _: word),
        status=_one_of(sheet, "status", STATES) or "planned",
        action=sheet.said("action"),
        owner=sheet.words("owner"),
        due=sheet.date("due"),
        cost=sheet.number("cost"),
    )
    if found.cost is not None and found.cost not in range(1, 6):
        sheet.page.wrong("bad_level", sheet.at("cost"), found.cost, allowed="1–5", levels=5)
    sheet.done()
    return found


def _own_risk(sheet: Sheet, flows: Collection[str]) -> OwnRisk:
    found = OwnRisk(
        key=sheet.id("key"),
        title=sheet.said("title"),
        scenario=sheet.said("scenario"),
        flows=sheet.each("flows", lambda word, at: _known(sheet.page, at, word, flows)),
        subjects=sheet.keys("subjects", "subjects", open_list=True),
        items=sheet.keys("items", "items", open_list=True),
        problems=sheet.each("rights", lambda word, at: _known(sheet.page, at, word, PROBLEMS)),
        event=_one_of(sheet, "event", EVENTS),
        likelihood=sheet.number("likelihood"),
        severity=sheet.number("severity"),
        reason=sheet.said("reason"),
        role=sheet.words("role"),
        date=sheet.date("date"),
    )
    sheet.done()
    return found


def _closed(sheet: Sheet) -> ClosedRisk:
    found = ClosedRisk(
        risk=sheet.id("risk"),
        reason=sheet.said("reason"),
        role=sheet.words("role"),
        date=sheet.date("date"),
        until=sheet.date("until"),
    )
    if not found.reason.ja:
        sheet.page.wrong("no_reason", sheet.at("reason"))
    sheet.done()
    return found


def _opinion(sheet: Sheet, given: str) -> Opinion:
    found = Opinion(
        given=sheet.said(given),
        sought=_one_of(sheet, "sought", ("yes", "no")),
        followed=_one_of(sheet, "followed", ("yes", "partly", "no")),
        reason=sheet.said("reason"),
        role=sheet.words("role"),
        date=sheet.date("date"),
    )
    sheet.done()
    return found


def _decision(sheet: Sheet) -> Decision:
    found = Decision(
        outcome=_one_of(sheet, "outcome", OUTCOMES),
        conditions=sheet.said("conditions"),
        justification=sheet.said("justification"),
        role=sheet.words("role"),
        date=sheet.date("date"),
    )
    sheet.done()
    return found


def _review(sheet: Sheet) -> Review:
    found = Review(
        next=sheet.date("next"),
        period=sheet.duration("period"),
        triggers=sheet.each("triggers", lambda word, at: _known(sheet.page, at, word, TRIGGERS)),
    )
    sheet.done()
    return found


def _one_of(sheet: Sheet, key: str, known: Collection[str]) -> str:
    """Read one word of a closed list; blank is allowed."""
    value = sheet.words(key)
    return _known(sheet.page, sheet.at(key), value, known) if value else ""


def _known(page: Page, at: str, word: str, known: Collection[str]) -> str:
    """Return a word of a closed list, or note that it is none."""
    if word in known:
        return word
    page.wrong("bad_answer", at, word, allowed=", ".join(sorted(known)))
    return ""
