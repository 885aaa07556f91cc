"""`records/assessment.toml`: ratings as typed values, every other table kept as read."""

from __future__ import annotations

from datamap.model import AssessmentRecord, PersonRating, Severity
from datamap.records.page import Page, nearest_of
from datamap.records.sheet import Sheet

REPEATED = ("answer", "rating", "measure", "own_risk", "closed_risk", "risk", "plan")
"""Tables that are written once per entry (`[[rating]]`)."""

SINGLE = ("scale", "scope", "screening", "advice", "views", "decision", "review")
"""Tables that are written once (`[decision]`)."""

_VALUES = ("version", "started", "completed", "publication")
_LOWEST, _HIGHEST = 2, 5
_STAGES = ("inherent", "current", "residual")


def read_assessment(page: Page) -> AssessmentRecord:
    """Return the human part of the assessment.

    The content of the tables is for the risk room to judge; here it is only held that each
    table is of the right sort and that ratings are figures a scale can have.
    """
    sheet = Sheet(page, page.table)
    for name in REPEATED:
        sheet.tables(name)
    for name in SINGLE:
        sheet.table(name)
    for name in _VALUES:
        sheet.raw(name)
    levels = _levels(sheet)
    ratings = tuple(_rating(entry, levels) for entry in sheet.tables("rating"))
    record = AssessmentRecord(
        title=sheet.said("title"), example=sheet.flag("example"), ratings=ratings, raw=dict(page.table)
    )
    sheet.done()
    return record


def _levels(sheet: Sheet) -> int | None:
    """Return how many levels the sheet asks for; None = the default, which the risk room knows."""
    scale = sheet.table("scale")
    levels = scale.raw("levels")
    if levels is None:
        return None
    if isinstance(levels, int) and _LOWEST <= levels <= _HIGHEST:
        return levels
    sheet.page.wrong("bad_levels", scale.at("levels"), levels, allowed=f"{_LOWEST}–{_HIGHEST}")
    return _HIGHEST


def _rating(sheet: Sheet, levels: int | None) -> PersonRating:
    rating = PersonRating(
        risk=sheet.id("risk"),
        stage=sheet.words("stage"),
        likelihood=_level(sheet, "likelihood", levels),
        severity=_level(sheet, "severity", levels),
        reason=sheet.said("reason"),
        role=sheet.words("role"),
        date=sheet.date("date"),
    )
    if rating.stage not in _STAGES:
        near, known = nearest_of(rating.stage, _STAGES), ", ".join(_STAGES)
        sheet.page.wrong("bad_stage", sheet.at("stage"), rating.stage, allowed=known, nearest=near)
    if rating.likelihood and rating.severity and not rating.reason.ja:
        sheet.page.wrong("no_reason", sheet.at("reason"), severity=Severity.WARNING)
    for key, value in (("role", rating.role), ("date", rating.date)):
        if rating.likelihood and rating.severity and not value:
            sheet.page.wrong("rating_open", sheet.at(key), severity=Severity.WARNING)
    sheet.done()
    return rating


def _level(sheet: Sheet, key: str, levels: int | None) -> int | None:
    value = sheet.number(key)
    if value is not None and levels is not None and not 1 <= value <= levels:
        sheet.page.wrong("bad_level", sheet.at(key), value, allowed=f"1–{levels}", levels=levels)
        return None
    return value
