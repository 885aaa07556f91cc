"""A signature: what a person signed, written to a file and read back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from datamap.model import BadInput, Problem, Severity
from datamap.vocabulary import text

SIGNED_FILE = "records/assessment.signed.json"
"""Where a signature is kept, below the workbook's root."""

FORMAT = 2
"""Format 2 keeps the cells of each flow, so that a change can be told cell by cell; 1 kept hashes only."""

READ = (1, FORMAT)
"""Formats that are still read."""


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
    cells : flow id -> column -> cell, blank ones left out; empty in format 1.
    risks : risk id -> [likelihood, severity] that counted for the residual risk. scope : see `Scope`.
    made_with : version of the program that signed.
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
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    made_with: str = ""
    digest: str = ""
    format: int = field(default=FORMAT)


def write_signature(signature: Signature, path: Path) -> None:
    """Write a signature as JSON, the same bytes for the same signature."""
    path.parent.mkdir(parents=True, exist_ok=True)
    words = json.dumps(asdict(signature), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(words, encoding="utf-8", newline="\n")
        beside.replace(path)  # at once or not at all: a full disk must not leave half a signature
    finally:
        beside.unlink(missing_ok=True)


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
        date.fromisoformat(signature.as_of)  # what is later held against it counts from this day
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput([_unreadable("bad_signature", path)]) from error
    if signature.format not in READ:
        known = ", ".join(map(str, READ))
        raise BadInput([_unreadable("other_signature", path, format=signature.format, known=known)])
    return signature


def _unreadable(code: str, path: Path, **values: object) -> Problem:
    return Problem(
        code=code,
        severity=Severity.ERROR,
        file=path.name,
        message=text("risk", code, **values),
        next_step=text("risk", f"{code}_next"),
    )


def sealed(signature: Signature) -> Signature:
    """Return the signature with the hash over all it says."""
    content = asdict(signature)
    later = ("cells", "made_with") if signature.format == 1 else ()
    for name in ("digest", *later):
        content.pop(name)
    return Signature(**{**_fields(signature), "digest": fingerprint(content)})


def _fields(signature: Signature) -> dict[str, Any]:
    return {name: getattr(signature, name) for name in Signature.__dataclass_fields__}


def fingerprint(content: Any) -> str:
    """Return the SHA-256 of some content, written as JSON in one fixed way."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
