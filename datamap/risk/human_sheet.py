"""Reading `records/assessment.toml` strictly: every key known, every word of a closed list checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from datamap.inventory import Inventory, Workbook
from datamap.model import AssessmentRecord, BadInput, PersonRating, Problem, Severity
from datamap.records import Records
from datamap.records.page import Page, nearest_of
from datamap.records.sheet import Sheet
from datamap.risk.human import (
    CRITERION_ANSWERS,
    FILE,
    OUTCOMES,
    PUBLICATION,
    SCREENING,
    TRIGGERS,
    Action,
    Answered,
    ClosedRisk,
    Decision,
    HumanPart,
    Opinion,
    OwnRisk,
    Review,
)
from datamap.risk.safeguards import STATES
from datamap.risk.scales import SCALES, read_scale
from datamap.risk.threats import EVENTS, PROBLEMS


def read_human_part(workbook: Workbook) -> HumanPart:
    """Return what people stated for the assessment of a workbook.

    Raises
    ------
    BadInput
        If a table has an unknown key or value, names an unknown flow, closes a risk without a
        reason, or the like; with every problem of the file.
    """
    page = Page(FILE, workbook.vocabulary, table=dict(workbook.assessment.raw))
    part = human_part(page, workbook.assessment, *_known_by(workbook.inventory))
    if errors := _errors(page):
        raise BadInput(errors, workbook.lang)
    return part


def judge_sheet(inventory: Inventory, records: Records) -> list[Problem]:
    """Return the errors of `assessment.toml` that reading the records does not see.

    Given to `read_workbook`, so that a person is told everything at once: what is wrong with
    scales and ratings, and what is wrong with answers, measures and decision.
    """
    read = records.assessment_page
    if read is None:
        return []
    page = Page(FILE, inventory.vocabulary, table=dict(read.table), lines=read.lines)
    human_part(page, records.assessment, *_known_by(inventory))
    told = {(found.code, found.column) for found in records.problems if found.file == FILE}
    return [found for found in _errors(page) if (found.code, found.column) not in told]


def _known_by(inventory: Inventory) -> tuple[frozenset[str], frozenset[str]]:
    """Return the flows and the activities that entries may name."""
    return frozenset(inventory.coded("id").values), frozenset(inventory.coded("activity").values)


def _errors(page: Page) -> list[Problem]:
    return [problem for problem in page.problems if problem.severity is Severity.ERROR]


def human_part(
    page: Page, record: AssessmentRecord, flows: Collection[str], activities: Collection[str]
) -> HumanPart:
    """Return what an assessment sheet states; what is wrong with it is noted on its page.

    Parameters
    ----------
    page : the sheet. record : its ratings, title and example mark, read before.
    flows, activities : those that entries may name.
    """
    top = Sheet(page, page.table)
    scope = top.table("scope")
    levels = top.table("scale").number("levels")
    _hold_levels(page, "rating", record.ratings, levels)
    own_risks = tuple(_own_risk(entry, flows) for entry in top.tables("own_risk"))
    _hold_levels(page, "own_risk", own_risks, levels)
    return HumanPart(
        title=record.title,
        example=record.example,
        version=str(top.raw("version") or ""),
        started=top.date("started"),
        completed=top.date("completed"),
        publication=_one_of(top, "publication", PUBLICATION),
        levels=levels,
        activities=scope.each("activities", lambda word, at: _known(page, at, word, activities)),
        planned_only=scope.flag("planned_only"),
        answers=tuple(_answered(entry) for entry in top.tables("answer")),
        ratings=record.ratings,
        actions=tuple(_action(entry) for entry in top.tables("measure")),
        own_risks=own_risks,
        closed=tuple(_closed(entry) for entry in top.tables("closed_risk")),
        advice=_opinion(top.table("advice"), "text"),
        views=_opinion(top.table("views"), "summary"),
        decision=_decision(top.table("decision")),
        review=_review(top.table("review")),
        problems=tuple(page.problems),
    )


def _hold_levels(
    page: Page, table: str, entries: Iterable[PersonRating | OwnRisk], wanted: int | None
) -> None:
    """Hold ratings to the levels of the scale in use; a scale that does not exist is told elsewhere."""
    if wanted is not None and wanted not in SCALES:
        return
    levels = read_scale(wanted).levels
    for number, entry in enumerate(entries):
        for key, value in (("likelihood", entry.likelihood), ("severity", entry.severity)):
            if value is not None and not 1 <= value <= levels:
                page.wrong(
                    "bad_level", f"{table}[{number}].{key}", value, allowed=f"1–{levels}", levels=levels
                )


def _answered(sheet: Sheet) -> Answered:
    found = Answered(
        question=sheet.id("question"),
        value=sheet.words("value"),
        reason=sheet.said("reason"),
        role=sheet.words("role"),
        date=sheet.date("date"),
    )
    if found.value and found.question.startswith(SCREENING):
        _known(sheet.page, sheet.at("value"), found.value, CRITERION_ANSWERS)
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
    for key, value in (("role", found.role), ("date", found.date)):
        if not value:
            sheet.page.wrong("closing_open", sheet.at(key), severity=Severity.WARNING)
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
    choices = ", ".join(sorted(filter(None, known)))
    near = nearest_of(word, known) if known else None
    page.wrong("unknown_choice", at, word, allowed=choices, nearest=near)
    return ""
