"""Rules over many flows: by columns, and row by row on the same questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from inventories import write_inventory
from measuring import RUNS, Line, absent, least, peer, same
from reaching import AS_OF

from datamap.facts import Facts, establish_facts
from datamap.inventory import Workbook, read_inventory
from datamap.model import Rule, RuleVersion
from datamap.rules import evaluate, read_laws
from datamap.rules.ruling import Outcome, rule_on

LARGE = 100_000
SAMPLE = 2_000
"""Flows that the form row by row is given; its time is counted up to all of them."""

Statuses = dict[str, list[int]]


def rules() -> list[tuple[Rule, RuleVersion]]:
    """Return the rules about flows in force."""
    pairs = ((rule, rule.version_on(AS_OF)) for rule in read_laws().rules if rule.applies_to == "flow")
    return [(rule, version) for rule, version in pairs if version]


def by_columns(facts: Facts) -> dict[str, npt.NDArray[np.int8]]:
    """Judge every rule about flows on whole columns."""
    return {rule.id: rule_on(facts, rule, version).codes for rule, version in rules()}


def row_by_row(facts: Facts, flows: int) -> Statuses:
    """Judge the same rules one flow at a time, as a reader of the law would."""
    found: Statuses = {rule.id: [] for rule, _ in rules()}
    names = facts.names_of("flow")
    for row in range(flows):
        known = {name: facts.truth(name).at(row) for name in names}
        for rule, version in rules():
            found[rule.id].append(judged(known, version))
    return found


def judged(known: dict[str, bool | None], version: RuleVersion) -> int:
    """Return the outcome of one rule about one flow."""

    def holds(condition: str) -> bool | None:
        answer = known[condition.removeprefix("!")]
        return answer if answer is None or not condition.startswith("!") else not answer

    when = [holds(c) for c in version.when]
    ground = [holds(c) for c in version.unless_any]
    part = [holds(c) for c in version.weak_if_any]
    if False in when:
        return Outcome.NOT_APPLICABLE
    if True in ground:
        return Outcome.MET
    if None not in when and True in part:
        return Outcome.PART
    return Outcome.OPEN if None in when or None in ground else Outcome.MISSING


def with_polars(strings: Any) -> Any:
    """Judge the same rules with polars expressions on columns of "yes", "no" and null."""
    pl: Any = peer("polars")

    def holds(condition: str) -> Any:
        true = pl.col(condition.removeprefix("!")) == "yes"
        return ~true if condition.startswith("!") else true

    def some(truths: list[Any]) -> Any:
        return pl.any_horizontal([pl.lit(value=False), *(truth.fill_null(value=False) for truth in truths)])

    def one(rule: Rule, version: RuleVersion) -> Any:
        when, ground = [holds(c) for c in version.when], [holds(c) for c in version.unless_any]
        silent = some([truth.is_null() for truth in when])
        outcome = pl.when(some([~truth for truth in when])).then(int(Outcome.NOT_APPLICABLE))
        outcome = outcome.when(some(ground)).then(int(Outcome.MET))
        outcome = outcome.when(~silent & some([holds(c) for c in version.weak_if_any])).then(
            int(Outcome.PART)
        )
        unknown = silent | some([truth.is_null() for truth in ground])
        return outcome.when(unknown).then(int(Outcome.OPEN)).otherwise(int(Outcome.MISSING)).alias(rule.id)

    return strings.select([one(rule, version) for rule, version in rules()])


def _beside_polars(facts: Facts, size: str, goal: float | None) -> Line:
    """Return the line beside polars, which is given the facts as text and finds the same."""
    name, pl = "rules by columns / polars from strings (two threads)", peer("polars")
    if pl is None:
        return absent(name, size, "polars", goal)
    words: Any = {True: "yes", False: "no", None: None}
    strings = pl.DataFrame(
        {key: [words[value] for value in facts.truth(key).values()] for key in facts.names_of("flow")}
    )
    theirs = with_polars(strings)
    same(
        "polars",
        {key: codes.tolist() for key, codes in by_columns(facts).items()},
        theirs.to_dict(as_series=False),
    )
    ours, other = least(lambda: by_columns(facts), lambda: with_polars(strings), runs=RUNS)
    return Line(name, size, ours, other, goal, note="ours on facts as it holds them, as bits")


def lines(folder: Path, sizes: list[int]) -> Iterator[Line]:
    """Yield the lines of each size."""
    for rows in sizes:
        path = folder / f"{rows}.csv"
        if not path.exists():
            write_inventory(path, rows)
        workbook = Workbook.from_inventory(read_inventory(path))
        facts = establish_facts(workbook, AS_OF)
        names, count, size = facts.names_of("flow"), len(rules()), f"{rows:,} flows"
        for name in names:
            facts.truth(name)
        sample = min(rows, SAMPLE)
        same(
            "rules",
            {rule: codes[:sample].tolist() for rule, codes in by_columns(facts).items()},
            row_by_row(facts, sample),
        )
        ours, slow = least(lambda: by_columns(facts), lambda: row_by_row(facts, sample), runs=RUNS)  # noqa: B023
        note = f"{count} rules about flows on ready facts; peer counted up from {sample:,} flows"
        yield Line(
            "rules by columns / row by row",
            size,
            ours,
            slow * rows / sample,
            100 if rows >= LARGE else None,
            note=note,
        )
        yield _beside_polars(facts, size, 4 if rows >= LARGE else None)
        each = ours / count / rows * 1e9
        yield Line("one rule on one flow", size, each, most=3 if rows >= LARGE else None, unit="ns",
                   note=f"{len(read_laws().rules)} rules in all")  # fmt: skip
        took = least(lambda: evaluate(establish_facts(workbook, AS_OF)), runs=1 if rows > LARGE else 2)[0]  # noqa: B023
        yield Line("facts, all rules, table of findings", size, took, note=f"{len(names)} facts about flows")
