"""`datamap assess leverage | ranges | outline | plan`: measures, uncertainty, outlines, plan."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from datamap.cli.assess import assessed, show_strays
from datamap.cli.narrow import spoken, where
from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop, need_folder_of_its_own
from datamap.cli.progress import progress
from datamap.cli.say import said, show, show_object
from datamap.cli.sheets import All, show_sheet
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk import Assessment, FilledOutline

DEFAULT = "edpb-1.0-consultation"


class Stage(StrEnum):
    """Which rating is put to the test."""

    INHERENT = "inherent"
    CURRENT = "current"
    RESIDUAL = "residual"


Steps = Annotated[bool, typer.Option("--steps", help=help_of("steps"))]
OneMeasure = Annotated[
    str | None, typer.Option("--measure", metavar="MEASURE", help=help_of("measure"), show_default=False)
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", min=0, help=help_of("seed"))]
Staged = Annotated[Stage, typer.Option("--stage", help=help_of("stage"))]
FormOut = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help=help_of("form_out"), show_default=False)
]
Name = Annotated[str, typer.Argument(metavar="[NAME]", help=help_of("outline_name"), show_default=False)]


def leverage(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    measure: OneMeasure = None,
    steps: Steps = False,
    everything: All = False,
) -> None:
    """Say which measure lowers most risk for its cost: each tried on paper, then the best next one."""
    found = assessed(workbook, lang, as_of)
    trials = found.leverage
    chosen = None if measure is None else _measure(found, measure)
    if chosen is not None:
        trials = where(trials, "measure", chosen)
    tried = found.leverage_steps(chosen) if steps or chosen or output is Output.JSON else None
    if output is Output.JSON:
        _object(found, trials.as_records(), steps=tried.as_records() if tried else [])
        return
    show_sheet(
        trials,
        ("rank", "measure", "heading"),
        (
            "items",
            "flows",
            "cost",
            "points_lowered",
            "per_cost",
            "risks_eased",
            "order",
            "left_after",
            "risks",
        ),
        everything=everything,
    )
    if tried is not None:
        show_sheet(
            tried,
            ("measure", "risk", "priority_before", "priority_after"),
            (
                "title",
                "likelihood_points",
                "likelihood_points_after",
                "severity_points",
                "severity_points_after",
                "points_lowered",
            ),
            everything=everything,
        )


def _measure(found: Assessment, word: str) -> str:
    """Return the measure that is meant.

    Raises
    ------
    Stop
        If it is none of those that lower a risk; with those there are.
    """
    known = sorted(found.leverage.table["measure"])
    key = found.workbook.vocabulary.find("measures", word) or word
    if key not in known:
        raise Stop(text("cli", "no_such_measure", word=word, known=", ".join(known)))
    return key


def ranges(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    seed: Seed = 1,
    stage: Staged = Stage.CURRENT,
    everything: All = False,
) -> None:
    """Say how far the ratings may be off, given what is not recorded, and what drives it."""
    found = assessed(workbook, lang, as_of)
    answer = found.ranges(seed=seed, stage=stage.value)
    if output is Output.JSON:
        _object(found, answer.as_records(), seed=seed, stage=stage.value, summary=answer.text())
        return
    show_sheet(
        answer,
        ("title", "priority_range"),
        ("risk", "priority", "likelihood_range", "severity_range", "driver", "driver_share"),
        everything=everything,
    )
    show(said("ranges_source", lang, seed=seed))


def outline(
    as_of: AsOf,
    name: Name = DEFAULT,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    out: FormOut = None,
    everything: All = False,
) -> None:
    """Show how full an outline is, what is still to be answered, and its cross-checks; or write it out."""
    from datamap.risk import outline_keys

    if name not in outline_keys():
        raise Stop(text("cli", "no_such_outline", word=name, known=", ".join(outline_keys())))
    found = assessed(workbook, lang, as_of)
    filled = found.outline(name)
    files = {} if out is None else {"files": _write(found, name, out)}
    if output is Output.JSON:
        told = filled.as_dict(lang)
        more = {f"outline_{key}": value for key, value in told.items() if key != "sections"}
        _object(found, told["sections"], **more, **files)
        return
    _show_outline(filled, everything=everything)
    show_strays(found, lang)
    if out is not None:
        show(said("build_done", lang, folder=out, count=len(files["files"])), bold=True)


def _write(found: Assessment, name: str, out: Path) -> list[str]:
    """Write the assessment in the order of an outline, in both languages; return the files."""
    from datamap.report.forms import write_form

    need_folder_of_its_own(out)
    with progress(found.lang) as tell:
        written = write_form(found.workbook, name, out, found.as_of, progress=tell, assessment=found)
    return [path.relative_to(out).as_posix() for path in written]


def _show_outline(filled: FilledOutline, *, everything: bool) -> None:
    lang, outline_ = filled.lang, filled.outline
    show(
        f"{outline_.title.in_lang(lang)} ({outline_.key}, {outline_.publisher} {outline_.version})", bold=True
    )
    if caution := outline_.caution.in_lang(lang):
        show(caution)
    show_sheet(filled.summary, ("section", "title", "share_filled", "open_questions"), everything=True)
    show_sheet(filled.checked, ("check_state", "check"), ("missing",), everything=everything)
    show()
    show(said("outline_open", lang, count=len(filled.open)), bold=True)
    for section in filled.sections:
        for one in section.fields:
            if not one.open:
                continue
            show(f"  {section.section.number} {one.field.label.in_lang(lang)}")
            show(f"      {one.question.in_lang(lang)}")
            kept = one.open if everything else one.open[:3]
            rest = len(one.open) - len(kept)
            show(f"      {', '.join(kept)}{said('and_more', lang, count=rest) if rest else ''}")


def plan(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    everything: All = False,
) -> None:
    """Show who does what by when, for which risks, and what is late."""
    found = assessed(workbook, lang, as_of)
    if output is Output.JSON:
        _object(found, spoken(found.plan, "action"), decision=found.as_dict(lang)["checks"])
        return
    show_sheet(
        found.plan,
        ("timing", "due_date", "action"),
        ("measure", "state", "owner_role", "cost", "risks", "priority", "priority_residual"),
        everything=everything,
    )
    show_sheet(found.decision, ("check_state", "reason"), ("about",), everything=True)
    show_strays(found, lang)


def _object(found: Assessment, results: list[dict[str, Any]], **more: Any) -> None:
    show_object(results, as_of=found.as_of, sha256=found.workbook.inventory.sha256, **more)
