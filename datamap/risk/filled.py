"""An outline filled: what is known, what a person answered, what is still open, and how full it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from datamap.analysis.answer import Answer
from datamap.analysis.frames import pd
from datamap.model import EMPTY, Lang, Text
from datamap.risk.content import FILLERS, Row, Source
from datamap.risk.decision import APPROVALS, decision_state
from datamap.risk.filled_record import section_record
from datamap.risk.human import Answered
from datamap.risk.outline import (
    Content,
    CrossCheck,
    Field,
    Outline,
    Section,
    read_contents,
    read_outline,
)
from datamap.risk.tables import joined
from datamap.risk.threats import EVENTS
from datamap.risk.words import words_of
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment

STATES = ("filled", "partly", "draft", "open", "not_applicable")


@dataclass(frozen=True, slots=True)
class FilledField:
    """One field with its rows.

    Attributes
    ----------
    rows : what is known; each names its flows. state : one of `STATES`. share : how much of what has
    to be filled is (0 to 1). note : what a person answered to the field as a whole.
    open : cells that are missing, as ids of questions.
    """

    field: Field
    rows: tuple[Row, ...]
    state: str
    share: float
    note: Answered | None
    open: tuple[str, ...]

    @property
    def question(self) -> Text:
        """What is asked of a person; where no row calls for the field, whether there is really none."""
        content = self.field.content
        return content.none if content.none.ja and not self.rows else content.question


@dataclass(frozen=True, slots=True)
class FilledSection:
    """One section with its fields."""

    section: Section
    fields: tuple[FilledField, ...]

    @property
    def share(self) -> float | None:
        """How full it is: the mean of its fields; None for a mere heading."""
        return sum(one.share for one in self.fields) / len(self.fields) if self.fields else None


@dataclass(frozen=True, slots=True)
class Checked:
    """A cross-check held against the rows.

    Attributes
    ----------
    missing : keys of the rows that lack what is asked. asked : whether there was anything to ask it of.
    """

    check: CrossCheck
    missing: tuple[str, ...]
    asked: bool = True

    @property
    def state(self) -> str:
        """`settled`, `open` (something is missing) or `nothing` (no row to hold against it)."""
        return "open" if self.missing else "settled" if self.asked else "nothing"


@dataclass(frozen=True, eq=False)
class FilledOutline:
    """An outline filled from one assessment; what is missing stands as a question, never invented."""

    outline: Outline
    assessment: Assessment
    sections: tuple[FilledSection, ...]
    checks: tuple[Checked, ...]
    lang: Lang = "ja"
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"FilledOutline({self.outline.key}: {self.share:.0%} filled, {len(self.open)} open)"

    @property
    def share(self) -> float:
        """How full the whole is: the mean of all fields."""
        shares = [one.share for section in self.sections for one in section.fields]
        return sum(shares) / len(shares)

    @property
    def open(self) -> tuple[str, ...]:
        """Ids of everything a person has to answer, each once, in the order of the outline."""
        found = (key for section in self.sections for one in section.fields for key in one.open)
        return tuple(dict.fromkeys(found))

    @cached_property
    def summary(self) -> Answer:
        """How full each section is, and what is missing."""
        rows = [
            {
                "section": section.section.number,
                "title": section.section.number,
                "share_filled": section.share,
                "filled": sum(one.state in {"filled", "not_applicable"} for one in section.fields),
                "fields": len(section.fields),
                "open_questions": len({key for one in section.fields for key in one.open}),
            }
            for section in self.sections
            if section.fields
        ]
        titles = {section.section.number: section.section.title for section in self.sections}
        said = text(
            "risk",
            "outline_summary",
            title=self.outline.title,
            share=f"{self.share:.0%}",
            open=len(self.open),
            failing=sum(bool(one.missing) for one in self.checks),
            caution=self.outline.caution,
        )
        words = words_of(self.assessment.workbook.inventory, title=titles)
        return Answer(pd.DataFrame(rows), self.outline.title, said, words, lang=self.lang)

    @cached_property
    def checked(self) -> Answer:
        """The cross-checks: whether each holds, and which rows lack what it asks."""
        rows = [
            {
                "check": c.check.key,
                "check_state": c.state,
                "missing": joined(c.missing),
            }
            for c in self.checks
        ]
        titles = {c.check.key: c.check.title for c in self.checks}
        said = text(
            "risk", "checked_summary", count=len(rows), failing=sum(bool(one.missing) for one in self.checks)
        )
        frame = pd.DataFrame(rows, columns=["check", "check_state", "missing"])
        words = words_of(self.assessment.workbook.inventory, check=titles)
        title = text("risk", "checked_title", title=self.outline.title)
        lists, none = frozenset({"missing"}), frozenset({"missing"})
        return Answer(frame, title, said, words, lists, none=none, lang=self.lang)

    def as_dict(self, lang: Lang | None = None) -> dict[str, Any]:
        """Return the filled outline as plain data, worded in one language."""
        speech = lang or self.lang
        return {
            "key": self.outline.key,
            "title": self.outline.title.in_lang(speech),
            "publisher": self.outline.publisher,
            "version": self.outline.version,
            "verified": self.outline.verified,
            "caution": self.outline.caution.in_lang(speech),
            "share": round(self.share, 4),
            "sections": [section_record(section, speech) for section in self.sections],
            "checks": [
                {
                    "key": one.check.key,
                    "title": one.check.title.in_lang(speech),
                    "state": one.state,
                    "missing": list(one.missing),
                }
                for one in self.checks
            ],
        }


def fill(assessment: Assessment, key: str = "edpb-1.0-consultation") -> FilledOutline:
    """Fill an outline from an assessment.

    What the inventory and the records know is filled and names its flows; what only a person knows is
    taken from `[[answer]]` in `records/assessment.toml`, or stands open as a question. `n/a` counts only
    with a reason.

    Parameters
    ----------
    assessment : the assessment. key : see `outline_keys`.

    Raises
    ------
    KeyError
        If there is no such outline; the message names those there are.
    """
    outline, source, rows = read_outline(key), Source(assessment), assessment.content
    sections = tuple(
        FilledSection(
            section, tuple(_fill(one, rows[one.content.key], source) for one in _there(section, rows))
        )
        for section in outline.sections
    )
    checks = tuple(_hold(check, rows, assessment) for check in outline.checks)
    return FilledOutline(outline, assessment, sections, checks, assessment.lang, rows)


def _there(section: Section, rows: Mapping[str, tuple[Row, ...]]) -> Iterator[Field]:
    """Yield the fields of a section that belong to the form: some only where a row calls for them."""
    return (one for one in section.fields if rows[one.content.key] or not one.where_any)


def content_of(assessment: Assessment) -> dict[str, tuple[Row, ...]]:
    """Return every content of an assessment, once for all outlines."""
    source = Source(assessment)
    return {name: tuple(_rows(content, source)) for name, content in read_contents().items()}


def _rows(content: Content, source: Source) -> Iterator[Row]:
    """Yield the rows of a content, with the cells that a person answered."""
    if content.asked:
        answer = source.human.answer(content.key)
        if answer and answer.value != "n/a":
            yield Row("", {}).filled("said", answer.words)
        return
    for row in FILLERS[content.key](source):
        yield _answered(row, content, source)


def _answered(row: Row, content: Content, source: Source) -> Row:
    """Return a row with the cells that a person answered for it."""
    for column in content.ask:
        answer = source.human.answer(f"{content.key}.{row.key}.{column}")
        if answer is None and len(content.ask) == 1:
            answer = source.human.answer(f"{content.key}.{row.key}")
        if answer:
            row = row.filled(column, answer.words)
    return row


def _fill(one: Field, rows: tuple[Row, ...], source: Source) -> FilledField:
    """Fill one field and say how full it is."""
    rows = tuple(row for row in rows if not one.only or row.key in one.only)
    note = source.human.answer(one.content.key)
    if note and note.value == "n/a":
        return FilledField(one, rows, "not_applicable", 1.0, note, ())
    missing = tuple(_missing(one, rows))
    needed = max(len(rows) * len(one.needs), 1)
    share = (needed - len(missing)) / needed if rows else 0.0
    state = "open" if not rows else _state(rows, missing)
    return FilledField(one, rows, state, share, note, missing or (() if rows else (one.content.key,)))


def _state(rows: Iterable[Row], missing: tuple[str, ...]) -> str:
    """Return how far a field with rows is; one that wants a person's approval only is a draft."""
    drafted = sum(len(row.drafted) for row in rows)
    return "filled" if not missing else "draft" if len(missing) == drafted else "partly"


def _missing(one: Field, rows: Iterable[Row]) -> Iterator[str]:
    """Yield each cell that has to be filled and is not, or is a draft, as the id of its question."""
    for row in rows:
        for column in one.needs:
            if column in row.drafted:
                yield one.content.key
            elif row.cell(column) == EMPTY:
                yield ".".join(filter(None, (one.content.key, row.key, column)))


def _hold(check: CrossCheck, rows: Mapping[str, tuple[Row, ...]], assessment: Assessment) -> Checked:
    """Hold one cross-check against the rows."""
    if check.rule == "three_events":
        found = {one.event for one in assessment.register} | {case.threat.event for case in assessment.cases}
        return Checked(check, tuple(event for event in EVENTS if event and event not in found))
    if check.rule == "residual_high_bars_approval":
        return _held_back(check, assessment)
    if check.rule == "consultation_has_ground":
        return _consulted(check, rows["prior_consultation"], assessment)
    there = {row.key: row for row in rows[check.within]}
    asked = rows[check.every]
    missing = tuple(row.key for row in asked if not _complete(there.get(row.key), check.filled))
    return Checked(check, missing, asked=bool(asked))


def _held_back(check: CrossCheck, assessment: Assessment) -> Checked:
    """Hold a recorded approval against the risks that remain, and against a scope in which nothing runs."""
    state = decision_state(assessment)
    barred = any(one.state == "barred" and one.key in {"residual_high", "scope"} for one in state.checks)
    wrong = barred and state.recorded in APPROVALS
    return Checked(check, (state.recorded,) if wrong else (), asked=bool(state.recorded))


def _consulted(check: CrossCheck, grounds: Iterable[Row], assessment: Assessment) -> Checked:
    """Hold a recorded decision against the grounds for consulting the authority beforehand (GDPR 36)."""
    made, yes = assessment.human.decision.outcome, text("risk", "answer_is_yes")
    called = {row.key for row in grounds if row.cell("answer") == yes}
    wrong = not called if made == "consultation" else bool(called) and made in APPROVALS
    return Checked(check, (made,) if wrong else (), asked=bool(made))


def _complete(row: Row | None, columns: Iterable[str]) -> bool:
    """Tell whether a row is there, its columns are filled, and none of its flows lacks what it tells."""
    return row is not None and not row.lacking and all(row.cell(column) != EMPTY for column in columns)
