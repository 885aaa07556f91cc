"""Outlines of an assessment as data: sections, fields and cross-checks over one content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from datamap.model import EMPTY, Text
from datamap.risk.content import FILLERS
from datamap.risk.sheets import BrokenSheet, read_sheet, refuse_unknown, said, sheet_names

RULES = ("three_events", "residual_high_bars_approval", "consultation_has_ground")
"""Cross-checks that are more than "each row here has its row there"."""

FIGURES = ("flows", "heat_map", "timeline")
"""Drawings that a section may ask for: flows, risks before and after, the plan."""


@dataclass(frozen=True, slots=True)
class Content:
    """One content: its columns, what has to be filled, and the question asked where it is not.

    Attributes
    ----------
    needs : columns that have to be filled. ask : columns only a person can fill, row by row.
    asked : the workbook cannot fill it at all; it is asked as a whole. none : what is asked instead where
    nothing on record calls for it; EMPTY = the same question.
    """

    key: str
    columns: tuple[str, ...]
    needs: tuple[str, ...]
    ask: tuple[str, ...]
    question: Text
    asked: bool
    none: Text = EMPTY


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an outline, and the content it shows.

    Attributes
    ----------
    only : keys of the rows it shows; empty = all of them. where_any : it belongs to the form only where
        there is a row that calls for it.
    """

    key: str
    label: Text
    content: Content
    columns: tuple[str, ...]
    needs: tuple[str, ...]
    only: tuple[str, ...] = ()
    where_any: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One section of an outline; without fields it is a heading.

    Attributes
    ----------
    figure : name of a drawing that belongs here (one of `FIGURES`); "" = none.
    """

    number: str
    title: Text
    fields: tuple[Field, ...]
    figure: str = ""

    @property
    def depth(self) -> int:
        """How deep it lies: 1 for a top section."""
        return self.number.count(".") + 1


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """Each row of one content has its row in another one, with some columns filled; or a rule by name."""

    key: str
    title: Text
    every: str = ""
    within: str = ""
    filled: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """How one authority or standard lays an assessment out.

    Attributes
    ----------
    verified : somebody read the document itself. caution : what to know before relying on it.
    """

    key: str
    title: Text
    publisher: str
    version: str
    verified: bool
    caution: Text
    sections: tuple[Section, ...]
    checks: tuple[CrossCheck, ...]


@cache
def outline_keys() -> tuple[str, ...]:
    """Return the keys of all outlines, sorted.

    Examples
    --------
    >>> outline_keys()
    ('cnil', 'edpb-1.0-consultation', 'ico', 'iso29134', 'ppc-pia')
    """
    return tuple(name.removeprefix("outlines/").removesuffix(".toml") for name in sheet_names("outlines"))


@cache
def read_outline(key: str) -> Outline:
    """Return an outline.

    Raises
    ------
    KeyError
        If there is none of that key; the message names those there are.
    BrokenSheet
        If it has an unknown key, content, column or rule, or a text in one language only.
    """
    if key not in outline_keys():
        raise KeyError(f"{key}: no such outline; outlines: {', '.join(outline_keys())}")
    where = f"outlines/{key}.toml"
    sheet = read_sheet(where)
    refuse_unknown(sheet, {*Outline.__dataclass_fields__, "section", "check"}, where)
    return Outline(
        key=sheet["key"],
        title=said(sheet["title"], where),
        publisher=sheet["publisher"],
        version=sheet["version"],
        verified=sheet["verified"],
        caution=said(sheet["caution"], where),
        sections=tuple(_section(entry, where) for entry in sheet["section"]),
        checks=tuple(_check(entry, where) for entry in sheet.get("check", ())),
    )


@cache
def read_contents() -> Mapping[str, Content]:
    """Return every content by key.

    Raises
    ------
    BrokenSheet
        If an entry names an unknown column, or a content that can be filled is not described.
    """
    sheet = read_sheet("content.toml")
    found = {entry["key"]: _content(entry, sheet["columns"]) for entry in sheet["content"]}
    if strange := sorted(set(FILLERS) - set(found)):
        raise BrokenSheet(f"content.toml: filled but not described: {', '.join(strange)}")
    return found


def column_label(column: str) -> Text:
    """Return what stands above a column of a content."""
    return said(read_sheet("content.toml")["columns"][column], f"content.toml, columns.{column}")


def _content(entry: Mapping[str, Any], columns: Mapping[str, Any]) -> Content:
    where = f"content.toml, {entry.get('key')}"
    refuse_unknown(entry, {"key", "columns", "needs", "ask", "question", "none"}, where)
    shown = tuple(entry["columns"])
    _known({*shown, *entry.get("needs", ()), *entry.get("ask", ())}, columns, where)
    return Content(
        key=entry["key"],
        columns=shown,
        needs=tuple(entry.get("needs", shown)),
        ask=tuple(entry.get("ask", ())),
        question=said(entry["question"], where),
        asked=entry["key"] not in FILLERS,
        none=said(entry["none"], where) if "none" in entry else EMPTY,
    )


def _section(entry: Mapping[str, Any], where: str) -> Section:
    at = f"{where}, section {entry.get('number')}"
    refuse_unknown(entry, {"number", "title", "fields", "figure"}, at)
    if figure := entry.get("figure", ""):
        _known([figure], FIGURES, at)
    fields = tuple(_field(one, at) for one in entry.get("fields", ()))
    return Section(entry["number"], said(entry["title"], at), fields, figure)


def _field(entry: Mapping[str, Any], where: str) -> Field:
    at = f"{where}, {entry.get('key')}"
    refuse_unknown(entry, {"key", "label", "content", "columns", "needs", "only", "where_any"}, at)
    contents = read_contents()
    _known([entry["content"]], contents, at)
    content = contents[entry["content"]]
    columns, needs = tuple(entry.get("columns", content.columns)), tuple(entry.get("needs", content.needs))
    _known({*columns, *needs}, content.columns, at)
    only = tuple(entry.get("only", ()))
    where_any = bool(entry.get("where_any"))
    return Field(entry["key"], said(entry["label"], at), content, columns, needs, only, where_any)


def _check(entry: Mapping[str, Any], where: str) -> CrossCheck:
    at = f"{where}, check {entry.get('key')}"
    refuse_unknown(entry, {"key", "title", "every", "in", "filled", "rule"}, at)
    check = CrossCheck(
        key=entry["key"],
        title=said(entry["title"], at),
        every=entry.get("every", ""),
        within=entry.get("in", ""),
        filled=tuple(entry.get("filled", ())),
        rule=entry.get("rule", ""),
    )
    if check.rule:
        _known([check.rule], RULES, at)
    else:
        contents = read_contents()
        _known([check.every, check.within], contents, at)
        _known(check.filled, contents[check.within].columns, at)
    return check


def _known(found: Any, known: Any, where: str) -> None:
    if strange := sorted(set(found) - set(known)):
        raise BrokenSheet(f"{where}: unknown {', '.join(strange)}; known: {', '.join(sorted(known))}")
