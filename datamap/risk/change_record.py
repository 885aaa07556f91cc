"""A change as plain data: each altered risk on both sides, stage by stage, and the steps between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datamap.model import Lang
from datamap.risk.rating import STAGES
from datamap.risk.register import RatedRisk
from datamap.risk.scales import Scale
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.change import Altered, ChangeAssessment


def change_record(found: ChangeAssessment, lang: Lang) -> dict[str, Any]:
    """Return a change as plain data, worded in one language."""
    return {
        "flows": list(found.flows),
        "added": {sort: [one.in_lang(lang) for one in names] for sort, names in found.added_words.items()},
        "newly_met": list(found.newly_met),
        "summary": found.risks.text(lang),
        "risks": [_plain(one, found.after.scale, lang) for one in found.altered],
    }


def _plain(one: Altered, scale: Scale, lang: Lang) -> dict[str, Any]:
    """Return one altered risk as plain data: levels and priority on both sides, and the steps between."""
    sides = {"before": one.before, "after": one.after}
    return {
        "id": one.risk,
        "title": one.either.risk.title.in_lang(lang),
        "effect": one.effect,
        "effect_label": text("risk", f"effect_is_{one.effect}").in_lang(lang),
        "flows": list(one.flows),
        **{name: _side(risk, scale) for name, risk in sides.items()},
        "moved": [step.said.in_lang(lang) for step in one.moved],
        "question": one.either.risk.reason.in_lang(lang),
    }


def _side(risk: RatedRisk | None, scale: Scale) -> dict[str, dict[str, Any]] | None:
    """Return how a risk stands on one side, stage by stage; None = it is not there."""
    if risk is None:
        return None
    return {stage: _stage(risk, stage, scale) for stage in STAGES}


def _stage(risk: RatedRisk, stage: str, scale: Scale) -> dict[str, Any]:
    proposal = risk.proposals.get(stage)
    return {
        "likelihood": proposal.likelihood if proposal else None,
        "severity": proposal.severity if proposal else None,
        "counted": risk.counted(stage, scale) or "",
    }
