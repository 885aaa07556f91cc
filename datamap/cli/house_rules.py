"""The rules of the house in `datamap check`: held, shown, and made to count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from datamap.cli.say import COLOURS, said, show, weight_of
from datamap.model import Lang, Severity

if TYPE_CHECKING:
    from datamap.analysis.holding import Line
    from datamap.analysis.policy import Policy
    from datamap.inventory import Workbook

Key = tuple[str, str, str, str]
"""Rule, status, flow and place: what one line of the policy is known by."""

ROWS = 6
"""Flows that are shown under one rule before it is said how many more there are."""


def hold_rules(book: Workbook, as_of: date, rules: Workbook | None = None) -> Policy:
    """Hold a workbook against its own rules, or against those of another one."""
    from datamap.analysis.policy import check_policy

    return check_policy(book, as_of=as_of, assertions=(rules or book).policy).in_lang(book.lang)


def old_lines(against: str, root: Path, as_of: date, rules: Workbook) -> set[Key]:
    """Return the lines that an older state of the workbook already has under the rules of today."""
    from datamap.cli.before import workbook_before
    from datamap.inventory import read_workbook

    with workbook_before(against, root) as folder:
        return set(_keys(hold_rules(read_workbook(folder), as_of, rules).lines))


def gate_rules(policy: Policy, level: Severity | None, known: Iterable[Key]) -> list[Key]:
    """Return the lines that make the check fail: heavy enough, and not there before; None = none."""
    if level is None:
        return []
    old = set(known)
    return [key for key in _keys(policy.at_least(level)) if key not in old]


def _keys(lines: Iterable[Line]) -> list[Key]:
    return [(line.assertion, line.policy_status, line.flow, line.place) for line in lines]


def show_rules(policy: Policy, lang: Lang, *, everything: bool) -> None:
    """Print each rule that is broken, or may be, with the flows and the way the item takes."""
    if not policy.rules:
        return
    show()
    show(said("check_policy", lang), bold=True)
    show(policy.text(lang))
    for lines in _grouped(policy.lines, lambda line: (line.assertion, line.policy_status)):
        first = lines[0]
        told = {"id": first.assertion, "title": first.title.in_lang(lang)}
        status = policy.words.in_lang("policy_status", first.policy_status, lang)
        show(
            f"{weight_of(first.weight, lang)}  {said('policy_line', lang, status=status, **told)}",
            colour=COLOURS[first.weight],
        )
        flows = _grouped(lines, lambda line: line.flow)
        for found in flows if everything else flows[:ROWS]:
            _show_flow(policy, found, lang)
        if len(flows) > ROWS and not everything:
            show(said("more_lines", lang, count=len(flows) - ROWS))


def _grouped(lines: Iterable[Line], by: Callable[[Line], object]) -> list[list[Line]]:
    """Put lines together, in the order in which they are first met."""
    groups: dict[object, list[Line]] = {}
    for line in lines:
        groups.setdefault(by(line), []).append(line)
    return list(groups.values())


def _show_flow(policy: Policy, found: Sequence[Line], lang: Lang) -> None:
    first = found[0]
    comma = "、" if lang == "ja" else ", "
    items = comma.join(policy.words.in_lang("item", key, lang) for key in first.items.split(";"))
    places = [policy.words.in_lang("place", line.place, lang) for line in found]
    told = comma.join(places[:ROWS]) + (f" +{len(places) - ROWS}" if len(places) > ROWS else "")
    route = {"flow": first.flow, "row": first.line, "way": " → ".join(first.way.split(";"))}
    show(f"    {said('policy_route', lang, **route, places=told, items=items)}")
    if first.unrecorded:
        columns = comma.join(
            policy.words.in_lang("unrecorded", key, lang) for key in first.unrecorded.split(";")
        )
        show(f"      {said('policy_unrecorded', lang, columns=columns)}")
