"""What two workbooks differ in above the flows: findings, the notice, rules of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from datamap.cli.say import COLOURS, said, show, weight_of
from datamap.model import Finding, Lang, Severity

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
    counts : severity -> open findings before and after. worded : lines of the notice and of rules as
        people read them, in the language of the newer workbook.
    """

    findings_new: tuple[Finding, ...]
    findings_closed: tuple[Finding, ...]
    notice_new: tuple[Line, ...]
    notice_closed: tuple[Line, ...]
    rules_broken: tuple[Line, ...]
    rules_mended: tuple[Line, ...]
    counts: Mapping[str, tuple[int, int]]
    worded: Mapping[Line, Line]

    @property
    def unchanged(self) -> bool:
        """Whether nothing differs."""
        return not any(getattr(self, name) for name in self.__slots__ if name not in {"counts", "worded"})

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
                    show(f"  {'  '.join(part for part in self.worded.get(line, line) if part)}")
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


def differences(
    before: Workbook, after: Workbook, day_before: date, day: date, *, part: str = ""
) -> Differences:
    """Return what two workbooks differ in; both are held against the rules of the newer one.

    `part` is what ends the id of a row that was split off another; findings about both are one.
    """
    was, now = _findings(before, day_before, part), _findings(after, day, part)
    notice_was, notice_now = _notice(before, day_before), _notice(after, day)
    rules_was, rules_now = (_broken(book, after, on) for book, on in ((before, day_before), (after, day)))

    def same(line: Line) -> Line:
        return _bare(line, part)

    return Differences(
        findings_new=tuple(now[key] for key in now if key not in was),
        findings_closed=tuple(was[key] for key in was if key not in now),
        notice_new=_without(notice_now, notice_was, same),
        notice_closed=_without(notice_was, notice_now, same),
        rules_broken=_without(rules_now, rules_was, same),
        rules_mended=_without(rules_was, rules_now, same),
        counts={one.value: (_count(was, one), _count(now, one)) for one in Severity},
        worded={**notice_was, **notice_now, **rules_was, **rules_now},
    )


def _count(findings: Mapping[str, Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings.values())


def _findings(book: Workbook, day: date, part: str) -> dict[str, Finding]:
    from datamap.facts import establish_facts
    from datamap.rules import evaluate

    found: dict[str, Finding] = {}
    for finding in evaluate(establish_facts(book, day)).open():
        key = finding.id.rstrip(part) if part else finding.id
        if key not in found or finding.severity.rank < found[key].severity.rank:
            found[key] = finding
    return found


def _notice(book: Workbook, day: date) -> dict[Line, Line]:
    """Return where notice and flows differ: keys -> words."""
    from datamap.notice import check_notice

    if not book.notice.clauses:
        return {}
    found = check_notice(book, as_of=day)
    lines = (frame.itertuples(index=False, name=None) for frame in (found.table, found.worded(book.lang)))
    return {tuple(map(str, keys)): tuple(map(str, words)) for keys, words in zip(*lines, strict=True)}


def _broken(book: Workbook, rules: Workbook, day: date) -> dict[Line, Line]:
    """Return which flows break rules for certain: keys -> words."""
    from datamap.analysis.policy import check_policy

    found = check_policy(book, as_of=day, assertions=rules.policy)
    broken = found.table[found.table["policy_status"] == "broken"]
    lines = zip(broken["assertion"], broken["flow"], broken["place"], strict=True)
    return {
        (rule, flow, place): (rule, flow, found.words.in_lang("place", place, book.lang))
        for rule, flow, place in lines
    }


def _bare(line: Line, part: str) -> Line:
    """Return what a line is known by: without the mark of parts of rows."""
    if not part:
        return line
    cells = ((entry.rstrip(part) for entry in cell.split(";")) for cell in line)
    return tuple(";".join(dict.fromkeys(entries)) for entries in cells)


def _without(lines: Iterable[Line], known: Iterable[Line], same: Callable[[Line], Line]) -> tuple[Line, ...]:
    old = set(map(same, known))
    return tuple(line for line in lines if same(line) not in old)


def _show_rest(count: int, lang: Lang) -> None:
    if count > MOST:
        show(said("more_lines", lang, count=count - MOST))
