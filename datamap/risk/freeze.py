"""A signed assessment stays what it was: fingerprints of its inputs, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from datamap.inventory import Inventory, Workbook
from datamap.model import BadInput, Problem, Severity, Text
from datamap.risk.exposure import Ledger, Rows
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment

SIGNED_FILE = "records/assessment.signed.json"
"""Where a signature is kept, below the workbook's root."""

FORMAT = 1
ROW_COLUMNS_LEFT_OUT = frozenset({"note", "evidence"})
"""Columns that say where something was read; a change there does not change what was assessed."""

GRAVE = frozenset({"sensitive", "eu_sensitive", "id_code", "property_damage", "my_number"})
"""Flags of items whose first appearance calls for a review."""

LARGER = 1.5
"""So many times the people counts as more people."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the flows amounted to: what a later change is measured by."""

    activities: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    sensitive_items: tuple[str, ...] = ()
    persons: int | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """What a person signed: the inputs by hash, the flows row by row, the risks as they stood.

    Attributes
    ----------
    as_of : day of the assessment. signed_on, role : who signed, and when (a role, no name).
    outcome : the decision signed. files : file -> SHA-256. flows : flow id -> hash of its row.
    risks : risk id -> [likelihood, severity] that counted for the residual risk. scope : see `Scope`.
    digest : SHA-256 over everything above; a signature changed by hand no longer fits it.
    """

    as_of: str
    signed_on: str
    role: str
    outcome: str
    files: Mapping[str, str]
    flows: Mapping[str, str]
    risks: Mapping[str, tuple[int, int]]
    scope: Scope
    digest: str = ""
    format: int = field(default=FORMAT)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was signed.

    Attributes
    ----------
    kind : `file`, `flow_new`, `flow_gone`, `flow_changed`, or a trigger (`new_country` …).
    about : file, flow ids, countries … said : in words.
    """

    kind: str
    about: tuple[str, ...]
    said: Text


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


def sign(assessment: Assessment, *, role: str, signed_on: date) -> Signature:
    """Freeze an assessment as it stands.

    Parameters
    ----------
    assessment : the assessment. role : who signs (a role, never a person's name).
    signed_on : the day; this room has no clock.

    Raises
    ------
    ValueError
        If no role is given: an assessment is signed by somebody.
    """
    if not role.strip():
        raise ValueError("sign: say in which role")
    levels = {
        one.id: (standing.likelihood, standing.severity)
        for one in assessment.register
        if (standing := one.standing("residual") or one.standing("inherent"))
    }
    bare = Signature(
        as_of=assessment.as_of.isoformat(),
        signed_on=signed_on.isoformat(),
        role=role.strip(),
        outcome=assessment.human.decision.outcome,
        files=dict(sorted(assessment.workbook.sha256.items())),
        flows=row_hashes(assessment.workbook.inventory),
        risks=dict(sorted(levels.items())),
        scope=scope_of(assessment.workbook.inventory),
    )
    return _sealed(bare)


def verify(workbook: Workbook, signature: Signature, *, as_of: date) -> Verification:
    """Hold today's workbook against a signed one.

    Parameters
    ----------
    workbook : as it is today. signature : what was signed. as_of : today; the caller knows the clock.
    """
    changes = [*_files(workbook, signature), *_flows(workbook.inventory, signature)]
    triggers = _triggers(scope_of(workbook.inventory), signature.scope)
    wanted = set(_review(workbook, "triggers") or ()) or {trigger.kind for trigger in triggers}
    following = str(_review(workbook, "next") or "")
    return Verification(
        intact=_sealed(signature).digest == signature.digest,
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


def row_hashes(inventory: Inventory) -> dict[str, str]:
    """Return a short hash of each flow's row; the order of rows and columns makes no difference."""
    columns = sorted(set(inventory.columns) - ROW_COLUMNS_LEFT_OUT)
    cells = [inventory.coded(column).texts() for column in columns]
    ids = inventory.coded("id").texts()
    return {
        flow: _hash([[name, value] for name, value in zip(columns, row, strict=True) if value])[:16]
        for flow, row in sorted(zip(ids, zip(*cells, strict=True), strict=True))
    }


def write_signature(signature: Signature, path: Path) -> None:
    """Write a signature as JSON, the same bytes for the same signature."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps(asdict(signature), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )


def read_signature(path: Path) -> Signature:
    """Read a signature.

    Raises
    ------
    BadInput
        If the file is missing or is no signature of this format.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        scope: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in found.pop("scope").items()
        }
        risks = {risk: (int(levels[0]), int(levels[1])) for risk, levels in found.pop("risks").items()}
        signature = Signature(scope=Scope(**scope), risks=risks, **found)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput([_unreadable(path, type(error).__name__)]) from error
    if signature.format != FORMAT:
        raise BadInput([_unreadable(path, f"format {signature.format}")])
    return signature


def _unreadable(path: Path, why: str) -> Problem:
    return Problem(
        code="bad_signature",
        severity=Severity.ERROR,
        file=path.name,
        value=why,
        message=text("risk", "bad_signature", why=why),
        next_step=text("risk", "bad_signature_next"),
    )


def _sealed(signature: Signature) -> Signature:
    """Return the signature with the hash over all it says."""
    content = asdict(signature)
    content.pop("digest")
    return Signature(**{**_fields(signature), "digest": _hash(content)})


def _fields(signature: Signature) -> dict[str, Any]:
    return {name: getattr(signature, name) for name in Signature.__dataclass_fields__}


def _hash(content: Any) -> str:
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


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
            yield Change(kind, about, text("risk", f"change_{kind}", what=_list(about)))


def _triggers(now: Scope, then: Scope) -> list[Change]:
    """Return what calls for a review: what the flows did not amount to when they were signed."""
    pairs = {
        "new_country": (now.countries, then.countries),
        "new_recipient": (now.recipients, then.recipients),
        "new_sensitive_item": (now.sensitive_items, then.sensitive_items),
        "new_item": (now.items, then.items),
        "new_purpose": (now.purposes, then.purposes),
        "new_activity": (now.activities, then.activities),
    }
    found = []
    for kind, (today, signed) in pairs.items():
        about = tuple(sorted(set(today) - set(signed)))
        if about:
            found.append(Change(kind, about, text("risk", f"change_{kind}", what=_list(about))))
    if now.persons and now.persons > LARGER * (then.persons or 0):
        found.append(Change("more_persons", (), text("risk", "change_more_persons", what=f"{now.persons:,}")))
    return found


def _review(workbook: Workbook, key: str) -> Any:
    """Return one value of `[review]` in the assessment sheet."""
    review = workbook.assessment.raw.get("review")
    return review.get(key) if isinstance(review, dict) else None


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)
