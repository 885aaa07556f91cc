"""A signed assessment stays what it was: fingerprints of its inputs, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from datamap.inventory import Inventory, Workbook
from datamap.model import Text
from datamap.risk.exposure import Ledger, Rows
from datamap.risk.signature import Scope, Signature, fingerprint, sealed
from datamap.risk.words import words_of
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment

ROW_COLUMNS_LEFT_OUT = frozenset({"note", "evidence"})
"""Columns that say where something was read; a change there does not change what was assessed."""

GRAVE = frozenset({"sensitive", "eu_sensitive", "id_code", "property_damage", "my_number"})
"""Flags of items whose first appearance calls for a review."""

TRIGGERS = {
    "new_country": ("countries", "country"),
    "new_recipient": ("recipients", "recipient"),
    "new_sensitive_item": ("sensitive_items", "item"),
    "new_item": ("items", "item"),
    "new_purpose": ("purposes", "purpose"),
    "new_activity": ("activities", "activity"),
}
"""Triggers of a review -> the part of the scope that has grown, and the column whose words it speaks."""

Levels = Mapping[str, tuple[int, int]]
"""Risk -> likelihood and severity."""

LARGER = 1.5
"""So many times the people counts as more people."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a flow that reads differently: as it was signed, and as it is today."""

    flow: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was signed.

    Attributes
    ----------
    kind : `file`, `flow_new`, `flow_gone`, `flow_changed`, `risk_new`, `risk_gone`, `risk_changed`,
    or a trigger (`new_country` …). about : file, flow ids, countries, risks … said : in words.
    cells : for `flow_changed`, what differs, where the signature keeps the cells.
    """

    kind: str
    about: tuple[str, ...]
    said: Text
    cells: tuple[Cell, ...] = ()


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
    triggers = _triggers(workbook.inventory, signature.scope)
    wanted = set(_review(workbook, "triggers") or ()) or {trigger.kind for trigger in triggers}
    following = str(_review(workbook, "next") or "")
    return Verification(
        intact=sealed(signature).digest == signature.digest,
        changes=(*changes, *triggers),
        review=tuple(trigger for trigger in triggers if trigger.kind in wanted),
        due=bool(following) and following < as_of.isoformat(),
    )


def scope_of(inventory: Inventory, rows: Rows | None = None) -> Scope:
    """Return what flows amount to: those of some rows, or of a whole inventory."""
    ledger = Ledger(inventory)
    chosen = np.arange(len(inventory)) if rows is None else rows
    exposure = ledger.exposure(chosen)
    terms = inventory.vocabulary
    return Scope(
        activities=exposure.activities,
        recipients=exposure.recipients,
        countries=exposure.countries,
        purposes=ledger.entries("purposes", chosen),
        items=exposure.items,
        sensitive_items=tuple(item for item in exposure.items if terms.flags("items", item) & GRAVE),
        persons=exposure.persons.high or exposure.persons.low,
    )


def residual_levels(assessment: Assessment) -> dict[str, tuple[int, int]]:
    """Return likelihood and severity that count for what is left of each risk, by id."""
    return {
        one.id: (counting.likelihood, counting.severity)
        for one in sorted(assessment.register, key=lambda one: one.id)
        if (counting := one.counting("residual", assessment.scale))
    }


def row_cells(inventory: Inventory) -> dict[str, dict[str, str]]:
    """Return what each flow's row says, blank cells left out; the order of rows and columns is lost."""
    columns = sorted(set(inventory.columns) - ROW_COLUMNS_LEFT_OUT)
    cells = [inventory.coded(column).texts() for column in columns]
    ids = inventory.coded("id").texts()
    return {
        flow: {name: value for name, value in zip(columns, row, strict=True) if value}
        for flow, row in sorted(zip(ids, zip(*cells, strict=True), strict=True))
    }


def row_hashes(inventory: Inventory) -> dict[str, str]:
    """Return a short hash of each flow's row."""
    return {
        flow: fingerprint([[name, value] for name, value in row.items()])[:16]
        for flow, row in row_cells(inventory).items()
    }


def _files(workbook: Workbook, signature: Signature) -> Iterable[Change]:
    """Yield the files whose bytes differ, that are new or that are gone."""
    now, then = workbook.sha256, signature.files
    different = tuple(sorted(f for f in {*now, *then} if now.get(f) != then.get(f)))
    if different:
        yield Change("file", different, text("risk", "change_file", what=_list(different)))


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


def _triggers(inventory: Inventory, then: Scope) -> list[Change]:
    """Return what calls for a review: what the flows did not amount to when they were signed."""
    now, words = scope_of(inventory), words_of(inventory)
    found = []
    for kind, (sort, column) in TRIGGERS.items():
        about = tuple(sorted(set(getattr(now, sort)) - set(getattr(then, sort))))
        if about:
            named = _named(words.label(column, key) for key in about)
            found.append(Change(kind, about, text("risk", f"change_{kind}", what=named)))
    if now.persons and now.persons > LARGER * (then.persons or 0):
        found.append(Change("more_persons", (), text("risk", "change_more_persons", what=f"{now.persons:,}")))
    return found


def _review(workbook: Workbook, key: str) -> Any:
    """Return one value of `[review]` in the assessment sheet."""
    review = workbook.assessment.raw.get("review")
    return review.get(key) if isinstance(review, dict) else None


def _named(labels: Iterable[Text]) -> Text:
    """Return labels as a list in both languages."""
    known = tuple(labels)
    return Text("、".join(one.ja for one in known), ", ".join(one.en for one in known))


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)
