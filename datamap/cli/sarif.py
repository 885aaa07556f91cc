"""SARIF 2.1.0: the result of a check as code hosts and editors read it.

References
----------
OASIS, *Static Analysis Results Interchange Format (SARIF) Version 2.1.0*: 3.14 (run), 3.27 (result),
3.35 (suppression), 3.49 (reporting descriptor).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from datamap import __version__
from datamap.cli.entries import Entry, Matter
from datamap.cli.places import Spot
from datamap.model import LANGS, Lang, Severity
from datamap.vocabulary import text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.QUESTION: "note",
    Severity.INFORMATION: "note",
}
HELD = "findingId/v1"
"""Name of the fingerprint: the id of the finding does not depend on lines or wording."""


def sarif(
    entries: Iterable[Entry],
    lang: Lang,
    *,
    folder: Path,
    as_of: date,
    sha256: str = "",
    against: bool = False,
    read: bool = True,
    left_out: str = "",
) -> dict[str, Any]:
    """Return a SARIF log with one run; what is settled is left out.

    Parameters
    ----------
    folder : the workbook as it was named; paths begin with it, so that hosts find the files.
    against : the entries were compared with an older workbook: each says whether it is new.
    read : the input could be read. left_out : says what the entries are the gravest of, "" = they are all.
    """
    listed = [entry for entry in entries if not entry.settled]
    matters = list({entry.matter.id: entry.matter for entry in listed}.values())
    numbers = {matter.id: number for number, matter in enumerate(matters)}
    results = [_result(entry, numbers[entry.matter.id], folder, lang, against=against) for entry in listed]
    driver = {
        "name": "datamap",
        "version": __version__,
        "language": lang,
        "rules": [_rule(matter, lang) for matter in matters],
    }
    run = {
        "tool": {"driver": driver},
        "language": lang,
        "automationDetails": {"id": f"datamap/check/{as_of.isoformat()}"},
        "invocations": [_invocation(left_out, read=read)],
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {"asOf": as_of.isoformat(), "inventorySha256": sha256},
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _invocation(left_out: str, *, read: bool) -> dict[str, Any]:
    told = [{"level": "warning", "message": {"text": left_out}}] if left_out else []
    return {"executionSuccessful": read, **({"toolExecutionNotifications": told} if told else {})}


def _rule(matter: Matter, lang: Lang) -> dict[str, Any]:
    both = "\n\n".join(_help(matter, one) for one in LANGS)
    rule: dict[str, Any] = {
        "id": matter.id,
        "name": re.sub(r"[^A-Za-z0-9]+", "-", matter.id).strip("-"),
        "shortDescription": {"text": matter.title.in_lang(lang)},
        "fullDescription": {"text": matter.title.in_lang(lang)},
        "help": {"text": both, "markdown": both},
        "defaultConfiguration": {"level": LEVELS[matter.severity]},
        "properties": {
            "tags": ["privacy", matter.suite],
            "article": matter.article.in_lang(lang),
            "verified": matter.verified,
            "ownCheck": matter.house,
        },
    }
    if matter.href:
        rule["helpUri"] = matter.href
    return rule


def _help(matter: Matter, lang: Lang) -> str:
    """Return title, article, question and remedy of a rule in one language."""
    lines = [matter.title.in_lang(lang), matter.article.in_lang(lang)]
    for key, words in (("finding_question", matter.question), ("finding_remedy", matter.remedy)):
        if said := words.in_lang(lang):
            name = key.removeprefix("finding_")
            lines.append(text("cli", key, **{name: said}).in_lang(lang))
    return "\n\n".join(line for line in lines if line)


def _result(entry: Entry, number: int, folder: Path, lang: Lang, *, against: bool) -> dict[str, Any]:
    places = [_location(spot, folder) for spot in entry.spots]
    result: dict[str, Any] = {
        "ruleId": entry.matter.id,
        "ruleIndex": number,
        "level": LEVELS[entry.severity],
        "message": {"text": _message(entry, lang)},
        "locations": places[:1],
        "partialFingerprints": {HELD: hashlib.sha256(entry.id.encode()).hexdigest()[:32]},
        "properties": {
            "findingId": entry.id,
            "severity": entry.severity.value,
            "status": entry.status,
            "fails": entry.fails,
        },
    }
    if places[1:]:
        result["relatedLocations"] = places[1:]
    if against:
        result["baselineState"] = "unchanged" if entry.known else "new"
    if entry.assumption is not None and entry.assumption.closes:
        result["suppressions"] = [_suppression(entry, lang)]
    return result


def _message(entry: Entry, lang: Lang) -> str:
    remedy = entry.matter.remedy.in_lang(lang)
    return f"{entry.message}\n→ {remedy}" if remedy else entry.message


def _suppression(entry: Entry, lang: Lang) -> dict[str, Any]:
    held = entry.assumption
    if held is None:
        return {}
    record = held.record
    why = text(
        "cli",
        "sarif_suppression",
        reason=record.reason.in_lang(lang),
        role=record.role,
        date=record.date,
        until=record.until,
    )
    return {"kind": "external", "status": "accepted", "justification": why.in_lang(lang)}


def _location(spot: Spot, folder: Path) -> dict[str, Any]:
    path: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": uri_of(folder, spot.file)},
            "region": {"startLine": spot.line},
        }
    }
    if spot.name:
        path["logicalLocations"] = [{"name": spot.name, "fullyQualifiedName": f"{spot.sort}:{spot.name}"}]
    return path


def uri_of(folder: Path, file: str) -> str:
    """Return the path of a file as a relative URI; of a folder elsewhere only what is in it is named.

    Examples
    --------
    >>> uri_of(Path("books/our shop"), "inventory.csv"), uri_of(Path("/srv/book"), "inventory.csv")
    ('books/our%20shop/inventory.csv', 'inventory.csv')
    """
    parts: Sequence[str] = () if folder.is_absolute() or ".." in folder.parts else folder.parts
    return quote("/".join([*parts, file]))
