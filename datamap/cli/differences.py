"""What two workbooks differ in above the flows: findings, the notice, rules of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from datamap.cli.day_alone import gathered, two_days
from datamap.cli.say import COLOURS, said, show, weight_of
from datamap.model import Finding, Lang, Severity, Text
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.inventory import Workbook
    from datamap.rules import Findings

Line = tuple[str, ...]

_BESIDE = {"counts", "worded", "days", "by_day"}
"""What is told beside the differences."""

_STANDING = ("status", "severity")
"""What of a finding may move while it stays open."""

MOST, FEW = 12, 4
"""Entries of one list that are shown, and of one within a line."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What is new and what is settled.

    Attributes
    ----------
    findings_new, findings_closed : open findings that only the newer, or only the older one has.
    findings_moved : those of both whose status or weight differs: as it was, as it is.
    notice_new, notice_closed : differences between notice and flows: matter, about, clauses, flows.
    rules_broken, rules_mended : rule, flow and place, of what is broken for certain.
    by_day : finding -> why the day alone opens or closes it. days : the two days.
    counts : severity -> open findings before and after. worded : lines of the notice and of rules as
        people read them, in the language of the newer workbook.
    """

    findings_new: tuple[Finding, ...]
    findings_closed: tuple[Finding, ...]
    findings_moved: tuple[tuple[Finding, Finding], ...]
    notice_new: tuple[Line, ...]
    notice_closed: tuple[Line, ...]
    rules_broken: tuple[Line, ...]
    rules_mended: tuple[Line, ...]
    counts: Mapping[str, tuple[int, int]]
    worded: Mapping[Line, Line]
    days: tuple[date, date]
    by_day: Mapping[str, Text]

    @property
    def unchanged(self) -> bool:
        """Whether nothing differs."""
        return not any(getattr(self, name) for name in self.__slots__ if name not in _BESIDE)

    @property
    def errors_new(self) -> list[Finding]:
        """The errors that are new, or were lighter before."""
        heavier = (now for was, now in self.findings_moved if was.severity is not now.severity)
        return [one for one in (*self.findings_new, *heavier) if one.severity is Severity.ERROR]

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
                self._show_days(found, lang)
        if self.findings_moved:
            show(said("diff_findings_moved", lang, count=len(self.findings_moved)), bold=True)
            for was, now in self.findings_moved[:MOST]:
                change = f"{_stands(was, lang)} → {_stands(now, lang)}"
                show(f"  {now.id}  {now.title.in_lang(lang)}: {change}", colour=COLOURS[now.severity])
            _show_rest(len(self.findings_moved), lang)
        for key in ("rules_broken", "rules_mended", "notice_new", "notice_closed"):
            lines: tuple[Line, ...] = getattr(self, key)
            if lines:
                show(said(f"diff_{key}", lang, count=len(lines)), bold=True)
                for line in lines[:MOST]:
                    show(f"  {'  '.join(part for part in self.worded.get(line, line) if part)}")
                _show_rest(len(lines), lang)

    def _show_days(self, found: Iterable[Finding], lang: Lang) -> None:
        """Print which of these findings nobody's change is behind, and what is."""
        reasons = {one.id: self.by_day[one.id] for one in found if one.id in self.by_day}
        if not reasons:
            return
        before, after = self.days
        show(said("diff_by_day", lang, count=len(reasons), before=before, after=after))
        for reason, ids in gathered(reasons)[:MOST]:
            shown = ", ".join(ids[:FEW]) + (" …" if len(ids) > FEW else "")
            show(said("diff_by_day_line", lang, reason=reason.in_lang(lang), count=len(ids), findings=shown))

    def as_object(self, lang: Lang) -> dict[str, Any]:
        """Return the differences for JSON."""
        findings = {
            key: [
                {
                    "id": one.id,
                    "severity": one.severity.value,
                    "status": one.status.value,
                    "title": one.title.in_lang(lang),
                    "by_day": self.by_day[one.id].in_lang(lang) if one.id in self.by_day else None,
                }
                for one in getattr(self, key)
            ]
            for key in ("findings_new", "findings_closed")
        }
        moved = [
            {
                "id": now.id,
                **{f"{name}_before": getattr(was, name).value for name in _STANDING},
                **{name: getattr(now, name).value for name in _STANDING},
                "title": now.title.in_lang(lang),
            }
            for was, now in self.findings_moved
        ]
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
        return {**findings, "findings_moved": moved, **notice, **rules}


def differences(
    before: Workbook, after: Workbook, day_before: date, day: date, *, part: str = ""
) -> Differences:
    """Return what two workbooks differ in; both are held against the rules of the newer one.

    `part` is what ends the id of a row that was split off another; findings about both are one.
    """
    found = _evaluated(before, day_before)
    was, now = _findings(found, part), _findings(_evaluated(after, day), part)
    new, closed = (
        tuple(one for key, one in these.items() if key not in those)
        for these, those in ((now, was), (was, now))
    )
    by_day = two_days(before, found, day).reasons((*new, *closed)) if day_before != day else {}
    notice_was, notice_now = _notice(before, day_before), _notice(after, day)
    rules_was, rules_now = (_broken(book, after, on) for book, on in ((before, day_before), (after, day)))

    def same(line: Line) -> Line:
        return _bare(line, part)

    return Differences(
        findings_new=new,
        findings_closed=closed,
        findings_moved=tuple(
            (was[key], one)
            for key, one in now.items()
            if key in was and _standing(was[key]) != _standing(one)
        ),
        notice_new=_without(notice_now, notice_was, same),
        notice_closed=_without(notice_was, notice_now, same),
        rules_broken=_without(rules_now, rules_was, same),
        rules_mended=_without(rules_was, rules_now, same),
        counts={one.value: (_count(was, one), _count(now, one)) for one in Severity},
        worded={**notice_was, **notice_now, **rules_was, **rules_now},
        days=(day_before, day),
        by_day=by_day,
    )


def _standing(finding: Finding) -> tuple[str, ...]:
    return tuple(getattr(finding, name).value for name in _STANDING)


def _stands(finding: Finding, lang: Lang) -> str:
    """Say how a finding stands: its weight and its status."""
    status = text("rules", f"status_is_{finding.status.value}").in_lang(lang)
    return said("diff_stands", lang, weight=weight_of(finding.severity, lang), status=status)


def _count(findings: Mapping[str, Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings.values())


def _evaluated(book: Workbook, day: date) -> Findings:
    from datamap.facts import establish_facts
    from datamap.rules import evaluate

    return evaluate(establish_facts(book, day))


def _findings(findings: Findings, part: str) -> dict[str, Finding]:
    found: dict[str, Finding] = {}
    for finding in findings.open():
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
