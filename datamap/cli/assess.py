"""`datamap assess`: the impact assessment on the terminal: what it comes to, screening, risks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.narrow import first, spoken, where
from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop
from datamap.cli.say import said, show, show_object, show_problems
from datamap.cli.sheets import All, show_sheet
from datamap.model import Lang
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk import Assessment
    from datamap.risk.one_risk import OneRisk

FIRST = 10
"""Risks and questions that the overview names."""

RiskName = Annotated[
    str | None, typer.Option("--risk", metavar="RISK", help=help_of("risk"), show_default=False)
]
OneActivity = Annotated[
    str | None, typer.Option("--activity", metavar="ACTIVITY", help=help_of("activity"), show_default=False)
]


def assessed(workbook: Path, lang: Lang, as_of: date) -> Assessment:
    """Read a workbook and assess it, with what the rules find.

    Raises
    ------
    Stop
        If the inventory has no flows yet: there is nothing to assess.
    """
    from datamap.cli.check import find
    from datamap.inventory import read_workbook
    from datamap.risk import assess
    from datamap.risk.human_sheet import judge_sheet

    book = read_workbook(workbook, lang=lang, judge=judge_sheet)
    if not len(book.inventory):
        raise Stop(text("cli", "no_flows_yet"))
    return assess(book, find(book, as_of, lang), as_of)


def show_all(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    everything: All = False,
) -> None:
    """Say what the assessment comes to, and what is left to decide."""
    found = assessed(workbook, lang, as_of)
    if output is Output.JSON:
        whole = found.as_dict(lang)
        risks = whole.pop("risks")
        show_object(
            risks, as_of=as_of, sha256=found.workbook.inventory.sha256, **_more(whole), problems=_told(found)
        )
        return
    title = found.human.title.in_lang(lang) or text("risk", "assessment_title").in_lang(lang)
    show(f"{title} ({as_of})", bold=True)
    if found.human.example:
        show(said("assess_example", lang))
    for column in ("gdpr", "appi"):
        show(f"  {found.screened.outcome(column).said.in_lang(lang)}")
    _show_risks(found, lang, everything=everything)
    show_sheet(found.decision, ("check_state", "reason"), ("about",), everything=True)
    _show_questions(found, lang, everything=everything)
    show_strays(found, lang)


def _show_risks(found: Assessment, lang: Lang, *, everything: bool) -> None:
    """Print the gravest risks, a line each: priority before measures and after the plan, title, id."""
    show()
    show(found.risks.title.in_lang(lang), bold=True)
    show(found.risks.text())
    show(said("assess_priorities", lang))
    kept = found.register if everything else found.register[:FIRST]
    for one in kept:
        stages = [one.shown(stage, found.scale) for stage in ("inherent", "residual")]
        before, after = (text("risk", f"priority_is_{p}").in_lang(lang) for p in stages)
        show(f"  {before} → {after}  {one.risk.title.in_lang(lang)}  [{one.id}]")
    if len(kept) < len(found.register):
        show(said("assess_more_risks", lang, count=len(found.register) - len(kept)))


def _more(whole: dict[str, object]) -> dict[str, object]:
    """Return what stands beside the results; the day stands at the top already."""
    return {key: value for key, value in whole.items() if key != "as_of"}


def _show_questions(found: Assessment, lang: Lang, *, everything: bool) -> None:
    questions = found.questions
    shown = questions if everything else first(questions, FIRST)
    more = ("question", "flows") if everything else ("question",)
    show_sheet(shown, ("said",), more, everything=everything)
    if len(shown) < len(questions):
        show(said("assess_more_questions", lang, count=len(questions) - len(shown)))


def show_strays(found: Assessment, lang: Lang) -> None:
    """Print the entries of the assessment sheet that find nothing to be about, or read oddly."""
    told = (*found.human.problems, *found.strays)
    if told:
        show()
        show(said("assess_strays", lang, count=len(told)), bold=True)
        show_problems(told, lang, error=False)


def _told(found: Assessment) -> list[dict[str, object]]:
    return [one.as_dict(found.lang) for one in (*found.human.problems, *found.strays)]


def screen(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    activity: OneActivity = None,
    everything: All = False,
) -> None:
    """Say for each activity whether an assessment is called for, criterion by criterion."""
    found = assessed(workbook, lang, as_of)
    outcomes, reasons = found.screening_outcomes, found.screening_reasons
    if activity is not None:
        key = _activity(found, activity)
        outcomes, reasons = where(outcomes, "activity", key), where(reasons, "activity", key)
    elif not everything:
        reasons = where(reasons, "activity", "all_activities")
    if output is Output.JSON:
        show_object(
            spoken(outcomes, "screening_said"),
            as_of=as_of,
            sha256=found.workbook.inventory.sha256,
            answers=spoken(reasons, "criterion", "reason"),
        )
        return
    show_sheet(outcomes, ("activity", "need_for", "result"), ("screening_said",), everything=everything)
    show_sheet(
        reasons,
        ("answer", "activity", "criterion"),
        ("answer_source", "reason", "reference", "flows"),
        everything=True,
    )
    show_strays(found, lang)


def _activity(found: Assessment, word: str) -> str:
    """Return the activity that is meant, by its key or its label.

    Raises
    ------
    Stop
        If there is none, with those there are; or if nothing of it runs and it is outside the scope.
    """
    terms = found.workbook.vocabulary
    keys = sorted({one.activity for one in found.screened.outcomes if one.activity})
    for key in (*keys, *found.left_for_later):
        label = terms.label("activities", key)
        if word.strip() in {key, label.ja, label.en}:
            if key in keys:
                return key
            raise Stop(text("cli", "activity_is_planned", word=word))
    raise Stop(text("cli", "no_such_activity", word=word, known=", ".join(keys)))


def risks(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    risk: RiskName = None,
    everything: All = False,
) -> None:
    """List the risks, or show one with its ratings, step by step."""
    found = assessed(workbook, lang, as_of)
    chosen = None if risk is None else _risk(found, risk)
    if output is Output.JSON:
        told = found.as_dict(lang)
        results = [one for one in told["risks"] if chosen in {None, one["id"]}]
        show_object(
            results,
            as_of=as_of,
            sha256=found.workbook.inventory.sha256,
            scale=told["scale"],
            problems=_told(found),
        )
        return
    if chosen is None:
        _show_register(found, everything=everything)
    else:
        _show_one(found.one(chosen), everything=everything)


def _show_register(found: Assessment, *, everything: bool) -> None:
    """Print every risk, and the entries of the sheet that match none."""
    head = ("priority", "priority_residual", "title")
    more = ("risk", "items", "recipients", "countries", "existing", "candidates", "flows", "possible_flows")
    show_sheet(found.risks, head, more, everything=everything)
    show_strays(found, found.lang)


def _show_one(one: OneRisk, *, everything: bool) -> None:
    """Print one risk: its line, its ratings, and the steps that moved them (all steps if asked for)."""
    line = one.line
    more = [column for column in line.table.columns if column not in {"risk", "title"}]
    show_sheet(line, ("risk",), more, everything=True)
    ratings = ("likelihood", "severity", "likelihood_person", "severity_person", "person_role")
    show_sheet(one.ratings, ("stage", "priority"), ratings, everything=True)
    show_sheet(one.steps if everything else one.moving_steps, ("stage", "step"), everything=True)


def _risk(found: Assessment, word: str) -> str:
    """Return the id of the risk that is meant.

    Raises
    ------
    Stop
        If there is none; with those there are.
    """
    ids = [one.id for one in found.register]
    if word in ids:
        return word
    raise Stop(text("cli", "no_such_risk", word=word, known=", ".join(ids)))
