"""A signed assessment stays what it was: fingerprints of its inputs, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from datamap.inventory import Inventory, Workbook
from datamap.model import Text
from datamap.risk.rows import row_cells, row_hashes
from datamap.risk.signature import Signature, sealed
from datamap.risk.triggers import START, Cell, Change, scope_of, triggers
from datamap.risk.words import listing
from datamap.rules import changed_between, read_laws
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment

Levels = Mapping[str, tuple[int, int]]
"""Risk -> likelihood and severity."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether today's workbook is still the one that was signed.

    Attributes
    ----------
    intact : the signature itself is whole. changes : everything that differs.
    review : triggers that call for a review before its date. due : the review date has passed.
    """

    intact: bool
    changes: tuple[Change, ...]
    review: tuple[Change, ...]
    due: bool

    @property
    def same(self) -> bool:
        """Whether nothing has changed since it was signed."""
        return self.intact and not self.changes

    @property
    def said(self) -> Text:
        """Say the outcome in a sentence."""
        if not self.intact:
            return text("risk", "verify_broken")
        if not self.changes:
            return text("risk", "verify_same")
        return text("risk", "verify_changed", count=len(self.changes), review=len(self.review))


def sign(assessment: Assessment, *, role: str, signed_on: date, made_with: str = "") -> Signature:
    """Freeze an assessment as it stands.

    Parameters
    ----------
    assessment : the assessment. role : who signs (a role, never a person's name).
    signed_on : the day; this room has no clock. made_with : version of the program, for the record.

    Raises
    ------
    ValueError
        If no role is given: an assessment is signed by somebody.
    """
    if not role.strip():
        raise ValueError("sign: say in which role")
    bare = Signature(
        as_of=assessment.as_of.isoformat(),
        signed_on=signed_on.isoformat(),
        role=role.strip(),
        outcome=assessment.human.decision.outcome,
        files=dict(sorted(assessment.workbook.sha256.items())),
        flows=row_hashes(assessment.workbook.inventory),
        risks=residual_levels(assessment),
        scope=scope_of(assessment.workbook.inventory),
        cells=row_cells(assessment.workbook.inventory),
        made_with=made_with,
    )
    return sealed(bare)


def verify(workbook: Workbook, signature: Signature, *, as_of: date) -> Verification:
    """Hold today's workbook against a signed one.

    Parameters
    ----------
    workbook : as it is today. signature : what was signed. as_of : today; the caller knows the clock.
    """
    changes = [*_files(workbook, signature), *_flows(workbook.inventory, signature)]
    calls = (*triggers(workbook.inventory, signature, as_of=as_of), *_law(signature, as_of))
    wanted = {START, *(_review(workbook, "triggers") or (trigger.kind for trigger in calls))}
    following = str(_review(workbook, "next") or "")
    return Verification(
        intact=sealed(signature).digest == signature.digest,
        changes=(*changes, *calls),
        review=tuple(trigger for trigger in calls if trigger.kind in wanted),
        due=bool(following) and following < as_of.isoformat(),
    )


def residual_levels(assessment: Assessment) -> dict[str, tuple[int, int]]:
    """Return likelihood and severity that count for what is left of each risk, by id."""
    return {
        one.id: (counting.likelihood, counting.severity)
        for one in sorted(assessment.register, key=lambda one: one.id)
        if (counting := one.counting("residual", assessment.scale))
    }


def _files(workbook: Workbook, signature: Signature) -> Iterable[Change]:
    """Yield the files whose bytes differ, that are new or that are gone."""
    now, then = workbook.sha256, signature.files
    different = tuple(sorted(f for f in {*now, *then} if now.get(f) != then.get(f)))
    if different:
        yield Change("file", different, text("risk", "change_file", what=_list(different)))


def _law(signature: Signature, as_of: date) -> Iterable[Change]:
    """Yield that other law is in force than on the day of the signed assessment, by the law data of today."""
    found = changed_between(read_laws(), date.fromisoformat(signature.as_of), as_of)
    if found:
        yield Change("new_law", tuple(found), text("risk", "change_new_law", what=listing(found.values())))


def _flows(inventory: Inventory, signature: Signature) -> Iterable[Change]:
    """Yield the flows that are new, gone or changed."""
    now, then = row_hashes(inventory), signature.flows
    found = {
        "flow_new": set(now) - set(then),
        "flow_gone": set(then) - set(now),
        "flow_changed": {flow for flow in set(now) & set(then) if now[flow] != then[flow]},
    }
    for kind, flows in found.items():
        if flows:
            about = tuple(sorted(flows))
            cells = _cells(inventory, signature, about) if kind == "flow_changed" and signature.cells else ()
            yield Change(kind, about, text("risk", f"change_{kind}", what=_list(about)), cells)


def _cells(inventory: Inventory, signature: Signature, flows: Iterable[str]) -> tuple[Cell, ...]:
    """Return the cells of some flows that read differently."""
    today = row_cells(inventory)
    return tuple(
        Cell(flow, column, before, after)
        for flow in flows
        for column in sorted({*today[flow], *signature.cells.get(flow, {})})
        if (before := signature.cells.get(flow, {}).get(column, "")) != (after := today[flow].get(column, ""))
    )


def risks_since(assessment: Assessment, signature: Signature) -> tuple[Change, ...]:
    """Return the risks that are new, gone or rated otherwise than when it was signed."""
    now, then = residual_levels(assessment), signature.risks
    found = {
        "risk_new": set(now) - set(then),
        "risk_gone": set(then) - set(now),
        "risk_changed": {risk for risk in set(now) & set(then) if now[risk] != tuple(then[risk])},
    }
    return tuple(
        _risk_change(kind, tuple(sorted(risks)), now, then) for kind, risks in found.items() if risks
    )


def _risk_change(kind: str, risks: tuple[str, ...], now: Levels, then: Levels) -> Change:
    """Return a change of risks; for those rated otherwise, the levels before and after."""

    def said(risk: str) -> str:
        return " → ".join("×".join(map(str, side[risk])) for side in (then, now) if risk in side)

    named = (f"{risk} ({said(risk)})" if kind == "risk_changed" else risk for risk in risks)
    return Change(kind, risks, text("risk", f"change_{kind}", what=_list(named)))


def _review(workbook: Workbook, key: str) -> Any:
    """Return one value of `[review]` in the assessment sheet."""
    review = workbook.assessment.raw.get("review")
    return review.get(key) if isinstance(review, dict) else None


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)
