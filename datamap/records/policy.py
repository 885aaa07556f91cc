"""`records/policy.toml`: rules of the house, in a closed little grammar of keys (docs/policy.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datamap.model import Assertion, Match, Needs, Severity
from datamap.records.page import Page, nearest_of, where
from datamap.records.places import Places
from datamap.records.sheet import Sheet

_LISTS = {
    "kinds": "kinds",
    "countries": "countries",
    "bases": "bases",
    "foreign_routes": "foreign_routes",
    "treatments": "treatments",
}
_OPEN_LISTS = {"roles": "roles", "purposes": "purposes", "activities": "activities"}
_NEEDED = {
    "basis": "bases",
    "foreign_route": "foreign_routes",
    "gdpr_basis": "gdpr_bases",
    "gdpr_tool": "gdpr_tools",
    "treatment": "treatments",
    "contract_clauses": "contract_clauses",
}
_ONE_OF = ("never", "only", "needs")


def read_policy(page: Page, places: Places) -> tuple[Assertion, ...]:
    """Return the assertions; what is wrong is noted on the page.

    Parameters
    ----------
    page : the parsed file. places : what `organisation.toml` declares.
    """
    sheet = Sheet(page, page.table)
    found = tuple(_assertion(entry, places) for entry in sheet.tables("assertion"))
    sheet.done()
    seen: dict[str, str] = {}
    for number, assertion in enumerate(found):
        path = f"assertion[{number}]"
        if assertion.id and assertion.id in seen:
            page.wrong("twice", f"{path}.id", assertion.id, first=where(seen[assertion.id]))
        seen.setdefault(assertion.id, path)
    return found


def _assertion(sheet: Sheet, places: Places) -> Assertion:
    severity = sheet.severity("severity", Severity.ERROR)
    lighter = max(severity, Severity.QUESTION, key=lambda one: one.rank)
    assertion = Assertion(
        id=sheet.id("id"),
        title=sheet.said("title"),
        severity=severity,
        severity_possible=sheet.severity("severity_possible", lighter),
        items=sheet.keys("items", "items", open_list=True),
        item_flags=_flags(sheet),
        subjects=sheet.keys("subjects", "subjects", open_list=True),
        when=_match(sheet, "when", places),
        unless=_match(sheet, "unless", places),
        never=_match(sheet, "never", places),
        only=_match(sheet, "only", places),
        needs=_needs(sheet),
    )
    sheet.done()
    _refuse_empty_lists(sheet, ("items", "item_flags", "subjects"))
    if sum(sheet.has(key) for key in _ONE_OF) != 1:
        sheet.page.wrong("policy_one_of", sheet.path, assertion.id, allowed=", ".join(_ONE_OF))
    return assertion


def _flags(sheet: Sheet) -> tuple[str, ...]:
    """Return flags of items; a flag that no item has is noted, since the rule would never apply."""
    known = sorted({flag for term in sheet.page.vocabulary.terms("items") for flag in term.flags})

    def flag(word: str, at: str) -> str:
        if word in known:
            return word
        nearest = nearest_of(word, known)
        sheet.page.wrong(
            "unknown_word", at, word, nearest=nearest, allowed=", ".join(known), list="item_flags"
        )
        return ""

    return sheet.each("item_flags", flag)


def _match(sheet: Sheet, key: str, places: Places) -> Match | None:
    if sheet.raw(key) is None:
        return None
    inner = sheet.table(key)
    found: dict[str, Any] = {name: inner.keys(name, words) for name, words in _LISTS.items()}
    found |= {name: inner.keys(name, words, open_list=True) for name, words in _OPEN_LISTS.items()}
    match = Match(
        places=inner.each("places", lambda word, at: places.resolve(word, sheet.page, at)),
        abroad=inner.flag("abroad") if inner.has("abroad") else None,
        **found,
    )
    inner.done()
    _refuse_empty_lists(inner, ("places", *_LISTS, *_OPEN_LISTS))
    _refuse_empty(sheet, key, empty=match == Match())
    return match


def _needs(sheet: Sheet) -> Needs | None:
    if sheet.raw("needs") is None:
        return None
    inner = sheet.table("needs")
    found: dict[str, Any] = {name: inner.keys(name, words) for name, words in _NEEDED.items()}
    needs = Needs(
        measures=inner.keys("measures", "measures", open_list=True),
        recorded=inner.each("recorded", lambda word, at: _column(sheet, word, at)),
        retention_at_most=inner.retention("retention_at_most"),
        contract=inner.flag("contract"),
        notice=inner.flag("notice"),
        **found,
    )
    inner.done()
    _refuse_empty(sheet, "needs", empty=needs == Needs())
    return needs


def _column(sheet: Sheet, word: str, at: str) -> str:
    known = [column.key for column in sheet.page.vocabulary.columns]
    if word in known:
        return word
    nearest = nearest_of(word, known)
    sheet.page.wrong("unknown_word", at, word, nearest=nearest, allowed=", ".join(known), list="columns")
    return ""


def _refuse_empty_lists(sheet: Sheet, keys: Iterable[str]) -> None:
    """Note lists without a word: whoever writes one means to say something with it."""
    for key in keys:
        _refuse_empty(sheet, key, empty=sheet.raw(key) == [])


def _refuse_empty(sheet: Sheet, key: str, *, empty: bool) -> None:
    """Note a condition that says nothing, unless something in it was already refused."""
    at = sheet.at(key)
    told = any(problem.column and problem.column.startswith(at) for problem in sheet.page.problems)
    if empty and not told:
        sheet.page.wrong("policy_empty", at, key)
