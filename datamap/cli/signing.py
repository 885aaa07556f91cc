"""`datamap assess sign | verify`: freeze an assessment, and tell whether it is still the same."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from datamap import __version__
from datamap.cli.assess import assessed
from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, date_of, help_of
from datamap.cli.outcome import Outcome, Stop, need_room
from datamap.cli.say import said, show, show_object
from datamap.cli.sheets import All
from datamap.model import Lang
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk import Assessment, Signature, Verification
    from datamap.risk.triggers import Change

Role = Annotated[
    str | None, typer.Option("--role", metavar="ROLE", help=help_of("sign_role"), show_default=False)
]
Signed = Annotated[
    date | None,
    typer.Option("--date", metavar="DATE", parser=date_of, help=help_of("sign_date"), show_default=False),
]
Again = Annotated[bool, typer.Option("--again", help=help_of("sign_again"))]

CELLS = 40
"""Cells that are shown unless all are asked for."""

SENTENCES = 12
"""Sentences about items that are shown unless all are asked for."""


def sign(
    as_of: AsOf,
    role: Role = None,
    signed_on: Signed = None,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    again: Again = False,
) -> None:
    """Freeze the assessment as it stands, if a person has decided and may decide so."""
    from datamap.risk import SIGNED_FILE, decision_state, sign, write_signature

    if role is not None and not role.strip():
        raise Stop(text("cli", "sign_no_role"))
    found = assessed(workbook, lang, as_of)
    state, made, day = decision_state(found), found.human.decision, signed_on or as_of
    if state.obstacles:
        _refuse(found, output)
    if day.isoformat() < made.date:
        raise Stop(text("cli", "sign_before_decision", day=day, decided=made.date))
    path = workbook / SIGNED_FILE
    kept = _set_aside(path, again=again)
    need_room(path.parent)
    signature = sign(found, role=role or made.role, signed_on=day, made_with=__version__)
    if kept is not None:
        shutil.copy2(path, kept)
    write_signature(signature, path)
    left = [check for check in state.checks if check.state in {"open", "noted", "barred"}]
    if output is Output.JSON:
        open_ = [{"key": check.key, "said": check.said.in_lang(lang)} for check in left]
        _object(found, [_signed_record(signature, path)], open=open_, kept=str(kept) if kept else None)
    else:
        _tell_signed(found, signature, path, kept)
        if left:
            show(said("sign_open", lang))
        for check in left:
            show(f"  {check.said.in_lang(lang)}")


def _tell_signed(found: Assessment, signature: Signature, path: Path, kept: Path | None) -> None:
    """Print what was signed, and where an older signature went."""
    from datamap.risk.words import role_label

    lang, counts = found.lang, {"files": len(signature.files), "flows": len(signature.flows)}
    role = role_label(signature.role).in_lang(lang)
    show(said("sign_done", lang, file=path, role=role, date=signature.signed_on), bold=True)
    show(said("sign_hashes", lang, digest=signature.digest[:12], **counts))
    if kept is not None:
        show(said("sign_kept", lang, file=kept))
    if found.human.example:
        show(said("assess_example", lang))


def _refuse(found: Assessment, output: Output) -> NoReturn:
    """Say why nothing was signed, and end with the code of bad input."""
    from datamap.risk import decision_state

    state, lang = decision_state(found), found.lang
    if output is Output.JSON:
        told = [
            {
                "key": check.key,
                "state": check.state,
                "said": check.said.in_lang(lang),
                "about": list(check.about),
            }
            for check in state.obstacles
        ]
        _object(found, [], refused=told, allowed=list(state.allowed), barred=list(state.barred))
    else:
        show(said("sign_refused", lang), colour=typer.colors.RED, error=True)
        for check in state.obstacles:
            show(f"  {check.said.in_lang(lang)}", error=True)
            for risk in check.about:
                show(f"      {found.titles[risk].in_lang(lang)}  [{risk}]", error=True)
        show(f"  {found.decision.text(found.lang)}", error=True)
        show(f"  → {said('sign_refused_next', found.lang)}", error=True)
    raise typer.Exit(Outcome.BAD_INPUT)


def _set_aside(path: Path, *, again: bool) -> Path | None:
    """Return where an older signature goes; None where there is none.

    Raises
    ------
    Stop
        If there is one and nobody asked to sign again: a signature is never replaced in silence.
    """
    from datamap.risk import read_signature

    if not path.exists():
        return None
    if not again:
        raise Stop(text("cli", "sign_there", file=path))
    old = read_signature(path)
    kept = path.with_name(f"assessment.signed.{old.signed_on}.{old.digest[:8]}.json")
    if kept.exists():
        raise Stop(text("cli", "sign_there", file=kept))
    return kept


def _signed_record(signature: Signature, path: Path) -> dict[str, Any]:
    return {
        "file": str(path),
        "as_of": signature.as_of,
        "signed_on": signature.signed_on,
        "role": signature.role,
        "outcome": signature.outcome,
        "digest": signature.digest,
        "files": dict(signature.files),
        "flows": len(signature.flows),
        "risks": len(signature.risks),
        "made_with": signature.made_with,
    }


def verify(
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    everything: All = False,
) -> None:
    """Say whether the workbook is still the one that was signed; exit with 1 if it is not."""
    from datamap.risk import SIGNED_FILE, read_signature, risks_since, verify
    from datamap.risk.since import compared

    path = workbook / SIGNED_FILE
    if not path.exists():
        raise Stop(text("cli", "not_signed", file=path))
    signature = read_signature(path)
    found = assessed(workbook, lang, as_of)
    told = verify(found.workbook, signature, as_of=as_of)
    risks = risks_since(found, signature)
    flows = compared(found.workbook, signature, as_of=as_of) if told.changes else None
    sentences = [one.in_lang(lang) for one in flows.sentences] if flows else []
    if output is Output.JSON:
        _object(
            found,
            [_change_record(one, lang) for one in (*told.changes, *risks)],
            same=told.same,
            intact=told.intact,
            review=[one.kind for one in told.review],
            due=told.due,
            sentences=sentences,
            signed=_signed_record(signature, path),
        )
    else:
        _show_verified(told, risks, signature, lang, everything=everything)
        _show_flows(sentences, lang, everything=everything)
    if not told.same:
        raise typer.Exit(Outcome.FINDINGS)


def _show_verified(
    told: Verification, risks: tuple[Change, ...], signature: Signature, lang: Lang, *, everything: bool
) -> None:
    from datamap.risk.words import role_label

    outcome = (
        text("risk", f"outcome_is_{signature.outcome}") if signature.outcome else text("risk", "not_recorded")
    )
    show(
        said(
            "verify_signed",
            lang,
            date=signature.signed_on,
            role=role_label(signature.role).in_lang(lang),
            outcome=outcome,
            as_of=signature.as_of,
        )
    )
    _show_changes(told, risks, lang, everything=everything)
    if told.due:
        show(said("verify_due", lang), colour=typer.colors.YELLOW)


def _show_changes(told: Verification, risks: tuple[Change, ...], lang: Lang, *, everything: bool) -> None:
    """Print what differs; for flows, cell by cell."""
    colour = None if told.same else typer.colors.YELLOW
    show(told.said.in_lang(lang), bold=True, colour=colour)
    for one in (*told.changes, *risks):
        mark = said("verify_review", lang) if one in told.review else ""
        show(f"  {one.said.in_lang(lang)}{mark}")
        kept = one.cells if everything else one.cells[:CELLS]
        for cell in kept:
            values = {"before": cell.before or "–", "after": cell.after or "–"}
            show(said("verify_cell", lang, flow=cell.flow, column=_column(cell.column, lang), **values))
        if len(kept) < len(one.cells):
            show(said("more_lines", lang, count=len(one.cells) - len(kept)))


def _show_flows(sentences: list[str], lang: Lang, *, everything: bool) -> None:
    """Print what the changed flows let items do."""
    kept = sentences if everything else sentences[:SENTENCES]
    if kept:
        show(said("verify_flows", lang), bold=True)
    for sentence in kept:
        show(f"  {sentence}")
    if len(kept) < len(sentences):
        show(said("more_lines", lang, count=len(sentences) - len(kept)))


def _column(key: str, lang: Lang) -> str:
    from datamap.analysis.words import heading

    return heading(key).in_lang(lang)


def _change_record(one: Change, lang: Lang) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "about": list(one.about),
        "said": one.said.in_lang(lang),
        "cells": [
            {"flow": c.flow, "column": c.column, "before": c.before, "after": c.after} for c in one.cells
        ],
    }


def _object(found: Assessment, results: list[dict[str, Any]], **more: Any) -> None:
    show_object(results, as_of=found.as_of, sha256=found.workbook.inventory.sha256, **more)
