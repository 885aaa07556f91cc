"""What two workbooks differ in above the flows: findings, the notice, rules of the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from datamap.cli.say import COLOURS, said, show, weight_of
from datamap.model import Finding, Lang

if TYPE_CHECKING:
    from datamap.inventory import Workbook

Line = tuple[str, ...]

MOST = 12
"""Entries of one list that are shown."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What is new and what is settled.

    Attributes
    ----------
    findings_new, findings_closed : open findings that only the newer, or only the older one has.
    notice_new, notice_closed : differences between notice and flows: matter, about, clauses, flows.
    rules_broken, rules_mended : rule, flow and place, of what is broken for certain.
    """

    findings_new: tuple[Finding, ...]
    findings_closed: tuple[Finding, ...]
    notice_new: tuple[Line, ...]
    notice_closed: tuple[Line, ...]
    rules_broken: tuple[Line, ...]
    rules_mended: tuple[Line, ...]

    @property
    def unchanged(self) -> bool:
        """Whether nothing differs."""
        return not any(getattr(self, name) for name in self.__slots__)

    def show(self, lang: Lang) -> None:
        """Print what is new and what is settled."""
        for key in ("findings_new", "findings_closed"):
            found: tuple[Finding, ...] = getattr(self, key)
            if found:
                show(said(f"diff_{key}", lang, count=len(found)), bold=True)
                for one in found[:MOST]:
                    show(
                        f"  {weight_of(one.severity, lang)}  {one.id}  {one.title.in_lang(lang)}",
                        colour=COLOURS[one.severity],
                    )
                _show_rest(len(found), lang)
        for key in ("rules_broken", "rules_mended", "notice_new", "notice_closed"):
            lines: tuple[Line, ...] = getattr(self, key)
            if lines:
                show(said(f"diff_{key}", lang, count=len(lines)), bold=True)
                for line in lines[:MOST]:
                    show(f"  {'  '.join(part for part in line if part)}")
                _show_rest(len(lines), lang)

    def as_object(self, lang: Lang) -> dict[str, Any]:
        """Return the differences for JSON."""
        findings = {
            key: [
                {
                    "id": one.id,
                    "severity": one.severity.value,
                    "status": one.status.value,
                    "title": one.title.in_lang(lang),
                }
                for one in getattr(self, key)
            ]
            for key in ("findings_new", "findings_closed")
        }
        notice = {
            key: [
                dict(zip(("matter", "about", "clauses", "flows"), line, strict=True))
                for line in getattr(self, key)
            ]
            for key in ("notice_new", "notice_closed")
        }
        rules = {
            key: [dict(zip(("assertion", "flow", "place"), line, strict=True)) for line in getattr(self, key)]
            for key in ("rules_broken", "rules_mended")
        }
        return {**findings, **notice, **rules}


def differences(before: Workbook, after: Workbook, day_before: date, day: date) -> Differences:
    """Return what two workbooks differ in; both are held against the rules of the newer one."""
    was, now = _findings(before, day_before), _findings(after, day)
    notice_was, notice_now = _notice(before, day_before), _notice(after, day)
    rules_was, rules_now = (_broken(book, after, on) for book, on in ((before, day_before), (after, day)))
    return Differences(
        findings_new=tuple(now[key] for key in now if key not in was),
        findings_closed=tuple(was[key] for key in was if key not in now),
        notice_new=_without(notice_now, notice_was),
        notice_closed=_without(notice_was, notice_now),
        rules_broken=_without(rules_now, rules_was),
        rules_mended=_without(rules_was, rules_now),
    )


def _findings(book: Workbook, day: date) -> dict[str, Finding]:
    from datamap.facts import establish_facts
    from datamap.rules import evaluate

    return {finding.id: finding for finding in evaluate(establish_facts(book, day)).open()}


def _notice(book: Workbook, day: date) -> list[Line]:
    from datamap.notice import check_notice

    if not book.notice.clauses:
        return []
    return [
        tuple(map(str, line))
        for line in check_notice(book, as_of=day).table.itertuples(index=False, name=None)
    ]


def _broken(book: Workbook, rules: Workbook, day: date) -> list[Line]:
    from datamap.analysis.policy import check_policy

    table = check_policy(book, as_of=day, assertions=rules.policy).table
    broken = table[table["policy_status"] == "broken"]
    return list(zip(broken["assertion"], broken["flow"], broken["place"], strict=True))


def _without(lines: Iterable[Line], known: Iterable[Line]) -> tuple[Line, ...]:
    old = set(known)
    return tuple(line for line in lines if line not in old)


def _show_rest(count: int, lang: Lang) -> None:
    if count > MOST:
        show(said("more_lines", lang, count=count - MOST))
