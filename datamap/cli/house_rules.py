"""The rules of the house in `datamap check`: held, shown, and made to count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datamap.cli.say import COLOURS, said, show, weight_of
from datamap.model import Lang, Severity

if TYPE_CHECKING:
    from datamap.analysis.policy import Policy
    from datamap.inventory import Workbook

Line = tuple[str, str, str, str]
"""Rule, status, flow and place: what one line of the policy is known by."""

ROWS = 6
"""Flows that are shown under one rule before it is said how many more there are."""


def hold_rules(book: Workbook, as_of: date, rules: Workbook | None = None) -> Policy:
    """Hold a workbook against its own rules, or against those of another one."""
    from datamap.analysis.policy import check_policy

    return check_policy(book, as_of=as_of, assertions=(rules or book).policy).in_lang(book.lang)


def old_lines(against: str, root: Path, as_of: date, rules: Workbook) -> set[Line]:
    """Return the lines that an older state of the workbook already has under the rules of today."""
    from datamap.cli.before import workbook_before
    from datamap.inventory import read_workbook

    with workbook_before(against, root) as folder:
        return set(_lines(hold_rules(read_workbook(folder), as_of, rules)))


def gate_rules(policy: Policy, level: Severity | None, known: Iterable[Line]) -> list[Line]:
    """Return the lines that make the check fail: heavy enough, and not there before; None = none."""
    if level is None:
        return []
    old = set(known)
    heavy = policy.at_least(level)
    return [line for line in _lines(policy, heavy.index) if line not in old]


def _lines(policy: Policy, rows: Any = None) -> list[Line]:
    table = policy.table if rows is None else policy.table.loc[rows]
    columns = (table[name] for name in ("assertion", "policy_status", "flow", "place"))
    return list(zip(*columns, strict=True))


def show_rules(policy: Policy, lang: Lang, *, everything: bool) -> None:
    """Print each rule that is broken, or may be, with the flows and the way the item takes."""
    if not len(policy.part("assertions")):
        return
    show()
    show(said("check_policy", lang), bold=True)
    show(policy.text(lang))
    for (rule, status), lines in policy.table.groupby(["assertion", "policy_status"], sort=False):
        severity = Severity(lines["severity"].iloc[0])
        title = lines["title"].iloc[0].in_lang(lang)
        words = policy.words.in_lang("policy_status", str(status), lang)
        show(
            f"{weight_of(severity, lang)}  {said('policy_line', lang, status=words, id=rule, title=title)}",
            colour=COLOURS[severity],
        )
        flows = lines.groupby("flow", sort=False)
        for number, (flow, found) in enumerate(flows):
            if number == ROWS and not everything:
                show(said("more_lines", lang, count=len(flows) - ROWS))
                break
            _show_flow(policy, str(flow), found, lang)


def _show_flow(policy: Policy, flow: str, found: Any, lang: Lang) -> None:
    first = found.iloc[0]
    comma = "、" if lang == "ja" else ", "
    items = comma.join(policy.words.in_lang("item", key, lang) for key in first["items"].split(";"))
    places = [policy.words.in_lang("place", key, lang) for key in found["place"]]
    told = comma.join(places[:ROWS]) + (f" +{len(places) - ROWS}" if len(places) > ROWS else "")
    way = " → ".join(first["way"].split(";"))
    show(f"    {said('policy_route', lang, flow=flow, row=first['line'], places=told, items=items, way=way)}")
    if first["unrecorded"]:
        columns = comma.join(
            policy.words.in_lang("unrecorded", key, lang) for key in first["unrecorded"].split(";")
        )
        show(f"      {said('policy_unrecorded', lang, columns=columns)}")
