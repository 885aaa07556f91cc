"""`records/assumptions.toml`: findings that an officer closed or lowered, each until a day."""

from __future__ import annotations

import re

from datamap.model import Assumption, Severity
from datamap.records.page import Page
from datamap.records.sheet import Sheet

_FINDING = re.compile(r"[A-Z][A-Za-z0-9-]*:\S.*")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_NEEDED = ("reason", "role", "date", "until", "facts")


def read_assumptions(page: Page) -> tuple[Assumption, ...]:
    """Return the assumptions in the order of the file; what is wrong is noted on the page.

    Every key but `severity` has to be there: an assumption without a reason, a role, a last day
    or the facts it rests on could never come to an end.
    """
    sheet = Sheet(page, page.table)
    found = tuple(_assumption(entry) for entry in sheet.tables("assumption"))
    sheet.done()
    return found


def _assumption(sheet: Sheet) -> Assumption:
    finding = sheet.words("finding")
    if not _FINDING.fullmatch(finding):
        code = "bad_finding" if finding else "missing_key"
        sheet.page.wrong(code, sheet.at("finding"), finding or None, key="finding")
    begun, until = sheet.date("date"), sheet.date("until")
    if begun and until and until < begun:
        sheet.page.wrong("until_before_date", sheet.at("until"), until, earlier=begun)
    made = Assumption(
        finding=finding,
        reason=sheet.said("reason"),
        role=sheet.words("role"),
        date=begun,
        until=until,
        facts=_fingerprint(sheet),
        severity=sheet.severity("severity", Severity.INFORMATION) if sheet.has("severity") else None,
        line=sheet.page.lines.of(sheet.path),
    )
    for key in _NEEDED:
        if sheet.raw(key) in (None, "", {}):
            sheet.page.wrong("missing_key", sheet.at(key), key=key)
    sheet.done()
    return made


def _fingerprint(sheet: Sheet) -> str:
    written = sheet.words("facts")
    if written and not _FINGERPRINT.fullmatch(written):
        sheet.page.wrong("bad_fingerprint", sheet.at("facts"), written)
        return ""
    return written
