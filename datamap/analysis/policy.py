"""`check_policy`: the rules of the house (`records/policy.toml`) held against what really moves.

Each rule judges each flow that carries one of its items, place by place, in both readings: what is
carried for certain and breaks the rule on recorded cells is *broken*; what is only possible, or hangs
on a cell that is not recorded, *cannot be excluded*. So is what a row itself lists though no row shows
how its source got it: the row is the witness. The way by which the item got there is shown.
What a place held before any recorded flow is not judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from datamap.analysis.answer import later
from datamap.analysis.asked import inventory_of, lang_of
from datamap.analysis.frames import pd
from datamap.analysis.handing import home_of
from datamap.analysis.holding import Held, Line
from datamap.analysis.request_words import RequestWords, request_words
from datamap.analysis.worksheet import Worksheet
from datamap.inventory import Inventory, Workbook
from datamap.model import Assertion, Organisation, Severity, Text
from datamap.vocabulary import text


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Policy(Worksheet):
    """What breaks the rules of the house, or may.

    `table` has one line for each rule, flow and place, and `lines` the same as objects: `assertion`
    (id), `title`, `policy_status` (`broken`, `cannot_be_excluded`), `severity`, `flow`, `line` (row in
    the file), `source`, `place`, `countries`, `subjects`, `items`, `unrecorded` (columns that would
    settle it), `way` (the flows of a shortest way of the first item, this flow last). Sheet
    `assertions`: every rule with how many lines it has; `rules` are the rules held.
    """

    rules: tuple[Assertion, ...]
    lines: tuple[Line, ...]

    def at_least(self, severity: Severity) -> list[Line]:
        """Return the lines that weigh as much as `severity` or more."""
        return [line for line in self.lines if line.weight.rank <= severity.rank]

    def _rows(self) -> Iterable[Mapping[Any, Any]]:
        return [line._asdict() for line in self.lines]


def check_policy(
    asked: Inventory | Workbook,
    *,
    as_of: date,
    assertions: Iterable[Assertion] | None = None,
    include_planned: bool = False,
) -> Policy:
    """Return what breaks the rules of the house, and what cannot be excluded.

    Parameters
    ----------
    asked : a workbook with its policy, or an inventory. as_of : rows count that run on this day.
    assertions : the rules; None = those of the workbook. include_planned : planned rows too.

    Returns
    -------
    Policy

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> from datamap.model import Match
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient,countries
    ... F1,collection,name;passport_no,customer,customer,shop,JP
    ... F2,third_party,passport_no,customer,shop,hotel,TH
    ... F3,third_party,*,customer,shop,agent,
    ... ''')
    >>> rule = Assertion("stay", items=("passport_no",), only=Match(countries=("JP",)))
    >>> found = check_policy(table, as_of=date(2026, 4, 1), assertions=[rule]).table
    >>> found[["flow", "policy_status", "severity"]].values.tolist()
    [['F2', 'broken', 'error'], ['F3', 'cannot_be_excluded', 'question']]
    """
    inventory = inventory_of(asked)
    book = asked if isinstance(asked, Workbook) else None
    rules = tuple(assertions if assertions is not None else book.policy if book else ())
    organisation = book.organisation if book else Organisation()
    words = request_words(inventory)
    found: list[Line] = []
    if rules:  # following flows takes longer to load than a small workbook without rules to check
        from datamap.analysis.judging import Judge  # noqa: PLC0415

        judge = Judge(inventory, organisation, as_of, home_of(asked), rules, include_planned=include_planned)
        found += (line for rule in rules for line in judge.lines(rule))
    lines = tuple(sorted(found, key=lambda line: (line.weight.rank, line.policy_status)))
    return Policy(
        name="policy",
        rules=rules,
        lines=lines,
        table=later(lambda: pd.DataFrame(lines, columns=list(Line._fields), dtype=object)),
        title=text("requests", "policy_title", as_of=as_of.isoformat()),
        summary=_summary(rules, lines),
        words=words,
        lists=frozenset({"countries", "subjects", "items", "unrecorded", "way"}),
        none=frozenset({"unrecorded"}),
        parts=(_assertions(rules, lines, words),),
        paper=("assertion", "title", "policy_status", "severity", "flow", "place", "items", "way"),
    ).in_lang(lang_of(asked))


def _assertions(rules: Iterable[Assertion], lines: Iterable[Line], words: RequestWords) -> Worksheet:
    """Return every rule with how many flows break it, or may; a rule without lines holds."""
    counts = Counter((line.assertion, line.policy_status) for line in lines)
    rows = [
        (rule.id, rule.title, rule.severity.value, *(counts[rule.id, held.value] for held in Held))
        for rule in rules
    ]
    return Worksheet(
        name="assertions",
        table=later(
            lambda: pd.DataFrame(rows, columns=["assertion", "title", "severity", "breaches", "open"])
        ),
        title=text("requests", "assertions_title"),
        summary=text("requests", "assertions_found", rows=len(rows)),
        words=words,
    )


def _summary(rules: Iterable[Assertion], lines: Iterable[Line]) -> Text:
    known = [rule.id for rule in rules]
    if not known:
        return text("requests", "policy_none")
    broken = {line.assertion for line in lines if line.policy_status == Held.BROKEN}
    unsettled = {line.assertion for line in lines} - broken
    return text(
        "requests",
        "policy_found",
        rules=len(known),
        broken=len(broken),
        open=len(unsettled),
        kept=len(known) - len(broken) - len(unsettled),
    )
